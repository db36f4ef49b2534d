# SPDX-License-Identifier: GPL-3.0-or-later
"""The workers of a parallel queue and their current tasks as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.ui.models import formats
from rqdebug.ui.style.numbers import localized
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)


def _name(worker: WorkerStat, elapsed: float) -> str:
    return worker.name


def _task(worker: WorkerStat, elapsed: float) -> str:
    return "–" if worker.task is None else formats.count(worker.task)


def _busy(worker: WorkerStat, elapsed: float) -> str:
    return "–" if worker.task is None else localized(f"{worker.busy + elapsed:,.1f} s")


def _ahead(worker: WorkerStat, elapsed: float) -> str:
    return formats.count(worker.queued) if worker.queued else "–"


def _what(worker: WorkerStat, elapsed: float) -> str:
    return worker.text


def _state(worker: WorkerStat, elapsed: float) -> str:
    return tr("idle") if worker.task is None else tr("buffer full") if worker.held else tr("busy")


COLUMNS: tuple[tuple[str, Callable[[WorkerStat, float], str], int, str], ...] = (
    (
        later("Worker"),
        _name,
        _LEFT,
        later("Name of the worker, shown as client of its tasks in the log"),
    ),
    (
        later("State"),
        _state,
        _LEFT,
        later("Buffer full: the result must wait until earlier results are taken"),
    ),
    (later("Task"), _task, _RIGHT, later("Number of the current task")),
    (later("Running for"), _busy, _RIGHT, later("Time spent on the current task")),
    (
        later("Queued"),
        _ahead,
        _RIGHT,
        later("Tasks that are already assigned to the worker"),
    ),
    (later("Call"), _what, _LEFT, later("Function and arguments of the current task")),
)
"""Title, text, alignment and tooltip of each column."""
HELD_MEANING = later("The result buffer is full, so the task may be finished already")


class WorkerModel(QAbstractTableModel):
    """Has a row for each worker. The worker that blocks the others is highlighted."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._workers: tuple[WorkerStat, ...] = ()
        self._holder: WorkerStat | None = None
        self._elapsed = 0.0

    def show_stat(self, stat: ParallelStat) -> None:
        """Update the rows. The selection stays if the workers are the same."""
        same = [one.name for one in self._workers] == [one.name for one in stat.workers]
        if not same:
            self.beginResetModel()
        self._workers, self._elapsed = stat.workers, 0.0
        self._holder = stat.holder if stat.buffered else None
        if same:
            self._refresh()
        else:
            self.endResetModel()

    def set_elapsed(self, elapsed: float) -> None:
        """Update the times to ``elapsed`` seconds after the last ``show_stat``."""
        self._elapsed = elapsed
        self._refresh()

    def worker_at(self, row: int) -> WorkerStat:
        return self._workers[row]

    def row_of(self, name: str) -> int | None:
        """Return the row of a worker; None if it is not listed."""
        return next((row for row, one in enumerate(self._workers) if one.name == name), None)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._workers)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation != Qt.Horizontal:
            return None
        title, _, alignment, meaning = COLUMNS[section]
        if role == Qt.DisplayRole:
            return tr(title)
        if role == Qt.ToolTipRole:
            return tr(meaning)
        return alignment if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        worker, (_, text, alignment, _) = self._workers[index.row()], COLUMNS[index.column()]
        if role == Qt.DisplayRole:
            return text(worker, self._elapsed)
        if role == Qt.TextAlignmentRole:
            return alignment
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(worker, index.column())))
        if role == Qt.BackgroundRole and worker is self._holder:
            return QBrush(QColor(self._theme.palette.blocked_ground))
        if role == Qt.ToolTipRole:
            return tr(HELD_MEANING) if worker.held else formats.tip(worker.text)
        return None

    def _refresh(self) -> None:
        if self._workers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._workers) - 1, len(COLUMNS) - 1))

    def _color(self, worker: WorkerStat, column: int) -> str:
        palette = self._theme.palette
        if worker is self._holder:
            return palette.blocked
        if worker.task is None or worker.held:
            return palette.muted
        return palette.text if column in (0, len(COLUMNS) - 1) else palette.muted
