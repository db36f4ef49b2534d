# SPDX-License-Identifier: MIT
"""The pool of remote workers of a parallel queue: each is a command ``rqcore work URL module:function``.

Each task runs at least once. A worker sends heartbeats while it runs a task; when they stop for the time
of a lease, the task is given to another worker. If both send a result, the first counts.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from rqcore.client.connection import open_connection
from rqcore.errors import Closed, ConnectionLost, ProtocolError, RqError, WorkerLost
from rqcore.parallel_queue import heartbeat, remote_tasks
from rqcore.parallel_queue.reorder_buffer import PassedValue, ReorderBuffer, Task
from rqcore.parallel_queue.worker_watch import LONG_TASK, RunningTask, Watcher
from rqcore.protocol.event_batch import Outcome
from rqcore.url import Url

log: logging.Logger = logging.getLogger("rqcore.parallel_queue")

NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for any step."""
CHECK_INTERVAL = 0.25
"""Seconds between two checks for tasks whose workers are silent."""
MAX_ATTEMPTS = 3
"""Number of workers that may be lost with a task before the task fails."""
HEARTBEATS_PER_LEASE = 4
"""Number of heartbeats that a worker sends in the time of a lease."""


@dataclass(slots=True)
class Lease:
    """A task that was sent to the workers. Times are seconds of ``time.monotonic``."""

    task: Task
    last_heartbeat: float
    """When its worker sent its last message; when the task was sent if no worker has taken it."""
    attempts: int = 1
    """How often the task was sent."""
    worker: str = ""
    """The name of the worker that runs it; empty until a worker has taken it."""
    started: float = 0.0
    """When that worker took it."""
    reported: bool = False
    """Whether the watcher was notified that it began."""

    @property
    def parts(self) -> tuple[str, bytes]:
        """The name of the function, and the encoded arguments."""
        assert isinstance(self.task.content, bytes)
        function, _, arguments = self.task.content.partition(b"\n")
        return function.decode(), arguments


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """The result of a task, as the worker sent it."""

    value: Any = None
    raised: Any = None
    """None; or the exception, as ``remote_tasks.encode_exception`` returns it."""

    def open(self) -> Any:
        """Return the value. Raises what the task raised."""
        if self.raised is None:
            return self.value
        raise remote_tasks.decode_exception(self.raised)


