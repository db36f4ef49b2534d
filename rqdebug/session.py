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
from rqcore.queues import QueueStat
from rqdebug.log.eventlog import EventLog
from rqdebug.signals import Signal
from rqdebug.targets.base import Lost, Observation, Target
from rqdebug.targets.kinds import target

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
        self.state_changed: Signal[[]] = Signal()
        self.queues_changed: Signal[[]] = Signal()
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
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self) -> None:
        retry = FIRST_RETRY
        while not self._stopping.is_set():
            try:
                observation = self.target.observe()
            except RqError as error:
                self._lose(f"{error} – trying again in {retry:g} s")
                self._stopping.wait(retry)
                retry = min(retry * 2, LAST_RETRY)
                continue
            retry = FIRST_RETRY
            self._enter(State.LIVE)
            try:
                self._watch(observation)
            except RqError as error:
                self._lose(f"{error} – trying again")
            finally:
                observation.close()

    def _watch(self, observation: Observation) -> None:
        """Take in events and queues until told to stop. Raises RqError when the target is lost."""
        polled = 0.0
        while not self._stopping.is_set():
            if time.monotonic() - polled >= POLL_INTERVAL:
                stats = observation.queues()
                now = time.monotonic()
                self._update_queues(stats, now - polled if polled else 0.0)
                polled = now
            for arrival in observation.receive(RECEIVE_SLICE):
                if isinstance(arrival, Lost):
                    self.log.lose(arrival.count)
                else:
                    self.log.append(arrival)

    def _update_queues(self, stats: list[QueueStat], elapsed: float) -> None:
        earlier = {row.stat.namespace: row.stat for row in self.queues}
        self.queues = tuple(_row(stat, earlier.get(stat.namespace), elapsed) for stat in stats)
        self.queues_changed.emit()

    def _lose(self, reason: str) -> None:
        self.log.forget_blocked()
        self._enter(State.LOST, reason)

    def _enter(self, state: State, reason: str = "") -> None:
        self.state, self.reason = state, reason
        if not self._stopping.is_set():
            self.state_changed.emit()


def _row(stat: QueueStat, earlier: QueueStat | None, elapsed: float) -> QueueRow:
    if earlier is None or not elapsed:
        return QueueRow(stat)
    return QueueRow(stat, (stat.puts - earlier.puts) / elapsed, (stat.gets - earlier.gets) / elapsed)


class Session:
    """Everything that one debugger is attached to."""

    def __init__(self) -> None:
        self.attachments: tuple[Attachment, ...] = ()
        self.attached: Signal[[Attachment]] = Signal()
        self.detached: Signal[[Attachment]] = Signal()

    def attach(self, url: str, name: str | None = None) -> Attachment:
        """Attach to a target; returns at once, while it connects. Raises BadUrl."""
        found = target(url)
        attachment = Attachment(found, name or found.url.partition("://")[2])
        self.attachments += (attachment,)
        self.attached.emit(attachment)
        attachment.start()
        return attachment

    def detach(self, attachment: Attachment) -> None:
        """Let go of a target."""
        self.attachments = tuple(kept for kept in self.attachments if kept is not attachment)
        attachment.stop()
        self.detached.emit(attachment)

    def close(self) -> None:
        """Let go of all."""
        for attachment in self.attachments:
            self.detach(attachment)
