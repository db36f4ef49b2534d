# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of a parallel queue do, and the task that blocks the others."""

from __future__ import annotations

import time

from PyQt5.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.parallel_stats import ParallelStat
from rqdebug.inspection.parallel_progress import TaskPlace, describe, format_counts
from rqdebug.ui.inspection.parallel_line_view import LineView, place_color
from rqdebug.ui.models import formats
from rqdebug.ui.models.worker_model import WorkerModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.table_style import calm, monospace

INTERVAL = 500
"""Milliseconds between two looks."""
TICK = 100
"""Milliseconds between two readings of the clock."""
NO_WORKERS = later(
    "{queue} tells of no workers.\n\n"
    'A ParallelQueue does while its program exposes it: rqcore.expose(queue, "name").\n'
    'So does a list from which "rqcore work" takes its tasks, as far as the controller knows.'
)


class WorkersWindow(QDialog):
    """Asks for a look as long as it is open, and shows what it is given."""

    look_wanted = pyqtSignal()
    worker_opened = pyqtSignal(str)
    """Show the tasks of this worker in the log."""

    def __init__(self, queue: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(tr("Workers of {queue}", queue=queue))
        self.resize(940, 460)
        self._queue = queue
        self._theme = theme
        self._model = WorkerModel(theme, self)
        self._stat: ParallelStat | None = None
        self._seen = 0.0
        """When that was looked at."""
        self._looking = False
        self.headline = ElidedLabel()
        self.line = LineView(theme)
        self.legend = QLabel()
        self.workers = QTableView()
        self.summary = QLabel()
        self.empty = QLabel(tr("Looking…"))
        self.pages = QStackedWidget()
        self._lay_out()
        self.line.worker_chosen.connect(self._choose)
        self.workers.activated.connect(self._open)
        theme.changed.connect(self._show_legend)
        self._asking = every(INTERVAL, self._ask, self)
        self._ticking = every(TICK, self._tick, self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def show_stat(self, stat: ParallelStat | None) -> None:
        """``None``: nothing is known of workers."""
        self._looking = False
        self._stat, self._seen = stat, time.monotonic()
        if stat is None:
            self._show_empty(tr(NO_WORKERS, queue=self._queue))
            return
        self._model.show_stat(stat)
        self.line.show_stat(stat)
        self._show_legend()
        self.summary.setText(_summary(stat))
        self._show_headline()
        self.pages.setCurrentIndex(1)

    def show_failed(self, reason: str) -> None:
        self._looking = False
        self._stat = None
        self._show_empty(reason)

    def _show_empty(self, words: str) -> None:
        self.empty.setText(words)
        self.pages.setCurrentIndex(0)

    def _tick(self) -> None:
        """Time passes between two looks as well."""
        if self._stat is not None and self.isVisible():
            self._model.pass_time(time.monotonic() - self._seen)
            self._show_headline()

    def _show_headline(self) -> None:
        stat = self._stat
        if stat is None:
            return
        self.headline.setText(describe(stat, time.monotonic() - self._seen, tr))
        name = "blocked" if stat.holding is not None and stat.buffered else "title"
        if self.headline.objectName() != name:
            self.headline.setObjectName(name)
            self.headline.style().unpolish(self.headline)
            self.headline.style().polish(self.headline)

    def _show_legend(self) -> None:
        if self._stat is None:
            return
        found = format_counts(self._stat)
        self.legend.setText("&nbsp;&nbsp; ".join(self._entry(place, found[place]) for place in TaskPlace))

    def _entry(self, place: TaskPlace, count: int) -> str:
        color = place_color(self._theme.palette, place)
        sign = "□" if place is TaskPlace.AHEAD else "■"
        number = "" if place is TaskPlace.HOLDING else f" {formats.count(count)}"
        return f'<span style="color:{color}">{sign}</span> {tr(place.value)}{number}'

    def _ask(self) -> None:
        if self.isVisible() and not self._looking:
            self._looking = True
            self.look_wanted.emit()

    def _choose(self, name: str) -> None:
        row = self._model.row_of(name)
        if row is not None:
            self.workers.selectRow(row)
            self.workers.setFocus()

    def _open(self, index: QModelIndex) -> None:
        self.worker_opened.emit(self._model.worker_at(index.row()).name)

    def _lay_out(self) -> None:
        monospace(self.workers, self._theme)
        self.workers.setModel(self._model)
        calm(self.workers, self._theme)
        self.workers.horizontalHeader().setStretchLastSection(True)
        for number, width in enumerate((190, 84, 84, 84, 76)):
            self.workers.setColumnWidth(number, width)
        self.workers.setAccessibleName(tr("Workers"))
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignCenter)
        self.empty.setTextFormat(Qt.PlainText)
        self.empty.setWordWrap(True)
        self.legend.setObjectName("muted")
        self.summary.setObjectName("muted")
        content = QWidget()
        column = _column(content)
        column.addWidget(self._head())
        column.addWidget(self.workers, 1)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        _column(self).addWidget(self.pages)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("strip")
        first = QHBoxLayout()
        first.addWidget(self.headline)
        first.addStretch(1)
        first.addWidget(self.summary)
        column = QVBoxLayout(head)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        column.addLayout(first)
        column.addWidget(self.line)
        column.addWidget(self.legend)
        return head


def _summary(stat: ParallelStat) -> str:
    moved = tr("{put} put, {got} got", put=formats.count(stat.put), got=formats.count(stat.got))
    failed = tr("{n} failed", n=formats.count(stat.failed)) if stat.failed else ""
    return ", ".join(filter(None, (moved, failed)))


def _column(widget: QWidget) -> QVBoxLayout:
    """One thing below the other, up to the edges."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
