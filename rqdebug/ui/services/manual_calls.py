# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the user makes by hand, in background threads."""

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
    """One call, on a connection of its own so that it can be canceled while it blocks."""

    def __init__(self, attachment: Attachment, work: Callable[[ControllerHandle], T]) -> None:
        self._attachment = attachment
        self._work = work
        self._lock = threading.Lock()
        self._handle: ControllerHandle | None = None
        self._called_off = False

    def carry_out(self) -> T:
        """Connect and make the call, in a thread that may block. Raises RqError."""
        with self._attachment.target.connect() as handle:
            with self._lock:
                self._handle = handle
                if self._called_off:
                    raise ConnectionLost(tr("the call was cancelled"))
            return self._work(handle)

    def call_off(self) -> None:
        """Cancel the call: it fails at once, and an item in transit returns to its queue."""
        with self._lock:
            self._called_off = True
            if self._handle is not None:
                self._handle.close()


class CallControl(QObject):
    """Starts such calls and reports their results."""

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
        """Run ``work``, then call ``done``, or ``failed`` with a sentence, unless ``owner`` was deleted."""
        call = ManualCall(attachment, work)

        def tell(error: Exception) -> None:
            if not isinstance(error, RqError):
                raise error
            failed(str(error))

        self._tasks.run(owner, call.carry_out, done, tell)
        return call
