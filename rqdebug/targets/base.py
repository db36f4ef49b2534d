# SPDX-License-Identifier: GPL-3.0-or-later
"""What every kind of target can do for the debugger: the one interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from rqcore import ControllerHandle
from rqcore.protocol.queue_values import QueueStat
from rqdebug.targets.clock_offset import ClockReading


@dataclass(frozen=True, slots=True)
class LostEvents:
    """Events that happened but were not kept, because this side was too slow."""

    count: int


@dataclass(frozen=True, slots=True)
class ObservationCost:
    """What observing has cost a target since it began, all its observers together."""

    events: int
    size: int
    """Bytes that were sent."""
    lost: int
    busy: float
    """Seconds that the target itself spent on it."""


class Observation(Protocol):
    """An open connection on which a target tells its events. Used by one thread."""

    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        """Wait up to ``timeout`` seconds for events in the schema of the log.

        Raises ConnectionLost when the target went away.
        """

    def queues(self) -> list[QueueStat]:
        """Every queue as it stands now. Looking is itself no event."""

    def clock(self) -> ClockReading | None:
        """What the target's clock shows now; None where the target does not tell."""

    def cost(self) -> ObservationCost | None:
        """What observing costs; None where the target does not tell."""

    def close(self) -> None: ...


class Target(Protocol):
    """Something the debugger can attach to. Raises RqError where it cannot be reached."""

    @property
    def url(self) -> str:
        """Where it is, without a password."""

    def observe(self) -> Observation: ...

    def call(self) -> ControllerHandle:
        """A handle for calling its queues; the caller closes it."""
