# SPDX-License-Identifier: MIT
"""A durable queue: the rules of any queue, and each change recorded in the journal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from itertools import islice, pairwise
from operator import itemgetter

from rqcore.controller.items import Item, total_bytes
from rqcore.controller.leases import Destroyed
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change, Figures, Flag, RestoredTo
from rqcore.controller.storage.durable_leases import DurableLeaseRules
from rqcore.controller.storage.inserted_items import InsertedItems
from rqcore.controller.storage.items_to_copy import ItemsToCopy
from rqcore.controller.stores import EXTRACTED, FifoStore, PriorityStore, Store
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
    ) -> None:
        """Take over the state of the queue before a restart.

        Args:
            namespace: Its namespace.
            figures: Its figures.
            items: The position of each item, and the item, by its number, in any order. None: it is one of
                ``inserted``, or its number shows its place.
            inserted: The items whose place follows from others.
        """
        self.namespace = namespace
        self.puts, self.gets, self.unfinished, flags, self.dead = figures
        self.is_shut_down, self.is_emptied = bool(flags & Flag.SHUT_DOWN), bool(flags & Flag.EMPTIED)
        self.head = LEFT if flags & Flag.HEAD_IS_LEFT else RIGHT
        ordered = [(at, item) for at, item in items.values() if at is not None]
        ordered.sort(key=itemgetter(0))
        if ordered:
            self._front, self._last = min(ordered[0][0], 0), max(ordered[-1][0], 0)
        self._last += len(items) - len(ordered)  # so that a checkpoint finds a position for each item
        if isinstance(self.store, PriorityStore):
            self.store.set_positions(ordered, self._last)
        else:
            self._fill(self.store, ordered, items, inserted)
        self.bytes = total_bytes(self.store)
        self.memory.held += self.bytes + ITEM_COST * len(items)
        self._journal.count(self)

    def _fill(
        self,
        store: Store,
        ordered: list[tuple[int, Item]],
        items: Mapping[int, tuple[int | None, Item]],
        inserted: InsertedItems,
    ) -> None:
        """Fill the empty store of a queue without priorities. Arguments as for ``restore``."""
        if len(ordered) == len(items):
            store.extend([item for _, item in ordered])
            return
        self.inserted = inserted
        placed: set[int] = set()
        for _, item in ordered:
            numbers = [*inserted.in_front_of(item.number), item.number]
            store.extend([items[number][1] for number in numbers])
            placed.update(numbers)
        for number, (_, item) in items.items():
            if number not in placed:
                store.restore(item, None)

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
        if isinstance(self.store, PriorityStore):
            return ItemsToCopy([], 0, self.store.with_positions())
        items = list(self.store)
        if self.kind == "lifo":
            items.reverse()
        return ItemsToCopy(items, self._last - len(items) + 1, [])

    # Changes

    def put(self, item: Item) -> Item | BlockedValue:
        """Put one item, as ``Queue.put`` does. Raises StorageError while the journal cannot be written."""
        self._check()
        moved = super().put(item)
        if moved is not BLOCKED:
            self._last += 1
            self._journal.record_put(self, item, self._last)
        return moved

    def put_many(self, items: Sequence[Item], at_head: bool = False) -> Sequence[Item]:
        """Put items, as ``Queue.put_many`` does. Raises StorageError while the journal cannot be written."""
        self._check()
        return super().put_many(items, at_head)

    def get(self, overtakes: bool = False) -> Item | BlockedValue:
        """Take the next item, as ``Queue.get`` does. Raises StorageError as ``put``."""
        self._check()
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
        self.copied = None
        destroyed = super().purge()
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
        items = list(islice(self.store, count))
        super().drop_many(count, size)
        self._record_taken(items)
        self._journal.record_handed_out(self, items)

    def _pop_many(self, count: int, end: End | None = None, most_bytes: int = sys.maxsize) -> list[Item]:
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

    def _place_again(self, lost: list[int]) -> None:
        """Record the places of items that were inserted in front of others that have left."""
        if not lost:
            return
        assert isinstance(self.store, FifoStore)
        left, last = set(lost), self.store[-1]
        if last.number in left:
            left.remove(last.number)
            self._last += 1
            self._record_place(last, RestoredTo.POSITION, self._last)
        if left:  # the others have left by their numbers, so they were not far from the head
            for item, following in pairwise(islice(self.store, EXTRACTED + 1)):
                if item.number in left:
                    self.inserted.insert(item.number, following.number)
                    self._record_place(item, RestoredTo.IN_FRONT_OF, following.number)

    def _record_at_end(self, items: Sequence[Item]) -> None:
        """Record items that were put behind all others, in order."""
        position = self._last + 1
        self._last += len(items)
        self._record_puts(items, position)

    def _record_at_head(self, items: Sequence[Item]) -> None:
        """Record items that were put in front of all others, the next item first."""
        self._front -= len(items)
        self._record_puts(items, self._front)

    def _record_puts(self, items: Sequence[Item], position: int) -> None:
        """Record items at consecutive positions."""
        self._journal.record_pieces(self, change_format.pack_puts(self.identity, items, position))
