# SPDX-License-Identifier: MIT
"""The workers of a queue, and the thread that brings them tasks and takes their results.

Each worker is given as many tasks in advance as keep it busy for a moment,
long tasks one by one. Its results come in the order of its tasks, so when it
dies the first of them is the one that it died of; the others go to others.
"""

from __future__ import annotations

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
from rqcore.parallel_queue.worker_watch import WHILE, RunningTask, Watcher
from rqcore.protocol.event_batch import Outcome

log = logging.getLogger("rqcore.parallel_queue")

WEIGHT = 0.25
"""Of the last task, in the mean of how long tasks take."""
LOOK = 0.5
"""Seconds between two looks whether all workers live, where no socket tells."""
STILLBORN = 3
"""Workers that may die one after another before one is ready."""
Hire = Callable[[], WorkerProcess]


class WorkerPool(threading.Thread):
    """``order`` is shared with the callers, under ``lock``; under it ``changed`` is called."""

    def __init__(
        self,
        order: ReorderBuffer,
        lock: threading.Lock,
        changed: Callable[[], None],
        hire: Hire,
        size: int,
        most: int,
    ) -> None:
        """size: how many workers. most: tasks that one may be given in advance."""
        super().__init__(name="rqcore-crew", daemon=True)
        self.broken: Exception | None = None
        """Why nothing more will ever come."""
        self.hands: list[WorkerSlot] = []
        self.idle = False
        """It has given away all tasks: the next one has to wake it."""
        self.failed = 0
        self.watcher: Watcher | None = None
        self._order = order
        self._lock = lock
        self._changed = changed
        self._hire = hire
        self._most = most
        self._stillborn = 0
        self._stopping = False
        self._process = os.getpid()
        self._selector = selectors.DefaultSelector()
        self._bell, self._button = socket.socketpair()
        self._bell.setblocking(False)
        self._button.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        try:
            for _ in range(size):  # before there is a thread: so it is safe to fork
                self._add()
        except BaseException:
            self._close()
            raise

    def wake(self) -> None:
        """There are tasks again, or there is room for results again. Called under the lock."""
        self.idle = False
        with suppress(OSError):  # it has been rung enough
            self._button.send(b"!")

    def stop(self) -> None:
        """End the workers, whatever they do, and come back when they have ended."""
        if os.getpid() != self._process:  # a worker has inherited the queue, and drops it
            return
        with self._lock:
            self._stopping = True
            self.broken = self.broken or Closed("the parallel queue was stopped")
            self._changed()
            self.wake()
        self.join()

    def at_work(self, now: float) -> list[RunningTask]:
        """Who is at what. Called under the lock."""
        return [
            RunningTask(
                hand.name,
                hand.pid,
                hand.tasks[0] if hand.tasks else None,
                now - hand.since if hand.tasks else 0.0,
                max(len(hand.tasks) - 1, 0),
                not self._has_room(hand),
            )
            for hand in self.hands
        ]

    def tell_began(self, now: float) -> None:
        """Tell the watcher of the tasks that take a while. Called under the lock."""
        if self.watcher is None:
            return
        for hand in self.hands:
            if hand.tasks and not hand.told and now - hand.since > WHILE and self._has_room(hand):
                hand.told = True
                self.watcher.began(hand.name, hand.tasks[0], int((now - hand.since) * 1e9))

    def run(self) -> None:
        try:
            while not self._stopping and not isinstance(self.broken, WorkError):
                self._give()
                for key, _ in self._selector.select(LOOK):
                    self._heed(key.data)
                self._replace_the_dead()
        except Exception as error:
            log.exception("the crew of a parallel queue failed")
            self._break(WorkerLost(f"the crew of the parallel queue failed: {error!r}"))
        finally:
            self._close()

    def _close(self) -> None:
        hands, self.hands = self.hands, []
        with self._lock:
            for hand in hands:
                self._tell_lost(hand, Outcome.CANCELLED)
        end([hand.worker for hand in hands])
        for hand in hands:
            hand.worker.close()
        self._selector.close()
        self._bell.close()
        with self._lock:
            self._button.close()

    def _give(self) -> None:
        """Share out what waits, and see for whom to listen."""
        with self._lock:
            self._accept_all()
            self._share_out()
            self.idle = not self._order.waiting
            self._changed()
        for hand in self.hands:
            if hand.outbox:
                hand.write()
            self._watch(hand)

    def _share_out(self) -> None:
        """One to each in turn, whoever has least first: who has room for many must not get all."""
        waiting = self._order.waiting
        hands = sorted(self.hands, key=lambda hand: len(hand.tasks))
        rooms = [(hand, hand.room(self._most)) for hand in hands]
        for turn in range(self._most):
            for hand in [hand for hand, room in rooms if turn < room]:
                if not waiting or isinstance(waiting[0].content, PassedValue):
                    return
                hand.give(waiting.popleft())

    def _watch(self, hand: WorkerSlot) -> None:
        wanted = not hand.said and self._has_room(hand)
        events = (selectors.EVENT_READ if wanted else 0) | (selectors.EVENT_WRITE if hand.outbox else 0)
        if events == hand.watched:
            return
        if not hand.watched:
            self._selector.register(hand.worker.socket, events, hand)
        elif events:
            self._selector.modify(hand.worker.socket, events, hand)
        else:
            self._selector.unregister(hand.worker.socket)
        hand.watched = events

    def _heed(self, hand: WorkerSlot | None) -> None:
        if hand is None:
            self._bell.recv(CHUNK)
        else:
            hand.said += hand.read()
            with self._lock:
                self._accept(hand)

    def _has_room(self, hand: WorkerSlot) -> bool:
        return not hand.tasks or self._order.wants(hand.tasks[0].number)

    def _accept_all(self) -> None:
        """What was accepted of one may have been what another waited for."""
        turn = -1
        while turn != self._order.turn:
            turn = self._order.turn
            self._order.pass_on()
            for hand in self.hands:
                self._accept(hand)

    def _accept(self, hand: WorkerSlot) -> None:
        while hand.said and self._has_room(hand):
            self._hear(hand, hand.said.popleft())

    def _hear(self, hand: WorkerSlot, data: bytes) -> None:
        number, kind, took, ended = HEAD.unpack_from(data)
        result = TaskResult(ResultKind(kind), data[HEAD.size :])
        if kind == ResultKind.READY:
            hand.ready, self._stillborn = True, 0
        elif kind == ResultKind.USELESS:
            self._useless(result)
        else:
            task = hand.tasks.popleft()
            hand.begin()
            if self.watcher:
                outcome = Outcome.OK if kind == ResultKind.VALUE else Outcome.ERROR
                self.watcher.ended(hand.name, task, outcome, took * 1000, ended)
            hand.mean += (took - hand.mean) * WEIGHT
            self.failed += kind == ResultKind.RAISED
            self._order.finish(number, result)

    def _useless(self, result: TaskResult) -> None:
        try:
            result.open()
        except Exception as error:
            self.broken = WorkerLost(f"worker_init_f raised {error!r}")
            self.broken.__cause__ = error
            self._changed()

    def _replace_the_dead(self) -> None:
        for hand in [hand for hand in self.hands if not hand.worker.process.is_alive()]:
            hand.said += hand.read_all()
            self._bury(hand)
            if self.broken is None:
                self._add()

    def _bury(self, hand: WorkerSlot) -> None:
        """The task that it was at is lost with it, and that is its result."""
        self.hands.remove(hand)
        if hand.watched:
            self._selector.unregister(hand.worker.socket)
        fate = hand.worker.fate()
        hand.worker.close()
        log.warning("worker %s of a parallel queue %s", hand.pid, fate)
        with self._lock:
            for data in hand.said:
                self._hear(hand, data)
        if not hand.ready:
            self._stillborn += 1
            if self._stillborn >= STILLBORN:
                self._break(WorkerLost(f"no worker gets ready; the last {fate}"))
        with self._lock:
            if hand.ready and hand.tasks:
                self._tell_lost(hand, Outcome.ERROR)
                task = hand.tasks.popleft()
                self.failed += 1
                lost = WorkerLost(f"worker {hand.pid} {fate} in task {task.number}")
                self._order.finish(task.number, lost)
            self._order.give_back(hand.tasks)
            self._changed()

    def _tell_lost(self, hand: WorkerSlot, outcome: Outcome) -> None:
        """It is at its task no more, and had not come to the end of it."""
        if hand.tasks and self.watcher:
            took = time.monotonic() - hand.since
            self.watcher.ended(hand.name, hand.tasks[0], outcome, int(took * 1e9), time.time_ns())

    def _break(self, error: WorkError) -> None:
        with self._lock:
            self.broken = self.broken or error
            self._changed()

    def _add(self) -> None:
        hand = WorkerSlot(self._hire())
        hand.worker.socket.setblocking(False)
        self.hands.append(hand)
        self._watch(hand)
