# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each line of a script in a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models.formats import count
from rqdebug.ui.models.report_model import SIGNS
from rqdebug.ui.style.tr import tr


@dataclass(frozen=True, slots=True)
class LineNote:
    """A word beside a line, and below it what went wrong."""

    passed: bool
    margin: str
    below: str = ""


class LineResults:
    """The results of one run, gathered by line."""

    def __init__(self) -> None:
        self._tallies: dict[int, Counter[Verdict]] = {}
        self._worst: dict[int, VectorResult] = {}

    def add(self, results: Sequence[VectorResult]) -> set[int]:
        """Take in results; the lines that they are about."""
        for result in results:
            self._tallies.setdefault(result.line, Counter())[result.outcome] += 1
            if result.outcome is not Verdict.PASSED:
                self._worst[result.line] = result
        return {result.line for result in results}

    def note(self, line: int) -> LineNote:
        tally, worst = self._tallies[line], self._worst.get(line)
        if worst is None:
            return LineNote(True, _margin(Verdict.PASSED, tally[Verdict.PASSED]))
        bad = tally.total() - tally[Verdict.PASSED]
        return LineNote(False, _margin(worst.outcome, bad), _below(worst, bad, tally.total()))


def _margin(verdict: Verdict, times: int) -> str:
    return f"{SIGNS[verdict]} {count(times)}×" if times > 1 else SIGNS[verdict]


def _below(worst: VectorResult, bad: int, total: int) -> str:
    often = tr("  ({bad} of {total} times)", bad=count(bad), total=count(total)) if total > 1 else ""
    what = tr("expected {expected}, got {got}", expected=worst.expected, got=worst.got)
    return f"{what}  –  {worst.target}, {worst.lane}{often}"
