# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug tail``: the filtered log of one or more targets, as it grows."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict

import click

from rqcore.client import DEFAULT_URL
from rqcore.errors import BadUrl
from rqdebug.cli.events import line_of
from rqdebug.cli.words import CouldNot, say
from rqdebug.errors import FilterError
from rqdebug.log.eventlog import Event
from rqdebug.log.filter import Filter, parse
from rqdebug.log.view import View
from rqdebug.session import Attachment, Session, State

REACH = 3.0
"""Seconds in which one of the targets must have answered."""
SLICE = 0.05
"""Seconds between two looks at the logs."""
CHUNK = 10_000
"""Events that are taken out of a log at once."""


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--filter", "expression", default="", help='Only these events, e.g. "duration > 5ms".')
@click.option("--seconds", type=click.FloatRange(min=0), help="End after so many seconds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each event.")
def tail(urls: tuple[str, ...], expression: str, seconds: float | None, as_json: bool) -> None:
    """Show every call on the queues of the controllers at URL, as it happens.

    Without a URL, of the one on this machine.
    """
    chosen = _parse(expression)
    with _session(urls or (DEFAULT_URL,)) as session, _quiet_end():
        _wait_until_live(session)
        tails = [Tail(attachment, chosen, as_json, len(urls) > 1) for attachment in session.attachments]
        deadline = None if seconds is None else time.monotonic() + seconds
        while deadline is None or time.monotonic() < deadline:
            time.sleep(SLICE)
            for each in tails:
                each.go_on()


class Tail:
    """What is shown of one target."""

    def __init__(self, attachment: Attachment, chosen: Filter, as_json: bool, named: bool) -> None:
        self._attachment = attachment
        self._view = View(attachment.log, chosen)
        self._as_json = as_json
        self._named = named
        self._shown = 0
        self._lost = 0
        self._state: State | None = None

    def go_on(self) -> None:
        """Show what came since the last time."""
        self._tell_state()
        self._view.advance()
        while self._shown < self._view.num_rows:
            rows = self._view.rows(self._shown, CHUNK)
            events = self._attachment.log.events(rows)
            click.echo("\n".join(map(self._line, events)))
            self._shown += len(rows)

    def _line(self, event: Event) -> str:
        name = self._attachment.name
        if self._as_json:
            fields = asdict(event) | {"payload": event.payload.decode(errors="backslashreplace")}
            return json.dumps({"target": name, **fields}, ensure_ascii=False)
        return line_of(event, name if self._named else "")

    def _tell_state(self) -> None:
        attachment = self._attachment
        state, lost = attachment.state, attachment.log.lost
        if state is not self._state and state is not State.CONNECTING:
            say(f"watching {attachment.url}" if state is State.LIVE else attachment.reason)
        if lost > self._lost:
            say(f"{lost - self._lost:,} events of {attachment.url} were lost: this side was too slow")
        self._state, self._lost = state, lost


def _parse(expression: str) -> Filter:
    try:
        return parse(expression)
    except FilterError as error:
        raise CouldNot(f"the filter is wrong, {error}") from error


@contextmanager
def _session(urls: tuple[str, ...]) -> Iterator[Session]:
    session = Session()
    try:
        for url in urls:
            session.attach(url)
        yield session
    except BadUrl as error:
        raise CouldNot(str(error)) from error
    finally:
        session.close()


@contextmanager
def _quiet_end() -> Iterator[None]:
    """Ctrl-C, and a reader that has seen enough, are no trouble."""
    try:
        with suppress(KeyboardInterrupt):
            yield
    except BrokenPipeError:
        # What is still in the buffer is for nobody, also when Python flushes it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wait_until_live(session: Session) -> None:
    """Raises CouldNot when no target answers for a while."""
    deadline = time.monotonic() + REACH
    while not any(attachment.state is State.LIVE for attachment in session.attachments):
        if time.monotonic() > deadline:
            reasons = (attachment.reason.partition(" – ")[0] for attachment in session.attachments)
            raise CouldNot("; ".join(filter(None, reasons)) or f"no target answered within {REACH:g} s")
        time.sleep(SLICE)
