# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface for user interfaces: attached targets with their logs and queues.

Each attachment has a thread, which is in one of four states::

    CONNECTING ──observe()──► LIVE ◄──observe()── LOST ◄────┐
        │                      │                   ▲  │     │
        │                      └──────RqError──────┤  └─────┘
        └─────────────────────────────RqError──────┘  RqError

In LIVE it receives events all the time, and polls queues, clock and cost every
POLL_INTERVAL seconds. The events of a target with exposed queues pass a
EventSorter, so that the log has them in the order of time. In LOST it waits,
and then tries to reconnect; the delay doubles with each attempt, from
FIRST_RETRY to LAST_RETRY. A target that refuses the log-in is not tried
again: that cannot succeed, and counts as an attack. Any other exception is a
loss as well, because a server can send anything. ``disconnect`` leads from
any state to DISCONNECTED, and ``reconnect`` back to CONNECTING, with the same
log. When it is LIVE again, the log gets a gap for the
time without events. ``stop`` ends the thread in any state. Signals are emitted
in the thread.
"""

from __future__ import annotations

import enum
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rqcore.errors import NoAuth, NotAllowed, RqError, WrongPass
from rqcore.protocol.queue_values import KINDS, UNCOUNTED_KINDS, QueueStat
from rqdebug.events.event_log import EventLog
from rqdebug.events.event_sorter import HOLD, EventSorter
from rqdebug.events.secret_mask import SecretMask
from rqdebug.support.error_reasons import reason_of
from rqdebug.support.signals import Signal
from rqdebug.targets.base import Coverage, Interventions, LostEvents, Observation, ObservationCost, Target
from rqdebug.targets.clock_offset import ClockEstimator
from rqdebug.targets.target_registry import create_target

POLL_INTERVAL = 0.5
"""Seconds between two polls of the queues."""
FIRST_RETRY, LAST_RETRY = 0.25, 5.0
"""Seconds before the first attempt to reconnect, and the maximum before a later one."""
MAX_CLOSED = 100
"""Number of closed queues that an attachment remembers."""
RECEIVE_TIMEOUT = 0.05
"""Seconds to wait for events; then the thread checks whether it was stopped."""
REFUSALS = (NoAuth, WrongPass, NotAllowed)
"""The errors of a target that refuses the log-in, or the user."""
FEW, REST = 500, 0.2
"""After fewer events than FEW, wait for REST seconds, so that the next events are handled together.

At 60 events per second, this takes half the processor time (``scripts/bench window quiet_figures``).
"""
OWN_KINDS = frozenset((*KINDS, *UNCOUNTED_KINDS))
"""The kinds of queues that a target hosts; a queue of another kind is exposed by a program."""


class State(enum.Enum):
    """The state of the connection to a target."""

    CONNECTING = "connecting"
    """The first attempt to connect has not ended."""
    LIVE = "live"
    """Events are received."""
    LOST = "lost"
    """The target cannot be reached; ``Attachment.reason`` says why."""
    DISCONNECTED = "disconnected"
    """The user has disconnected. Log and queues stay, and no attempt to reconnect is made."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """The state of a queue at a poll, with the rates since the poll before."""

    stat: QueueStat
    put_rate: float | None = None
    """Items per second; None if it is unknown, as before the second poll, or without a connection."""
    get_rate: float | None = None
    """Items per second; None if it is unknown."""

    @property
    def blocked(self) -> int:
        """The number of puts and gets that wait."""
        return self.stat.blocked_puts + self.stat.blocked_gets


@dataclass(frozen=True, slots=True)
class ClosedQueue:
    """A queue that a poll no longer listed."""

    row: QueueRow
    """Its state at the last poll that listed it."""
    closed_ns: int
    """When the next poll was, in ns since 1970 by the clock of this machine."""


@dataclass(frozen=True, slots=True)
class Meter:
    """The load that observing puts on a target, between the last two polls and for all its observers."""

    event_rate: float
    """Events per second."""
    byte_rate: float
    """Bytes per second."""
    time_share: float
    """The fraction of the target's time, from 0 to 1."""
    lost_events: int
    """The number of events that were dropped for slow observers since the target started."""


