# SPDX-License-Identifier: MIT
"""One asyncio connection to a controller."""

from __future__ import annotations

import asyncio
import atexit
import os
import socket
import time
from asyncio.trsock import TransportSocket
from collections import deque
from contextlib import suppress
from typing import TypeVar, cast
from weakref import WeakSet

from rqcore.client import session_exchanges
from rqcore.client.asyncio_errors import asyncio_error
from rqcore.client.exchange import Exchange
from rqcore.errors import BadCall, ConnectionLost, ProtocolError, RqError
from rqcore.protocol.hold_notices import read_hold
from rqcore.protocol.resp import NOT_ENOUGH, Value, reply_parser
from rqcore.protocol.timeouts import SLOWEST_TRANSFER
from rqcore.transport.failure_reasons import (
    closing_hint,
    closing_message,
    error_reason,
    losing_message,
    opening_reason,
    parsing_message,
)
from rqcore.transport.open_transport import load_tls
from rqcore.transport.socket_transport import (
    IDLE_CHECK,
    is_readable,
    tune_socket,
)
from rqcore.url import Url

T = TypeVar("T")


class AsyncConnection(asyncio.Protocol):
    """A connection that one task uses at a time. Replies are kept until the task asks for them.

    Args:
        url: The address of the controller.
        network_timeout: Maximum seconds that the network may take for any exchange.
    """

    number: int = 0
    """The number that the controller gave this client."""
    owed: bool = False
    """A request may have been sent whose result the caller has not received."""
    is_ending: bool = False
    """The pool is being closed, so it has ended the call that waits on this connection."""
    is_below: bool = False
    """A task never interrupts another in the middle of a step."""
    was_sent: bool = True
    """The transport sends every request that ``run`` has given to it."""
    ticket: bytes | None = None
    """The secret with which another connection resumes the session, if the controller keeps one."""
    asked: int = 0
    """How many requests were sent in the session."""
    is_unproven: bool = False
    """The last reply had items, and no later request, which proves their receipt, was sent."""
    was_unproven: bool = False
    """It was so before the last request, so that the receipt is only certain when its reply comes."""
    began: float = 0.0
    """When the last call with a timeout began, in seconds of ``time.monotonic``."""
    closed: asyncio.Future[None] | None = None
    """Done when the socket is closed; None before the connection is made."""
    _transport: asyncio.Transport
    _socket: socket.socket

    def __init__(self, url: Url, network_timeout: float, has_answered: bool = False) -> None:
        """Prepare a connection; ``open`` makes it. ``has_answered``: an earlier one reached the server."""
        self._url = url
        self._has_answered = has_answered
        self.network_timeout: float = network_timeout
        """Maximum seconds that the network may take. The pool sets it for each call."""
        self._parser = reply_parser()
        self._replies: deque[Value] = deque()
        self.kept: list[Value] = []
        """The reply, until the caller has received the result."""
        self._waiter: asyncio.Future[None] | None = None
        self._error: RqError | None = None
        self._received_bytes = 0
        self.last_used: float = time.monotonic()
        """When the last reply came, in seconds of ``time.monotonic``."""
        self._is_interrupted = False
        self._is_held = False
        """A debugger holds the call."""
        self._held_until = 0.0
        """When a debugger released it, in seconds of ``time.monotonic``."""

    async def open(self, name: str, begins_session: bool = False) -> None:
        """Connect, log in and set the client's name.

        Args:
            name: The name of the client.
            begins_session: Begin a session, if the controller keeps sessions.

        Raises:
            BadUrl: The files for TLS in the URL cannot be used.
            ConnectionLost: The controller cannot be reached, or does not answer in time.
            NoAuth: The controller requires a password.
            TooMany: The controller has its maximum number of clients.
            WrongPass: The user or the password is wrong.
        """
        await self._connect()
        try:
            greeting = await self.run(session_exchanges.hello(self._url, name, begins_session))
        except BadCall as error:
            if not session_exchanges.knows_no_sessions(error):
                raise
            greeting = await self.run(session_exchanges.hello(self._url, name))
        self.number, _, self.ticket = greeting
        self.asked = 0
        _open.add(self)

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self.network_timeout):
                await self._open_transport()
        except TimeoutError as error:
            raise ConnectionLost(f"cannot reach {self._url}: {error_reason(error)}") from error
        except OSError as error:
            reason = opening_reason(error, self._url.tls, self._has_answered)
            raise ConnectionLost(f"cannot reach {self._url}: {reason}") from error

    async def _open_transport(self) -> None:
        loop, url = asyncio.get_running_loop(), self._url
        if url.path:
            await loop.create_unix_connection(lambda: self, url.path)
        else:
            context = load_tls().context(url) if url.tls else None
            await loop.create_connection(lambda: self, url.host, url.port, ssl=context)

    async def resume(self) -> bool:
        """Open another connection in place of one that failed during a call, and resume the session.

        Returns:
            Whether the controller has received the last request. If not, it must be sent again.

        Raises:
            NoSession: The session has ended.
            ConnectionLost: The controller cannot be reached. Try again.
            RqError: The controller refuses the login.
        """
        assert self.ticket
        asked, received, began, was_unproven = self.asked, self.asked - 1, self.began, self.was_unproven
        try:
            self._transport.abort()
            if self.closed:
                await self.closed
            self._parser, self._error = reply_parser(), None
            self._replies.clear()
            await self._connect()
            await self.run(session_exchanges.hello(self._url, ""))
            count = await self.run(session_exchanges.resume_session(self.ticket, received))
        except BaseException:
            self._error = self._error or ConnectionLost(f"lost {self._url}")
            raise
        finally:
            self.asked, self.began = asked, began
            self.kept, self.owed = [], True
            self.was_unproven = self.is_unproven = was_unproven
        self.is_unproven = was_unproven and count < asked
        if count < asked:
            self.asked = received
        return count == asked

    async def run(self, exchange: Exchange[T]) -> T:
        """Send a request, wait for its reply as long as the exchange allows, and return the result.

        Raises:
            ConnectionLost: The connection failed, or no reply came in time.
            ProtocolError: The reply does not fit the request.
            RqError: The error of the reply.
        """
        self.asked += 1
        self.was_unproven = self.is_unproven
        if exchange.wait:
            self.began = time.monotonic()
        self.owed = True
        self.kept = []
        if self._error:
            raise self._error
        self._transport.write(exchange.request)
        self.is_unproven = False
        return await self.finish(exchange, exchange.wait)

    async def finish(self, exchange: Exchange[T], wait: float | None) -> T:
        """Wait for the reply to a request that was sent, and return the result, as ``run`` does.

        Args:
            exchange: The exchange of the request.
            wait: Seconds that the controller may still take; None means no limit.

        Raises:
            ConnectionLost: The connection failed, or no reply came in time.
            ProtocolError: The reply does not fit the request.
            RqError: The error of the reply.
        """
        timeout = None
        if wait is not None:
            timeout = wait + self.network_timeout + len(exchange.request) // SLOWEST_TRANSFER
        reply = await self.receive(timeout)
        if reply is NOT_ENOUGH:
            raise ConnectionLost(
                f"{self._url} did not answer within {timeout:g} s; check it, or raise network_timeout"
            )
        if isinstance(reply, RqError):
            self.owed = False
            raise asyncio_error(reply)
        return exchange.result(reply)

    async def receive(self, timeout: float | None) -> Value:
        """Return the reply to the last request, or NOT_ENOUGH if it does not come within ``timeout`` seconds.

        None means no limit. If it is called again, it returns the same reply.

        Raises:
            ConnectionLost: The connection failed or was closed.
            ProtocolError: The bytes received are not RESP.
        """
        begun, before = time.monotonic(), self._received_bytes
        self._is_held, self._held_until = False, begun
        while not self.kept:
            if self._replies:
                self.kept = [self._replies.popleft()]
                break
            if self._error:
                raise self._error
            left = None if self._is_held else timeout
            if left is not None:
                transferred = (self._received_bytes - before) / SLOWEST_TRANSFER
                left += max(begun, self._held_until) + transferred - time.monotonic()
                if left < 0:
                    return NOT_ENOUGH
            await self._wait(left)
        self.last_used = time.monotonic()
        return self.kept[0]

    async def _wait(self, timeout: float | None) -> None:
        """Wait for a reply or the end of the connection, up to ``timeout`` seconds."""
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        timer = None if timeout is None else loop.call_later(timeout, self._wake)
        try:
            await self._waiter
        finally:
            self._waiter = None
            if timer:
                timer.cancel()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def take_over(self) -> None:
        """Do nothing: any task can continue to wait for a reply."""

    @property
    def lost(self) -> bool:
        """Whether the connection has failed or was closed, even if the event loop had no time to notice."""
        is_idle = time.monotonic() - self.last_used >= IDLE_CHECK
        return self._error is not None or (is_idle and is_readable(self._socket))

    @property
    def is_cut(self) -> bool:
        """Whether the connection has failed, so that another one can resume the session."""
        return isinstance(self._error, ConnectionLost) and not self._is_interrupted

    def give_up(self) -> None:
        """Count the connection as failed, because it is silent."""
        self._fail(ConnectionLost(f"lost {self._url}"))

    def withdraw(self) -> None:
        """Do nothing: every request is sent."""

    def quit(self) -> None:
        """End the session, which proves that all replies were received, and close the socket."""
        self.is_unproven = False
        if self.ticket is None or self._error or not self.closed:
            self.close()
            return
        self._error = ConnectionLost(f"the connection to {self._url} was closed")
        self._transport.write(session_exchanges.quit().request)
        self._transport.close()
        timer = asyncio.get_running_loop().call_later(self.network_timeout, self._transport.abort)
        self.closed.add_done_callback(lambda _: timer.cancel())

    def prove_finally(self) -> None:
        """Prove the receipt of the last item when the event loop has ended without closing the handle.

        The transport is no longer useful. The socket of asyncio is open, or says that it is closed; that of
        other event loops may have been given to something else. No reply shows whether the proof arrives.
        """
        if not self.is_unproven or self.owed:
            return
        self.is_unproven = False
        if isinstance(cast(object, self._socket), TransportSocket) and not self._url.tls:
            with suppress(OSError):
                os.write(self._socket.fileno(), session_exchanges.quit().request)
        session_exchanges.warn_unclosed(self, self._url)

    def __del__(self) -> None:
        self.prove_finally()

    def interrupt(self, reason: str) -> None:
        """Make the task that waits for a reply raise ConnectionLost with this reason."""
        self._is_interrupted = True
        self._fail(ConnectionLost(reason))

    def close(self) -> None:
        """Close the socket; ``closed`` is done when it is closed."""
        self.interrupt(f"the connection to {self._url} was closed")

    def _fail(self, error: RqError) -> None:
        self._error = self._error or error
        if self.closed:
            self._transport.abort()
        self._wake()

    # Callbacks of the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport."""
        self._transport = cast(asyncio.Transport, transport)
        self.closed = asyncio.get_running_loop().create_future()
        self._socket = cast(socket.socket, transport.get_extra_info("socket"))
        tune_socket(self._socket)

    def data_received(self, data: bytes) -> None:
        """Parse replies and wake the task that waits for one."""
        self._received_bytes += len(data)
        try:
            self._parser.feed(data)
            while (value := self._parser.gets()) is not NOT_ENOUGH:
                is_held = read_hold(value)
                if is_held is None:
                    self._replies.append(value)
                else:
                    self._note_hold(is_held)
        except ProtocolError as error:
            self._fail(ProtocolError(parsing_message(self._url, error)))
        if self._replies:
            self._wake()

    def _note_hold(self, is_held: bool) -> None:
        """Let the time of the call stand still while a debugger holds it."""
        self._is_held, self._held_until = is_held, time.monotonic()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the socket is closed, and why."""
        assert self.closed
        is_later = self.number or self._url.path
        hint = "" if is_later else closing_hint(self._url.tls, bool(self._url.certfile), self._has_answered)
        reason = losing_message(self._url, exc, hint) if exc else closing_message(self._url, hint)
        self._error = self._error or ConnectionLost(reason)
        self.closed.set_result(None)
        self._wake()


_open: WeakSet[AsyncConnection] = WeakSet()
"""The connections of this process, until they are deleted."""


def _at_exit() -> None:
    for connection in list(_open):
        connection.prove_finally()


def _after_fork() -> None:
    for connection in list(_open):  # they belong to the parent
        connection.is_unproven = False


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_after_fork)
