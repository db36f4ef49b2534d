# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares a run with an earlier one: which vectors fail that passed, and the other way round.

A vector is the same one if its script, its file, its target, its lane and its text are the same, whatever its
line is.
Targets are compared by their position, because their names can contain ports. The earlier run is a JSON
report.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rqdebug.scripts.report import Report, VectorSummary, Verdict

Key: TypeAlias = "tuple[str, str, int, str, str, int]"
"""Script, file, position of the target, lane, text, and which of several equal texts in the lane."""
Line: TypeAlias = "tuple[str, str, str, int, str, Any]"
"""Target, lane, file, line, text, and the summary."""
Outcome: TypeAlias = Literal["passed", "failed", "not run"]
_NOT_PASSED: tuple[Outcome, ...] = ("failed", "not run")
_BAD = (Verdict.FAILED, Verdict.ERROR, Verdict.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class ChangedVector:
    """A vector with another outcome than in the earlier run."""

    file: str
    """The script or a file that it includes."""
    target: str
    lane: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """A run compared with an earlier one."""

    newly_failing: tuple[ChangedVector, ...]
    """They passed in the earlier run."""
    newly_passing: tuple[ChangedVector, ...]
    """They failed, or were not run, in the earlier run."""
    still_failing: int
    not_run: int
    """The number of vectors that passed in the earlier run and were not run now."""
    added: int
    """The number of vectors that the earlier run did not have."""
    gone: int
    """The number of vectors that only the earlier run had."""


def read_baseline(text: str) -> dict[Key, Outcome]:
    """Return the outcomes in a JSON report.

    Raises:
        ValueError: If the text is no JSON report of a run.
    """
    try:
        found = json.loads(text)
        reports = found.get("scripts") or [found]
        return {
            key: _outcome_of(line["counts"])
            for report in reports
            for key, line in _keyed(
                report["script"],
                [each["name"] for each in report["targets"]],
                [
                    (line["target"], line["lane"], line["file"], line["line"], line["text"], line)
                    for line in report["lines"]
                ],
            )
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("it is not a JSON report of a run; write one with --json") from None


def compare_with_baseline(reports: Iterable[Report], before: Mapping[Key, Outcome]) -> BaselineComparison:
    """Compare the reports of a run with the outcomes of an earlier one."""
    now: dict[Key, tuple[ChangedVector, Outcome]] = {}
    for report in reports:
        for key, line in _keyed_lines(report):
            file, own_line = report.named_place(line.line)
            vector = ChangedVector(file, line.target, line.lane, own_line, line.text)
            now[key] = vector, _outcome(line)
    pairs = [(vector, outcome, before.get(key)) for key, (vector, outcome) in now.items()]
    return BaselineComparison(
        tuple(vector for vector, outcome, old in pairs if outcome == "failed" and old == "passed"),
        tuple(vector for vector, outcome, old in pairs if outcome == "passed" and old in _NOT_PASSED),
        sum(outcome == old == "failed" for _, outcome, old in pairs),
        sum(outcome == "not run" and old == "passed" for _, outcome, old in pairs),
        sum(old is None for _, _, old in pairs),
        len(before.keys() - now.keys()),
    )


def outcomes_of(report: Report) -> dict[Key, Outcome]:
    """Return the outcomes of a report, to compare a later run with."""
    return {key: _outcome(line) for key, line in _keyed_lines(report)}


def describe_baseline(comparison: BaselineComparison) -> str:
    """Return the numbers of a comparison, such as ``2 newly failing, 1 newly passing``."""
    numbers = {
        "newly failing": len(comparison.newly_failing),
        "newly passing": len(comparison.newly_passing),
        "still failing": comparison.still_failing,
        "no longer run": comparison.not_run,
        "new": comparison.added,
        "gone": comparison.gone,
    }
    return ", ".join(f"{number:,} {words}" for words, number in numbers.items() if number) or "no change"


def _keyed_lines(report: Report) -> Iterator[tuple[Key, VectorSummary]]:
    lines = [
        (line.target, line.lane, *report.named_place(line.line), line.text, line) for line in report.lines
    ]
    return _keyed(report.filename, report.targets, lines)


def _keyed(script: str, targets: Sequence[str], lines: Iterable[Line]) -> Iterator[tuple[Key, Any]]:
    places = {target: place for place, target in enumerate(targets)}
    seen: Counter[tuple[str, int, str, str]] = Counter()
    for target, lane, file, _, text, line in sorted(lines, key=lambda each: each[:4]):
        vector = file, places.get(target, -1), lane, text
        seen[vector] += 1
        yield (script, *vector, seen[vector]), line


def _outcome(line: VectorSummary) -> Outcome:
    return _outcome_of({verdict.key: count for verdict, count in line.counts.items()})


def _outcome_of(counts: Mapping[str, int]) -> Outcome:
    if any(counts.get(verdict.key) for verdict in _BAD):
        return "failed"
    return "not run" if counts.get(Verdict.NOT_RUN.key) else "passed"
