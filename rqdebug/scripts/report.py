# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a run: results, counts and durations."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rqdebug.scripts.compared_values import ComparedValues
from rqdebug.scripts.histogram import Histogram
from rqdebug.scripts.language.included_files import IncludedFile, named_place


class Verdict(enum.Enum):
    """The verdict on one execution of a vector or check."""

    PASSED = "passed"
    """The result met the expectation."""
    FAILED = "failed"
    """The queue gave another result than expected, or the call took too long or too short."""
    ERROR = "error"
    """There was no result to judge: the connection was lost, or the script has an error here."""
    INTERRUPTED = "interrupted"
    """The call was still waiting when the run was stopped, so its result is unknown."""
    NOT_RUN = "not run"
    """It was due, but its lane or block ended before it: after an error, a stop, or without its target."""

    @property
    def key(self) -> str:
        """The verdict as a name for programs, such as ``not_run``."""
        return self.name.lower()

    @property
    def is_failure(self) -> bool:
        """Whether it must be explained one by one. A vector that was not run only follows from another."""
        return self not in (Verdict.PASSED, Verdict.NOT_RUN)

    @property
    def severity(self) -> int:
        """A number that is higher for worse verdicts."""
        return _SEVERITIES.index(self)

    # Enum.__hash__ is slow Python code, and every result is counted in a dict by its verdict.
    __hash__ = object.__hash__


_SEVERITIES = (Verdict.PASSED, Verdict.NOT_RUN, Verdict.FAILED, Verdict.INTERRUPTED, Verdict.ERROR)
"""The verdicts from the best to the worst."""


class RunStatus(enum.Enum):
    """How a run ended, from the best to the worst."""

    SKIPPED = "skipped"
    """The selection of tests left it out."""
    PASSED = "passed"
    """Everything passed."""
    NOT_RUN = "not run"
    """It was left out, because the run of several scripts ended before it."""
    EMPTY = "empty"
    """Nothing was checked."""
    DIFFERENT = "different"
    """Targets that were compared gave different results."""
    FAILED = "failed"
    """A vector failed, or was not run."""
    ERROR = "error"
    """A vector or another statement has no result because of an error."""
    STOPPED = "stopped"
    """It was stopped before its end by the user or the caller."""
    INVALID = "invalid"
    """The script or its inputs have an error, so that nothing was run."""
    TIMED_OUT = "timed out"
    """It was stopped because it did not end in time."""
    LOST = "lost"
    """The connection to a target was lost."""
    UNREACHABLE = "unreachable"
    """A target could not be connected to."""


@dataclass(frozen=True, slots=True)
class SkippedVector:
    """A vector or check that the run leaves out."""

    line: int
    text: str
    """The source of the statement in one line."""
    reason: str = "this vector is off"
    test: str = ""
    """The name of the test that it is in; empty if it is in none."""


@dataclass(frozen=True, slots=True)
class VectorResult:
    """The result of one execution of a vector or check, or the error of another statement."""

    target: str
    lane: str
    line: int
    text: str
    """The source of the statement in one line."""
    outcome: Verdict
    expected: str
    """The expectation as text; empty if the script itself has an error here."""
    got: str
    """The value, error or duration as text."""
    duration_ns: int = 0
    """The duration of the call alone, in ns; 0 without a call."""
    loop: int = 1
    """The number of the pass, counted from 1."""
    ended: int = 0
    """When the call ended, in ns since 1970 by the wall clock; 0 without a call."""
    values: ComparedValues | None = field(default=None, compare=False, repr=False)
    """The whole values, if they were compared with ``==`` and differ, and if they fit in memory."""
    position: tuple[int, int] = (0, 0)
    """The line and column of the expression or call that has no result; zeros if there is none."""
    caller: int = 0
    """The line of the script's own call or include that executed it; 0 if it is not in another file or a
    function."""
    digest: int = field(default=0, compare=False, repr=False)
    """A hash of the whole value if ``got`` is cut, for the comparison of targets; otherwise 0."""

    @property
    def place(self) -> tuple[int, int]:
        """The line and column to show: of the error, or the line of the statement and 0."""
        return self.position if self.position[0] else (self.line, 0)


