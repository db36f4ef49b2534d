# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug queues`` and ``peek``: the state of queues, and the items in one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from rqcore.codec import Payload
from rqcore.errors import RqError
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqdebug.cli.common import URL_HELP, attach_all, resolve_urls, urls_argument
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.event_lines import MAX_PAYLOAD
from rqdebug.cli.messages import CommandFailed, print_message, sanitize
from rqdebug.cli.tables import FigureTable, make_console
from rqdebug.inspection.item_text import write_item
from rqdebug.inspection.queue_snapshot import MOST, QueueSnapshot, take_snapshot
from rqdebug.session import Attachment, QueueRow, Session, State
from rqdebug.targets.target_registry import create_target

INTERVAL = 0.5
"""Seconds between two updates."""
ANSWER_TIMEOUT = 10.0
"""Seconds to wait until each target has listed its queues for the first time."""
SCAN_TIMEOUT = 30.0
"""Seconds to wait until a target with very many keys was examined for queues once."""
_NAMES = ("target", "queue", "kind")
_FIGURES = ("size", "max", "puts/s", "gets/s", "blocked", "clients", "bytes")


@command(
    examples={
        "Watch the queues of two targets:": "rqdebug queues rq://edge-1 redis://cache",
        "List the names of all queues:": "rqdebug queues --json | jq -r .name",
    }
)
@urls_argument
@click.option("--once", is_flag=True, help="Print the table once, instead of updating it until Ctrl+C.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each queue, once.")
def queues(urls: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Show the queues of targets in a table.

    On a terminal, the table is updated every 0.5 seconds until Ctrl+C. If the
    output is a file or a pipe, it is printed once. Rates are in items per second.
    """
    console = make_console()
    with attach_all(resolve_urls(urls)) as session:
        if as_json or once or not console.is_terminal:
            _print_once(session, None if as_json else console)
            return
        _wait_for_rates(session)
        with Live(console=console, auto_refresh=False, screen=False) as live:
            while True:
                live.update(_render(session.attachments), refresh=True)
                time.sleep(INTERVAL)


def _print_once(session: Session, console: Console | None) -> None:
    """Print the queues of all targets that answer in time.

    Args:
        session: The targets.
        console: Where to print a table; None prints JSON.

    Raises:
        CommandFailed: A target has not listed its queues.
    """
    _wait_for_answers(session)
    _wait_for_rates(session)
    _wait_for_coverage(session)
    answered = [each for each in session.attachments if each.coverage is not None]
    if console is not None and answered:
        console.print(_render(answered))
    elif console is None:
        for attachment in answered:
            for row in attachment.queues:
                click.echo(json.dumps({"target": attachment.name, **_as_json(row.stat)}))
        for note in (*_omissions(answered), *_losses(answered)):
            print_message(note)
    if len(answered) < len(session.attachments):
        silent = (each for each in session.attachments if each.coverage is None)
        raise CommandFailed("; ".join(each.reason or _not_answered(each, ANSWER_TIMEOUT) for each in silent))


def _not_answered(attachment: Attachment, seconds: float) -> str:
    return f"{attachment.name} has not listed its queues within {seconds:g} s"


def _as_json(stat: QueueStat) -> dict[str, object]:
    """Return the figures of a queue; those that are unknown are null."""
    return asdict(stat) | dict.fromkeys(stat.unknown)


def _wait_for_answers(session: Session) -> None:
    """Wait until each target is lost, or has listed its queues."""
    deadline = time.monotonic() + ANSWER_TIMEOUT
    while time.monotonic() < deadline:
        if all(each.coverage is not None or each.state is State.LOST for each in session.attachments):
            return
        time.sleep(0.05)


def _wait_for_rates(session: Session) -> None:
    """Wait until each target is lost, or its queues have been polled twice: a rate needs two polls."""
    deadline = time.monotonic() + 4 * INTERVAL
    while time.monotonic() < deadline:
        if all(each.polls >= 2 or each.state is State.LOST for each in session.attachments):
            return
        time.sleep(0.05)


def _wait_for_coverage(session: Session) -> None:
    """Wait until each live target was examined completely."""
    deadline = time.monotonic() + SCAN_TIMEOUT
    while time.monotonic() < deadline:
        live = [each for each in session.attachments if each.state is State.LIVE]
        if all(each.coverage is None or each.coverage.is_complete for each in live):
            return
        time.sleep(0.05)


def _omissions(attachments: Sequence[Attachment]) -> Iterator[str]:
    """Yield a sentence for each target whose list of queues is not complete."""
    for attachment in attachments:
        coverage, name = attachment.coverage, sanitize(attachment.name)
        if coverage is None:
            if attachment.state is not State.LOST:
                yield f"{name}: no answer yet"
            continue
        if not coverage.is_complete:
            yield f"{name}: about {coverage.unexamined_keys:,} keys were not examined for queues yet"
        if coverage.hidden_queues:
            yield f"{name}: {coverage.hidden_queues:,} more queues are not listed"


def _losses(attachments: Sequence[Attachment]) -> Iterator[str]:
    """Yield the reason for each lost target."""
    for attachment in attachments:
        if attachment.state is State.LOST:
            yield sanitize(attachment.reason)


def _render(attachments: Sequence[Attachment]) -> RenderableType:
    """Return the table; below it, what it leaves out, and the reason for each lost target."""
    table = FigureTable(_NAMES, _FIGURES)
    for attachment in attachments:
        for row in attachment.queues:
            table.add(attachment.name, *_cells(row))
    losses = (Text(reason, "red") for reason in _losses(attachments))
    omissions = (Text(omission, "yellow") for omission in _omissions(attachments))
    return Group(table, *omissions, *losses)


def _rate(per_second: float | None) -> str:
    return "–" if per_second is None else f"{per_second:,.1f}"


def _cells(row: QueueRow) -> tuple[Text | str, ...]:
    stat = row.stat
    full = 0 < stat.maxsize <= stat.size
    blocked = str(row.blocked) if row.blocked or stat.is_counted else "–"
    return (
        Text(stat.label, "bold"),
        Text(f"{stat.kind}, frozen", "magenta") if stat.frozen else stat.kind,
        Text(f"{stat.size:,}", "yellow" if full else ""),
        f"{stat.maxsize:,}" if stat.maxsize else "–",
        _rate(row.put_rate) if stat.is_counted else "–",
        _rate(row.get_rate) if stat.is_counted else "–",
        Text(blocked, "yellow" if row.blocked else ""),
        "–" if "clients" in stat.unknown else str(stat.clients),
        "–" if "bytes" in stat.unknown else f"{stat.bytes:,}",
    )


@command(
    examples={
        "Show the next ten items of a queue:": "rqdebug peek rq://edge-1 jobs --limit 10",
        "Show a list in Redis:": "rqdebug peek redis://cache celery",
    }
)
@argument(
    "arguments", nargs=-1, required=True, metavar="[URL] QUEUE", help=f"{URL_HELP} Then the name of a queue."
)
@click.option(
    "--limit",
    type=number(int, 1),
    metavar="N",
    default=MOST,
    show_default=True,
    help="Show at most N items.",
)
def peek(arguments: tuple[str, ...], limit: int) -> None:
    """Show the items in a queue, and the calls that wait.

    It takes no item. The next item to be taken comes first. Each line has the
    number, the codec, the size in bytes, and the beginning of the item.
    """
    *urls, queue = arguments
    if len(urls) > 1 or (not urls and "://" in queue):
        raise CommandFailed("name one queue: rqdebug peek [URL] QUEUE")
    try:
        with create_target(resolve_urls(urls)[0]).connect() as controller:
            snapshot = take_snapshot(controller, queue, limit)
    except RqError as error:
        raise CommandFailed(str(error)) from error
    for item in snapshot.content:
        number = "" if item.number is None else f"{item.number:>6}  "
        click.echo(f"{number}{item.codec!s:7} {item.size:>9,} B  {_truncate(sanitize(_format_item(item)))}")
    click.echo(_summarize(snapshot), err=True)


def _summarize(snapshot: QueueSnapshot) -> str:
    """Return how many items were shown of how many, and each waiting call in a line of its own."""
    count = f"{len(snapshot.content):,} of {snapshot.stat.size:,} items"
    if snapshot.content_error:
        count = f"{snapshot.stat.size:,} items not shown: {snapshot.content_error}"
    return "\n".join(map(sanitize, [count, *map(_format_waiter, snapshot.waiters)]))


def _format_waiter(waiter: Waiter) -> str:
    timeout = "without a timeout" if waiter.timeout is None else f"timeout {waiter.timeout:g} s"
    return f"waiting: {waiter.method} by {waiter.name} for {waiter.waited:.1f} s, {timeout}"


def _format_item(item: Preview) -> str:
    """Return the beginning of an item as text. An incomplete character at its end is left out."""
    beginning = item.beginning
    if item.size > len(beginning):
        beginning = beginning.decode(errors="ignore").encode() or beginning
    return write_item(Payload(item.codec, beginning))[1]


def _truncate(text: str) -> str:
    return text if len(text) <= MAX_PAYLOAD else text[:MAX_PAYLOAD] + "…"
