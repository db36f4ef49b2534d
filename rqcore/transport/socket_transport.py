# SPDX-License-Identifier: MIT
"""Sockets to a controller: TCP, or a Unix socket of this machine; ``tls_transport`` has TLS."""

from __future__ import annotations

import select
import socket
import struct
from typing import Protocol

CHUNK = 64 * 1024
KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
"""Seconds and probes: a call without a timeout learns within a minute that the other machine is gone."""


class Transport(Protocol):
    """An open connection. ``send`` and ``receive`` raise OSError."""

    def send(self, data: bytes) -> None:
        """Send all bytes."""

    def receive(self, timeout: float | None) -> bytes | None:
        """Return received bytes, empty at the end; None if none come for ``timeout`` seconds."""

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""

    def interrupt(self) -> None:
        """Make the thread that waits here fail at once. Call from another thread."""

    def close(self) -> None:
        """Close the socket."""


def tune_socket(sock: socket.socket) -> socket.socket:
    """Send small requests at once and notice a dead peer. Returns the socket."""
    if sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            if hasattr(socket, option):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return sock


def error_reason(error: OSError) -> str:
    """Say in a few words why the operating system, or TLS, refused."""
    if verification := getattr(error, "verify_message", ""):
        return f"its certificate is not trusted: {verification}"
    return error.strerror or str(error) or type(error).__name__


class SocketTransport:
    """A plain socket. The kernel keeps the time: one system call, where Python's timeouts take two."""

    def __init__(self, sock: socket.socket, timeout: float) -> None:
        self._socket = sock
        self._timeout: float | None = None
        sock.setblocking(True)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(timeout))
        self.send = sock.sendall
        self.close = sock.close

    def receive(self, timeout: float | None) -> bytes | None:
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
        return is_readable(self._socket)

    def interrupt(self) -> None:
        shut_down(self._socket)


def is_readable(sock: socket.socket) -> bool:
    """Return whether bytes, or the end of the stream, have arrived."""
    poll = select.poll()  # unlike select, it accepts descriptors of any number
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def shut_down(sock: socket.socket) -> None:
    """End a connection that another thread may be reading from."""
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS's own shutdown would disturb its reader
    except OSError:
        return  # it is closed already


def _timeval(seconds: float | None) -> bytes:
    """Pack a timeout as the kernel wants it, where 0 means no limit."""
    if seconds is None:
        return struct.pack("ll", 0, 0)
    micros = max(int(seconds * 1_000_000), 1)
    return struct.pack("ll", *divmod(micros, 1_000_000))
