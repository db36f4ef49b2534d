# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run found."""

from __future__ import annotations

import enum
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_KEPT_PASSED = 10_000
MAX_KEPT = 50_000
"""Results kept by a run: beyond the first number no passed ones any more, beyond the second none."""


class Verdict(enum.Enum):
    """How a vector went."""

    PASSED = "passed"
    FAILED = "failed"
    """It gave something else than expected."""
    ERROR = "error"
    """Whether it would have passed cannot be told."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one vector, or of a statement that went wrong."""

    target: str
    lane: str
    line: int
    text: str
    """The source of the vector, in one line."""
    outcome: Verdict
    expected: str
    got: str
    duration_ns: int = 0
    """Of the call alone; 0 where there was none."""
    loop: int = 1
    """Which pass of the script it was, counted from 1."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, or what there is of it so far."""

    filename: str
    targets: tuple[str, ...]
    results: tuple[Result, ...] = field(repr=False)
    """Of a very long run the first ones, and more of those that did not pass: see ``kept_all``."""
    counts: Mapping[Verdict, int]
    loops: int
    """Passes begun, of the target that is furthest."""
    duration_ns: int
    stopped: bool
    """Whether somebody ended it before its end."""
    unreachable: Mapping[str, str]
    """Targets on which the script could not be run, each with the reason in one sentence."""

    @property
    def passed(self) -> int:
        return self.counts[Verdict.PASSED]

    @property
    def failed(self) -> int:
        return self.counts[Verdict.FAILED]

    @property
    def errors(self) -> int:
        return self.counts[Verdict.ERROR]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def kept_all(self) -> bool:
        return len(self.results) == self.total

    @property
    def ok(self) -> bool:
        """Every vector passed, on every target."""
        return not (self.failed or self.errors or self.unreachable)


class Tally:
    """Counts and keeps the results of a run while it goes on. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: list[Result] = []
        self._counts = dict.fromkeys(Verdict, 0)
        self._loops = 0
        self._unreachable: dict[str, str] = {}

    def add(self, result: Result) -> None:
        limit = MAX_KEPT_PASSED if result.outcome is Verdict.PASSED else MAX_KEPT
        with self._lock:
            self._counts[result.outcome] += 1
            self._loops = max(self._loops, result.loop)
            if len(self._results) < limit:
                self._results.append(result)

    def add_unreachable(self, target: str, reason: str) -> None:
        with self._lock:
            self._unreachable[target] = reason

    def report(self, filename: str, targets: tuple[str, ...], duration_ns: int, stopped: bool) -> Report:
        with self._lock:
            return Report(
                filename,
                targets,
                tuple(self._results),
                dict(self._counts),
                self._loops,
                duration_ns,
                stopped,
                dict(self._unreachable),
            )
