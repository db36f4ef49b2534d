# SPDX-License-Identifier: MIT
"""Notices that a client has left although its input is not read, because a debugger holds its call.

The end of a connection comes behind its input. If so much was sent that it does not fit into the buffers of
the system, the end is noticed only when the call continues.
"""

from __future__ import annotations

import asyncio
import select
from typing import Protocol

INTERVAL = 0.5
"""Seconds between two looks at the connections."""
_HANG_UP = getattr(select, "POLLRDHUP", 0)


class HeldConnection(Protocol):
    """A connection from which nothing is read."""

    transport: asyncio.Transport

    def control_flow(self) -> None:
        """Read again if nothing prevents it. Otherwise call ``add`` again."""


class HeldConnections:
    """Connections that are not read while a debugger holds a call, so that their end must be looked for."""

    def __init__(self) -> None:
        """Start without connections."""
        self._connections: set[HeldConnection] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: HeldConnection) -> None:
        """Look for the end of a connection until it is read again."""
        self._connections.add(connection)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(INTERVAL, self._look)

    def _look(self) -> None:
        connections, self._connections, self._timer = self._connections, set(), None
        for each in connections:
            each.control_flow()
        for each in self._connections:
            if _has_ended(each.transport):
                each.transport.abort()

    def stop(self) -> None:
        """Look no further."""
        if self._timer:
            self._timer.cancel()


def _has_ended(transport: asyncio.Transport) -> bool:
    """Return whether the peer has closed its connection, also if there is input that was not read."""
    sock = transport.get_extra_info("socket")
    if sock is None or transport.is_closing() or not _HANG_UP:
        return False
    poll = select.poll()
    poll.register(sock.fileno(), _HANG_UP)
    return bool(poll.poll(0))
