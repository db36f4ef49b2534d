# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a target's queues."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PyQt5.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, pyqtSignal
from PyQt5.QtWidgets import QHeaderView, QTableView, QWidget

from rqdebug.session import QueueRow
from rqdebug.ui.models.queue_table_model import CLOSED_ROLE, COLUMNS, DEPTH, SORT_ROLE, QueueTableModel
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.delegates import DepthDelegate, NameDelegate
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.table_style import apply_table_style, titled_width
from rqdebug.ui.widgets.vanishing_rows import select_none_if_removed

_WIDTHS = {"Kind": 116, "Size / Max": 104, "Bytes": 88}
_WIDTH = 72
"""Default width in pixels; a longer title makes the column wider."""
_MIN_WIDTH = 64
"""Minimum width in pixels of the columns that share the rest: the name and the chart."""


class _SortedQueues(QSortFilterProxyModel):
    """Sorts by a column; closed queues are always at the end."""

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        closed = bool(left.data(CLOSED_ROLE)), bool(right.data(CLOSED_ROLE))
        if closed[0] != closed[1]:
            return closed[1] if self.sortOrder() == Qt.AscendingOrder else closed[0]
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


class QueueTable(QTableView):
    """A table of queues that can be sorted by any column."""

    queue_opened = pyqtSignal(object)
    """The user double-clicked this QueueRow or pressed Return on it."""
    current_changed = pyqtSignal()
    """Another queue was selected, or none."""
    menu_wanted = pyqtSignal(QPoint)
    """Show the context menu of the selected queue at this position on the screen."""
    columns_chosen = pyqtSignal(dict)
    """The user showed or hid a column: whether each chosen column is shown, by its title."""

    def __init__(self, model: QueueTableModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = model
        self._sorted = _SortedQueues(self)
        self._sorted.setSourceModel(model)
        self._awaited: str | None = None
        self._chosen: dict[str, bool] = {}
        self._needed: set[int] = set()
        select_none_if_removed(self, self._sorted)
        self.setModel(self._sorted)
        apply_table_style(self, theme)
        self.setItemDelegateForColumn(0, NameDelegate(theme, self))
        self.setItemDelegateForColumn(DEPTH, DepthDelegate(theme, self))
        self._lay_out()
        self._is_connected = self._has_listed_all = True
        self.note = EmptyNote(self, "")
        self._note_text = TextWithKeys(self.note, self._empty_text)
        self.setAccessibleName(tr("Queues"))
        self.activated.connect(self._activate)
        self.selectionModel().selectionChanged.connect(lambda *_: self._report_selection())
        self._sorted.rowsInserted.connect(lambda *_: self._select_awaited())
        for changed in (model.rowsInserted, model.dataChanged):
            changed.connect(lambda *_: self._show_columns())
        self.setContextMenuPolicy(Qt.CustomContextMenu)
        self.customContextMenuRequested.connect(self._request_menu)

    def show_state(self, is_connected: bool, has_listed_all: bool) -> None:
        """Say what an empty table means: before an answer it is unknown which queues there are."""
        if (is_connected, has_listed_all) != (self._is_connected, self._has_listed_all):
            self._is_connected, self._has_listed_all = is_connected, has_listed_all
            self._note_text.refresh()

    def _empty_text(self) -> str:
        if not self._is_connected:
            return tr("The queues appear here when the target is connected.")
        if not self._has_listed_all:
            return tr("Loading…")
        return tr("No queues yet. Press {keys} to create one.", keys=COMMAND_KEYS["queue.create"])

    def selected(self) -> QueueRow | None:
        """Return the queue in the selected row, if any; None for a closed one."""
        rows = self.selectionModel().selectedRows()
        return self._row(rows[0]) if rows and not rows[0].data(CLOSED_ROLE) else None

    def select_queue(self, namespace: str | None) -> None:
        """Select a queue and scroll to it, as soon as it is listed; None selects no queue."""
        row = None if namespace is None else self._source.find(namespace)
        if row is not None:
            index = self._sorted.mapFromSource(self._source.index(row, 0))
            self.selectRow(index.row())
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self._awaited = namespace if row is None else None

    def _select_awaited(self) -> None:
        if self._awaited is not None and self._source.find(self._awaited) is not None:
            self.select_queue(self._awaited)

    def _report_selection(self) -> None:
        self._awaited = None
        self.current_changed.emit()

    def choose_columns(self, chosen: Mapping[str, bool]) -> None:
        """Show or hide columns, by their titles; others are shown when a queue needs them."""
        self._chosen = dict(chosen)
        self._show_columns()

    def _show_columns(self) -> None:
        """Show the columns that queues need or have needed: a column must not come and go."""
        self._needed |= self._source.needed_columns()
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, not self._chosen.get(column.title, number in self._needed))

    def column_menu(self) -> ContextMenu:
        """Return the menu that shows and hides columns."""
        menu = ContextMenu(self)
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(partial(self._choose_column, column.title))
        return menu

    def _choose_column(self, title: str, is_shown: bool) -> None:
        self.choose_columns({**self._chosen, title: is_shown})
        self.columns_chosen.emit(self._chosen)

    def _show_column_menu(self, position: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(position))

    def wanted_height(self) -> int:
        """Return the height in pixels that shows all queues, and half a row more to make the end visible."""
        return self.height_of(self.verticalHeader().count())

    def height_of(self, queues: int) -> int:
        """Return the height in pixels that shows this number of queues, and half a row."""
        row = self.verticalHeader().defaultSectionSize()
        return int(self.horizontalHeader().height() + (queues + 0.5) * row)

    def _row(self, index: QModelIndex) -> QueueRow:
        return self._source.queue_at(self._sorted.mapToSource(index).row())

    def _request_menu(self, position: QPoint) -> None:
        if self.indexAt(position).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(position))

    def _activate(self, index: QModelIndex) -> None:
        self.queue_opened.emit(self._row(index))

    def _lay_out(self) -> None:
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.AscendingOrder)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_MIN_WIDTH)
        for number, column in enumerate(COLUMNS):
            width = _WIDTHS.get(column.title, _WIDTH)
            header.resizeSection(number, titled_width(self, number, width))
        for section in (0, DEPTH):
            header.setSectionResizeMode(section, QHeaderView.Stretch)
        header.setContextMenuPolicy(Qt.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        self._show_columns()
