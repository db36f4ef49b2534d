# SPDX-License-Identifier: MIT
"""One connection of the server: an asyncio protocol around a session.

Reading stops while the client does not read its replies, so that the replies kept for one client have a
bound. ``base_session`` explains the flow control.
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
from rqcore.controller.storage.saved_sessions import is_saved
from rqcore.errors import NotAllowed, RqError, TooMany
from rqcore.protocol.event_values import Outcome
from rqcore.server.base_session import LARGE, BaseSession
from rqcore.server.client_session import ClientSession, encode_error
from rqcore.server.garbage_collector import break_cycle
from rqcore.server.held_connections import HeldConnections
from rqcore.server.resumable_session import ResumableSession
from rqcore.transport.socket_transport import tune_socket

log: logging.Logger = logging.getLogger("rqcore.server")

SessionFactory = Callable[[Controller, Client], BaseSession]
LINGER = 10.0
"""Seconds that a leaving client has to read its last replies before its connection is aborted."""


class ConnectionHost(Protocol):
    """The part of the server that a connection uses."""

    controller: Controller
    clock: Callable[[], int]
    """Returns the time of the monotonic clock, in ns."""

    def send_outgoing(self) -> None:
        """Deliver the results that the last command had for other clients."""

    def deliver_first(self, client: Client) -> None:
        """Deliver the result of a blocked call of a client, before its next request is executed."""

    def add_stalled(self, connection: ServerConnection) -> None:
        """Call ``resume`` of a connection with a stalled session in a later turn of the event loop."""

    held: HeldConnections
    """Connections that are not read, because a debugger holds calls of their clients."""
    slow: dict[ServerConnection, None]
    """The connections whose clients do not read their replies."""

    def add_connection(self, connection: ServerConnection, client: Client) -> None:
        """Register a new connection."""

    def remove_connection(self, client: Client) -> None:
        """Remove a client that has disconnected."""

    def continue_session(self, connection: ServerConnection, newcomer: Client) -> None:
        """Continue the session of the successor of a client on its connection."""


class ServerConnection(asyncio.Protocol):
    """Moves bytes between a socket and its session.

    Args:
        server: The server of the connection.
        session_factory: Makes the session, and so chooses the protocol.
        encode_refusal: Encodes the error for a client that gets no session.
    """

    transport: asyncio.Transport
    session: BaseSession | None = None

    def __init__(
        self,
        server: ConnectionHost,
        session_factory: SessionFactory = ClientSession,
        encode_refusal: Callable[[RqError], bytes] = encode_error,
    ) -> None:
        """Prepare for a client that is about to connect."""
        self._server = server
        self._encode_refusal = encode_refusal
        self._session_factory = session_factory
        self._clock = server.clock
        self._send_outgoing = server.send_outgoing
        self._state = server.controller.state
        self._memory = self._state.memory
        self._outgoing = self._state.outgoing
        self.is_writing_paused: bool = False
        """The client does not read, and the buffer of the transport is full."""
        self._is_reading_paused = False
        self._unread = 0
        """Bytes of unread replies and notices that are counted in the controller's memory."""
        self._notices = bytearray()
        """What is no reply, and is sent behind the long reply of which a part was sent."""
        self._is_resume_scheduled = False
        self._has_stopped_reading = False
        """The client sends its next request to a controller that is started again."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the session, or refuse the client if there are too many."""
        self.transport = cast(asyncio.Transport, transport)
        address = _address(self.transport, self._state.limits.unreachable)
        try:
            client = self._server.controller.connect(address, self._server.clock())
        except TooMany as error:
            log.warning("client refused: %s", error, extra={"address": address})
            self.refuse(error)
            return
        self.session = self._session_factory(self._server.controller, client)
        self._server.add_connection(self, client)
        log.debug("client connected", extra={"client": client.number, "address": address})

    def data_received(self, data: bytes) -> None:
        """Pass bytes to the session, and send the replies that it returns."""
        if self._outgoing and self.session:
            self._server.deliver_first(self.session.client)
        session = self.session
        if session is None or session.client.is_leaving:
            return
        if replies := session.receive(data, self._clock()):
            self.transport.write(replies if len(replies) <= LARGE else session.first_part(replies))
        if session.client.is_leaving or self._is_reading_paused or session.counted:
            self._follow_session()
        self._send_outgoing()

    def deliver(self, value: Any) -> None:
        """Send the result of the blocked call, a value or an error, and continue the session."""
        if self.session:
            self._send(self.session.deliver(value, self._clock()))

    def _send(self, data: bytes) -> None:
        if data:
            assert self.session
            self.transport.write(data if len(data) <= LARGE else self.session.first_part(data))
        if self._notices:
            self._send_notices()
        self._follow_session()

    def _follow_session(self) -> None:
        """Close the connection or adjust reading, depending on the state of the session."""
        session = self.session
        assert session
        if session.client.successor:
            self._server.continue_session(self, session.client)
        elif session.client.is_leaving:
            self.close()
        elif self._is_reading_paused or session.counted:
            self.control_flow()

    def control_flow(self) -> None:
        """Pause or resume reading, and schedule the resumption of a stalled session."""
        session = self.session
        if session is None or self.transport.is_closing():
            return
        if session.is_stalled and not (self.is_writing_paused or self._is_resume_scheduled):
            self._is_resume_scheduled = True  # in a later turn, so that other clients are served first
            self._server.add_stalled(self)
        if session.waits_for_debugger:
            self._server.held.add(self)
        is_full = session.is_stalled or session.waits_for_debugger
        pause = self.is_writing_paused or self._has_stopped_reading or is_full
        if pause != self._is_reading_paused:
            self._is_reading_paused = pause
            (self.transport.pause_reading if pause else self.transport.resume_reading)()
        if self.is_writing_paused:
            self._count_unread()

    def resume(self) -> None:
        """Continue a stalled session, unless the client does not read its replies."""
        self._is_resume_scheduled = False
        session = self.session
        is_ending = self._has_stopped_reading or self.transport.is_closing()
        if session and session.is_stalled and not (self.is_writing_paused or is_ending):
            self._send(session.resume(self._clock()))
            self._send_outgoing()

    def pause_writing(self) -> None:
        """Stop reading: the buffer of the transport is full."""
        self.is_writing_paused = True
        self._server.slow[self] = None
        self.control_flow()

    def resume_writing(self) -> None:
        """Continue: the client has read enough of its replies."""
        self.is_writing_paused = False
        self._server.slow.pop(self, None)
        self._count_unread()
        self.control_flow()

    def _count_unread(self) -> None:
        """Update the count of memory. If memory is short, disconnect a client that uses much of it."""
        unread = self.transport.get_write_buffer_size() if self.is_writing_paused else 0
        unread += len(self._notices)
        self._memory.held += unread - self._unread
        self._unread = unread
        if self._memory.is_over and self.unread > self._state.limits.output:
            asyncio.get_running_loop().call_soon(self.abort_slow_client)

    @property
    def unread(self) -> int:
        """The bytes of replies that are kept because the client does not read them, if it is slow."""
        return self._unread + (self.session.counted if self.session else 0)

    def send_notice(self, notice: bytes) -> None:
        """Send what is no reply. Disconnect a client that leaves more than ``max_output`` of it unread."""
        if self.session is None or self.session.client.is_leaving:
            return
        self._notices += notice
        self._send_notices()
        if (len(self._notices) or self._unread) > self._state.limits.output:
            self.abort_slow_client("it does not read what it is sent about held calls")

    def _send_notices(self) -> None:
        """Send the notices that wait, unless a client would take them for a part of a reply."""
        if self.session and not self.session.is_amid_reply:
            self.transport.write(bytes(self._notices))
            self._notices.clear()
        self._count_unread()

    def abort_slow_client(self, reason: str = "it does not read its replies, and memory is short") -> None:
        """Disconnect the client. Its replies do not count as memory any more. ``reason``: for the log."""
        if self.session and not self.session.client.is_leaving:
            client = self.session.client
            client.dismiss(Outcome.ERROR)
            self._state.counters.slow_clients += 1
            extra = {"client": client.number, "address": client.address, "unread": self._unread}
            log.warning("client disconnected: %s", reason, extra=extra)
            self.transport.abort()
            self._memory.held -= self._unread
            self._unread = 0
            self._notices.clear()
            self.session.end()

    def refuse(self, error: RqError) -> None:
        """Send an error outside any request, and close the connection."""
        refusal = self.session.encode_refusal(error) if self.session else self._encode_refusal(error)
        self.transport.write(refusal)
        self.close()

    def close_silent_client(self, seconds: float) -> None:
        """Disconnect a client that has not sent a command and logged in within ``seconds`` seconds."""
        assert self.session
        client = self.session.client
        client.dismiss(Outcome.ERROR)
        self._state.counters.silent_clients += 1
        missing = "log in" if client.command else "send a complete command"
        log.warning("client disconnected: it did not %s in time", missing, extra={"address": client.address})
        self.refuse(NotAllowed(f"the client did not {missing} within {seconds:g} s"))

    def close(self) -> None:
        """Close the connection when the last replies are read, or after ``LINGER`` seconds."""
        self.transport.close()
        if self.transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(LINGER, self.transport.abort)

    def stop_reading(self) -> None:
        """Carry out no further request of a client that continues at the next controller: the server stops.

        It has a saved session, or has sent no command yet, and may be about to resume its session.
        """
        client = self.session.client if self.session else None
        if client and (client.command is None or is_saved(self._state.journal, client)):
            self._has_stopped_reading = True
            self.control_flow()

    def finish(self) -> None:
        """Send the rest of a long reply, and close the connection when it is read: the server stops."""
        if self.session and (rest := self.session.last_parts()):
            self.transport.write(rest)
        self.transport.close()

    def attach(self, session: ResumableSession) -> None:
        """Continue with another session, and send the reply that its client has not received."""
        assert isinstance(self.session, ClientSession)
        session.adopt(self.session)
        self.session.end()
        self.session = session
        self._send(session.resend())

    def abandon(self) -> None:
        """Close the connection of a session that continues on another one."""
        if self.session:
            self.session.end()
            self.session = None
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the session, and remove the client."""
        break_cycle(self.transport)
        self._memory.held -= self._unread
        self._unread = 0
        self._server.slow.pop(self, None)
        if self.session is None:
            return
        client = self.session.client
        self.session.end()
        self._server.remove_connection(client)
        log.debug("client disconnected", extra={"client": client.number, "address": client.address})


def _address(transport: asyncio.Transport, unreachable: float) -> str:
    """Return the address of the client, and set the options of its socket."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        if sock.family == socket.AF_UNIX:
            return f"unix:{_peer_process(sock)}"
        tune_socket(sock, unreachable)
    peer = transport.get_extra_info("peername")
    host, port = peer[:2] if peer else ("?", 0)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _peer_process(sock: socket.socket) -> int:
    """Return the process at the other end of a Unix socket, or 0 if the system does not report it."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return 0
    size = struct.calcsize("3i")
    number, _, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, option, size))
    return int(number)
