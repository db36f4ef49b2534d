# SPDX-License-Identifier: MIT
# Generated from async_queue.py by scripts/generate_blocking.py; do not edit.
"""The blocking queue of the protocol pressure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType

from rqcore.errors import ShutDown
from rqcore.pressure import protocol_steps
from rqcore.pressure.base import PressureQueueBase
from rqcore.pressure.protocol_steps import Steps
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_payloads import Item, payload_of
from rqcore.pressure.redis_waiting import SizedQueue
from rqcore.pressure.status import Holder, QueueStatus


class PressureQueue(PressureQueueBase[RedisConnection], SizedQueue):
    """A bounded, blocking, closable FIFO queue on Redis, with the methods of ``queue.Queue``.

    It holds bytes; text is stored as UTF-8. Safe to use from several threads;
    can be pickled. Every call raises Missing if there is no such queue,
    ConnectionLost if the server cannot be reached, and NoAuth, WrongPass,
    NotAllowed, TooMany or BadCall if the server refuses.
    """

    _connection_class = RedisConnection
    _connection: RedisConnection

    def create(self, bound: int = 0) -> PressureQueue:
        """Create the queue for up to ``bound`` items; 0 means no limit. Raises Exists."""
        self._connection.carry_out(protocol_steps.create(self._keys, bound))
        return self

    def put(self, item: Item, block: bool = True, timeout: float | None = None) -> None:
        """Put an item; wait up to ``timeout`` seconds for the role of the producer and for room.

        Raises Full; ProducerInUse, which is Full too; ShutDown.
        """
        self.put_many([item], block, timeout)

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        """Take the next item; wait up to ``timeout`` seconds for the role of the consumer and for an item.

        Raises Empty; ConsumerInUse, which is Empty too; ShutDown if the queue is closed and empty.
        """
        return (self.get_many(1, block, timeout))[0]

    def put_nowait(self, item: Item) -> None:
        """Put an item if there is room now. Raises as ``put`` does."""
        self.put(item, block=False)

    def get_nowait(self) -> bytes:
        """Take the next item if there is one now. Raises as ``get`` does."""
        return self.get(block=False)

    def put_many(self, items: Sequence[Item], block: bool = True, timeout: float | None = None) -> int:
        """Put items in order and return how many were put in time.

        Raises Full if there was no room in time, even for the first.
        """
        payloads = [payload_of(item) for item in items]
        count: int = self._connection.carry_out(
            protocol_steps.put(self._keys, payloads, self._caller(block, timeout))
        )
        return count

    def get_many(self, count: int, block: bool = True, timeout: float | None = None) -> list[bytes]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        if count < 1:
            return []
        taken: list[bytes] = self._connection.carry_out(
            protocol_steps.get(self._keys, count, self._caller(block, timeout)), self._undo
        )
        return taken

    def _undo(self, taken: list[bytes]) -> Steps:
        return protocol_steps.put_back(self._keys, taken)

    def unblock(self) -> None:
        """End the calls that wait in other threads, as if their timeout had passed."""
        self._unblocked += 1
        self._connection.wake(self._keys.items, [self._connection.caller])

    def __iter__(self) -> Iterator[bytes]:
        """Take items until the queue is closed and empty."""
        while True:
            try:
                item = self.get()
            except ShutDown:
                return
            yield item

    def peek(self, start: int = 0, stop: int = -1) -> list[bytes]:
        """Return the items from ``start`` to ``stop``, both included, without taking them."""
        found: list[bytes] = self._connection.ask("LRANGE", self._keys.items, -stop - 1, -start - 1)
        if not found:
            self.status()  # raises Missing if there is no queue
        return found[::-1]

    def qsize(self) -> int:
        """Return the number of items."""
        return (self.status()).size

    def empty(self) -> bool:
        """Return whether the queue has no item at this moment."""
        return self.qsize() == 0

    def full(self) -> bool:
        """Return whether the queue has reached its bound at this moment."""
        status = self.status()
        return 0 < status.bound <= status.size

    def bound(self) -> int:
        """Return the maximum number of items; 0 means no limit."""
        return (self.status()).bound

    def exists(self) -> bool:
        """Return whether the queue was created and not deleted."""
        found: bool = self._connection.carry_out(protocol_steps.exists(self._keys))
        return found

    def closed(self) -> bool:
        """Return whether the queue refuses further items."""
        return (self.status()).closed

    def status(self) -> QueueStatus:
        """Return all that is known of the queue: bound, size, whether it is closed, holders, counters."""
        status: QueueStatus = self._connection.carry_out(protocol_steps.stat(self._keys))
        return status

    standing = status
    """The former name of ``status``."""

    def holders(self) -> tuple[Holder, ...]:
        """Return who holds a role, for how long, and whether it is connected.

        A role that is held for long is that of a client that waits, or of one that died.
        """
        holders = (self.status()).holders
        connected = self._connection.connected(self._keys.items) if holders else ()
        return tuple(holder.with_connected(connected) for holder in holders)

    def free(self, role: str, holder: str = "") -> bool:
        """Take a role from a client that died and return whether it was held.

        If the client is alive and uses this package, it notices before it
        does any harm.

        Args:
            role: "producer" or "consumer".
            holder: The name of the client that must hold it; empty accepts any.
        """
        freed: bool = self._connection.carry_out(protocol_steps.free(self._keys, role, holder))
        return freed

    def purge(self) -> int:
        """Destroy all items and return how many there were."""
        destroyed: int = self._connection.carry_out(protocol_steps.purge(self._keys))
        return destroyed

    def close(self) -> None:
        """Refuse further items and wake the calls that wait. Items in the queue can still be taken."""
        self._connection.carry_out(protocol_steps.close(self._keys, self._caller()))

    def shutdown(self, immediate: bool = False) -> None:
        """Close, under the name of ``queue.Queue``; ``immediate`` also destroys the items."""
        self.close()
        if immediate:
            self.purge()

    def delete(self) -> int:
        """Remove the queue with all its keys and return how many items were destroyed with it."""
        destroyed: int = self._connection.carry_out(protocol_steps.delete(self._keys, self._caller()))
        return destroyed

    def disconnect(self) -> None:
        """Close the connections. The queue stays, and the next call connects again."""
        self._connection.close()

    def __enter__(self) -> PressureQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disconnect()
