# SPDX-License-Identifier: MIT
"""One asyncio connection to a controller."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from typing import TypeVar, cast

from rqcore.client import exchanges
from rqcore.client.exchanges import Exchange
from rqcore.errors import ConnectionLost, ProtocolError, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value, reply_parser
from rqcore.transport import socket_transport
from rqcore.transport.open_transport import tls
from rqcore.url import Url

T = TypeVar("T")


class AsyncConnection(asyncio.Protocol):
    """A connection used by one task at a time. What came is kept until somebody asks for it."""

    number = 0
    """The client's number at the controller."""
    closed: asyncio.Future[None] | None = None
    """Done when the socket is closed; None when there never was one."""
    _transport: asyncio.Transport

    def __init__(self, url: Url, network_timeout: float) -> None:
        self._url = url
        self._network_timeout = network_timeout
        self._parser = reply_parser()
        self._replies: deque[Value] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._error: RqError | None = None
        self._heard = 0
        """Bytes that came."""

    async def open(self, name: str) -> None:
        """Connect and greet. Raises ConnectionLost, BadUrl, WrongPass, NoAuth, TooMany."""
        try:
            async with asyncio.timeout(self._network_timeout):
                await self._connect()
        except TimeoutError as error:
            raise ConnectionLost(f"cannot reach {self._url}: timed out") from error
        except OSError as error:
            raise ConnectionLost(f"cannot reach {self._url}: {socket_transport.reason(error)}") from error
        self.number = await self.run(exchanges.hello(self._url, name))

    async def _connect(self) -> None:
        loop, url = asyncio.get_running_loop(), self._url
        if url.path:
            await loop.create_unix_connection(lambda: self, url.path)
        else:
            context = tls().context(url) if url.tls else None
            await loop.create_connection(lambda: self, url.host, url.port, ssl=context)

    async def run(self, exchange: Exchange[T]) -> T:
        """Send, wait for the reply as long as it may take, and read it. Raises ConnectionLost."""
        if self._error:
            raise self._error
        self._transport.write(exchange.request)
        patience = None if exchange.wait is None else exchange.wait + self._network_timeout
        reply = await self.receive(patience)
        if reply is NOT_ENOUGH:
            raise ConnectionLost(f"{self._url} did not answer within {patience:g} s")
        return exchange.result(reply)

    async def receive(self, timeout: float | None) -> Value:
        """The next reply, or NOT_ENOUGH when nothing moved for ``timeout`` seconds (None: for ever)."""
        while not self._replies:
            if self._error:
                raise self._error
            moved = self._moved()
            if not await self._woken(timeout) and self._moved() == moved:
                return NOT_ENOUGH
        return self._replies.popleft()

    def _moved(self) -> tuple[int, int]:
        """Changes as long as a long request or reply is on its way."""
        return self._heard, self._transport.get_write_buffer_size()

    async def _woken(self, timeout: float | None) -> bool:
        """Wait for a reply or the end; False when the time was up first."""
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        alarm = None if timeout is None else loop.call_later(timeout, self._wake)
        try:
            await self._waiter
        finally:
            self._waiter = None
            if alarm:
                alarm.cancel()
        return bool(self._replies or self._error)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    @property
    def lost(self) -> bool:
        return self._error is not None

    def hang_up(self, why: str = "hung up") -> None:
        """Make the task that waits here raise ConnectionLost; ``closed`` tells when the socket is gone."""
        self._fail(ConnectionLost(why))

    def _fail(self, error: RqError) -> None:
        self._error = self._error or error
        if self.closed:
            self._transport.abort()
        self._wake()

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.closed = asyncio.get_running_loop().create_future()
        socket_transport.tuned(cast(socket.socket, transport.get_extra_info("socket")))

    def data_received(self, data: bytes) -> None:
        self._heard += len(data)
        try:
            self._parser.feed(data)
            while (value := self._parser.gets()) is not NOT_ENOUGH:
                self._replies.append(value)
        except ProtocolError as error:
            self._fail(ProtocolError(f"{self._url} speaks another protocol: {error}"))
        if self._replies:
            self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        assert self.closed
        reason = f"lost {self._url}: {exc}" if exc else f"{self._url} closed the connection"
        self._error = self._error or ConnectionLost(reason)
        self.closed.set_result(None)
        self._wake()