class Attachment:
    """A target that the debugger is attached to, with its log and its queues.

    Args:
        target: The target to observe.
        name: The name to show for it.
        log_folder: Where the log creates its temporary file; by default, in the user's cache folder.
        secrets: What the log never shows; by default, nothing is masked.
    """

    def __init__(
        self,
        target: Target,
        name: str,
        log_folder: Path | None = None,
        secrets: SecretMask | None = None,
    ) -> None:
        self.target = target
        self.name = name
        self.names: tuple[str, ...] = (name,)
        """The name and all earlier ones, oldest first. Events have the first; merged logs, a later one."""
        self.log = EventLog(name, target.url, log_folder)
        self.secrets = secrets or SecretMask()
        """What the log never shows; all attachments of a session share it."""
        self.queues: tuple[QueueRow, ...] = ()
        """The queues at the last poll. They stay while the target is lost."""
        self.closed_queues: tuple[ClosedQueue, ...] = ()
        """The queues that were closed, or that the target lost, the last ones; oldest first."""
        self.polls = 0
        """The number of polls so far."""
        self.coverage: Coverage | None = None
        """Which part of the target ``queues`` is from; None before the first answer on its connection."""
        self.state = State.CONNECTING
        self.reason = ""
        """Why the target is lost, in one sentence; empty if it is not."""
        self.retry_delay = 0.0
        """Seconds from the last loss to the next attempt to reconnect; 0 before the first loss."""
        self.is_refused = False
        """Whether the target refused the log-in. Then there is no further attempt before ``reconnect``."""
        self.refusals = 0
        """How often the target has refused the log-in."""
        self.interventions = Interventions()
        """What debuggers have set at the last poll; nothing without a connection."""
        self.meter: Meter | None = None
        """The load of observing; None if the target does not report it, or before the second poll."""
        self.state_changed: Signal[[]] = Signal()
        """Emitted after ``state`` has changed, or a lost target was not reached again."""
        self.queues_changed: Signal[[]] = Signal()
        """Emitted after each poll."""
        self._order = EventSorter()
        self._exposed: frozenset[str] = frozenset()
        self._clock = ClockEstimator()
        self._last_cost: tuple[float, ObservationCost] | None = None
        self._last_received_ns = 0
        """When events were last received, by the clock of this machine; 0 before the first connection."""
        self._retry_now = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"observe {name}", daemon=True)

    @property
    def url(self) -> str:
        """The address of the target, without a password."""
        return self.target.url

    @property
    def has_listed_all(self) -> bool:
        """Whether a queue that ``queues`` does not have does not exist."""
        return self.coverage is not None and self.coverage.is_complete and not self.coverage.hidden_queues

    def rename(self, name: str) -> None:
        """Show another name. Events keep the name under which they were received."""
        self.name = name
        self.names = (*(each for each in self.names if each != name), name)

    @property
    def late(self) -> int:
        """The number of events in the log that arrived after later ones: they are out of order."""
        return self._order.late

    def start(self) -> None:
        """Begin to observe, in a new thread. Call it once."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Stop observing, and wait up to ``timeout`` seconds for the thread to end."""
        self._stopping.set()
        self._wanted.set()
        self._retry_now.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def disconnect(self) -> None:
        """Disconnect until ``reconnect``; the log stays, and will have a gap for the time between."""
        self._wanted.clear()
        self._retry_now.set()

    def reconnect(self, target: Target | None = None) -> None:
        """If the target is lost, refused or disconnected, try to reconnect immediately.

        Args:
            target: The same target with another user or password; None keeps these.
        """
        self.target = target or self.target
        self._wanted.set()
        self._retry_now.set()

    def _run(self) -> None:
        delay = FIRST_RETRY
        while not self._stopping.is_set():
            if not self._wanted.is_set():
                self._wait_disconnected()
                delay = FIRST_RETRY
                continue
            began = time.monotonic()
            try:
                self._observe()
            except Exception as error:  # a server can send anything; the thread must not end without a word
                if (
                    time.monotonic() - began > LAST_RETRY
                ):  # the connection was stable, so this is a new failure
                    delay = FIRST_RETRY
                self.is_refused = isinstance(error, REFUSALS)
                self.refusals += self.is_refused
                self._handle_loss(_explain(error), 0.0 if self.is_refused else delay)
                self._retry_now.wait(None if self.is_refused else delay)
                self._retry_now.clear()
                delay = min(delay * 2, LAST_RETRY)

    def _wait_disconnected(self) -> None:
        self._end_activity()
        self.is_refused = False
        self._set_state(State.DISCONNECTED)
        self._wanted.wait()
        self._retry_now.clear()
        self._set_state(State.CONNECTING)

    def _observe(self) -> None:
        """Connect, and observe until ``stop``. Raises RqError if the target cannot be reached, or is lost."""
        with self.target.observe() as observation:
            self._mark_gap()
            self.is_refused, self.coverage = False, None
            self._set_state(State.LIVE)
            try:
                self._follow(observation)
            finally:
                self._append_ordered(0.0)

    def _follow(self, observation: Observation) -> None:
        """Receive events, and poll, until ``stop``. Raises RqError when the target is lost."""
        polled, self._last_received_ns = 0.0, time.time_ns()
        while self._wanted.is_set() and not self._stopping.is_set():
            if time.monotonic() - polled >= POLL_INTERVAL:
                polled = self._poll(observation, polled)
            arrivals = observation.receive(RECEIVE_TIMEOUT)
            for arrival in arrivals:
                self._handle_arrival(arrival)
            self._append_ordered(HOLD if self._exposed else 0.0)
            self._last_received_ns = time.time_ns()
            if 0 < sum(map(_count_events, arrivals)) < FEW:
                self._stopping.wait(REST)

    def _handle_arrival(self, arrival: pa.RecordBatch | LostEvents) -> None:
        if isinstance(arrival, LostEvents):
            self._append_ordered(0.0)
            self.log.record_loss(arrival.count)
        else:
            now_ns = time.time_ns() + self.log.clock().offset_ns
            self._order.add(arrival, self._exposed, time.monotonic(), now_ns)

    def _append_ordered(self, hold: float) -> None:
        """Append the events that have waited for ``hold`` seconds, in the order of time."""
        batch = self._order.take(time.monotonic(), hold)
        if batch is not None:
            self.log.append(self.secrets.mask_events(batch))

    def _poll(self, observation: Observation, last: float) -> float:
        """Update queues, interventions, clock and cost.

        Args:
            observation: The connection to the target.
            last: The monotonic time of the poll before, in seconds; 0 for the first poll.

        Returns:
            The monotonic time of this poll, in seconds.
        """
        stats = observation.list_queues()
        self.interventions = observation.read_interventions()
        now = time.monotonic()
        self.coverage = observation.coverage
        self._update_queues(stats, self.coverage, now - last if last else 0.0)
        self._update_clock(observation)
        self._update_meter(observation)
        return now

    def _update_clock(self, observation: Observation) -> None:
        reading = observation.read_clock()
        if reading is None:
            return
        estimate = self._clock.add(reading)
        current = self.log.clock()
        difference_ns = abs(estimate.offset_ns - current.offset_ns)
        if estimate.error_ns < current.error_ns or difference_ns > current.error_ns:
            self.log.set_clock(estimate.offset_ns, estimate.error_ns)

    def _update_meter(self, observation: Observation) -> None:
        cost, now = observation.read_cost(), time.monotonic()
        if cost and self._last_cost:
            before, earlier = self._last_cost
            self.meter = _meter(earlier, cost, now - before)
        self._last_cost = (now, cost) if cost else None

    def _mark_gap(self) -> None:
        """Record the time since the loss as a gap in the log."""
        if self._last_received_ns:
            ahead_ns = self.log.clock().offset_ns
            self.log.add_gap(self._last_received_ns + ahead_ns, time.time_ns() + ahead_ns)
        self._clock, self._last_cost = ClockEstimator(), None

    def _update_queues(self, stats: list[QueueStat], coverage: Coverage, elapsed: float) -> None:
        before = self.queues
        earlier = {row.stat.namespace: row.stat for row in before}
        rows = [_row(stat, earlier.get(stat.namespace), elapsed) for stat in stats]
        listed = {stat.namespace for stat in stats}
        missing = [row for row in before if row.stat.namespace not in listed]
        if not coverage.is_complete:  # they may be in the part that was not examined since the connection
            rows += missing
        gone = [ClosedQueue(row, time.time_ns()) for row in missing] if self.has_listed_all else []
        known = (each for each in self.closed_queues if each.row.stat.namespace not in listed)
        self.closed_queues = (*known, *gone)[-MAX_CLOSED:]  # first: other threads always find a queue
        self.queues = tuple(rows)
        self._exposed = frozenset(stat.label for stat in stats if stat.kind not in OWN_KINDS)
        self.polls += 1
        self.queues_changed.emit()

    def _handle_loss(self, reason: str, delay: float) -> None:
        self._end_activity()
        self.retry_delay = delay
        self._set_state(State.LOST, reason)

    def _end_activity(self) -> None:
        """Forget what is unknown without a connection: the open calls, and the rates of the queues."""
        self.log.clear_open_calls()
        self.interventions = Interventions()
        self.queues = tuple(QueueRow(row.stat) for row in self.queues)
        if not self._stopping.is_set():
            self.queues_changed.emit()

    def _set_state(self, state: State, reason: str = "") -> None:
        self.state, self.reason = state, reason
        if not self._stopping.is_set():
            self.state_changed.emit()


