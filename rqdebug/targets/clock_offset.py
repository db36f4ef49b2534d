# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimates from round trips how far the clock of another machine is ahead of ours.

A reading shows the other clock at some moment between the request and the reply. Assume that this moment is
the middle: then the offset is wrong by at most half of the round trip. Of the recent readings the one with
the smallest error counts; the error grows with the age of the reading, because clocks drift.

Source: F. Cristian, "Probabilistic clock synchronization", Distributed
Computing 3 (1989), 146–158.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rqcore.errors import ProtocolError

MAX_READINGS = 64
"""Maximum number of readings that are kept."""
DRIFT_PPM = 100
"""How fast two clocks can drift apart, in parts per million: the worst case for quartz crystals."""


LATEST_NS = 2**62
"""The latest time that another clock can show, in the year 2116; sums of times fit into 64 bits then."""


def parse_time(reply: Any) -> int:
    """Return the reply to TIME, seconds and microseconds, in ns since 1970.

    Raises:
        ProtocolError: It is something else, or no time before LATEST_NS.
    """
    if not isinstance(reply, (list, tuple)):
        raise _not_a_time(reply)
    try:
        seconds, micros = map(int, reply)
    except (TypeError, ValueError) as error:
        raise _not_a_time(reply) from error
    time_ns = seconds * 10**9 + micros * 1000
    if not 0 <= time_ns < LATEST_NS:
        raise _not_a_time(reply)
    return time_ns


def _not_a_time(reply: Any) -> ProtocolError:
    return ProtocolError(f"the reply to TIME is {repr(reply)[:80]}, which is no time")


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One reading of another clock, in nanoseconds since 1970."""

    sent_ns: int
    """When the request was sent, on our clock."""
    shown_ns: int
    """What the other clock showed."""
    received_ns: int
    """When the reply was received, on our clock."""
    resolution_ns: int = 0
    """The steps in which the other clock reports its time."""

    @property
    def offset_ns(self) -> int:
        """How far the other clock is ahead of ours."""
        return self.shown_ns + self.resolution_ns // 2 - (self.sent_ns + self.received_ns) // 2

    def error_ns(self, now_ns: int) -> int:
        """Return the maximum error of the offset at the time ``now_ns`` of our clock."""
        age_ns = max(now_ns - self.received_ns, 0)
        round_trip_ns = self.received_ns - self.sent_ns + self.resolution_ns
        return round_trip_ns // 2 + 1 + age_ns * DRIFT_PPM // 1_000_000


@dataclass(frozen=True, slots=True)
class ClockEstimate:
    """How far the other clock is ahead of ours, and the maximum error of that."""

    offset_ns: int
    error_ns: int


class ClockEstimator:
    """Takes readings and returns the best estimate from them."""

    def __init__(self) -> None:
        self._readings: deque[ClockReading] = deque(maxlen=MAX_READINGS)

    def add(self, reading: ClockReading) -> ClockEstimate:
        """Add a reading, and return the estimate at its moment."""
        if self._readings and _contradict(self._readings[-1], reading):
            self._readings.clear()  # one of the clocks was set
        self._readings.append(reading)
        now_ns = reading.received_ns
        best = min(self._readings, key=lambda each: each.error_ns(now_ns))
        return ClockEstimate(best.offset_ns, best.error_ns(now_ns))

    def __iter__(self) -> Iterator[ClockReading]:
        return iter(self._readings)


def _contradict(earlier: ClockReading, later: ClockReading) -> bool:
    """Return whether the drift of clocks cannot explain both readings."""
    difference_ns = abs(later.offset_ns - earlier.offset_ns)
    return difference_ns > earlier.error_ns(later.received_ns) + later.error_ns(later.received_ns)
