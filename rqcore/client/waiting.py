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
from typing import Any, NamedTuple, Self, TypeVar
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


def repeat_later(seconds: float, is_due: Callable[[], bool | None], function: Callable[..., bool]) -> None:
    """Call a function in another thread whenever it is due, until ``is_due`` returns None.

    Before a fork it is called again, with 0.0 as the seconds to wait for; see ``_Repeater``.

    Args:
        seconds: How often to look whether the function is due.
        is_due: Returns immediately whether to call the function now; None ends the repetition.
        function: Returns whether to repeat it. It can wait for a network.
    """
    repeater = _repeaters.get(seconds)
    if repeater is None:
        repeater = _repeaters.setdefault(seconds, _Repeater(seconds))
    repeater.add(_Repetition(is_due, function))


class _Repetition(NamedTuple):
    is_due: Callable[[], bool | None]
    function: Callable[..., bool]


class _BackgroundThread:
    """A thread of which a fork can wait for the end."""

    def __init__(self, function: Callable[..., None], *arguments: Any) -> None:
        self._call = function, arguments
        self._end = allocate_lock()
        self._native_id = 0

    def start(self) -> bool:
        """Return False if the interpreter is shutting down."""
        self._end.acquire()
        _threads.add(self)
        try:
            start_new_thread(self._run, ())
        except RuntimeError:
            _threads.discard(self)
            return False
        return True

    def _run(self) -> None:
        self._native_id = get_native_id()
        function, arguments = self._call
        try:
            function(*arguments)
        finally:
            _threads.discard(self)
            self._end.release()

    def wait(self) -> None:
        """Wait for the end, at most ``MAX_END`` seconds."""
        end = time.monotonic() + MAX_END
        self._end.acquire(timeout=MAX_END)
        # After its last step in Python, the system still counts the thread for some microseconds.
        while os.path.exists(f"/proc/self/task/{self._native_id}") and time.monotonic() < end:
            time.sleep(0.0001)


class _Repeater:
    """Looks in one thread which functions are due, and calls each that is due in a thread of its own.

    A thread for each function would be simpler. But a hundred of them that wake up twenty times a second take
    the interpreter from the threads that work.

    Python warns of a fork while other threads exist. So the threads end before a fork, and what they would
    have done later is done immediately. What is left, because other threads use the pool, begins again.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._fork = allocate_lock()
        self._fork.acquire()
        self._is_looking = False
        self._waiting: set[_Repetition] = set()
        """What is not called at the moment."""

    def add(self, repetition: _Repetition) -> None:
        """Call a function whenever it is due."""
        self._waiting.add(repetition)
        self.begin()

    def begin(self) -> None:
        """Start the thread that looks, if there is something to look at."""
        if self._waiting and not self._is_looking:
            self._is_looking = True
            if not _BackgroundThread(self._look).start():
                self._waiting.clear()

    def _look(self) -> None:
        while not self._fork.acquire(timeout=self._seconds):
            for each in self._waiting.copy():
                self._waiting.discard(each)  # before the next line: it can be added again in between
                is_due = each.is_due()
                if is_due:
                    _BackgroundThread(self._call, each).start()
                elif is_due is not None:
                    self._waiting.add(each)
            if not self._waiting:
                self._is_looking = False  # before the next line: another can be added in between
                if self._is_looking or not self._waiting:
                    return
                self._is_looking = True

    def _call(self, repetition: _Repetition) -> None:
        if repetition.function():
            self.add(repetition)

    def end_before_fork(self) -> None:
        """Let the thread end that looks."""
        self._fork.release()

    def finish_before_fork(self) -> None:
        """Do what the threads would have done."""
        self._is_looking = False
        self._fork = allocate_lock()
        self._fork.acquire()
        self._waiting = {each for each in self._waiting.copy() if each.function(0.0)}


_repeaters: dict[float, _Repeater] = {}
_threads: set[_BackgroundThread] = set()
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
    def _prove_idle(self) -> None:
        """Prove the receipt of the last items of idle connections, and wait for the replies."""

    @abstractmethod
    def _drop_unused(self) -> None:
        """Close all connections that no call uses."""

    def finish_at_exit(self) -> None:
        """Finish what interrupted calls have left behind, and prove all receipts."""
        self.finish_recalls()
        self._prove_idle()
        self._drop_unused()

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
            connection.is_unproven = False
            connection.close()


_pools: WeakSet[ForkedPool] = WeakSet()
_registered = 0
"""The process whose exit ``multiprocessing`` reports."""


def _before_fork() -> None:
    repeaters = list(_repeaters.values())
    for repeater in repeaters:
        repeater.end_before_fork()
    for thread in list(_threads):
        thread.wait()
    for repeater in repeaters:
        repeater.finish_before_fork()


def _after_fork_in_parent() -> None:
    for repeater in list(_repeaters.values()):
        repeater.begin()


def _after_fork() -> None:
    _repeaters.clear()
    _threads.clear()
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
