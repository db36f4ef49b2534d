# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the details of one event: its fields and its payload."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QWidget,
)

from rqdebug.events.event_log import Event, column_values
from rqdebug.events.filters.combine import make_call_condition, make_condition
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.models import formats
from rqdebug.ui.models.event_texts import Column, event_text, has_item
from rqdebug.ui.models.log_model import outcome_color
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.widgets.filter_menu import add_copy_action, add_filter_menu, add_rule_actions
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.value_line import ValueLine


class Inspector(QWidget):
    """Shows the fields and the payload of one event. The menu of a value copies it, or filters by it."""

    test_wanted = pyqtSignal(str, str)
    """How to combine it with the filter of the log of the event, and a condition."""
    rule_wanted = pyqtSignal(str, str, object)
    """Stop or delay calls like that of an event: the kind of action, a condition on calls, and the Event."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._event = _NO_EVENT
        self._values = {name: self._value_line(name) for name in _fields(_NO_EVENT)}
        self.payload = PayloadView(theme, offers_filters=True)
        self.payload.forms.test_wanted.connect(self.test_wanted)
        self.payload.forms.rule_wanted.connect(self._ask_rule)
        self._stack = QStackedLayout(self)
        self._outcome = ""
        self._lay_out()
        theme.changed.connect(self._paint)

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    def show_event(self, event: Event) -> None:
        self._event = event
        for name, text in _fields(event).items():
            self._values[name].setText(text)
        self._outcome = event.outcome
        self._paint()
        if has_item(event):
            source = event if _has_one_item(event) else None
            self.payload.show_payload(event.payload, event.codec, event.size, source)
        else:
            self.payload.show_nothing()
        self._stack.setCurrentIndex(1)

    def show_nothing(self) -> None:
        """Show that no event is selected."""
        self._event = _NO_EVENT
        self.payload.show_nothing()
        self._stack.setCurrentIndex(0)

    def menu_for(self, name: str) -> QMenu:
        """Return the context menu of the value with this label."""
        menu = ContextMenu(self)
        line = self._values[name]
        if line.selectedText() not in ("", line.text()):
            add_copy_action(menu, tr("Copy Selection"), line.selectedText())
        add_copy_action(menu, tr("Copy Value"), line.value)
        fields = (f"{tr(label)}: {value.value}" for label, value in self._values.items())
        add_copy_action(menu, tr("Copy All Fields"), "\n".join(fields))
        if test := _condition(name, self._event):
            menu.addSeparator()
            add_filter_menu(menu, test, self.test_wanted.emit)
            if call := make_call_condition(_column(name), self._event):
                add_rule_actions(menu, call, self._ask_rule)
        return menu

    def _ask_rule(self, kind: str, condition: str) -> None:
        self.rule_wanted.emit(kind, condition, self._event)

    def _show_menu(self, name: str, position: QPoint) -> None:
        self.menu_for(name).popup(self._values[name].mapToGlobal(position))

    def _value_line(self, name: str) -> ValueLine:
        line = ValueLine()
        line.setAccessibleName(tr(name))
        line.setContextMenuPolicy(Qt.CustomContextMenu)
        line.customContextMenuRequested.connect(partial(self._show_menu, name))
        return line

    def _paint(self) -> None:
        color = outcome_color(self._theme.palette, self._outcome)
        self._values["Outcome"].setStyleSheet(f"color: {color}")

    def _lay_out(self) -> None:
        empty = PlainLabel(tr("Select an event in the log to see its details."))
        empty.setObjectName("muted")
        empty.setAlignment(Qt.AlignCenter)
        splitter = QSplitter(Qt.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._call_page())
        splitter.addWidget(self.payload)
        splitter.setSizes([600, 480])
        self._stack.addWidget(empty)
        self._stack.addWidget(splitter)

    def _call_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(24)
        names = list(self._values)
        half = (len(names) + 1) // 2
        for part in (names[:half], names[half:]):
            row.addLayout(self._form(part))
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.NoFrame)
        area.setWidget(page)
        return area

    def _form(self, names: list[str]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        for name in names:
            title = PlainLabel(tr(name))
            title.setObjectName("muted")
            form.addRow(title, self._values[name])
        return form


def _has_one_item(event: Event) -> bool:
    """Return whether the event is about one item, which may still be in its queue."""
    return event.item is not None and (event.items == 1 or event.part is not None) and bool(event.queue)


_COLUMNS = {later("Depth after"): "depth"}
"""The label of a field whose name in filters is not the label."""
_NO_EVENT = Event(0, 0, 0, None, "", "", "", "", "", "", 0, None, 0, 0, 0, "", 0, None, None, None, b"", None)


def _fields(event: Event) -> dict[str, str]:
    """Return the labels and values that are shown for an event, in this order."""
    return {
        later("Time"): formats.date_clock(event.time_ns),
        later("Target"): event.target or "–",
        later("Method"): event.method,
        later("Queue"): event.queue or "–",
        later("Client"): event.client or "–",
        later("Address"): event.address or "–",
        later("Outcome"): event.outcome,
        later("Waited"): event_text(event, Column.WAITED, is_waiting=False) or "–",
        later("Took"): "–" if event.took_ns is None else formats.duration(event.took_ns),
        later("Timeout"): tr("forever") if event.timeout_ns is None else formats.duration(event.timeout_ns),
        later("Size"): counted(event.size, "{n} byte", "{n} bytes") if has_item(event) else "–",
        later("Items"): _items(event),
        later("Depth after"): "–" if event.depth is None else formats.count(event.depth),
        later("Codec"): event.codec if has_item(event) else "–",
        later("Call"): str(event.call),
        later("Item"): "–" if event.item is None else str(event.item),
        later("Deliveries"): str(event.deliveries or "–"),
        later("Rule"): str(event.rule or "–"),
        later("Sequence"): formats.count(event.sequence),
    }


def _items(event: Event) -> str:
    """Return how many items the call has moved, and of several, which one this row is about."""
    if event.part is None or event.items < 2:
        return formats.count(event.items)
    return tr("{n} of {count}", n=formats.count(event.part + 1), count=formats.count(event.items))


def _column(label: str) -> str:
    """Return the field with this label."""
    return _COLUMNS.get(label, label.lower())


def _condition(label: str, event: Event) -> str:
    """Return a condition on the field with this label; empty if its value is not known."""
    column = _column(label)
    is_known = column_values(event)[column] is not None or column in ("timeout", "item")
    return make_condition(column, event) if is_known else ""