def _explain(error: Exception) -> str:
    """Return in one sentence why a target was lost."""
    if isinstance(error, RqError):
        return str(error)
    return f"an unexpected error ended the observation, {reason_of(error)}"


def _count_events(arrival: pa.RecordBatch | LostEvents) -> int:
    return arrival.count if isinstance(arrival, LostEvents) else int(arrival.num_rows)


def _row(stat: QueueStat, earlier: QueueStat | None, elapsed: float) -> QueueRow:
    if earlier is None or not elapsed:
        return QueueRow(stat)
    return QueueRow(stat, (stat.puts - earlier.puts) / elapsed, (stat.gets - earlier.gets) / elapsed)


def _meter(earlier: ObservationCost, later: ObservationCost, elapsed: float) -> Meter:
    return Meter(
        (later.events - earlier.events) / elapsed,
        (later.sent_bytes - earlier.sent_bytes) / elapsed,
        min((later.busy_seconds - earlier.busy_seconds) / elapsed, 1.0),
        later.lost_events,
    )


class Session:
    """All targets that the debugger is attached to."""

    def __init__(self) -> None:
        self.attachments: tuple[Attachment, ...] = ()
        """The attachments, in the order in which they were made; replaced at each change."""
        self.log_folder: Path | None = None
        """Where the logs of targets that are attached from now on create their temporary files."""
        self.secrets = SecretMask()
        """The secrets of scripts that were run, which no log shows."""
        self._lock = threading.Lock()
        self.attached: Signal[[Attachment]] = Signal()
        """Emitted before a new attachment begins to connect."""
        self.detached: Signal[[Attachment]] = Signal()
        """Emitted after an attachment was stopped."""

    def attach(self, url: str, name: str | None = None) -> Attachment:
        """Attach to a target. The method returns immediately; the attachment connects in its thread.

        Args:
            url: The address of the target, with a password if it needs one.
            name: The name to show; by default, the address without the scheme and options.

        Raises:
            BadUrl: The URL is malformed, or its scheme is not supported.
        """
        target = create_target(url)
        attachment = Attachment(target, name or target.label, self.log_folder, self.secrets)
        with self._lock:
            self.attachments += (attachment,)
        self.attached.emit(attachment)
        attachment.start()
        return attachment

    def detach(self, attachment: Attachment) -> None:
        """Disconnect from a target, and wait up to 2 seconds for its thread to end."""
        with self._lock:
            self.attachments = tuple(kept for kept in self.attachments if kept is not attachment)
        attachment.stop()
        self.detached.emit(attachment)

    def close(self) -> None:
        """Detach from all targets."""
        for attachment in self.attachments:
            self.detach(attachment)
