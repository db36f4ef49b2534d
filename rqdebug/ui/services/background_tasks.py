# SPDX-License-Identifier: GPL-3.0-or-later
"""Work beside the window: a function runs in another thread, what it gave comes back here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PyQt5 import sip
from PyQt5.QtCore import QObject, QRunnable, QThreadPool, pyqtSignal

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class BackgroundTask:
    """Work that was begun. Its outcome is not told once its owner is gone or it is forgotten."""

    owner: QObject
    done: Callable[[Any], object]
    failed: Callable[[Exception], object] | None
    forgotten: bool = False

    def forget(self) -> None:
        """Never mind: the work may go on, nobody hears of it."""
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
        """Begin nothing any more, and wait for what runs. Only for the end of the application."""
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
        except Exception as error:  # whatever it is, it belongs to who asked
            self._ended(self._task, None, error)
        else:
            self._ended(self._task, result, None)
