# SPDX-License-Identifier: MIT
"""Serves a controller on the network: a thin asyncio shell around ``Controller``."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import islice

from rqcore.controller.calls.session_calls import discard_results
from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import TooMany
from rqcore.protocol.event_frames import encode_event_frames, encode_notice
from rqcore.protocol.event_values import Outcome
from rqcore.protocol.hold_notices import encode_hold
from rqcore.server.base_session import BUSY, TURN
from rqcore.server.committer import Committer
from rqcore.server.data_directory import DataDirectory
from rqcore.server.garbage_collector import collect_old_objects, visit_only_new_objects
from rqcore.server.held_connections import HeldConnections
from rqcore.server.listeners import Factory, Listener
from rqcore.server.password_checker import PasswordChecker
from rqcore.server.resumable_session import ResumableSession
from rqcore.server.server_connection import ServerConnection
from rqcore.server.spool_directory import SpoolDirectory

log: logging.Logger = logging.getLogger("rqcore.server")

FLUSH_INTERVAL = 0.025
"""Maximum seconds that an event waits until its batch is sent."""
SENT = 8 << 20
"""The most bytes of events that all observers together are sent each time, which takes about 10 ms."""
SWEEP_INTERVAL = 60.0
"""Seconds between two removals of forgotten files from the spool."""
CLOCK_INTERVAL = 5.0
"""Seconds after which a step of the wall clock is noticed."""
DELIVERIES = 200
"""The most results of blocked calls that are sent in one turn of the event loop."""
RESUMING = 20
"""The work of continuing a stalled session, apart from its requests."""
DISMISSED = 100
"""The most new clients that are disconnected in one turn of the event loop because they are silent."""
GRACE = 2.0
"""Seconds that clients have to read their last replies when the server stops."""
Clock = Callable[[], int]
"""Returns the time of a monotonic clock, in ns."""
Listen = Callable[[Factory], Awaitable[Listener]]
"""Opens one address, and makes the protocol of each connection with the given factory."""


class Server:
    """Listens, moves bytes between connections and sessions, and runs the timers of the controller.

    Args:
        controller: The controller to serve.
        clock: The monotonic clock.
        spool: The directory for large payloads, if any; ``stop`` closes it.
        directory: The directory of durable queues, if any; ``stop`` closes it.

    Raises:
        BadSetting: The data in the directory cannot be read.
    """

    def __init__(
        self,
        controller: Controller,
        clock: Clock = time.monotonic_ns,
        spool: SpoolDirectory | None = None,
        directory: DataDirectory | None = None,
    ) -> None:
        """Prepare a server; ``start`` listens at an address."""
        self.controller: Controller = controller
        self._spool = controller.state.spool = spool
        self._state = controller.state
        self._checker = PasswordChecker(self._state.users, self._finish_logins)
        self._state.logins.verify = self._checker.verify
        self._state.busy_from = BUSY
        self.clock = clock
        self._committer: Committer | None = None
        if directory is not None:
            self._committer = Committer(controller, directory, clock)
            self._committer.on_finished = self.send_outgoing
            self._committer.on_events = self._send_passed_events
        self.connections: dict[int, ServerConnection] = {}
        self._listeners: list[Listener] = []
        self.slow: dict[ServerConnection, None] = {}
        """Connections whose clients do not read their replies."""
        self._state.memory.reclaim = self._reclaim
        self.held: HeldConnections = HeldConnections()
        """Connections that are not read, because a debugger holds calls of their clients."""
        self._state.debuggers.cut = self._cut
        self._newcomers: OrderedDict[int, ServerConnection] = OrderedDict()
        """Connections that have not logged in yet, oldest first."""
        self._silence_timer: asyncio.TimerHandle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        """When ``_timer`` fires, in seconds of the loop's clock."""
        self._flusher: asyncio.TimerHandle | None = None
        self._sweeper: asyncio.TimerHandle | None = None
        self._clock_timer: asyncio.TimerHandle | None = None
        self._worker: asyncio.Handle | None = None
        """Does the next step of the work in the background."""
        self._stalled: deque[ServerConnection] = deque()
        """Connections with stalled sessions, in the order in which they continue."""
        self._turn: asyncio.Handle | None = None
        """Begins the next turn of the event loop, if work was counted in this one."""
        self._turn_work = 0
        """``ControllerState.work`` at the begin of this turn."""
        self._all_closed: asyncio.Future[None] | None = None
        """Done when the last connection is closed; None before ``stop``."""
        self._is_stopping = False

    async def start(self, listen: Listen) -> str:
        """Listen at one more address and return its URL. Raises OSError."""
        state = self.controller.state
        if not self._listeners:
            state.began_ns = self.clock()
            self._sweep()
            if self._committer:
                self._committer.start()
                self._set_timer()
            self._follow_wall_clock()
        listener = await listen(lambda: ServerConnection(self))
        self._listeners.append(listener)
        state.urls.append(listener.url)
        return listener.url

    @property
    def is_incomplete(self) -> bool:
        """Whether the server has stopped, and the last changes of durable queues could not be saved."""
        return self._committer is not None and self._committer.is_incomplete

    async def stop(self) -> None:
        """End every blocked call with CLOSED, send the last replies, and close all connections.

        Clients that can resume their sessions after a restart get no errors of calls that a restarted
        controller can carry out: from now on, none of their requests is received.
        """
        self._is_stopping = True
        for listener in self._listeners:
            listener.close()
        self._end_debugging()
        if self._committer:
            self._committer.seal()
            for connection in self.connections.values():
                connection.stop_reading()
        self.controller.close(self.clock())
        if self._committer:
            await self._committer.stop()
        while self._state.outgoing or self._state.background:
            self._state.background.step(self.clock())
            self.send_outgoing()
        if self._worker:
            self._worker.cancel()
        timers = self._timer, self._flusher, self._silence_timer, self._sweeper, self._clock_timer
        for timer in timers:
            if timer:
                timer.cancel()
        self._checker.close()
        try:
            await self._close_connections()
        finally:  # a second signal must not leave the directory
            if self._spool:
                self._spool.close()

    def _end_debugging(self) -> None:
        """Let all calls continue that debuggers hold."""
        self.held.stop()
        self.controller.end_debugging(self.clock())
        while self._state.outgoing:
            self.send_outgoing()

    def _sweep(self) -> None:
        """Remove files that clients have forgotten in the spool, and schedule the next removal.

        The file of a put that a debugger holds is in no queue yet, so nothing is removed while calls are
        held.
        """
        if self._spool:
            if not self._state.debuggers.held:
                self._spool.sweep(time.time())
            self._sweeper = asyncio.get_running_loop().call_later(SWEEP_INTERVAL, self._sweep)

    async def _close_connections(self) -> None:
        for connection in list(self.connections.values()):
            connection.finish()
        if self.connections:
            self._all_closed = asyncio.get_running_loop().create_future()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_closed, GRACE)
        for connection in list(self.connections.values()):
            connection.transport.abort()
        await asyncio.sleep(0)

    def send_outgoing(self) -> None:
        """Deliver the results that the last command had for other clients, and set the deadline timer."""
        state = self._state
        if state.debuggers.notices:
            self._send_notices()  # before the replies that follow them
        for _ in range(DELIVERIES):
            if not state.outgoing:
                break
            client, value = state.outgoing.popleft()
            if connection := self.connections.get(client.number):
                connection.deliver(value)
        if state.debuggers.notices:
            self._send_notices()
        if (state.background.tasks or state.outgoing) and not self._worker:
            self._worker = asyncio.get_running_loop().call_soon(self._work)
        if state.work > self._turn_work:
            self._schedule_turn()
        if state.deadlines or state.item_deadlines or (state.debugging and state.debugging.has_new_deadline):
            self._set_timer()
        if state.publisher.subscriptions and not self._flusher:
            self._flusher = asyncio.get_running_loop().call_later(FLUSH_INTERVAL, self._flush)

    def _send_notices(self) -> None:
        """Report to debuggers what happened to calls, and to clients that theirs is held."""
        notices = self._state.debuggers.notices
        while notices:
            client, kind, value = notices.popleft()
            connection = self.connections.get(client.number)
            if connection is not None and client.protocol >= 3:
                connection.send_notice(encode_notice(kind, value) if kind else encode_hold(value))

    def deliver_first(self, client: Client) -> None:
        """Deliver the result of a blocked call of a client, before its next request is executed.

        Many results wait for later turns. Without this, the reply to a request that the client has sent
        behind its blocked call would overtake the result of the call.
        """
        outgoing = self._state.outgoing
        at = next((at for at, (receiver, _) in enumerate(outgoing) if receiver is client), None)
        if at is not None:
            _, value = outgoing[at]
            del outgoing[at]
            self.connections[client.number].deliver(value)

    def add_stalled(self, connection: ServerConnection) -> None:
        """Call ``resume`` of a connection with a stalled session in a later turn of the event loop."""
        self._stalled.append(connection)
        self._schedule_turn()

    def _schedule_turn(self) -> None:
        """Call ``_begin_turn`` in the next turn of the event loop."""
        if not self._turn:
            self._turn = asyncio.get_running_loop().call_soon(self._begin_turn)

    def _begin_turn(self) -> None:
        """Begin to count the work of a turn, and continue some of the stalled sessions, each in its turn."""
        state, self._turn = self._state, None
        self._turn_work = state.work
        state.busy_from = state.work + BUSY
        for _ in range(len(self._stalled)):
            if state.work - self._turn_work >= TURN:
                break
            state.work += RESUMING
            self._stalled.popleft().resume()
        if self._stalled:
            self._schedule_turn()

    def _finish_logins(self, digest: bytes, is_right: bool) -> None:
        """End the logins that waited for the check of a password."""
        self._state.logins.finish(digest, is_right)
        self.send_outgoing()

    def _work(self) -> None:
        """Do one step of the work that is left, and the next one in a later turn of the loop."""
        self._worker = None
        self._state.background.step(self.clock())
        self.send_outgoing()

    def _set_timer(self) -> None:
        self._state.debuggers.has_new_deadline = False
        deadline = self.controller.next_deadline
        if deadline is None:
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + max(deadline - self.clock(), 0) / 1e9
        if self._timer and self._timer_at <= at:
            return
        if self._timer:
            self._timer.cancel()
        self._timer, self._timer_at = loop.call_at(at, self._expire), at

    def _expire(self) -> None:
        self._timer = None
        self.controller.expire(self.clock())
        self.send_outgoing()
        self._set_timer()

    def _flush(self) -> None:
        self._flusher = None
        if not (self._committer and self._committer.hold_events()):
            self._send_events()
        self._set_wall_clock()
        if self._state.publisher.subscriptions:
            self._flusher = asyncio.get_running_loop().call_later(FLUSH_INTERVAL, self._flush)

    def _send_events(self) -> None:
        """Send each observer the events so far."""
        self._state.publisher.flush()
        self._send_passed_events()

    def _send_passed_events(self) -> None:
        """Send each observer its events, unless it has not read earlier ones, or a reply is half sent.

        After ``SENT`` bytes, the rest is sent later: an observer that has not read for long has many.
        """
        state, start = self._state, self.clock()
        most = SENT // max(len(state.publisher.subscriptions), 1)
        for number, subscription in state.publisher.subscriptions.items():
            connection = self.connections[number]
            if connection.is_writing_paused or not connection.session or connection.session.is_amid_reply:
                continue
            if parts := encode_event_frames(*subscription.take(most)):
                connection.transport.writelines(parts)
                state.counters.sent_event_bytes += sum(map(len, parts))
        while state.publisher.failed:
            if failed := self.connections.get(state.publisher.failed.pop()):
                failed.transport.abort()
        state.counters.observing_ns += self.clock() - start

    def _follow_wall_clock(self) -> None:
        self._set_wall_clock()
        self._clock_timer = asyncio.get_running_loop().call_later(CLOCK_INTERVAL, self._follow_wall_clock)

    def _set_wall_clock(self) -> None:
        offset_ns = time.time_ns() - self.clock()
        self._state.publisher.wall_offset_ns = offset_ns
        if self._committer:
            self._committer.set_wall_offset(offset_ns)

    # Connections

    def add_connection(self, connection: ServerConnection, client: Client) -> None:
        """Register a new connection. The client must send a command in ``max_silence`` seconds.

        If the last connection is used, or half of all belong to clients that have not logged in, the oldest
        of these is closed: they must not keep out clients that have a password.
        """
        self.connections[client.number] = connection
        self._newcomers[client.number] = connection
        if not self._silence_timer:
            self._set_silence_timer(self.controller.state.limits.silence)
        most = self._state.limits.clients
        if self._state.users and (len(self._newcomers) > most // 2 or len(self.connections) >= most):
            self._close_oldest_stranger()

    def handshake_room(self) -> int:
        """Return how many connections may be in their handshake: at most half, and those that are free."""
        most = self._state.limits.clients
        return min(most // 2, most - len(self.connections))

    def _cut(self, client: Client) -> None:
        """Cut the connection of a client. What is written to it from now on is lost."""
        if connection := self.connections.get(client.number):
            connection.transport.abort()

    def count_refused_handshake(self) -> None:
        """Count a connection that was closed in its TLS handshake, because a newer one needed its place."""
        self._state.counters.refused_strangers += 1

    def remove_connection(self, client: Client) -> None:
        """Remove a client that has disconnected."""
        del self.connections[client.number]
        self._newcomers.pop(client.number, None)
        self.controller.disconnect(client, self.clock())
        self.send_outgoing()
        if client.session and client.session.is_lost and not self._is_stopping:
            self._set_timer()
        if self._all_closed and not self.connections and not self._all_closed.done():
            self._all_closed.set_result(None)

    def continue_session(self, connection: ServerConnection, newcomer: Client) -> None:
        """Continue the session of the successor of a client on its connection.

        Args:
            connection: The connection.
            newcomer: The client of the connection until now: the successor itself if its session begins.
        """
        client, newcomer.successor = newcomer.successor, None
        assert client and client.session
        client.is_leaving = False
        if client is not newcomer:
            if old := self.connections.get(client.number):
                old.abandon()
            del self.connections[newcomer.number]
            self._newcomers.pop(newcomer.number, None)
            self.controller.remove_newcomer(newcomer, self.clock())
            self.connections[client.number] = connection
            discard_results(self._state, client)
        connection.attach(ResumableSession(self.controller, client, client.session))
        if self._is_stopping:
            connection.stop_reading()

    def _reclaim(self, size: int) -> None:
        """Disconnect clients that do not read their replies until ``size`` bytes are free, if necessary all.

        Items of all clients are worth more than replies that one client leaves unread.
        """
        enough, most = self._state.memory.held - size, self._state.limits.output
        for connection in sorted(self.slow, key=lambda each: each.unread, reverse=True):
            if self._state.memory.held <= enough or connection.unread <= most:
                break
            connection.abort_slow_client()

    def _close_oldest_stranger(self) -> None:
        """Close the oldest client that has not logged in. Others before it only leave the list."""
        while len(self._newcomers) > 1:
            _, connection = self._newcomers.popitem(last=False)
            assert connection.session
            client = connection.session.client
            if not client.is_trusted and not client.is_leaving:
                client.dismiss(Outcome.ERROR)
                self._state.counters.refused_strangers += 1
                connection.refuse(
                    TooMany("too many clients have not logged in; log in right after connecting")
                )
                return

    def _set_silence_timer(self, seconds: float) -> None:
        self._silence_timer = asyncio.get_running_loop().call_later(
            max(seconds, 0), self._close_silent_clients
        )

    def _close_silent_clients(self) -> None:
        """Disconnect new clients that did not send a command and log in within ``max_silence`` seconds."""
        self._silence_timer = None
        silence, now_ns = self.controller.state.limits.silence, self.clock()
        left = 0.0
        for number, connection in list(islice(self._newcomers.items(), DISMISSED)):
            assert connection.session
            client = connection.session.client
            left = silence - (now_ns - client.connected_ns) / 1e9
            if left > 0:
                break
            del self._newcomers[number]
            if not (client.command and client.is_trusted) and not client.is_leaving:
                connection.close_silent_client(silence)
        if self._newcomers:
            self._set_silence_timer(left)


async def serve(server: Server, listens: Sequence[Listen], ready: Callable[[str], None]) -> None:
    """Serve until cancelled.

    Args:
        server: The server.
        listens: Opens each address.
        ready: Called with each URL once the server listens at all of them.

    Raises:
        OSError: An address cannot be used.
    """
    visit_only_new_objects()
    try:
        for url in [await server.start(listen) for listen in listens]:
            ready(url)
        await collect_old_objects(server.controller.state)
    finally:
        await server.stop()
