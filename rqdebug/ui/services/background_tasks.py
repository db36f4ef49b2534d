# SPDX-License-Identifier: GPL-3.0-or-later
"""Background tasks: a function runs in another thread, its result arrives in the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PyQt5 import sip
from PyQt5.QtCore import QObject, QRunnable, QThreadPool, pyqtSignal

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class BackgroundTask:
    """A running task. Its result is dropped if its owner is deleted or the task is forgotten."""

    owner: QObject
    done: Callable[[Any], object]
    failed: Callable[[Exception], object] | None
    forgotten: bool = False

    def forget(self) -> None:
        """Drop the result. The work itself is not stopped."""
        self.forgotten = True

    def tell(self, result: object, error: Exception | None) -> None:
        if self.forgotten or sip.isdeleted(self.owner):
            return
        if error is None:
            self.done(result)
        elif self.failed is not None:
            self.failed(error)
        else:
            raise error


class BackgroundTasks(QObject):
    """Runs functions in a pool of threads. Used in the thread of the window only."""

    _ended = pyqtSignal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._closed = False
        self._ended.connect(self._tell)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> BackgroundTask:
        """Run ``work`` in another thread, then ``done`` or ``failed`` in this one.

        Without ``failed``, what was raised is raised here.
        """
        task = BackgroundTask(owner, done, failed)
        if not self._closed:
            self._pool.start(_Job(task, work, self._ended.emit))
        return task

    def close(self) -> None:
        """Refuse further tasks and wait for running ones. Call only at the end of the program."""
        self._closed = True
        self._pool.waitForDone()

    def _tell(self, task: BackgroundTask, result: object, error: Exception | None) -> None:
        task.tell(result, error)


class _Job(QRunnable):
    def __init__(
        self,
        task: BackgroundTask,
        work: Callable[[], object],
        ended: Callable[[BackgroundTask, object, Exception | None], object],
    ) -> None:
        super().__init__()
        self._task = task
        self._work = work
        self._ended = ended

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # the caller decides what to do with any exception
            self._ended(self._task, None, error)
        else:
            self._ended(self._task, result, None)
