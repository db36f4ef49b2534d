# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a run."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from rqdebug.scripts.language.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses before and after each vector, in seconds. Single lines can have their own."""

    before: float = 0.0
    after: float = 0.0
    before_line: Mapping[int, float] = field(default_factory=dict)
    """Pauses that replace ``before``, by line."""
    after_line: Mapping[int, float] = field(default_factory=dict)
    """Pauses that replace ``after``, by line."""

    def around(self, line: int) -> tuple[float, float]:
        """Return the seconds before and after the vector in a line."""
        return self.before_line.get(line, self.before), self.after_line.get(line, self.after)

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.before_line or self.after_line)


LONGEST_WAIT = 10.0
"""Seconds that a call of a replay may wait if it had no timeout: it waits only if the target behaves in
another way."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run. A loop is one pass of the script."""

    loops: int = 1
    """The number of passes; 0 for no limit."""
    seconds: float | None = None
    """Start no further pass after this many seconds. ``loops`` still limits the number of passes."""
    until_failure: bool = False
    """Start no further pass after a vector has failed on any target, or a target was lost."""
    seed: int = field(default_factory=lambda: random.getrandbits(32))
    """The seed of the script's random values."""
    speed: float = 1.0
    """The speed of the clock of ``at``, for example 2.0 for half the time; 0 for no waiting."""
    scales_timeouts: bool = False
    """Whether ``speed`` also divides the timeouts of calls; 0 then makes them 0."""
    longest_wait: float | None = None
    """The timeout of calls that have none, in seconds; None for no limit."""
    pauses: Pauses = field(default_factory=Pauses)
    inputs: Inputs = field(default_factory=Inputs)
    """Parameters, environment variables and secrets of the script."""
    fail_fast: bool = False
    """Whether the run ends after the first result that is not passed."""
    off: frozenset[int] = frozenset()
    """Lines of statements to skip, as if they were marked ``# off``."""

    @classmethod
    def for_replay(cls, speed: float) -> Options:
        """Return the options of a replay at this speed; 0 does not wait."""
        return cls(speed=speed, scales_timeouts=True, longest_wait=LONGEST_WAIT)
