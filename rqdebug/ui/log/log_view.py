# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of events, which stays at the newest until the user looks back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PyQt5.QtCore import QByteArray, QModelIndex, QPoint, QRect, Qt, pyqtSignal
from PyQt5.QtGui import QPainter, QResizeEvent
from PyQt5.QtWidgets import QAbstractItemView, QAction, QMenu, QPushButton, QWidget

from rqdebug.events.event_log import Event
from rqdebug.events.filters.combine import make_condition
from rqdebug.events.views.styles import Style
from rqdebug.ui.log.log_painter import LogPainter
from rqdebug.ui.log.row_view import Place, RowView
from rqdebug.ui.models.formats import unmarked
from rqdebug.ui.models.log_model import HIDDEN, Column, LogModel, TimeMode
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.swatch import swatch

MOST_CHOSEN = 10_000
"""Events that can be copied at once."""
COLORS = {
    later("Red"): "#7a2e35",
    later("Orange"): "#7a5020",
    later("Yellow"): "#6b641c",
    later("Green"): "#285f3a",
    later("Blue"): "#264f78",
    later("Violet"): "#573a77",
}
"""Grounds for events, dark enough for the light text that goes with them."""
LIGHT_TEXT = "#f5f5f5"
_JOINS = (
    (later("Selected"), ""),
    (later("Not Selected"), "not"),
    (later("… and Selected"), "and"),
    (later("… or Selected"), "or"),
    (later("… and not Selected"), "and not"),
)
"""How a test is joined with the filter that is there: titles, and words of ``LogView.test_wanted``."""

_EXAMPLES = {
    Column.TIME: "00:00:00.000000",
    Column.DURATION: "00.0 µs",
    Column.METHOD: "put_many",
    Column.QUEUE: "telemetry-1",
    Column.CLIENT: "producer@192.168.1.17",
    Column.OUTCOME: later("… waiting"),
    Column.SIZE: "999.9 KiB",
    Column.TARGET: "telemetry-1",
    Column.DEPTH: "100,000",
    Column.ITEMS: "1,000",
    Column.TIMEOUT: later("forever"),
    Column.CODEC: "pickle",
    Column.CALL: "10000000",
    Column.ITEM: "10000000",
    Column.SEQUENCE: "10,000,000",
}
"""A column is as wide as one of its longer texts."""


class LogView(RowView):
    """Shows a log model. Where it stands at the end, it follows what comes."""

    event_chosen = pyqtSignal(object)
    """An Event was selected."""
    event_opened = pyqtSignal()
    """The selected event was double-clicked, or Return pressed on it."""
    test_wanted = pyqtSignal(str, str)
    """How to join it with the filter that is there, and a test that was made from a cell."""
    style_wanted = pyqtSignal(object)
    """A Style that was made from a cell."""
    columns_changed = pyqtSignal()
    """Their order, width or number: see ``columns``."""

    def __init__(self, model: LogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model = model
        self._following = True
        self.log_actions: list[QAction] = []
        """Commands for the selected events, which the menu shows as well."""
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
        self.customContextMenuRequested.connect(self._offer)
        self.follow_button.clicked.connect(self.follow)

    @property
    def following(self) -> bool:
        return self._following

    def follow(self) -> None:
        """Go to the newest event and stay with it."""
        self._set_following(True)
        self._keep_up()

    def paint_row(self, painter: QPainter, row: int, area: QRect, places: list[Place], chosen: bool) -> None:
        self._painter.paint_row(painter, row, area, places, chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _keep_up(self) -> None:
        """Without ``scrollToBottom``, which lays out again and so would change the range once more."""
        if self._following:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self, value: int) -> None:
        """To the end: by ``_keep_up``, or by the user, who wants to follow. Elsewhere: by the user."""
        self._set_following(value >= self.verticalScrollBar().maximum())

    def _set_following(self, following: bool) -> None:
        self._following = following
        self.follow_button.setVisible(not following)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._set_following(False)  # what is looked at should not run away
            self.event_chosen.emit(self._model.event_at(current.row()))

    def go_to(self, row: int) -> None:
        """Select a row and bring it into sight."""
        index = self._model.index(row, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.PositionAtCenter)
        self._set_following(False)

    def current_row(self) -> int | None:
        """The row that the keyboard is at."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def last_row_in_sight(self) -> int:
        """-1 if there is none."""
        row = self.rowAt(self.viewport().height() - self.row_height)
        return row if row >= 0 else self._model.rowCount() - 1

    def chosen_rows(self) -> list[int]:
        """The selected rows in order, at most MOST_CHOSEN."""
        selection = self.selectionModel().selection()
        parts = sorted((selection[n].top(), selection[n].bottom() + 1) for n in range(selection.count()))
        rows: list[int] = []
        for first, stop in parts:
            rows += range(first, min(stop, first + MOST_CHOSEN - len(rows)))
        return rows

    def _offer(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            menu = self.menu_for(self._model.event_at(index.row()), Column(index.column()))
            menu.popup(self.viewport().mapToGlobal(position))

    def menu_for(self, event: Event, column: Column) -> QMenu:
        """What can be done with an event, or with what one of its cells says."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WA_DeleteOnClose)
        test = make_condition(column.name.lower(), event)
        self._offer_filters(menu.addMenu(tr("Apply as Filter: {test}", test=_short(test))), test)
        self._offer_followings(menu.addMenu(tr("Follow")), event)
        self._offer_colors(menu.addMenu(tr("Colour: {test}", test=_short(test))), test)
        menu.addSeparator()
        menu.addActions(self.log_actions)
        return menu

    def _offer_filters(self, menu: QMenu, test: str) -> None:
        for title, word in _JOINS:
            menu.addAction(tr(title), partial(self.test_wanted.emit, word, test))

    def _offer_followings(self, menu: QMenu, event: Event) -> None:
        for title, name in _followed(event):
            menu.addAction(title, partial(self.test_wanted.emit, "", make_condition(name, event)))

    def _offer_colors(self, menu: QMenu, test: str) -> None:
        for title, color in COLORS.items():
            style = Style(test, LIGHT_TEXT, color)
            menu.addAction(swatch(color), tr(title), partial(self.style_wanted.emit, style))

    # Columns

    @property
    def columns(self) -> QByteArray:
        """Their order, width and number, for another day."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        self.horizontalHeader().restoreState(state)

    def column_menu(self) -> QMenu:
        """Which columns are shown, and how the time is written."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WA_DeleteOnClose)
        for column in Column:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column is not Column.PAYLOAD)
            action.toggled.connect(partial(self._show_column, column))
        menu.addSeparator()
        for mode in TimeMode:
            action = menu.addAction(
                tr("Time {form}", form=tr(mode.value)), partial(self._model.use_time_mode, mode)
            )
            action.setCheckable(True)
            action.setChecked(self._model.time_mode is mode)
        return menu

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
        header.customContextMenuRequested.connect(self._offer_columns)
        header.sectionMoved.connect(self.columns_changed)
        header.sectionResized.connect(self.columns_changed)

    def _offer_columns(self, position: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(position))


def _followed(event: Event) -> Iterable[tuple[str, str]]:
    """What can be followed from an event: a title, and the field that related events share."""
    yield tr("This Call"), "call"
    if event.item is not None:
        yield tr("This Item, from Put to Get"), "item"
    yield tr("Client {name}", name=unmarked(event.client)), "client"
    if event.queue:
        yield tr("Queue {name}", name=unmarked(event.queue)), "queue"


def _short(test: str) -> str:
    return unmarked(test if len(test) <= 48 else f"{test[:47]}…")
