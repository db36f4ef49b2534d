# SPDX-License-Identifier: MIT
"""The stores of items: one for each kind of queue, with its own order."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from rqcore.controller.items import Item, Place
from rqcore.protocol.priority_keys import NUMBERS, KeyComparison

EXTRACTED = 20_000
"""The most items among which ``extract`` searches: the next ones; of a priority queue only all of them."""

MOVED = 400
"""The items that a deque moves in a microsecond, to insert one among them."""


class Store(Protocol):
    """Items in the order in which they come out."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Item]:
        """Iterate over the items in the order in which they will come out."""

    def part(self, first: int, last: int) -> list[Item]:
        """Return the items from position ``first`` up to ``last``, which is not included."""

    def any_part(self, most: int) -> list[Item]:
        """Return up to ``most`` items, not necessarily in order."""

    def find(self, number: int) -> Item | None:
        """Return the item with a number, if it is where its number suggests it. Takes little time."""

    def check(self, items: Iterable[Item]) -> None:
        """Check that the items may be added together; ``push`` does it itself. Raises NotComparable."""

    def push(self, item: Item) -> None:
        """Add an item. Raises NotComparable."""

    def extend(self, items: Iterable[Item]) -> None:
        """Add each item, without a check."""

    def push_front(self, item: Item) -> None:
        """Add an item that comes out before all others."""

    def extend_front(self, items: Sequence[Item]) -> None:
        """Add items that come out before all others, in order. Takes little time even for many."""

    def pop(self) -> Item:
        """Remove and return the next item. Raises IndexError if there is none."""

    def extract(self, numbers: Collection[int], most: int, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove and return the first ``most`` items with these numbers, in order, if found.

        Stops before an item with which they have more than ``most_bytes`` of payloads, except for the first.
        """

    def replace(self, item: Item) -> Item | None:
        """Put an item in the place of the one with its number. Returns that, or None if it is not found.

        It looks at the next ``EXTRACTED`` items. The priority of the item must be the same.
        """

    def pop_with_place(self) -> tuple[Item, Place]:
        """Remove and return the next item, and the place to which ``restore`` returns it."""

    def reserve(self, item: Item) -> Place:
        """Return the place of an item that will enter the store later."""

    def restore(self, item: Item, place: Place) -> int:
        """Add an item at its place: in front of items with higher numbers, or on top of a LIFO queue.

        Returns:
            The work, in units of about a microsecond; 0 if it is little.
        """

    def forget_pages(self) -> None:
        """Give up the items that are not in memory, because all are destroyed."""


class InMemory:
    """A store that has all its items in memory."""

    __slots__ = ()

    def forget_pages(self) -> None:
        """Do nothing."""


class FifoStore(InMemory, deque[Item]):
    """First in, first out."""

    def part(self, first: int, last: int) -> list[Item]:
        """Return the items from position ``first`` up to ``last``, which is not included."""
        if first < len(self) // 2:
            return list(islice(self, first, last))
        return list(islice(reversed(self), len(self) - last, len(self) - first))[::-1]

    def any_part(self, most: int) -> list[Item]:
        """Return up to ``most`` items, the next ones."""
        return list(islice(self, most))

    def find(self, number: int) -> Item | None:
        """Return the item with a number, if it is where its number suggests it."""
        at = bisect_left(self, number, key=_number_of)
        return self[at] if at < len(self) and self[at].number == number else None

    def check(self, items: Iterable[Item]) -> None:
        """Accept all items, because their priorities have no meaning here."""

    if TYPE_CHECKING:

        def push(self, item: Item) -> None:
            """Add an item at the end."""

        def push_front(self, item: Item) -> None:
            """Add an item that comes out before all others."""

        def pop(self) -> Item:  # type: ignore[override]
            """Remove and return the oldest item. Raises IndexError if there is none."""

        def pop_newest(self) -> Item:
            """Remove and return the item that would come out last. Raises IndexError if there is none."""
    else:  # the methods of deque themselves: no call in Python for each item
        push = deque.append
        push_front = deque.appendleft
        pop = deque.popleft
        pop_newest = deque.pop

    def extend_front(self, items: Sequence[Item]) -> None:
        """Add items that come out before all others, in order."""
        self.extendleft(reversed(items))

    def extract(self, numbers: Collection[int], most: int, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove and return the first ``most`` items with these numbers, in order."""
        return _extract_in_order(self, numbers, most, most_bytes)

    def replace(self, item: Item) -> Item | None:
        """Put an item in the place of the one with its number. Returns that, or None if it is not found."""
        for at, other in zip(range(EXTRACTED), self, strict=False):
            if other.number == item.number:
                self[at] = item
                return other
        return None

    def pop_with_place(self) -> tuple[Item, None]:
        """Remove and return the next item. Its place follows from its number."""
        return self.pop(), None

    def reserve(self, item: Item) -> None:
        """Return None: the place of an item follows from its number."""

    def index_of(self, number: int) -> int:
        """Return where ``restore`` adds an item with a number."""
        if not self or number < self[0].number:
            return 0
        return bisect_left(self, number, key=_number_of)

    def place_of(self, number: int) -> tuple[FifoStore, int]:
        """Return the store, and where ``restore`` adds an item with a number in it."""
        return self, self.index_of(number)

    def restore(self, item: Item, place: Place) -> int:
        """Add an item in front of items with higher numbers, if the numbers in the queue are in order.

        Returns:
            The work: a deque moves all items up to its nearer end.
        """
        return self.insert_at(self.index_of(item.number), item)

    def insert_at(self, at: int, item: Item) -> int:
        """Insert an item at an index. Returns the work, as ``restore``."""
        self.insert(at, item)
        return min(at, len(self) - at) // MOVED


class LifoStore(InMemory, list[Item]):
    """Last in, first out."""

    def part(self, first: int, last: int) -> list[Item]:
        """Return the items from position ``first`` up to ``last``, which is not included."""
        return self[len(self) - last : len(self) - first][::-1]

    def any_part(self, most: int) -> list[Item]:
        """Return up to ``most`` items, the next ones."""
        return self.part(0, min(most, len(self)))

    def find(self, number: int) -> Item | None:
        """Return the item with a number, if it is where its number suggests it."""
        at = bisect_left(self, number, key=_number_of)
        return self[at] if at < len(self) and self[at].number == number else None

    def check(self, items: Iterable[Item]) -> None:
        """Accept all items, because their priorities have no meaning here."""

    if TYPE_CHECKING:

        def push(self, item: Item) -> None:
            """Add an item at the end."""

        def push_front(self, item: Item) -> None:
            """Add an item that comes out before all others: at the end too."""

        def __iter__(self) -> Iterator[Item]:
            """Iterate from the newest item to the oldest."""
    else:  # the methods of list themselves: no call in Python for each item
        push = list.append
        push_front = list.append
        __iter__ = list.__reversed__

    def extend_front(self, items: Sequence[Item]) -> None:
        """Add items that come out before all others, in order."""
        self.extend(reversed(items))

    def extract(self, numbers: Collection[int], most: int, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove and return the first ``most`` items with these numbers, in order."""
        return _extract_in_order(self, numbers, most, most_bytes)

    def replace(self, item: Item) -> Item | None:
        """Put an item in the place of the one with its number. Returns that, or None if it is not found."""
        for at, other in zip(range(EXTRACTED), self, strict=False):
            if other.number == item.number:
                self[-1 - at] = item
                return other
        return None

    def pop_with_place(self) -> tuple[Item, None]:
        """Remove and return the next item. Its place follows from its number."""
        return self.pop(), None

    def reserve(self, item: Item) -> None:
        """Return None: the place of an item follows from its number."""

    def restore(self, item: Item, place: Place) -> int:
        """Add an item that comes out before all others. Returns 0: the work is little."""
        self.append(item)
        return 0


class PriorityStore(InMemory):
    """The lowest priority first; items of equal priority in the order of their arrival.

    A new item is compared with the items on its way into the heap, as ``queue.PriorityQueue`` does. So items
    that cannot be compared are refused when they are put, except if they never meet. Then, and after a move,
    they come out in the order of their keys: sorted by type.
    """

    def __init__(self) -> None:
        self._front: list[Item] = []
        """The items that come out before all others, the next one last."""
        self._heap: list[tuple[bytes, int, Item]] = []
        self._only_numbers = True
        """All items have a number as their priority, so that other numbers need no check."""
        self._last = 0
        """The position of the latest ``push``. Item numbers cannot replace it, because items that were moved
        from another queue keep their numbers."""

    def __len__(self) -> int:
        return len(self._front) + len(self._heap)

    def __iter__(self) -> Iterator[Item]:
        return chain(reversed(self._front), (item for _, _, item in sorted(self._heap)))

    def part(self, first: int, last: int) -> list[Item]:
        """Return the items from position ``first`` up to ``last``, which is not included."""
        if last - first == len(self):
            return list(self)
        return list(islice(chain(reversed(self._front), _in_order(self._heap)), first, last))

    def any_part(self, most: int) -> list[Item]:
        """Return up to ``most`` items in any order."""
        items = self._front[-most:]
        return items + [item for _, _, item in self._heap[: most - len(items)]]

    def find(self, number: int) -> Item | None:
        """Return None: the order has nothing to do with the numbers."""
        return None

    def in_order(self) -> Iterator[Item]:
        """Yield the present items in order, even if the store changes meanwhile."""
        return chain(self._front[::-1], _in_order(list(self._heap)))

    def check(self, items: Iterable[Item]) -> None:
        """Check that the items can be compared with each other and with the items on their way down."""
        previous = b""
        for item in items:
            comparison = KeyComparison(item.priority)
            comparison.check(previous)
            self._check(item.priority, comparison)
            previous = item.priority

    def _check(self, key: bytes, comparison: KeyComparison) -> None:
        at, heap = len(self._heap), self._heap
        if self._only_numbers and key[0] in NUMBERS:
            return
        while at:
            at = (at - 1) >> 1
            other = heap[at][0]
            comparison.check(other)
            if key >= other:
                return

    def with_positions(self) -> list[tuple[bytes, int, Item]]:
        """Return the items in any order, each with its key and its position, which orders equal priorities.

        It is negative for items that ``push_front`` has added.
        """
        return [(item.priority, -at, item) for at, item in enumerate(self._front, 1)] + self._heap

    def set_positions(self, ordered: list[tuple[int, Item]], last: int) -> None:
        """Fill the empty store with items and their positions, in order. ``last``: the highest position."""
        self._front = [item for position, item in ordered if position < 0][::-1]
        self._heap = [(item.priority, position, item) for position, item in ordered if position >= 0]
        heapify(self._heap)
        self._only_numbers = all(key[0] in NUMBERS for key, _, _ in self._heap)
        self._last = last

    def skip_positions(self, last: int) -> None:
        """Give the next item a position above ``last``: an item with that position will enter later."""
        self._last = max(self._last, last)

    def push(self, item: Item) -> None:
        """Add an item. Raises NotComparable."""
        key = item.priority
        if not self._only_numbers or key[0] not in NUMBERS:
            self._check(key, KeyComparison(key))
            self._only_numbers = not self._heap and key[0] in NUMBERS
        self._last += 1
        heappush(self._heap, (key, self._last, item))

    def extend(self, items: Iterable[Item]) -> None:
        """Add each item, without a check."""
        for item in items:
            self._only_numbers = self._only_numbers and item.priority[0] in NUMBERS
            self._last += 1
            heappush(self._heap, (item.priority, self._last, item))

    def push_front(self, item: Item) -> None:
        """Add an item that comes out before all others."""
        self._front.append(item)

    def extend_front(self, items: Sequence[Item]) -> None:
        """Add items that come out before all others, in order."""
        self._front.extend(reversed(items))

    def pop(self) -> Item:
        """Remove and return the next item. Raises IndexError if there is none."""
        return self._front.pop() if self._front else heappop(self._heap)[2]

    def extract(self, numbers: Collection[int], most: int, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove and return the first ``most`` items with these numbers, in order."""
        if len(self) > EXTRACTED:
            return []
        matching = [item for item in self if item.number in numbers][:most]
        del matching[count_within(most_bytes, matching) :]
        if not matching:
            return []
        removed = {item.number for item in matching}
        self._front = [item for item in self._front if item.number not in removed]
        self._heap = [entry for entry in self._heap if entry[2].number not in removed]
        heapify(self._heap)
        return matching

    def replace(self, item: Item) -> Item | None:
        """Put an item in the place of the one with its number. Returns that, or None if it is not found."""
        for at, other in zip(range(EXTRACTED), self._front, strict=False):
            if other.number == item.number:
                self._front[at] = item
                return other
        for at, (key, position, other) in zip(range(EXTRACTED), self._heap, strict=False):
            if other.number == item.number:
                self._heap[at] = key, position, item
                return other
        return None

    def pop_with_place(self) -> tuple[Item, Place]:
        """Remove and return the next item, and its key and position; None for one that was put in front."""
        if self._front:
            return self._front.pop(), None
        key, position, item = heappop(self._heap)
        return item, (key, position)

    def reserve(self, item: Item) -> Place:
        """Return the key of the item, and the position that it would have now."""
        self._last += 1
        return item.priority, self._last

    def restore(self, item: Item, place: Place) -> int:
        """Add an item at its place, without a check. Returns 0: the work is little."""
        if place is None:
            self._front.append(item)
        else:
            key, position = place
            self._only_numbers = self._only_numbers and key[0] in NUMBERS
            heappush(self._heap, (key, position, item))
        return 0


_number_of = attrgetter("number")


def _in_order(heap: list[tuple[bytes, int, Item]]) -> Iterator[Item]:
    """Yield the items of a heap in order.

    It needs no sorting: only the children of an entry that came out can be the next one. The first *k* items
    take k log k steps.
    """
    candidates = [(heap[0], 0)] if heap else []
    while candidates:
        entry, at = heappop(candidates)
        yield entry[2]
        for child in (2 * at + 1, 2 * at + 2):
            if child < len(heap):
                heappush(candidates, (heap[child], child))


def _extract_in_order(
    store: FifoStore | LifoStore, numbers: Collection[int], most: int, most_bytes: int
) -> list[Item]:
    """Implement ``extract`` without priorities: pop all items up to the last match, push the others back."""
    matching: list[Item] = []
    passed: list[Item] = []
    wanted, left = min(most, len(numbers)), most_bytes
    for item in islice(store, EXTRACTED) if wanted else ():
        if item.number not in numbers:
            passed.append(item)
            continue
        left -= len(item.payload)
        if matching and left < 0:
            break
        matching.append(item)
        if len(matching) == wanted:
            break
    if matching:
        for _ in range(len(matching) + len(passed)):
            store.pop()
        for item in reversed(passed):
            store.push_front(item)
    return matching


def count_within(most_bytes: int, items: Iterable[Item]) -> int:
    """Return how many items have at most ``most_bytes`` payload bytes together, but at least 1."""
    count = 0
    for count, size in enumerate(accumulate(len(item.payload) for item in items), 1):
        if size > most_bytes:
            return max(count - 1, 1)
    return max(count, 1)


STORES: dict[str, type[FifoStore] | type[LifoStore] | type[PriorityStore]] = {
    "fifo": FifoStore,
    "lifo": LifoStore,
    "priority": PriorityStore,
}
"""The store of each kind of queue."""
