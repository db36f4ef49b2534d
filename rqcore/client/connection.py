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
"""Seconds of idleness after which a connection is checked before it is used again."""


class Connection:
    """A connection used by one thread at a time.

    Every method may raise ConnectionLost and ProtocolError; the connection is
    of no use afterwards.
    """

    number = 0
    """The client's number at the controller."""
    owed = False
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
        """Connect and greet, under this name. Raises BadUrl, WrongPass, NoAuth, TooMany."""
        self._transport = open_transport(self._url, self._network_timeout)
        self._is_open = True
        if self._interruption:
            raise ConnectionLost(self._interruption)
        self.number = self.run(exchanges.hello(self._url, name))

    def run(self, exchange: Exchange[T]) -> T:
        """Send a request, wait for its reply as long as the exchange allows, and read it."""
        self.owed = True
        self.send(exchange.request)
        timeout = None if exchange.wait is None else exchange.wait + self._network_timeout
        reply = self.receive(timeout)
        if reply is NOT_ENOUGH:
            self.close()
            raise ConnectionLost(f"{self._url} did not answer within {timeout:g} s")
        self.owed = False
        return exchange.result(reply)

    def send(self, request: bytes) -> None:
        """Send bytes, whatever they mean."""
        try:
            self._transport.send(request)
        except OSError as error:
            raise self._lost(f"lost {self._url}: {error_reason(error)}") from error

    def receive(self, timeout: float | None) -> Value:
        """Return the next value, or NOT_ENOUGH if none comes for ``timeout`` seconds (None: no limit)."""
        try:
            while (value := self._parser.gets()) is NOT_ENOUGH:
                if (data := self._read(timeout)) is None:
                    return NOT_ENOUGH
                self._parser.feed(data)
        except ProtocolError as error:
            raise ProtocolError(f"{self._url} speaks another protocol: {error}") from error
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
        """Whether the connection was idle for a while and the server has closed it, as far as is known."""
        return time.monotonic() - self._last_used >= IDLE_CHECK and self._transport.readable

    def interrupt(self, reason: str) -> None:
        """Make the thread that waits here raise ConnectionLost for this reason. Call from another thread."""
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
        url: Where the controller is.
        name: What observers see of this client.
        network_timeout: Seconds that the network may take for any exchange.

    Raises:
        ConnectionLost: The controller cannot be reached. See also ``Connection.open``.
    """
    connection = Connection(url, network_timeout)
    try:
        connection.open(name)
    except BaseException:
        connection.close()
        raise
    return connection
