# SPDX-License-Identifier: MIT
"""The asyncio connections of a handle."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from rqcore.client import exchanges
from rqcore.client.async_connection import AsyncConnection
from rqcore.client.async_waiting import INTERRUPTIONS, AsyncEndings, AsyncForkedPool, make_lock
from rqcore.client.exchanges import Exchange
from rqcore.errors import CallerError, ConnectionLost, ControllerError, QueueState, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.transport.shared_spool import open_shared_spool
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")

FIRST_PAUSE = 0.01
"""Seconds that an unblocked call has to end, before it is unblocked again; doubled each time."""


class AsyncConnectionPool(AsyncForkedPool):
    """Keeps one connection for each task that is in a call, and reuses idle ones.

    A connection is idle or busy. It returns from busy to idle when a whole
    reply was read. If anything else happens, what it would receive next is
    unknown: then it is dropped, unless the call was merely interrupted and can
    be recalled.
    """

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        """Prepare a pool; the first call connects.

        Args:
            url: Where the controller is.
            name: What observers see of this client.
            network_timeout: Seconds that the network may take for any call.
        """
        self._url = url
        self._name = name
        self._network_timeout = network_timeout
        self._closed = False
        """No further call begins."""
        self._disconnected = False
        """No further connection is opened, not even to recall a call."""
        self.shared_spool: SpoolClient | None = None
        self._idle: list[AsyncConnection] = []
        self._busy: set[AsyncConnection] = set()
        self._forget_connections()
        self._register_for_forks()

    def _forget_connections(self) -> list[AsyncConnection]:
        """Start again without a connection and return the former ones."""
        forgotten = [*self._idle, *self._busy]
        self._idle, self._busy = [], set()
        self._lock = make_lock()
        self._endings = AsyncEndings()
        return forgotten

    async def run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange on an idle connection, or on a new one.

        Raises:
            RqError: The error of the reply.
            ConnectionLost: The connection failed, or the pool was closed.
        """
        if self._closed:
            raise self._closed_error()
        return await self._run(exchange)

    async def _run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange even if the pool is being closed.

        Between the arrival of the reply and the return it awaits nothing, so
        that no cancellation can come between.
        """
        connection = await self._take()
        try:
            result = await connection.run(exchange)
        except (CallerError, QueueState):  # the whole reply was read
            self._give_back(connection)
            raise
        except ControllerError:
            self._drop(connection)
            raise
        except INTERRUPTIONS:
            await self._endings.finish(self._recall(connection, exchange))
            raise
        except BaseException:
            self._drop(connection)
            raise
        self._give_back(connection)
        return result

    async def _take(self) -> AsyncConnection:
        with self._lock:
            if self._disconnected:
                raise self._closed_error()
            while self._idle:
                connection = self._idle.pop()
                if not connection.lost:
                    self._busy.add(connection)
                    return connection
                connection.close()
            connection = AsyncConnection(self._url, self._network_timeout)
            self._busy.add(connection)
        await self._open(connection)
        return connection

    async def _open(self, connection: AsyncConnection) -> None:
        try:
            await connection.open(self._name)
            await self._find_spool(connection)
        except BaseException:
            self._drop(connection)
            raise

    async def _find_spool(self, connection: AsyncConnection) -> None:
        """Ask with every new connection, because the controller may have been restarted."""
        try:
            self.shared_spool = open_shared_spool(await connection.run(exchanges.spool()))
        except (CallerError, QueueState):  # the controller has no spool, or does not know the command
            self.shared_spool = None

    def _give_back(self, connection: AsyncConnection) -> None:
        with self._lock:
            if not self._closed:
                self._busy.discard(connection)
                self._idle.append(connection)
                return
        self._drop(connection)

    def _drop(self, connection: AsyncConnection) -> None:
        with self._lock:
            self._busy.discard(connection)
        connection.close()
        self._endings.add_socket(connection)

    async def _recall(self, connection: AsyncConnection, exchange: Exchange[Any]) -> bool:
        """End an interrupted call at the controller too, and return what it took to its queue.

        Returns:
            Whether that was possible, and so the connection can be used again.
        """
        try:
            if connection.owed:
                for undo in exchange.undo(await self._unblock(connection)):
                    await connection.run(undo)
        except RqError:
            self._drop(connection)
            return False
        except BaseException:
            self._drop(connection)
            raise
        self._give_back(connection)
        return True

    async def _unblock(self, connection: AsyncConnection) -> Value:
        """Return the reply of a call that must not wait any longer.

        The call may arrive at the controller after the first UNBLOCK, so that is repeated.
        """
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        while time.monotonic() < deadline:
            await self._run(exchanges.unblock(connection.number))
            if (reply := await connection.receive(pause)) is not NOT_ENOUGH:
                return reply
            pause *= 2
        raise ConnectionLost(f"{self._url} did not answer within {self._network_timeout:g} s")

    async def close(self) -> None:
        """Finish recalls, then close all connections. Tasks that wait raise ConnectionLost."""
        self._closed = True
        try:
            await self._endings.wait()
        finally:
            self._disconnect()
        await self._endings.wait()

    def _disconnect(self) -> None:
        with self._lock:
            self._disconnected = True
            idle, self._idle = self._idle, []
            for connection in self._busy:  # each is closed by the task that uses it
                connection.interrupt(str(self._closed_error()))
                self._endings.add_socket(connection)
        for connection in idle:
            self._drop(connection)

    def _closed_error(self) -> ConnectionLost:
        return ConnectionLost(f"the handle of {self._url} was closed")
