# SPDX-License-Identifier: MIT
"""Plain sockets to a controller: TCP or Unix. ``tls_transport`` adds TLS."""

from __future__ import annotations

import select
import socket
import struct
from collections.abc import Callable
from typing import Protocol

CHUNK = 64 * 1024
"""Maximum bytes of one read."""
KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
"""Seconds and probes: 30 + 3 × 10 s, so a call without a timeout fails a minute after its peer has died."""


class Transport(Protocol):
    """An open connection. ``send`` and ``receive`` raise OSError."""

    def send(self, data: bytes) -> None:
        """Send all bytes."""

    def receive(self, timeout: float | None) -> bytes | None:
        """Return received bytes, empty at the end; None if none come for ``timeout`` s (None: no limit)."""

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""

    def interrupt(self) -> None:
        """Make the thread that waits in ``receive`` fail immediately. Call from another thread."""

    def close(self) -> None:
        """Close the socket."""


def tune_socket(sock: socket.socket) -> socket.socket:
    """Set options: send small requests without delay, and detect a dead peer. Returns the socket."""
    if sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            if hasattr(socket, option):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return sock


def error_reason(error: OSError) -> str:
    """Return in a few words why the operating system, or TLS, failed."""
    if verification := getattr(error, "verify_message", ""):
        return f"its certificate is not trusted: {verification}"
    if isinstance(error, ConnectionRefusedError):  # asyncio's own text repeats the address
        return "connection refused; start the server there, or correct the URL"
    return error.strerror or str(error) or type(error).__name__


class SocketTransport:
    """A plain socket. Its timeouts are the kernel's: a read is one system call; Python's timeouts need two.

    Args:
        sock: A connected socket.
        timeout: Maximum seconds for each send.
    """

    def __init__(self, sock: socket.socket, timeout: float) -> None:
        self._socket = sock
        self._timeout: float | None = None
        sock.setblocking(True)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(timeout))
        # Bound methods of the socket: every call sends, and a method here would cost a call more.
        self.send: Callable[[bytes], None] = sock.sendall
        self.close: Callable[[], None] = sock.close

    def receive(self, timeout: float | None) -> bytes | None:
        """Return received bytes, empty at the end; None if none come for ``timeout`` seconds."""
        try:
            if timeout == 0:
                return self._socket.recv(CHUNK, socket.MSG_DONTWAIT)
            if timeout != self._timeout:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(timeout))
                self._timeout = timeout
            return self._socket.recv(CHUNK)
        except BlockingIOError:
            return None

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""
        return is_readable(self._socket)

    def interrupt(self) -> None:
        """Make the thread that waits in ``receive`` fail immediately."""
        shut_down(self._socket)


def is_readable(sock: socket.socket) -> bool:
    """Return whether bytes, or the end of the stream, have arrived."""
    poll = select.poll()  # unlike select, it accepts descriptors of any number
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def shut_down(sock: socket.socket) -> None:
    """End a connection that another thread may be reading from."""
    try:
        socket.socket.shutdown(
            sock, socket.SHUT_RDWR
        )  # the method of an SSL socket would interfere with its reader
    except OSError:
        return  # already closed


def _timeval(seconds: float | None) -> bytes:
    """Pack a timeout for the kernel, where 0 means no limit."""
    if seconds is None:
        return struct.pack("ll", 0, 0)
    micros = max(int(seconds * 1_000_000), 1)
    return struct.pack("ll", *divmod(micros, 1_000_000))
