# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure our figures and the figures of rivals, and print them as a table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS, QUICK_ROUNDS = 5, 1
INTERRUPTED = 130
"""The exit code after Ctrl+C, as in a shell."""

Measure = Callable[[], float]
"""Measures once and returns a rate per second."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of a benchmark's table."""

    work: str
    """The work that was measured."""
    ours: str
    """Our figure, with its unit."""
    rival: str
    """The name of the rival and its figure; empty without a rival."""
    result: str
    """Our figure divided by the rival's; without a rival, our figure."""
    wanted: str
    """The required result."""
    good: bool
    """Whether the result is as required."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is measured."""

    rounds: int
    """Number of measurements, of which the median counts."""
    scale: float
    """The factor for amounts of work."""
    long: bool = False
    """Whether to measure effects that show only after minutes."""

    def amount(self, usual: int) -> int:
        """Return the scaled amount of work, at least 1."""
        return max(int(usual * self.scale), 1)


def compare(
    work: str, rivals: dict[str, Measure], wanted: float, pace: Pace, unit: str = "/s"
) -> list[Figure]:
    """Compare the first rival with each of the others.

    The rivals are measured in turn, so that other load of the machine slows all of them. The median counts.

    Args:
        work: The work that is measured.
        rivals: The measurement of each rival by its name; ours is first.
        wanted: The required ratio of our rate to that of the rival.
        pace: How much is measured.
        unit: Not used.
    """
    rates: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(pace.rounds):
        for name, measure in rivals.items():
            rates[name].append(measure())
    return beside(work, rates, wanted)


def beside(work: str, rates: Mapping[str, Sequence[float]], wanted: float) -> list[Figure]:
    """Return a figure for the first rival and each of the others, from rates that were measured in turn.

    Args:
        work: The work that was measured.
        rates: The rates of each rival, per second; ours are first.
        wanted: The required ratio of our rate to that of the rival.
    """
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
    """Return a figure without a rival, for which less is better.

    Args:
        work: The work that was measured.
        value: The measured value.
        most: The maximum that is allowed.
        unit: The unit of both.
    """
    return Figure(work, f"{value:,.1f} {unit}", "", f"{value:,.1f}", f"≤ {most:g} {unit}", value <= most)


def rate_of(count: int, work: Callable[[], object]) -> float:
    """Return the rate per second of work that does something ``count`` times."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def main(title: str, parts: Sequence[Callable[[Pace], Iterable[Figure]]]) -> int:
    """Measure the parts that the command line names, and print the table.

    Args:
        title: The description in the help.
        parts: The functions that measure.

    Returns:
        The exit code: 0 if all results are as required, 1 if not, 130 after Ctrl+C.
    """
    names = [part.__name__ for part in parts]
    parser = argparse.ArgumentParser(
        description=title,
        epilog=f"example: scripts/bench {Path(sys.argv[0]).stem.removeprefix('bench_')} --quick {names[0]}\n"
        "exit codes: 0 all results are as wanted; 1 a result is below; 2 wrong options; 130 stopped",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the work in one round: results are rough"
    )
    parser.add_argument("--long", action="store_true", help="also measure effects that take minutes")
    parser.add_argument(
        "part",
        nargs="*",
        choices=[[], *names],
        metavar="PART",
        help=f"measure only these parts: {', '.join(names)} (default: all)",
    )
    options = parser.parse_args()
    pace = Pace(QUICK_ROUNDS, 0.1) if options.quick else Pace(ROUNDS, 1.0, options.long)
    chosen = [part for part in parts if not options.part or part.__name__ in options.part]
    try:
        return 0 if _measure(chosen, pace) else 1
    except KeyboardInterrupt:
        note("stopped")
        return INTERRUPTED


def _measure(parts: Iterable[Callable[[Pace], Iterable[Figure]]], pace: Pace) -> bool:
    """Print the table; return whether all results are as required."""
    _print_row("work", "ours", "rival", "result", "wanted", "")
    good = True
    for part in parts:
        for figure in part(pace):
            verdict = "ok" if figure.good else "below"
            _print_row(figure.work, figure.ours, figure.rival, figure.result, figure.wanted, verdict)
            good = good and figure.good
    return good


def _print_row(*cells: str) -> None:
    widths = (44, 12, 40, 8, 10, 0)
    line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    print(line.rstrip(), flush=True)


def note(sentence: str) -> None:
    """Print a note on stderr."""
    print(sentence, file=sys.stderr, flush=True)
