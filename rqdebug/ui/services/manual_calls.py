# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the user makes by hand, run in background threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, Protocol, TypeVar

from PyQt5.QtCore import QObject

from rqcore import ControllerHandle
from rqcore.errors import ConnectionLost, RqError
from rqdebug.inspection.hidden_reads import hide_reads
from rqdebug.session import Attachment
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.tr import tr

T = TypeVar("T")


def connect_unseen(attachment: Attachment) -> ControllerHandle:
    """Connect to a target. What the window only looks at causes no events. Raises RqError."""
    handle = attachment.target.connect()
    try:
        hide_reads(handle)
    except BaseException:
        handle.close()
        raise
    return handle


class Closeable(Protocol):
    """A connection that can be closed."""

    def close(self) -> None:
        """Disconnect."""


C = TypeVar("C", bound=Closeable)


class KeptConnection(Generic[C]):
    """A connection for calls that a window repeats, so that each of them does not connect again.

    Args:
        connect: Connects; raises RqError.
    """

    def __init__(self, connect: Callable[[], C]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._handle: C | None = None
        self._is_closed = False

    def run(self, work: Callable[[C], T]) -> T:
        """Make a call; blocks. Raises RqError."""
        with self._lock:
            if self._is_closed:
                raise ConnectionLost(tr("the call was cancelled"))
            if self._handle is None:
                self._handle = self._connect()
            try:
                return work(self._handle)
            except RqError:  # a lost connection would be replaced by one whose reads are events
                self._handle.close()
                self._handle = None
                raise

    def close(self, *_: object) -> None:
        """Close the connection when the call that is under way has ended."""
        threading.Thread(target=self._close, name="close a connection", daemon=True).start()

    def _close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._handle is not None:
                self._handle.close()


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
        with connect_unseen(self._attachment) as handle:
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
        self._run(owner, call.run, done, failed)
        return call

    def repeat(
        self,
        owner: QObject,
        kept: KeptConnection[C],
        work: Callable[[C], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        """Start a call on a connection that is kept for the next one. The arguments are as in ``begin``."""
        self._run(owner, partial(kept.run, work), done, failed)

    def _run(
        self,
        owner: QObject,
        run: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        def report(error: Exception) -> None:
            if not isinstance(error, RqError):
                raise error
            failed(str(error))

        self._tasks.run(owner, run, done, report)
