# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that a lane yields: what its caller must do next, and what has happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class StatementStarted:
    """A statement is about to begin. The caller can wait at this point, for example at a breakpoint."""

    line: int


@dataclass(slots=True)
class CallRequest:
    """Call a method. The caller must send a VectorOutcome in reply."""

    receiver: Any
    """A queue, target or leased item of the script; None for the lane's own target."""
    method: str
    arguments: dict[str, Any]
    """Values by parameter name."""
    raw: bool = False
    """Whether the item of a get is compared with payloads, and so must not be decoded."""
    line: int = field(default=0, compare=False)
    """The line of the call; 0 for one that is not written in the script."""


@dataclass(frozen=True, slots=True)
class SleepRequest:
    """Wait for a number of seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SleepUntil:
    """Wait until this many seconds after the lane began; the speed of the run scales them."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """A turn is about to begin. The caller waits for the turn before, or replies why that never ends."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """A turn has ended."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class NamedTestStarted:
    """A test is about to begin: functions on events look at the events from now on."""


@dataclass(frozen=True, slots=True)
class NamedTestEnded:
    """A test has ended, and with it what it has set on targets."""


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """The script executed ``note()``."""

    line: int
    text: str
