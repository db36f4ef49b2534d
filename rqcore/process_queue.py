# SPDX-License-Identifier: MIT
"""A queue with its own worker process, compatible with SMQ (``smpq``).

::

    queue = ProcessQueue(print)
    queue.start(["a", "b"])    # returns (True, 1): a process was started, and one list is queued

``start`` queues a list of items and starts a process if none is running. The process calls the handler
with each item, and ends when no list is left; the next ``start`` starts another process. If the handler
raises an exception, the traceback is printed and the process ends: the rest of its list is discarded, and
the other lists stay queued for the next ``start``.

When the program ends normally, it waits for the process (see ``exit_timeout``). What the process could not
handle by then is logged.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import queue
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from rqcore.argument_checks import function_of, patience, seconds_of, shown
from rqcore.errors import BadCall, CodecError
from rqcore.parallel_queue.worker_process import WorkerChannel, WorkerProcess, context_of, end, framed

log: logging.Logger = logging.getLogger("rqcore.process_queue")

Handler = Callable[[Any], object]
READY = b"ready"
"""The message by which the process asks for a list."""
LOOK = 0.5
"""Seconds between two checks whether the process is alive, in case its socket does not show it."""
EXIT_TIMEOUT = 10.0
"""Seconds that a program waits at its end for one list, unless the queue says otherwise."""


class ProcessQueue:
    """Calls ``handler`` with each queued item, one after the other, in a worker process.

    It is safe to use from several threads. ``with`` waits until all items are handled; after an exception
    in its block, it stops the process immediately.

    Args:
        handler: Called with each item in the process. It can be set later, but before ``start``.
        context: How the process is started: "fork", "spawn", "forkserver", or a context of
            ``multiprocessing``. With "spawn" and "forkserver" the handler must be importable. None takes
            the default of ``multiprocessing``.
        exit_timeout: Seconds that the program waits at its normal end for each list that is left; None
            waits without a limit.
    """

    def __init__(
        self,
        handler: Handler | None = None,
        *,
        context: BaseContext | str | None = None,
        exit_timeout: float | None = EXIT_TIMEOUT,
    ) -> None:
        self.handler: Handler | None = function_of("handler", handler)
        self.exit_timeout: float | None = None
        if exit_timeout is not None:
            self.exit_timeout = seconds_of("exit_timeout", exit_timeout)
        self.queue: queue.Queue[bytes] = queue.Queue()
        """The queued lists, each pickled."""
        self.process: BaseProcess | None = None
        self._context = context_of(context)
        self._lock = threading.Lock()
        self._feeder: _Feeder | None = None
        self._end: weakref.finalize[..., ProcessQueue] | None = None
        self._is_stopped = False
        _queues.add(self)

    def start(self, items: Sequence[Any]) -> tuple[bool, int]:
        """Queue a list of items, and start a process if none is running.

        Returns:
            Whether a process was started, and the number of queued lists.

        Raises:
            BadCall: There is no handler.
            CodecError: The items cannot be pickled.
        """
        if self.handler is None:
            raise BadCall("the ProcessQueue has no handler; set its handler before start")
        data = _pickled(items)
        with self._lock:
            self.queue.put(data)
            length = self.queue.qsize()
            return self._begin(), length

    def append(self, items: Sequence[Any]) -> None:
        """Queue a list of items for the running process or the next one.

        Raises:
            CodecError: The items cannot be pickled.
        """
        data = _pickled(items)
        with self._lock:
            self.queue.put(data)

    def begin_process(self) -> bool:
        """Start a process if none is running; return whether one was started.

        Raises:
            BadCall: There is no handler.
        """
        with self._lock:
            return self._begin()

    def _begin(self) -> bool:
        if self._lives():
            return False
        if self.handler is None:
            raise BadCall("the ProcessQueue has no handler; set its handler before start")
        worker = WorkerProcess(self._context, "rqcore-process-queue", False, _handle, self.handler)
        self.process = worker.process
        self._feeder = feeder = _Feeder(worker, self.queue, self._lock)
        feeder.start()
        if self._end:
            self._end.detach()
        self._end = weakref.finalize(self, feeder.release)
        self._end.atexit = False  # _finish_all ends the process then
        self._is_stopped = False
        return True

    def is_alive(self) -> bool:
        """Return whether a process is running that will handle what is queued now."""
        with self._lock:
            return self._lives()

    def _lives(self) -> bool:
        return self._feeder is not None and not self._feeder.over

    @property
    def done(self) -> bool:
        """Whether the process has ended; False before the first one was started."""
        return self.process is not None and not self.is_alive()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the process has ended.

        Args:
            timeout: Maximum seconds to wait; None waits without a limit.

        Returns:
            Whether the process has ended; False if the timeout passed first.
        """
        limit = patience(timeout)
        if self._feeder:
            self._feeder.join(limit)
        return not self.is_alive()

    def stop(self) -> bool:
        """End the process now, even while it handles an item. Queued lists stay for the next ``start``.

        Returns:
            True: the opposite of ``is_alive``, as in SMQ.
        """
        self._is_stopped = True
        if self._end:
            self._end.detach()
        if self._feeder:
            self._feeder.stop()
        return not self.is_alive()

    def _finish_at_exit(self) -> None:
        """Wait for the process at the end of the program, then end it. Log what it has not handled."""
        feeder = self._feeder
        if feeder and feeder.is_inherited:
            return
        try:
            if feeder:
                feeder.wait(self.exit_timeout)
        finally:  # also after Ctrl+C
            if feeder:
                feeder.stop()
            if not self._is_stopped:
                _report_left(feeder.interrupted if feeder else False, self.queue.qsize(), "program ended")

    def status(self) -> dict[str, Any]:
        """Return ``length``, the number of queued lists, and ``is_alive``, as SMQ did."""
        return {"length": self.queue_len(), "is_alive": self.is_alive()}

    def queue_len(self) -> int:
        """Return the number of queued lists."""
        return self.queue.qsize()

    __len__ = queue_len

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> ProcessQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait until all items are handled; after an exception, stop the process immediately."""
        if kind is None:
            self.join()
        self.stop()


_queues: weakref.WeakSet[ProcessQueue] = weakref.WeakSet()


@atexit.register
def _finish_all() -> None:
    for one in list(_queues):
        one._finish_at_exit()


def _report_left(interrupted: bool, waiting: int, event: str) -> None:
    """Log that lists are lost, if any is."""
    if interrupted or waiting:
        log.warning(
            "the %s before a ProcessQueue had handled everything: %d list(s) interrupted, %d not begun; "
            "call join() first, or raise exit_timeout",
            event,
            interrupted,
            waiting,
        )


def _pickled(items: Sequence[Any]) -> bytes:
    if not isinstance(items, Iterable):
        raise BadCall(f"'items' must be a list, not {shown(items)}")
    try:
        return pickle.dumps(list(items))
    except Exception as error:  # a __reduce__ may raise anything
        raise CodecError(f"the items cannot be pickled for the worker process: {error}") from error


def _handle(channel: WorkerChannel, handler: Handler) -> None:
    """Run in the process: ask for a list and handle its items, until no list is left."""
    channel.send(READY)
    for data in channel:
        for item in pickle.loads(data):
            handler(item)
        channel.send(READY)


class _Feeder(threading.Thread):
    """Sends the process a list each time that it asks for one, and ends it when no list is left.

    Only this thread waits for the process, so that its exit code is collected once.
    """

    def __init__(self, worker: WorkerProcess, waiting: queue.Queue[bytes], lock: threading.Lock) -> None:
        super().__init__(name="rqcore-feeder", daemon=True)
        self.over: bool = False
        """The process takes no more lists. Set under the lock, so that a list queued before is handled."""
        self.interrupted: bool = False
        """Whether ``stop`` ended the process during a list."""
        self._sent = 0
        """Number of lists that were sent to the process."""
        self._is_busy = False
        """Whether the process has a list that it has not finished."""
        self._worker = worker
        self._waiting = waiting
        self._lock = lock
        self._stopping = False
        self._process = os.getpid()

    @property
    def is_inherited(self) -> bool:
        """Whether this process was forked from the one that started the thread."""
        return os.getpid() != self._process

    def wait(self, timeout: float | None) -> None:
        """Wait until the process has ended; give up when one list takes longer than ``timeout`` seconds."""
        sent = -1
        while self.is_alive() and self._sent != sent:
            sent = self._sent
            self.join(timeout)

    def stop(self) -> None:
        """End the process now."""
        if self.is_inherited:  # a forked worker inherited the queue and is deleting it
            return
        self.interrupted = self._is_busy and not self._stopping and self.is_alive()
        self._stopping = True
        self._worker.hang_up()
        if threading.current_thread() is not self:  # the garbage collector runs in any thread
            self.join()

    def release(self) -> None:
        """End the process of a queue that no variable refers to any more. Log what is lost."""
        if self.is_inherited:
            return
        self.stop()
        _report_left(self.interrupted, self._waiting.qsize(), "last reference was deleted")

    def run(self) -> None:
        try:
            while self._asks() and (data := self._next()):
                self._is_busy, self._sent = True, self._sent + 1
                self._worker.socket.sendall(framed(data))
        except OSError as error:  # the process died, or is being stopped
            log.debug("the process of a ProcessQueue has ended: %s", error)
        self.over = True
        self._worker.dismiss()
        while self._worker.process.is_alive() and not self._stopping:
            self._worker.process.join(LOOK)
        end([self._worker])

    def _asks(self) -> bool:
        """Wait until the process asks for a list; return False if it ended instead."""
        worker = self._worker
        while worker.process.is_alive():
            if connection.wait([worker.socket, worker.process.sentinel], LOOK):
                asks = worker.socket.recv(len(framed(READY))) != b""
                self._is_busy = self._is_busy and not asks
                return asks
        return False

    def _next(self) -> bytes:
        with self._lock:
            if self._stopping or self._waiting.empty():
                self.over = True
                return b""
            return self._waiting.get_nowait()
