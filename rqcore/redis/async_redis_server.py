# SPDX-License-Identifier: MIT
"""The asyncio handle of a Redis server with queues of rqcore and of the pressure protocol."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import ClassVar
from uuid import uuid4

from rqcore.argument_checks import whole_number
from rqcore.client.async_queue_handle import AsyncQueueHandle
from rqcore.client.base import override
from rqcore.client.capabilities import Capability
from rqcore.errors import BadCall, BadUrl, Exists, NoQueue, RqError
from rqcore.pressure.adapter import check_kind, refuse_durable
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.async_redis_handles import AsyncRedisControllerHandle
from rqcore.pressure.errors import already_exists
from rqcore.pressure.key_protocol.keys import to_bytes
from rqcore.pressure.key_protocol.lua_scripts import LuaScript
from rqcore.protocol.queue_values import QueueStat
from rqcore.redis import queue_scripts, queue_steps
from rqcore.redis.async_redis_queue import AsyncRedisQueue
from rqcore.redis.queue_keys import CallSlots, QueueKeys, name_of, pattern_of, prefix_of
from rqcore.redis.queue_steps import QueueCall
from rqcore.redis.queue_views import CAPABILITIES, stat_of

OPTION = "queues"
"""The option of a URL that chooses which queues ``create`` makes."""
OWN, PRESSURE = "rqcore", "pressure"
"""The values of the option. Without it, ``create`` makes a pressure queue if the protocol can express it."""


class AsyncRedisServer(AsyncRedisControllerHandle):
    """A Redis server, used by the tasks of one event loop. The first call connects.

    It can be pickled.

    Args:
        connection: The connection, which the handle closes.
        codec: None chooses a codec for each item, without pickle; "pickle" allows pickle too.

    Raises:
        BadUrl: The option ``queues`` of the URL has an unknown value.
    """

    capabilities: ClassVar[frozenset[Capability]] = CAPABILITIES

    def __init__(self, connection: AsyncRedisConnection, codec: str | None = None) -> None:
        super().__init__(connection, codec)
        self.callers: CallSlots = CallSlots()
        self.leased_from: dict[bytes, QueueKeys] = {}
        """The queues from which this handle has leased items, by their keys."""
        self._chosen = connection.address.option(OPTION, "")
        if self._chosen not in ("", OWN, PRESSURE):
            raise BadUrl(f"queues={self._chosen} is not a choice; write queues={OWN} or queues={PRESSURE}")

    @property
    def own_prefix(self) -> bytes:
        """The start of the keys of the queues of rqcore."""
        return prefix_of(self.prefix)

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
        check_kind(kind)
        needs_own = kind != "fifo" or bool(max_deliveries or dead_letter)
        is_own = self._chosen == OWN or (not self._chosen and needs_own)
        if name is not None and not self._chosen:
            other = await (self._find_pressure(name) if is_own else self._find(name))
            if other is not None and exist_ok:
                return other
            if other is not None:
                raise already_exists(name)
        if not is_own:
            return await super().create(
                name,
                kind=kind,
                maxsize=maxsize,
                exist_ok=exist_ok,
                max_deliveries=max_deliveries,
                dead_letter=dead_letter,
                durable=durable,
            )
        refuse_durable(durable)
        return await self._create_own(name, kind, maxsize, exist_ok, max_deliveries, dead_letter)

    async def _create_own(
        self,
        name: str | None,
        kind: str,
        maxsize: int,
        exist_ok: bool,
        max_deliveries: int,
        dead_letter: str | None,
    ) -> AsyncRedisQueue:
        bound = max(whole_number("maxsize", maxsize), 0)
        max_deliveries = whole_number("max_deliveries", max_deliveries, 0)
        if dead_letter is not None:
            to_bytes(dead_letter, "dead_letter")
        if bool(max_deliveries) != bool(dead_letter) or (dead_letter and dead_letter == name):
            raise BadCall("max_deliveries and dead_letter belong together; give both, and name another queue")
        queue = AsyncRedisQueue(self, str(uuid4()) if name is None else name, name, kind, bound)
        try:
            await queue.create_on_server(max_deliveries, dead_letter)
        except Exists:
            found = await self._find(queue.namespace) if exist_ok else None
            if found is None:
                raise
            return found
        return queue

    @override
    async def queue(self, reference: str) -> AsyncQueueHandle:
        """Return a handle of the queue with this name, or else of the list or stream. Raises NoQueue."""
        found = None if self._chosen == PRESSURE else await self._find(reference)
        return await super().queue(reference) if found is None else found

    async def _find(self, name: str) -> AsyncRedisQueue | None:
        """Return the queue of rqcore with this name."""
        try:
            keys = QueueKeys.of(name, self.own_prefix)
            stat = await self._read_stat(keys, queue_scripts.FIND)
        except (NoQueue, BadCall):
            return None
        return AsyncRedisQueue(self, name, name, stat.kind, stat.maxsize)

    async def _find_pressure(self, name: str) -> AsyncQueueHandle | None:
        """Return the queue of the pressure protocol with this name."""
        try:
            found = await super().queue(name)
        except (NoQueue, BadCall):
            return None
        return found if found.kind == "fifo" else None

    async def own_stat(self, keys: QueueKeys) -> QueueStat:
        """Return the state of a queue of rqcore. Raises NoQueue; BadCall for a key of another program."""
        return await self._read_stat(keys, queue_scripts.STAT)

    async def _read_stat(self, keys: QueueKeys, script: LuaScript) -> QueueStat:
        steps = queue_steps.viewed(queue_steps.read(keys, script), partial(stat_of, keys))
        stat: QueueStat = await self.connection.carry_out(steps)
        return stat

    @override
    async def queues(self) -> list[QueueStat]:
        stats = await super().queues()
        for keys in await self.own_queues():
            try:
                stats.append(await self.own_stat(keys))
            except (NoQueue, BadCall):  # deleted meanwhile, or a key of another program
                continue
        return sorted(stats, key=lambda stat: to_bytes(stat.label))

    async def own_queues(self) -> list[QueueKeys]:
        """Return the keys of every queue of rqcore. A key of another program may look like one."""
        found = await self.connection.scan(pattern_of(self.own_prefix), "hash")
        return [QueueKeys(name_of(key, self.own_prefix), key) for key in found]

    @override
    async def close(self) -> None:
        leased_from, self.leased_from = self.leased_from, {}
        with suppress(RqError):
            for keys in leased_from.values():
                with suppress(NoQueue, BadCall):  # deleted, or a key of another program
                    await self._leave_leases(keys)
        await super().close()

    async def _leave_leases(self, keys: QueueKeys) -> None:
        """Give back all items of a queue that this handle has on leases."""
        caller = self.callers.take(self.connection.client_name)
        steps = queue_steps.leave_leases(QueueCall(keys, caller), self.connection.client_name)
        await self.connection.carry_out(steps)
        self.callers.put_back(caller)
