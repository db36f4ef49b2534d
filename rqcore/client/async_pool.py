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
- *idle*: every reply has been read, and its caller has the result.
- *recalling*: the caller was interrupted (cancelled, or Ctrl+C) before it received the result, or the
  result cannot be decoded. If the reply is still owed, the pool sends CLIENT UNBLOCK on another connection,
  which ends a blocked call as a timeout would, and reads the reply here. Items in the reply are put back to
  the head of their queue with RQ.PUT … FRONT. Of several items, the ones in front of the first that cannot
  be decoded reach the caller. A second interruption does not stop a recall: it continues in the background.
- *dropped*: the socket is closed, and the connection is in no list.

What must never happen:

- A request is sent twice. It might be carried out twice.
- A connection becomes idle while a reply is owed. The next call would read the reply of another call.
- A connection is closed by a thread that does not use it. Other threads only ``interrupt`` it.

What is retried, and what is not:

- An idle connection that the server has closed is dropped, and the next one, or a new one, is used. No
  request was sent on it, so the caller notices nothing. A connection is checked if it was idle for
  ``socket_transport.IDLE_CHECK`` seconds or more; no controller restarts in less.
- CLIENT UNBLOCK is repeated, with growing pauses, because it can overtake the call that it is to end.
- Nothing else is retried. In particular, there is one attempt to connect for each call.

Signals: a signal handler runs in the main thread between any two steps, and can raise an exception (Ctrl+C),
call a method of the same handle, or close it. Therefore

- the pool has no lock. Each list changes in one step of the interpreter;
- the socket's results are stored in the step in which they are made (``socket_transport.Transport``), so a
  recall knows whether the request was sent, and has every byte of the reply;
- a recall runs in another thread, which no signal handler interrupts;
- ``close`` does not wait for calls below it in its own thread.

With TLS the second does not hold, because Python's ssl module has several steps. There, a signal between
two of them can lose an item.

What is lost when a connection fails during a call: the controller ends a blocked call, which then changes
nothing. If the reply was already on its way, a ``get`` has taken its item, and the item is lost; a
``put`` has put its item, but the caller cannot know. Queues in memory are lost when the controller stops:
the next call connects to its successor, and raises NoQueue.

``close`` first ends the calls that wait, with CLIENT UNBLOCK: a call that has taken an item still returns
it, and the others raise ConnectionLost. Only calls that do not end within ``network_timeout`` are cut off.

ConnectionLost is raised when

- a new connection cannot be opened within ``network_timeout`` seconds;
- the connection closes or fails during the call;
- the reply is not complete after the timeout of the call plus ``network_timeout`` seconds. There is one
  deadline for the call: neither signals nor a server that sends a byte now and then prolong it. Each 64 KiB
  of a large request or reply add a second. A call without a timeout has no such limit; there, TCP keepalive
  finds a dead peer within about a minute;
- the handle was closed, before the call or during it.

After a fork, a child process drops the connections of its parent without using them, and opens its own.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rqcore.client import exchanges
from rqcore.client.async_connection import AsyncConnection
from rqcore.client.async_waiting import AsyncEndings, AsyncForkedPool, run_within, sleep
from rqcore.client.exchange import Exchange, PartlyRead
from rqcore.errors import CallerError, ConnectionLost, ControllerError, Empty, Full, QueueState, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.transport.shared_spool import may_hang, new_nonce, open_shared_spool
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolClient, SpoolLocation

T = TypeVar("T")

