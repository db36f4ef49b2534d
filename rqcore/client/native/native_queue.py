# SPDX-License-Identifier: MIT
# Generated from async_native_queue.py by scripts/generate_blocking.py; do not edit.
"""The blocking handles of queues of a controller. They inherit the docstrings of ``queue_handle``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rqcore.argument_checks import check_text, moved_items, several
from rqcore.client import exchanges
from rqcore.client.base import override
from rqcore.client.capabilities import ALL_CAPABILITIES
from rqcore.client.exchange import Exchange
from rqcore.client.native import lease_exchanges
from rqcore.client.native.leased_item import LeasedItem
from rqcore.client.native.lookup import find_again, repeated
from rqcore.client.native.many_items import MANY, put_in_requests
from rqcore.client.priorities import keys_of, priority_of
from rqcore.client.queue_handle import QueueHandle
from rqcore.errors import BadCall, ConnectionLost, LeaseLost, NoQueue, QueueState
from rqcore.protocol.priority_keys import most_items

if TYPE_CHECKING:
    from rqcore.client.controller_handle import NativeControllerHandle
    from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter


class NativeQueueHandle(QueueHandle):
    """A queue of a controller. Each method is one exchange; ``move`` is one or more."""

    capabilities = ALL_CAPABILITIES
    controller: NativeControllerHandle

    @override
    def put(
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
            controller.run(
                exchanges.put(self.namespace, item, block, timeout, codec, rank, spool, pickle, delay)
            )
        except NoQueue as error:
            find_again(self, error)
            self.put(item, block, timeout, codec=codec, priority=priority, delay=delay)

    @override
    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        controller = self.controller
        spool, pickle = controller.shared_spool, controller.allow_pickle
        try:
            return controller.run(exchanges.get(self.namespace, block, timeout, decoded, spool, pickle))
        except NoQueue as error:
            find_again(self, error)
            return self.get(block, timeout, decoded=decoded)

    @override
    @repeated
    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        if not (items := several("items", items)):
            return 0
        pickle = self.controller.allow_pickle
        keys = keys_of(self.kind, items) if len(items) <= MANY else []
        if len(items) > (most := most_items(keys)):
            return put_in_requests(self.put_many, items, timeout, codec, pickle, most)
        exchange = exchanges.put_many(self.namespace, items, timeout, codec, pickle, keys)
        return self.controller.run(exchange)

    @override
    def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        pickle = self.controller.allow_pickle
        try:
            exchange = exchanges.get_many(self.namespace, count, timeout, decoded, pickle)
            return self.controller.run(exchange)
        except NoQueue as error:
            find_again(self, error)
            return self.get_many(count, timeout, decoded=decoded)

    @override
    def lease(
        self,
        block: bool = True,
        timeout: float | None = None,
        *,
        seconds: float = 30.0,
        decoded: bool = True,
    ) -> LeasedItem:
        pickle, make_item = self.controller.allow_pickle, partial(LeasedItem, self)
        try:
            exchange = lease_exchanges.lease(
                self.namespace, block, timeout, seconds, decoded, pickle, make_item
            )
            return self.controller.run(exchange)
        except NoQueue as error:
            find_again(self, error)
            return self.lease(block, timeout, seconds=seconds, decoded=decoded)

    @override
    def ack(self, item: LeasedItem) -> None:
        self._end_lease(item, lease_exchanges.ack(self.namespace, item))

    @override
    def nack(self, item: LeasedItem, delay: float = 0.0) -> None:
        self._end_lease(item, lease_exchanges.nack(self.namespace, item, delay))

    def _end_lease(self, item: LeasedItem, exchange: Exchange[None]) -> None:
        try:
            self._run_with_lease(exchange)
        except QueueState:
            item.is_open = False
            raise
        item.is_open = False

    @override
    def extend(self, item: LeasedItem, seconds: float | None = None) -> None:
        self._run_with_lease(lease_exchanges.extend(self.namespace, item, seconds))

    def _run_with_lease(self, exchange: Exchange[None]) -> None:
        """Carry out an exchange about a lease. A controller that was restarted does not know the lease."""
        try:
            self.controller.run(exchange)
        except NoQueue as error:
            raise LeaseLost(f"the lease has ended with the controller: {error}") from error

    @override
    @repeated
    def leases(self, start: int = 0, count: int | None = None) -> list[LeaseView]:
        return self.controller.run(lease_exchanges.leases(self.namespace, start, count))

    @override
    @repeated
    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        pickle = self.controller.allow_pickle
        return self.controller.run(exchanges.peek(self.namespace, start, stop, decoded, pickle))

    @override
    @repeated
    def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        return self.controller.run(exchanges.previews(self.namespace, start, stop, max_bytes))

    @override
    @repeated
    def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        return self.controller.run(exchanges.read_payload(self.namespace, number, start, count))

    @override
    @repeated
    def qsize(self) -> int:
        return self.controller.run(exchanges.qsize(self.namespace))

    @override
    def move(
        self, to: QueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        if not isinstance(to, (str, NativeQueueHandle)):
            raise BadCall(
                f"cannot move items to {to!r}, on another kind of server; pass a queue of this controller"
            )
        if isinstance(to, str):
            check_text("to", to)
        count, items = moved_items(count, items)
        size = self.qsize()  # finds the queue again, if it has to be
        if count is None and items is None:
            count = size  # a consumer that puts items back must not make it endless
        if not isinstance(to, str):
            to.qsize()
        destination = to if isinstance(to, str) else to.namespace
        total = 0
        for start in range(0, 1 if items is None else len(items), MANY):
            chosen = [] if items is None else ["ITEM", *map(str, items[start : start + MANY])]
            while True:
                step = MANY if count is None else min(count - total, MANY)
                exchange = exchanges.number("RQ.MOVE", self.namespace, destination, "COUNT", step, *chosen)
                moved = self.controller.run(exchange)
                total += moved
                if not moved or total == count:
                    break
        return total

    @override
    @repeated
    def purge(self) -> int:
        return self.controller.run(exchanges.purge(self.namespace))

    @override
    @repeated
    def task_done(self) -> None:
        self.controller.run(exchanges.task_done(self.namespace))

    @override
    @repeated
    def join(self, timeout: float | None = None) -> bool:
        unfinished = self.controller.run(exchanges.join(self.namespace, timeout))
        if unfinished and timeout is None:
            raise ConnectionLost(f"{self!r}: the wait was ended by CLIENT UNBLOCK, or the handle was closed")
        return unfinished == 0

    @override
    @repeated
    def shutdown(self, immediate: bool = False) -> None:
        self.controller.run(exchanges.shutdown(self.namespace, immediate))

    @override
    @repeated
    def waiters(self) -> list[Waiter]:
        return self.controller.run(exchanges.waiters(self.namespace))

    @override
    @repeated
    def stat(self) -> QueueStat:
        return self.controller.run(exchanges.stat(self.namespace))

    @override
    @repeated
    def close(self) -> int:
        return self.controller.run(exchanges.close(self.namespace))
