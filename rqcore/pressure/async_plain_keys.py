# SPDX-License-Identifier: MIT
"""Lists, streams and sorted sets that are not part of a pressure queue, as asyncio queues.

Items of a list are pushed on the left and popped on the right. A list has no bound and cannot be shut down.
Streams and sorted sets can only be read; each entry becomes a JSON object.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from rqcore.argument_checks import position, several, waiting_time, whole_number
from rqcore.client.async_queue_handle import AsyncQueueHandle
from rqcore.client.base import override
from rqcore.client.capabilities import Capability, refuse, refuse_method
from rqcore.codec import Payload, decode
from rqcore.errors import Closed, CodecError, Empty
from rqcore.pressure.adapter import entry_payloads, member_payloads, plain_stat
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.async_redis_waiting import AsyncInterruptions, native_error
from rqcore.pressure.key_protocol.keys import to_bytes
from rqcore.pressure.key_protocol.protocol_steps import SLICE
from rqcore.pressure.key_protocol.redis_payloads import mark, popped_items, unmark
from rqcore.pressure.redis_connection_base import read_only_error
from rqcore.protocol.queue_values import QueueStat, Waiter

if TYPE_CHECKING:
    from rqcore.pressure.async_redis_handles import AsyncRedisControllerHandle


class AsyncPlainHandle(AsyncQueueHandle):
    """A key of Redis as a queue.

    Args:
        controller: The handle of the server.
        namespace: The key.
        name: The key, again.
        kind: The type of the key: ``"list"`` or ``"stream"``.
        maxsize: 0, because a key has no bound.
    """

    controller: AsyncRedisControllerHandle
    length_command: ClassVar[str] = ""
    """The command that returns the number of items."""

    def __init__(
        self,
        controller: AsyncRedisControllerHandle,
        namespace: str,
        name: str | None,
        kind: str,
        maxsize: int = 0,
    ) -> None:
        super().__init__(controller, namespace, name, kind, maxsize)
        self._connection: AsyncRedisConnection = controller.connection
        self._key = to_bytes(namespace)

    @override
    async def qsize(self) -> int:
        return await self._connection.ask_for(int, self.length_command, self._key)

    async def stat(self) -> QueueStat:
        """Return the size; the server counts nothing else. Raises Closed if the key does not exist."""
        size = await self.qsize()
        if not size and not await self._connection.ask("EXISTS", self._key):
            raise Closed(
                f"the {self.kind} {self.namespace!r} does not exist; Redis deletes a key that is empty"
            )
        return plain_stat(self.namespace, self.kind, size)

    async def waiters(self) -> list[Waiter]:
        """Return an empty list: Redis does not report which key a client waits for."""
        return []

    async def close(self) -> int:
        """Delete the key and return the number of items that it held."""
        self._check_changes()
        size = await self.qsize()
        await self._connection.ask("DEL", self._key)
        return size

    async def purge(self) -> int:
        """Delete the key, as ``close`` does: Redis does not keep empty lists."""
        return await self.close()

    def _check_changes(self) -> None:
        if not self._connection.changes:
            raise read_only_error(self._connection.address)

    def _value(self, payload: Payload, decoded: bool) -> Any:
        if not decoded:
            return payload
        return decode(payload.data, payload.codec, allow_pickle=self.controller.allow_pickle)


class AsyncListHandle(AsyncPlainHandle):
    """A list of Redis as a queue."""

    capabilities: ClassVar[frozenset[Capability]] = frozenset({Capability.TRANSFER, Capability.PURGE})
    length_command: ClassVar[str] = "LLEN"

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
        """Push an item without waiting: a list is never full.

        Args:
            item: Bytes, text, a value that JSON can express, or a Payload.
            block: Ignored.
            timeout: Ignored.
            codec: "raw", "text", "json" or "pickle"; None chooses by the type of the item.
            priority: Must be None.
            delay: Must be 0.

        Raises:
            NotAllowed: ``priority`` or ``delay`` is given.
            CodecError: The codec cannot express the item.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        if priority is not None:
            refuse("a priority")
        if delay != 0:
            refuse_method("a delay")
        await self.put_many([item], codec=codec)

    async def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Push items in order and return their number."""
        self._check_changes()
        marked = [mark(item, codec, self.controller.allow_pickle) for item in several("items", items)]
        if marked:
            await self._connection.ask("LPUSH", self._key, *marked)
        return len(marked)

    async def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Pop the next item; wait while the list is empty.

        Args:
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait while the list is empty; None waits without a limit.
            decoded: True returns the value that was put; False returns a Payload, which is not decoded.

        Raises:
            Empty: The list was still empty when the timeout passed.
            CodecError: The payload cannot be decoded. The item is at the head of the list again.
            BadCall: The timeout is negative.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        return (await self._take(1, waiting_time(block, timeout), decoded))[0]

    async def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        """Pop up to ``count`` items, as soon as there is one. Raises Empty if none came in time.

        ``decoded=False`` returns Payloads, which are not decoded.
        """
        most = whole_number("count", count, 0)
        return await self._take(most, waiting_time(True, timeout), decoded)

    async def _take(self, count: int, wait: float | None, decoded: bool) -> list[Any]:
        """Return the items in front of the first that cannot be decoded, and put back the others."""
        popped = await self._pop(count, wait)
        values: list[Any] = []
        try:
            for data in popped:
                values.append(self._value(unmark(data), decoded))
        except BaseException as error:
            kept = values if isinstance(error, CodecError) else []
            await self._put_back(popped[len(kept) :])
            if not kept:
                raise
        return values

    async def _put_back(self, popped: list[bytes]) -> None:
        await self._connection.ask("RPUSH", self._key, *reversed(popped))

    async def _pop(self, count: int, wait: float | None) -> list[bytes]:
        self._check_changes()
        deadline = None if wait is None else time.monotonic() + wait
        while not (popped := await self._pop_available(count)):
            left = SLICE if deadline is None else min(deadline - time.monotonic(), SLICE)
            if left <= 0:
                raise native_error(Empty(f"the list {self.namespace!r} is empty"))
            await self._connection.wait_for_element(self._key, left)
        return popped

    async def _pop_available(self, count: int) -> list[bytes]:
        """Pop without waiting. A cancelled task puts back what it popped."""
        limit = (count,) if count > 1 else ()
        popped: list[bytes] = []
        try:
            with AsyncInterruptions() as interruptions:
                command = popped_items, "RPOP", self._key, *limit
                popped = await interruptions.finish(self._connection.ask_for, *command)
        except BaseException:
            if popped:
                await self._put_back(popped)
            raise
        return popped

    @override
    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        places = -position("stop", stop) - 1, -position("start", start) - 1
        items = await self._connection.ask_for(popped_items, "LRANGE", self._key, *places)
        return [self._value(unmark(data), decoded) for data in reversed(items)]


class AsyncStreamHandle(AsyncPlainHandle):
    """A stream of Redis as a queue that can only be read."""

    capabilities: ClassVar[frozenset[Capability]] = frozenset({Capability.PURGE})
    length_command: ClassVar[str] = "XLEN"

    async def put(self, *_: Any, **__: Any) -> NoReturn:
        """Not supported: raises NotAllowed."""
        refuse(f"putting on a {self.kind}")

    async def put_many(self, *_: Any, **__: Any) -> NoReturn:
        """Not supported: raises NotAllowed."""
        refuse(f"putting on a {self.kind}")

    async def get(self, *_: Any, **__: Any) -> NoReturn:
        """Not supported: raises NotAllowed."""
        refuse(f"taking from a {self.kind}")

    async def get_many(self, *_: Any, **__: Any) -> NoReturn:
        """Not supported: raises NotAllowed."""
        refuse(f"taking from a {self.kind}")

    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """Return the entries from ``start`` to ``stop``, both included; 0 is the oldest."""
        first = position("start", start)
        count = () if position("stop", stop) < 0 else ("COUNT", stop + 1)
        words = "XRANGE", self._key, "-", "+", *count
        payloads = await self._connection.ask_for(lambda reply: entry_payloads(reply[first:]), *words)
        return [self._value(payload, decoded) for payload in payloads]


class AsyncSortedSetHandle(AsyncStreamHandle):
    """A sorted set of Redis as a queue that can only be read: the lowest score comes first."""

    length_command: ClassVar[str] = "ZCARD"

    @override
    async def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        places = position("start", start), position("stop", stop)
        words = "ZRANGE", self._key, *places, "WITHSCORES"
        payloads = await self._connection.ask_for(member_payloads, *words)
        return [self._value(payload, decoded) for payload in payloads]


KINDS: dict[str, type[AsyncPlainHandle]] = {
    "list": AsyncListHandle,
    "stream": AsyncStreamHandle,
    "zset": AsyncSortedSetHandle,
}
"""The types of keys that can be used as queues."""


async def find_plain(controller: AsyncRedisControllerHandle, reference: str) -> AsyncPlainHandle | None:
    """Return a handle of the list or stream of this name, or None if there is none."""
    kind = await controller.connection.ask_for(bytes.decode, "TYPE", to_bytes(reference))
    handle_class = KINDS.get(kind)
    return handle_class(controller, reference, reference, kind) if handle_class else None
