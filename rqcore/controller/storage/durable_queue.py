# SPDX-License-Identifier: MIT
"""A durable queue: the rules of any queue, and each change recorded in the journal."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter, itemgetter

from rqcore.controller import paged_store
from rqcore.controller.items import Item
from rqcore.controller.leases import Destroyed
from rqcore.controller.paged_store import Page, PagedStore
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change, Figures, Flag
from rqcore.controller.storage.durable_leases import DurableLeaseRules
from rqcore.controller.storage.inserted_items import InsertedItems
from rqcore.controller.storage.items_to_copy import ItemsToCopy
from rqcore.controller.stores import EXTRACTED, PriorityStore
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.queue_values import LEFT, RIGHT, End


class DurableQueue(DurableLeaseRules):
    """A queue whose items and figures are found again after a restart.

    Every method that changes a queue records here what it has changed. While the journal cannot be written,
    they raise StorageError instead, and no waiting call continues.

    Args:
        number: Unique in the controller. Events identify the queue by it.
        name: The name that clients use, or None.
        kind: ``fifo``, ``lifo`` or ``priority``.
        maxsize: The most items that the queue can hold; 0 for no limit.
        memory: Counts the memory of the items.
        journal: Where changes are recorded.
        identity: The number of the queue in the journal.
        deadlines: The deadlines of leases and delayed items of all queues. None creates them.
    """

    __slots__ = ()

    is_durable = True
    # Type checkers need the types of inherited attributes again where they are assigned.
    copied: set[int] | None
    namespace: str
    puts: int
    gets: int
    bytes: int
    unfinished: int
    dead: int
    head: End
    is_shut_down: bool
    is_emptied: bool
    inserted: InsertedItems

    # State

    @property
    def can_put(self) -> bool:
        """Whether an item may enter now."""
        return not self._journal.failure and super().can_put

    @property
    def can_get(self) -> bool:
        """Whether an item may leave now."""
        return not self._journal.failure and super().can_get

    def has_room_for(self, count: int) -> bool:
        """Return as ``Queue.has_room_for`` does. Raises StorageError while the journal cannot be written."""
        self._check()
        return super().has_room_for(count)

    def restore(
        self,
        namespace: str,
        figures: Figures,
        items: Mapping[int, tuple[int | None, Item]],
        inserted: InsertedItems,
        pages: Sequence[Page] = (),
    ) -> None:
        """Take over the state of the queue before a restart.

        Args:
            namespace: Its namespace.
            figures: Its figures.
            items: The position of each item, and the item, by its number, in any order. None: it is one of
                ``inserted``, or its number shows its place.
            inserted: The items whose place follows from others.
            pages: The pages, in any order.
        """
        self.namespace = namespace
        self.puts, self.gets, self.unfinished, flags, self.dead = figures
        self.is_shut_down, self.is_emptied = bool(flags & Flag.SHUT_DOWN), bool(flags & Flag.EMPTIED)
        self.head = LEFT if flags & Flag.HEAD_IS_LEFT else RIGHT
        ordered = [(at, item) for at, item in items.values() if at is not None]
        ordered.sort(key=itemgetter(0))
        if ordered:
            self._front, self._last = min(ordered[0][0], 0), max(ordered[-1][0], 0)
        self._front = min((self._front, *(page.position for page in pages)))
        self._last = max((self._last, *(page.end for page in pages)))
        self._last += len(items) - len(ordered)  # so that a checkpoint finds a position for each item
        if isinstance(self.store, PriorityStore):
            self.store.set_positions(ordered, self._last)
        else:
            self._fill(ordered, items, inserted, sorted(pages, key=attrgetter("position")))
        held_bytes = sum(len(item.payload) for _, item in items.values())
        self.bytes = held_bytes + sum(page.bytes for page in pages)
        self.memory.held += held_bytes + ITEM_COST * len(items)
        self._journal.count(self)
        self.page_out()

    def _fill(
        self,
        ordered: list[tuple[int, Item]],
        items: Mapping[int, tuple[int | None, Item]],
        inserted: InsertedItems,
        pages: Sequence[Page],
    ) -> None:
        """Fill the empty store of a queue without priorities. Arguments as for ``restore``, in order."""
        self.inserted = inserted
        at_head, end = len(ordered), 0
        if self.kind == "fifo" and pages:  # an item with the position of the first page is in front of it
            at_head, end = bisect_right(ordered, pages[0].position, key=itemgetter(0)), pages[-1].end
        elif self.kind == "fifo" and (fitting := paged_store.fitting(item for _, item in ordered)) < at_head:
            at_head, end = fitting, ordered[fitting - 1][0]
        placed: set[int] = set()
        self.store.extend(_with_inserted(ordered[:at_head], items, inserted, placed))
        if pages or at_head < len(ordered):
            store = self.use_pages()
            for page in pages:
                store.restore_page(page)
            store.is_long, store.boundary = self.kind == "fifo", end
            store.extend(_with_inserted(ordered[at_head:], items, inserted, placed))
        if len(placed) < len(items):
            for number, (_, item) in items.items():
                if number not in placed:
                    self.store.restore(item, None)

    def record_creation(self) -> int:
        """Record what the queue was created with. Returns the bytes of the change."""
        definition = {
            "namespace": self.namespace,
            "name": self.name,
            "kind": self.kind,
            "maxsize": self.maxsize,
            "max_deliveries": self.max_deliveries,
            "dead_letter": self.dead_letter,
        }
        change = change_format.pack_created(self.identity, definition)
        self._journal.record(self, change)
        return len(change)

    def begin_copy(self) -> ItemsToCopy:
        """Begin to copy all items for a checkpoint.

        Returns:
            The items with positions in the same order: in front of all items that are put from now on, and
            behind all that are put at the head.
        """
        self.copied = set()
        store = self.store
        if isinstance(store, PriorityStore):
            return ItemsToCopy([], 0, store.with_positions())
        items, tail = list[Item](), list[Item]()
        if not isinstance(store, PagedStore):
            items = list(store)
        else:
            items, tail = list(store.head), list(store.tail)
            behind = len(items) if self.kind == "lifo" else len(tail)
            self._last = max(self._last, store.next_position - 1 + behind)
        if self.kind == "lifo":
            items.reverse()
        end = self._last
        if isinstance(store, PagedStore) and store.is_long:
            end = store.pages[0].position - 1 if store.pages else store.boundary
        first = end - len(items) + 1
        self._front = min(self._front, first)
        positions = range(self._last - len(tail) + 1, self._last + 1)
        return ItemsToCopy(items, first, [(b"", at, item) for at, item in zip(positions, tail, strict=True)])

    # Changes

    def put(self, item: Item) -> Item | BlockedValue:
        """Put one item, as ``Queue.put`` does. Raises StorageError while the journal cannot be written."""
        self._check()
        moved = super().put(item)
        if moved is not BLOCKED:
            self._last += 1
            self._journal.record_put(self, item, self._last)
            if self.puts >= self.next_check or len(item.payload) >= paged_store.LARGE_ITEM:
                self.page_out()
        return moved

    def put_many(self, items: Sequence[Item], at_head: bool = False) -> Sequence[Item]:
        """Put items, as ``Queue.put_many`` does. Raises StorageError while the journal cannot be written."""
        self._check()
        return super().put_many(items, at_head)

    def get(self, overtakes: bool = False) -> Item | BlockedValue:
        """Take the next item, as ``Queue.get`` does. Raises StorageError as ``put``."""
        self._check()
        if type(self.store) is PagedStore:
            self.load(1)
        item = super().get(overtakes)
        if item is not BLOCKED:
            self._record_taken((item,))
            self._journal.record_handed_out(self, (item,))
        return item

    def get_many(
        self, count: int, most_bytes: int = sys.maxsize, overtakes: bool = False, end: End | None = None
    ) -> list[Item] | BlockedValue:
        """Take items, as ``Queue.get_many`` does. Raises StorageError as ``put``."""
        self._check()
        items = super().get_many(count, most_bytes, overtakes, end)
        if items is not BLOCKED:
            self._journal.record_handed_out(self, items, end)
        return items

    def give_back_many(self, items: Sequence[Item], end: End | None = None) -> bool:
        """Undo gets, as ``Queue.give_back_many`` does, also while the journal cannot be written."""
        is_back = super().give_back_many(items, end)
        if not is_back or not items:
            self._journal.touch(self)
        elif self.kind != "lifo" and (end is None or end is self.head):
            self._record_at_head(items)
        else:
            self._record_at_end(items[::-1])
        return is_back

    def task_done(self) -> None:
        """Count one item as finished, as ``Queue.task_done`` does. Raises StorageError as ``put``."""
        self._check()
        super().task_done()
        self._journal.touch(self)

    def join(self) -> int | BlockedValue:
        """Return as ``Queue.join`` does. The call waits until the last task_done is safe."""
        value = super().join()
        if value is not BLOCKED:
            self._journal.touch(self)
        return value

    def purge(self) -> Destroyed:
        """Take out all items, as ``Queue.purge`` does. Raises StorageError as ``put``."""
        self._check()
        self.copied, store = None, self.store
        destroyed = super().purge()
        if isinstance(store, PagedStore):
            self._journal.give_up_pages(store.pages)
        self.inserted = InsertedItems()
        if isinstance(self.store, PriorityStore):
            self.store.set_positions([], self._last)  # in the journal, positions continue
        self._journal.record_mark(self, Change.PURGED)
        return destroyed

    def withdraw(
        self,
        most: int,
        numbers: Collection[int] | None = None,
        end: End | None = None,
        most_bytes: int = sys.maxsize,
    ) -> list[Item]:
        """Remove items, as ``Queue.withdraw`` does. Raises StorageError as ``put``."""
        self._check()
        if numbers is not None:
            self.load(EXTRACTED, paged_store.SEARCHED_BYTES)
        items = super().withdraw(most, numbers, end, most_bytes)
        if numbers is not None and items:
            self._record_taken(items)
        elif items:
            self._journal.touch(self)
        return items

    def shutdown(self, immediate: bool = False) -> Destroyed:
        """Refuse further items, as ``Queue.shutdown`` does. Raises StorageError as ``put``."""
        self._check()
        store = super().shutdown(immediate)
        self._journal.touch(self)
        return store

    def destroy(self) -> Destroyed:
        """Begin to close the queue, as ``Queue.destroy`` does. Raises StorageError as ``put``."""
        self._check()
        store = super().destroy()
        self._journal.record_mark(self, Change.CLOSED)
        return store

    def push_many(self, items: Sequence[Item], size: int, at_head: bool = False) -> None:
        """Push items without a check, as ``Queue.push_many`` does."""
        super().push_many(items, size, at_head)
        if items and at_head:
            self._record_at_head(items[::-1])
        elif items:
            self._record_at_end(items)

    def drop_many(self, count: int, size: int) -> None:
        """Remove the next items without a check, as ``Queue.drop_many`` does."""
        self.load(count)
        items = super().next_items(count)
        super().drop_many(count, size)
        self._record_taken(items)
        self._journal.record_handed_out(self, items)

    def _pop_many(self, count: int, end: End | None = None, most_bytes: int = sys.maxsize) -> list[Item]:
        if end is None or end is self.head:
            self.load(count, most_bytes)
        else:
            self.load_newest(count, most_bytes)
        items = super()._pop_many(count, end, most_bytes)
        if items:
            self._record_taken(items)
        return items

    def _record_taken(self, items: Sequence[Item]) -> None:
        self._journal.record_taken(self, items)
        if self.copied is not None:
            self.copied.update(item.number for item in items)
        if self.inserted:
            self._place_again(self.inserted.remove([item.number for item in items]))
        if type(self.store) is PagedStore:
            self.expect_page()

    def _record_at_end(self, items: Sequence[Item]) -> None:
        """Record items that were put behind all others, in order, unless they are in pages now."""
        position = self._last + 1
        self._last += len(items)
        in_front, moved = self.page_out(len(items))
        if moved:
            self._record_puts(items[:in_front], position)
            position += in_front + moved
            items = items[in_front + moved :]
        self._record_puts(items, position)

    def _record_at_head(self, items: Sequence[Item]) -> None:
        """Record items that were put in front of all others, the next item first."""
        self._front -= len(items)
        self._record_puts(items, self._front)

    def _record_puts(self, items: Sequence[Item], position: int) -> None:
        """Record items at consecutive positions, if there are any."""
        if items:
            self._journal.record_pieces(self, change_format.pack_puts(self.identity, items, position))


def _with_inserted(
    ordered: list[tuple[int, Item]],
    items: Mapping[int, tuple[int | None, Item]],
    inserted: InsertedItems,
    placed: set[int],
) -> list[Item]:
    """Return items in order, each behind those that were inserted in front of it.

    Their numbers are added to ``placed``. The other arguments are as for ``DurableQueue.restore``.
    """
    if not inserted:
        placed.update(item.number for _, item in ordered)
        return [item for _, item in ordered]
    found: list[Item] = []
    for _, item in ordered:
        numbers = [*inserted.in_front_of(item.number), item.number]
        found += [items[number][1] for number in numbers]
        placed.update(numbers)
    return found
