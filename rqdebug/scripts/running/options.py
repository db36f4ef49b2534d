# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run is to be carried out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds to wait before and after each vector, and before and after those of single lines instead."""

    before: float = 0.0
    after: float = 0.0
    before_line: Mapping[int, float] = field(default_factory=dict)
    after_line: Mapping[int, float] = field(default_factory=dict)

    def around(self, line: int) -> tuple[float, float]:
        """Those of the vector in a line."""
        return self.before_line.get(line, self.before), self.after_line.get(line, self.after)

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.before_line or self.after_line)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen for a run. A loop is one pass of the script."""

    loops: int = 1
    """How many; 0: until stopped."""
    seconds: float | None = None
    """Begin no other loop after so long; ``loops`` is then the most there may be."""
    until_failure: bool = False
    """Begin no other loop once something did not pass, on whatever target."""
    seed: int = field(default_factory=lambda: random.getrandbits(32))
    """Decides what the script leaves to chance."""
    speed: float = 1.0
    """How many times as fast ``at`` counts; 0: it does not wait at all."""
    pauses: Pauses = field(default_factory=Pauses)
    off: frozenset[int] = frozenset()
    """Lines of statements that are not carried out, beside those that the script marks."""
