# SPDX-License-Identifier: GPL-3.0-or-later
"""The origin of the events of a log, and which events are missing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class TargetClock:
    """The offset of a target's wall clock from the clock of this machine, in ns."""

    offset_ns: int = 0
    """How far the target's clock is ahead. Subtract it from the target's time to get the time here."""
    error_ns: int = 0
    """The maximum error of the offset."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A target that reported events of a log."""

    name: str
    """The value of the column ``target`` in its rows."""
    url: str = ""
    """Its address; empty if it is not known."""
    clock: TargetClock = TargetClock()  # it is immutable


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a target was not observed: calls in it have no events."""

    row: int
    """The number of the first row after it."""
    start_ns: int
    """The beginning by the target's clock, in ns since 1970; ``end_ns`` likewise."""
    end_ns: int
    target: str = ""

    @property
    def length_ns(self) -> int:
        """The length of the gap in ns."""
        return self.end_ns - self.start_ns


@dataclass(frozen=True, slots=True)
class EventLoss:
    """Events that occurred but were never received."""

    row: int
    """The number of the first row after them."""
    count: int
    target: str = ""


def hide_secret(url: str) -> str:
    """Return a URL without user, password, query and fragment, because these can be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
