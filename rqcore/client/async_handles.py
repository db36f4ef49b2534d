# SPDX-License-Identifier: MIT
"""The asyncio client: the handles of ``rqcore.client.handles``, to be awaited.

::

    async with rqcore.aio.connect("rq://127.0.0.1:7654") as controller:
        jobs = await controller.create("jobs", maxsize=10)
        await jobs.put({"n": 1}, timeout=2)
        print(await jobs.get())

A call that is cancelled ends at the controller before CancelledError comes
out of it, so that no item is lost: one that was on its way goes back to the
head of its queue. Only a second cancellation does not wait for that. A
cancelled ``put`` has put its item or not, but will not do so later.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from rqcore import backends
from rqcore.client import exchanges
from rqcore.client.async_pool import AsyncConnectionPool
from rqcore.client.base import ControllerHandleBase, QueueHandleBase
from rqcore.client.exchanges import Exchange
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.url import Url

T = TypeVar("T")


def connect(
    url: str | None = None, *, name: str = "", network_timeout: float = 5.0, codec: str | None = None
) -> AsyncControllerHandle:
    """A handle of the controller at ``url``: enter it with ``async with``, or await and later close it.

    Parameters and errors are those of ``rqcore.connect``; BadUrl comes from
    here, the others when it is entered or awaited.
    """
    other, place = backends.module(url, "async_redis_handles")
    if other:
        made: AsyncControllerHandle = other.connect(
            place, name=name, network_timeout=network_timeout, codec=codec
        )
        return made
    return AsyncControllerHandle(Url.find(url), name, network_timeout, codec)


class AsyncControllerHandle(ControllerHandleBase):
    """A controller, seen from the tasks of one event loop. Can be pickled."""

    _pool: AsyncConnectionPool

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        super().__init__(url, name, network_timeout, codec)
        self._pool = AsyncConnectionPool(url, name, network_timeout)

    async def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> AsyncQueueHandle:
        """Make a queue. Raises Exists when the name is taken, unless ``exist_ok``."""
        namespace = await self.run(exchanges.create(name, kind, maxsize, exist_ok))
        if exist_ok:  # the one that was there may be of another kind
            return await self.queue(namespace)
        return AsyncQueueHandle(self, namespace, name, kind, max(maxsize, 0))

    async def queue(self, reference: str) -> AsyncQueueHandle:
        """The queue of this name or namespace. Raises NoQueue, Closed."""
        stat = await self.run(exchanges.stat(reference))
        return AsyncQueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)

    async def queues(self) -> list[QueueStat]:
        """How every queue stands."""
        return await self.run(exchanges.queues())

    async def ping(self) -> bool:
        """Whether the controller answers. Raises ConnectionLost when it does not."""
        return await self.run(exchanges.ping())

    async def info(self) -> dict[str, str]:
        """What INFO tells, all sections in one."""
        return await self.run(exchanges.info())

    async def run(self, exchange: Exchange[T]) -> T:
        """Carry out one exchange of the flow; cancelled, it is called off at the controller too."""
        return await self._pool.run(exchange)

    async def close(self) -> None:
        """Hang up; calls that wait in other tasks raise ConnectionLost. The queues live on."""
        await self._pool.close()

    async def _open(self) -> AsyncControllerHandle:
        try:
            await self.ping()
        except BaseException:
            await self.close()
            raise
        return self

    def __await__(self) -> Generator[Any, None, AsyncControllerHandle]:
        return self._open().__await__()

    async def __aenter__(self) -> AsyncControllerHandle:
        return await self._open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncQueueHandle(QueueHandleBase[AsyncControllerHandle]):
    """A queue of a controller, with the methods of ``asyncio.Queue`` and more.

    Any call raises Closed once the queue was closed, ConnectionLost when the
    controller is out of reach. Can be pickled and used in another process.
    """

    async def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """Put an item; wait for room up to ``timeout`` seconds.

        In a priority queue the lowest ``priority`` comes out first; without one
        it is the item, or the first member of it, when that is a number.
        Raises Full, ShutDown, CodecError, TooBig.
        """
        await self.controller.run(self._put(item, block, timeout, codec, priority))

    async def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Take the next item; wait for one up to ``timeout`` seconds. Raises Empty, ShutDown, CodecError.

        Cancelled, it has taken none. Without ``decoded`` it comes as a Payload.
        """
        return await self.controller.run(self._get(block, timeout, decoded))

    async def put_nowait(self, item: Any) -> None:
        """Put an item if there is room. Raises as ``put`` does."""
        await self.put(item, block=False)

    async def get_nowait(self) -> Any:
        """Take the next item if there is one. Raises as ``get`` does."""
        return await self.get(block=False)

    async def qsize(self) -> int:
        """How many items it holds."""
        return await self.controller.run(exchanges.size(self.namespace))

    async def empty(self) -> bool:
        """Whether it holds none, at this moment."""
        return await self.qsize() == 0

    async def full(self) -> bool:
        """Whether it holds as many as it may, at this moment."""
        return 0 < self.maxsize <= await self.qsize()

    async def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put items of one codec in order, as room comes; returns how many were put in time.

        Raises Full when there was not even room for the first.
        """
        return await self.controller.run(self._put_many(items, timeout, codec)) if items else 0

    async def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        return await self.controller.run(self._get_many(count, timeout))

    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """The items from ``start`` to ``stop``, both included, without taking them.

        Without ``decoded`` each comes as a Payload: for whoever must not load pickles.
        """
        return await self.controller.run(self._peek(start, stop, decoded))

    async def previews(self, start: int, stop: int, most: int) -> list[Preview]:
        """How the items from ``start`` to ``stop``, both included, begin: ``most`` bytes of each."""
        return await self.controller.run(exchanges.previews(self.namespace, start, stop, most))

    async def piece(self, number: int, start: int, count: int) -> bytes | None:
        """So many bytes of the payload of an item, from ``start`` on, without taking it.

        ``number``: that of its events. None where the item is not in the queue any more.
        """
        return await self.controller.run(exchanges.piece(self.namespace, number, start, count))

    async def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        return await self.controller.run(exchanges.purge(self.namespace))

    async def task_done(self) -> None:
        """Say that the work on one taken item is done. Raises ValueError when called too often."""
        await self.controller.run(exchanges.task_done(self.namespace))

    async def join(self, timeout: float | None = None) -> bool:
        """Wait until every item was called done; False when the time was up first."""
        return await self.controller.run(exchanges.join(self.namespace, timeout)) == 0

    async def shutdown(self, immediate: bool = False) -> None:
        """Take no more items; what is there can still be taken, unless ``immediate``."""
        await self.controller.run(exchanges.shutdown(self.namespace, immediate))

    async def waiters(self) -> list[Waiter]:
        """The calls that wait, first come first."""
        return await self.controller.run(exchanges.waiters(self.namespace))

    async def stat(self) -> QueueStat:
        """How it stands."""
        return await self.controller.run(exchanges.stat(self.namespace))

    async def close(self) -> int:
        """Destroy the queue for everybody; returns how many items were destroyed with it."""
        return await self.controller.run(exchanges.close(self.namespace))
