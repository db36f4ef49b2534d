# SPDX-License-Identifier: MIT
"""The blocking queue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType

from rqcore.errors import ShutDown
from rqcore.pressure import protocol_steps
from rqcore.pressure.base import PressureQueueBase
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_payloads import Item, payload_of
from rqcore.pressure.status import Holder, QueueStatus


class PressureQueue(PressureQueueBase[RedisConnection]):
    """A bounded, blocking, closable FIFO queue on Redis, with the methods of ``queue.Queue``.

    It holds bytes; text goes in as UTF-8. Safe to use from several threads;
    can be pickled. Any call raises Missing where there is no such queue,
    ConnectionLost where the server cannot be reached, NoAuth, WrongPass,
    NotAllowed, TooMany or BadCall where it does not do what it is asked.
    """

    _links = RedisConnection
    _link: RedisConnection

    def create(self, bound: int = 0) -> PressureQueue:
        """Make the queue, for ``bound`` items at most, 0: any number. Raises Exists."""
        self._link.carry_out(protocol_steps.create(self._keys, bound))
        return self

    def put(self, item: Item, block: bool = True, timeout: float | None = None) -> None:
        """Put an item; wait for the role and for room up to ``timeout`` seconds together.

        Raises Full; ProducerInUse, which is Full too; ShutDown.
        """
        self.put_many([item], block, timeout)

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        """Take the next item; wait for the role and for an item up to ``timeout`` seconds together.

        Raises Empty; ConsumerInUse, which is Empty too; ShutDown when closed and empty.
        """
        return self.get_many(1, block, timeout)[0]

    def put_nowait(self, item: Item) -> None:
        """Put an item if there is room now. Raises as ``put`` does."""
        self.put(item, block=False)

    def get_nowait(self) -> bytes:
        """Take the next item if there is one now. Raises as ``get`` does."""
        return self.get(block=False)

    def put_many(self, items: Sequence[Item], block: bool = True, timeout: float | None = None) -> int:
        """Put items in order, as room comes; returns how many were put in time.

        Raises Full when there was not even room for the first.
        """
        payloads = [payload_of(item) for item in items]
        count: int = self._link.carry_out(
            protocol_steps.put(self._keys, payloads, self._caller(block, timeout))
        )
        return count

    def get_many(self, count: int, block: bool = True, timeout: float | None = None) -> list[bytes]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        if count < 1:
            return []
        taken: list[bytes] = self._link.carry_out(
            protocol_steps.get(self._keys, count, self._caller(block, timeout))
        )
        return taken

    def unblock(self) -> None:
        """Let the calls that wait in other threads end as when their time is up."""
        self._unblocked += 1
        self._link.wake(self._keys.items, [self._link.caller])

    def __iter__(self) -> Iterator[bytes]:
        """Take items until the queue is closed and empty."""
        while True:
            try:
                item = self.get()
            except ShutDown:
                return
            yield item

    def peek(self, start: int = 0, stop: int = -1) -> list[bytes]:
        """The items from ``start`` to ``stop``, both included, without taking them."""
        found: list[bytes] = self._link.ask("LRANGE", self._keys.items, -stop - 1, -start - 1)
        if not found:
            self.standing()  # is it there at all?
        return found[::-1]

    def qsize(self) -> int:
        """How many items it holds."""
        return self.standing().size

    def __len__(self) -> int:
        return self.qsize()

    def empty(self) -> bool:
        """Whether it holds none, at this moment."""
        return self.qsize() == 0

    def full(self) -> bool:
        """Whether it holds as many as it may, at this moment."""
        standing = self.standing()
        return 0 < standing.bound <= standing.size

    def bound(self) -> int:
        """The most items that it may hold; 0: any number."""
        return self.standing().bound

    def exists(self) -> bool:
        """Whether it was made, and not deleted."""
        found: bool = self._link.carry_out(protocol_steps.exists(self._keys))
        return found

    def closed(self) -> bool:
        """Whether it takes no more items."""
        return self.standing().closed

    def standing(self) -> QueueStatus:
        """All that there is to know of it: bound, size, closed, who holds a role, counters."""
        standing: QueueStatus = self._link.carry_out(protocol_steps.stat(self._keys))
        return standing

    def holders(self) -> tuple[Holder, ...]:
        """Who has a role now, for how long, and whether it is still there. For long: it waits, or it died."""
        holders = self.standing().holders
        connected = self._link.connected(self._keys.items) if holders else ()
        return tuple(holder.beside(connected) for holder in holders)

    def free(self, role: str, holder: str = "") -> bool:
        """Take the role of the "producer" or "consumer" from a client that died; whether it was taken.

        With ``holder`` only from this one. A client that lives after all finds
        its role gone before it does any harm, if it is one of ours.
        """
        freed: bool = self._link.carry_out(protocol_steps.free(self._keys, role, holder))
        return freed

    def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        destroyed: int = self._link.carry_out(protocol_steps.purge(self._keys))
        return destroyed

    def close(self) -> None:
        """Take no more items; what is there can still be taken. Who waits is woken."""
        self._link.carry_out(protocol_steps.close(self._keys, self._caller()))

    def shutdown(self, immediate: bool = False) -> None:
        """Close, as ``queue.Queue`` calls it; ``immediate``: what is there is destroyed."""
        self.close()
        if immediate:
            self.purge()

    def delete(self) -> int:
        """Remove the queue and every key of it; returns how many items went with it."""
        destroyed: int = self._link.carry_out(protocol_steps.delete(self._keys, self._caller()))
        return destroyed

    def disconnect(self) -> None:
        """Hang up. The queue lives on, and the next call connects again."""
        self._link.close()

    def __enter__(self) -> PressureQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disconnect()
