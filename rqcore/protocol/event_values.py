# SPDX-License-Identifier: MIT
"""The enumerations in event records. Their numbers are stable, because captures store them."""

from __future__ import annotations

import enum


class Phase(enum.IntEnum):
    """Start or end of a call. Every call has an end; only a call that waits, or a long task, has a start."""

    START = 0
    END = 1


class Outcome(enum.IntEnum):
    """The state of a call: ``BLOCKED`` or ``BUSY`` at its start, any other value at its end."""

    OK = 0
    BLOCKED = 1
    EMPTY = 2
    FULL = 3
    SHUTDOWN = 4
    CLOSED = 5
    NOQUEUE = 6
    EXISTS = 7
    NOTALLOWED = 8
    TOOBIG = 9
    TOOMANY = 10
    ERROR = 11
    CANCELLED = 12
    """The client disconnected while its call waited."""
    BUSY = 13
    """A worker is performing this task. It is not blocked."""
    UNKNOWN = 14
    """The observer cannot know the result, because it sees only the commands of clients and no replies."""


class NameKind(enum.IntEnum):
    """What the number in a name record identifies."""

    QUEUE = 0
    CLIENT = 1
    """The name that a client chose, or nothing. In version 2: its name and address, ``name@address``."""
    ADDRESS = 2
    """The address of a client, under the same number as its name. Not in version 2."""
