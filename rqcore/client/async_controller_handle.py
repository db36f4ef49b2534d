# SPDX-License-Identifier: MIT
"""The asyncio handles of servers.

``AsyncControllerHandle`` is the interface of all backends; ``AsyncNativeControllerHandle`` is for
controllers, and inherits the docstrings.

Cancellation: a cancelled call first ends the request at the controller, and then raises CancelledError,
so that no item is lost. An item on its way to the caller returns to the head of its queue. A second
cancellation raises immediately, while the request is ended in the background. A cancelled ``put`` has
either put its item or never will.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self, TypeVar

from rqcore.client import exchanges
from rqcore.client.async_pool import AsyncConnectionPool
from rqcore.client.async_queue_handle import AsyncQueueHandle
from rqcore.client.async_waiting import AsyncHandleContext
from rqcore.client.base import ControllerHandleBase, check_client, override
from rqcore.client.capabilities import ALL_CAPABILITIES, refuse
from rqcore.client.exchange import Exchange
from rqcore.client.native.async_native_queue import AsyncNativeQueueHandle
from rqcore.errors import NotAllowed
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.queue_values import QueueStat
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")


class AsyncControllerHandle(ControllerHandleBase, AsyncHandleContext, ABC):
    """A server with queues, as ``connect`` returns it.

    ::

        async with connect("rq://127.0.0.1:7654") as controller:
            jobs = await controller.create("jobs", maxsize=10)
            print([stat.label for stat in await controller.queues()])

    A handle is used by the tasks of one event loop. It keeps one connection for each call
    that runs at the same time, and reuses idle ones. It can be pickled; the copy opens its own connections.
    Close it with ``async with`` or ``close()``; the queues stay on the server.

    Any call can raise ConnectionLost: the server cannot be reached, or does not answer within
    ``network_timeout`` seconds after the call's own timeout. If it is an OutcomeUnknown, the call may have
    been carried out; otherwise it was not. The next call connects again.
    """

    @abstractmethod
    async def create(
        self,
        name: str | None = None,
        *,
        kind: str = "fifo",
        maxsize: int = 0,
        exist_ok: bool = False,
        max_deliveries: int = 0,
        dead_letter: str | None = None,
        durable: bool = False,
    ) -> AsyncQueueHandle:
        """Create a queue and return its handle.

        Args:
            name: A name by which other clients find the queue; None creates a queue that only its
                namespace identifies.
            kind: Which item comes out first: "fifo" the oldest, "lifo" the newest, "priority" the one with
                the lowest priority.
            maxsize: Maximum number of items; 0 means no limit.
            exist_ok: If a queue of this name exists, return its handle, whatever its kind and maxsize.
            max_deliveries: An item that was leased so often without an acknowledgement goes to
                ``dead_letter``; 0 means no limit.
            dead_letter: The name of the dead-letter queue. It is created if it does not exist.
            durable: Whether a restart of the controller finds the queue again, with its items. Calls then
                return when their change is on the controller's disk.

        Raises:
            Exists: A queue of this name exists, and ``exist_ok`` is false, or it is not durable.
            BadCall: The server does not have this kind of queue, or the name or ``maxsize`` is not valid,
                or only one of ``max_deliveries`` and ``dead_letter`` is given.
            TooMany: The server has its maximum number of queues.
            NotAllowed: The backend does not support queues of this kind, or the controller has no data
                directory for durable queues.
            StorageError: The queue must be durable, and the controller cannot write to its disk.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    @abstractmethod
    async def queue(self, reference: str) -> AsyncQueueHandle:
        """Return the handle of an existing queue.

        Args:
            reference: The name or the namespace of the queue.

        Raises:
            NoQueue: No queue has this name or namespace (also a ``LookupError``).
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    @abstractmethod
    async def queues(self) -> list[QueueStat]:
        """Return the size, limits and counters of every queue on the server. Raises ConnectionLost."""

    @abstractmethod
    async def ping(self) -> bool:
        """Return whether the server gives the right answer. Raises ConnectionLost if it does not answer."""

    @abstractmethod
    async def info(self) -> dict[str, str]:
        """Return the fields of the command INFO by name, from all sections. Raises ConnectionLost."""

    async def run(self, exchange: Exchange[T]) -> T:
        """Carry out one request of a controller's protocol; for tools, not for programs.

        A cancelled exchange also ends at the controller.

        Args:
            exchange: The request and the meaning of its reply.

        Returns:
            The result of ``exchange.read``.

        Raises:
            RqError: The error of the reply.
            NotAllowed: The server is not a controller.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse("an exchange of the controller's own protocol")

    @abstractmethod
    async def close(self) -> None:
        """Close all connections of this handle and of its queue handles; the queues stay on the server.

        Calls that are waiting in other tasks, and all later calls, raise ConnectionLost. Closing twice is
        allowed.
        """


