# SPDX-License-Identifier: GPL-3.0-or-later
"""The target of the kind ``redis``: a Redis or Valkey server or cluster.

The options of the URL are described in ``redis_options``: ``events=monitor`` (the default) and
``events=all`` receive every command through MONITOR, which can halve the throughput of a busy server;
``events=count`` compares the counters of queues at each poll. ``changes=yes`` permits changes. The option
``preview`` is described in ``preview_option``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa

from rqcore.client.base import checked
from rqcore.errors import BadUrl, ConnectionLost, RqError, one_line
from rqcore.pressure.adapter import shown_name
from rqcore.pressure.key_protocol.keys import to_bytes
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_connection_base import wrong_reply
from rqcore.pressure.redis_errors import REDIS_ERRORS, WRONG_REPLIES, translated
from rqcore.pressure.timed_connection import stream
from rqcore.protocol.queue_values import KINDS, QueueStat
from rqcore.redis.queue_keys import prefix_of
from rqcore.redis.redis_server import OPTION, PRESSURE, RedisServer
from rqdebug.events.event_builder import PREVIEW_BYTES
from rqdebug.targets.base import Capabilities, Coverage, EventSource, LostEvents, Observation, Target
from rqdebug.targets.clock_offset import ClockReading, parse_time
from rqdebug.targets.preview_option import add_preview, read_preview, split_preview
from rqdebug.targets.redis.counter_polling import CounterPolling
from rqdebug.targets.redis.jobs.redis_jobs import RedisJobs
from rqdebug.targets.redis.key_scanner import KeyScanner
from rqdebug.targets.redis.monitor_calls import OBSERVER_NAME, MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import MonitorLine
from rqdebug.targets.redis.monitor_reader import MonitorReader
from rqdebug.targets.redis.redis_options import CHANGES, EVENTS

CLIENT_NAME = "rqdebug"
NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for any step."""
PROBES = 3
"""Maximum number of times that the types of keys are asked for while one batch of commands is processed."""


class RedisTarget(Target):
    """A server with a ``redis://`` URL. It is only observed unless the URL permits changes.

    Args:
        url: The URL, with a password if it needs one.

    Raises:
        BadUrl: The URL is malformed, or has an unknown value of ``events``.
    """

    def __init__(self, url: str) -> None:
        url, self._preview = split_preview(url)
        self._preview_bytes = read_preview(self._preview)
        self._address = RedisAddress.parse(url)
        self._events = self._address.option(EVENTS.name, EVENTS.default)
        values = [choice.value for choice in EVENTS.choices]
        if self._events not in values:
            raise BadUrl(f"events={self._events} is not a choice; write one of {', '.join(values)}")
        self._can_change = self._address.option(CHANGES.name, CHANGES.default) == "yes"

    @property
    def url(self) -> str:
        """The URL of the server, without a password."""
        return add_preview(str(self._address), self._preview)

    @property
    def capabilities(self) -> Capabilities:
        """There are no workers, and the cost of observing is unknown."""
        counted = self._events == "count"
        return Capabilities(
            event_source=EventSource.COUNTERS if counted else EventSource.COMMANDS,
            can_create=self._can_change,
            can_change=self._can_change,
            queue_kinds=KINDS,
            has_leases=self._address.option(OPTION, "") != PRESSURE,
            has_roles=True,
            has_jobs=True,
        )

    def observe(self, preview_bytes: int | None = None) -> RedisObservation:
        """Connect and begin to receive events. Raises RqError."""
        preview = self._preview_bytes if preview_bytes is None else preview_bytes
        return RedisObservation(self._connect(OBSERVER_NAME), self._events, preview)

    def connect(self) -> RedisServer:
        """Return a handle for calls on its queues. Raises RqError."""
        return self._connect(CLIENT_NAME)

    def open_jobs(self) -> RedisJobs:
        """Connect, and return the jobs of Celery, RQ and others. Raises RqError."""
        return RedisJobs(self._connect(OBSERVER_NAME))

    def _connect(self, name: str) -> RedisServer:
        connection = RedisConnection(self._address, name, NETWORK_TIMEOUT, self._can_change)
        return checked(RedisServer(connection))


