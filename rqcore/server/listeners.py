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
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rqcore.url import Url

if TYPE_CHECKING:
    import ssl

BACKLOG = 1024
"""Connections that the kernel keeps until they are accepted."""
HANDSHAKE = 10.0
"""The most seconds of a TLS handshake: connections of strangers do not use files of the system for longer."""
Factory = Callable[[], asyncio.Protocol]


class Listener:
    """Accepts connections until it is closed.

    Args:
        url: The URL for clients on this machine.
        server: The asyncio server.
        file: Path and inode of the Unix socket, if it is one.
    """

    def __init__(self, url: str, server: asyncio.Server, file: tuple[str, int] | None = None) -> None:
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


async def tcp(
    factory: Factory, host: str, port: int, tls: ssl.SSLContext | None, handshake_timeout: float
) -> Listener:
    """Listen on a TCP address.

    Args:
        factory: Makes the protocol of each connection.
        host: The address or host name to listen on.
        port: The port; 0 chooses a free one.
        tls: The TLS settings; None for no TLS.
        handshake_timeout: Seconds that a client has for the TLS handshake.

    Raises:
        OSError: The address cannot be used.
    """
    options: dict[str, Any] = (
        {"ssl_handshake_timeout": min(handshake_timeout, HANDSHAKE), "ssl_shutdown_timeout": 1.0}
        if tls
        else {}
    )
    server = await asyncio.get_running_loop().create_server(
        factory, host, port, backlog=BACKLOG, ssl=tls, **options
    )
    port = int(server.sockets[0].getsockname()[1])
    return Listener(f"{'rqs' if tls else 'rq'}://{str(Url(host, port)).partition('://')[2]}", server)


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
