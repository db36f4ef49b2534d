# SPDX-License-Identifier: GPL-3.0-or-later
"""Print how late the calls of a run were, if its script gives them times with ``at``."""

from __future__ import annotations

from rich.console import Console

from rqdebug.cli.messages import format_duration, plural, sanitize
from rqdebug.scripts.histogram import Histogram
from rqdebug.scripts.report import Report

_EDGES = (10**5, 3 * 10**5, 10**6, 3 * 10**6, 10**7, 10**8)
"""The limits between the bars, in ns."""
_BAR = 40
"""The length of the longest bar, in characters."""


def print_lateness(console: Console, report: Report) -> None:
    """Print one line for each target; on a terminal, print a histogram too."""
    for target, late in report.lateness.items():
        quantile = format_duration(late.quantile(0.99))
        on_time = sum(bucket.count for bucket in late if bucket.high <= 10**6) / len(late)
        count = plural(len(late), "timed call", "timed calls")
        console.out(
            sanitize(
                f"{target}: {count}; {on_time:.1%} less than 1 ms late, "
                f"99 % less than {quantile}, maximum {format_duration(late.maximum)}"
            ),
            highlight=False,
        )
        if console.is_terminal:
            for line in _bars(late):
                console.out(line, highlight=False)


def _bars(late: Histogram) -> list[str]:
    counts = [0] * (len(_EDGES) + 1)
    for bucket in late:
        counts[sum(bucket.low >= edge for edge in _EDGES)] += bucket.count
    labels = [*(f"< {format_duration(edge)}" for edge in _EDGES), "later"]
    most = max(counts)
    return [
        f"{label:>10}  {'█' * round(_BAR * count / most):<{_BAR}}  {count:,}"
        for label, count in zip(labels, counts, strict=True)
        if count
    ]
