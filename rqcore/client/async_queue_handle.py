# SPDX-License-Identifier: MIT
"""The asyncio handle of a queue: the interface of all backends, and the one for queues of a controller."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rqcore.client import exchanges
from rqcore.client.async_waiting import AsyncThreadMethods
from rqcore.client.base import QueueHandleBase
from rqcore.client.capabilities import ALL_CAPABILITIES, refuse
from rqcore.errors import BadCall

if TYPE_CHECKING:
    from rqcore.client.async_controller_handle import AsyncControllerHandle, AsyncNativeControllerHandle
    from rqcore.protocol.queue_values import Preview, QueueStat, Waiter

_MOVE_STEP = 10_000
"""How many items one request moves at most."""


class AsyncQueueHandle(QueueHandleBase, AsyncThreadMethods, ABC):
    """A queue on a server, with the methods of ``asyncio.Queue`` and more.

    Every call raises Closed after the queue was closed, ConnectionLost when
    the server cannot be reached, and NotAllowed when ``capabilities`` says
    that the queue does not support it. Can be pickled and used in another
    process.
    """

    controller: AsyncControllerHandle

    @abstractmethod
    async def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """Put an item.

        Args:
            item: Bytes, text, a value that JSON can express, or a Payload.
            block: Whether to wait while the queue is full.
            timeout: Seconds to wait for room; None waits without a limit.
            codec: "raw", "text", "json" or "pickle"; chosen by the type of the item if None.
            priority: In a priority queue the lowest comes out first. None
                takes the item itself, or its first member, if that is a number.

        Raises:
            Full: No room in time.
            ShutDown: The queue takes no more items.
            CodecError: The codec cannot express the item.
            TooBig: The payload exceeds the limit of the server.
        """

    @abstractmethod
    async def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Take the next item. A call that is cancelled takes none.

        Args:
            block: Whether to wait while the queue is empty.
            timeout: Seconds to wait for an item; None waits without a limit.
            decoded: Return the value; if false, a Payload.

        Raises:
            Empty: No item in time.
            ShutDown: The queue is empty and takes no more items.
            CodecError: The payload cannot be decoded.
        """

    async def put_nowait(self, item: Any) -> None:
        """Put an item if there is room. Raises as ``put`` does."""
        await self.put(item, block=False)

    async def get_nowait(self) -> Any:
        """Take the next item if there is one. Raises as ``get`` does."""
        return await self.get(block=False)

    @abstractmethod
    async def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put items of one codec in order and return how many were put in time.

        Args:
            items: The items; the first decides on the codec.
            timeout: Seconds to wait for room, for all items together; None waits without a limit.
            codec: The codec of all items, or None.

        Raises:
            Full: No room in time, even for the first.
            ShutDown: The queue takes no more items.
            CodecError: The codec cannot express one of the items.
        """

    @abstractmethod
    async def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Take up to ``count`` items; wait for the first only. Raises as ``get`` does."""

    @abstractmethod
    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """Return the items from ``start`` to ``stop``, both included, without taking them.

        Args:
            start: Index of the first item; negative counts from the end.
            stop: Index of the last item; negative counts from the end.
            decoded: Return values; if false, a Payload for each, for callers that must not load pickles.
        """

    async def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        """Return the first ``max_bytes`` bytes of each item from ``start`` to ``stop``, both included."""
        refuse("previews")

    async def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        """Return a part of the payload of an item that is still in the queue.

        Args:
            number: The number that events give the item.
            start: Offset of the part in bytes.
            count: Maximum length of the part in bytes.

        Returns:
            The bytes, or None if the item is not in the queue any more.
        """
        refuse("read_payload")

    @abstractmethod
    async def qsize(self) -> int:
        """Return the number of items."""

    async def empty(self) -> bool:
        """Return whether the queue has no item at this moment."""
        return await self.qsize() == 0

    async def full(self) -> bool:
        """Return whether the queue has ``maxsize`` items at this moment."""
        return 0 < self.maxsize <= await self.qsize()

    async def move(
        self, to: AsyncQueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        """Move items to another queue of the same controller, in order, without waiting.

        A move of more than 10,000 items takes several steps, between which other clients are served.

        Args:
            to: The destination: its handle, name or namespace.
            count: How many items at most; None moves as many as this queue holds at the beginning, or
                until the destination is full.
            items: Move only items with these numbers, which events give; None moves any. Of more than
                10,000 the steps follow the order of the numbers, and each step the order of the queue.

        Returns:
            How many items were moved.

        Raises:
            BadCall: The destination is this queue, or belongs to another kind of server.
            NoQueue: The destination does not exist.
            ShutDown: The destination was shut down.
        """
        refuse("move")

    @abstractmethod
    async def purge(self) -> int:
        """Destroy all items and return how many there were."""

    async def task_done(self) -> None:
        """Report that one taken item is finished. Raises ValueError if no taken item is unfinished."""
        refuse("task_done")

    async def join(self, timeout: float | None = None) -> bool:
        """Wait until every item is finished; return False if ``timeout`` seconds pass first."""
        refuse("join")

    async def shutdown(self, immediate: bool = False) -> None:
        """Refuse further items; those in the queue can still be taken, unless ``immediate`` destroys them."""
        refuse("shutdown")

    @abstractmethod
    async def waiters(self) -> list[Waiter]:
        """Return the calls that are blocked on the queue, the oldest first."""

    @abstractmethod
    async def stat(self) -> QueueStat:
        """Return the figures of the queue at this moment."""

    @abstractmethod
    async def close(self) -> int:
        """Destroy the queue for all clients and return how many items were destroyed with it."""


class AsyncNativeQueueHandle(AsyncQueueHandle):
    """A queue of a controller. Each method is one exchange."""

    capabilities = ALL_CAPABILITIES
    controller: AsyncNativeControllerHandle

    async def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """See ``AsyncQueueHandle``."""
        if priority is None and self.kind == "priority":
            priority = exchanges.natural_priority(item)
        controller = self.controller
        spool, pickle = controller.shared_spool, controller.allow_pickle
        await controller.run(
            exchanges.put(self.namespace, item, block, timeout, codec, priority, spool, pickle)
        )

    async def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """See ``AsyncQueueHandle``."""
        controller = self.controller
        spool, pickle = controller.shared_spool, controller.allow_pickle
        return await controller.run(exchanges.get(self.namespace, block, timeout, decoded, spool, pickle))

    async def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """See ``AsyncQueueHandle``."""
        if not items:
            return 0
        pickle = self.controller.allow_pickle
        return await self.controller.run(exchanges.put_many(self.namespace, items, timeout, codec, pickle))

    async def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """See ``AsyncQueueHandle``."""
        pickle = self.controller.allow_pickle
        return await self.controller.run(exchanges.get_many(self.namespace, count, timeout, pickle))

    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """See ``AsyncQueueHandle``."""
        pickle = self.controller.allow_pickle
        return await self.controller.run(exchanges.peek(self.namespace, start, stop, decoded, pickle))

    async def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.previews(self.namespace, start, stop, max_bytes))

    async def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.read_payload(self.namespace, number, start, count))

    async def qsize(self) -> int:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.qsize(self.namespace))

    async def move(
        self, to: AsyncQueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        """See ``AsyncQueueHandle``."""
        if not isinstance(to, (str, AsyncNativeQueueHandle)):
            raise BadCall(f"{to!r} belongs to another kind of server; items move between queues of one")
        destination = to if isinstance(to, str) else to.namespace
        if count is None and items is None:
            count = await self.qsize()  # a consumer that puts items back must not make it endless
        total = 0
        for start in range(0, 1 if items is None else len(items), _MOVE_STEP):
            chosen = [] if items is None else ["ITEM", *map(str, items[start : start + _MOVE_STEP])]
            while True:
                step = _MOVE_STEP if count is None else min(count - total, _MOVE_STEP)
                exchange = exchanges.number("RQ.MOVE", self.namespace, destination, "COUNT", step, *chosen)
                moved = await self.controller.run(exchange)
                total += moved
                if not moved or total == count:
                    break
        return total

    async def purge(self) -> int:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.purge(self.namespace))

    async def task_done(self) -> None:
        """See ``AsyncQueueHandle``."""
        await self.controller.run(exchanges.task_done(self.namespace))

    async def join(self, timeout: float | None = None) -> bool:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.join(self.namespace, timeout)) == 0

    async def shutdown(self, immediate: bool = False) -> None:
        """See ``AsyncQueueHandle``."""
        await self.controller.run(exchanges.shutdown(self.namespace, immediate))

    async def waiters(self) -> list[Waiter]:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.waiters(self.namespace))

    async def stat(self) -> QueueStat:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.stat(self.namespace))

    async def close(self) -> int:
        """See ``AsyncQueueHandle``."""
        return await self.controller.run(exchanges.close(self.namespace))
