# SPDX-License-Identifier: GPL-3.0-or-later
"""How far another machine's clock is ahead of ours, estimated from round trips.

A reading that took from ``sent`` to ``received`` shows the other clock at some
moment between: its offset is that of the middle, within half of the round
trip. The quickest of the recent readings says most; how much it can be wrong
grows with its age, since no two clocks run alike.

Source: F. Cristian, "Probabilistic clock synchronization", Distributed
Computing 3 (1989), 146–158.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

KEPT = 64
"""Readings that are remembered."""
DRIFT = 100
"""ns that two clocks may drift apart in a ms: 100 parts in a million, as quartz does at worst."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One look at another clock. All in ns; ``sent`` and ``received`` on ours."""

    sent: int
    shown: int
    """What the other clock showed."""
    received: int
    grain: int = 0
    """The other clock tells its time in steps of so many ns."""

    @property
    def offset(self) -> int:
        """How far the other clock is ahead."""
        return self.shown + self.grain // 2 - (self.sent + self.received) // 2

    def error(self, now: int) -> int:
        """How much the offset can be wrong by now."""
        age = max(now - self.received, 0)
        return (self.received - self.sent + self.grain) // 2 + 1 + age * DRIFT // 1_000_000


@dataclass(frozen=True, slots=True)
class ClockEstimate:
    """In ns."""

    offset: int
    error: int


class ClockEstimator:
    """Takes readings, gives the best estimate that they allow."""

    def __init__(self) -> None:
        self._readings: deque[ClockReading] = deque(maxlen=KEPT)

    def add(self, reading: ClockReading) -> ClockEstimate:
        """The estimate at the moment of this reading."""
        if self._readings and _contradict(self._readings[-1], reading):
            self._readings.clear()  # one of the clocks was set
        self._readings.append(reading)
        now = reading.received
        best = min(self._readings, key=lambda known: known.error(now))
        return ClockEstimate(best.offset, best.error(now))

    def __iter__(self) -> Iterator[ClockReading]:
        return iter(self._readings)


def _contradict(earlier: ClockReading, later: ClockReading) -> bool:
    """No drift explains both."""
    apart = abs(later.offset - earlier.offset)
    return apart > earlier.error(later.received) + later.error(later.received)
