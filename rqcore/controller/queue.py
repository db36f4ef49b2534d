# SPDX-License-Identifier: MIT
"""A queue and its rules: which calls may put and get, which must wait, and which continues next.

The module uses no socket, clock or protocol. A method moves items and returns
them, returns ``BLOCKED`` if the call must wait, or raises the error of the
call::

                put, get, put_many, get_many, join
                               │
            ┌──────────────────┼────────────────────┐
       moves items          BLOCKED            raises an error
                               │ wait(call)
                        ┌──────┴──────┐
                 serve() yields    time_out(call), leave(call), close()
                 EndedCall         end the call early

``serve`` lets waiting calls continue. The caller runs it after every change that may allow one of them to
continue, and ends each call that it yields. ``calls.queue_calls`` shows the complete path of a call.

A queue has three rules:

- An item may enter if ``can_put``, and may leave if ``can_get``.
- No call overtakes another of its kind: a call waits behind other waiting puts or gets, even if ``can_put``
  or ``can_get`` would let it continue. So a get can wait although the queue contains items, and a put
  although there is free space. This matters as soon as they depend on more than the number of items.
- After a shutdown no item enters, and a get fails when the queue is empty.

For Redis, a FIFO queue is a list. ``head`` is its end from which the queue's own
gets take: always the other end than that of the first push into an empty list.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from rqcore.controller.items import Item, total_bytes
from rqcore.controller.leases import Destroyed, LeaseRules
from rqcore.controller.paged_store import PagedStore
from rqcore.controller.stores import STORES, FifoStore, PriorityStore, Store, count_within
from rqcore.controller.wait_queue import BLOCKED as BLOCKED
from rqcore.controller.wait_queue import (
    QUEUES_OF_A_STEP,
    EndedCalls,
    WaitQueue,
    choose_queue,
    waits_elsewhere,
)
from rqcore.controller.wait_queue import BlockedValue as BlockedValue
from rqcore.controller.wait_queue import EndedCall as EndedCall
from rqcore.errors import BadCall, NotComparable, RqError, ShutDown, without_frames
from rqcore.protocol.memory import ITEM_COST, LEASE_COST
from rqcore.protocol.queue_values import End


class Queue(LeaseRules):
    """One queue of a controller, with its rules. ``QueueFields`` describes its arguments and attributes."""

    __slots__ = ()
    # Type checkers need the types of inherited attributes again where they are assigned.
    store: Store
    puts: int
    gets: int
    bytes: int
    unfinished: int
    taken_bytes: int
    is_shut_down: bool
    is_emptied: bool
    is_closed: bool

    @property
    def room(self) -> int:
        """How many more items fit into the queue."""
        if not self.maxsize:
            return sys.maxsize
        return max(self.maxsize - len(self.store) - len(self.delayed), 0)

    @property
    def can_put(self) -> bool:
        """Whether an item may enter now."""
        return not self.maxsize or len(self.store) + len(self.delayed) < self.maxsize

    @property
    def can_get(self) -> bool:
        """Whether an item may leave now."""
        return len(self.store) > 0

    # The methods of a queue: each moves items, returns BLOCKED, or raises an error.

    def put(self, item: Item) -> Item | BlockedValue:
        """Put one item.

        Returns:
            The item, or ``BLOCKED`` if the call must wait.

        Raises:
            ShutDown: The queue was shut down.
            NotComparable: A priority queue cannot order the item among its items.
            TooMany: The controller has no memory for the item.
        """
        if self.is_shut_down:
            raise self.shut_down_error()
        if self.putters or not self.can_put:
            return BLOCKED
        size, memory = len(item.payload), self.memory
        held = memory.held + size + ITEM_COST
        if held > memory.limit:
            if not memory.makes_room(size + ITEM_COST):
                raise memory.refuse()
            held = memory.held + size + ITEM_COST
        self.store.push(item)
        self.puts += 1
        self.unfinished += 1
        self.bytes += size
        memory.held = held
        return item

    def put_many(self, items: Sequence[Item], at_head: bool = False) -> Sequence[Item]:
        """Put as many items as fit now, in order. The caller must wait with the rest.

        Args:
            items: The items.
            at_head: Each item becomes the next item, in front of all others.

        Returns:
            The items that were put.

        Raises:
            ShutDown: The queue was shut down.
            NotComparable: A priority queue cannot order the items. No item is put.
            TooMany: The controller has no memory for all items. No item is put.
        """
        if self.is_shut_down:
            raise self.shut_down_error()
        self.memory.admit(total_bytes(items), len(items))
        if self.putters or not self.can_put:
            return ()
        moved = items[: self.room]
        self.store.check(moved)
        self.push_many(moved, total_bytes(moved), at_head)
        return moved

    def put_delayed(self, item: Item, client: Any, deadline_ns: int) -> Item | BlockedValue:
        """Put an item that enters the queue later.

        Args:
            item: The item.
            client: The client that puts it.
            deadline_ns: When it enters the queue, in ns of the controller's clock.

        Returns:
            The item, or ``BLOCKED`` if the call must wait.

        Raises:
            ShutDown: The queue was shut down.
            NotComparable: A priority queue cannot order the item among its items.
            TooMany: The controller has no memory for the item.
        """
        if self.is_shut_down:
            raise self.shut_down_error()
        if self.putters or not self.can_put:
            return BLOCKED
        self.store.check((item,))
        self.memory.admit(len(item.payload) + LEASE_COST, 1)
        self.push_delayed(item, client, deadline_ns)
        return item

    def has_room_for(self, count: int) -> bool:
        """Whether ``count`` items can be put without waiting. Each get that waits for an item takes one."""
        if self.putters or not self.can_put:
            return False
        missing = count - self.room
        if missing <= 0 or self.store:
            return missing <= 0
        present = (call for call in self.getters.values() if not call.is_aside)
        return len(list(islice(present, missing))) == missing

    def must_wait_for_item(self, overtakes: bool = False) -> bool:
        """Whether a call that takes an item must wait.

        Args:
            overtakes: It may take one even if others wait.

        Raises:
            ShutDown: The queue was shut down and is empty, and no item can return.
        """
        return ((self.getters and not overtakes) or not self.can_get) and self._blocked_get() is BLOCKED

    def get(self, overtakes: bool = False) -> Item | BlockedValue:
        """Take the next item.

        Args:
            overtakes: Take it even if other gets wait.

        Returns:
            The item, or ``BLOCKED`` if the call must wait.

        Raises:
            ShutDown: The queue was shut down and is empty.
        """
        if (self.getters and not overtakes) or not self.can_get:
            return self._blocked_get()
        item = self.store.pop()
        size = len(item.payload)
        self.gets += 1
        self.bytes -= size
        self.memory.held -= size + ITEM_COST
        return item

    def get_many(
        self, count: int, most_bytes: int = sys.maxsize, overtakes: bool = False, end: End | None = None
    ) -> list[Item] | BlockedValue:
        """Take up to ``count`` items.

        Args:
            count: The most items to take.
            most_bytes: Stop before an item with which they have more payload bytes, except for the first.
            overtakes: Take them even if other gets wait.
            end: Take them from this end of a list. None takes the next items.

        Returns:
            The items, or ``BLOCKED`` if the call must wait.

        Raises:
            ShutDown: The queue was shut down and is empty.
        """
        if (self.getters and not overtakes) or not self.can_get:
            return self._blocked_get()
        return self._pop_many(count, end, most_bytes)

    def _blocked_get(self) -> BlockedValue:
        if self.is_shut_down and not self.store and not self.expects_items:
            raise ShutDown(f"queue {self.label!r} was shut down and is empty; no more items will come")
        return BLOCKED

    def give_back(self, item: Item, end: End | None = None) -> bool:
        """Undo the get of one item, like ``give_back_many``."""
        return self.give_back_many((item,), end)

    def give_back_many(self, items: Sequence[Item], end: End | None = None) -> bool:
        """Undo gets: the items become the next items again, in order. Returns whether they are in the queue.

        Neither maxsize nor a shutdown prevents it, because the items belonged to the queue. But an immediate
        shutdown destroys them like the others. ``end``: the end of a list from which they were taken.
        """
        if self.is_emptied:
            self.unfinished = max(self.unfinished - len(items), 0)
            return False
        if end is None or end is self.head:
            self.store.extend_front(items)
        else:
            self.store.extend(reversed(items))
        self.gets = max(self.gets - len(items), 0)
        self.unfinished = max(self.unfinished, self.all_items)
        self.bytes += (size := total_bytes(items))
        self.memory.held += size + ITEM_COST * len(items)
        return True

    def task_done(self) -> None:
        """Count one item as finished.

        Raises:
            BadCall: All items that were put are already finished, or leased.
        """
        if self.unfinished <= len(self.leases):
            if self.leases:
                raise BadCall(
                    f"all unfinished items of queue {self.label!r} are leased; acknowledge them instead"
                )
            raise BadCall(f"task_done() called too many times; queue {self.label!r} has no unfinished items")
        self.unfinished -= 1

    def join(self) -> int | BlockedValue:
        """Return 0, the number of unfinished items, or ``BLOCKED`` if some items are unfinished."""
        return BLOCKED if self.unfinished else 0

    def purge(self) -> Destroyed:
        """Take out all items, also leased and delayed ones, to destroy them. All leases end.

        The items count as memory until the caller has freed them.
        """
        store, self.store = self.store, self.new_store()
        self.gets += len(store)
        self.bytes = 0
        destroyed = self.take_absent(store)
        self.unfinished = max(self.unfinished - len(destroyed), 0)
        return destroyed

    def withdraw(
        self,
        most: int,
        numbers: Collection[int] | None = None,
        end: End | None = None,
        most_bytes: int = sys.maxsize,
    ) -> list[Item]:
        """Remove items, to destroy or move them. They no longer count as unfinished in this queue.

        Args:
            most: The most items to remove.
            numbers: Remove only items with these numbers. None removes the next items.
            end: Remove them from this end of a list.
            most_bytes: Stop before an item with which they have more payload bytes, except for the first.

        Returns:
            The items, in the order in which they would have come out.
        """
        if numbers is None:
            items = self._pop_many(most, end, most_bytes)
        else:
            items = self.store.extract(numbers, most, most_bytes)
            self._count_taken(len(items), total_bytes(items))
        self.unfinished = max(self.unfinished - len(items), 0)
        return items

    def shutdown(self, immediate: bool = False) -> Destroyed:
        """Refuse further items, like ``queue.Queue.shutdown``. ``serve`` then ends the calls that must fail.

        Args:
            immediate: Destroy the items in the queue.

        Returns:
            The items to destroy, as in ``purge``.
        """
        self.is_shut_down = True
        self.is_emptied = self.is_emptied or immediate
        return self.purge() if immediate else STORES[self.kind]()

    def destroy(self) -> Destroyed:
        """Begin to close the queue: no call continues. Returns the items to destroy, as in ``purge``."""
        self.is_closed = True
        return self.purge()

    def close(self) -> EndedCalls:
        """End the waiting calls of a queue that was destroyed.

        Yields:
            Each waiting call. It fails with Closed. None for a call that still waits for another queue.
        """
        error = self.closed_error()
        for waiting in (self.getters, self.putters, self.joiners):
            while waiting:
                call = waiting.pop_first()
                is_left = call.is_aside or waits_elsewhere(call, self)
                yield None if is_left else EndedCall(call, (), error)

    # Waiting

    def wait(self, call: Any) -> None:
        """Add a call behind all waiting calls of its kind."""
        self._wait_queue(call).add(call)

    @property
    def waiting_calls(self) -> list[Any]:
        """All waiting calls: gets, puts and joins, each kind in its order."""
        kinds = (self.getters, self.putters, self.joiners)
        return [call for waiting in kinds for call in waiting.in_order() if not call.is_aside]

    def leave(self, call: Any) -> int:
        """Remove a waiting call, also from other queues for which it waits. Returns their number."""
        self._wait_queue(call).discard(call)
        return choose_queue(call, self)

    def time_out(self, call: Any) -> EndedCall:
        """End a waiting call because of its timeout. A join succeeds with the number of unfinished items."""
        others = self.leave(call)
        if call.items:
            return self._give_up(call, self.full_error())
        error = self.empty_error() if call.wanted else None
        return EndedCall(call, (), error, steps=1 + others // QUEUES_OF_A_STEP)

    def serve(self) -> EndedCalls:
        """Let the waiting calls continue as far as possible, in the order of their arrival.

        Yields:
            Each call that ended, before anything else changes. A put of many items
            continues to wait with the items that do not fit yet. None for a call that
            still waits for another queue.
        """
        if self.is_closed:
            return
        if self.is_shut_down:
            yield from self._give_up_all(self.putters)
        while True:
            if self.getters and self.can_get:
                call = self.getters.pop_first()
                if call.is_aside:  # all of them now, so that the next get finds the item
                    continue
                others = choose_queue(call, self)
                ended = self._take_for(call)
                yield ended._replace(steps=1 + others // QUEUES_OF_A_STEP) if others else ended
            elif self.putters and self.can_put:
                call = self.putters.first
                error = self._move(call)
                if error or call.moved == len(call.items):
                    self.putters.remove(call)
                    yield self._give_up(call, error) if error else EndedCall(call, call.items)
            else:
                break
        if self.is_shut_down and not self.store and not self.expects_items:
            yield from self._give_up_all(self.getters)
        while self.joiners and not self.unfinished:
            yield EndedCall(self.joiners.pop_first(), ())

    def _take_for(self, call: Any) -> EndedCall:
        """Remove the items for a get or a lease that no longer waits."""
        if call.lease_ns:
            item, place = self.pop_for_lease()
            return EndedCall(call, (item,), place=place)
        return EndedCall(call, self._pop_many(call.wanted, call.end, call.most_bytes))

    def _wait_queue(self, call: Any) -> WaitQueue[Any]:
        if call.items:
            return self.putters
        return self.getters if call.wanted else self.joiners

    def _move(self, call: Any) -> NotComparable | None:
        """Push as many items of a waiting put as fit now. Returns the error if they cannot be ordered."""
        part = call.items[call.moved : call.moved + self.room]
        try:
            self.store.check(part)
        except NotComparable as error:
            return without_frames(error)
        size = total_bytes(part)
        if call.enters_ns:
            self.push_delayed(part[0], call.client, call.enters_ns)
        else:
            self.push_many(part, size)
        call.moved += len(part)
        held = min(call.held_bytes, size + ITEM_COST * len(part))  # 0 if the call does not wait yet
        call.held_bytes -= held
        self.memory.held -= held
        return None

    def _give_up_all(self, waiting: WaitQueue[Any]) -> EndedCalls:
        while waiting:
            call = waiting.pop_first()
            is_left = call.is_aside or waits_elsewhere(call, self)
            yield None if is_left else self._give_up(call, self.shut_down_error())

    def _give_up(self, call: Any, error: RqError) -> EndedCall:
        """End a call that cannot continue. It fails only if it has moved no item."""
        return EndedCall(call, call.items[: call.moved], None if call.moved else error)

    # Moving items without a check: the caller has already checked that they may move

    def push_many(self, items: Sequence[Item], size: int, at_head: bool = False) -> None:
        """Push items without a check. ``size``: bytes of all payloads; ``at_head``: as in ``put_many``."""
        if at_head:
            self.store.extend_front(items[::-1])
        else:
            self.store.extend(items)
        self.puts += len(items)
        self.unfinished += len(items)
        self.bytes += size
        self.memory.held += size + ITEM_COST * len(items)

    def next_items(self, count: int) -> list[Item]:
        """Return the next items, of which there are at least ``count``; fewer if they cannot be read."""
        return list(islice(self.store, count))

    def drop_many(self, count: int, size: int) -> None:
        """Remove the next items without a check. ``size``: the bytes of their payloads together."""
        pop = self.store.pop
        for _ in range(count):
            pop()
        self._count_taken(count, size)

    def _pop_many(self, count: int, end: End | None = None, most_bytes: int = sys.maxsize) -> list[Item]:
        """Remove the next items, or those at one end of a list, as ``get_many`` does."""
        pop, is_newest = self.store.pop, end is not None and end is not self.head
        if self.bytes > most_bytes:
            count = min(count, count_within(most_bytes, self._coming(count, is_newest)))
        if is_newest:
            assert isinstance(self.store, FifoStore | PagedStore)
            pop = self.store.pop_newest
        items = [pop() for _ in range(min(count, len(self.store)))]
        self._count_taken(len(items), total_bytes(items))
        return items

    def _coming(self, count: int, is_newest: bool) -> Iterable[Item]:
        """Return up to ``count`` items that would be removed. A heap is not sorted for them."""
        if isinstance(self.store, PriorityStore):
            return self.store.part(0, min(count, len(self.store)))
        if is_newest and isinstance(self.store, FifoStore | PagedStore):
            return islice(reversed(self.store), count)
        return islice(self.store, count)

    def _count_taken(self, count: int, size: int) -> None:
        self.taken_bytes = size
        self.gets += count
        self.bytes -= size
        self.memory.held -= size + ITEM_COST * count
