# SPDX-License-Identifier: MIT
"""Plain sockets to a controller: TCP or Unix. ``tls_transport`` adds TLS."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

CHUNK = 64 * 1024
"""Maximum bytes of one read."""
IDLE_CHECK = 0.01
"""Seconds of idleness after which a connection is checked before it is used again.

The check is a system call; without this limit, every call would make one more. No controller restarts in
less time.
"""
LONGEST_POLL = 86400.0
"""Maximum seconds of one wait; the callers wait again."""
ONE_CHUNK = (CHUNK,)
WITHOUT_WAITING = (socket.MSG_DONTWAIT,)
UNREACHABLE = 60.0
"""Seconds until a peer that the network no longer reaches counts as dead, unless a setting changes it."""
PROBES = 3
"""Keepalive probes without an answer after which an idle connection is given up."""


class Transport(Protocol):
    """An open connection. Its methods raise OSError.

    ``write`` and ``read`` of a plain socket are functions in C, and callers use them by ``list.extend`` and
    ``map``. So their result is stored in the same step of the interpreter: a signal handler, which can raise
    an exception between any two steps of the main thread, finds either nothing done or the result stored.
    """

    is_exact: bool
    """``write`` and ``read`` are such functions."""
    write: Callable[[bytes | memoryview, int], int]
    """Sends bytes, with flags of ``socket.send``; returns their number, or raises BlockingIOError."""
    read: Callable[[int], bytes]
    """Waits without a limit, and returns up to this number of bytes; b"" at the end of the stream."""

    def wait_to_send(self, seconds: float) -> bool:
        """Wait until ``write`` can send. Returns False after ``seconds``, which signals do not prolong."""

    def receive_within(self, seconds: float, received: list[bytes]) -> None:
        """Append what ``read`` returns, or nothing if no bytes come within ``seconds``, or a day."""

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""

    def interrupt(self) -> None:
        """Make the thread that waits in ``read`` fail immediately. Call from another thread."""

    def close(self) -> None:
        """Close the socket."""


def tune_socket(sock: socket.socket, unreachable: float = UNREACHABLE) -> socket.socket:
    """Set options: send small requests without delay, and detect a peer that the network no longer reaches.

    Keepalive probes an idle connection. While sent bytes are not acknowledged, the kernel sends no probes but
    the bytes again, for up to 15 minutes; TCP_USER_TIMEOUT limits that.

    Args:
        sock: The socket; nothing is set for a Unix socket.
        unreachable: Seconds until an unreachable peer counts as dead.

    Returns:
        The socket.
    """
    if sock.family == socket.AF_UNIX:
        return sock
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    pause = max(round(unreachable / (2 * PROBES)), 1)
    for option, value in (
        ("TCP_KEEPIDLE", max(round(unreachable) - PROBES * pause, 1)),
        ("TCP_KEEPINTVL", pause),
        ("TCP_KEEPCNT", PROBES),
        ("TCP_USER_TIMEOUT", max(round(unreachable * 1000), 1000)),
    ):
        if hasattr(socket, option):  # other systems have other options
            with suppress(OSError):  # and their own limits for the values
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return sock


class SocketTransport:
    """A plain socket.

    A call without a timeout waits in the read itself. A call with a timeout waits in ``poll`` first, which
    takes 1 µs more: the kernel would begin the timeout of a read again after every signal.

    Args:
        sock: A connected socket.
    """

    is_exact: bool = True

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        sock.setblocking(True)
        self._poll_input = poller(sock, select.POLLIN)
        self.write: Callable[[bytes | memoryview, int], int] = sock.send
        self.read: Callable[[int], bytes] = sock.recv
        self.close: Callable[[], None] = sock.close

    def wait_to_send(self, seconds: float) -> bool:
        """Wait until ``write`` can send. Returns False after ``seconds``."""
        return bool(poller(self._socket, select.POLLOUT)(min(max(seconds, 0), LONGEST_POLL) * 1000))

    def receive_within(self, seconds: float, received: list[bytes]) -> None:
        """Append what ``read`` returns, or nothing if no bytes come within ``seconds``."""
        if self._poll_input(min(max(seconds, 0), LONGEST_POLL) * 1000):
            try:
                received.extend(map(self._socket.recv, ONE_CHUNK, WITHOUT_WAITING))
            except BlockingIOError:
                return

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""
        return bool(self._poll_input(0))

    def interrupt(self) -> None:
        """Make the thread that waits in ``read`` fail immediately."""
        shut_down(self._socket)


def poller(sock: socket.socket, events: int) -> Callable[[float], list[tuple[int, int]]]:
    """Return a function that waits up to a number of milliseconds for these events of a socket."""
    poll = select.poll()  # unlike select, it accepts descriptors of any number
    poll.register(sock, events)
    return poll.poll


def is_readable(sock: socket.socket) -> bool:
    """Return whether bytes, or the end of the stream, have arrived."""
    return bool(poller(sock, select.POLLIN)(0))


def shut_down(sock: socket.socket) -> None:
    """End a connection that another thread may be reading from."""
    try:
        # The method of an SSL socket would interfere with its reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # already closed
