# SPDX-License-Identifier: MIT
# Generated from async_zen_client.py by scripts/generate_blocking.py; do not edit.
"""The blocking ZenQueue client."""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Self

from rqcore.argument_checks import patience, positive_seconds, whole_number
from rqcore.errors import (
    ConnectionLost,
    ZenActionError,
    ZenError,
    ZenRequestError,
    ZenTimeout,
    ZenUnknownError,
)
from rqcore.zen.client_framing import ClientFraming
from rqcore.zen.zen_protocol import read_reply
from rqcore.zen.zen_waiting import STREAM_ERRORS, ClientStream, make_lock, native_error

MOST_VALUES = 2**63 - 1
"""The highest number of values in a call."""
NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for a call, in addition to the call's own timeout."""


class QueueClient:
    """A client of a queue on a ZenQueue server.

    ::

        with QueueClient("127.0.0.1", 3000) as jobs:
            jobs.push({"picture": "a.png"})
            print(jobs.pull(timeout=2))

    Several threads can use it; their calls run one after the other. Making it connects. Every call
    raises the ZenError of the reply, or ConnectionLost. An interrupted call closes the client,
    because the next call would read its reply.

    Args:
        host: The host of the server.
        port: The port of the server; None means 3000 for "tcp" and 3080 for "http".
        mode: "tcp" or "http".
        network_timeout: Seconds that the network may take for a call, in addition to the call's own timeout.

    Raises:
        BadCall: There is no such mode.
        ConnectionLost: The server cannot be reached.
    """

    Timeout: ClassVar[type[ZenTimeout]] = ZenTimeout
    """The errors, under the names that they have in ZenQueue."""
    ActionError: ClassVar[type[ZenActionError]] = ZenActionError
    RequestError: ClassVar[type[ZenRequestError]] = ZenRequestError
    UnknownError: ClassVar[type[ZenUnknownError]] = ZenUnknownError
    QueueClientError: ClassVar[type[ZenError]] = ZenError
    ClosedClientError: ClassVar[type[ConnectionLost]] = ConnectionLost
    closed: bool
    """Whether the client was closed, so that every call raises ConnectionLost."""

    def __init__(
        self,
        host: str = "localhost",
        port: int | None = None,
        mode: str = "tcp",
        *,
        network_timeout: float = NETWORK_TIMEOUT,
    ) -> None:
        self._framing = ClientFraming(host, port, mode)
        self._network_timeout = positive_seconds("network_timeout", network_timeout)
        self._lock = make_lock()
        self._stream = ClientStream(host, self._framing.port, self._network_timeout)
        self.closed = False

    def push(self, value: Any) -> None:
        """Append a value. Raises ZenRequestError if JSON cannot express it."""
        self._call(0.0, "push", value)

    def push_many(self, *values: Any) -> None:
        """Append values in order. Raises ZenRequestError, and appends none, if JSON cannot express one."""
        self._call(0.0, "push_many", *values)

    def pull(self, timeout: float | None = None) -> Any:
        """Take the next value.

        Args:
            timeout: Seconds to wait for a value; None waits without a limit, 0 or less does not wait.

        Raises:
            ZenTimeout: No value came in time.
        """
        limit = patience(timeout)
        return self._call(limit, "pull", limit)

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take several values.

        Args:
            n: Maximum number of values; None takes values until none comes in time.
            timeout: Seconds to wait for each value; None waits without a limit. With neither ``n`` nor
                ``timeout`` the call takes values until ``close``, and drops them.

        Raises:
            ZenTimeout: Not even the first value came in time.
        """
        most = None if n is None else whole_number("n", n, None, MOST_VALUES)
        limit = None if most != 0 else 0.0
        values: list[Any] = self._call(limit, "pull_many", most, patience(timeout))
        return values

    def _call(self, timeout: float | None, action: str, *args: Any) -> Any:
        request = self._framing.request(action, *args)
        limit = None if timeout is None else timeout + self._network_timeout
        with self._lock:
            reply = self._exchange(request, limit)
        try:
            return read_reply(reply)
        except ZenTimeout as error:
            raise native_error(error) from None
        except ZenActionError:
            self.close()
            raise

    def _exchange(self, request: bytes, timeout: float | None) -> bytes:
        if self.closed:
            raise ConnectionLost(f"the client of {self._framing.address} was closed; make a new one")
        try:
            if self._framing.is_http and (not self._framing.keeps_connection or self._stream.has_ended):
                self._stream.close()  # a server of HTTP may close any connection after a reply
            return self._stream.exchange(request, self._framing.read_steps(), timeout)
        except STREAM_ERRORS as error:
            self._disconnect()
            reason = str(error) or type(error).__name__
            raise ConnectionLost(f"lost the connection to {self._framing.address}: {reason}") from error
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
