# SPDX-License-Identifier: MIT
"""The ZenQueue client for event loops."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from rqcore.errors import ConnectionLost, ZenActionError
from rqcore.zen.async_zen_waiting import STREAM_ERRORS, AsyncClientStream, make_lock
from rqcore.zen.client_framing import ClientFraming
from rqcore.zen.zen_protocol import read_reply

NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for a call, in addition to the call's own timeout."""


class AsyncQueueClient:
    """A queue of a ZenQueue server. Several tasks can use it; one waits for the other.

    The first call connects. Every call raises the ZenError that the server
    answers, or ConnectionLost. A call that is cancelled closes the client,
    because the next call would read its reply.
    """

    def __init__(
        self,
        host: str = "localhost",
        port: int | None = None,
        mode: str = "tcp",
        *,
        network_timeout: float = NETWORK_TIMEOUT,
    ) -> None:
        """Prepare a client.

        Args:
            host: The host of the server.
            port: The port of the server; None for the usual one of the mode.
            mode: "tcp" or "http".
            network_timeout: Seconds that the network may take for a call, in
                addition to the call's own timeout.

        Raises:
            BadCall: There is no such mode.
        """
        self._framing = ClientFraming(host, port, mode)
        self._network_timeout = network_timeout
        self._lock = make_lock()
        self._stream = AsyncClientStream(host, self._framing.port, network_timeout)
        self.closed = False

    async def push(self, value: Any) -> None:
        """Append a JSON value."""
        await self._call(0.0, "push", value)

    async def push_many(self, *values: Any) -> None:
        """Append JSON values."""
        await self._call(0.0, "push_many", *values)

    async def pull(self, timeout: float | None = None) -> Any:
        """Take the next value; wait up to ``timeout`` seconds, or without a limit. Raises ZenTimeout."""
        return await self._call(timeout, "pull", timeout)

    async def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take up to ``n`` values, or all if it is None; wait up to ``timeout`` seconds for each.

        With neither it takes values until ``close`` and returns none. Raises ZenTimeout if none came.
        """
        values: list[Any] = await self._call(None if n != 0 else 0.0, "pull_many", n, timeout)
        return values

    async def _call(self, timeout: float | None, action: str, *args: Any) -> Any:
        request = self._framing.request(action, *args)
        limit = None if timeout is None else timeout + self._network_timeout
        async with self._lock:
            reply = await self._exchange(request, limit)
        try:
            return read_reply(reply)
        except ZenActionError:
            await self.close()
            raise

    async def _exchange(self, request: bytes, timeout: float | None) -> bytes:
        if self.closed:
            raise ConnectionLost(f"the client of {self._framing.address} was closed")
        try:
            return await self._stream.exchange(request, self._framing.read_steps(), timeout)
        except STREAM_ERRORS as error:
            await self._disconnect()
            reason = str(error) or type(error).__name__
            raise ConnectionLost(f"lost {self._framing.address}: {reason}") from error
        except BaseException:
            await self._disconnect()
            raise

    async def close(self) -> None:
        """Close the connection. Tasks that wait raise ConnectionLost."""
        self.closed = True
        self._stream.interrupt()
        async with self._lock:
            await self._disconnect()

    async def _disconnect(self) -> None:
        self.closed = True
        await self._stream.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