class RedisObservation(Observation):
    """A connection for commands, and one to each server for the output of MONITOR.

    Args:
        controller: A handle of the server; ``close`` closes it.
        events: The value of the URL option ``events``; with ``count`` MONITOR is not used.
        preview_bytes: The number of bytes of each payload that events have.

    Raises:
        RqError: The server refuses a command, or the connection was lost.
    """

    def __init__(self, controller: RedisServer, events: str, preview_bytes: int = PREVIEW_BYTES) -> None:
        self._controller = controller
        self._connection = controller.connection
        self._address = controller.connection.address
        self._scanner = KeyScanner(controller)
        self._counters = CounterPolling()
        self._calls = MonitoredCalls(
            to_bytes(controller.prefix),
            HANDLERS,
            all_commands=events == "all",
            queue_name=partial(shown_name, self._address),
            preview_bytes=preview_bytes,
            own_prefix=prefix_of(controller.prefix),
        )
        self._clock_offset_ns = 0
        """How far the server's clock is ahead of ours."""
        self._monitors: list[MonitorReader] = []
        self._received: list[pa.RecordBatch | LostEvents] = []
        try:
            self.read_clock()
            self._update_clients()
            if events != "count":
                self._start_monitors()
        except BaseException:
            self.close()
            raise

    def _start_monitors(self) -> None:
        try:
            for options, pool in self._servers():
                connection = pool.get_connection()
                database = str(pool.connection_kwargs.get("db") or 0).encode()
                reader = MonitorReader(connection, partial(self._connection.ask, **options), database)
                self._monitors.append(reader)
                connection.send_command("MONITOR")
                connection.read_response()
                stream(connection)
        except REDIS_ERRORS as error:
            raise translated(error, self._address, has_answered=True) from error
        except WRONG_REPLIES as error:
            raise wrong_reply(self._address, "MONITOR") from error

    def _servers(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Yield for each server the options for commands to it, and its connection pool."""
        client = self._connection.client
        if not self._address.is_cluster:
            yield {}, client.connection_pool
            return
        for node in client.get_primaries():
            yield {"target_nodes": node}, client.get_redis_connection(node).connection_pool

    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        """Wait up to ``timeout`` seconds for commands. Raises ConnectionLost, ProtocolError."""
        if not self._monitors:
            time.sleep(timeout)
        with self._losses():
            for monitor in self._monitors:
                self._process(monitor, monitor.read(timeout / len(self._monitors)))
                if self._calls.is_in_script:  # it has ended if no command of it follows
                    self._process_to_mark(monitor)
            if self._calls.needs_client_list(self._server_time_ns()):
                self._update_clients()
        self._keep(self._calls.build(self._server_time_ns()))
        received, self._received = self._received, []
        return received

    @contextmanager
    def _losses(self) -> Iterator[None]:
        """Raise ConnectionLost for an exception of redis-py."""
        try:
            yield
        except RqError:
            raise
        except REDIS_ERRORS as error:
            raise ConnectionLost(
                f"the connection to {self._address} was lost: {one_line(str(error))}"
            ) from error
        except WRONG_REPLIES as error:
            raise wrong_reply(self._address, "a command") from error

    def _process(self, monitor: MonitorReader, lines: list[MonitorLine]) -> None:
        """Process commands.

        Ask before for what they depend on: the names of new clients, of which some only observe, and the
        types of keys, which show whether the server accepted a command.
        """
        if self._calls.has_new_client(lines):
            self._calls.note_observers({row["addr"]: row["name"] for row in self._list_clients()})
        types = self._calls.types
        for _ in range(PROBES):
            wanted = types.wanted(lines)
            if not wanted:
                break
            replies = self._connection.ask_many([("TYPE", key) for key in wanted])
            following, complete = monitor.read_to_mark()
            lines += following
            if not complete:
                break
            found = {key: kind for key, kind in zip(wanted, replies, strict=True) if isinstance(kind, bytes)}
            types.settle(found, lines)
        for line in lines:
            self._calls.process(line)

    def _process_to_mark(self, monitor: MonitorReader) -> tuple[list[MonitorLine], bool]:
        """Process the commands up to now. Return them, and False if there are too many."""
        lines, complete = monitor.read_to_mark()
        self._process(monitor, lines)
        if complete:
            self._calls.end_script()
        return lines, complete

    def list_queues(self) -> list[QueueStat]:
        """Return the queues, lists and streams that were found so far. Raises ConnectionLost."""
        with self._losses():
            if self._monitors:
                self._update_clients()
            stats = [self._with_blocked_calls(stat) for stat in self._scanner.poll()]
        if not self._monitors:
            self._keep(self._counters.compare(stats, self._server_time_ns()))
        return stats

    @property
    def coverage(self) -> Coverage:
        """Which part of the keys was examined for queues."""
        return self._scanner.coverage

    def _keep(self, batch: pa.RecordBatch | None) -> None:
        if batch is not None:
            self._received.append(batch)

    def _server_time_ns(self) -> int:
        return time.time_ns() + self._clock_offset_ns

    def _update_clients(self) -> None:
        """Update the names of clients and the blocked clients from CLIENT LIST.

        The list holds for clients that sent no command between the marks before and after it.
        """
        for monitor in self._monitors:
            self._process_to_mark(monitor)
        rows = self._list_clients()
        now_ns = self._server_time_ns()
        active: set[str] = set()
        for monitor in self._monitors:
            lines, complete = self._process_to_mark(monitor)
            active.update(line.client for line in lines)
            if not complete:
                active.update(self._calls.open_calls)
        blocked = [row["addr"] for row in rows if "b" in row["flags"]]
        names = {row["addr"]: row["name"] for row in rows}
        self._calls.update_clients(names, blocked, now_ns, active)

    def _list_clients(self) -> list[dict[str, str]]:
        if not self._address.is_cluster:
            return self._connection.list_clients()
        primaries = self._connection.client.get_primaries()
        replies = [self._connection.list_clients(target_nodes=node) for node in primaries]
        return [row for rows in replies for row in rows]

    def _with_blocked_calls(self, stat: QueueStat) -> QueueStat:
        puts, gets = self._calls.count_blocked(stat.namespace)
        return replace(
            stat, blocked_puts=max(stat.blocked_puts, puts), blocked_gets=max(stat.blocked_gets, gets)
        )

    def read_clock(self) -> ClockReading | None:
        """Return a reading of the server's clock. Raises ConnectionLost."""
        sent_ns = time.time_ns()
        with self._losses():
            reply = self._connection.ask("TIME", **self._connection.any_node)
        shown_ns = parse_time(next(iter(reply.values()), None) if isinstance(reply, dict) else reply)
        reading = ClockReading(sent_ns, shown_ns, time.time_ns(), resolution_ns=1000)
        self._clock_offset_ns = reading.offset_ns
        return reading

    def close(self) -> None:
        """Disconnect."""
        for monitor in self._monitors:
            monitor.close()
        self._monitors = []
        self._controller.close()
