# SPDX-License-Identifier: MIT
"""One socket of the controller: an asyncio protocol around a ``BaseSession``.

Reading stops while the client does not read its replies: so what one client
makes the controller keep has a bound.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from typing import Any, Protocol, cast

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import NotAllowed, RqError, TooMany
from rqcore.server.base_session import BaseSession
from rqcore.server.client_session import ClientSession, encode_error
from rqcore.transport.socket_transport import tune_socket

log = logging.getLogger("rqcore.server")

SessionFactory = Callable[[Controller, Client], BaseSession]
LINGER = 10.0
"""Seconds that a client has to read its last replies before its connection is aborted."""


class ConnectionHost(Protocol):
    """The server, as far as a connection needs it."""

    controller: Controller
    clock: Callable[[], int]

    def send_outgoing(self) -> None:
        """Send what the last command caused elsewhere."""

    def add_connection(self, connection: ServerConnection, client: Client) -> None:
        """A client has connected."""

    def remove_connection(self, client: Client) -> None:
        """A client has disconnected."""


class ServerConnection(asyncio.Protocol):
    """Carries bytes between a socket and its session."""

    transport: asyncio.Transport
    session: BaseSession | None = None

    def __init__(self, server: ConnectionHost, session_factory: SessionFactory = ClientSession) -> None:
        """Serve a client that is about to connect.

        Args:
            server: The server that it belongs to.
            session_factory: Makes the session, and so chooses the protocol.
        """
        self._server = server
        self._session_factory = session_factory
        self._clock = server.clock
        self._send_outgoing = server.send_outgoing
        self._state = server.controller.state
        self._memory = self._state.memory
        self.is_writing_paused = False
        """The client does not read what it is sent."""
        self._is_reading_paused = False
        self._unread = 0
        """Bytes of replies that are counted as held for the client."""
        self._is_resume_scheduled = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a session, or refuse the client."""
        self.transport = cast(asyncio.Transport, transport)
        address = _address(self.transport)
        try:
            client = self._server.controller.connect(address, self._server.clock())
        except TooMany as error:
            log.warning("client refused: %s", error, extra={"address": address})
            self.refuse(error)
            return
        self.session = self._session_factory(self._server.controller, client)
        self._server.add_connection(self, client)
        log.debug("client arrived", extra={"client": client.number, "address": address})

    def data_received(self, data: bytes) -> None:
        """Let the session work, and send what it returns."""
        session = self.session
        if session is None or session.client.is_leaving:
            return
        if replies := session.receive(data, self._clock()):
            self.transport.write(replies)
        if session.client.is_leaving or self._is_reading_paused or session.counted:
            self._follow_session()
        self._send_outgoing()

    def deliver(self, value: Any) -> None:
        """The blocked call of the client has ended with this value or error."""
        if self.session:
            self._send(self.session.deliver(value, self._clock()))

    def _send(self, data: bytes) -> None:
        if data:
            self.transport.write(data)
        self._follow_session()

    def _follow_session(self) -> None:
        """Do what the new state of the session asks for."""
        session = self.session
        assert session
        if session.client.is_leaving:
            self.close()
        elif self._is_reading_paused or session.counted:
            self._control_flow()

    def _control_flow(self) -> None:
        """Pause or resume reading; schedule the requests that waited for room."""
        session = self.session
        if session is None or self.transport.is_closing():
            return
        if session.is_stalled and not (self.is_writing_paused or self._is_resume_scheduled):
            self._is_resume_scheduled = True  # in its turn: other clients come first
            asyncio.get_running_loop().call_soon(self._resume)
        pause = self.is_writing_paused or session.is_stalled
        if pause != self._is_reading_paused:
            self._is_reading_paused = pause
            (self.transport.pause_reading if pause else self.transport.resume_reading)()
        if self.is_writing_paused:
            self._count_unread()

    def _resume(self) -> None:
        self._is_resume_scheduled = False
        session = self.session
        if session and session.is_stalled and not (self.is_writing_paused or self.transport.is_closing()):
            self._send(session.resume(self._clock()))
            self._send_outgoing()

    def pause_writing(self) -> None:
        """The transport's buffer is full."""
        self.is_writing_paused = True
        self._control_flow()

    def resume_writing(self) -> None:
        """The transport's buffer has room again."""
        self.is_writing_paused = False
        self._count_unread()
        self._control_flow()

    def _count_unread(self) -> None:
        """Bring the count of memory up to date. When memory is short, disconnect a client that takes much."""
        unread = self.transport.get_write_buffer_size() if self.is_writing_paused else 0
        self._memory.held += unread - self._unread
        self._unread = unread
        unsent = self.session.counted if self.session else 0
        if self._memory.is_over and unread + unsent > self._state.limits.output:
            asyncio.get_running_loop().call_soon(self._abort_slow_client)

    def _abort_slow_client(self) -> None:
        if self.session and not self.session.client.is_leaving:
            client = self.session.client
            client.is_leaving = True
            self._state.counters.slow_clients += 1
            facts = {"client": client.number, "address": client.address, "unread": self._unread}
            log.warning("client hung up on: it does not read, and memory is short", extra=facts)
            self.transport.abort()

    def refuse(self, error: RqError) -> None:
        """Send an error that is no reply to a request, and close the connection."""
        refusal = self.session.encode_refusal(error) if self.session else encode_error(error)
        self.transport.write(refusal)
        self.close()

    def close_silent_client(self, seconds: float) -> None:
        """Close the connection of a client that has sent nothing useful for so long."""
        assert self.session
        client = self.session.client
        client.is_leaving = True
        self._state.counters.silent_clients += 1
        missing = "no login" if client.command else "no whole command"
        log.warning("client hung up on: %s came from it", missing, extra={"address": client.address})
        self.refuse(NotAllowed(f"{missing} came within {seconds:g} s"))

    def close(self) -> None:
        """Close the connection when its last replies are read, or after ``LINGER``."""
        self.transport.close()
        if self.transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(LINGER, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the session."""
        self._memory.held -= self._unread
        self._unread = 0
        if self.session is None:
            return
        client = self.session.client
        self.session.end()
        self._server.remove_connection(client)
        log.debug("client left", extra={"client": client.number, "address": client.address})


def _address(transport: asyncio.Transport) -> str:
    sock = transport.get_extra_info("socket")
    if sock is not None:
        if sock.family == socket.AF_UNIX:
            return f"unix:{_peer_process(sock)}"
        tune_socket(sock)
    peer = transport.get_extra_info("peername")
    host, port = peer[:2] if peer else ("?", 0)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _peer_process(sock: socket.socket) -> int:
    """The process at the other end of a Unix socket; 0 if the system does not say."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return 0
    size = struct.calcsize("3i")
    number, _, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, option, size))
    return int(number)
