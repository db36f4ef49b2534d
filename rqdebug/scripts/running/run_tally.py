# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the results of a run and keeps those that fit in memory."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from rqdebug.scripts.compare import hide_namespaces
from rqdebug.scripts.histogram import HistogramBuilder
from rqdebug.scripts.report import EndedEffect, Report, SkippedVector, VectorResult, VectorSummary, Verdict

MAX_KEPT_PASSED = 10_000
"""When this many results are kept, further PASSED results are only counted."""
MAX_KEPT = 50_000
"""When this many results are kept, all further results are only counted."""

MAX_VALUES_BYTES = 64 * 2**20
"""The memory for the whole values of failures, in bytes. Later failures keep only their texts."""


class _LineTally:
    """Counts the results of one vector on one target, in one lane."""

    __slots__ = ("_counts", "_digest", "_duration", "_first", "_longest", "_test", "_worst")

    def __init__(self, first: VectorResult, test: str) -> None:
        self._first = self._worst = first
        self._test = test
        self._counts = dict.fromkeys(Verdict, 0)
        self._duration = self._longest = self._digest = 0

    def add(self, result: VectorResult, test: str) -> None:
        if test != self._test:
            self._test = ""
        self._counts[result.outcome] += 1
        self._duration += result.duration_ns
        self._longest = max(self._longest, result.duration_ns)
        # Results that are no longer kept can still be compared between targets by this hash.
        self._digest = hash((self._digest, result.outcome, hide_namespaces(result.got), result.digest))
        if result.outcome is not Verdict.PASSED and result.outcome.severity > self._worst.outcome.severity:
            self._worst = result

    def summary(self) -> VectorSummary:
        first = self._first
        return VectorSummary(
            first.target,
            first.lane,
            first.line,
            first.text,
            dict(self._counts),
            self._duration,
            self._longest,
            first,
            self._worst,
            self._digest,
            self._test,
        )


class RunTally:
    """Collects the results of a run and makes reports of them. Thread-safe.

    Args:
        tests: The names of tests by the lines of the statements in them.
    """

    def __init__(self, tests: Mapping[int, str] | None = None) -> None:
        self._tests = tests or {}
        self._lock = threading.Lock()
        self._results: list[VectorResult] = []
        self._counts = dict.fromkeys(Verdict, 0)
        self._loops = 0
        self._unreachable: dict[str, str] = {}
        self._lost: dict[str, str] = {}
        self._breakdown = ""
        self._ended: Counter[tuple[str, int, str]] = Counter()
        self._values_bytes = 0
        self._lines: dict[tuple[str, str, int], _LineTally] = {}
        self._durations: defaultdict[str, HistogramBuilder] = defaultdict(HistogramBuilder)
        self._lateness: defaultdict[str, HistogramBuilder] = defaultdict(HistogramBuilder)

    @property
    def all_passed(self) -> bool:
        """Whether everything has passed so far and no target was lost or unreachable."""
        bad = (count for verdict, count in self._counts.items() if verdict is not Verdict.PASSED)
        reasons = (
            *bad,
            self._unreachable,
            self._lost,
            self._breakdown,
        )
        return not any(reasons)

    def add(self, result: VectorResult) -> VectorResult:
        """Count a result, keep it if the limits allow, and return it as it is kept."""
        if result.values is not None:
            result = self._limit_values(result, result.values.size)
        limit = MAX_KEPT_PASSED if result.outcome is Verdict.PASSED else MAX_KEPT
        key = result.target, result.lane, result.line
        test = self._tests.get(result.line) or self._tests.get(result.caller, "")
        with self._lock:
            self._counts[result.outcome] += 1
            self._loops = max(self._loops, result.loop)
            if len(self._results) < limit:
                self._results.append(result)
            line = self._lines.get(key)
            if line is None:
                line = self._lines[key] = _LineTally(result, test)
            line.add(result, test)
            # It is 0 if no call was made, as in a check.
            if result.duration_ns:
                self._durations[result.target].add(result.duration_ns)
        return result

    def _limit_values(self, result: VectorResult, size: int) -> VectorResult:
        with self._lock:
            self._values_bytes += size
            return result if self._values_bytes <= MAX_VALUES_BYTES else replace(result, values=None)

    def add_unreachable(self, target: str, reason: str) -> None:
        """Record that a target could not be connected to; the reason is one sentence."""
        with self._lock:
            self._unreachable[target] = reason

    def add_lost(self, target: str, reason: str) -> None:
        """Record that the connection to a target was lost during the run. The first reason is kept."""
        with self._lock:
            self._lost.setdefault(target, reason)

    def add_breakdown(self, reason: str) -> None:
        """Record that an error of the debugger itself ended a part of the run. The first reason is kept."""
        with self._lock:
            self._breakdown = self._breakdown or reason

    def add_ended(self, target: str, line: int, ending: str) -> None:
        """Count that something has ended that the script has set on a target and not ended itself."""
        with self._lock:
            self._ended[target, line, ending] += 1

    def add_lateness(self, target: str, ns: int) -> None:
        """Count how late an ``at`` ended, in ns."""
        with self._lock:
            self._lateness[target].add(ns)

    def report(
        self,
        filename: str,
        targets: tuple[str, ...],
        duration_ns: int,
        stopped: bool,
        seed: int = 0,
        *,
        problem: str = "",
        began: int = 0,
        skipped: tuple[SkippedVector, ...] = (),
    ) -> Report:
        """Return a snapshot of all results so far.

        Args:
            filename: The name of the script.
            targets: The targets of the run, in order.
            duration_ns: The duration of the run so far, in ns.
            stopped: Whether the run was stopped before its end.
            seed: The seed of the run.
            problem: Why it was stopped; empty if it was not, or if the user stopped it.
            began: When the run began, in ns since 1970.
            skipped: The vectors and checks that the run leaves out.
        """
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
                dict(self._lost),
                seed,
                tuple(line.summary() for line in self._lines.values()),
                {target: spread.histogram() for target, spread in self._durations.items()},
                {target: spread.histogram() for target, spread in self._lateness.items()},
                problem,
                began,
                skipped,
                breakdown=self._breakdown,
                ended=tuple(EndedEffect(*each, times) for each, times in self._ended.items()),
            )
