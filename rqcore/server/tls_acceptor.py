# SPDX-License-Identifier: MIT
"""Accepts TLS connections, and bounds how many of them are in their handshake, and for how long.

asyncio passes a connection on when its handshake has ended. Until then the server would not know that it
exists, and strangers could use all connections that the system allows. So the acceptor keeps the handshakes,
oldest first, and ends the oldest when a newer one needs its place. Each takes some 100 KB of memory that is
not counted, which bounds their number too.
"""

from __future__ import annotations

import asyncio
import socket
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rqcore.errors import without_frames

if TYPE_CHECKING:
    import ssl

MOST_HANDSHAKES = 2000
"""The most handshakes at a time."""
READ_BYTES = 64 * 1024
"""The bytes that a connection reads in one turn. asyncio reserves them for each, normally 256 KiB."""
HANDSHAKE = 10.0
"""The most seconds of a handshake."""
SHUTDOWN = 1.0
"""Seconds that a client has to end TLS when its connection is closed."""
PAUSE = 0.1
"""Seconds until the next connection is accepted after the system has refused to accept one."""


class TlsRules(NamedTuple):
    """How a listener uses TLS."""

    context: ssl.SSLContext
    """The certificate, and what is demanded of clients."""
    room: Callable[[], int]
    """Returns how many connections may be in their handshake now."""
    count_refused: Callable[[], None]
    """Called for each handshake that was ended for a newer one."""
    seconds: float = HANDSHAKE
    """The most seconds of a handshake; at most ``HANDSHAKE``."""


class TlsAcceptor:
    """Accepts the connections of some listening sockets until it is closed.

    Args:
        sockets: The listening sockets, which the acceptor closes.
        factory: Makes the protocol of each connection.
        rules: How TLS is used.
    """

    def __init__(
        self, sockets: Sequence[socket.socket], factory: Callable[[], asyncio.Protocol], rules: TlsRules
    ) -> None:
        """Begin to accept connections. An event loop must be running."""
        SSLProtocol.max_size = READ_BYTES
        self._loop = asyncio.get_running_loop()
        self._factory = factory
        self._rules = rules
        self._sockets = sockets
        self._handshakes: dict[asyncio.Task[None], None] = {}
        """The handshakes that have not ended, oldest first."""
        self._acceptors = [self._loop.create_task(self._accept(each)) for each in sockets]

    def close(self) -> None:
        """Accept no more connections, and end the handshakes."""
        for task in (*self._acceptors, *self._handshakes):
            task.cancel()
        for each in self._sockets:
            each.close()

    async def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = await self._loop.sock_accept(listening)
            except OSError:  # the system has no more files, or the client has left
                await asyncio.sleep(PAUSE)
            else:
                self._begin(connection)

    def _begin(self, connection: socket.socket) -> None:
        """Begin a handshake, and end the oldest ones if there are too many."""
        task = self._loop.create_task(self._secure(connection))
        self._handshakes[task] = None
        task.add_done_callback(self._handshakes.pop)
        surplus = len(self._handshakes) - min(max(self._rules.room(), 1), MOST_HANDSHAKES)
        for oldest in list(self._handshakes)[: max(surplus, 0)]:
            if oldest.cancel():
                self._rules.count_refused()

    async def _secure(self, connection: socket.socket) -> None:
        """Do the handshake. Then the connection belongs to its protocol."""
        try:
            await self._loop.connect_accepted_socket(
                self._factory,
                connection,
                ssl=self._rules.context,
                ssl_handshake_timeout=min(self._rules.seconds, HANDSHAKE),
                ssl_shutdown_timeout=SHUTDOWN,
            )
        except OSError as error:  # the errors of ssl are OSErrors too
            without_frames(error)  # otherwise they keep the handshake until all objects are visited
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise


async def listening_sockets(host: str, port: int, backlog: int) -> list[socket.socket]:
    """Listen at each address of a host.

    Args:
        host: The address or host name.
        port: The port; 0 chooses a free one.
        backlog: Connections that the kernel keeps until they are accepted.

    Raises:
        OSError: An address cannot be used.
    """
    loop, sockets = asyncio.get_running_loop(), list[socket.socket]()
    found = await loop.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    try:
        for family, *_, address in dict.fromkeys(found):
            sockets.append(socket.create_server(address, family=family, backlog=backlog))
            sockets[-1].setblocking(False)
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets
