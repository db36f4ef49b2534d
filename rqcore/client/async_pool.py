# SPDX-License-Identifier: MIT
"""The asyncio connections of a handle, and how a client recovers from a lost one.

Theory of operation. A handle has no permanent connection: each call takes an idle connection from the
pool, or opens one, and gives it back. ``pool`` is generated from this module, so this page is about both.

States of one connection::

       call, and no connection is idle
                     │
                     ▼       ready                   whole reply was read
                  opening ────────────► busy ─────────────────────────────► idle
                     │                  │ │ ◄────────────────────────────── │ ▲
                     │ error            │ │              call                 │
                     │                  │ └──────► recalling ─────────────────┘
                     ▼                  │ interrupted  │      recalled
                  dropped ◄─────────────┴──────────────┘
                               connection failed

- *opening*: connects, logs in, sets the name, and asks for the spool of the controller.
- *busy*: one thread or task waits here for the reply to its request.
- *idle*: every reply has been read.
- *recalling*: the caller was interrupted (cancelled, or Ctrl-C) while the reply was still owed. The pool
  sends CLIENT UNBLOCK on another connection, which ends a blocked call as a timeout would, and reads the
  reply here. Items in the reply are put back to the head of their queue with RQ.PUT … FRONT.
- *dropped*: the socket is closed, and the connection is in no list.

What must never happen:

- A request is sent twice. It might be carried out twice.
- A connection becomes idle while a reply is owed. The next call would read the reply of another call.
- A connection is closed by a thread that does not use it. Other threads only ``interrupt`` it.

What is retried, and what is not:

- An idle connection that the server has closed is dropped, and the next one, or a new one, is used. No
  request was sent on it, so the caller notices nothing. The asyncio client notices every lost connection;
  the blocking client checks a connection that was idle for ``connection.IDLE_CHECK`` seconds or more.
- CLIENT UNBLOCK is repeated, with growing pauses, because it can overtake the call that it is to end.
- Nothing else is retried. In particular, there is one attempt to connect for each call.

What is lost when a connection fails during a call: the controller ends a blocked call, which then changes
nothing. If the reply was already on its way, a ``get`` has taken its item, and the item is lost; a
``put`` has put its item, but the caller cannot know. Queues in memory are lost when the controller stops:
the next call connects to its successor, and raises NoQueue.

ConnectionLost is raised when

- a new connection cannot be opened within ``network_timeout`` seconds;
- the connection closes or fails during the call;
- no byte moves for the timeout of the call plus ``network_timeout`` seconds. A call without a timeout
  has no such limit; there, TCP keepalive finds a dead peer within about a minute;
- the handle was closed, before the call or during it.

After a fork, a child process drops the connections of its parent without using them, and opens its own.
"""

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
"""Seconds that an unblocked call has to end before UNBLOCK is sent again; doubled each time."""


class AsyncConnectionPool(AsyncForkedPool):
    """Keeps one connection for each task that is in a call, and reuses idle ones.

    The module ``async_pool`` explains the states of a connection.

    Args:
        url: The address of the controller.
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for any call.
    """

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        """Prepare a pool; the first call connects."""
        self._url = url
        self._name = name
        self._network_timeout = network_timeout
        self._closed = False
        """No new call may begin."""
        self._disconnected = False
        """No connection may be opened, not even to recall a call."""
        self.shared_spool: SpoolClient | None = None
        self._idle: list[AsyncConnection] = []
        self._busy: set[AsyncConnection] = set()
        self._forget_connections()
        self._register_for_forks()

    def _forget_connections(self) -> list[AsyncConnection]:
        """Reset the pool to have no connection, and return the connections that it had."""
        forgotten = [*self._idle, *self._busy]
        self._idle, self._busy = [], set()
        self._lock = make_lock()
        self._endings = AsyncEndings()
        return forgotten

    async def run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange on an idle connection, or on a new one.

        Raises:
            RqError: The error of the reply.
            ConnectionLost: No connection could be opened, it failed, or the pool was closed.
        """
        if self._closed:
            raise self._closed_error()
        return await self._run(exchange)

    async def _run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange, even while the pool is being closed.

        It awaits nothing between the arrival of the reply and its return, so that a
        cancellation cannot lose the reply.
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
        """Ask for the spool on every new connection, because the controller may have been restarted."""
        try:
            self.shared_spool = open_shared_spool(await connection.run(exchanges.spool()))
        except (CallerError, QueueState):  # the controller has no spool, or not the command
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
        """End an interrupted call at the controller, and put the items that it took back.

        Returns:
            Whether that succeeded, so that the connection can be used again.
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
        """End a blocked call and return its reply.

        UNBLOCK is repeated, because the first can reach the controller before the call does.

        Raises:
            ConnectionLost: The controller did not answer within the network timeout.
        """
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        while time.monotonic() < deadline:
            await self._run(exchanges.unblock(connection.number))
            if (reply := await connection.receive(pause)) is not NOT_ENOUGH:
                return reply
            pause *= 2
        raise ConnectionLost(
            f"{self._url} did not answer within {self._network_timeout:g} s; "
            "check it, or raise network_timeout"
        )

    async def close(self) -> None:
        """Finish recalls, then close all connections. Calls of other tasks raise ConnectionLost."""
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
        return ConnectionLost(f"the handle of {self._url} was closed; connect again")
