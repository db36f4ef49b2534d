# SPDX-License-Identifier: MIT
"""The parts of ZenQueue that differ for threads; ``async_zen_waiting`` has them for event loops."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from rqcore.errors import ConnectionLost, ProtocolError, RqError
from rqcore.transport.failure_reasons import error_reason
from rqcore.transport.socket_transport import is_readable
from rqcore.zen.client_framing import MAX_REPLY, REST, ReadSteps
from rqcore.zen.deadline_reader import DeadlineReader

STREAM_ERRORS: tuple[type[Exception], ...] = (OSError, ProtocolError)
"""The errors after which a stream cannot be used again."""


def native_error(error: RqError) -> RqError:
    """Return the error: it is one of the standard library already."""
    return error


def make_lock() -> threading.Lock:
    """Return a lock that lets one thread at a time use a stream."""
    return threading.Lock()


class ValueStore:
    """The values of a queue. Safe to use from several threads.

    Args:
        values: The values at first, in order.
    """

    def __init__(self, values: Iterable[Any]) -> None:
        self._values: deque[Any] = deque(values)
        self._changed = threading.Condition()

    def put(self, values: Iterable[Any]) -> None:
        """Append values in order."""
        with self._changed:
            before = len(self._values)
            self._values += values
            self._changed.notify(len(self._values) - before)

    def take(self, timeout: float | None) -> Any:
        """Take the next value. Raises TimeoutError if none comes within ``timeout`` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while not self._values:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError
                self._changed.wait(left)
            return self._values.popleft()

    def __len__(self) -> int:
        return len(self._values)


class ClientStream:
    """The connection of a client; after ``close`` the next request opens another one.

    For one thread at a time.

    Args:
        host: The host of the server.
        port: The port of the server.
        network_timeout: Seconds within which to connect.

    Raises:
        ConnectionLost: The server cannot be reached in time.
    """

    def __init__(self, host: str, port: int, network_timeout: float) -> None:
        self._address = host, port
        self._network_timeout = network_timeout
        self._parts: tuple[socket.socket, DeadlineReader, io.BufferedReader] | None = None
        try:
            self._open()
        except OSError as error:
            raise ConnectionLost(f"cannot reach {host}:{port}: {error_reason(error)}") from error

    def _open(self) -> tuple[socket.socket, DeadlineReader, io.BufferedReader]:
        if self._parts is None:
            sock = socket.create_connection(self._address, self._network_timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = DeadlineReader(sock)
            self._parts = sock, reader, io.BufferedReader(reader)
        return self._parts

    @property
    def has_ended(self) -> bool:
        """Whether the server has closed the connection."""
        return self._parts is not None and is_readable(self._parts[0])

    def exchange(self, request: bytes, steps: ReadSteps, timeout: float | None) -> bytes:
        """Send a request and return its reply.

        Args:
            request: The bytes to send.
            steps: Yields how much to read.
            timeout: Seconds that the whole exchange may take; None waits without a limit.

        Raises:
            OSError: The connection failed, or the timeout passed.
            ProtocolError: The reply is not one of the protocol.
        """
        sock, reader, file = self._open()
        reader.start(timeout)
        sock.sendall(request)
        wanted = next(steps)
        while True:
            most = MAX_REPLY if wanted in (0, REST) else wanted
            data = file.read(most) if wanted else file.readline(most)
            if not data or len(data) < wanted:
                raise OSError("the server closed the connection")
            try:
                wanted = steps.send(data)
            except StopIteration as end:
                return bytes(end.value)

    def interrupt(self) -> None:
        """Make the thread that waits for a reply fail immediately. Call from another thread."""
        parts = self._parts
        with suppress(OSError):
            if parts:
                parts[0].shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        parts, self._parts = self._parts, None
        if parts:
            parts[2].close()
            parts[0].close()
