# SPDX-License-Identifier: MIT
"""The controller on the network: a thin asyncio shell round ``Controller``."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.server.listeners import Factory, Listener
from rqcore.server.server_connection import ServerConnection
from rqcore.server.spool_directory import SpoolDirectory

log = logging.getLogger("rqcore.server")

FLUSH_INTERVAL = 0.025
"""Seconds an event may wait for its batch."""
SWEEP_INTERVAL = 60.0
"""Seconds between two looks at the spool."""
GRACE = 2.0
"""Seconds that clients have at the end to read their last replies."""
Clock = Callable[[], int]
Listen = Callable[[Factory], Awaitable[Listener]]


class Server:
    """Listens, carries bytes between connections and sessions, and keeps the time."""

    def __init__(
        self,
        controller: Controller,
        clock: Clock = time.monotonic_ns,
        spool: SpoolDirectory | None = None,
    ) -> None:
        """``spool``: where large payloads lie; closed when the server stops."""
        self.controller = controller
        self._spool = controller.hub.spool = spool
        self._hub = controller.hub
        self.clock = clock
        self.connections: dict[int, ServerConnection] = {}
        self._listeners: list[Listener] = []
        self._newcomers: OrderedDict[int, ServerConnection] = OrderedDict()
        """Who arrived lately, first come first."""
        self._bouncer: asyncio.TimerHandle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._alarm = 0.0
        """When ``_timer`` goes off, on the loop's clock."""
        self._flusher: asyncio.TimerHandle | None = None
        self._sweeper: asyncio.TimerHandle | None = None
        self._empty: asyncio.Future[None] | None = None
        """Done when the last connection is gone."""

    async def start(self, listen: Listen) -> str:
        """Listen in one place more; returns its URL. Raises OSError."""
        hub = self.controller.hub
        if not self._listeners:
            hub.began = self.clock()
            self._set_wall_clock()
            self._sweep()
        listener = await listen(lambda: ServerConnection(self))
        self._listeners.append(listener)
        hub.places.append(listener.place)
        return listener.place

    async def stop(self) -> None:
        """End every waiting call with CLOSED, say goodbye, hang up."""
        for listener in self._listeners:
            listener.close()
        self.controller.close(self.clock())
        self.settle()
        for timer in (self._timer, self._flusher, self._bouncer, self._sweeper):
            if timer:
                timer.cancel()
        await self._hang_up()
        if self._spool:
            self._spool.close()

    def _sweep(self) -> None:
        """Now and then remove what clients forgot in the spool."""
        if self._spool:
            self._spool.sweep(time.time())
            self._sweeper = asyncio.get_running_loop().call_later(SWEEP_INTERVAL, self._sweep)

    async def _hang_up(self) -> None:
        for connection in list(self.connections.values()):
            connection.transport.close()
        if self.connections:
            self._empty = asyncio.get_running_loop().create_future()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty, GRACE)
        for connection in list(self.connections.values()):
            connection.transport.abort()
        await asyncio.sleep(0)

    def settle(self) -> None:
        """Send what the last command caused elsewhere, and set the alarm for the next deadline."""
        hub = self._hub
        while hub.outgoing:
            client, reply = hub.outgoing.popleft()
            if connection := self.connections.get(client.number):
                connection.deliver(reply)
        if hub.deadlines:
            self._set_alarm()
        if hub.news.observing and not self._flusher:
            self._flusher = asyncio.get_running_loop().call_later(FLUSH_INTERVAL, self._flush)

    def _set_alarm(self) -> None:
        deadline = self.controller.next_deadline
        if deadline is None:
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + max(deadline - self.clock(), 0) / 1e9
        if self._timer and self._alarm <= at:
            return
        if self._timer:
            self._timer.cancel()
        self._timer, self._alarm = loop.call_at(at, self._expire), at

    def _expire(self) -> None:
        self._timer = None
        self.controller.expire(self.clock())
        self.settle()

    def _flush(self) -> None:
        self._flusher = None
        self._tell()
        self._set_wall_clock()
        if self._hub.news.observing:
            self._flusher = asyncio.get_running_loop().call_later(FLUSH_INTERVAL, self._flush)

    def _tell(self) -> None:
        """Send each observer its events, unless it is too slow to take them now."""
        hub, start = self._hub, self.clock()
        hub.news.tell()
        for client in hub.news.observing:
            connection = self.connections[client.number]
            if client.observer and not connection.choked and (parts := client.observer.take()):
                connection.transport.writelines(parts)
                hub.counters.told_bytes += sum(map(len, parts))
        hub.counters.observing += self.clock() - start

    def _set_wall_clock(self) -> None:
        self.controller.hub.news.wall_offset = time.time_ns() - self.clock()

    # Who comes and goes

    def welcome(self, connection: ServerConnection, client: Client) -> None:
        """A client arrived; in time it has to say something."""
        self.connections[client.number] = connection
        self._newcomers[client.number] = connection
        if not self._bouncer:
            self._set_bouncer(self.controller.hub.limits.silence)

    def farewell(self, client: Client) -> None:
        """A client is gone."""
        del self.connections[client.number]
        self._newcomers.pop(client.number, None)
        self.controller.leave(client, self.clock())
        self.settle()
        if self._empty and not self.connections and not self._empty.done():
            self._empty.set_result(None)

    def _set_bouncer(self, seconds: float) -> None:
        self._bouncer = asyncio.get_running_loop().call_later(max(seconds, 0), self._bounce)

    def _bounce(self) -> None:
        """Hang up on clients that only connected; the others are no newcomers any more."""
        self._bouncer = None
        silence, now = self.controller.hub.limits.silence, self.clock()
        while self._newcomers:
            number, connection = next(iter(self._newcomers.items()))
            assert connection.session
            client = connection.session.client
            left = silence - (now - client.connected) / 1e9
            if left > 0:
                self._set_bouncer(left)
                return
            del self._newcomers[number]
            if not (client.last and client.trusted) and not client.leaving:
                connection.bounce(silence)


def spare_the_collector() -> None:
    """Items are tuples without circles: walking through millions of them finds nothing and costs much."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


async def serve(server: Server, places: Sequence[Listen], ready: Callable[[str], None]) -> None:
    """Serve until cancelled. ``ready`` is told each URL once all are there. Raises OSError."""
    spare_the_collector()
    try:
        for place in [await server.start(listen) for listen in places]:
            ready(place)
        await asyncio.get_running_loop().create_future()
    finally:
        await server.stop()
