# SPDX-License-Identifier: MIT
"""The leased and delayed items of a durable queue: each change recorded in the journal."""

from __future__ import annotations

from typing import Any

from rqcore.controller.items import DelayedItem, Item, ItemLease, Place
from rqcore.controller.paged_store import PagedStore
from rqcore.controller.queue import BlockedValue
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Absence, RestoredTo
from rqcore.controller.storage.paged_queue import PagedQueue
from rqcore.controller.stores import FifoStore, PriorityStore
from rqcore.errors import Closed
from rqcore.protocol.memory import ITEM_COST, LEASE_COST

NO_TOKEN = bytes(16)
"""The token of a client without a session."""


class DurableLeaseRules(PagedQueue):
    """What a durable queue does with leased and delayed items. ``DurableQueue`` describes the arguments."""

    __slots__ = ()

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
        self.load(1)
        item, place = super().pop_for_lease()
        self.expect_page()
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
        if self.copied is None:
            self._journal.record(self, self._pack_absent(entry))
        else:  # a checkpoint does not find it in the list of leases that it has made
            self.copy_absent(entry)

    def _restore(self, item: Item, place: Place) -> int:
        kind, number = self._place_of(item, place)
        if kind is RestoredTo.IN_FRONT_OF:
            self.inserted.insert(item.number, number)
        self._record_place(item, kind, number)
        return super()._restore(item, place)

    def _place_of(self, item: Item, place: Place) -> tuple[RestoredTo, int]:
        """Return where an item enters the queue, for the journal."""
        if place is not None:
            return RestoredTo.POSITION, place[1]
        if self.kind == "lifo":
            return RestoredTo.POSITION, self._at_end()
        if not isinstance(self.store, FifoStore | PagedStore):
            return RestoredTo.POSITION, self._at_head()
        head, pages, tail = self.parts
        items, at = self.store.place_of(item.number)
        if 0 < at < len(items) or (items is not head and at < len(items)):
            return RestoredTo.IN_FRONT_OF, items[at].number
        if items is head and not at:
            return RestoredTo.POSITION, self._at_head()
        if items is head and pages:
            return RestoredTo.POSITION, pages[0].position
        if items is head and tail:
            return RestoredTo.IN_FRONT_OF, tail[0].number
        return RestoredTo.POSITION, self._at_end()

    def _at_head(self) -> int:
        """Return a position in front of all others."""
        self._front -= 1
        return self._front

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
        if isinstance(self.store, PriorityStore):
            self.store.skip_positions(self._last)
        self.memory.held += LEASE_COST + ITEM_COST + len(item.payload)
