# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the details of one event: its fields and its payload."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QWidget,
)

from rqdebug.events.event_log import Event
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.models import formats
from rqdebug.ui.models.log_model import has_item, outcome_color
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel


class Inspector(QWidget):
    """Shows the fields and the payload of one event."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values = {name: _value_label(name) for name in _fields(_NO_EVENT)}
        self.payload = PayloadView(theme)
        self._stack = QStackedLayout(self)
        self._outcome = ""
        self._lay_out()
        theme.changed.connect(self._paint)

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    def show_event(self, event: Event) -> None:
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


_LONG_FIELDS = (later("Queue"), later("Client"), later("Address"))
"""Fields whose values may be long, because other programs choose them."""
_NO_EVENT = Event(0, 0, 0, None, "", "", "", "", "", "", 0, None, 0, 0, 0, "", 0, None, b"", None)


def _fields(event: Event) -> dict[str, str]:
    """Return the labels and values that are shown for an event, in this order."""
    return {
        later("Time"): formats.date_clock(event.time_ns),
        later("Method"): event.method,
        later("Queue"): event.queue or "–",
        later("Client"): event.client or "–",
        later("Address"): event.address or "–",
        later("Outcome"): event.outcome,
        later("Waited"): formats.duration(event.waited_ns),
        later("Took"): "–" if event.took_ns is None else formats.duration(event.took_ns),
        later("Timeout"): tr("forever") if event.timeout_ns is None else formats.duration(event.timeout_ns),
        later("Size"): counted(event.size, "{n} byte", "{n} bytes") if has_item(event) else "–",
        later("Items"): _items(event),
        later("Depth after"): "–" if event.depth is None else formats.count(event.depth),
        later("Codec"): event.codec if has_item(event) else "–",
        later("Call"): str(event.call),
        later("Item"): "–" if event.item is None else str(event.item),
        later("Sequence"): formats.count(event.sequence),
    }


def _items(event: Event) -> str:
    """Return how many items the call has moved, and of several, which one this row is about."""
    if event.part is None or event.items < 2:
        return formats.count(event.items)
    return tr("{n} of {count}", n=formats.count(event.part + 1), count=formats.count(event.items))


def _value_label(name: str) -> QLabel:
    label = ElidedLabel() if name in _LONG_FIELDS else PlainLabel()
    label.setObjectName("mono")
    label.setTextInteractionFlags(Qt.TextSelectableByMouse)
    return label
