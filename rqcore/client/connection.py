# SPDX-License-Identifier: MIT
"""One blocking connection to a controller."""

from __future__ import annotations

import time
from typing import TypeVar

from rqcore.client import exchanges
from rqcore.client.exchanges import Exchange
from rqcore.errors import ConnectionLost, ProtocolError
from rqcore.protocol.resp import NOT_ENOUGH, Value, reply_parser
from rqcore.transport.open_transport import open_transport
from rqcore.transport.socket_transport import Transport, error_reason
from rqcore.url import Url

T = TypeVar("T")

IDLE_CHECK = 1.0
"""Seconds of idleness after which a connection is checked before it is used again.

The check is a system call; without this limit, every call would make one more.
"""


class Connection:
    """A connection that one thread uses at a time.

    Every method can raise ConnectionLost and ProtocolError; close the connection then.

    Args:
        url: The address of the controller.
        network_timeout: Maximum seconds that the network may take for any exchange.
    """

    number: int = 0
    """The number that the controller gave this client."""
    owed: bool = False
    """A request may have been sent whose reply has not been read."""
    _transport: Transport

    def __init__(self, url: Url, network_timeout: float) -> None:
        """Prepare a connection; ``open`` makes it."""
        self._url = url
        self._network_timeout = network_timeout
        self._parser = reply_parser()
        self._last_used = time.monotonic()
        self._is_open = False
        self._interruption = ""
        """Why another thread ended this connection."""

    def open(self, name: str) -> None:
        """Connect, log in and set the client's name.

        Raises:
            BadUrl: The files for TLS in the URL cannot be used.
            ConnectionLost: The controller cannot be reached, or does not answer in time.
            NoAuth: The controller requires a password.
            TooMany: The controller has its maximum number of clients.
            WrongPass: The user or the password is wrong.
        """
        self._transport = open_transport(self._url, self._network_timeout)
        self._is_open = True
        if self._interruption:
            raise ConnectionLost(self._interruption)
        self.number = self.run(exchanges.hello(self._url, name))

    def run(self, exchange: Exchange[T]) -> T:
        """Send a request, wait for its reply as long as the exchange allows, and return the result.

        Raises:
            ConnectionLost: The connection failed, or no reply came in time.
            ProtocolError: The reply does not fit the request.
            RqError: The error of the reply.
        """
        self.owed = True
        self.send(exchange.request)
        timeout = None if exchange.wait is None else exchange.wait + self._network_timeout
        reply = self.receive(timeout)
        if reply is NOT_ENOUGH:
            self.close()
            raise ConnectionLost(
                f"{self._url} did not answer within {timeout:g} s; check it, or raise network_timeout"
            )
        self.owed = False
        return exchange.result(reply)

    def send(self, request: bytes) -> None:
        """Send bytes. Raises ConnectionLost."""
        try:
            self._transport.send(request)
        except OSError as error:
            raise self._lost(f"lost {self._url}: {error_reason(error)}") from error

    def receive(self, timeout: float | None) -> Value:
        """Return the next reply, or NOT_ENOUGH if no byte comes for ``timeout`` seconds (None: no limit).

        Raises:
            ConnectionLost: The connection failed or was closed.
            ProtocolError: The bytes received are not RESP.
        """
        try:
            while (value := self._parser.gets()) is NOT_ENOUGH:
                if (data := self._read(timeout)) is None:
                    return NOT_ENOUGH
                self._parser.feed(data)
        except ProtocolError as error:
            raise ProtocolError(f"{self._url} does not speak RESP: {error}") from error
        self._last_used = time.monotonic()
        return value

    def _read(self, timeout: float | None) -> bytes | None:
        try:
            data = self._transport.receive(timeout)
        except OSError as error:
            raise self._lost(f"lost {self._url}: {error_reason(error)}") from error
        if data == b"":
            raise self._lost(f"{self._url} closed the connection")
        return data

    def _lost(self, reason: str) -> ConnectionLost:
        return ConnectionLost(self._interruption or reason)

    @property
    def lost(self) -> bool:
        """Whether the server has closed the connection; checked only if idle for ``IDLE_CHECK`` seconds."""
        return time.monotonic() - self._last_used >= IDLE_CHECK and self._transport.readable

    def interrupt(self, reason: str) -> None:
        """Make the thread that waits for a reply raise ConnectionLost. Call from another thread."""
        self._interruption = reason
        if self._is_open:
            self._transport.interrupt()

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
