# SPDX-License-Identifier: GPL-3.0-or-later
"""What a log knows beside its events: where they come from, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class TargetClock:
    """A target's wall clock beside that of this machine, in ns."""

    offset: int = 0
    """How far the target's clock is ahead: its time minus this is the time here."""
    error: int = 0
    """The offset is right within this."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A target as a log remembers it."""

    name: str
    """What its rows carry as ``target``."""
    url: str = ""
    clock: TargetClock = TargetClock()  # it is frozen


@dataclass(frozen=True, slots=True)
class Gap:
    """A while in which nobody listened to a target: silence there is not quiet."""

    row: int
    """The first row of the log that came after it."""
    start: int
    """Wall clock, ns since 1970, as is ``end``."""
    end: int
    target: str = ""

    @property
    def length_ns(self) -> int:
        """In ns."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class EventLoss:
    """Events that happened but never came."""

    row: int
    """The first row of the log that came after them."""
    count: int
    target: str = ""


def hide_secret(url: str) -> str:
    """A URL without user, password and parameters, which may all be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
