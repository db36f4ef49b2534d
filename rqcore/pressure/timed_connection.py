# SPDX-License-Identifier: MIT
"""Connections of redis-py whose timeout is that of a whole call.

redis-py sets a timeout for each read of a socket, so that a server which sends a byte now and then holds a
call forever. Here a call ends in time, however many reads and signals there are. Most replies come with one
read, which the timeout of the socket limits already; only further reads look at the clock and set it.
"""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rqcore.errors import ProtocolError
from rqcore.protocol.timeouts import SLOWEST_TRANSFER

MAX_REPLY = 1 << 30
"""Maximum number of bytes that a server may send for one call, or for one line of a stream."""


class _ThreadWait(threading.local):
    """Seconds that the server may wait in the calls of a thread."""

    seconds: float = 0.0


_wait = _ThreadWait()


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """Give the calls of this thread more time while a ``with`` block runs, because the server waits."""
    _wait.seconds = seconds
    try:
        yield
    finally:
        _wait.seconds = 0.0


def too_large(most: int) -> ProtocolError:
    """Return the error for a reply of more than ``most`` bytes."""
    return ProtocolError(f"the server sent more than {most:,} bytes in one reply")


def nothing() -> int:
    """Return 0: a socket without TLS keeps no bytes that it has decrypted."""
    return 0


class TimedSocket:
    """A socket that reads a reply within a deadline.

    Args:
        sock: A connected socket.
        timeout: Seconds for a reply; None means no limit.
    """

    def __init__(self, sock: socket.socket, timeout: float | None) -> None:
        self._socket = sock
        self._timeout = math.inf if timeout is None else timeout
        self._custom_timeout = False
        self._set_timeout = self._timeout
        self._end = math.inf
        self._is_first_read = True
        self._room = MAX_REPLY
        self.sendall: Callable[..., None] = sock.sendall  # here, because ``__getattr__`` takes 1 µs
        self.fileno: Callable[[], int] = sock.fileno
        self.pending: Callable[[], int] = getattr(sock, "pending", nothing)

    def start(self, end: float) -> None:
        """Begin a call, which must end before ``end``, in seconds of ``time.monotonic``."""
        wait = _wait.seconds
        own_end = time.monotonic() + self._timeout + wait
        self._end = end if end < own_end else own_end
        self._is_first_read = True
        self._room = MAX_REPLY
        if wait or self._set_timeout != self._timeout:
            self._limit(self._end - time.monotonic())

    def settimeout(self, timeout: float | None) -> None:
        """Set a timeout that redis-py chooses for some reads; they have no other limit."""
        self._set_timeout = math.inf if timeout is None else timeout
        self._custom_timeout = self._set_timeout != self._timeout
        self._socket.settimeout(timeout)

    def stream(self) -> None:
        """Give each read its own timeout from now on, because the server sends without further requests."""
        self.settimeout(None if self._timeout == math.inf else self._timeout)
        self._custom_timeout = True

    def next_reply(self) -> None:
        """Permit MAX_REPLY further bytes, because a reply of a stream was complete."""
        self._room = MAX_REPLY

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Read bytes.

        Raises:
            TimeoutError: The deadline has passed, which large replies put off.
            ProtocolError: The reply is larger than MAX_REPLY.
        """
        if not self._is_first_read:
            self._limit(self._end - time.monotonic())
        data = self._socket.recv(size, flags)
        self._note(len(data))
        return data

    def recv_into(self, buffer: Any) -> int:
        """Read into a buffer, as ``recv`` does."""
        if not self._is_first_read:
            self._limit(self._end - time.monotonic())
        count = self._socket.recv_into(buffer)
        self._note(count)
        return count

    def _note(self, count: int) -> None:
        """Note a number of bytes that were read."""
        self._end += count / SLOWEST_TRANSFER
        self._is_first_read = False
        self._room -= count
        if self._room < 0:
            raise too_large(MAX_REPLY)

    def _limit(self, left: float) -> None:
        if self._custom_timeout:
            return
        if left <= 0:
            raise TimeoutError("the reply did not end in time")
        self._set_timeout = left
        self._socket.settimeout(None if left == math.inf else left)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class TimedConnection:
    """Gives a class of connections of redis-py the timeout of a whole call; also for connecting."""

    socket_timeout: float | None
    _sock: TimedSocket | None
    _socket_connect_timeout: float | None = None  # the name that new versions of redis-py use
    _connected_end = math.inf

    @property
    def socket_connect_timeout(self) -> float | None:
        """Seconds that connecting to one of the addresses of the server may take."""
        left = self._connected_end - time.monotonic()
        return self._socket_connect_timeout if left == math.inf else max(left, 0.001)

    @socket_connect_timeout.setter
    def socket_connect_timeout(self, timeout: float | None) -> None:
        self._socket_connect_timeout = timeout

    def connect(self) -> None:
        """Connect to the server, unless there is a connection."""
        if self._sock is not None:
            return
        if self._socket_connect_timeout is not None:
            self._connected_end = time.monotonic() + self._socket_connect_timeout
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self._connected_end = math.inf

    def _connect(self) -> TimedSocket:
        return TimedSocket(super()._connect(), self.socket_timeout)  # type: ignore[misc]

    def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Send a command. Its call begins here."""
        if self._sock is None:
            self.connect()
        if self._sock is not None:
            self._sock.start(self._connected_end)
        super().send_packed_command(command, check_health)  # type: ignore[misc]


def timed(connection_class: type) -> type:
    """Return a subclass of a class of connections of redis-py whose timeout is that of a whole call."""
    return type(connection_class.__name__, (TimedConnection, connection_class), {})


def stream(connection: Any) -> None:
    """Give each read of a connection its own timeout from now on, as for MONITOR."""
    if isinstance(connection, TimedConnection) and connection._sock is not None:
        connection._sock.stream()


def next_reply(connection: Any) -> None:
    """Permit the next reply of a stream to have MAX_REPLY bytes again."""
    if isinstance(connection, TimedConnection) and connection._sock is not None:
        connection._sock.next_reply()
