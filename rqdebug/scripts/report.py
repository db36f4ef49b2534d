# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a run."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from rqdebug.scripts.histogram import Histogram


class Verdict(enum.Enum):
    """The verdict on a vector."""

    PASSED = "passed"
    FAILED = "failed"
    """It gave another result than expected."""
    ERROR = "error"
    """It could not be judged."""

    # Enum's own way is written in Python, and every result is counted by its verdict.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class VectorResult:
    """The result of one vector, or of a statement that failed."""

    target: str
    lane: str
    line: int
    text: str
    """The source of the vector, in one line."""
    outcome: Verdict
    expected: str
    got: str
    duration_ns: int = 0
    """The duration of the call alone; 0 without a call."""
    loop: int = 1
    """The pass of the script, counted from 1."""
    ended: int = 0
    """When the call ended: wall clock, ns since 1970; 0 without a call."""


@dataclass(frozen=True, slots=True)
class VectorSummary:
    """All results of one vector on one target, in one lane: in loops and passes there are many."""

    target: str
    lane: str
    line: int
    text: str
    counts: Mapping[Verdict, int]
    duration_ns: int
    """The duration of all its calls together."""
    longest_ns: int
    first: VectorResult
    worst: VectorResult
    """The first result with the worst verdict."""
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
    """A whole run, or its results so far."""

    filename: str
    targets: tuple[str, ...]
    results: tuple[VectorResult, ...] = field(repr=False)
    """In a very long run only the first ones, and more of those that did not pass; see ``kept_all``."""
    counts: Mapping[Verdict, int]
    loops: int
    """The number of passes begun, of the target with the most."""
    duration_ns: int
    stopped: bool
    """Whether it was stopped before its end."""
    unreachable: Mapping[str, str]
    """Targets on which the script could not be run, each with the reason in one sentence."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Targets that were lost during the run, each with the reason."""
    seed: int = 0
    """A run with this seed makes the same random choices."""
    lines: tuple[VectorSummary, ...] = field(default=(), repr=False)
    """Summaries of all results, kept or not, by target, lane and line."""
    durations: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """How long calls took, by target."""
    lateness: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """By target, how late each ``at`` was."""

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
        """Whether every vector passed on every target."""
        return not (self.failed or self.errors or self.unreachable or self.lost)
