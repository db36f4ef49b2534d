# SPDX-License-Identifier: GPL-3.0-or-later
"""What a log knows besides its events: where they come from, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class TargetClock:
    """The offset of a target's wall clock from that of this machine, in ns."""

    offset_ns: int = 0
    """How far the target's clock is ahead: its time minus this is the time here."""
    error_ns: int = 0
    """The offset is right within this."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A target whose events are in a log."""

    name: str
    """The ``target`` of its rows."""
    url: str = ""
    clock: TargetClock = TargetClock()  # it is frozen


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a target was not observed, so no events does not mean no calls."""

    row: int
    """The first row of the log after it."""
    start_ns: int
    """Wall clock, ns since 1970, as is ``end_ns``."""
    end_ns: int
    target: str = ""

    @property
    def length_ns(self) -> int:
        """In ns."""
        return self.end_ns - self.start_ns


@dataclass(frozen=True, slots=True)
class EventLoss:
    """Events that occurred but were never received."""

    row: int
    """The first row of the log after them."""
    count: int
    target: str = ""


def hide_secret(url: str) -> str:
    """Return a URL without user, password and parameters, which can all be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
