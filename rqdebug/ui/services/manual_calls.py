# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the user makes by hand, carried out beside the window."""

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
    """One of them. It has a connection of its own, so that it can be called off while it waits."""

    def __init__(self, attachment: Attachment, work: Callable[[ControllerHandle], T]) -> None:
        self._attachment = attachment
        self._work = work
        self._lock = threading.Lock()
        self._handle: ControllerHandle | None = None
        self._called_off = False

    def carry_out(self) -> T:
        """Connect and do it; in a thread where that may wait. Raises RqError."""
        with self._attachment.target.connect() as handle:
            with self._lock:
                self._handle = handle
                if self._called_off:
                    raise ConnectionLost(tr("the call was canceled"))
            return self._work(handle)

    def call_off(self) -> None:
        """It ends at once, with an error; an item that was on its way goes back."""
        with self._lock:
            self._called_off = True
            if self._handle is not None:
                self._handle.close()


class CallControl(QObject):
    """Begins such calls and tells how they ended."""

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
        """Do ``work``, then ``done``, or ``failed`` with a sentence, unless ``owner`` is gone by then."""
        call = ManualCall(attachment, work)

        def tell(error: Exception) -> None:
            if not isinstance(error, RqError):
                raise error
            failed(str(error))

        self._tasks.run(owner, call.carry_out, done, tell)
        return call
