# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a run for each line of the script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models.formats import count
from rqdebug.ui.models.report_model import SIGNS, translate_got
from rqdebug.ui.style.tr import tr


@dataclass(frozen=True, slots=True)
class LineNote:
    """A short result beside a line, and the failure below it."""

    passed: bool
    margin: str
    below: str = ""


class LineResults:
    """Collects the results of a run by line."""

    def __init__(self) -> None:
        self._counts: dict[int, Counter[Verdict]] = {}
        self._worst: dict[int, VectorResult] = {}

    def add(self, results: Sequence[VectorResult]) -> set[int]:
        """Add results; return their lines, and the lines of the calls and includes that led to them."""
        lines = set()
        for result in results:
            for line in (result.line, result.caller) if result.caller else (result.line,):
                self._add(line, result)
                lines.add(line)
        return lines

    def _add(self, line: int, result: VectorResult) -> None:
        self._counts.setdefault(line, Counter())[result.outcome] += 1
        worst = self._worst.get(line)
        if result.outcome is Verdict.NOT_RUN and worst is not None:
            return  # a failure explains more
        if result.outcome is not Verdict.PASSED:
            self._worst[line] = result

    def note(self, line: int) -> LineNote:
        counts, worst = self._counts[line], self._worst.get(line)
        if worst is None:
            return LineNote(True, _margin(Verdict.PASSED, counts[Verdict.PASSED]))
        if worst.outcome is Verdict.NOT_RUN:
            return LineNote(False, _margin(worst.outcome, counts[worst.outcome]))
        total = counts.total() - counts[Verdict.NOT_RUN]
        bad = total - counts[Verdict.PASSED]
        return LineNote(False, _margin(worst.outcome, bad), _below(worst, line, bad, total))


def _margin(verdict: Verdict, times: int) -> str:
    return f"{SIGNS[verdict]} {count(times)}×" if times > 1 else SIGNS[verdict]


def _below(worst: VectorResult, line: int, bad: int, total: int) -> str:
    times = tr("  ({bad} of {total} times)", bad=count(bad), total=count(total)) if total > 1 else ""
    difference = got = translate_got(worst)
    if worst.expected and worst.outcome is not Verdict.INTERRUPTED:
        difference = tr("expected {expected}, got {got}", expected=worst.expected, got=got)
    if line == worst.caller:
        difference = f"{difference}  –  {worst.text}"
    return f"{difference}  –  {worst.target}, {worst.lane}{times}"
