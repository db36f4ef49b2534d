# SPDX-License-Identifier: MIT
# Generated from async_zen_client.py by scripts/generate_blocking.py; do not edit.
"""The blocking ZenQueue client."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from rqcore.errors import ConnectionLost, ZenActionError
from rqcore.zen.client_framing import ClientFraming
from rqcore.zen.zen_protocol import read_reply
from rqcore.zen.zen_waiting import STREAM_ERRORS, ClientStream, make_lock

NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for a call, in addition to the call's own timeout."""


class QueueClient:
    """A queue of a ZenQueue server. Several threads can use it; one waits for the other.

    Every call raises the ZenError that the server
    answers, or ConnectionLost. An interrupted call closes the client,
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
        """Connect to the server.

        Args:
            host: The host of the server.
            port: The port of the server; None for the usual one of the mode.
            mode: "tcp" or "http".
            network_timeout: Seconds that the network may take for a call, in
                addition to the call's own timeout.

        Raises:
            BadCall: There is no such mode.
            ConnectionLost: The server cannot be reached.
        """
        self._framing = ClientFraming(host, port, mode)
        self._network_timeout = network_timeout
        self._lock = make_lock()
        self._stream = ClientStream(host, self._framing.port, network_timeout)
        self.closed = False

    def push(self, value: Any) -> None:
        """Append a JSON value."""
        self._call(0.0, "push", value)

    def push_many(self, *values: Any) -> None:
        """Append JSON values."""
        self._call(0.0, "push_many", *values)

    def pull(self, timeout: float | None = None) -> Any:
        """Take the next value; wait up to ``timeout`` seconds, or without a limit. Raises ZenTimeout."""
        return self._call(timeout, "pull", timeout)

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take up to ``n`` values, or all if it is None; wait up to ``timeout`` seconds for each.

        With neither it takes values until ``close`` and returns none. Raises ZenTimeout if none came.
        """
        values: list[Any] = self._call(None if n != 0 else 0.0, "pull_many", n, timeout)
        return values

    def _call(self, timeout: float | None, action: str, *args: Any) -> Any:
        request = self._framing.request(action, *args)
        limit = None if timeout is None else timeout + self._network_timeout
        with self._lock:
            reply = self._exchange(request, limit)
        try:
            return read_reply(reply)
        except ZenActionError:
            self.close()
            raise

    def _exchange(self, request: bytes, timeout: float | None) -> bytes:
        if self.closed:
            raise ConnectionLost(f"the client of {self._framing.address} was closed")
        try:
            return self._stream.exchange(request, self._framing.read_steps(), timeout)
        except STREAM_ERRORS as error:
            self._disconnect()
            reason = str(error) or type(error).__name__
            raise ConnectionLost(f"lost {self._framing.address}: {reason}") from error
        except BaseException:
            self._disconnect()
            raise

    def close(self) -> None:
        """Close the connection. Threads that wait raise ConnectionLost."""
        self.closed = True
        self._stream.interrupt()
        with self._lock:
            self._disconnect()

    def _disconnect(self) -> None:
        self.closed = True
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
