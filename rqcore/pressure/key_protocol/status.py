# SPDX-License-Identifier: MIT
"""The status of a pressure queue, from the reply of the script STAT."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rqcore.pressure.key_protocol.keys import to_text

_MARK = re.compile(r"@([0-9]+(?:\.[0-9]+)?)$")
"""After the name of a holder that waits: since when, in seconds since 1970 of the server's clock."""
_PROCESS = re.compile("._pid[0-9]+_")
"""Part of the name of the connections of a process that uses this package."""
_HEXADECIMAL = re.compile("[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Holder:
    """A client that holds a role."""

    role: str
    """``"producer"`` or ``"consumer"``."""
    name: str
    """The name that the client gave itself, such as ``host_pid123``; may be empty."""
    age: float | None
    """Seconds that it has held the role; a lower bound for clients of other packages; None if unknown."""
    alive: bool | None = None
    """Whether it is connected; None if unknown, as for clients of other packages."""

    def with_connected(self, connected: Collection[str]) -> Holder:
        """Return a copy with ``alive`` set, from the names of the connected clients."""
        process = _process_name(self.name)
        return replace(self, alive=process in connected) if process else self


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The state of a queue at one moment."""

    bound: int
    """Maximum number of items; 0 means no limit."""
    size: int
    """Number of items."""
    closed: bool
    """Whether the queue refuses further items."""
    holders: tuple[Holder, ...]
    """The holders of the two roles. A client that holds its role for long waits, or has died."""
    produced_messages: int
    """Number of items that were put."""
    produced_bytes: int
    consumed_messages: int
    """Number of items that were taken."""
    consumed_bytes: int


def read_status(reply: Sequence[Any]) -> QueueStatus:
    """Make a status from the reply of the script STAT, without its OK."""
    bound, size, closed, seconds, micros, *rest = reply
    now = int(seconds) + int(micros) / 1e6
    roles, counters = (("producer", *rest[:3]), ("consumer", *rest[3:6])), map(int, rest[6:])
    holders = tuple(holder_of(role, name, now, idle) for role, taken, name, idle in roles if taken)
    return QueueStatus(int(bound), size, bool(closed), holders, *counters)


def holder_of(role: str, marked: bytes, now: float, idle: int = -1) -> Holder:
    """Make a holder.

    Args:
        role: ``"producer"`` or ``"consumer"``.
        marked: The value of the role's key.
        now: The time of the server, in seconds since 1970.
        idle: Seconds for which the key was not used; -1 if unknown.
    """
    text = to_text(marked)
    mark = _MARK.search(text)
    age = max(now - float(mark[1]), 0.0) if mark else None if idle < 0 else float(idle)
    return Holder(role, _MARK.sub("", text), age)


def _process_name(holder: str) -> str:
    """Return the name of the connections of a holder that uses this package; empty for any other."""
    process, _, task = holder.rpartition(".")
    unique = process[-4:]
    is_known = _HEXADECIMAL.fullmatch(task) and _HEXADECIMAL.fullmatch(unique) and len(unique) == 4
    return process if is_known and _PROCESS.search(process, 0, len(process) - 4) else ""
