# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the results of a script on two targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from rqdebug.scripts.report import Report, VectorResult, VectorSummary

_NAMESPACE = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def hide_namespaces(got: str) -> str:
    """Replace the namespaces in a text, which are different on each target, by an ellipsis."""
    return _NAMESPACE.sub("…", got)


def digest_of(value: object) -> int:
    """Return a hash of a whole value, without namespaces. It is comparable only within one process."""
    if isinstance(value, (str, bytes)):
        return hash(value)
    try:
        return hash(hide_namespaces(repr(value)))
    except RecursionError:
        return 0


@dataclass(frozen=True, slots=True)
class ResultPair:
    """The results of one vector on two targets; None for a target that did not execute it."""

    one: VectorSummary | None
    other: VectorSummary | None
    example: tuple[str, str]
    """The two values at the first difference, or of the first execution if there is none."""

    @property
    def line(self) -> VectorSummary:
        """One of the two summaries, for lane, line and text."""
        summary = self.one or self.other
        if summary is None:
            raise ValueError("a ResultPair needs at least one summary")
        return summary

    @property
    def differs(self) -> bool:
        """Whether verdicts, values, or their number differ."""
        one, other = self.one, self.other
        return not (one and other) or (one.digest, one.counts) != (other.digest, other.counts)

    @property
    def slower(self) -> float | None:
        """The mean duration on the other target divided by that on the first; None if one is missing."""
        if not (self.one and self.other and self.one.duration_ns):
            return None
        return (self.other.duration_ns / self.other.total) / (self.one.duration_ns / self.one.total)


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """The results of all vectors on two targets, in the order of lines."""

    one: str
    other: str
    pairs: tuple[ResultPair, ...]

    @property
    def different(self) -> tuple[ResultPair, ...]:
        """The pairs that differ."""
        return tuple(pair for pair in self.pairs if pair.differs)

    @property
    def slower(self) -> float | None:
        """The median of the ratios of all pairs; None if there are no ratios."""
        ratios = [ratio for pair in self.pairs if (ratio := pair.slower) is not None]
        return median(ratios) if ratios else None


def compare_with_first(report: Report) -> tuple[TargetComparison, ...]:
    """Compare the first target of a report with each of the others."""
    first, *others = report.targets
    return tuple(compare_targets(report, first, other) for other in others)


def compare_targets(report: Report, one: str, other: str) -> TargetComparison:
    """Compare the results of a run on two of its targets.

    Args:
        report: The report of the run.
        one: The name of the target to compare with.
        other: The name of the other target.
    """
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
    """Return the kept values of each vector in order, by lane and line."""
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
    # Not strict: a lane that failed on one target has fewer results there.
    both = zip(left.get(key, ()), right.get(key, ()), strict=False)
    differing = (pair for pair in both if hide_namespaces(pair[0]) != hide_namespaces(pair[1]))
    pair = next(differing, (one.worst.got, other.worst.got))
    is_cut = pair[0] == pair[1] and pair[0].endswith("…") and one.digest != other.digest
    return (f"{pair[0]} (differs later)", f"{pair[1]} (differs later)") if is_cut else pair
