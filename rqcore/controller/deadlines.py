# SPDX-License-Identifier: MIT
"""The deadlines of blocked calls, leases and delayed items."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from itertools import count
from typing import Generic, Protocol, TypeVar

from rqcore.controller.items import DelayedItem, ItemLease

MOVED = 4
"""The entries of the old heap that each call moves to the new one."""
LOOKED = 1000
"""The most entries that one call removes because they are not the deadline of a member."""


class Expiring(Protocol):
    """Something that ends, or happens, at a certain time."""

    number: int
    """Unique among all members of a ``Deadlines``."""

    @property
    def deadline_ns(self) -> int | None:
        """The time in ns of the controller's clock; None for no deadline."""


E = TypeVar("E", bound=Expiring)


class Deadlines(Generic[E]):
    """Members that have a deadline, ordered by deadline.

    The entry of a member that is removed early stays in the heap, because a heap cannot remove it cheaply. It
    is removed when it is due, or when such entries are more than half of the heap: members with late
    deadlines must not use memory for long. Then the heap becomes the old one, whose entries move to a new
    one: a few with each call, from its end, where nothing else has to move.

    The entry of a member whose deadline has become later stays too, until it is due: a lease that is extended
    again and again costs little.
    """

    def __init__(self) -> None:
        """Start without members."""
        self._heap: list[tuple[int, int]] = []
        self._old: list[tuple[int, int]] = []
        self._members: dict[int, E] = {}
        self._early: dict[int, int] = {}
        """When the entries of members are due that have a later deadline."""

    def add(self, member: E) -> None:
        """Add a member. Ignores one without a deadline."""
        if member.deadline_ns is not None:
            heappush(self._heap, (member.deadline_ns, member.number))
            self._members[member.number] = member
            self._tidy()

    def move(self, member: E, before_ns: int) -> None:
        """Update the place of a member, because its deadline has changed.

        Args:
            member: The member.
            before_ns: Its deadline before, in ns.
        """
        deadline_ns, number = member.deadline_ns, member.number
        assert deadline_ns is not None
        entry_ns = self._early.pop(number, before_ns)
        if deadline_ns < entry_ns:
            heappush(self._heap, (deadline_ns, number))
            self._tidy()
        elif deadline_ns > entry_ns:
            self._early[number] = entry_ns

    def discard(self, member: E) -> None:
        """Remove a member, if it is present."""
        if self._members.pop(member.number, None):
            if self._early:
                self._early.pop(member.number, None)
            self._tidy()

    def _tidy(self) -> None:
        """Move a few entries of the old heap, and forget entries that are no longer needed."""
        if self._old:
            for _ in range(min(MOVED, len(self._old))):
                if self._is_needed(entry := self._old.pop()):
                    heappush(self._heap, entry)
        elif len(self._heap) > 64 + 2 * len(self._members):
            self._old, self._heap = self._heap, []

    def _is_needed(self, entry: tuple[int, int]) -> bool:
        """Whether an entry is the only one of a member."""
        member = self._members.get(entry[1])
        return member is not None and entry[0] == self._early.get(entry[1], member.deadline_ns)

    def _first_heap(self) -> list[tuple[int, int]]:
        """Return the heap that has the first entry."""
        if not self._old or (self._heap and self._heap[0] <= self._old[0]):
            return self._heap
        return self._old

    def _clear_first(self, heap: list[tuple[int, int]]) -> bool:
        """Remove the first entry if it is not the deadline of a member. Returns whether it is."""
        entry = heap[0]
        if not self._is_needed(entry):
            heappop(heap)
            return False
        if self._early and self._early.pop(entry[1], None) is not None:
            deadline_ns = self._members[entry[1]].deadline_ns
            assert deadline_ns is not None
            heapreplace(heap, (deadline_ns, entry[1]))
            return False
        return True

    def __len__(self) -> int:
        return len(self._members)

    @property
    def next_due(self) -> int | None:
        """The earliest deadline in ns, or an earlier time if finding it takes long; None if there is none."""
        heap = self._first_heap()
        for _ in range(LOOKED):
            if not heap:
                return None
            if self._clear_first(heap):
                break
            heap = self._first_heap()
        return heap[0][0] if heap else None

    def pop_due(self, now_ns: int, most: int = sys.maxsize) -> list[E]:
        """Remove and return the first ``most`` members whose deadline is reached, earliest first.

        It returns fewer if finding them takes long. Then ``next_due`` is not later than ``now_ns``.
        """
        due: list[E] = []
        left = LOOKED
        while left and len(due) < most and (heap := self._first_heap()) and heap[0][0] <= now_ns:
            if self._clear_first(heap):
                due.append(self._members.pop(heappop(heap)[1]))
            else:
                left -= 1
        return due


FIRST_NUMBERS = 1 << 52
"""The numbers of leases begin at a random one below this, so that JSON can express them exactly."""


class ItemDeadlines(Deadlines[ItemLease | DelayedItem]):
    """When leases end, and when delayed items enter their queues."""

    def __init__(self) -> None:
        """Start at a random number."""
        super().__init__()
        self.next_number: Callable[[], int] = count(secrets.randbelow(FIRST_NUMBERS) + 1).__next__
