# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens windows with the jobs on targets."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QWidget

from rqdebug.session import Attachment
from rqdebug.targets.job_board import JobBoard, JobQueue, JobState
from rqdebug.ui.inspection.jobs_window import MOST, FoundJobs, JobsWindow
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.manual_calls import CallControl, KeptConnection
from rqdebug.ui.style.theme import Theme


class JobWindows(QObject):
    """Reads the jobs of a target in the background while their window is open."""

    def __init__(self, tasks: BackgroundTasks, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._calls = CallControl(tasks, self)
        self._theme = theme
        self._window = window

    def show(self, attachment: Attachment) -> None:
        """Open a window with the jobs on a target."""
        window = JobsWindow(attachment.name, self._theme, self._window)
        kept = KeptConnection(attachment.target.open_jobs)

        def ask(queue: JobQueue | None, states: tuple[JobState, ...]) -> None:
            read = partial(_read, queue=queue, states=states)
            self._calls.repeat(window, kept, read, window.show_jobs, window.show_failed)

        window.destroyed.connect(kept.close)
        window.refresh_wanted.connect(ask)
        window.show()


def _read(board: JobBoard, queue: JobQueue | None, states: tuple[JobState, ...]) -> FoundJobs:
    """Return the queues, and the jobs of one of them. Raises RqError."""
    queues = board.queues()
    jobs = [] if queue is None else [job for state in states for job in board.jobs(queue, state, MOST)]
    return FoundJobs(queues, queue, states, jobs, board.is_complete)
