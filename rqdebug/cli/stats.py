# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug stats``: statistics of the calls in a capture, or a comparison of two captures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from rqdebug.cli.common import (
    file_path,
    filter_option,
    open_captures,
    parse_filter,
    report_unknown,
    run_with_progress,
)
from rqdebug.cli.documented_command import CAPTURE_EXIT_CODES, argument, command
from rqdebug.cli.messages import CommandFailed, format_duration
from rqdebug.cli.tables import FigureTable, make_console
from rqdebug.events.views.log_statistics import (
    KEYS,
    Difference,
    DifferenceVerdict,
    StatisticsRow,
    compare_statistics,
    compute_statistics,
)
from rqdebug.events.views.view import View

_STYLES = {
    DifferenceVerdict.ADDED: "cyan",
    DifferenceVerdict.MISSING: "yellow",
    DifferenceVerdict.SLOWER: "red",
    DifferenceVerdict.FASTER: "green",
}


@command(
    examples={
        "Show the latencies of each client:": "rqdebug stats night.arrows --by client,method",
        "Show which calls became slower:": "rqdebug stats before.arrows after.arrows",
    },
    exit_codes=CAPTURE_EXIT_CODES,
)
@argument(
    "paths",
    nargs=-1,
    required=True,
    type=file_path,
    metavar="CAPTURE [OTHER]",
    help="A file that record wrote, and another one to compare it with.",
)
@click.option(
    "--by",
    default="method,queue",
    show_default=True,
    metavar="FIELDS",
    help=f"The fields to group calls by, separated by commas: {', '.join(KEYS)}.",
)
@filter_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON; times are in ns.")
def stats(paths: tuple[Path, ...], by: str, expression: str, as_json: bool) -> None:
    """Count the calls in a capture, or compare two captures.

    For each group of calls: their number, rate, items, payload bytes and
    latencies. If rules of debuggers lost items, a column counts these calls.
    With a second capture, show which groups were added, are missing, or became
    slower or faster.
    """
    if len(paths) > 2:
        raise CommandFailed(f"stats takes one or two captures, not {len(paths)}")
    keys = tuple(filter(None, by.split(",")))
    parse_filter(expression)  # report a malformed filter before reading large files
    tables = [_rows(path, expression, keys) for path in paths]
    if as_json:
        _print_json(tables)
    elif len(tables) == 1:
        _print_rows(keys, tables[0])
    else:
        _print_compared(keys, compare_statistics(*tables))


def _rows(path: Path, expression: str, by: Sequence[str]) -> list[StatisticsRow]:
    log = open_captures([path])
    view = View(log, parse_filter(expression, log))
    run_with_progress(view.scan(), f"reading {path}")
    report_unknown(view)
    try:
        return compute_statistics(view.batches(), by)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def _print_json(tables: list[list[StatisticsRow]]) -> None:
    if len(tables) == 1:
        click.echo(json.dumps([asdict(row) for row in tables[0]]))
        return
    rows = [asdict(each) | {"verdict": each.verdict.value} for each in compare_statistics(*tables)]
    click.echo(json.dumps(rows))


def _print_rows(keys: Sequence[str], rows: Sequence[StatisticsRow]) -> None:
    has_lost = any(row.lost for row in rows)
    lost = ("lost",) * has_lost
    table = FigureTable(keys, ("count", *lost, "rate/s", "items", "bytes", "p50", "p90", "p99", "max"))
    for row in rows:
        latencies = map(format_duration, (row.p50, row.p90, row.p99, row.max))
        rate = "–" if row.rate is None else f"{row.rate:,.1f}"
        counts = [f"{row.count:,}", *[f"{row.lost:,}"] * has_lost]
        table.add(*_names(row.key), *counts, rate, f"{row.items:,}", f"{row.size:,}", *latencies)
    _print_table(table)


def _print_compared(keys: Sequence[str], differences: Sequence[Difference]) -> None:
    table = FigureTable(keys, ("count", "then", "p90", "then", "p99", "then", ""))
    for each in differences:
        pairs = [(_figure(each.before, name), _figure(each.after, name)) for name in ("count", "p90", "p99")]
        verdict = "" if each.verdict is DifferenceVerdict.SAME else each.verdict.value
        cell = Text(verdict, _STYLES.get(each.verdict, ""))
        table.add(*_names(each.key), *(text for pair in pairs for text in pair), cell)
    _print_table(table)


def _figure(row: StatisticsRow | None, name: str) -> str:
    if row is None:
        return "–"
    value: int = getattr(row, name)
    return f"{value:,}" if name == "count" else format_duration(value)


def _names(key: Sequence[str]) -> list[str]:
    return [name or "–" for name in key]


def _print_table(table: FigureTable) -> None:
    if table:
        make_console().print(table)
    else:
        click.echo("No call matches.")
