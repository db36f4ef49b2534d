# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients of a target as a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqdebug.inspection.client_list import ConnectedClient
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

SORT_ROLE = int(Qt.UserRole)
"""Data role: the value that a column is sorted by."""
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_SECOND = 10**9


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client, and the number of its calls in the log; None if that is unknown."""

    client: ConnectedClient
    calls: int | None


@dataclass(frozen=True, slots=True)
class ClientColumn:
    """A column: its title, text, sort key and tooltip."""

    title: str
    text: Callable[[ClientRow], str]
    key: Callable[[ClientRow], Any]
    help: str
    alignment: int = _LEFT


def _blocked_on(row: ClientRow) -> str:
    client = row.client
    if not client.is_blocked:
        return "–"
    if not client.queue:
        return tr("blocked in {command}", command=client.command)
    waited = formats.duration(int(client.waited * _SECOND))
    return tr("{method} on {queue} for {time}", method=client.method, queue=client.queue, time=waited)


def _since(row: ClientRow) -> str:
    began = time.localtime(time.time() - row.client.age)
    return time.strftime("%Y-%m-%d %H:%M:%S", began)


COLUMNS = (
    ClientColumn(
        later("Client"),
        lambda row: row.client.name or "–",
        lambda row: row.client.name.lower(),
        later("Name of the client, if it has one"),
    ),
    ClientColumn(
        later("Address"),
        lambda row: row.client.address,
        lambda row: row.client.address,
        later("Host and port"),
    ),
    ClientColumn(
        later("Connected since"), _since, lambda row: -row.client.age, later("When the client connected")
    ),
    ClientColumn(
        later("Idle"),
        lambda row: f"{formats.count(row.client.idle)} s",
        lambda row: row.client.idle,
        later("Time since the last command of the client"),
        _RIGHT,
    ),
    ClientColumn(
        later("Calls"),
        lambda row: "–" if row.calls is None else formats.count(row.calls),
        lambda row: row.calls or 0,
        later("Number of its calls that the log has recorded"),
        _RIGHT,
    ),
    ClientColumn(
        later("Blocked on"),
        _blocked_on,
        lambda row: (row.client.is_blocked, row.client.waited),
        later("The blocked call, its queue, and for how long"),
    ),
    ClientColumn(
        later("User"),
        lambda row: row.client.user or "–",
        lambda row: row.client.user,
        later("Name of the user"),
    ),
)
BLOCKED = next(number for number, column in enumerate(COLUMNS) if column.title == "Blocked on")


class ClientTableModel(QAbstractTableModel):
    """Has a row for each connection; a new one comes last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[ClientRow, ...] = ()

    def show_clients(self, clients: Sequence[ConnectedClient], calls: Mapping[tuple[str, str], int]) -> None:
        """Update the rows. Only rows of clients that connected or disconnected come and go.

        Args:
            clients: The connected clients.
            calls: The number of calls by name and address.
        """
        listed = {one.number: ClientRow(one, calls.get((one.name, one.address), 0)) for one in clients}
        for number in reversed(range(len(self._rows))):
            if self._rows[number].client.number not in listed:
                self.beginRemoveRows(QModelIndex(), number, number)
                self._rows = (*self._rows[:number], *self._rows[number + 1 :])
                self.endRemoveRows()
        self._rows = tuple(listed.pop(row.client.number) for row in self._rows)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))
        if listed:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(listed) - 1)
            self._rows += tuple(listed.values())
            self.endInsertRows()

    def client_at(self, row: int) -> ConnectedClient:
        return self._rows[row].client

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation != Qt.Horizontal:
            return None
        if role == Qt.DisplayRole:
            return tr(COLUMNS[section].title)
        if role == Qt.ToolTipRole:
            return tr(COLUMNS[section].help)
        return COLUMNS[section].alignment if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.DisplayRole:
            return column.text(row)
        if role == SORT_ROLE:
            return column.key(row)
        if role == Qt.TextAlignmentRole:
            return column.alignment
        if role == Qt.ForegroundRole:
            palette = self._theme.palette
            is_waiting = index.column() == BLOCKED and row.client.is_blocked
            color = palette.blocked if is_waiting else palette.text if index.column() == 0 else palette.muted
            return QBrush(QColor(color))
        if role == Qt.ToolTipRole:
            return formats.tip(_tool_tip(row))
        return None


def _tool_tip(row: ClientRow) -> str:
    last = row.client.command or "–"
    lines = [tr("Last command: {command}", command=last)]
    if row.client.is_observer:
        lines.append(tr("Receives the events of all clients"))
    return "\n".join(lines)