@dataclass(frozen=True, slots=True)
class VectorSummary:
    """A summary of all results of one vector on one target in one lane, over all loops and passes."""

    target: str
    lane: str
    line: int
    text: str
    counts: Mapping[Verdict, int]
    duration_ns: int
    """The total duration of its calls, in ns."""
    longest_ns: int
    first: VectorResult
    """The first of the results."""
    worst: VectorResult
    """The first result with the worst verdict; see ``Verdict.severity``."""
    digest: int
    """A hash of all verdicts and values in order, without namespaces.

    If two digests differ, so do the results. Digests are comparable only within one process.
    """
    test: str = ""
    """The name of the test that it is in, or that calls its function; empty if it is none, or several."""

    @property
    def total(self) -> int:
        """The number of executions."""
        return sum(self.counts.values()) - self.counts[Verdict.NOT_RUN]

    @property
    def mean_ns(self) -> int:
        """The mean duration of its calls, in ns."""
        return self.duration_ns // max(self.total, 1)

    @property
    def outcome(self) -> Verdict:
        """The worst verdict."""
        return self.worst.outcome


@dataclass(frozen=True, slots=True)
class NotRun:
    """The vectors of one lane on one target that were due but not run."""

    target: str
    lane: str
    lines: tuple[VectorSummary, ...]
    """In the order of lines, at least one."""

    @property
    def times(self) -> int:
        """How often a vector was not run."""
        return sum(line.counts[Verdict.NOT_RUN] for line in self.lines)


