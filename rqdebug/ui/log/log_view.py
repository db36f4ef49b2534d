# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of events. It follows the newest event until the user scrolls up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from PyQt5.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    pyqtSignal,
)
from PyQt5.QtGui import QColor, QPainter, QResizeEvent
from PyQt5.QtWidgets import QAbstractItemView, QAction, QMenu, QPushButton, QWidget

from rqdebug.events.event_log import Event
from rqdebug.events.filters.combine import add_condition, make_call_condition, make_condition
from rqdebug.events.marked_rows import Numbers
from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.events.views.styles import Style
from rqdebug.ui.log.log_painter import LogPainter
from rqdebug.ui.log.row_view import ColumnSpan, RowView
from rqdebug.ui.models.event_texts import HIDDEN, Column, TimeMode
from rqdebug.ui.models.formats import escape_mnemonic
from rqdebug.ui.models.log_model import LogModel
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.filter_menu import add_copy_action, add_filter_menu, add_rule_actions, short_condition
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.swatch import swatch

COLORS = {
    later("Red"): "#7a2e35",
    later("Orange"): "#7a5020",
    later("Yellow"): "#6b641c",
    later("Green"): "#285f3a",
    later("Blue"): "#264f78",
    later("Violet"): "#573a77",
}
"""Background colours for events, dark enough for text in ``LIGHT_TEXT``."""
MAX_KEPT = 100_000
"""Number of selected events that stay selected when the filter changes; of more, only the current one."""
MAX_RUNS = 1_000
"""Number of separate runs of rows that are selected again; each costs time whenever a row is drawn."""
LIGHT_TEXT = "#f5f5f5"

_EXAMPLES = {
    Column.TIME: "00:00:00.000000",
    Column.WAITED: "00.0 µs",
    Column.METHOD: "disconnect",
    Column.QUEUE: "thumbnails.py:15",
    Column.CLIENT: "thumbnail-worker-1",
    Column.OUTCOME: "… blocked",
    Column.SIZE: "999.9 KiB",
    Column.TARGET: "telemetry-1",
    Column.DEPTH: "100,000",
    Column.ITEMS: "1,000",
    Column.TIMEOUT: later("forever"),
    Column.CODEC: "pickle",
    Column.CALL: "10000000",
    Column.ITEM: "10000000",
    Column.SEQUENCE: "10,000,000",
    Column.ADDRESS: "192.168.100.17:40312",
    Column.TOOK: "00.0 µs",
    Column.PART: "1,000",
}
"""A typical long text of each column, which sets its width."""

_OF_ONE_TARGET = frozenset(("call", "item", "sequence", "queue"))
"""Fields whose values mean something else on each target."""


class LogPlace(NamedTuple):
    """What a log view shows, in rows of the log, so that it is the same with another filter."""

    selected: int | None
    """The selected row."""
    anchor: int | None
    """The row that keeps its line: the selected one if it is visible, otherwise the first visible one.

    None while the view follows the newest events.
    """
    line: int
    """Number of visible rows above the anchor."""
    others: Numbers
    """All selected rows, if there are several, but not more than MAX_KEPT."""


