# SPDX-License-Identifier: MIT
"""The asyncio handles of queues of a controller. They inherit the docstrings of ``async_queue_handle``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rqcore.argument_checks import check_text, moved_items, several
from rqcore.client import exchanges
from rqcore.client.async_queue_handle import AsyncQueueHandle
from rqcore.client.base import override
from rqcore.client.capabilities import ALL_CAPABILITIES
from rqcore.client.exchange import Exchange
from rqcore.client.native import lease_exchanges
from rqcore.client.native.async_leased_item import AsyncLeasedItem
from rqcore.client.native.async_lookup import find_again, repeated
from rqcore.client.native.async_many_items import MANY, put_in_requests
from rqcore.client.priorities import keys_of, priority_of
from rqcore.errors import BadCall, ConnectionLost, LeaseLost, NoQueue, QueueState
from rqcore.protocol.priority_keys import most_items

if TYPE_CHECKING:
    from rqcore.client.async_controller_handle import AsyncNativeControllerHandle
    from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter


class AsyncNativeQueueHandle(AsyncQueueHandle):
    """A queue of a controller. Each method is one exchange; ``move`` is one or more."""

    capabilities = ALL_CAPABILITIES
    controller: AsyncNativeControllerHandle

    @override
    async def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: object = None,
        delay: float = 0.0,
    ) -> None:
        controller, rank = self.controller, priority_of(self.kind, item, priority)
        spool, pickle = controller.shared_spool, controller.allow_pickle
        try:
            await controller.run(
                exchanges.put(self.namespace, item, block, timeout, codec, rank, spool, pickle, delay)
            )
        except NoQueue as error:
            await find_again(self, error)
            await self.put(item, block, timeout, codec=codec, priority=priority, delay=delay)

    @override
    async def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        controller = self.controller
        spool, pickle = controller.shared_spool, controller.allow_pickle
        try:
            return await controller.run(exchanges.get(self.namespace, block, timeout, decoded, spool, pickle))
        except NoQueue as error:
            await find_again(self, error)
            return await self.get(block, timeout, decoded=decoded)

    @override
    @repeated
    async def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        if not (items := several("items", items)):
            return 0
        pickle = self.controller.allow_pickle
        keys = keys_of(self.kind, items) if len(items) <= MANY else []
        if len(items) > (most := most_items(keys)):
            return await put_in_requests(self.put_many, items, timeout, codec, pickle, most)
        exchange = exchanges.put_many(self.namespace, items, timeout, codec, pickle, keys)
        return await self.controller.run(exchange)

    @override
    async def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        pickle = self.controller.allow_pickle
        try:
            exchange = exchanges.get_many(self.namespace, count, timeout, decoded, pickle)
            return await self.controller.run(exchange)
        except NoQueue as error:
            await find_again(self, error)
            return await self.get_many(count, timeout, decoded=decoded)

    @override
    async def lease(
        self,
        block: bool = True,
        timeout: float | None = None,
        *,
        seconds: float = 30.0,
        decoded: bool = True,
    ) -> AsyncLeasedItem:
        pickle, make_item = self.controller.allow_pickle, partial(AsyncLeasedItem, self)
        try:
            exchange = lease_exchanges.lease(
                self.namespace, block, timeout, seconds, decoded, pickle, make_item
            )
            return await self.controller.run(exchange)
        except NoQueue as error:
            await find_again(self, error)
            return await self.lease(block, timeout, seconds=seconds, decoded=decoded)

    @override
    async def ack(self, item: AsyncLeasedItem) -> None:
        await self._end_lease(item, lease_exchanges.ack(self.namespace, item))

    @override
    async def nack(self, item: AsyncLeasedItem, delay: float = 0.0) -> None:
        await self._end_lease(item, lease_exchanges.nack(self.namespace, item, delay))

    async def _end_lease(self, item: AsyncLeasedItem, exchange: Exchange[None]) -> None:
        try:
            await self._run_with_lease(exchange)
        except QueueState:
            item.is_open = False
            raise
        item.is_open = False

    @override
    async def extend(self, item: AsyncLeasedItem, seconds: float | None = None) -> None:
        await self._run_with_lease(lease_exchanges.extend(self.namespace, item, seconds))

    async def _run_with_lease(self, exchange: Exchange[None]) -> None:
        """Carry out an exchange about a lease. A controller that was restarted does not know the lease."""
        try:
            await self.controller.run(exchange)
        except NoQueue as error:
            raise LeaseLost(f"the lease has ended with the controller: {error}") from error

    @override
    @repeated
    async def leases(self, start: int = 0, count: int | None = None) -> list[LeaseView]:
        return await self.controller.run(lease_exchanges.leases(self.namespace, start, count))

    @override
    @repeated
    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        pickle = self.controller.allow_pickle
        return await self.controller.run(exchanges.peek(self.namespace, start, stop, decoded, pickle))

    @override
    @repeated
    async def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        return await self.controller.run(exchanges.previews(self.namespace, start, stop, max_bytes))

    @override
    @repeated
    async def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        return await self.controller.run(exchanges.read_payload(self.namespace, number, start, count))

    @override
    @repeated
    async def qsize(self) -> int:
        return await self.controller.run(exchanges.qsize(self.namespace))

    @override
    async def move(
        self, to: AsyncQueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        if not isinstance(to, (str, AsyncNativeQueueHandle)):
            raise BadCall(
                f"cannot move items to {to!r}, on another kind of server; pass a queue of this controller"
            )
        if isinstance(to, str):
            check_text("to", to)
        count, items = moved_items(count, items)
        size = await self.qsize()  # finds the queue again, if it has to be
        if count is None and items is None:
            count = size  # a consumer that puts items back must not make it endless
        if not isinstance(to, str):
            await to.qsize()
        destination = to if isinstance(to, str) else to.namespace
        total = 0
        for start in range(0, 1 if items is None else len(items), MANY):
            chosen = [] if items is None else ["ITEM", *map(str, items[start : start + MANY])]
            while True:
                step = MANY if count is None else min(count - total, MANY)
                exchange = exchanges.number("RQ.MOVE", self.namespace, destination, "COUNT", step, *chosen)
                moved = await self.controller.run(exchange)
                total += moved
                if not moved or total == count:
                    break
        return total

    @override
    @repeated
    async def purge(self) -> int:
        return await self.controller.run(exchanges.purge(self.namespace))

    @override
    @repeated
    async def task_done(self) -> None:
        await self.controller.run(exchanges.task_done(self.namespace))

    @override
    @repeated
    async def join(self, timeout: float | None = None) -> bool:
        unfinished = await self.controller.run(exchanges.join(self.namespace, timeout))
        if unfinished and timeout is None:
            raise ConnectionLost(f"{self!r}: the wait was ended by CLIENT UNBLOCK, or the handle was closed")
        return unfinished == 0

    @override
    @repeated
    async def shutdown(self, immediate: bool = False) -> None:
        await self.controller.run(exchanges.shutdown(self.namespace, immediate))

    @override
    @repeated
    async def waiters(self) -> list[Waiter]:
        return await self.controller.run(exchanges.waiters(self.namespace))

    @override
    @repeated
    async def stat(self) -> QueueStat:
        return await self.controller.run(exchanges.stat(self.namespace))

    @override
    @repeated
    async def close(self) -> int:
        return await self.controller.run(exchanges.close(self.namespace))
