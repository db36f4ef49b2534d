# SPDX-License-Identifier: MIT
"""Where a queue keeps its items: one store for each order in which items come out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
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


class FifoStore(deque[Item]):
    """First in, first out."""

    push = deque.append
    push_front = deque.appendleft
    pop = deque.popleft


class LifoStore(list[Item]):
    """Last in, first out."""

    push = list.append
    push_front = list.append
    __iter__ = list.__reversed__


class PriorityStore:
    """The lowest priority first; items of equal priority in the order of their arrival."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Item]] = []
        self._front = 0
        """Lower than the number of any item and of any earlier ``push_front``."""

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Item]:
        return (item for _, _, item in sorted(self._heap))

    def push(self, item: Item) -> None:
        """Add an item."""
        heappush(self._heap, (item.priority, item.number, item))

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


STORES: dict[str, type[FifoStore] | type[LifoStore] | type[PriorityStore]] = {
    "fifo": FifoStore,
    "lifo": LifoStore,
    "priority": PriorityStore,
}
"""The store of each kind of queue."""
