# SPDX-License-Identifier: MIT
"""Calls that wait: what is known of one, and when its time is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from rqcore.events import NO_TIMEOUT, Method

if TYPE_CHECKING:
    from rqcore.clients import Client
    from rqcore.queues import Item, Line, Queue


@dataclass(slots=True, eq=False)
class Call:
    """One invocation of a method that could not be answered at once. Times in ns."""

    number: int
    client: Client
    method: Method
    queue: Queue
    began: int
    timeout: int
    reply: Callable[[list[Item]], bytes]
    """What it answers in the end, when these items were moved."""
    items: list[Item] = field(default_factory=list)
    """What a put brings."""
    moved: int = 0
    """How many of them it has brought already."""
    late: bytes | None = None
    """What it answers when the time is up, where that is no error."""
    wanted: int = 1
    """The most items that a get takes."""
    held: int = 0
    """Bytes that are counted for what a put brings."""

    @property
    def line(self) -> Line:
        """Where it waits."""
        if self.method is Method.JOIN:
            return self.queue.joiners
        return self.queue.putters if self.items else self.queue.getters

    @property
    def deadline(self) -> int | None:
        return None if self.timeout == NO_TIMEOUT else self.began + self.timeout


class Deadlines:
    """The calls that will not wait for ever, soonest first.

    A call that ended early stays in the heap until it is due, or until such
    calls are the larger half of it: so a long timeout costs no memory for long.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int]] = []
        self._calls: dict[int, Call] = {}

    def add(self, call: Call) -> None:
        if call.deadline is not None:
            heappush(self._heap, (call.deadline, call.number))
            self._calls[call.number] = call

    def discard(self, call: Call) -> None:
        if self._calls.pop(call.number, None) and len(self._heap) > 64 + 2 * len(self._calls):
            self._heap = [entry for entry in self._heap if entry[1] in self._calls]
            heapify(self._heap)

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def next(self) -> int | None:
        """When the soonest call is due, None when no call has a deadline."""
        while self._heap and self._heap[0][1] not in self._calls:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: int) -> list[Call]:
        """Take out every call whose time is up, soonest first."""
        calls = []
        while (deadline := self.next) is not None and deadline <= now:
            calls.append(self._calls.pop(heappop(self._heap)[1]))
        return calls
