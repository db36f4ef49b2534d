# SPDX-License-Identifier: MIT
"""A queue and its rules: who may put and get, who has to wait, and who is served next.

Nothing here knows a socket, a clock or a protocol. A method moves items and
returns what it moved, or ``BLOCKED`` if the call has to wait, or raises the
error that the call ends with::

                put, get, put_many, get_many, join
                               │
            ┌──────────────────┼────────────────────┐
          moved             BLOCKED               raises
                               │ wait(call)
                        ┌──────┴──────┐
                 serve() yields    time_out(call), leave(call), close()
                 EndedCall         end it early

``serve`` lets waiting calls go on. The caller runs it after every change that
may help one of them, and ends each call that it yields.

Three rules decide everything:

- An item may enter if ``can_put``, and leave if ``can_get``.
- A call that finds another of its kind waiting waits behind it, even if
  ``can_put`` or ``can_get`` would let it go on: no call is overtaken. A getter
  can wait at a queue that holds items, and a putter at one with room, because
  something else than the number of items may decide ``can_get`` and ``can_put``.
- After a shutdown no item enters, and a get fails once the queue is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple
from uuid import uuid4

from rqcore.controller.items import Item, total_bytes
from rqcore.controller.stores import STORES, Store
from rqcore.controller.wait_queue import WaitQueue
from rqcore.errors import BadCall, Closed, Empty, Full, RqError, ShutDown
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.queue_values import QueueStat


class BlockedValue(Enum):
    """The type of ``BLOCKED``."""

    BLOCKED = "blocked"


BLOCKED: Final = BlockedValue.BLOCKED
"""What a method returns if its call has to wait."""


class EndedCall(NamedTuple):
    """A call that no longer waits. Its end is not yet recorded, and its client not yet answered."""

    call: Any
    """The blocked call, out of its wait queue."""
    items: Sequence[Item]
    """The items that it moved."""
    error: RqError | None = None
    """Why it failed; None if it succeeded."""


class Queue:
    """One queue of a controller."""

    __slots__ = (
        "bytes",
        "clients",
        "gets",
        "getters",
        "is_emptied",
        "is_shut_down",
        "joiners",
        "kind",
        "maxsize",
        "memory",
        "name",
        "namespace",
        "number",
        "puts",
        "putters",
        "store",
        "unfinished",
    )

    def __init__(
        self,
        number: int,
        name: str | None,
        kind: str = "fifo",
        maxsize: int = 0,
        memory: Memory | None = None,
    ) -> None:
        """Make an empty queue.

        Args:
            number: Unique in its controller; events name the queue by it.
            name: What people call it, or None.
            kind: "fifo", "lifo" or "priority".
            maxsize: The most items that it holds; 0 for no bound.
            memory: Where its items are counted; None for a count of its own without a limit.
        """
        self.memory: Memory = memory or Memory()
        self.number: int = number
        self.namespace: str = str(uuid4())
        self.name: str | None = name
        self.kind: str = kind
        self.maxsize: int = maxsize
        self.store: Store = STORES[kind]()
        self.getters: WaitQueue[Any] = WaitQueue()
        self.putters: WaitQueue[Any] = WaitQueue()
        self.joiners: WaitQueue[Any] = WaitQueue()
        self.puts: int = 0
        """Items put since the queue was created."""
        self.gets: int = 0
        """Items taken since."""
        self.bytes: int = 0
        """Payload that it holds."""
        self.unfinished: int = 0
        """Items put for which no task_done came."""
        self.is_shut_down: bool = False
        """It takes no more items."""
        self.is_emptied: bool = False
        """A shutdown destroyed its items."""
        self.clients: int = 0
        """Connected clients that used it."""

    @property
    def label(self) -> str:
        """What people call it: its name, or its namespace if it has none."""
        return self.name or self.namespace

    @property
    def size(self) -> int:
        """How many items it holds."""
        return len(self.store)

    @property
    def room(self) -> int:
        """How many more items it may hold."""
        return max(self.maxsize - len(self.store), 0) if self.maxsize else sys.maxsize

    @property
    def can_put(self) -> bool:
        """Whether an item may enter now."""
        return not self.maxsize or len(self.store) < self.maxsize

    @property
    def can_get(self) -> bool:
        """Whether an item may leave now."""
        return len(self.store) > 0

    # The methods of a queue: each moves items, or returns BLOCKED, or raises.

    def put(self, item: Item) -> Item | BlockedValue:
        """Put one item.

        Raises:
            ShutDown: The queue takes no more items.
            TooMany: The controller has no memory for it.
        """
        if self.is_shut_down:
            raise self._shut_down()
        if self.putters or not self.can_put:
            return BLOCKED
        size, memory = len(item.payload), self.memory
        held = memory.held + size + ITEM_COST
        if held > memory.limit:
            raise memory.refuse()
        self.store.push(item)
        self.puts += 1
        self.unfinished += 1
        self.bytes += size
        memory.held = held
        return item

    def put_many(self, items: Sequence[Item]) -> Sequence[Item]:
        """Put as many of the items as may enter now, in order; those that are left have to wait.

        Raises:
            ShutDown: The queue takes no more items.
            TooMany: The controller has no memory for all of them. None is put.
        """
        if self.is_shut_down:
            raise self._shut_down()
        self.memory.admit(total_bytes(items), len(items))
        if self.putters or not self.can_put:
            return ()
        moved = items[: self.room]
        self.push_many(moved, total_bytes(moved))
        return moved

    def has_room_for(self, count: int) -> bool:
        """Whether ``count`` items could enter at once; each getter that waits for an item takes one."""
        waiting = 0 if self.store else len(self.getters)
        return not self.putters and self.can_put and count <= self.room + waiting

    def get(self) -> Item | BlockedValue:
        """Take the next item.

        Raises:
            ShutDown: The queue was shut down and is empty.
        """
        if self.getters or not self.can_get:
            return self._blocked_get()
        item = self.store.pop()
        size = len(item.payload)
        self.gets += 1
        self.bytes -= size
        self.memory.held -= size + ITEM_COST
        return item

    def get_many(self, count: int, most_bytes: int = sys.maxsize) -> list[Item] | BlockedValue:
        """Take up to ``count`` items, but no second one that would make more than ``most_bytes`` of payload.

        Raises:
            ShutDown: The queue was shut down and is empty.
        """
        if self.getters or not self.can_get:
            return self._blocked_get()
        if self.bytes <= most_bytes:
            return self._pop_many(count)
        items: list[Item] = []
        while len(items) < count and self.store and (most_bytes > 0 or not items):
            items += self._pop_many(1)
            most_bytes -= len(items[-1].payload)
        return items

    def _blocked_get(self) -> BlockedValue:
        if self.is_shut_down and not self.store:
            raise ShutDown(f"queue {self.label} was shut down and is empty")
        return BLOCKED

    def give_back(self, item: Item) -> bool:
        """Undo a get: the item is the next to come out, and as unfinished as it was.

        Neither the bound nor a shutdown keeps out an item that never really left;
        but if a shutdown destroyed all others, it destroys this one too.

        Returns:
            Whether the item is in the queue again.
        """
        if self.is_emptied:
            self.unfinished = max(self.unfinished - 1, 0)
            return False
        self.store.push_front(item)
        self.gets = max(self.gets - 1, 0)
        self.unfinished = max(self.unfinished, len(self.store))
        self.bytes += (size := len(item.payload))
        self.memory.held += size + ITEM_COST
        return True

    def task_done(self) -> None:
        """Count one item as finished.

        Raises:
            BadCall: Every item that was put is finished already.
        """
        if not self.unfinished:
            raise BadCall("task_done() called too many times")
        self.unfinished -= 1

    def join(self) -> int | BlockedValue:
        """Wait until every item is finished. Returns 0: the number of unfinished items."""
        return BLOCKED if self.unfinished else 0

    def purge(self) -> list[Item]:
        """Destroy all items. No client will get them, so none has to call task_done for them."""
        return self.withdraw(len(self.store))

    def withdraw(self, most: int, numbers: Collection[int] | None = None) -> list[Item]:
        """Remove items that no getter of this queue will get, so that none has to call task_done for them.

        Args:
            most: How many items at most.
            numbers: Remove only items with these numbers; None for the next ones.

        Returns:
            The items, in the order in which they would have come out.
        """
        if numbers is None:
            items = self._pop_many(most)
        else:
            items = self.store.extract(numbers, most)
            self._count_taken(len(items), total_bytes(items))
        self.unfinished = max(self.unfinished - len(items), 0)
        return items

    def shutdown(self, immediate: bool = False) -> list[Item]:
        """Take no more items, as ``queue.Queue.shutdown``. ``serve`` ends the calls that wait in vain.

        Args:
            immediate: Destroy the items that the queue holds.

        Returns:
            The items that were destroyed.
        """
        self.is_shut_down = True
        self.is_emptied = self.is_emptied or immediate
        return self.purge() if immediate else []

    def close(self) -> Iterator[EndedCall]:
        """Destroy the queue with its items. Every waiting call fails with Closed."""
        self.memory.held -= self.bytes + ITEM_COST * len(self.store)
        error = Closed(f"queue {self.label} was closed")
        for waiting in (self.getters, self.putters, self.joiners):
            while waiting:
                yield EndedCall(waiting.pop_first(), (), error)

    # Waiting

    def wait(self, call: Any) -> None:
        """Let a call wait behind all others of its kind."""
        self._wait_queue(call).add(call)

    def leave(self, call: Any) -> None:
        """Let a call wait no more."""
        self._wait_queue(call).remove(call)

    def time_out(self, call: Any) -> EndedCall:
        """End a waiting call because its time is up. A join succeeds: it returns how much is unfinished."""
        self.leave(call)
        if call.items:
            return self._give_up(call, self.full_error())
        return EndedCall(call, (), self.empty_error() if call.wanted else None)

    def serve(self) -> Iterator[EndedCall]:
        """Let the waiting calls go on as far as they can, first come, first served.

        Yields:
            Each call that ended, before anything else changes. A put of many items
            goes on waiting with the items that found no room.
        """
        if self.is_shut_down:
            yield from self._give_up_all(self.putters)
        while True:
            if self.getters and self.can_get:
                call = self.getters.pop_first()
                yield EndedCall(call, self._pop_many(call.wanted))
            elif self.putters and self.can_put:
                call = self.putters.first
                self._move(call)
                if call.moved == len(call.items):
                    self.putters.remove(call)
                    yield EndedCall(call, call.items)
            else:
                break
        if self.is_shut_down and not self.store:
            yield from self._give_up_all(self.getters)
        while self.joiners and not self.unfinished:
            yield EndedCall(self.joiners.pop_first(), ())

    def _wait_queue(self, call: Any) -> WaitQueue[Any]:
        if call.items:
            return self.putters
        return self.getters if call.wanted else self.joiners

    def _move(self, call: Any) -> None:
        """Push as many items of a waiting put as there is room for."""
        part = call.items[call.moved : call.moved + self.room]
        self.push_many(part, total_bytes(part))
        call.moved += len(part)

    def _give_up_all(self, waiting: WaitQueue[Any]) -> Iterator[EndedCall]:
        while waiting:
            yield self._give_up(waiting.pop_first(), self._shut_down())

    def _give_up(self, call: Any, error: RqError) -> EndedCall:
        """End a call that gets no further. It failed only if it moved nothing."""
        return EndedCall(call, call.items[: call.moved], None if call.moved else error)

    # The errors that say how the queue stands

    def full_error(self) -> Full:
        """The error of a put for which there was no room in time."""
        return Full(f"queue {self.label} holds {len(self.store)} of {self.maxsize}")

    def empty_error(self) -> Empty:
        """The error of a get for which no item came in time."""
        return Empty(f"queue {self.label} is empty")

    def _shut_down(self) -> ShutDown:
        return ShutDown(f"queue {self.label} was shut down")

    # Moving items without asking: the caller has checked that they may move

    def push_many(self, items: Sequence[Item], size: int) -> None:
        """Push each item. ``size``: the bytes of all their payloads."""
        self.store.extend(items)
        self.puts += len(items)
        self.unfinished += len(items)
        self.bytes += size
        self.memory.held += size + ITEM_COST * len(items)

    def drop_many(self, count: int, size: int) -> None:
        """Remove the next items, which the caller has read already. ``size``: the bytes of their payloads."""
        pop = self.store.pop
        for _ in range(count):
            pop()
        self._count_taken(count, size)

    def _pop_many(self, count: int) -> list[Item]:
        """Remove the next items, up to ``count``."""
        pop = self.store.pop
        items = [pop() for _ in range(min(count, len(self.store)))]
        self._count_taken(len(items), total_bytes(items))
        return items

    def _count_taken(self, count: int, size: int) -> None:
        self.gets += count
        self.bytes -= size
        self.memory.held -= size + ITEM_COST * count

    def stat(self) -> QueueStat:
        """How the queue stands at this moment."""
        return QueueStat(
            namespace=self.namespace,
            name=self.name,
            kind=self.kind,
            size=len(self.store),
            maxsize=self.maxsize,
            puts=self.puts,
            gets=self.gets,
            blocked_puts=len(self.putters),
            blocked_gets=len(self.getters),
            blocked_joins=len(self.joiners),
            unfinished=self.unfinished,
            shutdown=self.is_shut_down,
            clients=self.clients,
            bytes=self.bytes,
        )
