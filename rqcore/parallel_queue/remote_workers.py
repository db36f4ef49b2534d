# SPDX-License-Identifier: MIT
"""The pool of remote workers of a parallel queue: each is a command ``rqcore work URL module:function``.

Each task runs at least once. A worker sends heartbeats while it runs a task; when they stop for the time
of a lease, the task is given to another worker. If both send a result, the first counts.

If a connection is lost, its thread opens another one. Tasks and results that were on the way, or on a
controller that was restarted, are lost with it; a task without a result is sent again. Calls that wait
raise the error of a longer outage, and the queue continues when the server is back.
"""

from __future__ import annotations

import atexit
import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from rqcore.client.pool import ConnectionPool
from rqcore.errors import CallerError, Closed, ControllerError, QueueState, RqError, WorkerLost, quoted
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
RETRY = 0.25
"""Seconds between two attempts to connect again."""
OUTAGE = 10.0
"""Seconds without a connection after which calls that wait raise its error."""
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
        self.idle = True
        self.failed = 0
        self.watcher = None
        self.name = uuid4().hex
        self._order = order
        self._lock = lock
        self._changed = changed
        self._window = window
        self._lease = lease
        self._url = url
        self._leases: dict[int, Lease] = {}
        self._unsent: deque[int] = deque()
        """The numbers of leases whose tasks must be sent, for the first time or again."""
        self._wake_event = threading.Event()
        self._failure: Exception | None = None
        """Why the pool has ended."""
        self._outages: dict[str, ControllerError] = {}
        """The error of each thread that has no connection for a longer time."""
        self._renewed = self._checked = 0.0
        sender = self._connect()
        try:
            heartbeat.start(sender, self.name)
            receiver = self._connect()
        except RqError:
            sender.close()
            raise
        self._running = 2
        self._threads = [
            threading.Thread(target=self._run_guarded, args=(work, link), name=name, daemon=True)
            for work, link, name in (
                (self._send, sender, "rqcore-pool-sender"),
                (self._receive, receiver, "rqcore-pool-receiver"),
            )
        ]

    @property
    def broken(self) -> Exception | None:
        """Why no result can come now; None while the pool works."""
        return self._failure or next(iter(self._outages.values()), None)

    def _connect(self) -> ConnectionPool:
        return remote_tasks.open_pool(self._url, "rqcore-parallel-queue", NETWORK_TIMEOUT)

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

    def finish(self, wait_at_exit: bool) -> None:
        """Accept no further task. The threads end when every task is finished.

        Args:
            wait_at_exit: Whether the program waits at its end until every task is finished.
        """
        with self._lock:
            if self._failure or self._order.ending:
                return
            self._order.ending = True
            if wait_at_exit:
                atexit.register(self._finish_at_exit)
            self._changed()
        self._wake_event.set()

    def _finish_at_exit(self) -> None:
        try:
            self.join()
        finally:  # also after Ctrl+C
            self.terminate()

    def join(self, timeout: float | None = None) -> None:
        """Wait until both threads have ended, up to ``timeout`` seconds; None waits without a limit."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if deadline is None else max(deadline - time.monotonic(), 0))

    def is_alive(self) -> bool:
        """Return whether a thread of the pool runs."""
        return any(thread.is_alive() for thread in self._threads)

    def release(self) -> None:
        """End the pool of a queue that no variable refers to any more, unless it finishes its tasks.

        The garbage collector calls this in any thread, also in the threads of the pool, which hold the lock.
        """
        if self._order.ending:
            return
        if threading.current_thread() in self._threads:
            self._failure = self._failure or Closed("the parallel queue was deleted")
        else:
            self.terminate()

    def terminate(self) -> None:
        """End both threads and delete the lists of this queue, so that workers skip its tasks."""
        self._end(Closed("the parallel queue was stopped"))
        self.join()

    def _end(self, reason: Exception) -> None:
        with self._lock:
            self._failure = self._failure or reason
            for lease in self._leases.values():
                self._report_ended(lease, Outcome.CANCELLED)
            self._leases.clear()
            self._changed()
        self._wake_event.set()

    def _run_guarded(self, work: Callable[[ConnectionPool], None], link: ConnectionPool) -> None:
        """Run the work of a thread until the pool ends; if the connection is lost, open another one."""
        connection: ConnectionPool | None = link
        try:
            while connection and not self._failure:
                try:
                    work(connection)
                except (ControllerError, QueueState) as error:  # QueueState: a controller that stops
                    log.warning("%s; connecting again", error)
                    connection.close()
                    connection = self._reconnect()
        except Exception as error:
            if not isinstance(error, RqError):
                log.exception("a thread of a parallel queue failed")
            self._end(error)
        finally:
            self._close(connection)

    def _reconnect(self) -> ConnectionPool | None:
        """Connect again, however long it takes. Return None if the pool ends."""
        name, lost = threading.current_thread().name, time.monotonic()
        while not self._failure:
            try:
                connection = self._connect()
            except ControllerError as error:
                if time.monotonic() - lost > OUTAGE:
                    self._report_outage(name, error)
                time.sleep(RETRY)
            else:
                self._report_outage(name, None)
                return connection
        return None

    def _report_outage(self, name: str, error: ControllerError | None) -> None:
        with self._lock:
            if error:
                self._outages[name] = error
            else:
                self._outages.pop(name, None)
            self._changed()

    def _close(self, connection: ConnectionPool | None) -> None:
        """End a thread. The last one deletes the lists of this queue."""
        with self._lock:
            self._running -= 1
            is_last = self._running == 0
        if connection and is_last:
            with suppress(RqError):  # the next queue or worker deletes the lists
                heartbeat.end(connection, self.name)
        if connection:
            connection.close()
        if is_last:
            atexit.unregister(self._finish_at_exit)

    def _send(self, connection: ConnectionPool) -> None:
        """Send tasks, again if their workers are lost. Runs in a thread."""
        self._check_heartbeat(connection)
        self._send_forgotten(connection)
        while not self._failure:
            self._wake_event.wait(CHECK_INTERVAL)
            self._wake_event.clear()
            self._lease_tasks()
            while self._unsent:
                self._send_task(connection, self._unsent[0])
                self._unsent.popleft()
            self._check_leases(connection)
            if not self._check_heartbeat(connection):
                self._send_forgotten(connection)
            if self._order.drained:
                self._end(Closed("the parallel queue was stopped"))

    def _check_heartbeat(self, connection: ConnectionPool) -> bool:
        """Renew the heartbeat if it is time, and look often whether it still exists.

        Returns:
            False if it did not: the controller was restarted, perhaps without a lost connection in this
            thread, and workers have skipped the tasks that they took meanwhile.
        """
        now, exists = time.monotonic(), True
        if now - self._checked > CHECK_INTERVAL:
            self._checked = now
            exists = connection.run(remote_tasks.exists(remote_tasks.heartbeat_of(self.name)))
        if not exists:
            heartbeat.start(connection, self.name)
            self._renewed = now
        elif now - self._renewed > heartbeat.INTERVAL:
            heartbeat.renew(connection, self.name)
            self._renewed = now
        return exists

    def _send_forgotten(self, connection: ConnectionPool) -> None:
        """Send the tasks again that no worker has, and that a restarted controller has forgotten."""
        with self._lock:
            waiting = [(number, lease) for number, lease in self._leases.items() if not lease.worker]
        lists = {remote_tasks.tasks_of(lease.parts[0]) for _, lease in waiting}
        empty = {each for each in lists if not connection.run(remote_tasks.length(each))}
        for number, lease in waiting:
            if number not in self._unsent and remote_tasks.tasks_of(lease.parts[0]) in empty:
                self._unsent.append(number)
        self._wake_event.set()

    def _lease_tasks(self) -> None:
        """Take waiting tasks, as many as the window allows, to be sent."""
        order = self._order
        with self._lock:
            order.pass_values()
            while order.waiting and len(self._leases) + order.buffered < self._window:
                task = order.waiting[0]
                has_space = order.ending or order.ready < order.bounds.ready
                if not has_space or isinstance(task.content, PassedValue):
                    break
                order.waiting.popleft()
                self._leases[task.number] = Lease(task, time.monotonic())
                self._unsent.append(task.number)
                order.pass_values()
            self._changed()

    def _send_task(self, connection: ConnectionPool, number: int) -> None:
        """Send a task. If the server refuses it, for example because it is too large, the task fails."""
        lease = self._leases.get(number)
        if lease is None:
            return  # it was finished meanwhile, or the pool ends
        function, arguments = lease.parts
        data = remote_tasks.encode_request(self.name, number, self._lease / HEARTBEATS_PER_LEASE, arguments)
        try:
            connection.run(remote_tasks.push(remote_tasks.tasks_of(function), data))
        except CallerError as error:
            self._finish(number, error)

    def _check_leases(self, connection: ConnectionPool) -> None:
        now = time.monotonic()
        with self._lock:
            expired = [item for item in self._leases.items() if now - item[1].last_heartbeat > self._lease]
        for number, lease in expired:
            tasks = remote_tasks.tasks_of(lease.parts[0])
            if lease.worker or not connection.run(remote_tasks.length(tasks)):
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
        self._unsent.append(number)
        self._wake_event.set()

    def _receive(self, connection: ConnectionPool) -> None:
        """Take the messages of workers. Runs in a thread."""
        results = remote_tasks.results_of(self.name)
        while not self._failure:
            if data := connection.run(remote_tasks.pop(results, CHECK_INTERVAL)):
                self._handle_message(data)

    def _handle_message(self, data: bytes) -> None:
        try:
            message = json.loads(data)
            number, worker, what = int(message["task"]), str(message["worker"]), message["is"]
        except (ValueError, TypeError, LookupError, RecursionError, OverflowError) as error:
            log.warning("skipped %s, which is not a result: %s", quoted(data), error)
            return  # if it was the result of a task, the lease of that task expires
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
        failed = isinstance(result, Exception) or result.raised is not None
        with self._lock:
            if lease := self._leases.pop(number, None):
                self._report_ended(lease, Outcome.ERROR if failed else Outcome.OK)
            self.failed += failed
            self._order.finish(number, result)
            self._changed()
        self._wake_event.set()
