# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a script gave on two targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from rqdebug.scripts.report import Report, VectorResult, VectorSummary

_NAMESPACE = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def hide_namespaces(got: str) -> str:
    """Return the text without namespaces, which differ on each target."""
    return _NAMESPACE.sub("…", got)


@dataclass(frozen=True, slots=True)
class ResultPair:
    """One vector on both targets; None if one of them never reached it."""

    one: VectorSummary | None
    other: VectorSummary | None
    example: tuple[str, str]
    """What they gave when they first differed, otherwise the first time."""

    @property
    def line(self) -> VectorSummary:
        """Either summary, for what both have in common."""
        found = self.one or self.other
        if found is None:
            raise ValueError("a pair is of at least one line")
        return found

    @property
    def differs(self) -> bool:
        """Whether verdicts, values or the number of results differ."""
        one, other = self.one, self.other
        return not (one and other) or (one.digest, one.counts) != (other.digest, other.counts)

    @property
    def slower(self) -> float | None:
        """The mean duration on the other as a multiple; None if one of them is missing."""
        if not (self.one and self.other and self.one.duration_ns):
            return None
        return (self.other.duration_ns / self.other.total) / (self.one.duration_ns / self.one.total)


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """All vectors of two targets, in the order of lines."""

    one: str
    other: str
    pairs: tuple[ResultPair, ...]

    @property
    def different(self) -> tuple[ResultPair, ...]:
        return tuple(pair for pair in self.pairs if pair.differs)

    @property
    def slower(self) -> float | None:
        """The median of the vectors' ratios of durations; None if there is none."""
        ratios = [ratio for pair in self.pairs if (ratio := pair.slower) is not None]
        return median(ratios) if ratios else None


def compare_with_first(report: Report) -> tuple[TargetComparison, ...]:
    """Compare the first target with each of the others."""
    first, *others = report.targets
    return tuple(compare_targets(report, first, other) for other in others)


def compare_targets(report: Report, one: str, other: str) -> TargetComparison:
    left, right = _summaries_by_line(report.lines, one), _summaries_by_line(report.lines, other)
    kept = _values_by_line(report.results, one), _values_by_line(report.results, other)
    keys = sorted({*left, *right}, key=lambda key: (key[1], key[0]))
    pairs = (
        ResultPair(left.get(p), right.get(p), _find_example(left.get(p), right.get(p), *kept)) for p in keys
    )
    return TargetComparison(one, other, tuple(pairs))


def _summaries_by_line(lines: Iterable[VectorSummary], target: str) -> dict[tuple[str, int], VectorSummary]:
    return {(line.lane, line.line): line for line in lines if line.target == target}


def _values_by_line(results: Iterable[VectorResult], target: str) -> dict[tuple[str, int], list[str]]:
    """Return what each vector gave, in order, as far as it was kept."""
    values: dict[tuple[str, int], list[str]] = {}
    for result in results:
        if result.target == target:
            values.setdefault((result.lane, result.line), []).append(result.got)
    return values


def _find_example(
    one: VectorSummary | None,
    other: VectorSummary | None,
    left: dict[tuple[str, int], list[str]],
    right: dict[tuple[str, int], list[str]],
) -> tuple[str, str]:
    if one is None or other is None:
        return (one.first.got if one else "nothing", other.first.got if other else "nothing")
    key = one.lane, one.line
    both = zip(left.get(key, ()), right.get(key, ()), strict=False)
    differing = (pair for pair in both if hide_namespaces(pair[0]) != hide_namespaces(pair[1]))
    return next(differing, (one.worst.got, other.worst.got))
