# SPDX-License-Identifier: MIT
"""The enumerations in records of events. Their numbers are stable: captures keep them."""

from __future__ import annotations

import enum


class Phase(enum.IntEnum):
    """A start is reported only for a call that has to wait, or a task that takes a while; an end for all."""

    START = 0
    END = 1


class Outcome(enum.IntEnum):
    """The state of the call: ``BLOCKED`` or ``BUSY`` at its start, one of the others at its end."""

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
    """A worker works on this task: it is not blocked."""


class NameKind(enum.IntEnum):
    """What a number in a batch of names stands for."""

    QUEUE = 0
    CLIENT = 1
