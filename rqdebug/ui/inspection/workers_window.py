# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that shows the workers of a parallel queue, and the task that blocks the others."""

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
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.parallel_stats import ParallelStat
from rqdebug.inspection.parallel_progress import TaskPlace, describe, format_counts
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.inspection.parallel_line_view import LineView, place_color
from rqdebug.ui.models import formats
from rqdebug.ui.models.worker_model import WorkerModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace

INTERVAL = 500
"""Milliseconds between two refreshes."""
TICK = 100
"""Milliseconds between two updates of the elapsed times."""
NO_WORKERS = later(
    "No workers of {queue} are known.\n\n"
    'The workers of a ParallelQueue appear here while its program exposes it: rqcore.expose(queue, "name").\n'
    'For a list, workers that were started with "rqcore work" appear here if the controller knows them.'
)


class WorkersWindow(QDialog):
    """Requests the state of a parallel queue while it is open, and shows it."""

    refresh_wanted = pyqtSignal()
    """Fetch the state and pass it to ``show_stat``, or an error to ``show_failed``."""
    worker_opened = pyqtSignal(str)
    """Show the tasks of this worker in the log."""

    def __init__(self, queue: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(escape_unsafe(tr("Workers of {queue}", queue=queue)))
        self.resize(940, 460)
        self._queue = queue
        self._theme = theme
        self._model = WorkerModel(theme, self)
        self._stat: ParallelStat | None = None
        self._fetched = 0.0
        """When ``_stat`` was fetched, in seconds of the monotonic clock."""
        self._refreshing = False
        self.headline = ElidedLabel()
        self.line = LineView(theme)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.RichText)
        self.workers = LargeTable()
        self.summary = PlainLabel()
        self.empty = PlainLabel(tr("Loading…"))
        self.pages = QStackedWidget()
        self._lay_out()
        self.line.worker_chosen.connect(self._choose)
        self.workers.activated.connect(self._open)
        theme.changed.connect(self._show_legend)
        self._refresh_timer = every(INTERVAL, self._refresh, self)
        self._tick_timer = every(TICK, self._tick, self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def show_stat(self, stat: ParallelStat | None) -> None:
        """Show the state of the queue; None if it reports no workers."""
        self._refreshing = False
        self._stat, self._fetched = stat, time.monotonic()
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
        self._refreshing = False
        self._stat = None
        self._show_empty(translate_message(reason))

    def _show_empty(self, text: str) -> None:
        self.empty.setText(text)
        self.pages.setCurrentIndex(0)

    def _tick(self) -> None:
        """Update the elapsed times between two refreshes."""
        if self._stat is not None and self.isVisible():
            self._model.set_elapsed(time.monotonic() - self._fetched)
            self._show_headline()

    def _show_headline(self) -> None:
        stat = self._stat
        if stat is None:
            return
        self.headline.setText(describe(stat, time.monotonic() - self._fetched, tr))
        name = "blocked" if stat.holding is not None and stat.buffered else "title"
        rename_for_style(self.headline, name)

    def _show_legend(self) -> None:
        if self._stat is None:
            return
        counts = format_counts(self._stat)
        self.legend.setText("&nbsp;&nbsp; ".join(self._entry(place, counts[place]) for place in TaskPlace))

    def _entry(self, place: TaskPlace, count: int) -> str:
        color = place_color(self._theme.palette, place)
        sign = "□" if place is TaskPlace.AHEAD else "■"
        number = "" if place is TaskPlace.HOLDING else f" {formats.count(count)}"
        return f'<span style="color:{color}">{sign}</span> {tr(place.value)}{number}'

    def _refresh(self) -> None:
        if self.isVisible() and not self._refreshing:
            self._refreshing = True
            self.refresh_wanted.emit()

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
        apply_table_style(self.workers, self._theme)
        self.workers.horizontalHeader().setStretchLastSection(True)
        for number, width in enumerate((190, 84, 84, 110, 84)):
            self.workers.setColumnWidth(number, width)
        self.workers.setAccessibleName(tr("Workers"))
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignCenter)
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
    """Return a vertical layout without margins."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
