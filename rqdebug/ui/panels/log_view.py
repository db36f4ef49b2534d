# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of events, which stays at the newest until the user looks back."""

from __future__ import annotations

from PyQt5.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from PyQt5.QtGui import QGuiApplication, QResizeEvent
from PyQt5.QtWidgets import QMenu, QPushButton, QTableView, QWidget

from rqdebug.log.eventlog import Event
from rqdebug.log.values import quote
from rqdebug.ui.models.formats import as_text, unmarked
from rqdebug.ui.models.log_model import Column, LogModel
from rqdebug.ui.panels.tables import calm, monospace
from rqdebug.ui.theme import Theme

_EXAMPLES = {
    Column.TIME: "00:00:00.000000",
    Column.DURATION: "00.0 µs",
    Column.METHOD: "put_many",
    Column.QUEUE: "telemetry-1",
    Column.CLIENT: "producer@192.168.1.17",
    Column.OUTCOME: "… waiting",
    Column.SIZE: "999.9 KiB",
}
"""A column is as wide as one of its longer texts."""


class LogView(QTableView):
    """Shows a log model. Where it stands at the end, it follows what comes."""

    event_chosen = pyqtSignal(object)
    """An Event was selected."""
    event_opened = pyqtSignal()
    """The selected event was double-clicked, or Return pressed on it."""
    filter_wanted = pyqtSignal(str)
    """A filter that was made from a cell."""

    def __init__(self, model: LogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._following = True
        self.follow_button = QPushButton("Follow", self)
        self._theme = theme
        self._lay_out(theme)
        self._draw_icon()
        theme.changed.connect(self._draw_icon)
        self.setModel(model)
        self._size_columns()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _keep_up(self) -> None:
        """Not by ``scrollToBottom``, which lays out anew and so would change the range again."""
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

    def _offer(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            menu = self.menu_for(self._model.event_at(index.row()))
            menu.popup(self.viewport().mapToGlobal(position))

    def menu_for(self, event: Event) -> QMenu:
        """What can be done with an event."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WA_DeleteOnClose)
        for title, text in _filters_from(event):
            menu.addAction(title).triggered.connect(lambda _, text=text: self.filter_wanted.emit(text))
        menu.addSeparator()
        payload = as_text(event.payload) or event.payload.hex(" ")
        clipboard = QGuiApplication.clipboard()
        menu.addAction("Copy Payload").triggered.connect(lambda: clipboard.setText(payload))
        return menu

    def _draw_icon(self) -> None:
        self.follow_button.setIcon(self._theme.icon("arrow-down", self._theme.palette.on_accent))

    def _place_button(self) -> None:
        button = self.follow_button
        button.adjustSize()
        area = self.viewport().geometry()
        button.move(area.right() - button.width() - 14, area.bottom() - button.height() - 10)

    def _lay_out(self, theme: Theme) -> None:
        monospace(self, theme)
        calm(self, theme)
        self.setAccessibleName("Log")
        self.setContextMenuPolicy(Qt.CustomContextMenu)
        self.follow_button.setObjectName("float")
        self.follow_button.setCursor(Qt.PointingHandCursor)
        self.follow_button.hide()

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        for column, example in _EXAMPLES.items():
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(example) + 22)


def _filters_from(event: Event) -> list[tuple[str, str]]:
    """Titles and texts of the filters that one event suggests."""
    filters = [
        (f"Only Method {event.method}", f"method == {event.method}"),
        (f"Only Client {unmarked(event.client)}", f"client == {quote(event.client)}"),
        (f"Only Outcome {event.outcome}", f"outcome == {event.outcome}"),
        ("Only This Call", f"call == {event.call}"),
    ]
    if event.queue:
        filters.insert(1, (f"Only Queue {unmarked(event.queue)}", f"queue == {quote(event.queue)}"))
    if event.item is not None:
        filters.append(("Only This Item", f"item == {event.item}"))
    return filters
