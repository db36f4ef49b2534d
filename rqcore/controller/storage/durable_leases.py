# SPDX-License-Identifier: MIT
"""The leased and delayed items of a durable queue: each change recorded in the journal."""

from __future__ import annotations

from typing import Any

from rqcore.controller.deadlines import ItemDeadlines
from rqcore.controller.items import DelayedItem, Item, ItemLease, Place
from rqcore.controller.queue import BlockedValue, Queue
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Absence, Figures, Flag, RestoredTo
from rqcore.controller.storage.inserted_items import InsertedItems
from rqcore.controller.storage.journal import Journal
from rqcore.controller.stores import FifoStore
from rqcore.errors import Closed
from rqcore.protocol.memory import ITEM_COST, LEASE_COST, Memory
from rqcore.protocol.queue_values import LEFT

NO_TOKEN = bytes(16)
"""The token of a client without a session."""


class DurableLeaseRules(Queue):
    """What a durable queue does with leased and delayed items. ``DurableQueue`` describes the arguments."""

    __slots__ = ("_front", "_journal", "_last", "copied", "identity", "inserted")

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
        super().__init__(number, name, kind, maxsize, memory, deadlines)
        self._journal = journal
        self.identity: int = identity
        self._last = self._front = 0
        """The positions of the latest items that were put at the end, and in front of all others."""
        self.inserted: InsertedItems = InsertedItems()
        """The items of a FIFO queue whose place follows from others."""
        self.copied: set[int] | None = None
        """While a checkpoint copies the items: the numbers of the items that have left since.
        None if it does not, or if the queue was purged."""

    @property
    def figures(self) -> Figures:
        """The state of the queue beside its items."""
        flags = Flag.SHUT_DOWN * self.is_shut_down | Flag.EMPTIED * self.is_emptied
        flags |= Flag.HEAD_IS_LEFT * (self.head is LEFT)
        return Figures(self.puts, self.gets, self.unfinished, flags, self.dead)

    def closed_error(self) -> Closed:
        """Create the error of a call that waited for a queue that was destroyed, or whose controller ends."""
        if self._journal.is_open:
            return super().closed_error()
        return Closed(f"the controller ends; use queue {self.label!r} again when it has been started again")

    def _check(self) -> None:
        if self._journal.failure and self._journal.is_open:
            raise self._journal.refusal(self.label)

    # Calls, which raise StorageError while the journal cannot be written

    def must_wait_for_item(self, overtakes: bool = False) -> bool:
        """Return as ``Queue.must_wait_for_item`` does."""
        self._check()
        return super().must_wait_for_item(overtakes)

    def put_delayed(self, item: Item, client: Any, deadline_ns: int) -> Item | BlockedValue:
        """Put an item that enters the queue later, as ``Queue.put_delayed`` does."""
        self._check()
        return super().put_delayed(item, client, deadline_ns)

    def find_lease(self, number: int) -> ItemLease:
        """Return the lease with a number, to change it."""
        self._check()
        return super().find_lease(number)

    # Changes

    def pop_for_lease(self) -> tuple[Item, Place]:
        """Remove the next item to lease it."""
        item, place = super().pop_for_lease()
        if self.copied is not None:
            self.copied.add(item.number)
        if self.inserted:
            self.inserted.remove((item.number,))  # nothing is in front of it
        return item, place

    def begin_lease(self, item: Item, place: Place, client: Any, now_ns: int, seconds_ns: int) -> ItemLease:
        """Lease an item that ``pop_for_lease`` has removed."""
        lease = super().begin_lease(item, place, client, now_ns, seconds_ns)
        self._journal.record(self, self._pack_absent(lease))
        return lease

    def extend_lease(self, lease: ItemLease, client: Any, deadline_ns: int) -> None:
        """Let a lease end at another time."""
        super().extend_lease(lease, client, deadline_ns)
        self._journal.record(self, self._pack_absent(lease))

    def finish(self, lease: ItemLease) -> None:
        """End a lease whose item is finished, or has left the queue for another one."""
        super().finish(lease)
        self._journal.record(self, change_format.pack_finished(self.identity, lease.item.number))

    def push_delayed(self, item: Item, client: Any, deadline_ns: int) -> None:
        """Put an item that enters the queue later, without a check."""
        self._last += 1
        self._journal.record_put(self, item, self._last)
        super().push_delayed(item, client, deadline_ns)

    def _delay(self, item: Item, place: Place, client: Any, deadline_ns: int) -> None:
        super()._delay(item, place, client, deadline_ns)
        entry = self.delayed[next(reversed(self.delayed))]
        self._journal.record(self, self._pack_absent(entry))

    def _restore(self, item: Item, place: Place) -> int:
        store = self.store
        at = store.index_of(item.number) if isinstance(store, FifoStore) else 0
        if isinstance(store, FifoStore) and 0 < at < len(store):
            following = store[at].number
            self.inserted.insert(item.number, following)
            self._record_place(item, RestoredTo.IN_FRONT_OF, following)
        elif place is not None:
            self._record_place(item, RestoredTo.POSITION, place[1])
        elif self.kind == "lifo" or at:
            self._last += 1
            self._record_place(item, RestoredTo.POSITION, self._last)
        else:
            self._front -= 1
            self._record_place(item, RestoredTo.POSITION, self._front)
        return super()._restore(item, place)

    def _record_place(self, item: Item, place: RestoredTo, number: int) -> None:
        """Record where an item is in the queue."""
        # A checkpoint does not copy it, if it was not in the queue.
        kept = [] if self.copied is None else change_format.pack_kept(self.identity, item)
        restored = change_format.pack_restored(self.identity, item, place, number)
        self._journal.record_pieces(self, [*kept, restored])

    # Absent items in the journal

    def _pack_absent(self, entry: ItemLease | DelayedItem) -> bytes:
        session = entry.client.session
        absence = Absence(
            entry.item.number,
            entry.item.deliveries,
            entry.deadline_ns + self._journal.wall_offset_ns,
            entry.number,
            entry.seconds_ns if isinstance(entry, ItemLease) else 0,
            NO_TOKEN if session is None else bytes.fromhex(session.token.decode()),
        )
        return change_format.pack_absent(self.identity, absence)

    def copy_absent(self, entry: ItemLease | DelayedItem) -> None:
        """Record a leased or delayed item again, with its payload, if it still is."""
        if entry.number in self.leases or entry.number in self.delayed:
            position = 0 if self.kind != "priority" else -1 if entry.place is None else entry.place[1]
            kept = change_format.pack_kept(self.identity, entry.item, position)
            self._journal.record_pieces(self, [*kept, self._pack_absent(entry)])

    def adopt_absent(
        self, position: int | None, item: Item, absence: Absence, client: Any, now_ns: int
    ) -> None:
        """Take over a leased or delayed item from before a restart.

        Args:
            position: Its position.
            item: The item.
            absence: Why it is not in the queue.
            client: The client that has leased or delayed it.
            now_ns: The current time in ns.
        """
        is_ordered = self.kind == "priority" and position is not None and position >= 0
        place = (item.priority, position or 0) if is_ordered else None
        deadline_ns = absence.deadline_ns - self._journal.wall_offset_ns
        number, seconds_ns = absence.entry, absence.seconds_ns
        if seconds_ns:
            deadline_ns = min(deadline_ns, now_ns + seconds_ns)  # the machine's clock may have been set back
            lease = ItemLease(number, item, place, self, client, now_ns, seconds_ns, deadline_ns)
            self.leases[number] = client.leases[number] = lease
            self.deadlines.add(lease)
        else:
            delayed = self.delayed[number] = DelayedItem(number, item, place, self, client, deadline_ns)
            self.deadlines.add(delayed)
        self._last = max(self._last, position or 0) + 1  # it needs a position when it has returned
        self.memory.held += LEASE_COST + ITEM_COST + len(item.payload)
