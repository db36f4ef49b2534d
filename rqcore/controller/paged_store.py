# SPDX-License-Identifier: MIT
"""The store of a durable queue whose items are not all in memory.

The items at the head are in memory, and those at the tail that were put last. The others are in pages: each
has up to ``PAGE_ITEMS`` consecutive items and is in the file of the journal::

    FIFO   comes out ◄── head │ page │ page │ page │ tail ◄── put
    LIFO   comes out ◄── head │ page │ page │ page
                  put ──►

``PagedQueue`` moves items to pages and back, and records it; the store only has them. A page that is read to
look at its items stays a page.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from rqcore.controller.items import Item, Place, total_bytes
from rqcore.controller.stores import FifoStore, count_within
from rqcore.protocol.memory import ITEM_COST, Memory

PAGE_ITEMS = 1000
"""The most items of a page."""
PAGE_BYTES = 256 << 10
"""The payload bytes from which on a page gets no further item."""
LARGE_ITEM = 256
"""The bytes of a payload of which a page gets fewer than ``PAGE_ITEMS``."""
WINDOW_ITEMS = 20_000
"""The items that are in memory before a queue uses pages, or on top of its pages if it is a LIFO queue."""
WINDOW_BYTES = 8 << 20
"""Their payload bytes."""
LOW_ITEMS = 4000
"""The items at the head below which the next page is read."""
LOW_BYTES = 2 << 20
"""The payload bytes at the head above which no page is read before it is needed."""

SEARCHED_BYTES = 8 << 20
"""The payload bytes at the head up to which pages are opened to search items by their numbers."""


@dataclass(slots=True, eq=False)
class Page:
    """Consecutive items of a queue in the file."""

    queue: int
    """The number of the queue in the journal."""
    number: int
    """The number of its first row. Unique in the journal."""
    rows: int
    """The number of its rows."""
    position: int
    """The lowest position of its items; the others follow without a gap."""
    count: int
    """The number of its items."""
    bytes: int
    """Their payload bytes."""
    first: int
    """The number of the item with the lowest position."""
    last_item: int
    """The highest number of an item."""
    items: Sequence[Item] | None = None
    """The items in the order of their positions, as long as the page is not written."""
    is_gone: bool = False
    """Its items are in memory again, or destroyed."""
    is_expected: bool = False
    """It is being read, to be opened."""

    @property
    def end(self) -> int:
        """The highest position of its items."""
        return self.position + self.count - 1

    @property
    def row_numbers(self) -> range:
        """The numbers of its rows."""
        return range(self.number, self.number + self.rows)


ReadPage = Callable[[Page], Sequence[Item]]
"""Returns the items of a page in the order of their positions. Raises StorageError."""


class PagedStore:
    """First in, first out; or last in, first out.

    Args:
        kind: ``fifo`` or ``lifo``.
        read: Reads a page.
        memory: Counts the items that are in memory.
        head: The items, the next one first.
    """

    def __init__(self, kind: str, read: ReadPage, memory: Memory, head: FifoStore) -> None:
        """Start without pages."""
        self.head: FifoStore = head
        """The next items."""
        self.pages: deque[Page] = deque()
        """The pages, the next one first."""
        self.tail: FifoStore = FifoStore()
        """The last items of a FIFO queue."""
        self.tail_bytes: int = 0
        """Their payload bytes."""
        self.is_long: bool = False
        """Items that are put go to the tail."""
        self.boundary: int = 0
        """While ``is_long``: the items of the tail have positions above it, and all others up to it."""
        self.paged_items: int = 0
        """The number of items in pages."""
        self.paged_bytes: int = 0
        """Their payload bytes."""
        self._is_lifo = kind == "lifo"
        self._read = read
        self._memory = memory

    def __len__(self) -> int:
        return len(self.head) + self.paged_items + len(self.tail)

    def __iter__(self) -> Iterator[Item]:
        """Iterate over the items in order. Reads the pages, one after the other."""
        return chain(self.head, chain.from_iterable(map(self._items_of, list(self.pages))), self.tail)

    def __reversed__(self) -> Iterator[Item]:
        pages = (reversed(self._items_of(page)) for page in reversed(list(self.pages)))
        return chain(reversed(self.tail), chain.from_iterable(pages), reversed(self.head))

    def _items_of(self, page: Page) -> Sequence[Item]:
        """Return the items of a page in the order in which they come out."""
        items = self._read(page)
        return items[::-1] if self._is_lifo else items

    # What any store does

    def part(self, first: int, last: int) -> list[Item]:
        """Return the items from position ``first`` up to ``last``, which is not included."""
        found: list[Item] = []
        for part, count in self._parts():
            if first < count and last > 0:
                items = FifoStore(self._items_of(part)) if isinstance(part, Page) else part
                found += items.part(max(first, 0), min(last, count))
            first, last = first - count, last - count
        return found

    def count_pages(self, first: int, last: int) -> int:
        """Return in how many pages the items from position ``first`` up to ``last`` are."""
        count, start = 0, len(self.head)
        for page in self.pages:
            count += max(start, first) < min(start + page.count, last)
            start += page.count
        return count

    def _parts(self) -> Iterator[tuple[FifoStore | Page, int]]:
        yield self.head, len(self.head)
        for page in self.pages:
            yield page, page.count
        yield self.tail, len(self.tail)

    def any_part(self, most: int) -> list[Item]:
        """Return up to ``most`` items that are in memory."""
        return list(islice(chain(self.head, self.tail), most))

    def find(self, number: int) -> Item | None:
        """Return the item with a number, if it is where its number suggests it."""
        head = FifoStore(reversed(self.head)) if self._is_lifo else self.head
        for items in (head, self.tail):
            if item := items.find(number):
                return item
        ordered = list(reversed(self.pages)) if self._is_lifo else list(self.pages)
        at = bisect_right(ordered, number, key=lambda page: page.first)
        return _find(self._read(ordered[at - 1]), number) if at else None

    def check(self, items: Iterable[Item]) -> None:
        """Accept all items, because their priorities have no meaning here."""

    def push(self, item: Item) -> None:
        """Add an item."""
        if self.is_long:
            self.tail.append(item)
            self.tail_bytes += len(item.payload)
        elif self._is_lifo:
            self.head.appendleft(item)
        else:
            self.head.append(item)

    def extend(self, items: Iterable[Item]) -> None:
        """Add each item."""
        if self.is_long:
            added = list(items)
            self.tail.extend(added)
            self.tail_bytes += total_bytes(added)
        elif self._is_lifo:
            self.head.extendleft(items)
        else:
            self.head.extend(items)

    def push_front(self, item: Item) -> None:
        """Add an item that comes out before all others."""
        self.head.appendleft(item)

    def extend_front(self, items: Sequence[Item]) -> None:
        """Add items that come out before all others, in order."""
        self.head.extend_front(items)

    def pop(self) -> Item:
        """Remove and return the next item. Raises IndexError if there is none."""
        if not self.head:
            self._advance()
        return self.head.popleft()

    def _advance(self) -> None:
        """Read the next page of destroyed items; a queue does it itself. Or use the tail."""
        if self.pages:
            self.open_next(self._read(self.pages[0]))
        else:
            self.merge()

    def pop_newest(self) -> Item:
        """Remove and return the item that would come out last."""
        if not self.tail:
            return self.head.pop_newest()
        item = self.tail.pop_newest()
        self.tail_bytes -= len(item.payload)
        return item

    def extract(self, numbers: Collection[int], most: int, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove and return the first ``most`` items with these numbers that are at the head, in order."""
        return self.head.extract(numbers, most, most_bytes)

    def replace(self, item: Item) -> Item | None:
        """Put an item in the place of the one with its number, if that is at the head."""
        return self.head.replace(item)

    def pop_with_place(self) -> tuple[Item, None]:
        """Remove and return the next item. Its place follows from its number."""
        return self.pop(), None

    def reserve(self, item: Item) -> None:
        """Return None: the place of an item follows from its number."""

    def place_of(self, number: int) -> tuple[FifoStore, int]:
        """Return where ``restore`` adds an item: at the head or the tail, and at which index.

        An item whose place is in a page comes out before all pages.
        """
        if self._is_lifo:
            return self.head, 0
        last = self.pages[-1].last_item if self.pages else self.tail[0].number if self.tail else sys.maxsize
        items = self.tail if number > last else self.head
        return items, items.index_of(number)

    def restore(self, item: Item, place: Place) -> int:
        """Add an item in front of items with higher numbers, or on top. Returns the work, as any store."""
        items, at = self.place_of(item.number)
        if items is self.tail:
            self.tail_bytes += len(item.payload)
        return items.insert_at(at, item)

    # Pages

    def lacks(self, count: int, most_bytes: int, held_bytes: int) -> bool:
        """Whether the next page must be opened so that enough items are at the head.

        Args:
            count: The number of items that are enough.
            most_bytes: The payload bytes that are enough.
            held_bytes: The payload bytes of all items that are in memory.
        """
        head_bytes = held_bytes - self.tail_bytes
        return bool(self.pages) and len(self.head) < count and (head_bytes <= most_bytes or not self.head)

    def open_next(self, items: Sequence[Item]) -> None:
        """Add the items of the next page, in the order of their positions, to the head."""
        self._remove(self.pages.popleft())
        self.head.extend(reversed(items) if self._is_lifo else items)

    def open_last(self, items: Sequence[Item]) -> None:
        """Add the items of the last page of a FIFO queue to the tail."""
        page = self.pages.pop()
        self._remove(page)
        self.tail.extend_front(items)
        self.tail_bytes += page.bytes
        self.boundary = page.position - 1

    def _remove(self, page: Page) -> None:
        page.is_gone = True
        self.paged_items -= page.count
        self.paged_bytes -= page.bytes
        self._memory.held += page.bytes + ITEM_COST * page.count

    def merge(self) -> None:
        """Let the tail be the head, if no page is between them."""
        if not self.pages:
            self.head.extend(self.tail)
            self.tail.clear()
            self.tail_bytes, self.is_long = 0, False

    def add_page(self, page: Page) -> None:
        """Add a page, whose items were cut off: behind all others, or of a LIFO queue in front of them."""
        self.restore_page(page)
        self.boundary = page.end
        self._memory.held -= page.bytes + ITEM_COST * page.count

    def restore_page(self, page: Page) -> None:
        """Add a page that was found again."""
        if self._is_lifo:
            self.pages.appendleft(page)
        else:
            self.pages.append(page)
        self.paged_items += page.count
        self.paged_bytes += page.bytes

    def begin_tail(self, held_bytes: int, last: int, new: int) -> None:
        """Let items go to the tail if enough are at the head.

        Args:
            held_bytes: The payload bytes of all items.
            last: The position of the last one.
            new: The number of items at the end that have consecutive positions, of which some may move.
        """
        if fits(len(self.head), held_bytes):
            return
        self.is_long = True
        while len(self.tail) < new and len(self.head) > 1:
            if len(self.head) <= WINDOW_ITEMS and held_bytes - self.tail_bytes <= WINDOW_BYTES:
                break
            item = self.head.pop_newest()
            self.tail.appendleft(item)
            self.tail_bytes += len(item.payload)
        self.boundary = last - len(self.tail)

    def is_full(self, held_bytes: int) -> bool:
        """Whether items must be moved to a page. ``held_bytes``: the payload bytes that are in memory."""
        if self._is_lifo:
            is_large = held_bytes >= WINDOW_BYTES + PAGE_BYTES and len(self.head) > 1
            return is_large or len(self.head) >= WINDOW_ITEMS + PAGE_ITEMS
        return self.is_long and (
            len(self.tail) >= 2 * PAGE_ITEMS or (self.tail_bytes >= 2 * PAGE_BYTES and bool(self.tail))
        )

    def cut(self) -> list[Item]:
        """Remove and return the items of another page, in the order of their positions."""
        waiting = reversed(self.head) if self._is_lifo else self.tail
        items = list(islice(waiting, PAGE_ITEMS))
        if total_bytes(items) > PAGE_BYTES:
            del items[count_within(PAGE_BYTES, items) :]
        pop = self.head.pop_newest if self._is_lifo else self.tail.pop
        for _ in items:
            pop()
        if not self._is_lifo:
            self.tail_bytes -= total_bytes(items)
        return items

    @property
    def next_position(self) -> int:
        """The lowest position of the next page."""
        if self._is_lifo:
            return self.pages[0].end + 1 if self.pages else 1
        return self.boundary + 1

    def forget_pages(self) -> None:
        """Give up the items in pages, because they are destroyed."""
        self.pages.clear()
        self.paged_items = self.paged_bytes = 0


def fits(items: int, size: int) -> bool:
    """Whether more items may be in memory before a queue uses pages. ``size``: the bytes of all payloads."""
    return items < WINDOW_ITEMS and size < WINDOW_BYTES


def fitting(items: Iterable[Item]) -> int:
    """Return how many of the items of a queue are in memory when it is found again. ``items``: in order."""
    return count_within(WINDOW_BYTES, islice(items, WINDOW_ITEMS))


def _find(items: Iterable[Item], number: int) -> Item | None:
    return next((item for item in items if item.number == number), None)
