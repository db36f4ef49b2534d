# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of job frameworks, and the jobs in one, as tables."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqdebug.support.durations import rough
from rqdebug.targets.job_board import Job, JobQueue, JobState
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

R = TypeVar("R")
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)

STATES = {
    JobState.WAITING: later("Waiting"),
    JobState.ACTIVE: later("Active"),
    JobState.SCHEDULED: later("Scheduled"),
    JobState.RETRYING: later("Retrying"),
    JobState.FAILED: later("Failed"),
    JobState.DONE: later("Done"),
}
"""The title of each state."""
HELP = {
    JobState.WAITING: later("In the queue, until a worker takes them"),
    JobState.ACTIVE: later("With a worker, which executes them or has fetched them"),
    JobState.SCHEDULED: later("Waiting for a time"),
    JobState.RETRYING: later("Failed, and waiting for the time of the next attempt"),
    JobState.FAILED: later("Failed for good"),
    JobState.DONE: later("Executed, with a result that is still there"),
}


class _KeyedTable(QAbstractTableModel, Generic[R]):
    """A table whose rows come and go, and keep their place and selection by a key meanwhile."""

    TITLES: tuple[str, ...]

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[R] = []

    @abstractmethod
    def _key(self, row: R) -> Hashable:
        """Return what identifies a row."""

    def show_rows(self, rows: Sequence[R]) -> None:
        """Update the rows; only those that are new or gone come and go."""
        wanted = {self._key(row): row for row in rows}
        for number in reversed(range(len(self._rows))):
            if self._key(self._rows[number]) not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self._rows[number]
                self.endRemoveRows()
        kept = {self._key(row): None for row in self._rows}
        if [key for key in wanted if key in kept] != list(kept):
            self.beginResetModel()
            self._rows = list(wanted.values())
            self.endResetModel()
            return
        for number, key in enumerate(wanted):
            if number < len(self._rows) and self._key(self._rows[number]) == key:
                self._rows[number] = wanted[key]
            else:
                self.beginInsertRows(QModelIndex(), number, number)
                self._rows.insert(number, wanted[key])
                self.endInsertRows()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.TITLES) - 1))

    def row(self, number: int) -> R:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.TITLES)


class JobQueueModel(_KeyedTable[JobQueue]):
    """Has a row for each queue, with the number of its jobs in each state."""

    TITLES = (later("Framework"), later("Queue"), *STATES.values())

    def _key(self, row: JobQueue) -> Hashable:
        return row.framework, row.name

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation != Qt.Horizontal:
            return None
        if role == Qt.DisplayRole:
            return tr(self.TITLES[section])
        if role == Qt.ToolTipRole and section >= 2:
            return tr(HELP[list(STATES)[section - 2]])
        if role == Qt.TextAlignmentRole:
            return _RIGHT if section >= 2 else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        state = list(STATES)[column - 2] if column >= 2 else None
        count = None if state is None else row.counts.get(state)
        if role == Qt.DisplayRole:
            if state is None:
                return (row.framework, row.name)[column]
            return "–" if count is None else formats.count(count)
        if role == Qt.TextAlignmentRole:
            return _LEFT if state is None else _RIGHT
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(state, count)))
        if role == Qt.ToolTipRole and state is not None and count is None:
            return tr("The framework does not keep this on the server")
        return None

    def _color(self, state: JobState | None, count: int | None) -> str:
        palette = self._theme.palette
        if state is None:
            return palette.text
        if not count:
            return palette.muted
        return palette.error if state is JobState.FAILED else palette.text


class JobModel(_KeyedTable[Job]):
    """Has a row for each job."""

    TITLES = (later("State"), later("Call"), later("Time"), later("Worker"), later("Error"), later("Id"))
    CALL = 1

    def _key(self, row: Job) -> Hashable:
        return row.queue, row.state, row.id

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(self.TITLES[section])
        return _LEFT if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.DisplayRole:
            return self._text(row, column)
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(row, column)))
        if role == Qt.TextAlignmentRole:
            return _LEFT
        if role == Qt.ToolTipRole and column == self.CALL:
            return formats.tip(row.call)
        return None

    def _text(self, row: Job, column: int) -> str:
        texts = (
            lambda: tr(STATES[row.state]),
            lambda: row.call,
            lambda: _time_text(row, time.time()),
            lambda: row.worker or "–",
            lambda: row.error or "–",
            lambda: row.id,
        )
        return texts[column]()

    def _color(self, row: Job, column: int) -> str:
        palette = self._theme.palette
        if column == self.CALL:
            return palette.text
        if row.state is JobState.FAILED and column in (0, 4):
            return palette.error
        return palette.blocked if row.state is JobState.ACTIVE and column == 0 else palette.muted


def _time_text(job: Job, now: float) -> str:
    """Return when a job is due, or how long it has been in its state."""
    if job.due is not None:
        return tr("due in {time}", time=rough(job.due - now))
    if job.since is None:
        return "–"
    return tr("for {time}", time=rough(now - job.since))
