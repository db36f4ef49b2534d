# SPDX-License-Identifier: GPL-3.0-or-later
"""A server without listeners, whose connections have transports in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import wraps

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.users import Users
from rqcore.server.controller_server import Server
from rqcore.server.server_connection import ServerConnection

SECOND = 10**9
"""In ns."""


class Transport(asyncio.Transport):
    """A transport in memory. While it is ``stuck``, written bytes stay in its buffer."""

    def __init__(self, host: str = "10.0.0.1", port: int = 1000) -> None:
        super().__init__({"peername": (host, port)})
        self.sent = b""
        self.stuck = False
        self.reading = True
        self.closed = self.aborted = False

    def write(self, data: bytes) -> None:
        self.sent += data

    def writelines(self, parts: Iterable[bytes]) -> None:
        self.sent += b"".join(parts)

    def get_write_buffer_size(self) -> int:
        return len(self.sent) if self.stuck else 0

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True


class ConnectedServer:
    """A server without listeners, and the connections to it."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        self.now = 0
        self.controller = Controller(limits, users)
        self.server = Server(self.controller, lambda: self.now)

    def connect(self, host: str = "10.0.0.1", port: int = 1000) -> tuple[ServerConnection, Transport]:
        connection, transport = ServerConnection(self.server), Transport(host, port)
        connection.connection_made(transport)
        return connection, transport

    @property
    def held(self) -> int:
        return self.controller.state.memory.held

    @property
    def counters(self):
        return self.controller.state.counters


class Host(ConnectedServer):
    """A server whose clients have sessions."""

    def begin(self):
        """Return a connection with a session, its transport, and its token."""
        connection, transport = self.connect()
        connection.data_received(b"HELLO 2 SESSION\r\n")
        words = transport.sent.split(b"\r\n")
        transport.sent = b""
        return connection, transport, words[words.index(b"session") + 2]

    def resume(self, token, received):
        """Return a connection that has said RQ.RESUME, and its transport."""
        connection, transport = self.connect()
        connection.data_received(b"RQ.RESUME %b %d\r\n" % (token, received))
        return connection, transport

    def say(self, words):
        """Return the answer to a command of another client, which has no session."""
        connection, transport = self.connect()
        connection.data_received(words + b"\r\n")
        connection.connection_lost(None)
        return transport.sent

    def pass_time(self, seconds):
        self.now += int(seconds * SECOND)
        self.controller.expire(self.now)
        self.server.send_outgoing()

    @property
    def clients(self):
        return len(self.controller.state.clients)


def lose(connection):
    """Let a connection fail."""
    connection.connection_lost(None)


def in_loop(test):
    """Run a test that is a coroutine in an event loop."""

    @wraps(test)
    def run(*args, **options):
        asyncio.run(test(*args, **options))

    return run


async def turns(count: int = 10) -> None:
    """Let the event loop run for some turns."""
    for _ in range(count):
        await asyncio.sleep(0)
