# SPDX-License-Identifier: GPL-3.0-or-later
"""The marked events of a log as a table. An event is read when its row is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rqdebug.events.event_log import Event, EventLog
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import later, tr

MAX_ROWS = 100_000
"""Maximum number of marks that the table lists; the filter ``marked`` shows more."""
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)

COLUMNS: tuple[tuple[str, Callable[[Event, str], str]], ...] = (
    (later("Time"), lambda event, note: formats.clock(event.time_ns)),
    (later("Method"), lambda event, note: event.method),
    (later("Queue"), lambda event, note: event.queue or "–"),
    (later("Client"), lambda event, note: event.client or event.address or "–"),
    (later("Note"), lambda event, note: " ".join(note.split())),
)
"""Title and text of each column, from an event and its note."""


class MarkModel(QAbstractTableModel):
    """Has a row for each mark, in the order of the log."""

    def __init__(self, log: EventLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._marked = log.marks.marked
        self._event = lru_cache(1_000)(log.event)

    def refresh(self) -> None:
        """Show the marks as they are now."""
        self.beginResetModel()
        self._marked = self._log.marks.marked
        self.endResetModel()

    @property
    def hidden_count(self) -> int:
        """The number of marks that are too many for the table."""
        return max(len(self._marked) - MAX_ROWS, 0)

    def log_row(self, index: QModelIndex) -> int:
        """Return the row of the log that an index shows."""
        return int(self._marked.rows[index.row()])

    def index_of(self, row: int) -> QModelIndex:
        """Return the index that shows a row of the log, or the next marked one."""
        place = int(self._marked.rows.searchsorted(row))
        return self.index(min(place, self.rowCount() - 1), 0)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else min(len(self._marked), MAX_ROWS)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(COLUMNS[section][0])
        return _LEFT if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row = self.log_row(index)
        if role == Qt.DisplayRole:
            return COLUMNS[index.column()][1](self._event(row), self._marked.note(row))
        if role == Qt.ToolTipRole:
            return formats.tip(self._marked.note(row))
        return _LEFT if role == Qt.TextAlignmentRole else None
