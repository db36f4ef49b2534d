# SPDX-License-Identifier: GPL-3.0-or-later
"""Background tasks: run a function in another thread, and deliver its result in the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag
from typing import Any, TypeVar

from PyQt5 import sip
from PyQt5.QtCore import QObject, QRunnable, QThreadPool, pyqtSignal

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class BackgroundTask:
    """A running task. Its result is discarded if its owner was deleted or the task was forgotten."""

    owner: QObject
    done: Callable[[Any], object]
    failed: Callable[[Exception], object] | None
    stopped: Flag | None = None
    """Set to make the function stop; None if it always runs to its end."""
    forgotten: bool = False

    def forget(self) -> None:
        """Discard the result, and stop the function if it has a flag for that."""
        self.forgotten = True
        if self.stopped is not None:
            self.stopped.set()

    def deliver(self, result: object, error: Exception | None) -> None:
        """Call ``done`` or ``failed`` in the GUI thread; raise the error if there is no ``failed``."""
        if self.forgotten or sip.isdeleted(self.owner):
            return
        if error is None:
            self.done(result)
        elif self.failed is not None:
            self.failed(error)
        else:
            raise error


class BackgroundTasks(QObject):
    """Runs functions in a pool of threads. All methods must be called in the GUI thread."""

    _ended = pyqtSignal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._closed = False
        self._ended.connect(self._deliver)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        stopped: Flag | None = None,
    ) -> BackgroundTask:
        """Run ``work`` in another thread, then ``done`` or ``failed`` in the GUI thread.

        Args:
            owner: If it is deleted in the meantime, the result is discarded.
            work: Called in a thread of the pool.
            done: Called with the result of ``work``.
            failed: Called with the exception of ``work``; by default the exception is raised in the GUI
                thread, where the window shows it as unexpected.
            stopped: Set when the task is forgotten; ``work`` may end early then.
        """
        task = BackgroundTask(owner, done, failed, stopped)
        if not self._closed:
            self._pool.start(_Job(task, work, self._ended.emit))
        return task

    def close(self) -> None:
        """Ignore new tasks and wait for running ones. Blocks: call it only at the end of the program."""
        self._closed = True
        self._pool.waitForDone()

    def _deliver(self, task: BackgroundTask, result: object, error: Exception | None) -> None:
        task.deliver(result, error)


class _Job(QRunnable):
    """Calls ``work`` in a thread of the pool and reports the result through ``ended``."""

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
        except Exception as error:  # passed to the GUI thread, where ``failed`` handles it
            self._ended(self._task, None, error)
        else:
            self._ended(self._task, result, None)
