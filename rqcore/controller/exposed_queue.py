# SPDX-License-Identifier: MIT
"""Queues in other programs, as those programs report them, each with a unique name.

A client reports the queues of its own program, the blocked calls, and the threads
or tasks that called. All of it is removed when the client disconnects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import uuid4

from rqcore.controller.queue import Queue
from rqcore.protocol.event_values import Outcome, Phase
from rqcore.protocol.memory import CALL_COST, CALLER_COST, EXPOSED_COST, Memory
from rqcore.protocol.parallel_stats import ParallelStat
from rqcore.protocol.queue_values import QueueStat, Waiter


class ExposedQueue(Queue):
    """A queue in another program. Clients can inspect and observe it, but not use it.

    Args:
        number: Unique in the controller. Events identify the queue by it.
        name: The name that its program gives it.
        kind: The kind of queue, as its program describes it.
    """

    __slots__ = ("calls", "cost", "figures", "own_name", "tasks", "waiters")

    def __init__(self, number: int, name: str, kind: str) -> None:
        """Create the queue before its first report."""
        super().__init__(number, name)
        self.kind = kind
        self.own_name: str = name
        """The name that its program gives it. Clients see ``name``."""
        self.cost: int = EXPOSED_COST + len(name)
        """The bytes of memory that are counted for it, apart from its calls."""
        self.figures: dict[str, int] = {}
        """The fields of ``QueueStat`` that the program last reported."""
        self.calls: dict[int, ReportedCall] = {}
        """The calls that wait for it and whose starts were reported, by the program's numbers for them."""
        self.waiters: list[Waiter] = []
        """The blocked calls."""
        self.tasks: ParallelStat | None = None
        """The tasks of the workers; None if the program does not report them."""

    @property
    def size(self) -> int:
        """The number of items in the queue."""
        return self.figures.get("size", 0)

    def stat(self) -> QueueStat:
        """Return the state of the queue at the time of the last report."""
        return replace(super().stat(), **self.figures)  # type: ignore[arg-type]


class ExposedQueues:
    """The queues of other programs. Each has a name that no other queue has.

    The queues of the controller have precedence: a program never takes the name of one of them, and an
    exposed queue gives up its name when one of them is created with it.

    Args:
        is_taken: Returns whether a queue of the controller has this name or namespace.
    """

    def __init__(self, is_taken: Callable[[bytes], bool]) -> None:
        """Start without queues."""
        self._is_taken = is_taken
        self._by_key: dict[bytes, ExposedQueue] = {}
        """The queues by name and by namespace."""
        self._by_number: dict[int, ExposedQueue] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def __iter__(self) -> Iterator[ExposedQueue]:
        return iter(self._by_number.values())

    def get(self, key: bytes) -> ExposedQueue | None:
        """Return the queue with this name or namespace, or None."""
        return self._by_key.get(key)

    def add(self, number: int, name: str, kind: str) -> ExposedQueue:
        """Add a queue. If its name is taken, the name that clients see is longer.

        Args:
            number: Unique in the controller.
            name: The name that its program gives it.
            kind: The kind of queue, as its program describes it.
        """
        queue = ExposedQueue(number, name, kind)
        queue.name = self._free_name(queue)
        self._by_number[number] = queue
        self._by_key[queue.namespace.encode()] = self._by_key[queue.name.encode()] = queue
        return queue

    def rename(self, queue: ExposedQueue) -> None:
        """Give a queue another name, because a queue of the controller has its name now."""
        del self._by_key[queue.label.encode()]
        queue.name = self._free_name(queue)
        self._by_key[queue.name.encode()] = queue

    def remove(self, queue: ExposedQueue) -> None:
        """Remove a queue."""
        del self._by_number[queue.number]
        for key in (queue.namespace, queue.label):
            del self._by_key[key.encode()]

    def _free_name(self, queue: ExposedQueue) -> str:
        """Return the own name of a queue, or what begins with it if other queues have that name."""
        own = queue.own_name
        for name in (own, f"{own}#{queue.number}"):
            if not (name.encode() in self._by_key or self._is_taken(name.encode())):
                return name
        return f"{own}#{uuid4()}"  # a client may have used its number on purpose, but cannot guess this


class Caller(Protocol):
    """A thread or task of another program, which events show like a client."""

    number: int
    name: str
    address: str

    @property
    def label(self) -> str:
        """The name that users see."""


@dataclass(slots=True, eq=False)
class ReportedCall:
    """A call that waits for a queue of another program, as the program has reported it."""

    number: int
    """The controller's number for the call."""
    client: Caller
    """The thread or task that called."""
    queue: ExposedQueue
    start: dict[str, int]
    """The fields of the record of its start."""
    preview: bytes
    has_ended: bool = False
    """It waits no longer."""

    def cancelled(self, time_ns: int) -> dict[str, int]:
        """Return the fields of an end that the program did not report. ``time_ns``: since 1970."""
        duration_ns = max(time_ns - self.start["time"], 0)
        end = {"phase": Phase.END, "outcome": Outcome.CANCELLED, "time": time_ns, "waited": duration_ns}
        return {**self.start, **end}


class ExposedProgram:
    """What a client has reported of its own program, by the program's numbers.

    Args:
        memory: Counts the bytes of all of it.
    """

    def __init__(self, memory: Memory) -> None:
        """Start with nothing."""
        self._memory = memory
        self.held: int = 0
        """The bytes that are counted for this program."""
        self.queues: dict[int, ExposedQueue] = {}
        """The queues."""
        self.callers: dict[int, Caller] = {}
        """The threads and tasks that called."""
        self.calls: dict[int, ReportedCall] = {}
        """The calls that wait."""

    def count(self, size: int) -> None:
        """Count bytes of memory; a negative number if they are free again."""
        self.held += size
        self._memory.add_reported(size)

    def add_queue(self, number: int, queue: ExposedQueue) -> None:
        """Add a queue. ``number``: the program's number for it."""
        self.queues[number] = queue
        self.count(queue.cost)

    def remove_queue(self, number: int) -> None:
        """Remove a queue, which has no calls."""
        self.count(-self.queues.pop(number).cost)

    def add_caller(self, number: int, caller: Caller) -> None:
        """Add a thread or task. ``number``: the program's number for it."""
        self.callers[number] = caller
        self.count(cost_of_caller(caller.name))

    def remove_caller(self) -> Caller:
        """Remove any thread or task, and return it."""
        _, caller = self.callers.popitem()
        self.count(-cost_of_caller(caller.name))
        return caller

    def begin_call(self, number: int, call: ReportedCall) -> None:
        """Add a call that waits. ``number``: the program's number for it."""
        self.calls[number] = call.queue.calls[number] = call
        self.count(CALL_COST + len(call.preview))

    def end_call(self, number: int) -> ReportedCall | None:
        """Remove a call. Returns None if its start was not reported."""
        call = self.calls.pop(number, None)
        if call is not None:
            call.has_ended = True
            del call.queue.calls[number]
            self.count(-CALL_COST - len(call.preview))
        return call


def cost_of_caller(name: str) -> int:
    """Return the bytes of memory for a thread or task with this name."""
    return CALLER_COST + len(name)
