# SPDX-License-Identifier: MIT
"""The calls that wait for a queue, in the order in which they began to wait, and how they end."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from rqcore.controller.items import Item, Place
from rqcore.errors import RqError
from rqcore.protocol.event_values import Outcome
from rqcore.protocol.queue_values import End


class BlockedValue(Enum):
    """The type of ``BLOCKED``."""

    BLOCKED = "blocked"


BLOCKED: Final = BlockedValue.BLOCKED
"""A method returns it if its call must wait."""


class EndedCall(NamedTuple):
    """A call that no longer waits. The caller must record its end and answer its client."""

    call: Any
    """The blocked call. It is no longer in its wait queue."""
    items: Sequence[Item]
    """The items that the call moved."""
    error: RqError | None = None
    """The error if the call failed; None if it succeeded."""
    place: Place = None
    """The place of an item that the call leases."""
    steps: int = 1
    """How long it takes to end, measured in calls that waited for one queue."""


EndedCalls = Iterator[EndedCall | None]
"""Calls that end. None for one that has left a queue, but still waits for another: that takes time too."""
LEFT_TOGETHER = 50
"""The most queues that a get whose client was lost leaves immediately."""
LEFT_IN_A_TURN = 500
"""The most queues that it leaves in one turn otherwise."""
QUEUES_OF_A_STEP = 30
"""A call that waits for several queues leaves as many in the time in which another call ends."""


def outcome_of(error: RqError) -> Outcome:
    """Return the outcome that events report for an error."""
    return Outcome.__members__.get(error.code, Outcome.ERROR)


class QueuedCall(Protocol):
    """The part of a blocked call that a queue uses."""

    number: int
    """Unique among all calls of a controller."""
    items: list[Item]
    """The items of a put; empty for other calls."""
    moved: int
    """The number of ``items`` that are already in the queue."""
    wanted: int
    """The most items that a get takes; 0 for other calls."""
    lease_ns: int
    """How long the lease of the item of a get lasts, in ns; 0 for a get that takes it."""
    enters_ns: int
    """When the item of a put enters the queue, in ns; 0 for immediately."""
    end: End | None
    """The end of the list from which a get takes; None for the next item."""
    queue: Any
    """The queue for which the call waits, or the first of them."""
    alternatives: dict[Any, Any]
    """All queues for which a get waits, if there are several."""
    is_aside: bool
    """The get takes no item, also where it has not left the wait queue yet."""


C = TypeVar("C", bound=QueuedCall)


class WaitQueue(OrderedDict[int, C]):
    """Blocked calls by number, which rises. Any call can be removed early, and can return to its place.

    A call that returns is at the end of the dictionary, and its number also in a heap, because a dictionary
    has no way to insert it: the first call is the first of the dictionary, or the first of the heap.
    """

    _returned: list[int] | tuple[()] = ()
    """The numbers of calls that returned, as a heap. Some may have left since."""

    def add(self, call: C) -> None:
        """Add a call behind all others."""
        self[call.number] = call

    def remove(self, call: C) -> None:
        """Remove a call from any position. Raises KeyError if it is not here."""
        del self[call.number]

    def discard(self, call: C) -> None:
        """Remove a call. Does nothing if it is not here, because it has stepped aside."""
        self.pop(call.number, None)

    def insert(self, call: C) -> None:
        """Add a call in front of all calls that began later."""
        if not self._returned or len(self._returned) > 64 + 2 * len(self):  # most of them have left
            self._returned = [number for number in self._returned if number in self]
            heapify(self._returned)
        heappush(self._returned, call.number)
        self[call.number] = call

    @property
    def first(self) -> C:
        """The call that has waited the longest."""
        return self[self._first_number()]

    def pop_first(self) -> C:
        """Remove and return the call that has waited the longest."""
        if not self._returned:
            return self.popitem(last=False)[1]
        return self.pop(self._first_number())

    def in_order(self) -> list[C]:
        """Return all calls in the order in which they began to wait."""
        return [self[number] for number in sorted(self)] if self._returned else list(self.values())

    def _first_number(self) -> int:
        returned, first = self._returned, next(iter(self))
        while returned and returned[0] not in self:
            heappop(returned)
        return min(first, returned[0]) if returned else first


class FrozenWaitQueue(WaitQueue[C]):
    """A wait queue in which no call continues until it is thawed. The dictionary has only calls that pass.

    Args:
        frozen: The wait queue. Its calls keep their places, and can leave it as before.
    """

    def __init__(self, frozen: WaitQueue[C]) -> None:
        """Freeze a wait queue."""
        super().__init__()
        self.frozen: WaitQueue[C] = frozen
        """The calls that do not continue."""

    def remove(self, call: C) -> None:
        """Remove a call from any position. Raises KeyError if it is not here."""
        if self.frozen.pop(call.number, None) is None:
            super().remove(call)

    def discard(self, call: C) -> None:
        """Remove a call. Does nothing if it is not here."""
        self.frozen.discard(call)
        super().discard(call)

    def insert(self, call: C) -> None:
        """Add a call that stepped aside. It does not continue."""
        self.frozen.insert(call)

    def pass_first(self) -> C:
        """Let the call that has waited the longest pass. Returns it."""
        call = self.frozen.pop_first()
        super().insert(call)
        return call

    def thawed(self) -> WaitQueue[C]:
        """Return the wait queue, with the calls that have passed and still wait at their places."""
        for call in self.values():
            self.frozen.insert(call)
        return self.frozen


def choose_queue(call: Any, queue: Any) -> int:
    """Let a call that may wait for several queues wait for no other than this one. Returns their number."""
    if not call.alternatives:
        return 0
    others, call.alternatives = call.alternatives, {}
    for other in others:
        other.getters.discard(call)
    call.queue = queue
    return len(others)


def waits_elsewhere(call: Any, queue: Any) -> bool:
    """Whether a call that has left this queue still waits for another queue."""
    if call.alternatives.pop(queue, None) is None or not call.alternatives:
        return False
    if call.queue is queue:
        call.queue = next(iter(call.alternatives))
    return True


def queues_of(call: Any) -> tuple[Any, ...]:
    """Return all queues for which a call waits."""
    return tuple(call.alternatives) or (call.queue,)


def step_aside(call: Any) -> None:
    """Let a get leave its place, so that it takes no item, until ``take_place``."""
    for queue in queues_of(call):
        queue.getters.remove(call)
    call.is_aside = True


def step_aside_later(call: Any) -> Callable[[int], bool]:
    """Let a get of many queues take no item from now on. Returns a task that lets it leave its places."""
    call.is_aside = True
    queues = list(call.alternatives)

    def leave_some(now_ns: int) -> bool:
        for queue in queues[-LEFT_IN_A_TURN:] if call.is_aside else ():
            queue.getters.discard(call)
        del queues[-LEFT_IN_A_TURN:]
        return bool(queues) and call.is_aside

    return leave_some


def take_place(call: Any) -> None:
    """Let a get that stepped aside wait again, in front of the gets that began later."""
    if call.alternatives:
        for queue in [queue for queue in call.alternatives if queue.is_closed]:
            del call.alternatives[queue]
            queue.getters.discard(call)
        call.queue = next(iter(call.alternatives))
    for queue in queues_of(call):
        if call.number not in queue.getters:
            queue.getters.insert(call)
