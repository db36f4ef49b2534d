# SPDX-License-Identifier: MIT
"""The crew of a parallel queue whose workers are anywhere: ``rqcore work URL module:function``.

Each task is done at least once: one whose worker has not said for a while
that it lives is given to another, and of two results the first counts.
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
from rqcore.parallel_queue.worker_watch import WHILE, RunningTask, Watcher
from rqcore.protocol.event_batch import Outcome
from rqcore.url import Url

log = logging.getLogger("rqcore.parallel_queue")

NETWORK_TIMEOUT = 5.0
LOOK = 0.25
"""Seconds between two looks for tasks whose workers are silent."""
ATTEMPTS = 3
"""Workers that may be lost with a task before it is given up."""
BEATS = 4
"""How often a worker says in the time of a lease that it lives."""


@dataclass(slots=True)
class Lease:
    """A task that was given away."""

    task: Task
    heard: float
    """When its worker was last heard of, or it was given."""
    attempts: int = 1
    worker: str = ""
    since: float = 0.0
    """When that was first heard of."""
    told: bool = False
    """The watcher was told that it began."""

    @property
    def parts(self) -> tuple[str, bytes]:
        """Function and arguments."""
        assert isinstance(self.task.content, bytes)
        function, _, arguments = self.task.content.partition(b"\n")
        return function.decode(), arguments


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """The result of a task, as it came."""

    value: Any = None
    raised: Any = None

    def open(self) -> Any:
        """Raises what the task raised."""
        if self.raised is None:
            return self.value
        raise remote_tasks.exception(self.raised)


class RemoteWorkerPool:
    """What ``Crew`` is for processes of this machine. ``window``: tasks given away at a time."""

    def __init__(
        self,
        order: ReorderBuffer,
        lock: threading.Lock,
        changed: Callable[[], None],
        url: Url,
        window: int,
        lease: float,
    ) -> None:
        self.broken: Exception | None = None
        self.idle = True
        self.failed = 0
        self.watcher: Watcher | None = None
        self.name = uuid4().hex
        self._order = order
        self._lock = lock
        self._changed = changed
        self._window = window
        self._lease = lease
        self._leases: dict[int, Lease] = {}
        self._more = threading.Event()
        self._stopping = False
        self._sender = open_connection(url, "rqcore-parallel-queue", NETWORK_TIMEOUT)
        try:
            self._receiver = open_connection(url, "rqcore-parallel-queue", NETWORK_TIMEOUT)
        except RqError:
            self._sender.close()
            raise
        heartbeat.hang_out(self._sender, self.name)
        self._seen = time.monotonic()
        """When it was last said that this queue is there."""
        self._threads = [
            threading.Thread(target=self._guarded, args=(work,), name="rqcore-crew", daemon=True)
            for work in (self._send, self._receive)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There are tasks again, or there is room again."""
        self._more.set()

    def at_work(self, now: float) -> list[RunningTask]:
        """Who is at what, as far as workers have said. Called under the lock."""
        return [
            RunningTask(lease.worker, 0, lease.task, now - lease.since, 0, False)
            for lease in self._leases.values()
            if lease.worker
        ]

    def tell_began(self, now: float) -> None:
        """Tell the watcher of the tasks that take a while. Called under the lock."""
        if self.watcher is None:
            return
        for lease in self._leases.values():
            if lease.worker and not lease.told and now - lease.since > WHILE:
                lease.told = True
                self.watcher.began(lease.worker, lease.task, int((now - lease.since) * 1e9))

    def stop(self) -> None:
        """Take back what nobody began, and come back when that is done."""
        with self._lock:
            self._stopping = True
            self.broken = self.broken or Closed("the parallel queue was stopped")
            for lease in self._leases.values():
                self._tell_ended(lease, Outcome.CANCELLED)
            self._leases.clear()
            self._changed()
        self._more.set()
        for thread in self._threads:
            thread.join()
        with suppress(ConnectionLost):  # then there is nothing to delete either
            heartbeat.take_in(self._sender, self.name)
        self._sender.close()
        self._receiver.close()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except RqError as error:
            with self._lock:
                self.broken = self.broken or error
                self._changed()
            self._more.set()

    def _send(self) -> None:
        """In a thread: give tasks away, and again those that were lost."""
        while not self._stopping and self.broken is None:
            self._more.wait(LOOK)
            self._more.clear()
            for number, lease in self._next_tasks():
                self._give(number, lease)
            self._look_after_the_silent()
            self._renew_sign()

    def _renew_sign(self) -> None:
        if time.monotonic() - self._seen > heartbeat.BEAT:
            heartbeat.renew(self._sender, self.name)
            self._seen = time.monotonic()

    def _next_tasks(self) -> list[tuple[int, Lease]]:
        order, found = self._order, []
        with self._lock:
            order.pass_on()
            while order.waiting and len(self._leases) + order.buffered < self._window:
                task = order.waiting[0]
                if order.ready >= order.bounds.ready or isinstance(task.content, PassedValue):
                    break
                order.waiting.popleft()
                lease = self._leases[task.number] = Lease(task, time.monotonic())
                found.append((task.number, lease))
                order.pass_on()
            self._changed()
        return found

    def _give(self, number: int, lease: Lease) -> None:
        function, arguments = lease.parts
        data = remote_tasks.order(self.name, number, self._lease / BEATS, arguments)
        self._sender.run(remote_tasks.push(remote_tasks.tasks_of(function), data))

    def _look_after_the_silent(self) -> None:
        now = time.monotonic()
        with self._lock:
            silent = [item for item in self._leases.items() if now - item[1].heard > self._lease]
        for number, lease in silent:
            if lease.worker or not self._sender.run(
                remote_tasks.length(remote_tasks.tasks_of(lease.parts[0]))
            ):
                self._lost(number, lease)
            else:
                lease.heard = now  # nobody has taken it yet

    def _lost(self, number: int, lease: Lease) -> None:
        log.warning("task %d is lost with worker %s", number, lease.worker or "unknown")
        if lease.attempts >= ATTEMPTS:
            error = WorkerLost(
                f"{lease.attempts} workers were lost in task {number}, the last {lease.worker}"
            )
            self._finish(number, error)
            return
        with self._lock:
            self._tell_ended(lease, Outcome.ERROR)
            lease.attempts, lease.worker, lease.heard = lease.attempts + 1, "", time.monotonic()
        self._give(number, lease)

    def _receive(self) -> None:
        """In a thread: take results."""
        while not self._stopping and self.broken is None:
            if data := self._receiver.run(remote_tasks.pop(remote_tasks.results_of(self.name), LOOK)):
                self._take(data)

    def _take(self, data: bytes) -> None:
        try:
            said = json.loads(data)
            number, worker, what = int(said["task"]), str(said["worker"]), said["is"]
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise ProtocolError(f"{data[:80]!r} is no result: {error}") from error
        lease = self._leases.get(number)
        if lease is None:
            return  # of two workers that had it, this is the second
        self._hear(lease, worker)
        if what == "value":
            self._finish(number, RemoteResult(said.get("value")))
        elif what == "raised":
            self._finish(number, RemoteResult(raised=said.get("raised")))
        elif what == "left":  # its worker was told to end: it is another's at once
            lease.heard = -self._lease
            self._more.set()

    def _hear(self, lease: Lease, worker: str) -> None:
        """Somebody is at it: the first who says so, should one that was thought lost be at it as well."""
        with self._lock:
            lease.heard = time.monotonic()
            if not lease.worker:
                lease.worker, lease.since, lease.told = worker, lease.heard, False

    def _tell_ended(self, lease: Lease, outcome: Outcome) -> None:
        """Its worker is at it no more."""
        if self.watcher and lease.worker:
            took = int((time.monotonic() - lease.since) * 1e9)
            self.watcher.ended(lease.worker, lease.task, outcome, took, time.time_ns())

    def _finish(self, number: int, result: Any) -> None:
        failed = isinstance(result, WorkerLost) or result.raised is not None
        with self._lock:
            if lease := self._leases.pop(number, None):
                self._tell_ended(lease, Outcome.ERROR if failed else Outcome.OK)
            self.failed += failed
            self._order.finish(number, result)
            self._changed()
        self._more.set()
