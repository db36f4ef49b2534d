# SPDX-License-Identifier: MIT
"""The asyncio queue: the one of ``rqcore.pressure``, to be awaited.

::

    jobs = await aio.Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    await jobs.put(b"first", timeout=2)
    async for item in jobs: ...

A call that is cancelled has taken nothing: an item that was on its way goes
back to the head of its queue. A cancelled ``put`` has put its item or not, but
will not do so later.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType

from rqcore.errors import ShutDown
from rqcore.pressure import protocol_steps
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.base import PressureQueueBase
from rqcore.pressure.protocol_steps import Steps
from rqcore.pressure.redis_payloads import Item, payload_of
from rqcore.pressure.status import Holder, QueueStatus


class AsyncPressureQueue(PressureQueueBase[AsyncRedisConnection]):
    """A bounded, blocking, closable FIFO queue on Redis, with the methods of ``queue.Queue``.

    It holds bytes; text goes in as UTF-8. Safe to use from several tasks;
    can be pickled. Any call raises Missing where there is no such queue,
    ConnectionLost where the server cannot be reached, NoAuth, WrongPass,
    NotAllowed, TooMany or BadCall where it does not do what it is asked.
    """

    _links = AsyncRedisConnection
    _link: AsyncRedisConnection

    async def create(self, bound: int = 0) -> AsyncPressureQueue:
        """Make the queue, for ``bound`` items at most, 0: any number. Raises Exists."""
        await self._link.carry_out(protocol_steps.create(self._keys, bound))
        return self

    async def put(self, item: Item, block: bool = True, timeout: float | None = None) -> None:
        """Put an item; wait for the role and for room up to ``timeout`` seconds together.

        Raises Full; ProducerInUse, which is Full too; ShutDown.
        """
        await self.put_many([item], block, timeout)

    async def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        """Take the next item; wait for the role and for an item up to ``timeout`` seconds together.

        Raises Empty; ConsumerInUse, which is Empty too; ShutDown when closed and empty.
        """
        return (await self.get_many(1, block, timeout))[0]

    async def put_nowait(self, item: Item) -> None:
        """Put an item if there is room now. Raises as ``put`` does."""
        await self.put(item, block=False)

    async def get_nowait(self) -> bytes:
        """Take the next item if there is one now. Raises as ``get`` does."""
        return await self.get(block=False)

    async def put_many(self, items: Sequence[Item], block: bool = True, timeout: float | None = None) -> int:
        """Put items in order, as room comes; returns how many were put in time.

        Raises Full when there was not even room for the first.
        """
        payloads = [payload_of(item) for item in items]
        count: int = await self._link.carry_out(
            protocol_steps.put(self._keys, payloads, self._caller(block, timeout))
        )
        return count

    async def get_many(self, count: int, block: bool = True, timeout: float | None = None) -> list[bytes]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        if count < 1:
            return []
        taken: list[bytes] = await self._link.carry_out(
            protocol_steps.get(self._keys, count, self._caller(block, timeout)), self._undo
        )
        return taken

    def _undo(self, taken: list[bytes]) -> Steps:
        return protocol_steps.put_back(self._keys, taken)

    async def unblock(self) -> None:
        """Let the calls that wait in other tasks end as when their time is up."""
        self._unblocked += 1
        await self._link.wake(self._keys.items, [self._link.caller])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Take items until the queue is closed and empty."""
        while True:
            try:
                item = await self.get()
            except ShutDown:
                return
            yield item

    async def peek(self, start: int = 0, stop: int = -1) -> list[bytes]:
        """The items from ``start`` to ``stop``, both included, without taking them."""
        found: list[bytes] = await self._link.ask("LRANGE", self._keys.items, -stop - 1, -start - 1)
        if not found:
            await self.standing()  # is it there at all?
        return found[::-1]

    async def qsize(self) -> int:
        """How many items it holds."""
        return (await self.standing()).size

    async def empty(self) -> bool:
        """Whether it holds none, at this moment."""
        return await self.qsize() == 0

    async def full(self) -> bool:
        """Whether it holds as many as it may, at this moment."""
        standing = await self.standing()
        return 0 < standing.bound <= standing.size

    async def bound(self) -> int:
        """The most items that it may hold; 0: any number."""
        return (await self.standing()).bound

    async def exists(self) -> bool:
        """Whether it was made, and not deleted."""
        found: bool = await self._link.carry_out(protocol_steps.exists(self._keys))
        return found

    async def closed(self) -> bool:
        """Whether it takes no more items."""
        return (await self.standing()).closed

    async def standing(self) -> QueueStatus:
        """All that there is to know of it: bound, size, closed, who holds a role, counters."""
        standing: QueueStatus = await self._link.carry_out(protocol_steps.stat(self._keys))
        return standing

    async def holders(self) -> tuple[Holder, ...]:
        """Who has a role now, for how long, and whether it is still there. For long: it waits, or it died."""
        holders = (await self.standing()).holders
        connected = await self._link.connected(self._keys.items) if holders else ()
        return tuple(holder.beside(connected) for holder in holders)

    async def free(self, role: str, holder: str = "") -> bool:
        """Take the role of the "producer" or "consumer" from a client that died; whether it was taken.

        With ``holder`` only from this one. A client that lives after all finds
        its role gone before it does any harm, if it is one of ours.
        """
        freed: bool = await self._link.carry_out(protocol_steps.free(self._keys, role, holder))
        return freed

    async def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        destroyed: int = await self._link.carry_out(protocol_steps.purge(self._keys))
        return destroyed

    async def close(self) -> None:
        """Take no more items; what is there can still be taken. Who waits is woken."""
        await self._link.carry_out(protocol_steps.close(self._keys, self._caller()))

    async def shutdown(self, immediate: bool = False) -> None:
        """Close, as ``queue.Queue`` calls it; ``immediate``: what is there is destroyed."""
        await self.close()
        if immediate:
            await self.purge()

    async def delete(self) -> int:
        """Remove the queue and every key of it; returns how many items went with it."""
        destroyed: int = await self._link.carry_out(protocol_steps.delete(self._keys, self._caller()))
        return destroyed

    async def disconnect(self) -> None:
        """Hang up. The queue lives on, and the next call connects again."""
        await self._link.close()

    async def __aenter__(self) -> AsyncPressureQueue:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.disconnect()
