# SPDX-License-Identifier: MIT
"""The asyncio handle of a server: the interface of all backends, and the one for controllers.

::

    async with rqcore.aio.connect("rq://127.0.0.1:7654") as controller:
        jobs = await controller.create("jobs", maxsize=10)
        await jobs.put({"n": 1}, timeout=2)
        print(await jobs.get())

A cancelled call ends at the controller before it raises CancelledError, so
that no item is lost: an item on its way to the caller returns to the head of
its queue. Only a second cancellation does not wait for that. A cancelled
``put`` has either put its item or never will.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

from rqcore.client import exchanges
from rqcore.client.async_pool import AsyncConnectionPool
from rqcore.client.async_queue_handle import AsyncNativeQueueHandle, AsyncQueueHandle
from rqcore.client.async_waiting import AsyncHandleContext
from rqcore.client.base import ControllerHandleBase
from rqcore.client.capabilities import ALL_CAPABILITIES, refuse
from rqcore.client.exchanges import Exchange
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.queue_values import QueueStat
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")


class AsyncControllerHandle(ControllerHandleBase, AsyncHandleContext, ABC):
    """A server with queues, used by the tasks of one event loop. Can be pickled."""

    @abstractmethod
    async def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> AsyncQueueHandle:
        """Create a queue.

        Args:
            name: The alias of the queue; None creates one without.
            kind: "fifo", "lifo" or "priority".
            maxsize: Maximum number of items; 0 means no limit.
            exist_ok: Return the queue of this name if there is one, of whatever kind.

        Raises:
            Exists: There is a queue of this name.
            NotAllowed: The server has no queues of this kind.
        """

    @abstractmethod
    async def queue(self, reference: str) -> AsyncQueueHandle:
        """Return a handle of the queue of this name or namespace. Raises NoQueue, Closed."""

    @abstractmethod
    async def queues(self) -> list[QueueStat]:
        """Return the figures of every queue."""

    @abstractmethod
    async def ping(self) -> bool:
        """Return whether the server answers as it should. Raises ConnectionLost if it does not answer."""

    @abstractmethod
    async def info(self) -> dict[str, str]:
        """Return the fields of INFO, all sections in one."""

    async def run(self, exchange: Exchange[T]) -> T:
        """Carry out one exchange with a controller.

        A cancelled exchange ends at the controller too.
        """
        refuse("an exchange of the controller's own protocol")

    @abstractmethod
    async def close(self) -> None:
        """Close all connections. Calls that wait in other tasks raise ConnectionLost; the queues stay."""


class AsyncNativeControllerHandle(AsyncControllerHandle):
    """A controller, which speaks the commands of ``rqcore commands``."""

    capabilities = ALL_CAPABILITIES

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        """Prepare a handle; the first call connects.

        Args:
            url: Where the controller is.
            name: What observers see of this client.
            network_timeout: Seconds that the network may take for any call.
            codec: None, or "pickle" to send and load pickles.
        """
        super().__init__(url, codec, (url, name, network_timeout, codec))
        self._pool = AsyncConnectionPool(url, name, network_timeout)

    @property
    def shared_spool(self) -> SpoolClient | None:
        """The spool of the controller for large payloads, if this process shares its filesystem."""
        return self._pool.shared_spool

    async def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> AsyncQueueHandle:
        """See ``AsyncControllerHandle``."""
        namespace = await self.run(exchanges.create(name, kind, maxsize, exist_ok))
        if exist_ok:  # the queue of this name may be of another kind
            return await self.queue(namespace)
        return AsyncNativeQueueHandle(self, namespace, name, kind, max(maxsize, 0))

    async def queue(self, reference: str) -> AsyncQueueHandle:
        """See ``AsyncControllerHandle``."""
        stat = await self.run(exchanges.stat(reference))
        return AsyncNativeQueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)

    async def queues(self) -> list[QueueStat]:
        """See ``AsyncControllerHandle``."""
        return await self.run(exchanges.queues())

    async def ping(self) -> bool:
        """See ``AsyncControllerHandle``."""
        return await self.run(exchanges.ping())

    async def info(self) -> dict[str, str]:
        """See ``AsyncControllerHandle``."""
        return await self.run(exchanges.info())

    async def run(self, exchange: Exchange[T]) -> T:
        """See ``AsyncControllerHandle``."""
        return await self._pool.run(exchange)

    async def close(self) -> None:
        """See ``AsyncControllerHandle``."""
        await self._pool.close()
