# SPDX-License-Identifier: MIT
# Generated from async_pool.py by scripts/generate_blocking.py; do not edit.
"""The blocking connections of a handle.

``rqcore.client`` explains their states, and how a client recovers from a lost connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rqcore.client import exchanges
from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange, PartlyRead
from rqcore.client.retry_schedule import BACKGROUND_PATIENCE, FIRST_PAUSE, LONGEST_RECALL, RetrySchedule
from rqcore.client.session_exchanges import report_unproved
from rqcore.client.waiting import Endings, ForkedPool, repeat_later, run_within, sleep
from rqcore.errors import (
    CallerError,
    ConnectionLost,
    ControllerError,
    Empty,
    Full,
    OutcomeUnknown,
    QueueState,
    RqError,
    TooBig,
    TooMany,
)
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.transport.shared_spool import LONGEST_PROBE, may_hang, new_nonce, open_shared_spool
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")

RECEIPT_DELAY = 0.05
"""Seconds that a connection is idle after a get until a request proves the receipt of the item."""


class ConnectionPool(ForkedPool):
    """Keeps one connection for each thread that is in a call, and reuses idle ones.

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
        self._set_asides: list[tuple[Connection, Exchange[Any]]] = []
        """Connections that were cut during an exchange whose outcome is unknown."""
        self._endings = Endings()
        self._is_proving = False
        """Receipts are proved in the background."""
        self._is_busy_proving = False
        """A connection may be in the hands of the background."""
        self._has_connected = False
        """The controller has answered before."""
        self._register_for_forks()

    def _forget_connections(self) -> list[Connection]:
        """Reset the pool to have no connection, and return the connections that it had."""
        forgotten = [*self._idle, *self._busy, *(each for each, _ in self._set_asides)]
        self._idle, self._busy, self._set_asides = [], set(), []
        self._endings = Endings()
        self._is_proving = self._is_busy_proving = False
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
        """Carry out an exchange, even while the pool is being closed.

        A cancellation arrives at an ``await``; a signal handler runs, and may raise, when a function is
        called. There is neither between the last line of ``try`` and the ``return``, nor in the first
        statement of the last ``except``. So each result reaches the caller, or its call is recalled.
        """
        connection = self._take(exchange.network_timeout)
        try:
            try:
                result = connection.run(exchange)
            except ConnectionLost as error:
                result = self._resume(connection, exchange, error, connection.network_timeout)
            if exchange.give_back is not None and connection.ticket is not None:
                connection.is_unproven = True
                if not self._is_proving:
                    self._begin_proving()
            self._busy.discard(connection)
            connection.owed = False
        except ConnectionLost as error:
            connection.was_unproven &= not isinstance(error, OutcomeUnknown)  # which reports it
            self._set_aside(connection, exchange)
            raise
        except (ControllerError, TooBig, GeneratorExit):  # the controller hangs up after too long a request
            self._drop(connection)
            raise
        except BaseException as error:
            if connection.owed:
                self._endings.work += ((self._recall, connection, exchange, LONGEST_RECALL),)
                self._endings.finish()
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

    def _carry_out(
        self, connection: Connection, exchange: Exchange[Any], patience: float | None = None
    ) -> None:
        """Carry out an exchange of the pool. If the connection fails or is silent, resume its session."""
        try:
            connection.run(exchange)
        except ConnectionLost as error:
            connection.give_up()
            self._resume(connection, exchange, error, patience or connection.network_timeout)

    def _resume(
        self, connection: Connection, exchange: Exchange[T], error: ConnectionLost, patience: float
    ) -> T:
        """Resume the session of a connection that failed during a call, and continue the call.

        Raises:
            OutcomeUnknown: The session cannot be resumed in time, or has ended.
            ConnectionLost: The pool is being closed.
            RqError: The error of the reply.
        """
        schedule = RetrySchedule(patience, exchange.time_left(connection.began))
        while connection.ticket and connection.is_cut and not (self._closed or schedule.is_last):
            sleep(schedule.next_pause())
            try:
                is_received = connection.resume()
            except (ConnectionLost, TooMany) as failure:
                error = ConnectionLost(str(failure)) if schedule.is_last else error
                continue
            except RqError as refusal:
                error = ConnectionLost(f"{error}, and could not be resumed: {refusal}")
                connection.ticket = None
                break
            schedule.resumed(is_received)
            try:
                left = exchange.time_left(connection.began)
                if is_received:
                    return connection.finish(exchange, left)
                exchange = exchange.within(left)
                return connection.run(exchange)
            except ConnectionLost as failure:
                error = failure
        if self._closed:
            raise error
        raise exchange.unknown_outcome(error) from error

    def _begin_proving(self) -> None:
        """Prove the receipt of items soon, if no request does it before."""
        self._is_proving = True
        repeat_later(RECEIPT_DELAY, self._are_proofs_due, self._prove_receipts)

    def _are_proofs_due(self) -> bool | None:
        """Return whether ``_prove_receipts`` has something to do now; None if there is nothing to prove."""
        latest = time.monotonic() - RECEIPT_DELAY
        if self._set_asides or any(
            each.is_unproven and each.last_used <= latest for each in self._idle.copy()
        ):
            return True
        return False if self._has_proofs_left() else None

    def _prove_receipts(self, idle: float = RECEIPT_DELAY) -> bool:
        """Send a request on each connection that is idle since a get, and settle those that were set aside.

        Only the controller knows when a session has ended, so that an outage may last for any time.

        Args:
            idle: For how many seconds a connection must be idle. 0.0 leaves out what may take long.

        Returns:
            Whether others may follow.
        """
        latest, self._is_busy_proving = time.monotonic() - idle, True
        try:
            for connection in self._idle.copy():
                if connection.is_unproven and connection.last_used <= latest:
                    self._prove(connection, BACKGROUND_PATIENCE)
            for _ in self._set_asides.copy() if idle else ():
                if self._set_asides:
                    connection, exchange = self._set_asides.pop(0)
                    self._busy.add(connection)
                    self._recall(connection, exchange, BACKGROUND_PATIENCE)
        finally:
            self._is_busy_proving = False
        return self._has_proofs_left()

    def _has_proofs_left(self) -> bool:
        self._is_proving = False  # before the next line: a get may end between them
        self._is_proving = not self._closed and (
            bool(self._set_asides) or any(each.is_unproven for each in [*self._idle, *self._busy.copy()])
        )
        return self._is_proving

    def _prove(self, connection: Connection, patience: float) -> None:
        try:
            self._idle.remove(connection)
        except ValueError:  # a call uses it, whose request is the proof
            return
        try:
            self._busy.add(connection)
            connection.network_timeout = self._network_timeout
            self._carry_out(connection, exchanges.ping(), patience)
            connection.owed = False
        except OutcomeUnknown:
            self._set_aside(connection, exchanges.ping())
        except RqError:
            self._drop(connection)
        except BaseException:
            self._drop(connection)
            raise
        else:
            self._give_back(connection)

    def _take(self, network_timeout: float | None = None) -> Connection:
        patience = self._network_timeout if network_timeout is None else network_timeout
        if self._endings.work:  # a second signal came when the first had interrupted a call
            self._endings.finish()
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
                if connection.is_unproven and not self._disconnected:
                    self._carry_out(connection, exchanges.ping())
                    connection.owed = False
                    return connection
            except BaseException as error:
                self._set_aside(connection, exchanges.ping())
                if isinstance(error, OutcomeUnknown):  # the controller was restarted, or cannot be reached
                    continue
                raise
            self._drop(connection)
        return self._open_new(patience)

    def _open_new(self, patience: float) -> Connection:
        """Open another connection. It is tried again if the controller is known and the network cuts it."""
        schedule = RetrySchedule(patience, 0.0)
        while True:
            if pause := schedule.next_pause():
                sleep(pause)
            connection = Connection(self._url, patience, self._has_connected)
            try:
                self._open(connection)
                return connection
            except ConnectionLost:
                if not (connection.is_cut and self._has_connected) or schedule.is_last:
                    raise

    def _open(self, connection: Connection) -> None:
        try:
            self._busy.add(connection)
            if self._disconnected:  # ``close`` sets it first, and then looks for busy connections
                raise self._closed_error()
            connection.open(self._name, begins_session=True)
            self._has_connected = True
            self._register_for_exit()
            self.find_spool(connection.run)
            connection.owed = False
        except BaseException:
            self._drop(connection)
            raise

    def find_spool(self, run: Callable[[Exchange[Any]], Any]) -> None:
        """Ask for the spool on every new connection, because the controller may have been restarted."""
        nonce = new_nonce()
        try:
            location = run(exchanges.spool(nonce))
        except (CallerError, QueueState):  # the controller has no spool, or not the command
            self.shared_spool = None
        else:
            is_known = self.shared_spool is not None and self.shared_spool.is_at(location, nonce)
            if not is_known and may_hang(location):
                seconds = min(self._network_timeout, LONGEST_PROBE)
                self.shared_spool = run_within(seconds, open_shared_spool, location, nonce)
            elif not is_known:
                self.shared_spool = open_shared_spool(location, nonce)

    def _give_back(self, connection: Connection) -> None:
        """Make a connection idle. It is in one list or the other at any time, without a lock.

        A lock would be in the way: a signal handler or a finalizer may call a method of a handle while its
        thread is here.
        """
        connection.kept = []
        self._busy.discard(connection)
        self._idle.append(connection)
        if self._disconnected:
            self._drop_idle()

    def _set_aside(self, connection: Connection, exchange: Exchange[Any]) -> None:
        """Leave a connection to the background, which finds out what became of its last exchange.

        The receipt of the reply before is then proved too. A connection without a pending exchange is idle.
        """
        if connection.owed:
            connection.give_up()
            if self._disconnected or not (connection.ticket and connection.is_cut):
                self._drop(connection)
                return
            self._set_asides += ((connection, exchange),)
        else:
            self._idle += (connection,)
        self._busy.discard(connection)
        if self._disconnected:
            self._drop_idle()
        elif not self._is_proving:
            self._begin_proving()

    def _drop(self, connection: Connection) -> None:
        self._busy.discard(connection)
        if connection.owed:
            connection.close()
        else:
            connection.quit()
        self._endings.add_socket(connection)
        if connection.owed and connection.was_unproven:
            report_unproved(self._url)

    def _recall(self, connection: Connection, exchange: Exchange[Any], patience: float) -> None:
        """End an interrupted call at the controller, and put the items that it took back.

        If its session cannot be resumed in ``patience`` seconds, the background tries further. If it has
        ended, or putting back fails, the connection is dropped.
        """
        try:
            connection.take_over()
            for undo in self._end_interrupted(connection, exchange, patience):
                self._carry_out(connection, undo)
            connection.owed = False
        except RqError as error:
            if isinstance(error, ConnectionLost) and not isinstance(error, OutcomeUnknown):
                self._set_aside(connection, exchange)
            else:
                self._drop(connection)
        except BaseException:
            self._drop(connection)
            raise
        else:
            self._give_back(connection)

    def _end_interrupted(self, connection: Connection, exchange: Exchange[Any], patience: float) -> list[Any]:
        """End an interrupted call; resume it first if it was cut too. Returns exchanges that undo it.

        Raises:
            ConnectionLost: It could not be resumed in ``patience`` seconds. It is no OutcomeUnknown.
            RqError: The session has ended.
        """
        try:
            if connection.was_sent:
                return exchange.undo(self._unblock(connection))
            connection.withdraw()
            return []
        except ConnectionLost:
            connection.give_up()
        schedule = RetrySchedule(patience, 0.0)
        while connection.ticket and connection.is_cut and not (self._disconnected or schedule.is_last):
            sleep(schedule.next_pause())
            with suppress(ConnectionLost, TooMany):
                is_received = connection.resume()
                return exchange.undo(self._unblock(connection)) if is_received else []
            connection.give_up()
        raise ConnectionLost(f"lost {self._url}")

    def _unblock(self, connection: Connection) -> Value:
        """End a blocked call and return its reply.

        UNBLOCK is repeated, because the first can reach the controller before the call does.

        Raises:
            ConnectionLost: The controller did not answer within the network timeout.
        """
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        reply = connection.receive(0)
        while reply is NOT_ENOUGH:
            if time.monotonic() >= deadline:
                raise ConnectionLost(
                    f"{self._url} did not answer within {self._network_timeout:g} s; "
                    "check it, or raise network_timeout"
                )
            self._run(exchanges.unblock(connection.number))
            reply = connection.receive(pause)
            pause *= 2
        return reply

    def close(self) -> None:
        """End all calls and recalls, then close all connections. Calls of other threads raise ConnectionLost.

        A call that has taken an item returns it.
        """
        self._prove_idle()
        self._closed = True
        try:
            self._end_calls()
            self._endings.wait()
        finally:
            self._disconnect()
        self._endings.wait()
        deadline = time.monotonic() + self._network_timeout
        while self._is_busy_proving and time.monotonic() < deadline:
            sleep(FIRST_PAUSE / 10)

    def _prove_idle(self) -> None:
        """Prove the receipt of the last items. The replies show that this is saved; QUIT waits for none."""
        for connection in [each for each in self._idle if each.is_unproven]:
            self._prove(connection, self._network_timeout)
            if connection.is_cut:  # the controller does not answer
                return

    def _end_calls(self) -> None:
        """End the calls that wait, as their timeout would, for up to the network timeout."""
        calls = [each for each in self._busy.copy() if each.number]
        deadline, pause = time.monotonic() + self._network_timeout, FIRST_PAUSE
        try:
            while calls and time.monotonic() < deadline:
                for connection in calls:
                    connection.is_ending = True
                    self._run(exchanges.unblock(connection.number))
                # A call below this one in the same thread ends when this one has returned.
                calls = [each for each in calls if each in self._busy and not each.is_below]
                if calls:
                    sleep(pause)
                    pause *= 2
        except RqError:  # the controller cannot be reached
            return

    def _disconnect(self) -> None:
        self._disconnected = True
        self._drop_unused()
        for connection in self._busy.copy():  # each is closed by the thread that uses it
            if not (connection.is_below and connection.is_ending):
                connection.interrupt(str(self._closed_error()))
            self._endings.add_socket(connection)

    def _drop_unused(self) -> None:
        """Close all connections that no call uses."""
        self._drop_idle()
        while self._set_asides:
            self._drop(self._set_asides.pop()[0])

    def _drop_idle(self) -> None:
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was faster
                return
            self._busy.discard(connection)
            connection.quit()
            self._endings.add_socket(connection)

    def _closed_error(self) -> ConnectionLost:
        return ConnectionLost(f"the handle of {self._url} was closed; connect again")
