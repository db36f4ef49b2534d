# SPDX-License-Identifier: GPL-3.0-or-later
"""The target of the kind ``controller``: a server that ``rqcore serve`` runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import groupby
from typing import TypeVar

import pyarrow as pa

from rqcore import ControllerHandle, connect
from rqcore.client import exchanges
from rqcore.client.connection import Connection, open_connection
from rqcore.client.exchange import Exchange
from rqcore.debug import Debugger, DebuggerListener
from rqcore.debug.call_conditions import Parser
from rqcore.errors import CallerError, ConnectionLost, ProtocolError
from rqcore.protocol.event_batch import EventBatch, decode_batch
from rqcore.protocol.event_fields import LATEST, V2
from rqcore.protocol.queue_values import QueueStat
from rqcore.protocol.resp import NOT_ENOUGH, Push, Value, command
from rqcore.url import Url
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.event_builder import PREVIEW_BYTES
from rqdebug.targets.base import (
    Capabilities,
    Interventions,
    LostEvents,
    Observation,
    ObservationCost,
    Target,
)
from rqdebug.targets.clock_offset import ClockReading, parse_time
from rqdebug.targets.preview_option import add_preview, read_preview, split_preview

T = TypeVar("T")

CLIENT_NAME = "rqdebug"
NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for any step."""
MAX_BATCHES = 64
"""Maximum number of batches that one ``receive`` returns, so that many events do not stop the polls."""


class ControllerTarget(Target):
    """A controller with an ``rq://`` or ``rqs://`` URL.

    Args:
        url: The URL, with a password if it needs one. Its option ``preview`` is described in
            ``preview_option``.

    Raises:
        BadUrl: The URL is wrong.
    """

    def __init__(self, url: str) -> None:
        self._url_with_password, self._preview = split_preview(url)
        self._preview_bytes = read_preview(self._preview)
        self._url = Url.parse(self._url_with_password)

    @property
    def url(self) -> str:
        """The URL of the controller, without a password."""
        return add_preview(str(self._url), self._preview)

    @property
    def capabilities(self) -> Capabilities:
        """All capabilities."""
        return Capabilities(
            can_create=True,
            can_change=True,
            has_leases=True,
            has_durable_queues=True,
            has_workers=True,
            reports_cost=True,
            can_debug=True,
        )

    def observe(self, preview_bytes: int | None = None) -> ControllerObservation:
        """Connect and subscribe to events. Raises RqError."""
        connection = open_connection(self._url, CLIENT_NAME, NETWORK_TIMEOUT)
        return ControllerObservation(
            connection, self._preview_bytes if preview_bytes is None else preview_bytes
        )

    def connect(self) -> ControllerHandle:
        """Return a handle for calls on its queues. Raises RqError."""
        return connect(self._url_with_password, name=CLIENT_NAME, network_timeout=NETWORK_TIMEOUT)

    def debug(self, parse: Parser | None = None, listener: DebuggerListener | None = None) -> Debugger:
        """Begin a debugger session. Raises NotAllowed, ConnectionLost."""
        return Debugger(self._url, CLIENT_NAME, NETWORK_TIMEOUT, parse, listener)


def _check_ok(reply: Value) -> None:
    if reply != b"OK":
        raise ProtocolError("the controller refuses to be observed")


