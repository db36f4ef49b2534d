# SPDX-License-Identifier: MIT
"""The addresses at which a controller accepts connections: TCP, TLS, or a Unix socket."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import quote

from rqcore.server.tls_acceptor import TlsAcceptor, TlsRules, listening_sockets
from rqcore.url import Url

BACKLOG = 1024
"""Connections that the kernel keeps until they are accepted."""
Factory = Callable[[], asyncio.Protocol]


class Closable(Protocol):
    """What accepts connections."""

    def close(self) -> None:
        """Accept no more connections."""


class BoundSocket(Protocol):
    """A socket of asyncio or of the system."""

    def getsockname(self) -> Any:
        """Return its own address."""


class Listener:
    """Accepts connections until it is closed.

    Args:
        url: The URL for clients on this machine.
        server: Accepts the connections.
        file: Path and inode of the Unix socket, if it is one.
    """

    def __init__(self, url: str, server: Closable, file: tuple[str, int] | None = None) -> None:
        self.url = url
        self._server = server
        self._file = file
        """Path and inode of a Unix socket."""

    def close(self) -> None:
        """Accept no more connections, and delete the file of the Unix socket."""
        self._server.close()
        if self._file:
            path, inode = self._file
            with suppress(OSError):
                if os.stat(path).st_ino == inode:  # another controller may have replaced it
                    os.unlink(path)


async def tcp(factory: Factory, host: str, port: int, tls: TlsRules | None = None) -> Listener:
    """Listen on a TCP address.

    Args:
        factory: Makes the protocol of each connection.
        host: The address or host name to listen on.
        port: The port; 0 chooses a free one.
        tls: How TLS is used; None for no TLS.

    Raises:
        OSError: The address cannot be used.
    """
    if tls:
        sockets = await listening_sockets(host, port, BACKLOG)
        return Listener(_url("rqs", host, sockets[0]), TlsAcceptor(sockets, factory, tls))
    server = await asyncio.get_running_loop().create_server(factory, host, port, backlog=BACKLOG)
    return Listener(_url("rq", host, server.sockets[0]), server)


def _url(scheme: str, host: str, listening: BoundSocket) -> str:
    port = int(listening.getsockname()[1])
    return f"{scheme}://{str(Url(host, port)).partition('://')[2]}"


async def unix(factory: Factory, path: str, mode: int) -> Listener:
    """Listen on a Unix socket. The socket of a controller that was killed is replaced.

    Args:
        factory: Makes the protocol of each connection.
        path: The path of the socket.
        mode: Its permissions, such as 0o600.

    Raises:
        OSError: The path cannot be used, or another process is listening on it.
    """
    sock = socket.socket(socket.AF_UNIX)
    try:
        _bind(sock, path, mode)
        server = await asyncio.get_running_loop().create_unix_server(factory, sock=sock, backlog=BACKLOG)
    except BaseException:
        sock.close()
        raise
    return Listener(f"rq+unix://{quote(os.path.abspath(path))}", server, (path, os.stat(path).st_ino))


def _bind(sock: socket.socket, path: str, mode: int) -> None:
    _remove_stale(path)
    before = os.umask(0o777 & ~mode)  # the permissions must hold from the first moment
    try:
        sock.bind(path)
    finally:
        os.umask(before)


def _remove_stale(path: str) -> None:
    try:
        is_socket = stat.S_ISSOCK(os.stat(path).st_mode)
    except FileNotFoundError:
        return
    if not is_socket or _answers(path):
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    os.unlink(path)


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return False
        except OSError:
            return True
    return True