@dataclass(frozen=True, slots=True)
class EndedEffect:
    """A fault, freeze or held call that ended because its lane, test or run did."""

    target: str
    line: int
    """The line that has set it."""
    ending: str
    """What has happened, in one sentence."""
    times: int


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a whole run, or of a run so far."""

    filename: str
    """The name of the script."""
    targets: tuple[str, ...]
    results: tuple[VectorResult, ...] = field(repr=False)
    """The individual results. A very long run keeps only the first ones; see ``kept_all``."""
    counts: Mapping[Verdict, int]
    loops: int
    """The highest number of passes that a target has begun."""
    duration_ns: int
    """The duration of the run, in ns."""
    stopped: bool
    """Whether it was stopped before its end."""
    unreachable: Mapping[str, str]
    """Targets that could not be connected to, each with the reason in one sentence."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Targets whose connection was lost during the run, each with the reason."""
    seed: int = 0
    """The seed of the random values; a run with the same seed uses the same values."""
    lines: tuple[VectorSummary, ...] = field(default=(), repr=False)
    """Summaries of all results, kept or not: one for each target, lane and line."""
    durations: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """The durations of calls, by target."""
    lateness: Mapping[str, Histogram] = field(default_factory=dict, repr=False)
    """How late each ``at`` ended, by target."""
    problem: str = ""
    """Why it was stopped, in a sentence without a subject; empty if it was not, or if the user stopped it."""
    began: int = 0
    """When the run began, in ns since 1970; 0 if it has not."""
    skipped: tuple[SkippedVector, ...] = ()
    """The vectors and checks that were left out, in the order of lines."""
    differs: bool = False
    """Whether the targets were to be compared, and their results differ."""
    breakdown: str = ""
    """Which error of the debugger itself ended the run; empty if none."""
    files: tuple[IncludedFile, ...] = ()
    """The files that the script includes."""
    is_selected: bool = True
    """Whether the selection of tests did not leave it out."""
    left_out: bool = False
    """Whether it was not started, because the run of several scripts ended before it."""
    ended: tuple[EndedEffect, ...] = ()
    """What has ended that the script had set on targets and not ended itself."""
    invalid: str = ""
    """Why nothing was run, with the position of the error in the script; empty if it was."""

    @classmethod
    def of_invalid(cls, filename: str, targets: tuple[str, ...], reason: str) -> Report:
        """Return the report of a script that was not run, because it or its inputs have an error."""
        counts = dict.fromkeys(Verdict, 0)
        return cls(filename, targets, (), counts, 0, 0, False, {}, invalid=reason)

    def named_place(self, line: int) -> tuple[str, int]:
        """Return the name of the file that a line belongs to, and its line there."""
        return named_place(self.filename, self.files, line)

    @property
    def passed(self) -> int:
        """The number of results that are PASSED."""
        return self.counts[Verdict.PASSED]

    @property
    def failed(self) -> int:
        """The number of results that are FAILED."""
        return self.counts[Verdict.FAILED]

    @property
    def errors(self) -> int:
        """The number of results that are ERROR."""
        return self.counts[Verdict.ERROR]

    @property
    def not_run(self) -> int:
        """How often a vector was due but not run, because its lane or block ended before it."""
        return self.counts[Verdict.NOT_RUN]

    @property
    def not_run_by_lane(self) -> tuple[NotRun, ...]:
        """The vectors that were due but not run, by target and lane."""
        lanes: dict[tuple[str, str], list[VectorSummary]] = {}
        for line in self.lines:
            if line.counts[Verdict.NOT_RUN]:
                lanes.setdefault((line.target, line.lane), []).append(line)
        return tuple(
            NotRun(target, lane, tuple(sorted(lines, key=lambda line: line.line)))
            for (target, lane), lines in lanes.items()
        )

    @property
    def total(self) -> int:
        """The number of executions, so without those that were not run."""
        return sum(self.counts.values()) - self.not_run

    @property
    def kept_all(self) -> bool:
        """Whether ``results`` has every result."""
        return len(self.results) == self.total + self.not_run

    @property
    def status(self) -> RunStatus:
        """How the run ended. If several statuses apply, the first in this order."""
        applies = {
            RunStatus.SKIPPED: not self.is_selected,
            RunStatus.NOT_RUN: self.left_out,
            RunStatus.UNREACHABLE: self.unreachable,
            RunStatus.LOST: self.lost,
            RunStatus.TIMED_OUT: self.problem,
            RunStatus.INVALID: self.invalid,
            RunStatus.STOPPED: self.stopped and not self.breakdown,
            RunStatus.ERROR: self.errors or self.counts[Verdict.INTERRUPTED] or self.breakdown,
            RunStatus.FAILED: self.failed or self.not_run,
            RunStatus.DIFFERENT: self.differs,
            RunStatus.EMPTY: not self.total,
        }
        return next((status for status, reason in applies.items() if reason), RunStatus.PASSED)

    @property
    def ok(self) -> bool:
        """Whether the run is a success: it ran to its end, checked something, and everything passed.

        A script that was left out by the selection of tests is no failure either.
        """
        return self.status in (RunStatus.PASSED, RunStatus.SKIPPED)

    @property
    def reasons(self) -> Iterator[str]:
        """Yield a sentence for each reason, other than a vector, why the run is not a success."""
        yield from self.unreachable.values()
        yield from self.lost.values()
        if self.breakdown:
            yield self.breakdown
        if self.invalid:
            yield self.invalid
        elif self.problem:
            yield f"{self.filename} {self.problem}"
        elif self.status is RunStatus.STOPPED:
            yield f"{self.filename} was stopped before its end"
        elif self.status is RunStatus.DIFFERENT:
            yield f"{self.filename} gave different results on its targets"
        elif self.status is RunStatus.EMPTY and self.skipped:
            yield f"{self.filename} checked nothing: all its {len(self.skipped):,} vectors are off"
        elif self.status is RunStatus.EMPTY:
            yield f"{self.filename} checked nothing: no vector or assert was executed"
