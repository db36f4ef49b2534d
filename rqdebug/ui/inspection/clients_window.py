# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that shows the clients of a target, and what each waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt5.QtCore import QModelIndex, QSortFilterProxyModel, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from rqdebug.inspection.client_list import ConnectedClient
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.client_table_model import SORT_ROLE, ClientTableModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace
from rqdebug.ui.widgets.vanishing_rows import select_none_if_removed

INTERVAL = 1000
"""Milliseconds between two refreshes."""
WIDTHS = (150, 170, 180, 84, 84, 260)
"""Widths of the columns in pixels; the last one has the rest."""


class ClientsWindow(QDialog):
    """Requests the clients of a target while it is open, and shows them."""

    refresh_wanted = pyqtSignal()
    """Fetch the clients and pass them to ``show_clients``, or an error to ``show_failed``."""
    client_opened = pyqtSignal(str, str)
    """Show the calls of the client with this name and address in the log."""

    def __init__(self, target: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(escape_unsafe(tr("Clients of {target}", target=target)))
        self.resize(1040, 420)
        self._refreshing = False
        self._model = ClientTableModel(theme, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setSourceModel(self._model)
        self.clients = LargeTable()
        self.summary = PlainLabel(tr("Loading…"))
        self._lay_out(theme)
        self.clients.activated.connect(self._open)
        self._timer = every(INTERVAL, self._refresh, self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def show_clients(self, clients: Sequence[ConnectedClient], calls: Mapping[tuple[str, str], int]) -> None:
        """Show the clients, and their numbers of calls by name and address."""
        self._refreshing = False
        self._model.show_clients(clients, calls)
        blocked = sum(client.is_blocked for client in clients)
        count = counted(len(clients), "{n} client", "{n} clients")
        waiting = counted(blocked, "{n} blocked", "{n} blocked") if blocked else tr("no blocked calls")
        self._show_summary(f"{count}, {waiting}", "muted")

    def show_failed(self, reason: str) -> None:
        """Show why the clients cannot be listed. The last ones stay visible."""
        self._refreshing = False
        self._show_summary(translate_message(reason), "error")

    def _show_summary(self, text: str, style: str) -> None:
        self.summary.setText(text)
        rename_for_style(self.summary, style)

    def _refresh(self) -> None:
        if self.isVisible() and not self._refreshing:
            self._refreshing = True
            self.refresh_wanted.emit()

    def _open(self, index: QModelIndex) -> None:
        client = self._model.client_at(self._sorted.mapToSource(index).row())
        self.client_opened.emit(client.name, client.address)

    def _lay_out(self, theme: Theme) -> None:
        monospace(self.clients, theme)
        select_none_if_removed(self.clients, self._sorted)
        self.clients.setModel(self._sorted)
        apply_table_style(self.clients, theme)
        self.clients.setSortingEnabled(True)
        self.clients.sortByColumn(2, Qt.AscendingOrder)
        self.clients.horizontalHeader().setStretchLastSection(True)
        for number, width in enumerate(WIDTHS):
            self.clients.setColumnWidth(number, width)
        self.clients.setAccessibleName(tr("Clients"))
        self.summary.setObjectName("muted")
        self.summary.setWordWrap(True)
        self.summary.setContentsMargins(14, 8, 14, 8)
        hint: QLabel = PlainLabel(tr("Press Enter on a client to see its calls in the log."))
        hint.setObjectName("muted")
        hint.setContentsMargins(14, 6, 14, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.summary)
        column.addWidget(self.clients, 1)
        column.addWidget(hint)
