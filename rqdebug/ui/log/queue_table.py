# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a target's queues."""

from __future__ import annotations

from PyQt5.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, pyqtSignal
from PyQt5.QtWidgets import QHeaderView, QTableView, QWidget

from rqdebug.session import QueueRow
from rqdebug.ui.models.queue_table_model import COLUMNS, DEPTH, SORT_ROLE, QueueTableModel
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.delegates import DepthDelegate
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.table_style import calm, titled_width

_WIDTHS = {"Kind": 124, "Size / Max": 120, "Bytes": 96}
_WIDTH = 88
"""Pixels, or more where a title needs them."""


class QueueTable(QTableView):
    """Sorted by any column; says which queue the user wants to look at."""

    queue_opened = pyqtSignal(object)
    """A QueueRow."""
    menu_wanted = pyqtSignal(QPoint)
    """For the selected queue, at this place of the screen."""

    def __init__(self, model: QueueTableModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = model
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setSourceModel(model)
        self.setModel(self._sorted)
        calm(self, theme)
        self.setItemDelegateForColumn(DEPTH, DepthDelegate(theme, self))
        self._lay_out()
        self.note = EmptyNote(self, tr("No queue here yet. Create one with Ctrl+Shift+N."))
        self.setAccessibleName(tr("Queues"))
        self.activated.connect(self._activate)
        self.setContextMenuPolicy(Qt.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)

    def chosen(self) -> QueueRow | None:
        """The queue in the selected row."""
        rows = self.selectionModel().selectedRows()
        return self._row(rows[0]) if rows else None

    def choose(self, namespace: str) -> None:
        """Select a queue and bring it into sight."""
        row = self._source.find(namespace)
        if row is not None:
            index = self._sorted.mapFromSource(self._source.index(row, 0))
            self.selectRow(index.row())
            self.scrollTo(index)

    def wanted_height(self) -> int:
        """Pixels in which all queues can be seen, and half a row that says so."""
        rows = self.verticalHeader()
        return int(self.horizontalHeader().height() + rows.length() + rows.defaultSectionSize() / 2)

    def _row(self, index: QModelIndex) -> QueueRow:
        return self._source.queue_at(self._sorted.mapToSource(index).row())

    def _offer(self, position: QPoint) -> None:
        if self.indexAt(position).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(position))

    def _activate(self, index: QModelIndex) -> None:
        self.queue_opened.emit(self._row(index))

    def _lay_out(self) -> None:
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.AscendingOrder)
        header = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            width = _WIDTHS.get(column.title, _WIDTH)
            header.resizeSection(number, titled_width(self, number, width))
        for section in (0, DEPTH):
            header.setSectionResizeMode(section, QHeaderView.Stretch)
