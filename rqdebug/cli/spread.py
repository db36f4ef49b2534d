# SPDX-License-Identifier: GPL-3.0-or-later
"""How late the calls of a run were, where the script says when they are due."""

from __future__ import annotations

from rich.console import Console

from rqdebug.cli.messages import printable, seconds
from rqdebug.scripts.histogram import Histogram
from rqdebug.scripts.report import Report

_EDGES = (10**5, 3 * 10**5, 10**6, 3 * 10**6, 10**7, 10**8)
"""Where the bars are cut, in ns."""
_BAR = 40
"""Characters of the longest bar."""


def show_lateness(console: Console, report: Report) -> None:
    for target, late in report.lateness.items():
        intime = sum(bucket.count for bucket in late if bucket.high <= 10**6) / len(late)
        console.out(
            printable(
                f"{target}: {len(late):,} calls had their time; {intime:.1%} were less than 1 ms late, "
                f"99 % less than {seconds(late.quantile(0.99))}, the worst {seconds(late.maximum)}"
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
    labels = [*(f"< {seconds(edge)}" for edge in _EDGES), "later"]
    most = max(counts)
    return [
        f"{label:>10}  {'█' * round(_BAR * count / most):<{_BAR}}  {count:,}"
        for label, count in zip(labels, counts, strict=True)
        if count
    ]
