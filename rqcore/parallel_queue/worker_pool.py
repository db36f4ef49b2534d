# SPDX-License-Identifier: MIT
"""The worker processes of a parallel queue, and the thread that exchanges tasks and results with them.

Each worker is given in advance as many short tasks as keep it busy for ``worker_slot.AHEAD``; a long task
comes alone. A worker sends results in the order of its tasks. So when it dies, the first of its unfinished
tasks is the one that it ran: that one fails, and the others go to other workers.
"""

from __future__ import annotations

import atexit
import logging
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from rqcore.errors import Closed, WorkerLost, WorkError
from rqcore.parallel_queue.reorder_buffer import PassedValue, ReorderBuffer
from rqcore.parallel_queue.task_messages import HEAD, ResultKind, TaskResult
from rqcore.parallel_queue.worker_process import CHUNK, WorkerProcess, end
from rqcore.parallel_queue.worker_slot import WorkerSlot
from rqcore.parallel_queue.worker_watch import LONG_TASK, RunningTask, Watcher
from rqcore.protocol.event_batch import Outcome

log: logging.Logger = logging.getLogger("rqcore.parallel_queue")

WEIGHT = 0.25
"""The weight of the last task in the moving average of durations."""
CHECK_INTERVAL = 0.5
"""Seconds between two checks for dead workers, whose sockets may stay open in processes that they forked."""
MAX_START_FAILURES = 3
"""Number of workers that may die in a row before they are ready; then the pool is broken."""
SpawnWorker = Callable[[], WorkerProcess]
"""Starts a worker process."""


