# SPDX-License-Identifier: MIT
"""Where the blocking client differs from the asyncio one.

The blocking handles and pool are generated from the asyncio ones. What cannot
be generated is here, under the names that ``async_waiting`` has with "Async".
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from _thread import LockType, allocate_lock, get_native_id, start_new_thread
from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import WeakSet

from rqcore.client.connection import Connection

T = TypeVar("T")

sleep: Callable[[float], None] = time.sleep
"""Waits for a number of seconds."""


def run_within(seconds: float, function: Callable[..., T], *arguments: Any) -> T | None:
    """Call a function, which raises nothing, in a thread. Return None if it takes more than ``seconds``."""
    values: list[T] = []
    done = allocate_lock()
    done.acquire()

    def run() -> None:
        try:
            values.append(function(*arguments))
        finally:
            done.release()

    try:
        start_new_thread(run, ())
    except RuntimeError:  # the interpreter is shutting down
        return None
    done.acquire(timeout=seconds)
    return values[0] if values else None


def repeat_later(seconds: float, function: Callable[..., bool]) -> None:
    """Call a function in another thread after ``seconds``, and again and again until it returns False.

    Before a fork it is called again, with 0.0 as the seconds to wait for; see ``_Repetition``.
    """
    _Repetition(seconds, function).begin()


class _Repetition:
    """A function that is called repeatedly in a thread of its own.

    Python warns of a fork while other threads exist. So the thread ends before a fork, and what it would have
    done later is done immediately. If that is not all, because other threads use the pool, it begins again.
    """

    def __init__(self, seconds: float, function: Callable[..., bool]) -> None:
        self._seconds = seconds
        self._function = function
        self._fork = self._end = allocate_lock()
        self._native_id = 0

    def begin(self) -> None:
        """Start the thread."""
        self._fork, self._end = allocate_lock(), allocate_lock()
        self._fork.acquire()
        self._end.acquire()
        _repetitions.add(self)
        try:
            start_new_thread(self._run, ())
        except RuntimeError:  # the interpreter is shutting down
            _repetitions.discard(self)

    def end_before_fork(self) -> None:
        """End the thread, wait for that, and do its work."""
        self._fork.release()
        end = time.monotonic() + MAX_END
        self._end.acquire(timeout=MAX_END)
        # After its last step in Python, the system still counts the thread for some microseconds.
        while os.path.exists(f"/proc/self/task/{self._native_id}") and time.monotonic() < end:
            time.sleep(0.0001)
        if self in _repetitions and not self._function(0.0):
            _repetitions.discard(self)

    def _run(self) -> None:
        self._native_id = get_native_id()
        try:
            while not self._fork.acquire(timeout=self._seconds):
                if not self._function():
                    _repetitions.discard(self)
                    return
        finally:
            self._end.release()


_repetitions: set[_Repetition] = set()
MAX_END = 1.0
"""Seconds to wait for a thread before a fork."""


class Endings:
    """The work that a pool must finish before it is closed: calls being recalled.

    It is carried out by threads of its own, because a signal handler, which runs in the main thread, could
    interrupt it as it interrupted the call. ``threading.Thread.start`` consists of several steps, between
    which a second signal could fall; ``start_new_thread`` is one.
    """

    def __init__(self) -> None:
        self.work: list[tuple[Any, ...]] = []
        """Work that has not begun: a function and its arguments."""
        self._running: set[LockType] = set()
        """The locks of the threads; each is released when its thread ends."""

    def finish(self) -> None:
        """Carry out all ``work`` to its end. If a signal handler raises an exception, the work continues."""
        done = allocate_lock()
        done.acquire()
        try:
            start_new_thread(self._carry_out, (done,))
        except RuntimeError:  # the interpreter is shutting down
            self._carry_out(done)
        with done:
            return

    def _carry_out(self, done: LockType) -> None:
        self._running.add(done)  # before it takes work, so that ``wait`` sees the one or the other
        try:
            while True:
                function, *arguments = self.work.pop()
                function(*arguments)
        except IndexError:  # all work has begun, here or in another thread
            return
        finally:
            self._running.discard(done)
            done.release()

    def add_socket(self, connection: Connection) -> None:
        """Do nothing: a blocking socket is closed when ``close`` returns."""

    def wait(self) -> None:
        """Wait until all this work has ended."""
        if self.work:
            self.finish()
        for done in self._running.copy():
            with done:
                continue


class ForkedPool(ABC):
    """Fork handling of a pool: a child process leaves the connections to its parent."""

    _endings: Endings

    def finish_recalls(self) -> None:
        """Wait for the recalls that interrupted calls have left behind. Their time is limited."""
        self._endings.wait()

    @abstractmethod
    def _drop_idle(self) -> None:
        """Close all idle connections. This proves that their replies were received."""

    def finish_at_exit(self) -> None:
        """Finish what interrupted calls have left behind, and prove all receipts."""
        self.finish_recalls()
        self._drop_idle()

    def _register_for_exit(self) -> None:
        """Make a process of ``multiprocessing`` prove its receipts: it may end without ``atexit``."""
        global _registered
        processes = sys.modules.get("multiprocessing.util")
        if processes is not None and _registered != os.getpid():
            _registered = os.getpid()
            processes.Finalize(None, _at_exit, exitpriority=-10)

    @abstractmethod
    def _forget_connections(self) -> list[Connection]:
        """Reset the pool to have no connection, and return the connections that it had."""

    def _register_for_forks(self) -> None:
        """Make a forked child call ``leave_to_parent``."""
        _pools.add(self)

    def leave_to_parent(self) -> None:
        """Drop the connections in a forked child, which would otherwise read the replies of its parent."""
        for connection in self._forget_connections():
            connection.close()


_pools: WeakSet[ForkedPool] = WeakSet()
_registered = 0
"""The process whose exit ``multiprocessing`` reports."""


def _before_fork() -> None:
    for repetition in list(_repetitions):
        repetition.end_before_fork()


def _after_fork_in_parent() -> None:
    for repetition in list(_repetitions):
        repetition.begin()


def _after_fork() -> None:
    _repetitions.clear()
    for pool in list(_pools):
        pool.leave_to_parent()


def _at_exit() -> None:
    for pool in list(_pools):
        pool.finish_at_exit()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork)
atexit.register(_at_exit)


class HandleContext(ABC):
    """How a controller handle is closed: ``with``, or ``close``."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ThreadMethods:
    """The methods of ``multiprocessing.Queue`` for its feeder thread, which these queues do not have."""

    def join_thread(self) -> None:
        """Do nothing: when ``put`` returns, the server already has the item."""

    def cancel_join_thread(self) -> None:
        """Do nothing: a process can exit right after ``put`` without losing the item."""
