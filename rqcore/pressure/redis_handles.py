# SPDX-License-Identifier: MIT
# Generated from async_redis_handles.py by scripts/generate_blocking.py; do not edit.
"""The blocking handles of queues on Redis: ``rqcore.connect("redis://…")``.

Calls that queues on Redis do not support raise NotAllowed; ``on_redis`` in the table of commands lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from rqcore import codec
from rqcore.argument_checks import several
from rqcore.client.base import override
from rqcore.client.capabilities import Capability, refuse_method
from rqcore.client.controller_handle import ControllerHandle
from rqcore.client.queue_handle import QueueHandle
from rqcore.errors import BadCall, CodecError, Exists, NoQueue
from rqcore.pressure.adapter import (
    CAPABILITIES,
    bound_of,
    refuse_options,
    shown_name,
    stat_of,
    stored_name,
    waiters_of,
)
from rqcore.pressure.blocking_queue import PressureQueue
from rqcore.pressure.key_protocol.keys import BOUND, PREFIX, escaped, to_bytes, to_text
from rqcore.pressure.key_protocol.redis_payloads import mark, unmark
from rqcore.pressure.plain_keys import find_plain
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.protocol.queue_values import QueueStat, Waiter


class RedisControllerHandle(ControllerHandle):
    """A Redis server, safe to use from several threads, and after a fork. The first call connects.

    It can be pickled.

    Args:
        connection: The connection, which the handle closes.
        codec: None chooses a codec for each item, without pickle; "pickle" allows pickle too.
    """

    capabilities: ClassVar[frozenset[Capability]] = CAPABILITIES
    connection: RedisConnection

    def __init__(self, connection: RedisConnection, codec: str | None = None) -> None:
        super().__init__(connection.address, codec, (connection, codec))
        self.connection = connection

    @override
    def create(
        self,
        name: str | None = None,
        *,
        kind: str = "fifo",
        maxsize: int = 0,
        exist_ok: bool = False,
        max_deliveries: int = 0,
        dead_letter: str | None = None,
        durable: bool = False,
    ) -> QueueHandle:
        refuse_options(max_deliveries, dead_letter, durable)
        bound = bound_of(kind, maxsize)
        stored = stored_name(self.connection.address, name)
        try:
            self.pressure(stored).create(bound)
        except Exists:
            if not exist_ok:
                raise
            bound = self.pressure(stored).bound()
        return RedisQueueHandle(self, stored, name, kind, bound)

    def queue(self, reference: str) -> QueueHandle:
        """Return a handle of the queue with this name, or else of the list or stream. Raises NoQueue."""
        to_bytes(reference, "reference")
        stored = stored_name(self.connection.address, reference)
        try:
            status = self.pressure(stored).status()
        except NoQueue:
            plain = find_plain(self, reference)
            if plain is None:
                raise
            return plain
        name = shown_name(self.connection.address, stored)
        return RedisQueueHandle(self, stored, name, "fifo", status.bound)

    @override
    def queues(self) -> list[QueueStat]:
        names = sorted(self._names())
        return [stat for name in names if (stat := self._stat(name))]

    def _stat(self, name: str) -> QueueStat | None:
        """Return the state of a queue; None if it was deleted meanwhile, or is not a pressure queue."""
        try:
            return stat_of(shown_name(self.connection.address, name), self.pressure(name).status())
        except (NoQueue, BadCall):
            return None

    def _names(self) -> list[str]:
        """Return the stored name of each queue. A key of another program may look like one."""
        start = to_bytes(self.prefix) + b":"
        keys = self.connection.scan(escaped(start) + b"*" + BOUND, "string")
        names = [key[len(start) : -len(BOUND)] for key in keys]
        return [to_text(name) for name in names if name]

    @property
    def prefix(self) -> str:
        """The start of the keys of all queues."""
        return self.connection.address.option("prefix", PREFIX)

    def pressure(self, name: str) -> PressureQueue:
        """Return the pressure queue with this name, whether it exists or not."""
        return PressureQueue(name, self.prefix, self.connection)

    @override
    def with_name(self, name: str) -> Self:
        return type(self)(self.connection.with_name(name), self._settings[1])

    @override
    def ping(self) -> bool:
        return bool(self.connection.ask("PING"))

    def info(self) -> dict[str, str]:
        """Return the fields of INFO; in a cluster, from any one server."""
        fields = self.connection.ask("INFO", **self.connection.any_node)
        return {str(key): str(value) for key, value in fields.items()}

    @override
    def close(self) -> None:
        self.connection.end()


class RedisQueueHandle(QueueHandle):
    """A pressure queue on Redis, which holds items of any codec.

    Args:
        controller: The handle of the server.
        namespace: The stored name of the queue.
        name: The name that users see.
        kind: ``"fifo"``.
        maxsize: Maximum number of items; 0 means no limit.
    """

    capabilities: ClassVar[frozenset[Capability]] = CAPABILITIES
    controller: RedisControllerHandle

    def __init__(
        self,
        controller: RedisControllerHandle,
        namespace: str,
        name: str | None,
        kind: str,
        maxsize: int,
    ) -> None:
        super().__init__(controller, namespace, name, kind, maxsize)
        self._queue = controller.pressure(namespace)

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
        if priority is not None:
            refuse_method("a priority")
        if delay != 0:
            refuse_method("a delay")
        self._queue.put(self._mark(item, codec), block, timeout)

    @override
    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        data = self._queue.get(block, timeout)
        try:
            return self._read(data, decoded)
        except BaseException:
            self._queue.put_back([data])
            raise

    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put several items in order, and wait while the queue is full.

        Args:
            items: The items.
            timeout: Maximum seconds to wait, for all items together; None waits without a limit.
            codec: "raw", "text", "json" or "pickle" for all items; None chooses by the type of each item.

        Returns:
            The number of items that were put before the timeout passed, from the first on.

        Raises:
            Full: Not even the first item was put before the timeout passed.
            ShutDown: The queue was shut down and refuses items.
            CodecError: The codec cannot express one of the items; none is put.
            Closed: The queue was deleted.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        marked = [self._mark(item, codec) for item in several("items", items)]
        return self._queue.put_many(marked, True, timeout) if marked else 0

    @override
    def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        taken = self._queue.get_many(count, True, timeout)
        values: list[Any] = []
        try:
            for data in taken:
                values.append(self._read(data, decoded))
        except BaseException as error:
            kept = values if isinstance(error, CodecError) else []
            self._queue.put_back(taken[len(kept) :])
            if not kept:
                raise
        return values

    @override
    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        return [self._read(data, decoded) for data in self._queue.peek(start, stop)]

    @override
    def qsize(self) -> int:
        return self._queue.qsize()

    @override
    def purge(self) -> int:
        return self._queue.purge()

    @override
    def shutdown(self, immediate: bool = False) -> None:
        self._queue.shutdown(immediate)

    def waiters(self) -> list[Waiter]:
        """Return the holders of the two roles."""
        return waiters_of(self._queue.status())

    @override
    def stat(self) -> QueueStat:
        name = shown_name(self.controller.connection.address, self.namespace)
        return stat_of(name, self._queue.status())

    @override
    def close(self) -> int:
        return self._queue.delete()

    def _mark(self, item: Any, codec: str | None) -> bytes:
        return mark(item, codec, self.controller.allow_pickle)

    def _read(self, data: bytes, decoded: bool) -> Any:
        payload = unmark(data)
        if not decoded:
            return payload
        return codec.decode(payload.data, payload.codec, allow_pickle=self.controller.allow_pickle)
