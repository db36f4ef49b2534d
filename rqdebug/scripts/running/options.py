# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a run."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds to wait before and after each vector, with exceptions for single lines."""

    before: float = 0.0
    after: float = 0.0
    before_line: Mapping[int, float] = field(default_factory=dict)
    after_line: Mapping[int, float] = field(default_factory=dict)

    def around(self, line: int) -> tuple[float, float]:
        """Return the pauses before and after the vector in a line."""
        return self.before_line.get(line, self.before), self.after_line.get(line, self.after)

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.before_line or self.after_line)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run. A loop is one pass of the script."""

    loops: int = 1
    """The number of passes; 0 is until stopped."""
    seconds: float | None = None
    """Begin no other loop after this many seconds; ``loops`` is then the maximum."""
    until_failure: bool = False
    """Begin no other loop once a vector did not pass on any target."""
    seed: int = field(default_factory=lambda: random.getrandbits(32))
    """The seed of the script's random values."""
    speed: float = 1.0
    """The speed of the clock of ``at``; 0 does not wait at all."""
    pauses: Pauses = field(default_factory=Pauses)
    off: frozenset[int] = frozenset()
    """Lines of statements to skip, besides those that the script marks ``# off``."""
