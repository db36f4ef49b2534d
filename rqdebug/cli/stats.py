# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug stats``: what the calls in a capture were like, or in two side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from rqdebug.cli.common import capture_path, captured, filter_option, parsed, quiet_end, watch
from rqdebug.cli.messages import CommandFailed, printable, seconds
from rqdebug.cli.tables import FigureTable, output
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


@click.command()
@click.argument("paths", nargs=-1, required=True, type=capture_path, metavar="CAPTURE [OTHER]")
@click.option("--by", default="method,queue", help=f"Fields that tell calls apart: of {', '.join(KEYS)}.")
@filter_option
@click.option("--json", "as_json", is_flag=True, help="As JSON, times in ns.")
def stats(paths: tuple[Path, ...], by: str, expression: str, as_json: bool) -> None:
    """Count the calls in a capture, with their rates and latencies.

    With another capture the two are compared: which calls came in addition,
    are missing, or take longer.
    """
    if len(paths) > 2:
        raise CommandFailed("one capture is counted, or two are compared; these are more")
    keys = tuple(filter(None, by.split(",")))
    parsed(expression)  # what is wrong with it is said before long work
    found = [_rows(path, expression, keys) for path in paths]
    with quiet_end():
        if as_json:
            _print_json(found)
        elif len(found) == 1:
            _print(keys, found[0])
        else:
            _print_compared(keys, compare_statistics(*found))


def _rows(path: Path, expression: str, by: Sequence[str]) -> list[StatisticsRow]:
    log = captured([path])
    view = View(log, parsed(expression, log))
    watch(view.scan(), f"reading {path}")
    try:
        return compute_statistics(view.batches(), by)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def _print_json(found: list[list[StatisticsRow]]) -> None:
    if len(found) == 1:
        click.echo(json.dumps([asdict(row) for row in found[0]]))
        return
    rows = [asdict(each) | {"verdict": each.verdict.value} for each in compare_statistics(*found)]
    click.echo(json.dumps(rows))


def _print(keys: Sequence[str], rows: Sequence[StatisticsRow]) -> None:
    table = FigureTable(keys, ("count", "rate/s", "items", "bytes", "p50", "p90", "p99", "max"))
    for row in rows:
        latencies = map(seconds, (row.p50, row.p90, row.p99, row.max))
        figures = f"{row.count:,}", f"{row.rate:,.1f}", f"{row.items:,}", f"{row.size:,}", *latencies
        table.add(*_names(row.key), *figures)
    _show(table)


def _print_compared(keys: Sequence[str], differences: Sequence[Difference]) -> None:
    table = FigureTable(keys, ("count", "then", "p90", "then", "p99", "then", ""))
    for each in differences:
        pairs = [(_figure(each.before, name), _figure(each.after, name)) for name in ("count", "p90", "p99")]
        verdict = "" if each.verdict is DifferenceVerdict.SAME else each.verdict.value
        word = Text(verdict, _STYLES.get(each.verdict, ""))
        table.add(*_names(each.key), *(text for pair in pairs for text in pair), word)
    _show(table)


def _figure(row: StatisticsRow | None, name: str) -> str:
    if row is None:
        return "–"
    value: int = getattr(row, name)
    return f"{value:,}" if name == "count" else seconds(value)


def _names(key: Sequence[str]) -> list[Text]:
    return [Text(printable(name) or "–") for name in key]


def _show(table: FigureTable) -> None:
    if table:
        output().print(table)
    else:
        click.echo("No call matches.")
