# SPDX-License-Identifier: MIT
"""One blocking connection to a controller."""

from __future__ import annotations

import time
from typing import TypeVar

from rqcore.client import exchanges
from rqcore.client.exchanges import Exchange
from rqcore.errors import ConnectionLost, ProtocolError
from rqcore.protocol.resp import NOT_ENOUGH, Value, reply_parser
from rqcore.transport import socket_transport
from rqcore.transport.open_transport import connect
from rqcore.url import Url

T = TypeVar("T")

IDLE_CHECK = 1.0
"""Seconds of idleness after which a connection is looked at before it is used again."""


class Connection:
    """A connection used by one thread at a time. Raises ConnectionLost, ProtocolError from every method."""

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        self._url = url
        self._network_timeout = network_timeout
        self._parser = reply_parser()
        self._used = time.monotonic()
        self.owed = False
        """A request was sent, or nearly, whose reply has not come."""
        self._wire = connect(url, network_timeout)
        try:
            self.number = self.run(exchanges.hello(url, name))
            """The client's number at the controller."""
        except BaseException:
            self.close()
            raise

    def run(self, exchange: Exchange[T]) -> T:
        """Send, wait for the reply as long as it may take, and read it."""
        self.owed = True
        self.send(exchange.request)
        patience = None if exchange.wait is None else exchange.wait + self._network_timeout
        reply = self.receive(patience)
        if reply is NOT_ENOUGH:
            self.close()
            raise ConnectionLost(f"{self._url} did not answer within {patience:g} s")
        self.owed = False
        return exchange.result(reply)

    def send(self, request: bytes) -> None:
        try:
            self._wire.send(request)
        except OSError as error:
            raise self._lost(error) from error

    def receive(self, timeout: float | None) -> Value:
        """The next value, or NOT_ENOUGH when nothing came for ``timeout`` seconds (None: for ever)."""
        try:
            while (value := self._parser.gets()) is NOT_ENOUGH:
                if (data := self._read(timeout)) is None:
                    return NOT_ENOUGH
                self._parser.feed(data)
        except ProtocolError as error:
            raise ProtocolError(f"{self._url} speaks another protocol: {error}") from error
        self._used = time.monotonic()
        return value

    def _read(self, timeout: float | None) -> bytes | None:
        try:
            data = self._wire.receive(timeout)
        except OSError as error:
            raise self._lost(error) from error
        if data == b"":
            raise ConnectionLost(f"{self._url} closed the connection")
        return data

    def _lost(self, error: OSError) -> ConnectionLost:
        return ConnectionLost(f"lost {self._url}: {socket_transport.reason(error)}")

    @property
    def stale(self) -> bool:
        """Idle for a while and, as far as this side can see, hung up on."""
        return time.monotonic() - self._used >= IDLE_CHECK and self._wire.readable

    def interrupt(self) -> None:
        """Make the thread that waits here raise ConnectionLost at once; called from another one."""
        self._wire.interrupt()

    def close(self) -> None:
        self._wire.close()
