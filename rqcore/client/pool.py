# SPDX-License-Identifier: MIT
# Generated from async_pool.py by scripts/generate_blocking.py; do not edit.
"""The blocking connections of a handle.

``async_pool`` explains their states, and how a client recovers from a lost connection.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from rqcore.client import exchanges
from rqcore.client.connection import Connection
from rqcore.client.exchanges import Exchange
from rqcore.client.waiting import INTERRUPTIONS, Endings, ForkedPool, make_lock
from rqcore.errors import CallerError, ConnectionLost, ControllerError, QueueState, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.transport.shared_spool import open_shared_spool
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")

FIRST_PAUSE = 0.01
"""Seconds that an unblocked call has to end before UNBLOCK is sent again; doubled each time."""


class ConnectionPool(ForkedPool):
    """Keeps one connection for each thread that is in a call, and reuses idle ones.

    The module ``pool`` explains the states of a connection.

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
        self._idle: list[Connection] = []
        self._busy: set[Connection] = set()
        self._forget_connections()
        self._register_for_forks()

    def _forget_connections(self) -> list[Connection]:
        """Reset the pool to have no connection, and return the connections that it had."""
        forgotten = [*self._idle, *self._busy]
        self._idle, self._busy = [], set()
        self._lock = make_lock()
        self._endings = Endings()
        return forgotten

    def run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange on an idle connection, or on a new one.

        Raises:
            RqError: The error of the reply.
            ConnectionLost: No connection could be opened, it failed, or the pool was closed.
        """
        if self._closed:
            raise self._closed_error()
        return self._run(exchange)

    def _run(self, exchange: Exchange[T]) -> T:
        """Carry out an exchange, even while the pool is being closed."""
        connection = self._take()
        try:
            result = connection.run(exchange)
        except (CallerError, QueueState):  # the whole reply was read
            self._give_back(connection)
            raise
        except ControllerError:
            self._drop(connection)
            raise
        except INTERRUPTIONS:
            self._endings.finish(self._recall(connection, exchange))
            raise
        except BaseException:
            self._drop(connection)
            raise
        self._give_back(connection)
        return result

    def _take(self) -> Connection:
        with self._lock:
            if self._disconnected:
                raise self._closed_error()
            while self._idle:
                connection = self._idle.pop()
                if not connection.lost:
                    self._busy.add(connection)
                    return connection
                connection.close()
            connection = Connection(self._url, self._network_timeout)
            self._busy.add(connection)
        self._open(connection)
        return connection

    def _open(self, connection: Connection) -> None:
        try:
            connection.open(self._name)
            self._find_spool(connection)
        except BaseException:
            self._drop(connection)
            raise

    def _find_spool(self, connection: Connection) -> None:
        """Ask for the spool on every new connection, because the controller may have been restarted."""
        try:
            self.shared_spool = open_shared_spool(connection.run(exchanges.spool()))
        except (CallerError, QueueState):  # the controller has no spool, or not the command
            self.shared_spool = None

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if not self._closed:
                self._busy.discard(connection)
                self._idle.append(connection)
                return
        self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        with self._lock:
            self._busy.discard(connection)
        connection.close()
        self._endings.add_socket(connection)

    def _recall(self, connection: Connection, exchange: Exchange[Any]) -> bool:
        """End an interrupted call at the controller, and put the items that it took back.

        Returns:
            Whether that succeeded, so that the connection can be used again.
        """
        try:
            if connection.owed:
                for undo in exchange.undo(self._unblock(connection)):
                    connection.run(undo)
        except RqError:
            self._drop(connection)
            return False
        except BaseException:
            self._drop(connection)
            raise
        self._give_back(connection)
        return True

    def _unblock(self, connection: Connection) -> Value:
        """End a blocked call and return its reply.

        UNBLOCK is repeated, because the first can reach the controller before the call does.

        Raises:
            ConnectionLost: The controller did not answer within the network timeout.
        """
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        while time.monotonic() < deadline:
            self._run(exchanges.unblock(connection.number))
            if (reply := connection.receive(pause)) is not NOT_ENOUGH:
                return reply
            pause *= 2
        raise ConnectionLost(
            f"{self._url} did not answer within {self._network_timeout:g} s; "
            "check it, or raise network_timeout"
        )

    def close(self) -> None:
        """Finish recalls, then close all connections. Calls of other threads raise ConnectionLost."""
        self._closed = True
        try:
            self._endings.wait()
        finally:
            self._disconnect()
        self._endings.wait()

    def _disconnect(self) -> None:
        with self._lock:
            self._disconnected = True
            idle, self._idle = self._idle, []
            for connection in self._busy:  # each is closed by the thread that uses it
                connection.interrupt(str(self._closed_error()))
                self._endings.add_socket(connection)
        for connection in idle:
            self._drop(connection)

    def _closed_error(self) -> ConnectionLost:
        return ConnectionLost(f"the handle of {self._url} was closed; connect again")
