# SPDX-License-Identifier: MIT
# Generated from async_redis_queue.py by scripts/generate_blocking.py; do not edit.
"""The blocking handle of a queue of rqcore on Redis. It inherits the docstrings of ``queue_handle``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rqcore.argument_checks import (
    MOST_BYTES,
    MOST_COUNTED,
    MOST_INDEXED,
    duration_of,
    lease_of,
    moved_items,
    part_of_leases,
    position,
    several,
    waiting_time,
    whole_number,
)
from rqcore.client.base import override
from rqcore.client.capabilities import Capability
from rqcore.client.native.leased_item import LeasedItem
from rqcore.client.priorities import natural_priority
from rqcore.client.queue_handle import QueueHandle
from rqcore.errors import BadCall, CodecError, NoQueue, OutcomeUnknown, QueueState, RqError
from rqcore.pressure.key_protocol.keys import to_bytes
from rqcore.pressure.key_protocol.protocol_steps import Steps
from rqcore.protocol.command_traits import MOST_TAKEN
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter
from rqcore.protocol.request_limits import MANY
from rqcore.redis import lease_scripts, queue_scripts, queue_steps
from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.queue_steps import QueueCall
from rqcore.redis.queue_views import (
    CAPABILITIES,
    items_of,
    leases_of,
    number_of,
    part_of,
    previews_of,
    stat_of,
    waiters_of,
)
from rqcore.redis.stored_items import body, read_item, read_value

if TYPE_CHECKING:
    from rqcore.redis.redis_server import RedisServer

T = TypeVar("T")


class RedisQueue(QueueHandle):
    """A queue of rqcore on Redis, of any kind, for any number of producers and consumers at a time.

    Args:
        controller: The handle of the server.
        namespace: The name of the queue on the server.
        name: The name that users see.
        kind: "fifo", "lifo" or "priority".
        maxsize: Maximum number of items; 0 means no limit.
    """

    capabilities: ClassVar[frozenset[Capability]] = CAPABILITIES
    controller: RedisServer

    def __init__(
        self, controller: RedisServer, namespace: str, name: str | None, kind: str, maxsize: int
    ) -> None:
        super().__init__(controller, namespace, name, kind, maxsize)
        self._keys = QueueKeys.of(namespace, controller.own_prefix)

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
        keys: Sequence[bytes] = ()
        if self.kind == "priority":
            keys = (priority_key(natural_priority(item) if priority is None else priority),)
        elif priority is not None:
            priority_key(priority)
        wait, stored = waiting_time(block, timeout), body(item, codec, self.controller.allow_pickle)
        if delay != 0 and (delay_ms := _milliseconds("delay", delay)):
            self._call(wait, queue_steps.put_later, stored, keys, delay_ms)
        else:
            self._call(wait, queue_steps.put, (stored,), keys)

    @override
    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        (stored,), is_keyed = self._take(1, waiting_time(block, timeout))
        try:
            return read_value(stored, is_keyed, decoded, self.controller.allow_pickle)
        except BaseException:
            self._give_back([stored])
            raise

    @override
    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        if not (items := several("items", items)):
            return 0
        wait, pickle = waiting_time(True, timeout), self.controller.allow_pickle
        stored = [body(item, codec, pickle) for item in items]
        keys = [priority_key(natural_priority(item)) for item in items] if self.kind == "priority" else []
        count: int = self._call(wait, queue_steps.put, stored, keys)
        return count

    @override
    def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        if not whole_number("count", count, 0):
            return []
        taken, is_keyed = self._take(min(count, MOST_TAKEN), waiting_time(True, timeout))
        values: list[Any] = []
        try:
            for stored in taken:
                values.append(read_value(stored, is_keyed, decoded, self.controller.allow_pickle))
        except BaseException as error:
            kept = values if isinstance(error, CodecError) else []
            self._give_back(taken[len(kept) :])
            if not kept:
                raise
        return values

    @override
    def lease(
        self,
        block: bool = True,
        timeout: float | None = None,
        *,
        seconds: float = 30.0,
        decoded: bool = True,
    ) -> LeasedItem:
        wait, lasts = waiting_time(block, timeout), _milliseconds("seconds", seconds)
        self.controller.leased_from[self._keys.base] = self._keys
        stored, is_keyed, number = self._call(wait, queue_steps.lease, lasts, undo=_nack_unseen)
        try:
            value = read_value(stored, is_keyed, decoded, self.controller.allow_pickle)
        except BaseException:
            with suppress(RqError):  # without an answer, the lease ends anyway
                self._call(0.0, queue_steps.nack, number, None, False)
            raise
        item = read_item(stored, is_keyed)
        return LeasedItem(self, number, item.deliveries, item.number, value)

    @override
    def ack(self, item: LeasedItem) -> None:
        self._end_lease(item, queue_steps.run, lease_scripts.ACK, lease_of(item))

    @override
    def nack(self, item: LeasedItem, delay: float = 0.0) -> None:
        later = _milliseconds("delay", delay) or None
        self._end_lease(item, queue_steps.nack, lease_of(item), later, False)

    def _end_lease(self, item: LeasedItem, steps: Callable[..., Steps], *arguments: Any) -> None:
        try:
            self._call(0.0, steps, *arguments)
        except (QueueState, NoQueue):
            item.is_open = False
            raise
        item.is_open = False

    @override
    def extend(self, item: LeasedItem, seconds: float | None = None) -> None:
        lasts = "" if seconds is None else _milliseconds("seconds", seconds)
        number = lease_of(item)
        self.controller.leased_from[self._keys.base] = self._keys
        self._call(0.0, queue_steps.run, lease_scripts.EXTEND, number, lasts)

    @override
    def leases(self, start: int = 0, count: int | None = None) -> list[LeaseView]:
        part = part_of_leases(start, count)
        found: list[LeaseView] = self._call(0.0, queue_steps.leases, *part, view=leases_of)
        return found

    @override
    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        places = position("start", start), position("stop", stop)
        found, is_keyed = self._read(items_of, queue_scripts.PEEK, *places)
        pickle = self.controller.allow_pickle
        return [read_value(stored, is_keyed, decoded, pickle) for stored in found]

    @override
    def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        places = position("start", start), position("stop", stop)
        size = whole_number("max_bytes", max_bytes, 0, MOST_BYTES)
        return self._read(previews_of, queue_scripts.PREVIEWS, *places, size)

    @override
    def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        part = whole_number("start", start, 0), whole_number("count", count, 0)
        item = whole_number("number", number, 0, MOST_INDEXED)
        return self._read(part_of, queue_scripts.READ_PAYLOAD, item, *part)

    @override
    def qsize(self) -> int:
        return self._read(number_of, queue_scripts.SIZE)

    @override
    def move(
        self, to: QueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        if not isinstance(to, (str, RedisQueue)):
            raise BadCall(
                f"cannot move items to {to!r}, on another kind of server; pass a queue of rqcore on Redis"
            )
        if isinstance(to, str):
            to_bytes(to, "to")
        keys = QueueKeys.of(to, self.controller.own_prefix) if isinstance(to, str) else to._keys
        if keys.base == self._keys.base:
            raise BadCall(f"cannot move items of queue {self.namespace!r} to itself; pass another queue")
        count, items = moved_items(count, items)
        left = len(items) if items is not None else min(self.qsize(), MOST_COUNTED)
        left = left if count is None else min(count, left) if items is not None else count
        total = 0
        for start in range(0, 1 if items is None else len(items), MANY):
            numbers = () if items is None else tuple(items[start : start + MANY])
            while total < left:
                most = min(left - total, MANY)
                moved: int = self._call(0.0, queue_steps.move, keys, most, numbers)
                total += moved
                if moved < most or numbers:
                    break
        return total

    @override
    def purge(self) -> int:
        destroyed: int = self._call(0.0, queue_steps.run, queue_scripts.PURGE, view=number_of)
        return destroyed

    @override
    def task_done(self) -> None:
        self._call(0.0, queue_steps.run, queue_scripts.TASK_DONE)

    @override
    def join(self, timeout: float | None = None) -> bool:
        return not self._call(waiting_time(True, timeout), queue_steps.join)

    @override
    def shutdown(self, immediate: bool = False) -> None:
        self._call(0.0, queue_steps.run, queue_scripts.SHUTDOWN, int(immediate))

    @override
    def waiters(self) -> list[Waiter]:
        return self._read(waiters_of, queue_scripts.STAT)

    @override
    def stat(self) -> QueueStat:
        return self._read(partial(stat_of, self._keys), queue_scripts.STAT)

    @override
    def close(self) -> int:
        destroyed: int = self._call(0.0, queue_steps.run, queue_scripts.CLOSE, view=number_of)
        return destroyed

    def create_on_server(self, max_deliveries: int = 0, dead_letter: str | None = None) -> None:
        """Create the queue of this handle on the server.

        Args:
            max_deliveries: The most leases of an item; 0 means no limit.
            dead_letter: The name of the queue for items that had as many, or None.

        Raises:
            Exists: There is a queue with this name.
            BadCall: A queue cannot have one of the names.
        """
        dead = None if dead_letter is None else QueueKeys.of(dead_letter, self.controller.own_prefix)
        self._call(0.0, queue_steps.create, self.kind, self.maxsize, max_deliveries, dead)

    def _read(self, view: Callable[[Sequence[Any]], T], script: Any, *arguments: int) -> T:
        result: T = self._call(0.0, queue_steps.read_current, script, *arguments, view=view)
        return result

    def _take(self, count: int, wait: float | None) -> tuple[list[bytes], bool]:
        """Take items, with whether they have keys. An interrupted call returns them to their places."""
        taken: tuple[list[bytes], bool] = self._call(wait, queue_steps.get, count, undo=_give_back)
        return taken

    def _give_back(self, taken: list[bytes]) -> None:
        self._call(0.0, queue_steps.give_back, taken)

    def _call(
        self,
        wait: float | None,
        steps: Callable[..., Steps],
        *arguments: Any,
        undo: Callable[[QueueCall, Any], Steps] | None = None,
        view: Callable[[Any], Any] | None = None,
    ) -> Any:
        """Carry out the steps of a call as one of the callers of this process.

        Args:
            wait: Seconds to wait; None waits without a limit.
            steps: Makes the steps from the call and further arguments.
            *arguments: The further arguments.
            undo: Makes the steps that return the items of a result, because the call was interrupted.
            view: Makes the result from that of the steps.
        """
        connection, callers = self.controller.connection, self.controller.callers
        caller = callers.take(connection.client_name)
        call = QueueCall(self._keys, caller, wait)
        try:
            work = steps(call, *arguments)
            if view is not None:
                work = queue_steps.viewed(work, view)
            result = connection.carry_out(work, undo and partial(undo, call))
        except OutcomeUnknown:
            raise  # a request of this caller may still arrive
        except RqError:
            callers.put_back(caller)
            raise
        callers.put_back(caller)
        return result


def _give_back(call: QueueCall, result: tuple[list[bytes], bool]) -> Steps:
    return queue_steps.give_back(call, result[0])


def _nack_unseen(call: QueueCall, result: tuple[bytes, bool, int]) -> Steps:
    with suppress(RqError):
        yield from queue_steps.nack(call, result[2], None, True)


def _milliseconds(argument: str, seconds: float) -> int:
    """Return a duration of a lease or a delay in milliseconds, rounded up. Raises BadCall."""
    return -(-int(duration_of(argument, seconds) * 1e9) // 1_000_000)