LONGEST_PROBE = 1.0
"""Maximum seconds that opening a spool may take; without it, payloads are sent over the connection."""
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
        self._endings = AsyncEndings()
        self._register_for_forks()

    def _forget_connections(self) -> list[AsyncConnection]:
        """Reset the pool to have no connection, and return the connections that it had."""
        forgotten = [*self._idle, *self._busy]
        self._idle, self._busy = [], set()
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

        A cancellation arrives at an ``await``; a signal handler runs, and may raise, when a function is
        called. There is neither between the last line of ``try`` and the ``return``, nor in the first
        statement of the last ``except``. So each result reaches the caller, or its call is recalled.
        """
        connection = await self._take(exchange.network_timeout)
        try:
            result = await connection.run(exchange)
            self._busy.discard(connection)
            connection.owed = False
        except (ControllerError, GeneratorExit):
            self._drop(connection)
            raise
        except BaseException as error:
            if connection.owed:
                self._endings.work += ((self._recall, connection, exchange),)
                await self._endings.finish()
            else:  # the reply was an error, so the call did nothing
                self._busy.discard(connection)
                self._idle += (connection,)
                if self._disconnected:
                    self._drop_idle()
                if connection.is_ending and isinstance(error, (Empty, Full)):
                    raise self._closed_error() from None
            if isinstance(error, PartlyRead):
                return cast(T, error.values)
            raise
        connection.kept = []
        self._idle += (connection,)
        if self._disconnected:
            self._drop_idle()
        return result

    async def _take(self, network_timeout: float | None = None) -> AsyncConnection:
        patience = self._network_timeout if network_timeout is None else network_timeout
        if self._endings.work:  # a second signal came when the first had interrupted a call
            await self._endings.finish()
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was faster
                break
            try:
                self._busy.add(connection)
                connection.network_timeout = patience
                if not connection.lost and not self._disconnected:
                    return connection
            except BaseException:
                self._drop(connection)
                raise
            self._drop(connection)
        connection = AsyncConnection(self._url, patience)
        await self._open(connection)
        return connection

    async def _open(self, connection: AsyncConnection) -> None:
        try:
            self._busy.add(connection)
            if self._disconnected:  # ``close`` sets it first, and then looks for busy connections
                raise self._closed_error()
            await connection.open(self._name)
            await self._find_spool(connection)
        except BaseException:
            self._drop(connection)
            raise

    async def _find_spool(self, connection: AsyncConnection) -> None:
        """Ask for the spool on every new connection, because the controller may have been restarted."""
        nonce = new_nonce()
        try:
            location = await connection.run(exchanges.spool(nonce))
        except (CallerError, QueueState):  # the controller has no spool, or not the command
            self.shared_spool = None
        else:
            known = self.shared_spool
            if known is None or not known.is_at(location, nonce):
                self.shared_spool = await self._open_spool(location, nonce)
        connection.owed = False

    async def _open_spool(self, location: SpoolLocation, nonce: str) -> SpoolClient | None:
        if not may_hang(location):
            return open_shared_spool(location, nonce)
        return await run_within(min(self._network_timeout, LONGEST_PROBE), open_shared_spool, location, nonce)

    def _give_back(self, connection: AsyncConnection) -> None:
        """Make a connection idle. It is in one list or the other at any time, without a lock.

        A lock would be in the way: a signal handler or a finalizer may call a method of a handle while its
        thread is here.
        """
        connection.kept = []
        self._busy.discard(connection)
        self._idle.append(connection)
        if self._disconnected:
            self._drop_idle()

    def _drop(self, connection: AsyncConnection) -> None:
        self._busy.discard(connection)
        connection.close()
        self._endings.add_socket(connection)

    async def _recall(self, connection: AsyncConnection, exchange: Exchange[Any]) -> None:
        """End an interrupted call at the controller, and put the items that it took back.

        If that fails, the connection is dropped.
        """
        try:
            connection.take_over()
            if connection.was_sent:
                for undo in exchange.undo(await self._unblock(connection)):
                    await connection.run(undo)
            connection.owed = False
        except RqError:
            self._drop(connection)
        except BaseException:
            self._drop(connection)
            raise
        else:
            self._give_back(connection)

    async def _unblock(self, connection: AsyncConnection) -> Value:
        """End a blocked call and return its reply.

        UNBLOCK is repeated, because the first can reach the controller before the call does.

        Raises:
            ConnectionLost: The controller did not answer within the network timeout.
        """
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        reply = await connection.receive(0)
        while reply is NOT_ENOUGH:
            if time.monotonic() >= deadline:
                raise ConnectionLost(
                    f"{self._url} did not answer within {self._network_timeout:g} s; "
                    "check it, or raise network_timeout"
                )
            await self._run(exchanges.unblock(connection.number))
            reply = await connection.receive(pause)
            pause *= 2
        return reply

    async def close(self) -> None:
        """End all calls and recalls, then close all connections. Calls of other tasks raise ConnectionLost.

        A call that has taken an item returns it.
        """
        self._closed = True
        try:
            await self._end_calls()
            await self._endings.wait()
        finally:
            self._disconnect()
        await self._endings.wait()

    async def _end_calls(self) -> None:
        """End the calls that wait, as their timeout would, for up to the network timeout."""
        calls = [each for each in self._busy.copy() if each.number]
        deadline, pause = time.monotonic() + self._network_timeout, FIRST_PAUSE
        try:
            while calls and time.monotonic() < deadline:
                for connection in calls:
                    connection.is_ending = True
                    await self._run(exchanges.unblock(connection.number))
                # A call below this one in the same thread ends when this one has returned.
                calls = [each for each in calls if each in self._busy and not each.is_below]
                if calls:
                    await sleep(pause)
                    pause *= 2
        except RqError:  # the controller cannot be reached
            return

    def _disconnect(self) -> None:
        self._disconnected = True
        self._drop_idle()
        for connection in self._busy.copy():  # each is closed by the task that uses it
            if not (connection.is_below and connection.is_ending):
                connection.interrupt(str(self._closed_error()))
            self._endings.add_socket(connection)

    def _drop_idle(self) -> None:
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was faster
                return
            self._drop(connection)

    def _closed_error(self) -> ConnectionLost:
        return ConnectionLost(f"the handle of {self._url} was closed; connect again")