class ControllerObservation(Observation):
    """A RESP3 connection on which events arrive as push frames between the replies.

    Args:
        connection: An open connection; it is closed if the controller refuses.
        preview_bytes: The number of bytes of each payload to receive.

    Raises:
        RqError: The controller refuses to be observed, or the connection was lost.
    """

    def __init__(self, connection: Connection, preview_bytes: int = PREVIEW_BYTES) -> None:
        self._connection = connection
        self._preview_bytes = preview_bytes
        self._decoder = BatchDecoder()
        self._received: list[EventBatch | LostEvents] = []
        try:
            self._subscribe()
        except BaseException:
            connection.close()
            raise

    def _subscribe(self) -> None:
        request: list[str | int] = ["RQ.OBSERVE", "PREVIEW", self._preview_bytes]
        if self._connection.events > V2.version:  # an older controller does not know the option
            request += ["VERSION", min(self._connection.events, LATEST)]
        exchange = Exchange(command(request), _check_ok)
        self._connection.send(exchange.request)
        exchange.result(self._read_reply())

    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        """Wait up to ``timeout`` seconds for events. Raises ConnectionLost, ProtocolError."""
        try:
            while len(self._received) < MAX_BATCHES:
                value = self._connection.receive(0 if self._received else timeout)
                if value is NOT_ENOUGH:
                    break
                self._handle(value)
        except ConnectionLost:
            if not self._received:  # otherwise return these events first, and raise in the next call
                raise
        received, self._received = self._received, []
        return list(self._decode(received))

    def _decode(self, received: list[EventBatch | LostEvents]) -> Iterator[pa.RecordBatch | LostEvents]:
        """Decode the batches between two losses together."""
        for is_loss, group in groupby(received, lambda each: isinstance(each, LostEvents)):
            if is_loss:
                yield from group
            else:
                yield from self._decoder.decode_all(each for each in group if isinstance(each, EventBatch))

    def list_queues(self) -> list[QueueStat]:
        """Return the current state of every queue. Raises ConnectionLost, ProtocolError."""
        exchange = exchanges.queues()
        self._connection.send(exchange.request)
        return exchange.result(self._read_reply())

    def read_clock(self) -> ClockReading | None:
        """Return a reading of its clock; None if the controller is too old. Raises ConnectionLost."""
        sent_ns = time.time_ns()
        shown_ns = self._request(Exchange(command(["TIME"]), parse_time))
        if shown_ns is None:
            return None
        return ClockReading(sent_ns, shown_ns, time.time_ns(), resolution_ns=1000)

    def read_cost(self) -> ObservationCost | None:
        """Return the cost of observing; None if the controller is too old. Raises ConnectionLost."""
        return self._request(Exchange(command(["INFO", "observers"]), _parse_cost))

    def read_interventions(self) -> Interventions:
        """Return what debuggers have set; nothing if the controller is too old. Raises ConnectionLost."""
        return (
            self._request(Exchange(command(["INFO", "debugging"]), _parse_interventions)) or Interventions()
        )

    def _request(self, exchange: Exchange[T]) -> T | None:
        """Return the result of an exchange, or None if the controller does not have the command.

        Raises:
            ProtocolError: The controller did not reply in time, or not as the protocol demands.
            ConnectionLost: The connection was lost.
        """
        self._connection.send(exchange.request)
        try:
            return exchange.result(self._read_reply())
        except CallerError:
            return None

    def _read_reply(self) -> Value:
        """Return the next reply; events that arrive before it are kept for ``receive``."""
        while isinstance(value := self._connection.receive(NETWORK_TIMEOUT), Push):
            self._handle(value)
        if value is NOT_ENOUGH:
            raise ProtocolError(f"the controller sent no reply within {NETWORK_TIMEOUT:g} s")
        return value

    def _handle(self, value: Value) -> None:
        match value:
            case [b"rq.events", bytes(data)]:
                self._received.append(decode_batch(data))
            case [b"rq.lost", int(count)]:
                self._received.append(LostEvents(count))
            case _:
                shown = f"{value!r:.80}"
                raise ProtocolError(f"the controller sent {shown}, which is neither rq.events nor rq.lost")

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def _parse_info(reply: Value) -> dict[str, str]:
    return dict(line.split(":", 1) for line in reply.decode(errors="replace").splitlines() if ":" in line)


def _parse_interventions(reply: Value) -> Interventions:
    fields = _parse_info(reply)
    names = ("frozen_queues", "breakpoints", "faults", "held_calls")
    frozen, breakpoints, faults, held = (int(fields.get(name, 0)) for name in names)
    return Interventions(frozen, breakpoints, faults, held, tuple(fields.get("debugged_by", "").split()))


def _parse_cost(reply: Value) -> ObservationCost:
    fields = _parse_info(reply)
    events, sent_bytes, lost, busy_us = (
        int(fields[name]) for name in ("total_events", "told_bytes", "lost_events", "observing_usec")
    )
    return ObservationCost(events, sent_bytes, lost, busy_us / 1e6)
