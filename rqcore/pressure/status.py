# SPDX-License-Identifier: MIT
"""How a queue stands: what the script STAT tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rqcore.pressure.keys import to_text

_MARK = re.compile(r"@([0-9]+(?:\.[0-9]+)?)$")
"""Behind a holder of ours that waits: since when, in seconds since 1970 on the server's clock."""
_PROCESS = re.compile(r"(.+_pid[0-9]+_.*[0-9a-f]{4})\.[0-9a-f]+")
"""A holder of ours: what its connections are called, and which thread or task it is."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a role, and for how long."""

    role: str
    name: str
    """What the holder calls itself, such as ``host_pid123``; empty where nobody does."""
    age: float | None
    """Seconds. Of a client that is not of ours it is since anybody looked at its name: at least so long."""
    alive: bool | None = None
    """Whether it is connected; None where that is not known, as of a client that is not of ours."""

    def beside(self, connected: Collection[str]) -> Holder:
        """The same, where clients of these names are connected."""
        process = _PROCESS.fullmatch(self.name)
        return replace(self, alive=process[1] in connected) if process else self


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """A queue at one moment."""

    bound: int
    """0: none."""
    size: int
    closed: bool
    holders: tuple[Holder, ...]
    """Of the roles that are taken now. One that is taken for long waits, or died."""
    produced_messages: int
    produced_bytes: int
    consumed_messages: int
    consumed_bytes: int


def read_standing(reply: Sequence[Any]) -> QueueStatus:
    """From what follows OK."""
    bound, size, closed, seconds, micros, *rest = reply
    now = int(seconds) + int(micros) / 1e6
    roles, counters = (("producer", *rest[:3]), ("consumer", *rest[3:6])), map(int, rest[6:])
    holders = tuple(holder_of(role, name, now, idle) for role, taken, name, idle in roles if taken)
    return QueueStatus(int(bound), size, bool(closed), holders, *counters)


def holder_of(role: str, marked: bytes, now: float, idle: int = -1) -> Holder:
    """From the key of a role, and seconds since anybody looked at it."""
    text = to_text(marked)
    mark = _MARK.search(text)
    age = max(now - float(mark[1]), 0.0) if mark else None if idle < 0 else float(idle)
    return Holder(role, _MARK.sub("", text), age)
