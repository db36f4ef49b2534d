# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run found."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from rqdebug.scripts.histogram import Histogram


class Verdict(enum.Enum):
    """How a vector went."""

    PASSED = "passed"
    FAILED = "failed"
    """It gave something else than expected."""
    ERROR = "error"
    """Whether it would have passed cannot be told."""

    # Enum's own way is written in Python, and every result is counted by its verdict.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class VectorResult:
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
    ended: int = 0
    """When the call was over: wall clock, ns since 1970; 0 where there was none."""


@dataclass(frozen=True, slots=True)
class VectorSummary:
    """All results of one vector on one target, in one lane: in loops and passes there are many."""

    target: str
    lane: str
    line: int
    text: str
    counts: Mapping[Verdict, int]
    duration_ns: int
    """Of all its calls together."""
    longest_ns: int
    first: VectorResult
    worst: VectorResult
    """The first that is as bad as any."""
    digest: int
    """Of all that it gave but namespaces, in order: where two differ, so does what was given.

    True within one process.
    """

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def outcome(self) -> Verdict:
        return self.worst.outcome


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, or what there is of it so far."""

    filename: str
    targets: tuple[str, ...]
    results: tuple[VectorResult, ...] = field(repr=False)
    """Of a very long run the first ones, and more of those that did not pass: see ``kept_all``."""
    counts: Mapping[Verdict, int]
    loops: int
    """Passes begun, of the target that is furthest."""
    duration_ns: int
    stopped: bool
    """Whether somebody ended it before its end."""
    unreachable: Mapping[str, str]
    """Targets on which the script could not be run, each with the reason in one sentence."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Targets that went away in mid-run, likewise."""
    seed: int = 0
    """A run with this seed leaves the same to chance."""
    lines: tuple[VectorSummary, ...] = field(default=(), repr=False)
    """All results, those that are not kept too, by target, lane and line."""
    durations: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """How long calls took, by target."""
    lateness: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """How long after its time each ``at`` was done, by target."""

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
        return not (self.failed or self.errors or self.unreachable or self.lost)
