# SPDX-License-Identifier: MIT
"""The deadlines of blocked calls, leases and delayed items."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeVar

from rqcore.controller.items import DelayedItem, ItemLease


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

    The entry of a member that is removed early, or has another deadline since, stays in the heap, because a
    heap cannot remove it cheaply. It is removed when it is due, or when such entries are more than half of
    the heap: members with late deadlines must not use memory for long.
    """

    def __init__(self) -> None:
        """Start without members."""
        self._heap: list[tuple[int, int]] = []
        self._members: dict[int, E] = {}

    def add(self, member: E) -> None:
        """Add a member, or update its place when its deadline has changed. Ignores one without a deadline."""
        if member.deadline_ns is not None:
            heappush(self._heap, (member.deadline_ns, member.number))
            self._members[member.number] = member
            self._tidy()

    def discard(self, member: E) -> None:
        """Remove a member, if it is present."""
        if self._members.pop(member.number, None):
            self._tidy()

    def _tidy(self) -> None:
        if len(self._heap) > 64 + 2 * len(self._members):
            self._heap = [entry for entry in self._heap if self._is_current(entry)]
            heapify(self._heap)

    def _is_current(self, entry: tuple[int, int]) -> bool:
        member = self._members.get(entry[1])
        return member is not None and member.deadline_ns == entry[0]

    def __len__(self) -> int:
        return len(self._members)

    @property
    def next_due(self) -> int | None:
        """The earliest deadline in ns; None if no member has one."""
        while self._heap and not self._is_current(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now_ns: int, most: int = sys.maxsize) -> list[E]:
        """Remove and return the first ``most`` members whose deadline is reached, earliest first."""
        due: list[E] = []
        while len(due) < most and (deadline_ns := self.next_due) is not None and deadline_ns <= now_ns:
            due.append(self._members.pop(heappop(self._heap)[1]))
        return due


FIRST_NUMBERS = 1 << 52
"""The numbers of leases begin at a random one below this, so that JSON can express them exactly."""


class ItemDeadlines(Deadlines[ItemLease | DelayedItem]):
    """When leases end, and when delayed items enter their queues."""

    def __init__(self) -> None:
        """Start at a random number."""
        super().__init__()
        self.next_number: Callable[[], int] = count(secrets.randbelow(FIRST_NUMBERS) + 1).__next__
