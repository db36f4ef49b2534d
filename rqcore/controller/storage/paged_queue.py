# SPDX-License-Identifier: MIT
"""How the items of a long durable queue move to pages, and back into memory.

A put moves items to a page when too many are in memory. A call that takes items opens pages first, before it
changes anything, so that it fails as a whole if one cannot be read. Usually none is missing: when few items
are left at the head, the storage thread reads the next page, and ``open_read`` opens it.

Positions. The items of a page have consecutive positions from then on, whatever positions they had, and keep
them. There are always enough free ones: items that enter at the end of a queue get one position each, so the
items of a page had as many. Only an item that was inserted between two others has none of its own: then the
whole tail is moved to pages, and later items get positions behind them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import chain, islice, pairwise
from typing import Any

from rqcore.controller import paged_store
from rqcore.controller.deadlines import ItemDeadlines
from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page, PagedStore
from rqcore.controller.queue import EndedCall, Queue
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Figures, Flag, RestoredTo
from rqcore.controller.storage.inserted_items import InsertedItems
from rqcore.controller.storage.journal import Journal
from rqcore.controller.stores import EXTRACTED, FifoStore, LifoStore, Store
from rqcore.errors import StorageError, without_frames
from rqcore.protocol.memory import Memory
from rqcore.protocol.queue_values import LEFT


class PagedQueue(Queue):
    """A queue that has only some of its items in memory. ``DurableQueue`` describes the arguments."""

    __slots__ = ("_front", "_journal", "_last", "copied", "identity", "inserted", "next_check")

    def __init__(
        self,
        number: int,
        name: str | None,
        kind: str,
        maxsize: int,
        memory: Memory,
        journal: Journal,
        identity: int,
        deadlines: ItemDeadlines | None = None,
    ) -> None:
        """Create an empty queue with a new namespace; ``record_creation`` makes it known to the journal."""
        self._journal = journal
        super().__init__(number, name, kind, maxsize, memory, deadlines)
        self.identity: int = identity
        self._last = self._front = 0
        """The positions of the latest items that were put at the end, and in front of all others."""
        self.inserted: InsertedItems = InsertedItems()
        """The items of a FIFO queue whose place follows from others."""
        self.copied: set[int] | None = None
        """While a checkpoint copies the items: the numbers of the items that have left since.
        None if it does not, or if the queue was purged."""
        self.next_check: int = 0
        """The number of puts with which a put of one small item looks again whether ``page_out`` is due: to
        look each time takes a tenth of the time of such a put."""

    @property
    def figures(self) -> Figures:
        """The state of the queue beside its items."""
        flags = Flag.SHUT_DOWN * self.is_shut_down | Flag.EMPTIED * self.is_emptied
        flags |= Flag.HEAD_IS_LEFT * (self.head is LEFT)
        return Figures(self.puts, self.gets, self.unfinished, flags, self.dead)

    @property
    def held_bytes(self) -> int:
        """The payload bytes of the items that are in memory."""
        return self.bytes - (self.store.paged_bytes if isinstance(self.store, PagedStore) else 0)

    @property
    def held_items(self) -> int:
        """The number of items that are in memory."""
        return len(self.store) - (self.store.paged_items if isinstance(self.store, PagedStore) else 0)

    # From memory to pages

    def use_pages(self) -> PagedStore:
        """Use a store that can have pages, with the items that are in memory now at its head."""
        head = self.store if isinstance(self.store, FifoStore) else FifoStore(self.store)
        store = PagedStore(self.kind, self._journal.pages.read, self.memory, head)
        self.store: Store = store
        return store

    def _use_memory(self, store: PagedStore) -> None:
        """Use a store that has all items in memory, because no page is left."""
        store.merge()
        self.store = store.head if self.kind == "fifo" else LifoStore(reversed(store.head))

    def page_out(self, new: int = 0) -> tuple[int, int]:
        """Move items to pages if too many are in memory.

        Args:
            new: How many items were just put at the end, which the journal does not have yet.

        Returns:
            How many of the new items are in front of the new ones that were moved, and how many were moved.
        """
        self.next_check = self.puts + paged_store.PAGE_ITEMS // 8
        store = self.store
        if self.kind == "priority" or not self._journal.is_open:
            return new, 0
        if not isinstance(store, PagedStore):
            if paged_store.fits(len(store), self.bytes):
                return new, 0
            store = self.use_pages()
        if not store.is_long and self.kind == "fifo":
            store.begin_tail(self.bytes, self._last, new)
        source = store.head if self.kind == "lifo" else store.tail
        known, moved = max(len(source) - new, 0), 0
        in_front = new - (len(source) - known)
        moves_all = bool(self.inserted)
        while store.is_full(self.held_bytes) or (moved and moves_all and source):
            items = store.cut()
            self._write_page(store, items, max(known - moved, 0))
            moved += len(items)
        return in_front, max(moved - known, 0)

    def _write_page(self, store: PagedStore, items: list[Item], known: int) -> None:
        """Write items as a page. The journal has the first ``known`` of them."""
        numbers = [item.number for item in items]
        if known:
            self._journal.record(self, change_format.pack_taken(self.identity, numbers[:known]))
            if self.copied is not None:
                self.copied.update(numbers[:known])
        page = self._journal.record_page(self, items, store.next_position)
        store.add_page(page)
        self._last = max(self._last, page.end)
        if self.inserted:
            self._place_again(self.inserted.remove(numbers))

    # From pages to memory

    def load(self, count: int, most_bytes: int = sys.maxsize) -> None:
        """Have the next items in memory: ``count`` of them, or ``most_bytes`` of payloads.

        Raises:
            StorageError: A page cannot be read. No item has left the queue.
        """
        store = self.store
        if not isinstance(store, PagedStore) or len(store.head) >= count:
            return
        while store.lacks(count, most_bytes, self.held_bytes):
            self._open_next(store, self._journal.pages.read(store.pages[0]))
        if not store.pages and len(store.head) < count:
            self._use_memory(store)

    def load_newest(self, count: int, most_bytes: int) -> None:
        """Have the items in memory that were put last, as ``load`` does."""
        store = self.store
        if not isinstance(store, PagedStore):
            return
        while store.pages and len(store.tail) < count and store.tail_bytes <= most_bytes:
            page = store.pages[-1]
            store.open_last(self._journal.pages.read(page))
            self._journal.record_opened(self, page)

    def _open_next(self, store: PagedStore, items: Sequence[Item]) -> None:
        page = store.pages[0]
        store.open_next(items)
        self._journal.record_opened(self, page)

    def expect_page(self) -> None:
        """Let the next page be read if few items are left at the head."""
        store = self.store
        if not isinstance(store, PagedStore) or not store.pages or store.pages[0].is_expected:
            return
        if store.lacks(paged_store.LOW_ITEMS, paged_store.LOW_BYTES, self.held_bytes):
            store.pages[0].is_expected = True
            self._journal.pages.on_expected(self, store.pages[0])

    def open_read(self, page: Page, items: Sequence[Item]) -> None:
        """Open a page that was read, unless it is not the next one any more, or nothing can be saved now.

        Args:
            page: The page.
            items: Its items in the order of their positions; none if it could not be read. The call that
                needs it reads it again, and fails.
        """
        page.is_expected = False
        store = self.store
        if not isinstance(store, PagedStore) or not store.pages or store.pages[0] is not page or not items:
            return
        if self._journal.is_open and not self._journal.failure:
            self._open_next(store, items)
            self.expect_page()

    def next_items(self, count: int) -> list[Item]:
        """Return the next items, as ``Queue.next_items`` does."""
        try:
            self.load(count)
        except StorageError:
            return []  # the calls of the batch fail one by one
        return super().next_items(count)

    def _take_for(self, call: Any) -> EndedCall:
        try:
            return super()._take_for(call)
        except StorageError as error:
            return EndedCall(call, (), without_frames(error))

    # Places

    @property
    def parts(self) -> tuple[FifoStore, Sequence[Page], FifoStore]:
        """The head, the pages and the tail of a FIFO queue."""
        store = self.store
        if isinstance(store, PagedStore):
            return store.head, store.pages, store.tail
        assert isinstance(store, FifoStore)
        return store, (), FifoStore()

    def _at_end(self) -> int:
        """Return a position behind all others, for the last item at the head or the tail."""
        self._last += 1
        if isinstance(self.store, PagedStore) and not self.store.pages and not self.store.tail:
            self.store.boundary = self._last  # the item is at the head
        return self._last

    def _place_again(self, lost: list[int]) -> None:
        """Record the places of items that were inserted in front of others that have left."""
        if not lost:
            return
        left = set(lost)
        head, pages, tail = self.parts
        last = tail[-1] if tail else head[-1]
        if last.number in left and (tail or not pages):
            left.remove(last.number)
            self._record_place(last, RestoredTo.POSITION, self._at_end())
        elif pages and head and head[-1].number in left:
            left.remove(head[-1].number)
            self._record_place(head[-1], RestoredTo.POSITION, pages[0].position)
        if left:  # the others have left by their numbers, so they were not far from the head
            for item, following in pairwise(chain(islice(head, EXTRACTED + 1), tail)):
                if item.number in left:
                    self.inserted.insert(item.number, following.number)
                    self._record_place(item, RestoredTo.IN_FRONT_OF, following.number)

    def _record_place(self, item: Item, place: RestoredTo, number: int) -> None:
        """Record where an item is in the queue."""
        # A checkpoint does not copy it, if it was not in the queue.
        kept = [] if self.copied is None else change_format.pack_kept(self.identity, item)
        restored = change_format.pack_restored(self.identity, item, place, number)
        self._journal.record_pieces(self, [*kept, restored])
