# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that shows the jobs of Celery, RQ and other frameworks on a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PyQt5.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rqdebug.support.characters import escape_lines, escape_unsafe
from rqdebug.targets.job_board import Job, JobQueue, JobState
from rqdebug.ui.models import formats
from rqdebug.ui.models.job_models import STATES, JobModel, JobQueueModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace
from rqdebug.ui.widgets.vanishing_rows import select_none_if_removed

INTERVAL = 2000
"""Milliseconds between two refreshes."""
MOST = 200
"""The most jobs of each state that are shown."""
QUEUE_WIDTHS = (110, 220, 92, 92, 92, 92, 92, 92)
JOB_WIDTHS = (92, 330, 132, 140, 250, 120)
"""Widths of the columns in pixels."""
NO_JOBS = later(
    "No jobs were found in this database.\n\n"
    "Jobs of Celery, RQ, BullMQ, Dramatiq, Huey and arq appear here. "
    "Another database has another URL, such as redis://host/1."
)


@dataclass(frozen=True, slots=True)
class FoundJobs:
    """What was read from a target."""

    queues: Sequence[JobQueue]
    queue: JobQueue | None
    """The queue whose jobs were read; None if none was."""
    states: tuple[JobState, ...]
    """The states of the jobs that were read."""
    jobs: Sequence[Job]
    is_complete: bool
    """Whether all keys of the server were examined."""


class JobsWindow(QDialog):
    """Requests the queues, and the jobs of the selected queue, while it is open, and shows them."""

    refresh_wanted = pyqtSignal(object, object)
    """Fetch the queues, and the jobs of this JobQueue (None: of none) in these states; pass them to
    ``show_jobs``, or an error to ``show_failed``."""

    def __init__(self, target: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(escape_unsafe(tr("Jobs of {target}", target=target)))
        self.resize(1120, 680)
        self._refreshing = False
        self._wanted = False
        self.queue_model, self.job_model = JobQueueModel(theme, self), JobModel(theme, self)
        self.queues, self.jobs = LargeTable(), LargeTable()
        self.state = QComboBox()
        self.summary = PlainLabel(tr("Loading…"))
        self.detail = QPlainTextEdit()
        self._lay_out(theme)
        self.queues.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.jobs.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self.state.currentIndexChanged.connect(lambda _: self._choose())
        self.queues.setFocus()
        self._timer = every(INTERVAL, self._refresh, self)

    @property
    def queue(self) -> JobQueue | None:
        """The selected queue; None if there is none."""
        index = self.queues.currentIndex()
        return self.queue_model.row(index.row()) if index.isValid() else None

    @property
    def states(self) -> tuple[JobState, ...]:
        """The states whose jobs are shown."""
        chosen = self.state.currentData()
        return tuple(JobState) if chosen is None else (chosen,)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def show_jobs(self, found: FoundJobs) -> None:
        """Show all queues, and the jobs of one, unless another queue or other states were chosen since."""
        self._refreshing = False
        self.queue_model.show_rows(found.queues)
        if self.queue is None and found.queues:
            self.queues.selectRow(0)
        elif found.states == self.states and _name(found.queue) == _name(self.queue):
            self.job_model.show_rows(found.jobs)
            self._show_detail()
        self._show_summary(self._summary(found.queues, found.is_complete), "muted")
        if self._wanted:
            self._refresh()

    def show_failed(self, reason: str) -> None:
        """Show why the jobs cannot be read. The last ones stay visible."""
        self._refreshing = False
        self._show_summary(translate_message(reason), "error")

    def _summary(self, queues: Sequence[JobQueue], is_complete: bool) -> str:
        parts = [counted(len(queues), "{n} queue", "{n} queues")]
        failed = sum(queue.counts.get(JobState.FAILED, 0) for queue in queues)
        parts += [counted(failed, "{n} failed job", "{n} failed jobs")] if failed else []
        if self.queue is not None and any(self._count(state) > MOST for state in self.states):
            parts.append(tr("the first {n} jobs of each state are shown", n=formats.count(MOST)))
        if not is_complete:
            parts.append(tr("the server has more than a million keys; some were not examined"))
        return ", ".join(parts)

    def _count(self, state: JobState) -> int:
        counts: Mapping[JobState, int] = self.queue.counts if self.queue is not None else {}
        return counts.get(state, 0)

    def _show_summary(self, text: str, style: str) -> None:
        self.summary.setText(text)
        rename_for_style(self.summary, style)

    def _choose(self) -> None:
        """Show the jobs of another queue or state, which are not known yet."""
        self.job_model.show_rows(())
        self._refresh()

    def _refresh(self) -> None:
        self._wanted = self._refreshing
        if self.isVisible() and not self._refreshing:
            self._refreshing = True
            self.refresh_wanted.emit(self.queue, self.states)

    def _show_detail(self) -> None:
        index: QModelIndex = self.jobs.currentIndex()
        job = self.job_model.row(index.row()) if index.isValid() else None
        text = "" if job is None else "\n\n".join(filter(None, (job.call, job.traceback or job.error)))
        if self.detail.toPlainText() != (shown := escape_lines(text)):
            self.detail.setPlainText(shown)

    def _lay_out(self, theme: Theme) -> None:
        for table, model, widths, name in (
            (self.queues, self.queue_model, QUEUE_WIDTHS, tr("Queues of jobs")),
            (self.jobs, self.job_model, JOB_WIDTHS, tr("Jobs")),
        ):
            monospace(table, theme)
            select_none_if_removed(table, model)
            table.setModel(model)
            apply_table_style(table, theme)
            for number, width in enumerate(widths):
                table.setColumnWidth(number, width)
            table.setAccessibleName(name)
        self.queues.horizontalHeader().setSectionResizeMode(1, QHeaderView.Stretch)
        self.jobs.horizontalHeader().setStretchLastSection(True)
        EmptyNote(self.queues, tr(NO_JOBS))
        theme.follow_mono(self.detail)
        self.detail.setReadOnly(True)
        self.detail.setObjectName("reader")
        self.detail.setPlaceholderText(tr("Select a job to see its call and its error"))
        self.detail.setAccessibleName(tr("Call and error"))
        self.state.addItem(tr("All states"), None)
        for state, title in STATES.items():
            self.state.addItem(tr(title), state)
        self.state.setAccessibleName(tr("State of the jobs"))
        self.summary.setObjectName("muted")
        self.summary.setWordWrap(True)
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self.summary, 1)
        row.addWidget(self.state)
        splitter = QSplitter(Qt.Vertical)
        for widget, stretch in ((self.queues, 2), (self.jobs, 4), (self.detail, 2)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(splitter, 1)


def _name(queue: JobQueue | None) -> tuple[str, str] | None:
    return None if queue is None else (queue.framework, queue.name)
