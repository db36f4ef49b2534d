# SPDX-License-Identifier: MIT
"""A queue that brings its own worker process, as SMQ did.

::

    queue = ProcessQueue(print)
    queue.start(["a", "b"])    # (True, 1): a new process; one list on the queue

The process begins with the first list and ends by itself when all are
handled; the next ``start`` begins another. An exception in the handler is
printed and ends the process: its list is given up, those behind it wait for
the next ``start``.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import threading
import weakref
from collections.abc import Callable, Sequence
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from rqcore.errors import BadCall, CodecError
from rqcore.parallel_queue.worker_process import WorkerChannel, WorkerProcess, context_of, end, framed

log = logging.getLogger("rqcore.process_queue")

Handler = Callable[[Any], object]
READY = b"ready"
LOOK = 0.5
"""Seconds between two looks whether the process lives, where its socket does not tell."""


class ProcessQueue:
    """``handler`` is called in a process of its own with each item, one after the other.

    context: ``fork``, ``spawn``, ``forkserver`` or a context of
    ``multiprocessing``; with the last two the handler must be importable.
    """

    def __init__(self, handler: Handler | None = None, *, context: BaseContext | str | None = None) -> None:
        self.handler = handler
        self.queue: queue.Queue[bytes] = queue.Queue()
        """The lists that wait, each pickled."""
        self.process: BaseProcess | None = None
        self._context = context_of(context)
        self._lock = threading.Lock()
        self._feeder: _Feeder | None = None
        self._end: weakref.finalize[..., ProcessQueue] | None = None

    def start(self, items: Sequence[Any]) -> tuple[bool, int]:
        """Append a list, and begin a process if none lives: whether it did, and how many lists wait.

        Raises CodecError for what cannot be pickled, BadCall without a handler.
        """
        if self.handler is None:
            raise BadCall("a ProcessQueue needs a handler before it can start")
        data = _pickled(items)
        with self._lock:
            self.queue.put(data)
            length = self.queue.qsize()
            return self._begin(), length

    def append(self, items: Sequence[Any]) -> None:
        """Append a list, for a process that lives or the next that begins. Raises CodecError."""
        data = _pickled(items)
        with self._lock:
            self.queue.put(data)

    def begin_process(self) -> bool:
        """Begin a process if none lives; whether it did. Raises BadCall without a handler."""
        with self._lock:
            return self._begin()

    def _begin(self) -> bool:
        if self._lives():
            return False
        if self.handler is None:
            raise BadCall("a ProcessQueue needs a handler before it can start")
        worker = WorkerProcess(self._context, "rqcore-process-queue", False, _handle, self.handler)
        self.process = worker.process
        self._feeder = feeder = _Feeder(worker, self.queue, self._lock)
        feeder.start()
        if self._end:
            self._end.detach()
        self._end = weakref.finalize(self, feeder.stop)
        return True

    def is_alive(self) -> bool:
        """Whether a process lives that will take what is appended."""
        with self._lock:
            return self._lives()

    def _lives(self) -> bool:
        return self._feeder is not None and not self._feeder.over

    @property
    def done(self) -> bool:
        """The process has ended; False before the first began."""
        return self.process is not None and not self.is_alive()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the process has ended; False when the time was up first."""
        if self._feeder:
            self._feeder.join(timeout)
        return not self.is_alive()

    def stop(self) -> bool:
        """End the process, in the midst of an item if need be; whether one lived. Lists that wait stay."""
        alive = self.is_alive()
        if self._end:
            self._end()
        return alive

    def status(self) -> dict[str, Any]:
        return {"length": self.queue_len(), "is_alive": self.is_alive()}

    def queue_len(self) -> int:
        """How many lists wait."""
        return self.queue.qsize()

    __len__ = queue_len

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> ProcessQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait until all is handled; after an error stop at once."""
        if kind is None:
            self.join()
        self.stop()


def _pickled(items: Sequence[Any]) -> bytes:
    try:
        return pickle.dumps(list(items))
    except Exception as error:  # a __reduce__ may raise anything
        raise CodecError(f"these items cannot be sent to another process: {error}") from error


def _handle(line: WorkerChannel, handler: Handler) -> None:
    """In the process: ask for a list, handle it, until there is none."""
    line.send(READY)
    for data in line:
        for item in pickle.loads(data):
            handler(item)
        line.send(READY)


class _Feeder(threading.Thread):
    """Gives the process a list each time that it asks for one, and ends it when none is left.

    Nothing but this thread waits for the process, so that one alone learns its exit code.
    """

    def __init__(self, worker: WorkerProcess, waiting: queue.Queue[bytes], lock: threading.Lock) -> None:
        super().__init__(name="rqcore-feeder", daemon=True)
        self.over = False
        """The process takes no more lists. Changed under the lock: what is put before it is handled."""
        self._worker = worker
        self._waiting = waiting
        self._lock = lock
        self._stopping = False
        self._process = os.getpid()

    def stop(self) -> None:
        """End the process now."""
        if os.getpid() != self._process:  # the process itself has inherited the queue, and drops it
            return
        self._stopping = True
        self._worker.hang_up()
        self.join()

    def run(self) -> None:
        try:
            while self._asks() and (data := self._next()):
                self._worker.socket.sendall(framed(data))
        except OSError as error:  # it died, or is being stopped
            log.debug("the process of a ProcessQueue is gone: %s", error)
        self.over = True
        self._worker.dismiss()
        while self._worker.process.is_alive() and not self._stopping:
            self._worker.process.join(LOOK)
        end([self._worker])

    def _asks(self) -> bool:
        """Wait for the process to ask; False when it has ended."""
        worker = self._worker
        while worker.process.is_alive():
            if connection.wait([worker.socket, worker.process.sentinel], LOOK):
                return worker.socket.recv(len(framed(READY))) != b""
        return False

    def _next(self) -> bytes:
        with self._lock:
            if self._stopping or self._waiting.empty():
                self.over = True
                return b""
            return self._waiting.get_nowait()