class LogView(RowView):
    """Shows a log model. When scrolled to the end, it follows new events."""

    event_chosen = pyqtSignal(object)
    """An Event was selected."""
    event_opened = pyqtSignal()
    """The selected event was double-clicked, or Return pressed on it."""
    test_wanted = pyqtSignal(str, str)
    """How to combine it with the current filter, and a condition made from a cell."""
    rule_wanted = pyqtSignal(str, str, object)
    """Stop or delay calls like that of an event: the kind of action, a condition on calls, and the Event."""
    style_wanted = pyqtSignal(object)
    """A Style made from a cell."""
    sort_wanted = pyqtSignal(object)
    """The user wants rows to be sorted like this Sorting, or in the order of the log: None."""
    columns_changed = pyqtSignal()
    """The user changed order, width or visibility of columns: see ``columns``."""

    def __init__(self, model: LogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model = model
        self._following = True
        self._hidden_selection: int | None = None
        """Row of the log that was selected when a filter hid it."""
        self._hidden_line: int | None = None
        """The line on which it was shown, to show it there again; None if the user has followed since."""
        self._waiting_rows: set[int] = set()
        """Rows that were drawn as starts of calls that still wait."""
        self.log_actions: list[QAction] = []
        """Commands for the selected events, added to the context menu."""
        self.follow_button = QPushButton(tr("Follow"), self)
        self._theme = theme
        self._lay_out()
        self._draw_icon()
        theme.changed.connect(self._draw_icon)
        self.setModel(model)
        self._size_columns()
        self.note = EmptyNote(self, "")
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._keep_up)
        self.activated.connect(lambda _: self.event_opened.emit())
        self.customContextMenuRequested.connect(self._show_menu)
        self.follow_button.clicked.connect(self.follow)
        model.time_mode_changed.connect(self._widen_times)

    def show_target_colors(self, colors: Mapping[str, str]) -> None:
        """Show these colours (``#rrggbb``) beside the names of targets."""
        self._painter.target_colors = {name: QColor(color) for name, color in colors.items()}
        self.viewport().update()

    @property
    def following(self) -> bool:
        return self._following

    def follow(self) -> None:
        """Scroll to the newest event and follow new ones. Sorted rows go back to the order of the log."""
        if self._model.sorted is not None:
            self.sort_wanted.emit(None)
        self._hidden_line = None
        self._set_following(True)
        self._keep_up()

    def paint_row(
        self, painter: QPainter, row: int, area: QRect, spans: list[ColumnSpan], selected: bool
    ) -> None:
        self._painter.paint_row(painter, row, area, spans, selected)
        if self._model.is_waiting(self._model.event_at(row)):
            self._waiting_rows.add(row)

    def update_ended_calls(self) -> None:
        """Draw the rows again that were drawn as waiting and no longer are."""
        for row in tuple(self._waiting_rows):
            if row >= self._model.rowCount() or not self._model.is_waiting(self._model.event_at(row)):
                self._waiting_rows.discard(row)
                self.update_rows(row, row)

    def reset(self) -> None:
        super().reset()
        self._waiting_rows.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _keep_up(self) -> None:
        """Scroll to the end, but not with ``scrollToBottom``: its layout would change the range again."""
        if self._following:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self, value: int) -> None:
        """Follow new events if the end is visible. Only the user scrolls elsewhere, which stops following."""
        self._set_following(value >= self.verticalScrollBar().maximum())

    def _set_following(self, following: bool) -> None:
        self._following = following and self._model.sorted is None
        self.follow_button.setVisible(not self._following)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._hidden_selection = None
            self._set_following(False)  # a selected event must not scroll away
            self.event_chosen.emit(self._model.event_at(current.row()))

    def go_to(self, row: int) -> None:
        """Select a row and scroll to it."""
        index = self._model.index(row, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.PositionAtCenter)
        self._set_following(False)

    def show_first(self) -> None:
        """Show the first rows, and select none."""
        self.verticalScrollBar().setValue(0)
        self._set_following(False)

    def place(self) -> LogPlace | None:
        """Return what is shown; None while the view follows the newest events and no row is selected."""
        rows, count, first = self._model.shown, self._model.rowCount(), self.verticalScrollBar().value()
        current = self.current_row()
        selected = self._hidden_selection if current is None else rows.row(current)
        visible = current is not None and first <= current <= self.last_visible_row()
        if not count or (self._following and not visible):
            anchor = None if self._following else selected
            return None if selected is None else LogPlace(selected, anchor, 0, self._selected_numbers())
        position = current if current is not None and visible else first
        return LogPlace(selected, rows.row(position), position - first, self._selected_numbers())

    def _selected_numbers(self) -> Numbers:
        ranges = self.selected_ranges()
        if not 1 < sum(map(len, ranges)) <= MAX_KEPT:
            return np.array([], np.int64)
        return self._model.shown.select(ranges).numbers()

    def _select_again(self, numbers: Numbers) -> None:
        """Select these rows of the log, as far as they match."""
        if not len(numbers):
            return
        positions = self._model.shown.positions_of(numbers)
        starts = np.flatnonzero(np.diff(positions) != 1) + 1
        if not len(positions) or len(starts) >= MAX_RUNS:
            return
        selection, right = QItemSelection(), len(Column) - 1
        for run in np.split(positions, starts):
            first, last = int(run[0]), int(run[-1])
            selection.append(QItemSelectionRange(self._model.index(first, 0), self._model.index(last, right)))
        self.selectionModel().select(selection, QItemSelectionModel.Select)

    def restore_place(self, place: LogPlace) -> None:
        """Show the same rows as before the view was replaced, or the next rows that match.

        A selected row that a filter hid is shown again on the line where it was.
        """
        rows, count = self._model.shown, self._model.rowCount()
        was_hidden, anchor, line = self._hidden_selection is not None, place.anchor, place.line
        if count and place.selected is not None:
            position = rows.position_of(place.selected)
            if position is not None:
                self.setCurrentIndex(self._model.index(position, 0))
        self._select_again(place.others)
        if self.current_row() is None:
            self._hidden_selection = place.selected
            if not was_hidden:
                self._hidden_line = place.line if anchor is not None and anchor == place.selected else None
        elif was_hidden and self._hidden_line is not None:
            anchor, line = place.selected, self._hidden_line
        if count and anchor is not None:
            self.verticalScrollBar().setValue(min(rows.position(anchor), count - 1) - line)
        self._set_following(anchor is None or not count)
        self._keep_up()

    def current_row(self) -> int | None:
        """Return the row with the keyboard focus, if any."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def chosen_row(self) -> int | None:
        """Return the row with the keyboard focus; None if it is not selected."""
        return self.current_row() if self.selectionModel().isSelected(self.currentIndex()) else None

    def last_visible_row(self) -> int:
        """Return the last completely visible row; -1 if there is none."""
        row = self.rowAt(self.viewport().height() - self.row_height)
        return row if row >= 0 else self._model.rowCount() - 1

    def selected_ranges(self) -> list[range]:
        """Return the selected rows, in ascending ranges."""
        ranges: list[range] = []
        for each in sorted(self._selected(), key=lambda each: each.start):
            if ranges and each.start <= ranges[-1].stop:
                ranges[-1] = range(ranges[-1].start, max(ranges[-1].stop, each.stop))
            else:
                ranges.append(each)
        return ranges

    def _show_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            event, column = self._model.event_at(index.row()), Column(index.column())
            menu = self.menu_for(event, column, str(index.data()))
            menu.popup(self.viewport().mapToGlobal(position))

    def menu_for(self, event: Event, column: Column, text: str = "") -> QMenu:
        """Return the context menu for an event and the value of one of its cells, which shows ``text``."""
        menu = ContextMenu(self)
        condition = self._condition(column.name.lower(), event)
        add_filter_menu(menu, condition, self.test_wanted.emit)
        self._add_follow_actions(menu.addMenu(tr("Follow")), event)
        self._add_color_actions(
            menu.addMenu(tr("Colour: {test}", test=short_condition(condition))), condition
        )
        if call := make_call_condition(column.name.lower(), event):
            menu.addSeparator()
            add_rule_actions(menu, call, lambda kind, test: self.rule_wanted.emit(kind, test, event))
        menu.addSeparator()
        add_copy_action(menu, tr("Copy Cell"), text)
        menu.addActions(self.log_actions)
        return menu

    def ask_rule(self, kind: str) -> None:
        """Emit ``rule_wanted`` for the current cell."""
        index = self.currentIndex()
        if index.isValid():
            event = self._model.event_at(index.row())
            condition = make_call_condition(Column(index.column()).name.lower(), event)
            self.rule_wanted.emit(kind, condition, event)

    def _add_follow_actions(self, menu: QMenu, event: Event) -> None:
        for title, name in _related_fields(event):
            menu.addAction(title, partial(self.test_wanted.emit, "", self._condition(name, event)))

    def _condition(self, name: str, event: Event) -> str:
        """Return a condition on a field; in a log of several targets, some fields need their target."""
        condition = make_condition(name, event)
        if name in _OF_ONE_TARGET and len(self._model.view.log.origins) > 1:
            return add_condition(condition, "and", make_condition("target", event))
        return condition

    def _add_color_actions(self, menu: QMenu, condition: str) -> None:
        for title, color in COLORS.items():
            style = Style(condition, LIGHT_TEXT, color)
            menu.addAction(swatch(color), tr(title), partial(self.style_wanted.emit, style))

    # Columns

    @property
    def columns(self) -> QByteArray:
        """Order, width and visibility of the columns, to restore them later."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        self.horizontalHeader().restoreState(state)
        self.horizontalHeader().setSectionsClickable(True)  # earlier versions saved that they are not
        self.show_sorting(None)

    def show_sorting(self, sorting: Sorting | None) -> None:
        """Show an arrow in the title of the column by which rows are sorted."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(sorting is not None)
        column = Column.TIME if sorting is None else Column[sorting.field.upper()]
        order = Qt.DescendingOrder if sorting is not None and sorting.descending else Qt.AscendingOrder
        header.setSortIndicator(column, order)

    def _sort_by(self, column: int) -> None:
        """Sort by a column: ascending, then descending, then in the order of time again.

        The log is in ascending order of time, so that a click on the time of sorted rows restores it.
        """
        field, rows = Column(column).name.lower(), self._model.sorted
        now = rows.sorting if rows is not None else None
        if column == Column.TIME:
            wanted = Sorting(field, True) if now is None else None
        elif now is None or now.field != field:
            wanted = Sorting(field)
        else:
            wanted = None if now.descending else Sorting(field, True)
        self.sort_wanted.emit(wanted)
        self.show_sorting(wanted)

    def sort_menu(self) -> QMenu:
        """Return a menu of the visible columns, each in both directions."""
        menu = ContextMenu(self)
        for column in self.shown_columns():
            part = menu.addMenu(escape_mnemonic(column.title))
            self._add_sort_actions(part, column)
        menu.addSeparator()
        menu.addAction(tr("Order of Time"), partial(self.sort_wanted.emit, None))
        return menu

    def show_sort_menu(self) -> None:
        """Show the menu of what rows can be sorted by, below the titles of the columns."""
        self.sort_menu().popup(self.viewport().mapToGlobal(QPoint(0, 0)))

    def _add_sort_actions(self, menu: QMenu, column: Column) -> None:
        for title, descending in ((tr("Sort Ascending"), False), (tr("Sort Descending"), True)):
            sorting = Sorting(column.name.lower(), descending)
            is_time = column is Column.TIME and not descending
            menu.addAction(title, partial(self.sort_wanted.emit, None if is_time else sorting))

    def column_menu(self, chosen: Column | None = None) -> QMenu:
        """Return the menu of the visible columns and the time format; ``chosen`` can be sorted by."""
        menu = ContextMenu(self)
        if chosen is not None:
            self._add_sort_actions(menu, chosen)
            menu.addSeparator()
        for column in Column:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column is not Column.PAYLOAD)
            action.toggled.connect(partial(self._show_column, column))
        menu.addSeparator()
        for mode in TimeMode:
            action = menu.addAction(
                tr("Time: {form}", form=tr(mode.value)), partial(self._model.use_time_mode, mode)
            )
            action.setCheckable(True)
            action.setChecked(self._model.time_mode is mode)
            action.setEnabled(self._model.has_time_mode(mode))
        return menu

    def shown_columns(self) -> list[Column]:
        """Return the visible columns, in the order in which they are shown."""
        header = self.horizontalHeader()
        columns = (Column(header.logicalIndex(place)) for place in range(header.count()))
        return [column for column in columns if not self.isColumnHidden(column)]

    def _widen_times(self, mode: TimeMode) -> None:
        """Make the column of times wide enough. It stays as wide as it is for shorter times."""
        header = self.horizontalHeader()
        width = self.fontMetrics().horizontalAdvance(mode.example) + 22
        header.resizeSection(Column.TIME, max(width, header.sectionSize(Column.TIME)))

    def _show_column(self, column: Column, shown: bool) -> None:
        self.setColumnHidden(column, not shown)
        self.columns_changed.emit()

    def _draw_icon(self) -> None:
        self.follow_button.setIcon(self._theme.icon("arrow-down", self._theme.palette.on_accent))

    def _place_button(self) -> None:
        button = self.follow_button
        button.adjustSize()
        area = self.viewport().geometry()
        button.move(area.right() - button.width() - 14, area.bottom() - button.height() - 10)

    def _lay_out(self) -> None:
        self.setAccessibleName(tr("Log"))
        self._painter = LogPainter(self._model, self._theme, self)
        self.setSelectionMode(QAbstractItemView.ExtendedSelection)
        self.setContextMenuPolicy(Qt.CustomContextMenu)
        self.follow_button.setObjectName("float")
        self.follow_button.setCursor(Qt.PointingHandCursor)
        self.follow_button.hide()

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionsMovable(True)
        for column, example in _EXAMPLES.items():
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(tr(example)) + 22)
        for hidden in HIDDEN:
            self.setColumnHidden(hidden, True)
        header.setContextMenuPolicy(Qt.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort_by)
        header.sectionMoved.connect(self.columns_changed)
        header.sectionResized.connect(self.columns_changed)

    def _show_column_menu(self, position: QPoint) -> None:
        header = self.horizontalHeader()
        column = header.logicalIndexAt(position)
        menu = self.column_menu(Column(column) if column >= 0 else None)
        menu.popup(header.mapToGlobal(position))


def _related_fields(event: Event) -> Iterable[tuple[str, str]]:
    """Yield a menu title for each kind of related events, and the field that they share."""
    yield tr("This Call"), "call"
    if event.item is not None:
        yield tr("This Item, from Put to Get"), "item"
    shared = "client" if event.client else "address"
    yield tr("Client {name}", name=escape_mnemonic(event.client or event.address)), shared
    if event.queue:
        yield tr("Queue {name}", name=escape_mnemonic(event.queue)), "queue"
