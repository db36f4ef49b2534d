# SPDX-License-Identifier: MIT
"""The asyncio queue of the protocol pressure.

::

    jobs = await aio.Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    await jobs.put(b"first", timeout=2)
    async for item in jobs: ...

A call that is cancelled takes nothing: an item on its way to the caller returns
to the head of its queue. A cancelled ``put`` has either put its item or never
will.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType

from rqcore.errors import ShutDown
from rqcore.pressure import protocol_steps
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.async_redis_waiting import AsyncSizedQueue
from rqcore.pressure.base import PressureQueueBase
from rqcore.pressure.protocol_steps import Steps
from rqcore.pressure.redis_payloads import Item, payload_of
from rqcore.pressure.status import Holder, QueueStatus


class AsyncPressureQueue(PressureQueueBase[AsyncRedisConnection], AsyncSizedQueue):
    """A bounded, blocking, closable FIFO queue on Redis, with the methods of ``queue.Queue``.

    It holds bytes; text is stored as UTF-8. Safe to use from several tasks;
    can be pickled. Every call raises Missing if there is no such queue,
    ConnectionLost if the server cannot be reached, and NoAuth, WrongPass,
    NotAllowed, TooMany or BadCall if the server refuses.
    """

    _connection_class = AsyncRedisConnection
    _connection: AsyncRedisConnection

    async def create(self, bound: int = 0) -> AsyncPressureQueue:
        """Create the queue for up to ``bound`` items; 0 means no limit. Raises Exists."""
        await self._connection.carry_out(protocol_steps.create(self._keys, bound))
        return self

    async def put(self, item: Item, block: bool = True, timeout: float | None = None) -> None:
        """Put an item; wait up to ``timeout`` seconds for the role of the producer and for room.

        Raises Full; ProducerInUse, which is Full too; ShutDown.
        """
        await self.put_many([item], block, timeout)

    async def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        """Take the next item; wait up to ``timeout`` seconds for the role of the consumer and for an item.

        Raises Empty; ConsumerInUse, which is Empty too; ShutDown if the queue is closed and empty.
        """
        return (await self.get_many(1, block, timeout))[0]

    async def put_nowait(self, item: Item) -> None:
        """Put an item if there is room now. Raises as ``put`` does."""
        await self.put(item, block=False)

    async def get_nowait(self) -> bytes:
        """Take the next item if there is one now. Raises as ``get`` does."""
        return await self.get(block=False)

    async def put_many(self, items: Sequence[Item], block: bool = True, timeout: float | None = None) -> int:
        """Put items in order and return how many were put in time.

        Raises Full if there was no room in time, even for the first.
        """
        payloads = [payload_of(item) for item in items]
        count: int = await self._connection.carry_out(
            protocol_steps.put(self._keys, payloads, self._caller(block, timeout))
        )
        return count

    async def get_many(self, count: int, block: bool = True, timeout: float | None = None) -> list[bytes]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        if count < 1:
            return []
        taken: list[bytes] = await self._connection.carry_out(
            protocol_steps.get(self._keys, count, self._caller(block, timeout)), self._undo
        )
        return taken

    def _undo(self, taken: list[bytes]) -> Steps:
        return protocol_steps.put_back(self._keys, taken)

    async def unblock(self) -> None:
        """End the calls that wait in other tasks, as if their timeout had passed."""
        self._unblocked += 1
        await self._connection.wake(self._keys.items, [self._connection.caller])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Take items until the queue is closed and empty."""
        while True:
            try:
                item = await self.get()
            except ShutDown:
                return
            yield item

    async def peek(self, start: int = 0, stop: int = -1) -> list[bytes]:
        """Return the items from ``start`` to ``stop``, both included, without taking them."""
        found: list[bytes] = await self._connection.ask("LRANGE", self._keys.items, -stop - 1, -start - 1)
        if not found:
            await self.status()  # raises Missing if there is no queue
        return found[::-1]

    async def qsize(self) -> int:
        """Return the number of items."""
        return (await self.status()).size

    async def empty(self) -> bool:
        """Return whether the queue has no item at this moment."""
        return await self.qsize() == 0

    async def full(self) -> bool:
        """Return whether the queue has reached its bound at this moment."""
        status = await self.status()
        return 0 < status.bound <= status.size

    async def bound(self) -> int:
        """Return the maximum number of items; 0 means no limit."""
        return (await self.status()).bound

    async def exists(self) -> bool:
        """Return whether the queue was created and not deleted."""
        found: bool = await self._connection.carry_out(protocol_steps.exists(self._keys))
        return found

    async def closed(self) -> bool:
        """Return whether the queue refuses further items."""
        return (await self.status()).closed

    async def status(self) -> QueueStatus:
        """Return all that is known of the queue: bound, size, whether it is closed, holders, counters."""
        status: QueueStatus = await self._connection.carry_out(protocol_steps.stat(self._keys))
        return status

    standing = status
    """The former name of ``status``."""

    async def holders(self) -> tuple[Holder, ...]:
        """Return who holds a role, for how long, and whether it is connected.

        A role that is held for long is that of a client that waits, or of one that died.
        """
        holders = (await self.status()).holders
        connected = await self._connection.connected(self._keys.items) if holders else ()
        return tuple(holder.with_connected(connected) for holder in holders)

    async def free(self, role: str, holder: str = "") -> bool:
        """Take a role from a client that died and return whether it was held.

        If the client is alive and uses this package, it notices before it
        does any harm.

        Args:
            role: "producer" or "consumer".
            holder: The name of the client that must hold it; empty accepts any.
        """
        freed: bool = await self._connection.carry_out(protocol_steps.free(self._keys, role, holder))
        return freed

    async def purge(self) -> int:
        """Destroy all items and return how many there were."""
        destroyed: int = await self._connection.carry_out(protocol_steps.purge(self._keys))
        return destroyed

    async def close(self) -> None:
        """Refuse further items and wake the calls that wait. Items in the queue can still be taken."""
        await self._connection.carry_out(protocol_steps.close(self._keys, self._caller()))

    async def shutdown(self, immediate: bool = False) -> None:
        """Close, under the name of ``queue.Queue``; ``immediate`` also destroys the items."""
        await self.close()
        if immediate:
            await self.purge()

    async def delete(self) -> int:
        """Remove the queue with all its keys and return how many items were destroyed with it."""
        destroyed: int = await self._connection.carry_out(protocol_steps.delete(self._keys, self._caller()))
        return destroyed

    async def disconnect(self) -> None:
        """Close the connections. The queue stays, and the next call connects again."""
        await self._connection.close()

    async def __aenter__(self) -> AsyncPressureQueue:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.disconnect()
