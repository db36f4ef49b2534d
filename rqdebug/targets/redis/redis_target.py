# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets of the kind Redis: any Redis or Valkey server, or a cluster of them.

Behind the ``?`` of the URL: ``events=monitor`` (the usual) hears every command
by MONITOR, which costs a busy server up to half of what it can do;
``events=all`` tells commands that are no calls on queues as well;
``events=count`` hears nothing, and tells from time to time how the counters of
queues have changed. ``changes=yes`` lets queues be changed, not only looked at.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa

from rqcore.errors import BadUrl, ConnectionLost
from rqcore.pressure.adapter import shown_name
from rqcore.pressure.keys import to_bytes
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated
from rqcore.pressure.redis_handles import RedisControllerHandle
from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.schema import BatchDecoder
from rqdebug.targets.base import LostEvents, ObservationCost
from rqdebug.targets.clock_offset import ClockReading
from rqdebug.targets.redis.counter_polling import CounterPolling
from rqdebug.targets.redis.key_scanner import KeyScanner
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import read_line

CLIENT_NAME = "rqdebug"
OBSERVER_NAME = "rqdebug-observer"
"""Whoever is called so is not told of, by any debugger: looking is itself no event."""
NETWORK_TIMEOUT = 5.0
MOST_AT_ONCE = 20_000
"""Commands taken in at once: under a flood the queues must be looked at all the same."""
EVENTS = ("monitor", "all", "count")


class RedisTarget:
    """A server behind a ``redis://`` URL, which is only looked at unless the URL says otherwise."""

    def __init__(self, url: str) -> None:
        self._place = RedisAddress.parse(url)
        self._events = self._place.word("events", "monitor")
        if self._events not in EVENTS:
            raise BadUrl(f"events={self._events} is not known; choose among {', '.join(EVENTS)}")
        self._changes = self._place.word("changes", "no") == "yes"

    @property
    def url(self) -> str:
        return str(self._place)

    def observe(self) -> RedisObservation:
        return RedisObservation(self._connect(OBSERVER_NAME), self._events)

    def call(self) -> RedisControllerHandle:
        return self._connect(CLIENT_NAME)

    def _connect(self, name: str) -> RedisControllerHandle:
        handle = RedisControllerHandle(RedisConnection(self._place, name, NETWORK_TIMEOUT, self._changes))
        try:
            handle.ping()
        except BaseException:
            handle.close()
            raise
        return handle


class RedisObservation:
    """One connection to ask, and one for each server to hear what MONITOR says."""

    def __init__(self, controller: RedisControllerHandle, events: str) -> None:
        self._controller = controller
        self._link = controller.connection
        self._columns = BatchDecoder()
        self._queues = KeyScanner(controller)
        self._counts = CounterPolling()
        self._calls = MonitoredCalls(
            to_bytes(controller.prefix),
            HANDLERS,
            others=events == "all",
            shown=partial(shown_name, controller.connection.address),
        )
        self._ahead = 0
        """How far the server's clock is ahead of ours, in ns."""
        self._monitors: list[Any] = []
        self._arrived: list[pa.RecordBatch | LostEvents] = []
        try:
            self.clock()
            self._name_clients()
            if events != "count":
                self._listen()
        except BaseException:
            self.close()
            raise

    def _listen(self) -> None:
        try:
            for pool in self._pools():
                connection = pool.get_connection()
                self._monitors.append(connection)
                connection.send_command("MONITOR")
                connection.read_response()
        except REDIS_ERRORS as error:
            raise translated(error, self._link.address) from error

    def _pools(self) -> list[Any]:
        client = self._link.client
        if not self._link.address.is_cluster:
            return [client.connection_pool]
        return [client.get_redis_connection(node).connection_pool for node in client.get_primaries()]

    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        try:
            self._hear(timeout)
        except REDIS_ERRORS as error:
            raise ConnectionLost(f"{self._link.address} went away: {error}") from error
        if self._calls.records.strangers:
            self._name_clients()
        batch = self._calls.take(time.time_ns() + self._ahead)
        if batch is not None:
            self._arrived.append(self._columns.decode(batch))
        arrived, self._arrived = self._arrived, []
        return arrived

    def _hear(self, timeout: float) -> None:
        """Take in what was said, waiting for the first of it. On a cluster each server has its turn."""
        if not self._monitors:
            time.sleep(timeout)
        for connection in self._monitors:
            wait = timeout / len(self._monitors)
            for _ in range(MOST_AT_ONCE):
                if not connection.can_read(wait):
                    break
                wait = 0
                self._calls.hear(read_line(connection.read_response(disable_decoding=True)))

    def queues(self) -> list[QueueStat]:
        if self._monitors:
            self._name_clients()
        stats = [self._with_waiters(stat) for stat in self._queues.look()]
        if not self._monitors:
            counted = self._counts.look(stats, time.time_ns() + self._ahead)
            if counted is not None:
                self._arrived.append(self._columns.decode(counted))
        return stats

    def _name_clients(self) -> None:
        """CLIENT LIST tells what clients call themselves, and who is gone."""
        rows = self._clients()
        self._calls.silent = {row["addr"] for row in rows if OBSERVER_NAME in row["name"]}
        blocked = [row["addr"] for row in rows if "b" in row["flags"]]
        names = {row["addr"]: row["name"] for row in rows}
        self._calls.know_clients(names, blocked, time.time_ns() + self._ahead)

    def _clients(self) -> list[dict[str, str]]:
        if not self._link.address.is_cluster:
            return list(self._link.ask("CLIENT LIST"))
        primaries = self._link.client.get_primaries()
        found = [self._link.ask("CLIENT LIST", target_nodes=node) for node in primaries]
        return [row for rows in found for row in rows]

    def _with_waiters(self, stat: QueueStat) -> QueueStat:
        puts, gets = self._calls.waiting(stat.namespace)
        return replace(
            stat, blocked_puts=max(stat.blocked_puts, puts), blocked_gets=max(stat.blocked_gets, gets)
        )

    def clock(self) -> ClockReading | None:
        sent = time.time_ns()
        reply = self._link.ask("TIME", **self._link.any_node)
        seconds, micros = next(iter(reply.values())) if isinstance(reply, dict) else reply
        shown = int(seconds) * 10**9 + int(micros) * 1000
        reading = ClockReading(sent, shown, time.time_ns(), grain=1000)
        self._ahead = reading.offset
        return reading

    def cost(self) -> ObservationCost | None:
        """A Redis does not tell what MONITOR costs it."""
        return None

    def close(self) -> None:
        for connection in self._monitors:
            connection.disconnect()
        self._monitors = []
        self._controller.close()
