# SPDX-License-Identifier: GPL-3.0-or-later
"""The leased items of a queue as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rqcore.protocol.queue_values import LeaseView
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import later, tr

_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_SECOND = 1_000_000_000
SAME_NS = _SECOND // 2
"""Two times of a lease that differ less are the same: the network delays each snapshot differently."""

MOST_SHOWN = 1000
"""The number of rows whose times are remembered."""


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """A lease with the times at which it began and ends, in ns since 1970 by the clock of this machine."""

    lease: LeaseView
    since_ns: int
    until_ns: int
    max_deliveries: int
    """The most deliveries of an item of the queue; 0 for no limit."""


@dataclass(frozen=True, slots=True)
class LeaseColumn:
    """A column: its title, text, tooltip and alignment."""

    title: str
    text: Callable[[LeaseRow], str]
    help: str
    alignment: int = _RIGHT


def _deliveries(row: LeaseRow) -> str:
    if not row.max_deliveries:
        return str(row.lease.deliveries)
    return tr("{n} of {most}", n=row.lease.deliveries, most=row.max_deliveries)


COLUMNS = (
    LeaseColumn(later("Item"), lambda row: str(row.lease.item), later("Number of the item, as in the log")),
    LeaseColumn(later("Client"), lambda row: row.lease.name, later("The client that has the item"), _LEFT),
    LeaseColumn(later("Since"), lambda row: _time(row.since_ns), later("When the client took the item")),
    LeaseColumn(
        later("Until"),
        lambda row: _time(row.until_ns),
        later("When the item returns to the queue if it is not acknowledged"),
    ),
    LeaseColumn(
        later("Ends in"),
        lambda row: formats.duration(int(row.lease.left * _SECOND)),
        later("Time until the lease ends"),
    ),
    LeaseColumn(
        later("Deliveries"),
        _deliveries,
        later("How often the item was leased, with this time, and how often it can be"),
    ),
    LeaseColumn(later("Size"), lambda row: formats.size(row.lease.size), later("Size of the payload")),
)


class LeaseModel(QAbstractTableModel):
    """Has a row for each lease, the oldest first. Rows come and go only at the end, so that a view stays.

    There can be 100,000 leases, so only the rows that a view shows are computed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leases: Sequence[LeaseView] = ()
        self._now_ns = 0
        self._max_deliveries = 0
        self._shown: dict[tuple[int, int], LeaseRow] = {}
        """The rows that were shown last, by item and deliveries."""

    def show_leases(self, leases: Sequence[LeaseView], now_ns: int, max_deliveries: int) -> None:
        """Update the rows.

        Args:
            leases: The leases.
            now_ns: The time for which they are, in ns since 1970.
            max_deliveries: The most deliveries of an item; 0 for no limit.
        """
        before, count = len(self._leases), len(leases)
        self._now_ns, self._max_deliveries = now_ns, max_deliveries
        if count > before:
            self.beginInsertRows(QModelIndex(), before, count - 1)
        elif count < before:
            self.beginRemoveRows(QModelIndex(), count, before - 1)
        self._leases = leases
        if count > before:
            self.endInsertRows()
        elif count < before:
            self.endRemoveRows()
        if leases:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(COLUMNS) - 1))

    def _row(self, number: int) -> LeaseRow:
        """Return a row; times that were shown before and are nearly the same stay."""
        lease, now_ns = self._leases[number], self._now_ns
        key = lease.item, lease.deliveries
        since, until = now_ns - int(lease.held * _SECOND), now_ns + int(lease.left * _SECOND)
        if before := self._shown.get(key):
            since, until = _steady(before.since_ns, since), _steady(before.until_ns, until)
        elif len(self._shown) >= MOST_SHOWN:
            self._shown.clear()
        row = self._shown[key] = LeaseRow(lease, since, until, self._max_deliveries)
        return row

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._leases)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation != Qt.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.DisplayRole:
            return tr(column.title)
        if role == Qt.ToolTipRole:
            return tr(column.help)
        return column.alignment if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        column = COLUMNS[index.column()]
        if role == Qt.DisplayRole:
            return column.text(self._row(index.row()))
        return column.alignment if role == Qt.TextAlignmentRole else None


def _steady(before_ns: int, now_ns: int) -> int:
    """Return the time that was shown before, if the new one is nearly the same."""
    return before_ns if abs(now_ns - before_ns) < SAME_NS else now_ns


def _time(ns: int) -> str:
    return formats.clock(ns).partition(".")[0]