class AsyncNativeControllerHandle(AsyncControllerHandle):
    """A controller, which is sent the commands that ``rqcore commands`` prints."""

    capabilities = ALL_CAPABILITIES

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        """Prepare a handle; the first call connects.

        Args:
            url: The address of the controller.
            name: The name of this client in events and lists; may be empty.
            network_timeout: Maximum seconds that the network may take, in addition to a call's timeout.
            codec: None, or "pickle" to send and load pickles.

        Raises:
            CodecError: ``codec`` is something else.
        """
        check_client(name, network_timeout)
        super().__init__(url, codec, (url, name, network_timeout, codec))
        self._pool = AsyncConnectionPool(url, name, network_timeout)
        self._network_timeout: float | None = None
        """The network timeout of this handle, if it is not that of the pool."""

    @override
    def with_network_timeout(self, seconds: float) -> Self:
        check_client("", seconds)
        url, name, _, codec = self._settings
        handle = type(self)(url, name, seconds, codec)
        handle._pool, handle._network_timeout = self._pool, seconds
        return handle

    @override
    def with_name(self, name: str) -> Self:
        url, _, network_timeout, codec = self._settings
        return type(self)(url, name, network_timeout, codec)

    @property
    def shared_spool(self) -> SpoolClient | None:
        """The spool of the controller for large payloads, if this process shares its filesystem."""
        return self._pool.shared_spool

    @override
    async def create(
        self,
        name: str | None = None,
        *,
        kind: str = "fifo",
        maxsize: int = 0,
        exist_ok: bool = False,
        max_deliveries: int = 0,
        dead_letter: str | None = None,
        durable: bool = False,
    ) -> AsyncQueueHandle:
        namespace = await self.run(
            exchanges.create(name, kind, maxsize, exist_ok, max_deliveries, dead_letter, durable)
        )
        if exist_ok:  # the queue of this name may be of another kind
            return await self.queue(namespace if name is None else name)
        handle = AsyncNativeQueueHandle(self, namespace, name, kind, max(maxsize, 0))
        handle.follows_name = name is not None
        return handle

    @override
    async def queue(self, reference: str) -> AsyncQueueHandle:
        stat = await self.run(exchanges.stat(reference))
        handle = AsyncNativeQueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)
        handle.follows_name = reference == stat.name
        return handle

    @override
    async def queues(self) -> list[QueueStat]:
        return await self.run(exchanges.queues())

    @override
    async def ping(self) -> bool:
        return await self.run(exchanges.ping())

    @override
    async def info(self) -> dict[str, str]:
        return await self.run(exchanges.info())

    @override
    async def run(self, exchange: Exchange[T]) -> T:
        exchange.network_timeout = self._network_timeout
        try:
            return await self._pool.run(exchange)
        except NotAllowed:
            if exchange.unspooled is None:
                raise
        return await self._run_unspooled(exchange.unspooled())

    async def _run_unspooled(self, exchange: Exchange[T]) -> T:
        """Send a payload whose file the controller has refused: restarted, it has another spool, or none."""
        exchange.network_timeout = self._network_timeout
        await self._pool.find_spool(self._pool.run)
        return await self._pool.run(exchange)

    @override
    async def close(self) -> None:
        await self._pool.close()
