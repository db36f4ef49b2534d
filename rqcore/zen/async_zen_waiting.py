# SPDX-License-Identifier: MIT
"""The parts of ZenQueue that differ for event loops; ``zen_waiting`` has them for threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from rqcore.client.asyncio_errors import asyncio_error
from rqcore.errors import ProtocolError, RqError
from rqcore.zen.client_framing import MAX_REPLY, REST, ReadSteps

STREAM_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    ValueError,
    asyncio.LimitOverrunError,
    ProtocolError,
)
"""The errors after which a stream cannot be used again."""


native_error: Callable[[RqError], RqError] = asyncio_error
"""Returns the error that is also one of ``asyncio.Queue``."""


def make_lock() -> asyncio.Lock:
    """Return a lock that lets one task at a time use a stream."""
    return asyncio.Lock()


class AsyncValueStore:
    """The values of a queue.

    Args:
        values: The values at first, in order.
    """

    def __init__(self, values: Iterable[Any]) -> None:
        self._values: asyncio.Queue[Any] = asyncio.Queue()
        self.put(values)

    def put(self, values: Iterable[Any]) -> None:
        """Append values in order."""
        for value in values:
            self._values.put_nowait(value)

    async def take(self, timeout: float | None) -> Any:
        """Take the next value. Raises TimeoutError if none comes within ``timeout`` seconds."""
        if not self._values.empty():
            return self._values.get_nowait()
        async with asyncio.timeout(timeout):
            return await self._values.get()

    def __len__(self) -> int:
        return self._values.qsize()


class AsyncClientStream:
    """The connection of a client; the first request opens it, and the next one after ``close``.

    For one task at a time.

    Args:
        host: The host of the server.
        port: The port of the server.
        network_timeout: Not used: connecting is part of the timeout of the first request.
    """

    def __init__(self, host: str, port: int, network_timeout: float) -> None:
        self._host = host
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes, steps: ReadSteps, timeout: float | None) -> bytes:
        """Send a request and return its reply.

        Args:
            request: The bytes to send.
            steps: Yields how much to read.
            timeout: Seconds that the whole exchange may take; None waits without a limit.

        Raises:
            OSError: The connection failed, or the timeout passed.
            Exception: One of STREAM_ERRORS: the reply is too long, incomplete or not of the protocol.
        """
        async with asyncio.timeout(timeout):
            reader, writer = await self._open()
            writer.write(request)
            await writer.drain()
            wanted = next(steps)
            while True:
                data = await _read(reader, wanted)
                try:
                    wanted = steps.send(data)
                except StopIteration as end:
                    return bytes(end.value)

    @property
    def has_ended(self) -> bool:
        """Whether the server has closed the connection."""
        return self._streams is not None and self._streams[0].at_eof()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=MAX_REPLY)
        return self._streams

    def interrupt(self) -> None:
        """Make the task that waits for a reply fail immediately."""
        if self._streams:
            self._streams[1].close()

    async def close(self) -> None:
        """Close the connection."""
        streams, self._streams = self._streams, None
        if streams:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


async def _read(reader: asyncio.StreamReader, wanted: int) -> bytes:
    if wanted == REST:
        return await reader.read()
    return await (reader.readexactly(wanted) if wanted else reader.readuntil(b"\n"))
