# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug workers``: who is at which task of a parallel queue, and what holds the line."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from rqcore import ControllerHandle, connect
from rqcore.errors import RqError
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.cli.common import default_urls, quiet_end, watching
from rqdebug.cli.messages import CommandFailed, printable
from rqdebug.inspection.parallel_progress import describe, fetch_parallel_stat, format_counts

INTERVAL = 0.5
"""Seconds between two looks."""
PATIENCE = 2.0
"""Seconds in which a program hears that somebody observes, and tells of its workers."""


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[URL] QUEUE")
@click.option("--once", is_flag=True, help="Look once, rather than until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; looks once.")
def workers(words: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Show what the workers of a parallel queue do, as a table that stays true.

    Where the output is no terminal it looks once.
    """
    if len(words) > 2:
        raise CommandFailed("workers looks at one queue: rqdebug workers [URL] QUEUE")
    *urls, queue = words
    url = default_urls(urls)[0]
    console = Console()
    try:
        with watching([url]), quiet_end(), connect(url, name="rqdebug") as controller:
            stat = _first(controller, queue)
            if as_json:
                click.echo(json.dumps(asdict(stat)))
            elif once or not console.is_terminal:
                console.print(_shown(stat))
            else:
                _follow(console, controller, queue, stat)
    except RqError as error:
        raise CommandFailed(str(error)) from error


def _first(controller: ControllerHandle, queue: str) -> ParallelStat:
    """Programs tell of workers while somebody observes: it takes a moment. Raises CouldNot."""
    deadline = time.monotonic() + PATIENCE
    while (stat := fetch_parallel_stat(controller, queue)) is None:
        if time.monotonic() > deadline:
            raise CommandFailed(
                f"{queue} tells of no workers: it is no parallel queue that a program exposes"
            )
        time.sleep(INTERVAL / 10)
    return stat


def _follow(console: Console, controller: ControllerHandle, queue: str, stat: ParallelStat) -> None:
    with Live(console=console, auto_refresh=False) as live:
        while True:
            live.update(_shown(stat), refresh=True)
            time.sleep(INTERVAL)
            stat = fetch_parallel_stat(controller, queue) or stat


def _shown(stat: ParallelStat) -> Group:
    table = Table(box=None, header_style="bold")
    for title, justify in (("worker", "left"), ("task", "right"), ("for", "right"), ("ahead", "right")):
        table.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("what", overflow="ellipsis", no_wrap=True)
    for worker in stat.workers:
        held_up = stat.buffered and worker is stat.holder
        table.add_row(*_cells(worker), style="yellow" if held_up else "")
    line = ", ".join(f"{number:,} {place.value}" for place, number in format_counts(stat).items() if number)
    return Group(Text(printable(describe(stat)), "yellow" if stat.buffered else ""), Text(line, "dim"), table)


def _cells(worker: WorkerStat) -> tuple[Text | str, ...]:
    name = Text(printable(worker.name))
    if worker.task is None:
        return name, "–", "–", "–", Text("idle", "dim")
    what = Text(printable(worker.text) + (" (no room for its result)" if worker.held else ""))
    return name, f"{worker.task:,}", f"{worker.busy:,.1f} s", str(worker.queued or "–"), what
