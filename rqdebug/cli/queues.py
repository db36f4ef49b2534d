# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug queues`` and ``peek``: how queues stand, and what is in one."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

from rqcore import connect
from rqcore.codec import Payload
from rqcore.errors import RqError
from rqcore.protocol.queue_values import Preview
from rqdebug.cli.common import default_urls, quiet_end, watching
from rqdebug.cli.event_lines import MAX_PAYLOAD
from rqdebug.cli.messages import CommandFailed, printable
from rqdebug.cli.tables import FigureTable, output
from rqdebug.inspection.item_text import write_item
from rqdebug.inspection.queue_snapshot import MOST, take_snapshot
from rqdebug.session import Attachment, QueueRow, Session, State

INTERVAL = 0.5
"""Seconds between two looks."""
_NAMES = ("target", "queue", "kind")
_FIGURES = ("size", "max", "puts/s", "gets/s", "blocked", "clients", "bytes")


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--once", is_flag=True, help="Look once, rather than until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each queue; looks once.")
def queues(urls: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Show how the queues of the controllers at URL stand, as a table that stays true.

    Where the output is no terminal it looks once.
    """
    console = output()
    with watching(default_urls(urls)) as session, quiet_end():
        _wait_for_rates(session)
        if as_json:
            for attachment in session.attachments:
                for row in attachment.queues:
                    click.echo(json.dumps({"target": attachment.name, **asdict(row.stat)}))
        elif once or not console.is_terminal:
            console.print(_picture(session.attachments))
        else:
            with Live(console=console, auto_refresh=False, screen=False) as live:
                while True:
                    live.update(_picture(session.attachments), refresh=True)
                    time.sleep(INTERVAL)


def _wait_for_rates(session: Session) -> None:
    """Until the queues were looked at twice."""
    deadline = time.monotonic() + 4 * INTERVAL
    told: set[Attachment] = set()
    while len(told) < len(session.attachments) and time.monotonic() < deadline:
        time.sleep(0.05)
        told |= {one for one in session.attachments if one.meter or one.state is State.LOST}


def _picture(attachments: Sequence[Attachment]) -> RenderableType:
    """The table, and below it why targets are lost."""
    table = FigureTable(_NAMES, _FIGURES)
    for attachment in attachments:
        for row in attachment.queues:
            table.add(Text(attachment.name), *_cells(row))
    lost = (attachment for attachment in attachments if attachment.state is State.LOST)
    return Group(table, *(Text(printable(attachment.reason), "red") for attachment in lost))


def _cells(row: QueueRow) -> tuple[Text | str, ...]:
    stat = row.stat
    full = 0 < stat.maxsize <= stat.size
    return (
        Text(printable(stat.label), "bold"),
        stat.kind,
        Text(f"{stat.size:,}", "yellow" if full else ""),
        f"{stat.maxsize:,}" if stat.maxsize else "–",
        f"{row.put_rate:,.1f}",
        f"{row.get_rate:,.1f}",
        Text(str(row.blocked or "–"), "yellow" if row.blocked else ""),
        str(stat.clients),
        f"{stat.bytes:,}",
    )


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[URL] QUEUE")
@click.option("--limit", type=click.IntRange(min=1), default=MOST, show_default=True, help="So many items.")
def peek(words: tuple[str, ...], limit: int) -> None:
    """Show what is in a queue, the next item to come out first, without taking any."""
    if len(words) > 2:
        raise CommandFailed("peek looks at one queue: rqdebug peek [URL] QUEUE")
    *urls, queue = words
    try:
        with connect(default_urls(urls)[0], name="rqdebug") as controller:
            seen = take_snapshot(controller, queue, limit)
    except RqError as error:
        raise CommandFailed(str(error)) from error
    with quiet_end():
        for item in seen.content:
            click.echo(f"{item.codec!s:7} {item.size:>9,} B  {_cut(printable(_text(item)))}")
        stat = seen.stat
        click.echo(f"{len(seen.content):,} of {stat.size:,} items, {len(seen.waiters)} calls wait", err=True)


def _text(item: Preview) -> str:
    """How an item begins, as a person would write it; a character that was cut off is left out."""
    beginning = item.beginning
    if item.size > len(beginning):
        beginning = beginning.decode(errors="ignore").encode() or beginning
    return write_item(Payload(item.codec, beginning))[1]


def _cut(text: str) -> str:
    return text if len(text) <= MAX_PAYLOAD else text[:MAX_PAYLOAD] + "…"
