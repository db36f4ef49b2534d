# SPDX-License-Identifier: MIT
"""The rules of items that are not in their queue but belong to it: leased and delayed items.

::

                  lease                     acknowledge
    in the queue ───────► leased ─────────────────────────────► finished
        ▲   ▲               │ │
        │   │   restore     │ │ dead-lettered, if it was leased max_deliveries times
        │   └───────────────┘ └────────────────────────────────► in another queue
        │                   │
        │ restore           │ delay
        └──────────────── delayed ◄──── put_delayed

A leased item does not count towards ``maxsize``, but may return above it; a delayed item counts. Both count
as unfinished, and their memory is counted. Each returns to its place by its number; in a LIFO queue it
becomes the next item. A purge, an immediate shutdown and a close destroy both, and so end the leases.

The methods here change only the queue. ``calls.lease_calls`` has the calls of clients, the deadlines, and the
events. What must always hold: a lease is in ``queue.leases``, in ``client.leases`` and in the deadlines, or
in none of them, apart from leases of destroyed items: these leave the last two a little later.
"""

from __future__ import annotations

from typing import Any

from rqcore.controller.items import DelayedItem, Item, ItemLease, Place
from rqcore.controller.queue_fields import QueueFields
from rqcore.controller.stores import Store
from rqcore.errors import LeaseLost
from rqcore.protocol.memory import ITEM_COST, LEASE_COST


class DestroyedItems:
    """All items that belonged to a queue, for ``BackgroundWork.discard``: one ``pop`` destroys one.

    Args:
        store: The items that were in the queue.
        leases: The leases, which have ended.
        delayed: The delayed items.
    """

    def __init__(self, store: Store, leases: dict[int, ItemLease], delayed: dict[int, DelayedItem]) -> None:
        """Take over the items."""
        self._store = store
        self._leases = leases
        self._delayed = delayed

    def __len__(self) -> int:
        return len(self._store) + len(self._leases) + len(self._delayed)

    def pop(self) -> Item:
        """Remove and return an item, which counts in memory as an item in the queue."""
        if self._store:
            return self._store.pop()
        entry = (self._leases or self._delayed).popitem()[1]
        if isinstance(entry, ItemLease):
            entry.client.leases.pop(entry.number, None)
        entry.queue.deadlines.discard(entry)
        entry.queue.memory.held -= LEASE_COST
        return entry.item

    def forget_pages(self) -> None:
        """Give up the items that are not in memory."""
        self._store.forget_pages()


Destroyed = Store | DestroyedItems
"""Items to destroy: usually only those that were in the queue."""


class LeaseRules(QueueFields):
    """What a queue does with leased and delayed items."""

    __slots__ = ()
    # Type checkers need the types of inherited attributes again where they are assigned.
    puts: int
    gets: int
    bytes: int
    unfinished: int
    redelivers: bool
    leases: dict[int, ItemLease]
    delayed: dict[int, DelayedItem]

    @property
    def expects_items(self) -> bool:
        """Whether items that belong to the queue may enter it without a put, even after a shutdown."""
        return bool(self.leases or self.delayed)

    def pop_for_lease(self) -> tuple[Item, Place]:
        """Remove the next item to lease it. It still counts as memory."""
        item, place = self.store.pop_with_place()
        self.gets += 1
        self.bytes -= len(item.payload)
        return item, place

    def begin_lease(self, item: Item, place: Place, client: Any, now_ns: int, seconds_ns: int) -> ItemLease:
        """Lease an item that ``pop_for_lease`` has removed.

        Args:
            item: The item.
            place: Its place.
            client: The client that receives it.
            now_ns: The current time in ns.
            seconds_ns: How long the lease lasts, in ns.
        """
        item = item._replace(deliveries=item.deliveries + 1)
        number = self.deadlines.next_number()
        lease = ItemLease(number, item, place, self, client, now_ns, seconds_ns, now_ns + seconds_ns)
        self.leases[number] = client.leases[number] = lease
        self.deadlines.add(lease)
        self.memory.held += LEASE_COST
        return lease

    def find_lease(self, number: int) -> ItemLease:
        """Return the lease with a number.

        Raises:
            LeaseLost: It has ended.
        """
        if lease := self.leases.get(number):
            return lease
        raise LeaseLost(
            f"lease {number} of queue {self.label!r} has ended: it was acknowledged or given back, its time "
            "was over, its client had left, or its item was destroyed"
        )

    def extend_lease(self, lease: ItemLease, client: Any, deadline_ns: int) -> None:
        """Let a lease end at another time. From now on it belongs to the client that extends it."""
        lease.client.leases.pop(lease.number, None)
        lease.client = client
        client.leases[lease.number] = lease
        before_ns, lease.deadline_ns = lease.deadline_ns, deadline_ns
        self.deadlines.move(lease, before_ns)

    def end_lease(self, lease: ItemLease) -> None:
        """End a lease. Afterwards its item is in no queue, but still counts as unfinished and as memory."""
        del self.leases[lease.number]
        lease.client.leases.pop(lease.number, None)
        self.deadlines.discard(lease)
        self.memory.held -= LEASE_COST

    def finish(self, lease: ItemLease) -> None:
        """End a lease whose item is finished, or has left the queue for another one."""
        self.end_lease(lease)
        self.unfinished = max(self.unfinished - 1, 0)
        self.memory.held -= len(lease.item.payload) + ITEM_COST

    def return_leased(self, lease: ItemLease) -> int:
        """End a lease and put its item at its place, even if the queue is full or was shut down.

        Returns:
            The work, as ``Store.restore`` does.
        """
        self.end_lease(lease)
        self.gets -= 1
        return self._restore(lease.item, lease.place)

    def push_delayed(self, item: Item, client: Any, deadline_ns: int) -> None:
        """Put an item that enters the queue later, without a check. Arguments as for ``put_delayed``."""
        self.puts += 1
        self.unfinished += 1
        self.memory.held += len(item.payload) + ITEM_COST
        self._delay(item, self.store.reserve(item), client, deadline_ns)

    def delay_leased(self, lease: ItemLease, client: Any, deadline_ns: int) -> None:
        """End a lease, and let its item return to its place later."""
        self.end_lease(lease)
        self.gets -= 1
        self._delay(lease.item, lease.place, client, deadline_ns)

    def _delay(self, item: Item, place: Place, client: Any, deadline_ns: int) -> None:
        number = self.deadlines.next_number()
        entry = self.delayed[number] = DelayedItem(number, item, place, self, client, deadline_ns)
        self.deadlines.add(entry)
        self.memory.held += LEASE_COST

    def enter_delayed(self, entry: DelayedItem) -> int:
        """Put a delayed item at its place. Returns the work, as ``Store.restore`` does."""
        del self.delayed[entry.number]
        self.deadlines.discard(entry)
        self.memory.held -= LEASE_COST
        return self._restore(entry.item, entry.place)

    def _restore(self, item: Item, place: Place) -> int:
        self.redelivers = self.redelivers or item.deliveries > 0
        self.bytes += len(item.payload)
        return self.store.restore(item, place)

    def take_absent(self, store: Store) -> Destroyed:
        """Remove all leased and delayed items. Returns them together with the items of ``store``."""
        if not self.expects_items:
            return store
        leases, self.leases = self.leases, {}
        delayed, self.delayed = self.delayed, {}
        self.gets += len(delayed)
        return DestroyedItems(store, leases, delayed)
