# SPDX-License-Identifier: MIT
"""ZenQueue's clients: blocking, and for event loops.

Both take ``host``, ``port`` and ``mode``, "tcp" or "http"; without a port that
of the mode. Every call raises the ZenError that the server answered, or
ConnectionLost.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Generator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from rqcore.errors import BadCall, ConnectionLost, ProtocolError, ZenActionError
from rqcore.zen.zen_protocol import HTTP_PORT, MAX_HEADER, TCP_PORT, encode, headers, read_reply

NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for a call, beside the call's own timeout."""
LIMIT = 1 << 30
"""Bytes of a reply."""
Reading = Generator[int, bytes, bytes]
"""Yields how many bytes it wants to have read, 0 for a line; ends with the reply."""


class _Form:
    """How calls and replies travel."""

    def __init__(self, host: str, port: int | None, mode: str) -> None:
        if mode not in ("tcp", "http"):
            raise BadCall(f'mode is "tcp" or "http", not {mode!r}')
        self.http = mode == "http"
        self.host = host
        self.port = port or (HTTP_PORT if self.http else TCP_PORT)
        self.place = f"{host}:{self.port}"

    def request(self, action: str, *args: Any) -> bytes:
        """Raises ZenRequestError for what is no JSON."""
        if not self.http:
            return encode([action, args]) + b"\r\n"
        body = encode([args])
        head = f"POST /{action}/ HTTP/1.1\r\nHost: {self.place}\r\nContent-Type: application/json\r\n"
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body

    def reading(self) -> Reading:
        if not self.http:
            return (yield 0)
        head = b""
        while not head.endswith(b"\r\n\r\n") and len(head) < MAX_HEADER:
            head += yield 0
        length = headers(head).get(b"content-length", b"")
        if not length.isdigit():
            raise ProtocolError(f"{self.place} did not answer as a ZenQueue server does: {head[:80]!r}")
        return (yield int(length))


def _patience(timeout: float | None, network_timeout: float) -> float | None:
    return None if timeout is None else timeout + network_timeout


class QueueClient:
    """A queue of a server. Safe to use from several threads, which then wait for one another.

    network_timeout: seconds that the network may take for a call beside its own timeout.
    """

    def __init__(
        self,
        host: str = "localhost",
        port: int | None = None,
        mode: str = "tcp",
        *,
        network_timeout: float = NETWORK_TIMEOUT,
    ) -> None:
        self._form = _Form(host, port, mode)
        self._network_timeout = network_timeout
        self._lock = threading.Lock()
        self.closed = False
        try:
            self._socket = socket.create_connection((host, self._form.port), network_timeout)
        except OSError as error:
            raise ConnectionLost(f"cannot reach {self._form.place}: {error}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def push(self, value: Any) -> None:
        """Append a JSON value."""
        self._call(0.0, "push", value)

    def push_many(self, *values: Any) -> None:
        """Append JSON values."""
        self._call(0.0, "push_many", *values)

    def pull(self, timeout: float | None = None) -> Any:
        """The next value; waits ``timeout`` seconds, for ever without one. Raises ZenTimeout."""
        return self._call(timeout, "pull", timeout)

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Up to ``n`` values, or all without it; each is awaited up to ``timeout``. Raises ZenTimeout.

        With neither it swallows values for ever, until ``close``.
        """
        found: list[Any] = self._call(None if n != 0 else 0.0, "pull_many", n, timeout)
        return found

    def _call(self, timeout: float | None, action: str, *args: Any) -> Any:
        request = self._form.request(action, *args)
        with self._lock:
            if self.closed:
                raise ConnectionLost(f"the client of {self._form.place} was closed")
            try:
                self._socket.settimeout(_patience(timeout, self._network_timeout))
                self._socket.sendall(request)
                reply = self._read()
            except (OSError, ProtocolError) as error:
                self._hang_up()
                raise ConnectionLost(f"lost {self._form.place}: {error}") from error
        try:
            return read_reply(reply)
        except ZenActionError:
            self.close()
            raise

    def _read(self) -> bytes:
        reading = self._form.reading()
        wanted = next(reading)
        while True:
            data = self._file.read(wanted) if wanted else self._file.readline(LIMIT)
            if not data or len(data) < wanted:
                raise OSError("the server hung up")
            try:
                wanted = reading.send(data)
            except StopIteration as end:
                return bytes(end.value)

    def close(self) -> None:
        """Hang up; a thread that waits raises ConnectionLost."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._hang_up()

    def _hang_up(self) -> None:
        self.closed = True
        self._file.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncQueueClient:
    """The same for an event loop: connects with its first call. A call that is cancelled closes it,
    because its reply would be taken for the next one's.
    """

    def __init__(
        self,
        host: str = "localhost",
        port: int | None = None,
        mode: str = "tcp",
        *,
        network_timeout: float = NETWORK_TIMEOUT,
    ) -> None:
        self._form = _Form(host, port, mode)
        self._network_timeout = network_timeout
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._lock = asyncio.Lock()
        self.closed = False

    async def push(self, value: Any) -> None:
        await self._call(0.0, "push", value)

    async def push_many(self, *values: Any) -> None:
        await self._call(0.0, "push_many", *values)

    async def pull(self, timeout: float | None = None) -> Any:
        return await self._call(timeout, "pull", timeout)

    async def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        found: list[Any] = await self._call(None if n != 0 else 0.0, "pull_many", n, timeout)
        return found

    async def _call(self, timeout: float | None, action: str, *args: Any) -> Any:
        request = self._form.request(action, *args)
        async with self._lock:
            if self.closed:
                raise ConnectionLost(f"the client of {self._form.place} was closed")
            try:
                async with asyncio.timeout(_patience(timeout, self._network_timeout)):
                    reply = await self._exchange(request)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                await self.close()
                raise ConnectionLost(f"lost {self._form.place}: {error!r}") from error
            except BaseException:
                await self.close()
                raise
        try:
            return read_reply(reply)
        except ZenActionError:
            await self.close()
            raise

    async def _exchange(self, request: bytes) -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._form.host, self._form.port, limit=LIMIT)
        reader, writer = self._streams
        writer.write(request)
        await writer.drain()
        reading = self._form.reading()
        wanted = next(reading)
        while True:
            data = await (reader.readexactly(wanted) if wanted else reader.readuntil(b"\n"))
            try:
                wanted = reading.send(data)
            except StopIteration as end:
                return bytes(end.value)

    async def close(self) -> None:
        """Hang up."""
        self.closed = True
        streams, self._streams = self._streams, None
        if streams:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
