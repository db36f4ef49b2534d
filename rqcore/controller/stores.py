# SPDX-License-Identifier: MIT
"""Where a queue keeps its items: one store for each order in which items come out."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator
from heapq import heapify, heappop, heappush
from math import inf
from typing import Protocol

from rqcore.controller.items import Item


class Store(Protocol):
    """Items in the order in which they come out."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Item]:
        """Iterate in the order in which the items will come out."""

    def push(self, item: Item) -> None:
        """Add an item."""

    def extend(self, items: Iterable[Item]) -> None:
        """Push each item."""

    def push_front(self, item: Item) -> None:
        """Add an item that comes out before all others."""

    def pop(self) -> Item:
        """Remove and return the next item. Raises IndexError if there is none."""

    def extract(self, numbers: Container[int], most: int) -> list[Item]:
        """Remove items with these numbers, the first ``most`` of them, and return them in order."""


class FifoStore(deque[Item]):
    """First in, first out."""

    push = deque.append
    push_front = deque.appendleft
    pop = deque.popleft

    def extract(self, numbers: Container[int], most: int) -> list[Item]:
        """Remove items with these numbers, the first ``most`` of them, and return them in order."""
        found, kept = _split(self, numbers, most)
        self.clear()
        self.extend(kept)
        return found


class LifoStore(list[Item]):
    """Last in, first out."""

    push = list.append
    push_front = list.append
    __iter__ = list.__reversed__

    def extract(self, numbers: Container[int], most: int) -> list[Item]:
        """Remove items with these numbers, the first ``most`` of them, and return them in order."""
        found, kept = _split(self, numbers, most)
        self[:] = reversed(kept)
        return found


class PriorityStore:
    """The lowest priority first; items of equal priority in the order of their arrival."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Item]] = []
        self._last = self._front = 0
        """The places of the latest ``push`` and ``push_front``; the number of an item would not do, because
        items from other queues keep theirs."""

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Item]:
        return (item for _, _, item in sorted(self._heap))

    def push(self, item: Item) -> None:
        """Add an item."""
        self._last += 1
        heappush(self._heap, (item.priority, self._last, item))

    def extend(self, items: Iterable[Item]) -> None:
        """Push each item."""
        for item in items:
            self.push(item)

    def push_front(self, item: Item) -> None:
        """Add an item that comes out before all others."""
        self._front -= 1
        heappush(self._heap, (-inf, self._front, item))

    def pop(self) -> Item:
        """Remove and return the next item. Raises IndexError if there is none."""
        return heappop(self._heap)[2]

    def extract(self, numbers: Container[int], most: int) -> list[Item]:
        """Remove items with these numbers, the first ``most`` of them, and return them in order."""
        found, _ = _split(self, numbers, most)
        gone = {item.number for item in found}
        self._heap = [entry for entry in self._heap if entry[2].number not in gone]
        heapify(self._heap)
        return found


def _split(items: Iterable[Item], numbers: Container[int], most: int) -> tuple[list[Item], list[Item]]:
    """The first ``most`` items with these numbers, and all others, both in order."""
    found: list[Item] = []
    kept: list[Item] = []
    for item in items:
        (found if item.number in numbers and len(found) < most else kept).append(item)
    return found, kept


STORES: dict[str, type[FifoStore] | type[LifoStore] | type[PriorityStore]] = {
    "fifo": FifoStore,
    "lifo": LifoStore,
    "priority": PriorityStore,
}
"""The store of each kind of queue."""