class RemoteWorkerPool:
    """Remote workers, with the interface of ``WorkerPool``: one thread sends tasks, one takes results.

    Args:
        order: The tasks and results, shared with the callers.
        lock: Guards ``order`` and the attributes here.
        changed: Is called under the lock when a result has come or there is space for a task.
        url: The server.
        window: Maximum number of tasks that are sent or have a buffered result.
        lease: Seconds without a heartbeat after which a worker counts as lost.

    Raises:
        ConnectionLost: The server cannot be reached.
    """

    broken: Exception | None
    """Why no further result can come; None while the pool works."""
    idle: bool
    """Whether ``wake`` must be called for a new task: always."""
    failed: int
    """Number of tasks that raised an exception or lost their workers."""
    watcher: Watcher | None
    name: str
    """The name of the queue on the server."""

    def __init__(
        self,
        order: ReorderBuffer,
        lock: threading.Lock,
        changed: Callable[[], None],
        url: Url,
        window: int,
        lease: float,
    ) -> None:
        self.broken = None
        self.idle = True
        self.failed = 0
        self.watcher = None
        self.name = uuid4().hex
        self._order = order
        self._lock = lock
        self._changed = changed
        self._window = window
        self._lease = lease
        self._leases: dict[int, Lease] = {}
        self._wake_event = threading.Event()
        self._stopping = False
        self._sender = open_connection(url, "rqcore-parallel-queue", NETWORK_TIMEOUT)
        try:
            self._receiver = open_connection(url, "rqcore-parallel-queue", NETWORK_TIMEOUT)
        except RqError:
            self._sender.close()
            raise
        heartbeat.start(self._sender, self.name)
        self._renewed = time.monotonic()
        self._threads = [
            threading.Thread(target=self._run_guarded, args=(work,), name="rqcore-pool", daemon=True)
            for work in (self._send, self._receive)
        ]

    def start(self) -> None:
        """Start both threads."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Have the thread check for tasks and for space again."""
        self._wake_event.set()

    def running_tasks(self, now: float) -> list[RunningTask]:
        """Return the task of each worker that has taken one, at the time ``now``. Call under the lock."""
        return [
            RunningTask(lease.worker, 0, lease.task, now - lease.started, 0, False)
            for lease in self._leases.values()
            if lease.worker
        ]

    def report_long_tasks(self, now: float) -> None:
        """Notify the watcher once of each task that has run for long at ``now``. Call under the lock."""
        if self.watcher is None:
            return
        for lease in self._leases.values():
            if lease.worker and not lease.reported and now - lease.started > LONG_TASK:
                lease.reported = True
                self.watcher.began(lease.worker, lease.task, int((now - lease.started) * 1e9))

    def stop(self) -> None:
        """End both threads and delete the lists of this queue, so that workers skip its tasks."""
        with self._lock:
            self._stopping = True
            self.broken = self.broken or Closed("the parallel queue was stopped")
            for lease in self._leases.values():
                self._report_ended(lease, Outcome.CANCELLED)
            self._leases.clear()
            self._changed()
        self._wake_event.set()
        for thread in self._threads:
            thread.join()
        with suppress(ConnectionLost):  # the next queue or worker deletes the lists
            heartbeat.end(self._sender, self.name)
        self._sender.close()
        self._receiver.close()

    def _run_guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except RqError as error:
            with self._lock:
                self.broken = self.broken or error
                self._changed()
            self._wake_event.set()

    def _send(self) -> None:
        """Send tasks, again if their workers are lost. Runs in a thread."""
        while not self._stopping and self.broken is None:
            self._wake_event.wait(CHECK_INTERVAL)
            self._wake_event.clear()
            for number, lease in self._next_tasks():
                self._send_task(number, lease)
            self._check_leases()
            self._renew_heartbeat()

    def _renew_heartbeat(self) -> None:
        if time.monotonic() - self._renewed > heartbeat.INTERVAL:
            heartbeat.renew(self._sender, self.name)
            self._renewed = time.monotonic()

    def _next_tasks(self) -> list[tuple[int, Lease]]:
        order, tasks = self._order, []
        with self._lock:
            order.pass_values()
            while order.waiting and len(self._leases) + order.buffered < self._window:
                task = order.waiting[0]
                if order.ready >= order.bounds.ready or isinstance(task.content, PassedValue):
                    break
                order.waiting.popleft()
                lease = self._leases[task.number] = Lease(task, time.monotonic())
                tasks.append((task.number, lease))
                order.pass_values()
            self._changed()
        return tasks

    def _send_task(self, number: int, lease: Lease) -> None:
        function, arguments = lease.parts
        data = remote_tasks.encode_request(self.name, number, self._lease / HEARTBEATS_PER_LEASE, arguments)
        self._sender.run(remote_tasks.push(remote_tasks.tasks_of(function), data))

    def _check_leases(self) -> None:
        now = time.monotonic()
        with self._lock:
            expired = [item for item in self._leases.items() if now - item[1].last_heartbeat > self._lease]
        for number, lease in expired:
            if lease.worker or not self._sender.run(
                remote_tasks.length(remote_tasks.tasks_of(lease.parts[0]))
            ):
                self._handle_lost(number, lease)
            else:
                lease.last_heartbeat = now  # no worker has taken it yet

    def _handle_lost(self, number: int, lease: Lease) -> None:
        log.warning("worker %s was lost while it ran task %d", lease.worker or "(unknown)", number)
        if lease.attempts >= MAX_ATTEMPTS:
            error = WorkerLost(
                f"{lease.attempts} workers were lost in task {number}, the last of them {lease.worker}"
            )
            self._finish(number, error)
            return
        with self._lock:
            self._report_ended(lease, Outcome.ERROR)
            lease.attempts, lease.worker, lease.last_heartbeat = lease.attempts + 1, "", time.monotonic()
        self._send_task(number, lease)

    def _receive(self) -> None:
        """Take the messages of workers. Runs in a thread."""
        while not self._stopping and self.broken is None:
            if data := self._receiver.run(
                remote_tasks.pop(remote_tasks.results_of(self.name), CHECK_INTERVAL)
            ):
                self._handle_message(data)

    def _handle_message(self, data: bytes) -> None:
        try:
            message = json.loads(data)
            number, worker, what = int(message["task"]), str(message["worker"]), message["is"]
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            shown = data[:80].decode(errors="backslashreplace")
            raise ProtocolError(f"{shown!r} is not a result: {error}") from error
        lease = self._leases.get(number)
        if lease is None:
            return  # two workers ran the task, and the other one was first
        self._record_heartbeat(lease, worker)
        if what == "value":
            self._finish(number, RemoteResult(message.get("value")))
        elif what == "raised":
            self._finish(number, RemoteResult(raised=message.get("raised")))
        elif what == "left":  # the worker was stopped: another one gets the task immediately
            lease.last_heartbeat = -self._lease
            self._wake_event.set()

    def _record_heartbeat(self, lease: Lease, worker: str) -> None:
        """Note that a worker runs the task. If two workers do, the first to report counts."""
        with self._lock:
            lease.last_heartbeat = time.monotonic()
            if not lease.worker:
                lease.worker, lease.started, lease.reported = worker, lease.last_heartbeat, False

    def _report_ended(self, lease: Lease, outcome: Outcome) -> None:
        """Notify the watcher that the worker of a task has ended it."""
        if self.watcher and lease.worker:
            took = int((time.monotonic() - lease.started) * 1e9)
            self.watcher.ended(lease.worker, lease.task, outcome, took, time.time_ns())

    def _finish(self, number: int, result: Any) -> None:
        failed = isinstance(result, WorkerLost) or result.raised is not None
        with self._lock:
            if lease := self._leases.pop(number, None):
                self._report_ended(lease, Outcome.ERROR if failed else Outcome.OK)
            self.failed += failed
            self._order.finish(number, result)
            self._changed()
        self._wake_event.set()
