# SPDX-License-Identifier: MIT
"""asyncio connections of redis-py with a bound for the size of a reply, as ``timed_connection`` has."""

from __future__ import annotations

import asyncio
from typing import Any

from rqcore.pressure.timed_connection import MAX_REPLY, too_large


class BoundedReader:
    """A stream from which redis-py reads up to MAX_REPLY bytes for one call.

    Args:
        reader: The stream of a connection.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._room = MAX_REPLY

    def start(self) -> None:
        """Begin a call."""
        self._room = MAX_REPLY

    async def read(self, size: int = -1) -> bytes:
        """Read up to ``size`` bytes. Raises ProtocolError if the reply is too large."""
        return self._note(await self._reader.read(size))

    async def readline(self) -> bytes:
        """Read a line, as ``read`` does."""
        return self._note(await self._reader.readline())

    async def readexactly(self, size: int) -> bytes:
        """Read ``size`` bytes, as ``read`` does. Too many are refused before they are kept."""
        if size > self._room:
            raise too_large(MAX_REPLY)
        return self._note(await self._reader.readexactly(size))

    def _note(self, data: bytes) -> bytes:
        self._room -= len(data)
        if self._room < 0:
            raise too_large(MAX_REPLY)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


class BoundedConnection:
    """Gives a class of asyncio connections of redis-py replies that are bounded."""

    _reader: Any

    async def _connect(self) -> None:
        await super()._connect()  # type: ignore[misc]
        self._reader = BoundedReader(self._reader)

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Send a command. Its call begins here."""
        if self._reader is not None:
            self._reader.start()
        await super().send_packed_command(command, check_health)  # type: ignore[misc]


def bound_replies(client: Any, is_cluster: bool) -> None:
    """Make all connections of a new asyncio client bounded, which not every kind has an argument for."""
    if not is_cluster:
        pool = client.connection_pool
        pool.connection_class = _bounded(pool.connection_class)
        return
    connection_class = _bounded(client.connection_kwargs["connection_class"])
    client.connection_kwargs["connection_class"] = connection_class
    for node in client.nodes_manager.startup_nodes.values():
        node.connection_class = connection_class


def _bounded(connection_class: type) -> type:
    return type(connection_class.__name__, (BoundedConnection, connection_class), {})
