# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets of the kind controller: what ``rqcore serve`` runs."""

from __future__ import annotations

import time
from typing import TypeVar

import pyarrow as pa

from rqcore import ControllerHandle, connect
from rqcore.client import exchanges
from rqcore.client.connection import Connection, open_connection
from rqcore.client.exchanges import Exchange
from rqcore.errors import CallerError, ConnectionLost, ProtocolError, RqError
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.queue_values import QueueStat
from rqcore.protocol.resp import NOT_ENOUGH, Push, Value, command
from rqcore.url import Url
from rqdebug.events.schema import BatchDecoder
from rqdebug.targets.base import LostEvents, ObservationCost
from rqdebug.targets.clock_offset import ClockReading

T = TypeVar("T")

CLIENT_NAME = "rqdebug"
NETWORK_TIMEOUT = 5.0
PREVIEW = 256
"""Bytes of each payload that are asked for."""
MOST_AT_ONCE = 64
"""Batches handed over at once: under a flood the queues must be looked at all the same."""


class ControllerTarget:
    """A controller behind an ``rq://`` URL."""

    def __init__(self, url: str) -> None:
        self._text = url
        self._url = Url.parse(url)

    @property
    def url(self) -> str:
        return str(self._url)

    def observe(self) -> ControllerObservation:
        return ControllerObservation(open_connection(self._url, CLIENT_NAME, NETWORK_TIMEOUT))

    def call(self) -> ControllerHandle:
        return connect(self._text, name=CLIENT_NAME, network_timeout=NETWORK_TIMEOUT)


class ControllerObservation:
    """One RESP3 connection: events come as push frames between the replies."""

    def __init__(self, link: Connection) -> None:
        self._link = link
        self._columns = BatchDecoder()
        self._arrived: list[pa.RecordBatch | LostEvents] = []
        try:
            self._begin()
        except RqError:
            link.close()
            raise

    def _begin(self) -> None:
        self._link.send(command(["RQ.OBSERVE", "PREVIEW", PREVIEW]))
        if self._reply() != b"OK":
            raise ProtocolError("the controller does not let itself be observed")

    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        try:
            while len(self._arrived) < MOST_AT_ONCE:
                value = self._link.receive(0 if self._arrived else timeout)
                if value is NOT_ENOUGH:
                    break
                self._take(value)
        except ConnectionLost:
            if not self._arrived:  # else what came before comes first, and the loss with the next call
                raise
        arrived, self._arrived = self._arrived, []
        return arrived

    def queues(self) -> list[QueueStat]:
        exchange = exchanges.queues()
        self._link.send(exchange.request)
        return exchange.result(self._reply())

    def clock(self) -> ClockReading | None:
        sent = time.time_ns()
        shown = self._ask(Exchange(command(["TIME"]), _read_time))
        return None if shown is None else ClockReading(sent, shown, time.time_ns(), grain=1000)

    def cost(self) -> ObservationCost | None:
        return self._ask(Exchange(command(["INFO", "observers"]), _read_cost))

    def _ask(self, exchange: Exchange[T]) -> T | None:
        """None where the controller is too old to know. Raises ProtocolError, ConnectionLost."""
        self._link.send(exchange.request)
        try:
            return exchange.result(self._reply())
        except CallerError:
            return None

    def _reply(self) -> Value:
        """The next reply; what is pushed before it is kept for ``receive``."""
        while isinstance(value := self._link.receive(NETWORK_TIMEOUT), Push):
            self._take(value)
        if value is NOT_ENOUGH:
            raise ProtocolError(f"no reply within {NETWORK_TIMEOUT:g} s")
        return value

    def _take(self, value: Value) -> None:
        match value:
            case [b"rq.events", bytes(data)]:
                self._arrived.append(self._columns.decode(decode_batch(data)))
            case [b"rq.lost", int(count)]:
                self._arrived.append(LostEvents(count))
            case _:
                raise ProtocolError(f"{value!r:.80} came, which nobody asked for")

    def close(self) -> None:
        self._link.close()


def _read_time(reply: Value) -> int:
    seconds, micros = reply
    return int(seconds) * 10**9 + int(micros) * 1000


def _read_cost(reply: Value) -> ObservationCost:
    facts = dict(line.split(":", 1) for line in reply.decode().splitlines() if ":" in line)
    events, size, lost, busy = (
        int(facts[name]) for name in ("total_events", "told_bytes", "lost_events", "observing_usec")
    )
    return ObservationCost(events, size, lost, busy / 1e6)
