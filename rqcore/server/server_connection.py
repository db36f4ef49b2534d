# SPDX-License-Identifier: MIT
"""One socket of the controller: an asyncio protocol round a ``ClientSession``.

Reading stops while the other side does not read its replies: so what one
client makes the controller keep has a bound.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from typing import Protocol, cast

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import NotAllowed, RqError, TooMany
from rqcore.protocol import resp
from rqcore.server.client_session import ClientSession
from rqcore.transport.socket_transport import tune_socket

log = logging.getLogger("rqcore.server")

Begin = Callable[[Controller, Client], ClientSession]
LINGER = 10.0
"""Seconds that a client has to read its last replies once it is hung up on."""


class ConnectionHost(Protocol):
    """The server, as far as a connection needs it."""

    controller: Controller
    clock: Callable[[], int]

    def settle(self) -> None:
        """See to what the last command caused elsewhere."""

    def welcome(self, connection: ServerConnection, client: Client) -> None: ...

    def farewell(self, client: Client) -> None: ...


class ServerConnection(asyncio.Protocol):
    """Carries bytes between a socket and its session."""

    transport: asyncio.Transport
    session: ClientSession | None = None

    def __init__(self, server: ConnectionHost, begin: Begin = ClientSession) -> None:
        self._server = server
        self._begin = begin
        self._clock = server.clock
        self._settle = server.settle
        self._memory = server.controller.hub.memory
        self.choked = False
        """The other side does not read what it is sent."""
        self._deaf = False
        """It is not read either for now."""
        self._unread = 0
        """Bytes of replies that are counted as held for it."""
        self._goes_on = False
        """``_go_on`` is on its way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        address = _address(self.transport)
        try:
            client = self._server.controller.arrive(address, self._server.clock())
        except TooMany as error:
            log.warning("client refused: %s", error, extra={"address": address})
            self.dismiss(error)
            return
        self.session = self._begin(self._server.controller, client)
        self._server.welcome(self, client)
        log.debug("client arrived", extra={"client": client.number, "address": address})

    def data_received(self, data: bytes) -> None:
        session = self.session
        if session is None or session.client.leaving:
            return
        if replies := session.receive(data, self._clock()):
            self.transport.write(replies)
        if session.client.leaving or self._deaf or session.counted:
            self._heed()
        self._settle()

    def deliver(self, reply: bytes) -> None:
        """The call that waited has ended."""
        if self.session:
            self._send(self.session.deliver(reply, self._clock()))

    def _send(self, data: bytes) -> None:
        if data:
            self.transport.write(data)
        self._heed()

    def _heed(self) -> None:
        """Look after what the session has become."""
        session = self.session
        assert session
        if session.client.leaving:
            self.hang_up()
        elif self._deaf or session.counted:
            self._steer()

    def _steer(self) -> None:
        """Read on, or not; go on with what waited for room, or not yet."""
        session = self.session
        if session is None or self.transport.is_closing():
            return
        if session.stalled and not (self.choked or self._goes_on):
            self._goes_on = True  # in its turn: other clients come first
            asyncio.get_running_loop().call_soon(self._go_on)
        deaf = self.choked or session.stalled
        if deaf != self._deaf:
            self._deaf = deaf
            (self.transport.pause_reading if deaf else self.transport.resume_reading)()
        if self.choked:
            self._count_unread()

    def _go_on(self) -> None:
        self._goes_on = False
        if self.session and self.session.stalled and not (self.choked or self.transport.is_closing()):
            self._send(self.session.go_on(self._clock()))
            self._settle()

    def pause_writing(self) -> None:
        self.choked = True
        self._steer()

    def resume_writing(self) -> None:
        self.choked = False
        self._count_unread()
        self._steer()

    def _count_unread(self) -> None:
        """Bring the count of memory up to date; whoever takes too much of it when it is short has to go."""
        unread = self.transport.get_write_buffer_size() if self.choked else 0
        self._memory.held += unread - self._unread
        self._unread = unread
        sent = self.session.counted if self.session else 0
        if self._memory.over and unread + sent > self._server.controller.hub.limits.output:
            asyncio.get_running_loop().call_soon(self._cut_off)

    def _cut_off(self) -> None:
        if self.session and not self.session.client.leaving:
            client = self.session.client
            client.leaving = True
            self._server.controller.hub.counters.slow_clients += 1
            facts = {"client": client.number, "address": client.address, "unread": self._unread}
            log.warning("client hung up on: it does not read, and memory is short", extra=facts)
            self.transport.abort()

    def dismiss(self, error: RqError) -> None:
        """Say why, and hang up."""
        said = self.session.say(error) if self.session else resp.error(error.code, str(error))
        self.transport.write(said)
        self.hang_up()

    def bounce(self, seconds: float) -> None:
        """It has had its time to say something."""
        assert self.session
        client = self.session.client
        client.leaving = True
        self._server.controller.hub.counters.silent_clients += 1
        said = "no login" if client.last else "no whole command"
        log.warning("client hung up on: %s came from it", said, extra={"address": client.address})
        self.dismiss(NotAllowed(f"{said} came within {seconds:g} s"))

    def hang_up(self) -> None:
        """As soon as what was sent is read, or the time for that is up."""
        self.transport.close()
        if self.transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(LINGER, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._memory.held -= self._unread
        self._unread = 0
        if self.session is None:
            return
        client = self.session.client
        self.session.end()
        self._server.farewell(client)
        log.debug("client left", extra={"client": client.number, "address": client.address})


def _address(transport: asyncio.Transport) -> str:
    sock = transport.get_extra_info("socket")
    if sock is not None:
        if sock.family == socket.AF_UNIX:
            return f"unix:{_process(sock)}"
        tune_socket(sock)
    peer = transport.get_extra_info("peername")
    host, port = peer[:2] if peer else ("?", 0)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _process(sock: socket.socket) -> int:
    """The process at the other end of a Unix socket, 0 where the system does not tell."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return 0
    size = struct.calcsize("3i")
    number, _, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, option, size))
    return int(number)
