# SPDX-License-Identifier: MIT
"""One blocking connection to a controller.

A signal handler can raise an exception between any two steps of the main thread, Ctrl+C for example. The
connection keeps what it needs to find out what has happened to a call: how many bytes of the request were
sent, and which bytes of the reply have been received. So ``take_reply`` can go on where ``run`` was stopped.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from threading import get_ident
from typing import TypeVar

from rqcore.client import session_exchanges
from rqcore.client.exchange import Exchange
from rqcore.errors import BadCall, ConnectionLost, ProtocolError, RqError
from rqcore.protocol.hold_notices import read_hold
from rqcore.protocol.resp import CRLF, NOT_ENOUGH, Push, Value, reply_parser
from rqcore.protocol.timeouts import LONGEST_TIMEOUT, SLOWEST_TRANSFER
from rqcore.transport.failure_reasons import closing_hint, closing_message, losing_message, parsing_message
from rqcore.transport.open_transport import open_transport
from rqcore.transport.socket_transport import (
    IDLE_CHECK,
    ONE_CHUNK,
    WITHOUT_WAITING,
    Transport,
)
from rqcore.url import Url

T = TypeVar("T")


class Connection:
    """A connection that one thread uses at a time.

    Every method can raise ConnectionLost and ProtocolError; close the connection then.

    Args:
        url: The address of the controller.
        network_timeout: Maximum seconds that the network may take for any exchange. A large transfer may
            take longer, see ``SLOWEST_TRANSFER``.
    """

    number: int = 0
    """The number that the controller gave this client."""
    events: int = 2
    """The highest version of event batches that the controller speaks."""
    owed: bool = False
    """A request may have been sent whose result the caller has not received."""
    is_ending: bool = False
    """The pool is being closed, so it has ended the call that waits on this connection."""
    ticket: bytes | None = None
    """The secret with which another connection resumes the session, if the controller keeps one."""
    asked: int = 0
    """How many requests were sent in the session."""
    is_cut: bool = False
    """The connection has failed, so another one can resume the session."""
    is_unproven: bool = False
    """The last reply had items, and no later request, which proves their receipt, was sent."""
    was_unproven: bool = False
    """It was so before the last request, so that the receipt is only certain when its reply comes."""
    began: float = 0.0
    """When the last call with a timeout began, in seconds of ``time.monotonic``."""
    _transport: Transport

    def __init__(self, url: Url, network_timeout: float, has_answered: bool = False) -> None:
        """Prepare a connection; ``open`` makes it. ``has_answered``: an earlier one reached the server."""
        self._url = url
        self._has_answered = has_answered
        self.network_timeout: float = network_timeout
        """Maximum seconds that the network may take. The pool sets it for each call."""
        self._parser = reply_parser()
        self.last_used: float = time.monotonic()
        """When the last reply came, in seconds of ``time.monotonic``."""
        self._is_open = False
        self._thread = 0
        """The thread that uses this connection."""
        self._unsent = 0
        """The length of the request, if the connection has begun to send it."""
        self._sent: list[int] = []
        """The number of bytes of the request that were sent by each write."""
        self.kept: list[bytes] = []
        """The bytes of the reply, by each read, until the caller has received the result."""
        self._interruption = ""
        """Why another thread ended this connection."""
        self._is_resuming = False

    def open(self, name: str, begins_session: bool = False) -> None:
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
        self._connect()
        try:
            greeting = self.run(session_exchanges.hello(self._url, name, begins_session))
        except BadCall as error:
            if not session_exchanges.knows_no_sessions(error):
                raise
            greeting = self.run(session_exchanges.hello(self._url, name))
        self.number, self.events, self.ticket = greeting
        self.asked = 0
        self.settle()

    def _connect(self) -> None:
        self._thread = get_ident()
        self._transport = open_transport(self._url, self.network_timeout, self._has_answered)
        self._is_open = True
        if self._interruption:
            raise ConnectionLost(self._interruption)

    def resume(self) -> bool:
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
        self._is_resuming = True
        try:
            self._transport.close()
            self._connect()
            self.is_cut, self._parser = False, reply_parser()
            self.run(session_exchanges.hello(self._url, ""))
            self.send(session_exchanges.resume_session(self.ticket, received).request)
            count = self._receive_count()
        finally:
            self.asked, self.began = asked, began
            self.was_unproven = self.is_unproven = was_unproven
        self._is_resuming = False
        self._unsent, self._sent = 1, [1]
        self.is_unproven = was_unproven and count < asked
        if count < asked:
            self.asked = received
        return count == asked

    def _receive_count(self) -> int:
        """Return the reply to RQ.RESUME. Keep the bytes behind it: they are the reply to the last request."""
        received: list[bytes] = []
        deadline = time.monotonic() + self.network_timeout
        while CRLF not in (data := b"".join(received)):
            if time.monotonic() >= deadline:
                raise self._too_late(self.network_timeout)
            try:
                before = len(received)
                self._transport.receive_within(deadline - time.monotonic(), received)
            except OSError as error:
                raise self._lost(losing_message(self._url, error, self._closing_hint)) from error
            if len(received) > before and not received[-1]:
                self._ended()
        line, _, rest = data.partition(CRLF)
        self._parser = reply_parser()
        self._parser.feed(line + CRLF)
        count = self._parser.gets()
        if isinstance(count, RqError):
            raise count
        if not isinstance(count, int):
            raise ProtocolError(f"{self._url} answered {line[:60]!r} to RQ.RESUME")
        self.kept = [rest] if rest else []
        self._parser.feed(rest)
        return count

    def run(self, exchange: Exchange[T]) -> T:
        """Send a request, wait for its reply as long as the exchange allows, and return the result.

        The caller has to ``settle`` the connection when the result is safe.

        Raises:
            ConnectionLost: The connection failed, or no reply came in time.
            ProtocolError: The reply does not fit the request.
            RqError: The error of the reply.
        """
        self._thread = get_ident()
        if exchange.wait:
            self.began = time.monotonic()
        self.send(exchange.request)
        return self.finish(exchange, exchange.wait)

    def finish(self, exchange: Exchange[T], wait: float | None) -> T:
        """Wait for the reply to a request that was sent, and return the result, as ``run`` does.

        Args:
            exchange: The exchange of the request.
            wait: Seconds that the controller may still take; None means no limit.

        Raises:
            ConnectionLost: The connection failed, or no reply came in time.
            ProtocolError: The reply does not fit the request.
            RqError: The error of the reply.
        """
        reply = self._receive(None if wait is None else wait + self.network_timeout)
        if reply is NOT_ENOUGH:
            assert wait is not None
            raise self._too_late(wait + self.network_timeout)
        if isinstance(reply, RqError):
            self.settle()
            raise reply
        return exchange.result(reply)

    def settle(self) -> None:
        """Forget the last exchange: its result has been received, or nothing has to be undone."""
        self.owed = False
        self.kept = []

    def _too_late(self, seconds: float) -> ConnectionLost:
        return ConnectionLost(
            f"{self._url} did not answer within {seconds:g} s; check it, or raise network_timeout"
        )

    def send(self, request: bytes) -> None:
        """Send bytes within the network timeout. Raises ConnectionLost."""
        self._unsent = len(request)
        self.kept = []
        sent: list[int] = []
        self._sent = sent
        self.was_unproven = self.is_unproven
        self.asked += 1
        self.owed = True  # no function is called since the line with ``kept``, so no signal comes between
        try:
            try:
                sent.extend(map(self._transport.write, (request,), WITHOUT_WAITING))
            except BlockingIOError:
                sent.append(0)
            is_sent = sent[0] == self._unsent or self._send_rest(request, sent)
        except OSError as error:
            raise self._lost(losing_message(self._url, error, self._closing_hint)) from error
        if not is_sent:
            raise self._too_late(self.network_timeout)
        self.is_unproven = False

    def _send_rest(self, request: bytes, sent: list[int]) -> bool:
        """Send what the first write did not send. Returns False if the peer does not read it in time."""
        deadline = time.monotonic() + self.network_timeout + len(request) / SLOWEST_TRANSFER
        while (done := sum(sent)) < len(request):
            if not self._transport.wait_to_send(deadline - time.monotonic()):
                return False
            with suppress(BlockingIOError):
                sent.extend(map(self._transport.write, (memoryview(request)[done:],), WITHOUT_WAITING))
        return True

    def receive(self, timeout: float | None) -> Value:
        """Return the next reply, or NOT_ENOUGH if it does not come within ``timeout`` s (None: no limit).

        Raises:
            ConnectionLost: The connection failed or was closed.
            ProtocolError: The bytes received are not RESP.
        """
        value = self._receive(LONGEST_TIMEOUT if timeout is None else timeout)
        self.kept = []
        return value

    def _receive(self, timeout: float | None) -> Value:
        parser, kept = self._parser, self.kept
        try:
            if timeout is None:
                value = parser.gets() if kept else NOT_ENOUGH  # saves a call: the parser is empty
                while value is NOT_ENOUGH or (type(value) is Push and read_hold(value) is not None):
                    if value is NOT_ENOUGH:
                        kept.extend(map(self._transport.read, ONE_CHUNK))
                        parser.feed(kept[-1] or self._ended())
                    value = parser.gets()
            else:
                value = self._receive_within(timeout)
        except ProtocolError as error:
            raise ProtocolError(parsing_message(self._url, error)) from error
        except ConnectionLost:
            raise
        except OSError as error:
            raise self._lost(losing_message(self._url, error, self._closing_hint)) from error
        self.last_used = time.monotonic()
        return value

    def _receive_within(self, timeout: float) -> Value:
        """Return the next reply, or NOT_ENOUGH if it does not come within ``timeout`` seconds.

        While a debugger holds the call, its time stands still.
        """
        parser, kept = self._parser, self.kept
        deadline = time.monotonic() + timeout
        while True:
            value = parser.gets()
            if value is not NOT_ENOUGH:
                is_held = read_hold(value) if type(value) is Push else None
                if is_held is None:
                    break
                deadline = time.monotonic() + (LONGEST_TIMEOUT if is_held else timeout)
                continue
            before = len(kept)
            self._transport.receive_within(deadline - time.monotonic(), kept)
            if len(kept) > before:
                parser.feed(kept[-1] or self._ended())
                deadline += len(kept[-1]) / SLOWEST_TRANSFER
            elif time.monotonic() >= deadline:
                break
        return value

    def _ended(self) -> bytes:
        raise self._lost(closing_message(self._url, self._closing_hint))

    @property
    def _closing_hint(self) -> str:
        """What the server may miss if it ends the connection before its first answer; later nothing."""
        is_later = self.number or self._url.path
        return "" if is_later else closing_hint(self._url.tls, bool(self._url.certfile), self._has_answered)

    # What became of an interrupted call. Another thread finds out, while no other uses the connection.

    @property
    def was_sent(self) -> bool:
        """Whether the last request was sent. Raises ConnectionLost if only a part was, or perhaps a part."""
        if self._is_resuming:
            raise ConnectionLost(f"resuming the connection to {self._url} was interrupted")
        sent = sum(self._sent)
        if sent < self._unsent and (sent or not self._transport.is_exact):
            raise ConnectionLost(f"the request to {self._url} was interrupted")
        return sent > 0

    def take_over(self) -> None:
        """Continue to receive the reply in this thread: parse what was received from the beginning."""
        self._thread = get_ident()
        self._parser = reply_parser()
        for data in self.kept:
            self._parser.feed(data)

    def give_up(self) -> None:
        """Count the connection as failed, because it is silent."""
        self.is_cut = not self._interruption

    def withdraw(self) -> None:
        """Do not count the last request, which was not sent."""
        self.asked -= 1

    def _lost(self, reason: str) -> ConnectionLost:
        self.is_cut = not self._interruption
        return ConnectionLost(self._interruption or reason)

    @property
    def lost(self) -> bool:
        """Whether the server has closed the connection; checked only if idle for ``IDLE_CHECK`` seconds."""
        return time.monotonic() - self.last_used >= IDLE_CHECK and self._transport.readable

    @property
    def is_below(self) -> bool:
        """Whether this thread is in a call on this connection: a signal handler has interrupted that call."""
        return self._thread == get_ident()

    def interrupt(self, reason: str) -> None:
        """Make the thread that waits for a reply raise ConnectionLost. Call from another thread."""
        self._interruption = reason
        if self._is_open:
            self._transport.interrupt()

    def quit(self) -> None:
        """End the session, which proves that all replies were received, and close the socket."""
        if self.ticket and self._is_open and not self.is_cut:
            with suppress(OSError):
                self._transport.write(session_exchanges.quit().request, socket.MSG_DONTWAIT)
        self.is_unproven = False
        self.close()

    def __del__(self) -> None:
        """Prove the receipt of the last item, if a signal handler has ended the call that would do it."""
        if self.is_unproven and not self.owed:
            self.quit()
            session_exchanges.warn_unclosed(self, self._url)

    def close(self) -> None:
        """Close the socket. Call from the thread that uses the connection."""
        if self._is_open:
            self._transport.close()


def open_connection(url: Url, name: str, network_timeout: float) -> Connection:
    """Open a connection outside a pool; the caller closes it.

    Args:
        url: The address of the controller.
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for any exchange.

    Raises:
        BadUrl: The files for TLS in the URL cannot be used.
        ConnectionLost: The controller cannot be reached, or does not answer in time.
        NoAuth: The controller requires a password.
        TooMany: The controller has its maximum number of clients.
        WrongPass: The user or the password is wrong.
    """
    connection = Connection(url, network_timeout)
    try:
        connection.open(name)
    except BaseException:
        connection.close()
        raise
    return connection
