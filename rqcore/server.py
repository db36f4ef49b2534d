# SPDX-License-Identifier: MIT
"""The controller on the network: a thin asyncio shell round ``Controller``."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from typing import cast

from rqcore import resp
from rqcore.clients import Client
from rqcore.controller import Controller
from rqcore.errors import TooMany
from rqcore.session import Session

log = logging.getLogger("rqcore.server")

FLUSH_INTERVAL = 0.02
"""Seconds an event may wait for its batch."""
Clock = Callable[[], int]


class Server:
    """Listens, carries bytes between connections and sessions, and keeps the time."""

    def __init__(self, controller: Controller, clock: Clock = time.monotonic_ns) -> None:
        self.controller = controller
        self.clock = clock
        self.connections: dict[int, Connection] = {}
        self._listener: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._alarm = 0.0
        """When ``_timer`` goes off, on the loop's clock."""
        self._flusher: asyncio.TimerHandle | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port, which matters when 0 was asked for. Raises OSError."""
        self._set_wall_clock()
        self._listener = await asyncio.get_running_loop().create_server(
            lambda: Connection(self), host, port, backlog=1024
        )
        return int(self._listener.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """End every waiting call with CLOSED, say goodbye, hang up."""
        if self._listener:
            self._listener.close()
        self.controller.close(self.clock())
        self.settle()
        for connection in list(self.connections.values()):
            connection.transport.close()
        for timer in (self._timer, self._flusher):
            if timer:
                timer.cancel()
        await asyncio.sleep(0)

    def settle(self) -> None:
        """Send what the last command caused elsewhere, and set the alarm for the next deadline."""
        outgoing = self.controller.outgoing
        while outgoing:
            client, reply = outgoing.popleft()
            if connection := self.connections.get(client.number):
                connection.deliver(reply)
        if self.controller.hub.deadlines:
            self._set_alarm()
        if self.controller.hub.observing and not self._flusher:
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
        """Send each observer its events, unless it is too slow to take them now."""
        self._flusher = None
        self._set_wall_clock()
        for client in self.controller.hub.observing:
            connection = self.connections[client.number]
            if client.observer and not connection.choked:
                frames = client.observer.take()
                if frames:
                    connection.transport.write(frames)
        if self.controller.hub.observing:
            self._flusher = asyncio.get_running_loop().call_later(FLUSH_INTERVAL, self._flush)

    def _set_wall_clock(self) -> None:
        self.controller.hub.wall_offset = time.time_ns() - self.clock()


class Connection(asyncio.Protocol):
    """One socket. Reading stops while the other side does not read its replies."""

    transport: asyncio.Transport
    session: Session | None = None

    def __init__(self, server: Server) -> None:
        self._server = server
        self.choked = False
        """The other side does not read what it is sent."""
        self._deaf = False
        """It is not read either for now."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        try:
            client = self._server.controller.arrive(_address(self.transport), self._server.clock())
        except TooMany as error:
            self.transport.write(resp.error(error.code, str(error)))
            self.transport.close()
            return
        self.session = Session(self._server.controller, client)
        self._server.connections[client.number] = self

    def data_received(self, data: bytes) -> None:
        if self.session is None or self.session.client.leaving:
            return
        self._send(self.session.receive(data, self._server.clock()))
        self._server.settle()

    def deliver(self, reply: bytes) -> None:
        """The call that waited has ended."""
        if self.session:
            self._send(self.session.deliver(reply, self._server.clock()))

    def _send(self, data: bytes) -> None:
        assert self.session
        if data:
            self.transport.write(data)
        if self.session.client.leaving:
            self.transport.close()
        elif self._deaf or self.session.backlogged:
            self._steer_reading()

    def _steer_reading(self) -> None:
        assert self.session
        deaf = self.choked or self.session.backlogged
        if deaf != self._deaf:
            self._deaf = deaf
            (self.transport.pause_reading if deaf else self.transport.resume_reading)()

    def pause_writing(self) -> None:
        self.choked = True
        if self.session and not self.transport.is_closing():
            self._steer_reading()

    def resume_writing(self) -> None:
        self.choked = False
        if self.session and not self.transport.is_closing():
            self._steer_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.session is None:
            return
        client: Client = self.session.client
        del self._server.connections[client.number]
        self._server.controller.leave(client, self._server.clock())
        log.debug("client %s left", client.label)
        self._server.settle()


def _address(transport: asyncio.Transport) -> str:
    peer = transport.get_extra_info("peername")
    host, port = peer[:2] if peer else ("?", 0)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def spare_the_collector() -> None:
    """Items are tuples without circles: walking through millions of them finds nothing and costs much."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


async def serve(server: Server, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until cancelled. ``ready`` is told the port. Raises OSError."""
    spare_the_collector()
    ready(await server.start(host, port))
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await server.stop()
