# SPDX-License-Identifier: MIT
"""Sockets to a controller: TCP, or a Unix socket of this machine; ``tls_transport`` has TLS."""

from __future__ import annotations

import select
import socket
import struct
from typing import Protocol

CHUNK = 64 * 1024
KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
"""A call that waits for ever learns within a minute, in seconds, that the other machine is gone."""


class Transport(Protocol):
    """An open connection. ``send`` and ``receive`` raise OSError."""

    def send(self, data: bytes) -> None: ...

    def receive(self, timeout: float | None) -> bytes | None:
        """What came, empty at the end; None when nothing came for ``timeout`` seconds."""

    @property
    def readable(self) -> bool:
        """Whether something has come already."""

    def interrupt(self) -> None:
        """Make the thread that waits here fail at once; called from another one."""

    def close(self) -> None: ...


def tuned(sock: socket.socket) -> socket.socket:
    """Small requests leave at once, and a dead peer is noticed."""
    if sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            if hasattr(socket, option):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return sock


def reason(error: OSError) -> str:
    """Why, in a few words."""
    if distrust := getattr(error, "verify_message", ""):  # of TLS
        return f"its certificate is not trusted: {distrust}"
    return error.strerror or str(error) or type(error).__name__


class SocketTransport:
    """The kernel keeps the time: one system call, where Python's own timeouts take two."""

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
        return readable(self._socket)

    def interrupt(self) -> None:
        hang_up(self._socket)


def readable(sock: socket.socket) -> bool:
    """Whether bytes, or the end, have come."""
    poll = select.poll()  # which takes descriptors of any number, as select does not
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def hang_up(sock: socket.socket) -> None:
    """End a connection that another thread may be reading from."""
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS's own would disturb its reader
    except OSError:
        return  # it is gone already, which is what was wanted


def _timeval(seconds: float | None) -> bytes:
    """The kernel's form of a timeout; 0 there means for ever."""
    if seconds is None:
        return struct.pack("ll", 0, 0)
    micros = max(int(seconds * 1_000_000), 1)
    return struct.pack("ll", *divmod(micros, 1_000_000))
