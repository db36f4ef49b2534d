# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug workers``: the task of each worker of a parallel queue, and the task that blocks the others."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from rqcore import ControllerHandle
from rqcore.errors import RqError
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.cli.common import URL_HELP, attach_all, resolve_urls
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.messages import CommandFailed, sanitize
from rqdebug.cli.tables import make_console
from rqdebug.inspection.parallel_progress import describe, fetch_parallel_stat, format_counts
from rqdebug.targets.target_registry import create_target

INTERVAL = 0.5
"""Seconds between two updates."""
REPORT_TIMEOUT = 2.0
"""Seconds to wait for the first report: a program reports its workers only while it is observed."""


@command(examples={"Watch the workers of a queue:": "rqdebug workers rq://edge-1 pictures"})
@argument(
    "arguments", nargs=-1, required=True, metavar="[URL] QUEUE", help=f"{URL_HELP} Then the name of a queue."
)
@click.option("--once", is_flag=True, help="Print the table once, instead of updating it until Ctrl+C.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, once.")
def workers(arguments: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Show the workers of a parallel queue in a table.

    The first line names the task that blocks the results of later tasks. On a
    terminal, the table is updated every 0.5 seconds until Ctrl+C. If the output
    is a file or a pipe, it is printed once.
    """
    *urls, queue = arguments
    if len(urls) > 1 or (not urls and "://" in queue):
        raise CommandFailed("name one queue: rqdebug workers [URL] QUEUE")
    url = resolve_urls(urls)[0]
    console = make_console()
    try:
        target = create_target(url)
        if not target.capabilities.has_workers:
            raise CommandFailed(
                f"{target.url} cannot host parallel queues; only controllers (rq://) have workers to show"
            )
        with attach_all([url]), target.connect() as controller:
            stat = _wait_for_report(controller, queue)
            if as_json:
                click.echo(json.dumps(asdict(stat)))
            elif once or not console.is_terminal:
                console.print(_render(stat))
            else:
                _follow(console, controller, queue, stat)
    except RqError as error:
        raise CommandFailed(str(error)) from error


def _wait_for_report(controller: ControllerHandle, queue: str) -> ParallelStat:
    """Return the first report. Raises CommandFailed if none arrives within REPORT_TIMEOUT."""
    deadline = time.monotonic() + REPORT_TIMEOUT
    while (stat := fetch_parallel_stat(controller, queue)) is None:
        if time.monotonic() > deadline:
            raise CommandFailed(
                f"no program has reported workers of queue {queue!r} within {REPORT_TIMEOUT:g} s; "
                "expose a ParallelQueue under this name"
            )
        time.sleep(INTERVAL / 10)
    return stat


def _follow(console: Console, controller: ControllerHandle, queue: str, stat: ParallelStat) -> None:
    with Live(console=console, auto_refresh=False) as live:
        while True:
            live.update(_render(stat), refresh=True)
            time.sleep(INTERVAL)
            stat = fetch_parallel_stat(controller, queue) or stat


def _render(stat: ParallelStat) -> Group:
    table = Table(box=None, header_style="bold")
    # A narrow terminal shortens the columns that may wrap, and their texts get an ellipsis instead.
    table.add_column("worker")
    for title in ("task", "for", "ahead"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("what")
    for worker in stat.workers:
        held_up = stat.buffered and worker is stat.holder
        table.add_row(*_cells(worker), style="yellow" if held_up else "")
    line = ", ".join(f"{number:,} {place.value}" for place, number in format_counts(stat).items() if number)
    return Group(Text(sanitize(describe(stat)), "yellow" if stat.buffered else ""), Text(line, "dim"), table)


def _cells(worker: WorkerStat) -> tuple[Text | str, ...]:
    name = _shortened(worker.name)
    if worker.task is None:
        return name, "–", "–", "–", Text("idle", "dim")
    what = _shortened(worker.text + (" (the buffer for its result is full)" if worker.held else ""))
    return name, f"{worker.task:,}", f"{worker.busy:,.1f} s", str(worker.queued or "–"), what


def _shortened(text: str) -> Text:
    return Text(sanitize(text), no_wrap=True, overflow="ellipsis")
