# SPDX-License-Identifier: GPL-3.0-or-later
"""What the model of a queue consists of: items, waiting calls, answers, leases and delayed items."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from itertools import count
from math import inf
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in a queue."""

    priority: bytes
    """Its key. The lowest key is taken first; used only by priority queues."""
    value: Any
    number: int = 0
    """A later item has a higher number, in all queues of a model."""
    order: int = 0
    """A later item of a queue has a higher one; of equal priority, the lowest is taken first."""
    deliveries: int = 0
    """How often it was leased."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The result of a call: a value, or an error."""

    caller: Hashable
    value: Any = None
    error: str = ""
    """The name of an error, for example ``Full``; empty if there is none."""


@dataclass(slots=True, eq=False)
class WaitingCall:
    """A call that waits."""

    caller: Hashable
    deadline: float
    """In seconds of the model's time; infinite without a timeout."""
    items_to_put: list[Entry] = field(default_factory=list)
    """The items that this put still has to put."""
    wanted_count: int = 0
    """The maximum number of items that this get takes; 0 if it is not a get."""
    many: bool = False
    """Whether the result is a list or a number of items, not one item or None."""
    joins: bool = False
    """Whether it is a join."""
    moved: int = 0
    """The number of items that this put has already put."""
    lease_seconds: float = 0.0
    """How long the item is leased; 0 for a get."""
    enters: float = 0.0
    """When the item of this put enters the queue; 0 for immediately."""


@dataclass(frozen=True, slots=True)
class LeasedEntry:
    """The result of a ``lease``."""

    number: int
    entry: Entry
    seconds: float
    """How long it lasts, unless it is extended."""

    @property
    def value(self) -> Any:
        """The value that was put."""
        return self.entry.value

    @property
    def deliveries(self) -> int:
        """How often the item was leased, including this time."""
        return self.entry.deliveries


@dataclass(slots=True)
class AbsentEntries:
    """The leases and the delayed items of one queue, each with the time at which it ends, by number."""

    leases: dict[int, tuple[float, LeasedEntry]] = field(default_factory=dict)
    delayed: dict[int, tuple[float, Entry]] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def count(self) -> int:
        """The number of items."""
        return len(self.leases) + len(self.delayed)

    @property
    def next_end(self) -> float:
        """When the next one ends; infinite for none."""
        return min((end for end, _ in (*self.leases.values(), *self.delayed.values())), default=inf)

    def lease(self, entry: Entry, now: float, seconds: float) -> LeasedEntry:
        """Lease an item that was taken out of the queue."""
        entry = replace(entry, deliveries=entry.deliveries + 1)
        lease = LeasedEntry(next(self._numbers), entry, seconds)
        self.leases[lease.number] = now + seconds, lease
        return lease

    def end_lease(self, lease: LeasedEntry) -> bool:
        """End a lease. Return False if it has ended already."""
        return self.leases.pop(lease.number, None) is not None

    def delay(self, entry: Entry, end: float) -> None:
        """Keep an item until a time."""
        self.delayed[next(self._numbers)] = end, entry

    def pop_ended(self, now: float) -> LeasedEntry | Entry | None:
        """Return a lease whose time is over, or remove and return an item that is due: the first to end."""
        ends = ((number, end) for each in (self.leases, self.delayed) for number, (end, _) in each.items())
        over = [(end, number) for number, end in ends if end <= now]
        if not over:
            return None
        _, number = min(over)
        return self.leases[number][1] if number in self.leases else self.delayed.pop(number)[1]

    def clear(self) -> None:
        """End all leases, and remove all items."""
        self.leases.clear()
        self.delayed.clear()
