# SPDX-License-Identifier: MIT
"""How a controller can be reached: TCP, TLS, or a Unix socket of this machine."""

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
Factory = Callable[[], asyncio.Protocol]


class Listener:
    """Accepts connections until it is closed. ``url`` is for clients of this machine."""

    def __init__(self, url: str, server: asyncio.Server, file: tuple[str, int] | None = None) -> None:
        self.url = url
        self._server = server
        self._file = file
        """Path and inode of a Unix socket."""

    def close(self) -> None:
        self._server.close()
        if self._file:
            path, inode = self._file
            with suppress(OSError):
                if os.stat(path).st_ino == inode:  # it may be another's by now
                    os.unlink(path)


async def tcp(
    factory: Factory, host: str, port: int, tls: ssl.SSLContext | None, patience: float
) -> Listener:
    """Listen on this address; 0 takes a free port. Raises OSError.

    patience: seconds that a client has for the TLS handshake.
    """
    options: dict[str, Any] = {"ssl_handshake_timeout": patience, "ssl_shutdown_timeout": 1.0} if tls else {}
    server = await asyncio.get_running_loop().create_server(
        factory, host, port, backlog=BACKLOG, ssl=tls, **options
    )
    port = int(server.sockets[0].getsockname()[1])
    return Listener(f"{'rqs' if tls else 'rq'}://{str(Url(host, port)).partition('://')[2]}", server)


async def unix(factory: Factory, path: str, mode: int) -> Listener:
    """Listen on a Unix socket with these permissions. Raises OSError.

    What a controller that was killed left behind is removed; the socket of one
    that lives is not.
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
    before = os.umask(0o777 & ~mode)  # from its first moment nobody else may connect
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
