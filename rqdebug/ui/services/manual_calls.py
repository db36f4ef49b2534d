# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the user makes by hand, run in background threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PyQt5.QtCore import QObject

from rqcore import ControllerHandle
from rqcore.errors import ConnectionLost, RqError
from rqdebug.session import Attachment
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.tr import tr

T = TypeVar("T")


class ManualCall(Generic[T]):
    """One call. It has its own connection, so that it can be canceled while it blocks."""

    def __init__(self, attachment: Attachment, work: Callable[[ControllerHandle], T]) -> None:
        self._attachment = attachment
        self._work = work
        self._lock = threading.Lock()
        self._handle: ControllerHandle | None = None
        self._canceled = False

    def run(self) -> T:
        """Connect and make the call; blocks.

        Raises:
            RqError: The call failed, or was canceled.
        """
        with self._attachment.target.connect() as handle:
            with self._lock:
                self._handle = handle
                if self._canceled:
                    raise ConnectionLost(tr("the call was cancelled"))
            return self._work(handle)

    def cancel(self) -> None:
        """Cancel the call: it fails immediately, and an item on its way returns to its queue."""
        with self._lock:
            self._canceled = True
            if self._handle is not None:
                self._handle.close()


class CallControl(QObject):
    """Starts manual calls and reports their results in the GUI thread."""

    def __init__(self, tasks: BackgroundTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def begin(
        self,
        owner: QObject,
        attachment: Attachment,
        work: Callable[[ControllerHandle], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> ManualCall[T]:
        """Start a call on a target.

        Args:
            owner: If it is deleted in the meantime, the result is discarded.
            attachment: The target.
            work: Makes the call; runs in another thread.
            done: Called with the result of ``work``.
            failed: Called with what went wrong, in one sentence.
        """
        call = ManualCall(attachment, work)

        def report(error: Exception) -> None:
            if not isinstance(error, RqError):
                raise error
            failed(str(error))

        self._tasks.run(owner, call.run, done, report)
        return call
