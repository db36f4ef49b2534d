# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures: what was measured beside its rival, and how that is printed."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS, QUICK_ROUNDS = 5, 1

Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a benchmark's table."""

    work: str
    ours: str
    rival: str
    result: str
    """A ratio, or the figure itself where there is no rival."""
    wanted: str
    good: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How thoroughly is measured."""

    rounds: int
    scale: float
    """Of the amounts of work."""
    long: bool = False
    """What shows only after a while is waited for."""

    def amount(self, usual: int) -> int:
        return max(int(usual * self.scale), 1)


def compare(
    work: str, rivals: dict[str, Measure], wanted: float, pace: Pace, unit: str = "/s"
) -> list[Figure]:
    """The first beside each of the others, by turns: the machine may be busy with something else for a while.

    Each measure gives a rate; the median counts. ``wanted``: of the rate of the rival.
    """
    rates: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(pace.rounds):
        for name, measure in rivals.items():
            rates[name].append(measure())
    return beside(work, rates, wanted)


def beside(work: str, rates: Mapping[str, Sequence[float]], wanted: float) -> list[Figure]:
    """Of rates that were measured by turns, the first beside each of the others."""
    (_, ours), *others = ((name, median(found)) for name, found in rates.items())
    return [
        Figure(
            work,
            f"{ours:,.0f}/s",
            f"{name} {rate:,.0f}/s",
            f"{ours / rate:.2f}",
            f"{wanted:g}",
            ours >= wanted * rate,
        )
        for name, rate in others
    ]


def at_most(work: str, value: float, most: float, unit: str) -> Figure:
    """A figure without a rival, of which less is better."""
    return Figure(work, f"{value:,.1f} {unit}", "", f"{value:,.1f}", f"≤ {most:g} {unit}", value <= most)


def rate_of(count: int, work: Callable[[], object]) -> float:
    """How many a second, where ``work`` does ``count`` of them."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def main(title: str, parts: Sequence[Callable[[Pace], Iterable[Figure]]]) -> int:
    """Measure every part and print the table; 0 if all is as wanted."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--quick", action="store_true", help="less work, one round: the ratios are rough")
    parser.add_argument("--long", action="store_true", help="wait for what shows only after minutes")
    parser.add_argument(
        "part", nargs="*", choices=[[], *(part.__name__ for part in parts)], help="only these"
    )
    options = parser.parse_args()
    pace = Pace(QUICK_ROUNDS, 0.1) if options.quick else Pace(ROUNDS, 1.0, options.long)
    _print_row("work", "ours", "rival", "result", "wanted", "")
    good = True
    for part in parts:
        if options.part and part.__name__ not in options.part:
            continue
        for figure in part(pace):
            verdict = "ok" if figure.good else "below"
            _print_row(figure.work, figure.ours, figure.rival, figure.result, figure.wanted, verdict)
            good = good and figure.good
    return 0 if good else 1


def _print_row(*cells: str) -> None:
    widths = (44, 12, 40, 8, 10, 0)
    line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    print(line.rstrip(), flush=True)


def note(sentence: str) -> None:
    """What is to be known of the figures."""
    print(sentence, file=sys.stderr, flush=True)
