# SPDX-License-Identifier: GPL-3.0-or-later
"""The facade that the shells see: attached targets, their logs and their queues.

Each attachment has one thread. It observes, asks every half second how the
queues stand, and when the target is lost tries again, ever less often. Signals
are emitted in that thread.
"""

from __future__ import annotations

import enum
import threading
import time
from dataclasses import dataclass

from rqcore.errors import RqError
from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.event_log import EventLog
from rqdebug.support.signals import Signal
from rqdebug.targets.base import LostEvents, Observation, ObservationCost, Target
from rqdebug.targets.clock_offset import ClockEstimator
from rqdebug.targets.registry import target

POLL_INTERVAL = 0.5
"""Seconds between two looks at the queues."""
FIRST_RETRY, LAST_RETRY = 0.25, 5.0
"""Seconds before a lost target is tried again: doubled each time, up to the last."""
RECEIVE_SLICE = 0.05
"""Seconds that may pass before a detached target's thread notices."""


class State(enum.Enum):
    """How an attachment stands."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue at one moment, with its rates since the moment before, in items a second."""

    stat: QueueStat
    put_rate: float = 0.0
    get_rate: float = 0.0

    @property
    def blocked(self) -> int:
        """Calls that wait for it."""
        return self.stat.blocked_puts + self.stat.blocked_gets


@dataclass(frozen=True, slots=True)
class Meter:
    """What observing costs a target, over the last look at it; all its observers together."""

    events: float
    """Events a second."""
    size: float
    """Bytes a second."""
    share: float
    """Of the target's time, from 0 to 1."""
    lost: int
    """Events that observers were too slow for, since the target began."""


class Attachment:
    """One target that the debugger is attached to."""

    def __init__(self, target: Target, name: str) -> None:
        self.target = target
        self.name = name
        self.log = EventLog(name, target.url)
        self.queues: tuple[QueueRow, ...] = ()
        self.state = State.CONNECTING
        self.reason = ""
        """Why the target was lost, in one sentence."""
        self.retry = 0.0
        """Seconds after which it is tried again; 0 while nobody waits for that."""
        self.meter: Meter | None = None
        """What observing costs; None where that is not known."""
        self.state_changed: Signal[[]] = Signal()
        self.queues_changed: Signal[[]] = Signal()
        self._clock = ClockEstimator()
        self._cost: tuple[float, ObservationCost] | None = None
        self._heard = 0
        """When the target was heard last, in ns of our clock; 0: never."""
        self._hurry = threading.Event()
        """Somebody does not want to wait for the next try."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"observe {name}", daemon=True)

    @property
    def url(self) -> str:
        """Where the target is, without a password."""
        return self.target.url

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Let go of the target and wait up to ``timeout`` seconds for the thread to end."""
        self._stopping.set()
        self._hurry.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def reconnect(self) -> None:
        """Try again now, if the target is lost."""
        self._hurry.set()

    def _run(self) -> None:
        retry = FIRST_RETRY
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._attend()
            except RqError as error:
                if time.monotonic() - began > LAST_RETRY:  # not one that is lost as soon as it is there
                    retry = FIRST_RETRY
                self._lose(str(error), retry)
                self._hurry.wait(retry)
                self._hurry.clear()
                retry = min(retry * 2, LAST_RETRY)

    def _attend(self) -> None:
        """Observe the target until told to stop. Raises RqError when it cannot be reached, or is lost."""
        observation = self.target.observe()
        try:
            self._remember_gap()
            self._enter(State.LIVE)
            self._watch(observation)
        finally:
            observation.close()

    def _watch(self, observation: Observation) -> None:
        """Take in events and queues until told to stop. Raises RqError when the target is lost."""
        polled, self._heard = 0.0, time.time_ns()
        while not self._stopping.is_set():
            if time.monotonic() - polled >= POLL_INTERVAL:
                stats = observation.queues()
                now = time.monotonic()
                self._update_queues(stats, now - polled if polled else 0.0)
                self._look_at_clock(observation)
                self._look_at_cost(observation)
                polled = now
            for arrival in observation.receive(RECEIVE_SLICE):
                if isinstance(arrival, LostEvents):
                    self.log.record_loss(arrival.count)
                else:
                    self.log.append(arrival)
            self._heard = time.time_ns()

    def _look_at_clock(self, observation: Observation) -> None:
        reading = observation.clock()
        if reading is None:
            return
        estimate = self._clock.add(reading)
        known = self.log.clock()
        if estimate.error < known.error or abs(estimate.offset - known.offset) > known.error:
            self.log.set_clock(estimate.offset, estimate.error)

    def _look_at_cost(self, observation: Observation) -> None:
        cost, now = observation.cost(), time.monotonic()
        if cost and self._cost:
            before, earlier = self._cost
            self.meter = _meter(earlier, cost, now - before)
        self._cost = (now, cost) if cost else None

    def _remember_gap(self) -> None:
        """Nobody listened from when the target was lost until now: that silence was no quiet."""
        if self._heard:
            ahead = self.log.clock().offset
            self.log.add_gap(self._heard + ahead, time.time_ns() + ahead)
        self._clock, self._cost = ClockEstimator(), None

    def _update_queues(self, stats: list[QueueStat], elapsed: float) -> None:
        earlier = {row.stat.namespace: row.stat for row in self.queues}
        self.queues = tuple(_row(stat, earlier.get(stat.namespace), elapsed) for stat in stats)
        self.queues_changed.emit()

    def _lose(self, reason: str, retry: float) -> None:
        self.log.clear_open_calls()
        self.retry = retry
        self._enter(State.LOST, reason)

    def _enter(self, state: State, reason: str = "") -> None:
        self.state, self.reason = state, reason
        if not self._stopping.is_set():
            self.state_changed.emit()


def _row(stat: QueueStat, earlier: QueueStat | None, elapsed: float) -> QueueRow:
    if earlier is None or not elapsed:
        return QueueRow(stat)
    return QueueRow(stat, (stat.puts - earlier.puts) / elapsed, (stat.gets - earlier.gets) / elapsed)


def _meter(earlier: ObservationCost, later: ObservationCost, elapsed: float) -> Meter:
    return Meter(
        (later.events - earlier.events) / elapsed,
        (later.size - earlier.size) / elapsed,
        min((later.busy - earlier.busy) / elapsed, 1.0),
        later.lost,
    )


class Session:
    """Everything that one debugger is attached to."""

    def __init__(self) -> None:
        self.attachments: tuple[Attachment, ...] = ()
        self._lock = threading.Lock()
        self.attached: Signal[[Attachment]] = Signal()
        self.detached: Signal[[Attachment]] = Signal()

    def attach(self, url: str, name: str | None = None) -> Attachment:
        """Attach to a target; returns at once, while it connects. Raises BadUrl."""
        found = target(url)
        attachment = Attachment(found, name or found.url.partition("://")[2])
        with self._lock:
            self.attachments += (attachment,)
        self.attached.emit(attachment)
        attachment.start()
        return attachment

    def detach(self, attachment: Attachment) -> None:
        """Let go of a target."""
        with self._lock:
            self.attachments = tuple(kept for kept in self.attachments if kept is not attachment)
        attachment.stop()
        self.detached.emit(attachment)

    def close(self) -> None:
        """Let go of all."""
        for attachment in self.attachments:
            self.detach(attachment)
