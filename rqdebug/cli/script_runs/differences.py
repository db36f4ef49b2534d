# SPDX-License-Identifier: GPL-3.0-or-later
"""Print where two targets differ: in a table on a terminal, otherwise in plain lines."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rqdebug.cli.messages import sanitize
from rqdebug.scripts.compare import ResultPair, TargetComparison
from rqdebug.scripts.language.included_files import short_place
from rqdebug.scripts.report import Report

MAX_ROWS = 20
"""The maximum number of differences to list; the others are only counted."""


def print_differences(console: Console, report: Report, comparison: TargetComparison) -> None:
    """Print where two targets differ, and the ratio of their latencies.

    Args:
        console: Where to print; a terminal gets a table.
        report: The report of the run.
        comparison: The first target, compared with another one.
    """
    shown = comparison.different[:MAX_ROWS]
    if console.is_terminal and shown:
        console.print(_render_table(report, comparison, shown))
    elif not console.is_terminal:
        for pair in shown:
            console.out(_format_pair(report, comparison, pair), highlight=False)
    console.out(sanitize(_summary(comparison)), highlight=False)


def _format_pair(report: Report, comparison: TargetComparison, pair: ResultPair) -> str:
    one, other = pair.example
    file, line = report.named_place(pair.line.line)
    gave = f"{comparison.one} gave {one}, {comparison.other} gave {other}"
    return sanitize(f"{file}:{line}: differs: {pair.line.text}: {gave}")


def _render_table(report: Report, comparison: TargetComparison, shown: tuple[ResultPair, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column("line", justify="right", style="dim")
    for title in ("lane", "vector", comparison.one, comparison.other):
        table.add_column(sanitize(title), overflow="fold")
    table.add_column("slower", justify="right")
    for pair in shown:
        ratio = "" if pair.slower is None else f"{pair.slower:.2f}×"
        place = short_place(report.files, pair.line.line)
        texts = (place, pair.line.lane, pair.line.text, *pair.example, ratio)
        table.add_row(*(Text(sanitize(text)) for text in texts))
    return table


def _summary(comparison: TargetComparison) -> str:
    different, slower = len(comparison.different), comparison.slower
    what = f"{different:,} of {len(comparison.pairs):,} vectors differ" if different else "no difference"
    ratio = "" if slower is None else f"; calls take {slower:.2f} times as long on {comparison.other}"
    return f"{comparison.one} compared with {comparison.other}: {what}{ratio}"
