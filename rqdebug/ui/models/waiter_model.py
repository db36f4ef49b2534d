# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocked calls of a queue as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rqcore.protocol.queue_values import Waiter
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import later, tr

_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)


def _seconds(seconds: float) -> str:
    return formats.duration(int(seconds * 1e9))


COLUMNS: tuple[tuple[str, Callable[[Waiter], str], int], ...] = (
    (later("Client"), lambda waiter: waiter.name, _LEFT),
    (later("Method"), lambda waiter: waiter.method, _LEFT),
    (later("Waiting for"), lambda waiter: _seconds(waiter.waited), _RIGHT),
    (
        later("Times out in"),
        lambda waiter: tr("never") if waiter.timeout is None else _seconds(waiter.timeout - waiter.waited),
        _RIGHT,
    ),
)
"""Title, text and alignment of each column."""


class WaiterModel(QAbstractTableModel):
    """Has a row for each blocked call, in the order in which they are served."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiters: tuple[Waiter, ...] = ()

    def show_waiters(self, waiters: Sequence[Waiter]) -> None:
        self.beginResetModel()
        self._waiters = tuple(waiters)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._waiters)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(COLUMNS[section][0])
        if orientation == Qt.Horizontal and role == Qt.TextAlignmentRole:
            return COLUMNS[section][2]
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        _, text, alignment = COLUMNS[index.column()]
        if role == Qt.DisplayRole:
            return text(self._waiters[index.row()])
        return alignment if role == Qt.TextAlignmentRole else None