class WorkerPool(threading.Thread):
    """Worker processes, and the thread that serves them.

    Args:
        order: The tasks and results, shared with the callers.
        lock: Guards ``order`` and the attributes here.
        changed: Is called under the lock when a result has come or there is space for a task.
        spawn: Starts a worker.
        size: Number of workers.
        most: Maximum number of tasks that a worker has at a time.
    """

    broken: Exception | None
    """Why no further result can come; None while the pool works."""
    slots: list[WorkerSlot]
    idle: bool
    """Whether no task waits for a worker, so that ``wake`` must be called for the next one."""
    failed: int
    """Number of tasks that raised an exception or lost their worker."""
    watcher: Watcher | None

    def __init__(
        self,
        order: ReorderBuffer,
        lock: threading.Lock,
        changed: Callable[[], None],
        spawn: SpawnWorker,
        size: int,
        most: int,
    ) -> None:
        super().__init__(name="rqcore-pool", daemon=True)
        self.broken = None
        self.slots = []
        self.idle = False
        self.failed = 0
        self.watcher = None
        self._order = order
        self._lock = lock
        self._changed = changed
        self._spawn = spawn
        self._most = most
        self._start_failures = 0
        self._stopping = False
        self._process = os.getpid()
        self._selector = selectors.DefaultSelector()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._selector.register(self._wake_receiver, selectors.EVENT_READ)
        try:
            for _ in range(size):  # before the thread starts, because forking is safe only without threads
                self._add()
        except BaseException:
            self._close()
            raise

    def wake(self) -> None:
        """Have the thread check for tasks and for space again. Call under the lock."""
        self.idle = False
        with suppress(OSError):  # the socket is full, so the thread wakes anyway
            self._wake_sender.send(b"!")

    def finish(self, wait_at_exit: bool) -> None:
        """Accept no further task. The workers end when every task is finished.

        Args:
            wait_at_exit: Whether the program waits at its end until every task is finished.
        """
        with self._lock:
            if self.broken or self._order.ending:
                return
            self._order.ending = True
            if wait_at_exit:
                atexit.register(self._finish_at_exit)
            self._changed()
            self.wake()

    def _finish_at_exit(self) -> None:
        try:
            self.join()
        finally:  # also after Ctrl+C
            self.terminate()

    def release(self) -> None:
        """End the workers of a queue that no variable refers to any more, unless they finish its tasks.

        The garbage collector calls this in any thread, also in that of the pool, which holds the lock.
        """
        if threading.current_thread() is self:
            self._stopping = not self._order.ending
        elif not self._order.ending:
            self.terminate()

    def terminate(self) -> None:
        """End the workers, even during a task, and wait until they have ended."""
        if os.getpid() != self._process:  # a forked worker has inherited the pool: it is not the owner
            return
        with self._lock:
            self._stopping = True
            self.broken = self.broken or Closed("the parallel queue was stopped")
            self._changed()
            self.wake()
        self.join()

    def running_tasks(self, now: float) -> list[RunningTask]:
        """Return the running task of each worker, at the time ``now``. Call under the lock."""
        return [
            RunningTask(
                slot.name,
                slot.pid,
                slot.tasks[0] if slot.tasks else None,
                now - slot.since if slot.tasks else 0.0,
                max(len(slot.tasks) - 1, 0),
                not self._has_space(slot),
            )
            for slot in self.slots
        ]

    def report_long_tasks(self, now: float) -> None:
        """Notify the watcher once of each task that has run for long at ``now``. Call under the lock."""
        if self.watcher is None:
            return
        for slot in self.slots:
            if slot.tasks and not slot.reported and now - slot.since > LONG_TASK and self._has_space(slot):
                slot.reported = True
                self.watcher.began(slot.name, slot.tasks[0], int((now - slot.since) * 1e9))

    def run(self) -> None:
        """Serve the workers until ``terminate``, until all is finished, or until no worker can start."""
        try:
            while not self._stopping and not isinstance(self.broken, WorkError):
                self._dispatch()
                if self._is_drained():
                    break
                for key, _ in self._selector.select(CHECK_INTERVAL):
                    self._handle_event(key.data)
                self._replace_dead()
        except Exception as error:
            log.exception("the worker pool of a parallel queue failed")
            self._break(WorkerLost(f"the worker pool of the parallel queue failed: {error!r}"))
        finally:
            self._close()

    def _is_drained(self) -> bool:
        """Return whether the queue was stopped and every task is finished; then report that."""
        with self._lock:
            if self._order.drained and self.broken is None:
                self.broken = Closed("the parallel queue was stopped")
                self._changed()
            return self._order.drained

    def _close(self) -> None:
        atexit.unregister(self._finish_at_exit)
        slots, self.slots = self.slots, []
        with self._lock:
            for slot in slots:
                self._report_lost(slot, Outcome.CANCELLED)
        end([slot.worker for slot in slots])
        for slot in slots:
            slot.worker.close()
        self._selector.close()
        self._wake_receiver.close()
        with self._lock:
            self._wake_sender.close()

    def _dispatch(self) -> None:
        """Give waiting tasks to workers, and choose the workers to read from."""
        with self._lock:
            self._accept_all()
            self._distribute()
            self.idle = not self._order.waiting
            self._changed()
        for slot in self.slots:
            if slot.outbox:
                slot.write()
            self._watch(slot)

    def _distribute(self) -> None:
        """Give one task to each worker in turn, to the least busy first, so that no worker gets all."""
        waiting = self._order.waiting
        slots = sorted(self.slots, key=lambda slot: len(slot.tasks))
        capacities = [(slot, slot.capacity(self._most)) for slot in slots]
        for turn in range(self._most):
            for slot in [slot for slot, space in capacities if turn < space]:
                if not waiting or isinstance(waiting[0].content, PassedValue):
                    return
                slot.give(waiting.popleft())

    def _watch(self, slot: WorkerSlot) -> None:
        wanted = not slot.inbox and self._has_space(slot)
        events = (selectors.EVENT_READ if wanted else 0) | (selectors.EVENT_WRITE if slot.outbox else 0)
        if events == slot.watched:
            return
        if not slot.watched:
            self._selector.register(slot.worker.socket, events, slot)
        elif events:
            self._selector.modify(slot.worker.socket, events, slot)
        else:
            self._selector.unregister(slot.worker.socket)
        slot.watched = events

    def _handle_event(self, slot: WorkerSlot | None) -> None:
        if slot is None:
            self._wake_receiver.recv(CHUNK)
        else:
            slot.inbox += slot.read()
            with self._lock:
                self._accept(slot)

    def _has_space(self, slot: WorkerSlot) -> bool:
        return not slot.tasks or self._order.wants(slot.tasks[0].number)

    def _accept_all(self) -> None:
        """Accept results until none helps another: a finished task can make space for the next result."""
        turn = -1
        while turn != self._order.turn:
            turn = self._order.turn
            self._order.pass_values()
            for slot in self.slots:
                self._accept(slot)

    def _accept(self, slot: WorkerSlot) -> None:
        while slot.inbox and self._has_space(slot):
            self._handle_message(slot, slot.inbox.popleft())

    def _handle_message(self, slot: WorkerSlot, data: bytes) -> None:
        number, kind, took, ended = HEAD.unpack_from(data)
        result = TaskResult(ResultKind(kind), data[HEAD.size :])
        if kind == ResultKind.READY:
            slot.ready, self._start_failures = True, 0
        elif kind == ResultKind.INIT_FAILED:
            self._fail_init(result)
        else:
            task = slot.tasks.popleft()
            slot.begin()
            if self.watcher:
                outcome = Outcome.OK if kind == ResultKind.VALUE else Outcome.ERROR
                self.watcher.ended(slot.name, task, outcome, took * 1000, ended)
            slot.mean += (took - slot.mean) * WEIGHT
            self.failed += kind == ResultKind.RAISED
            self._order.finish(number, result)

    def _fail_init(self, result: TaskResult) -> None:
        try:
            result.open()
        except Exception as error:
            self.broken = WorkerLost(f"worker_init_f raised {error!r}")
            self.broken.__cause__ = error
            self._changed()

    def _replace_dead(self) -> None:
        for slot in [slot for slot in self.slots if not slot.worker.process.is_alive()]:
            slot.inbox += slot.read_all()
            self._remove_dead(slot)
            if self.broken is None:
                self._add()

    def _remove_dead(self, slot: WorkerSlot) -> None:
        """Remove a dead worker. The task that it ran fails; its other tasks go to other workers."""
        self.slots.remove(slot)
        if slot.watched:
            self._selector.unregister(slot.worker.socket)
        exit_reason = slot.worker.exit_reason()
        slot.worker.close()
        log.warning("worker %s of a parallel queue %s", slot.pid, exit_reason)
        with self._lock:
            for data in slot.inbox:
                self._handle_message(slot, data)
        if not slot.ready:
            self._start_failures += 1
            if self._start_failures >= MAX_START_FAILURES:
                self._break(
                    WorkerLost(
                        f"{self._start_failures} workers died before their first task; the last {exit_reason}"
                    )
                )
        with self._lock:
            if slot.ready and slot.tasks:
                self._report_lost(slot, Outcome.ERROR)
                task = slot.tasks.popleft()
                self.failed += 1
                lost = WorkerLost(f"worker {slot.pid} {exit_reason} in task {task.number}")
                self._order.finish(task.number, lost)
            self._order.requeue(slot.tasks)
            self._changed()

    def _report_lost(self, slot: WorkerSlot, outcome: Outcome) -> None:
        """Notify the watcher that a worker will not finish its task."""
        if slot.tasks and self.watcher:
            took = time.monotonic() - slot.since
            self.watcher.ended(slot.name, slot.tasks[0], outcome, int(took * 1e9), time.time_ns())

    def _break(self, error: WorkError) -> None:
        with self._lock:
            self.broken = self.broken or error
            self._changed()

    def _add(self) -> None:
        slot = WorkerSlot(self._spawn())
        slot.worker.socket.setblocking(False)
        self.slots.append(slot)
        self._watch(slot)
