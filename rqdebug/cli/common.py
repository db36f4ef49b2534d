# SPDX-License-Identifier: GPL-3.0-or-later
"""What several subcommands do in the same way: attach, read filters and captures, show progress, end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from rqcore.errors import BadUrl
from rqcore.server.stdout import give_up_output
from rqcore.url import DEFAULT_URL
from rqdebug.cli.messages import CommandFailed, say
from rqdebug.errors import CaptureError, FilterError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.merge import LogMerge, MergeSource
from rqdebug.events.views.recent_values import last_time
from rqdebug.session import Session, State

F = TypeVar("F")

REACH = 3.0
"""Seconds in which one of the targets must have answered."""
SLICE = 0.05
"""Seconds between two looks at the logs."""
AT_ONCE = 0.3
"""Seconds that work may take before its progress is shown."""

filter_option = click.option(
    "--filter", "expression", default="", help='Only these events, e.g. "duration > 5ms".'
)
capture_path = click.Path(path_type=Path, dir_okay=False)


def default_urls(urls: Sequence[str]) -> tuple[str, ...]:
    """Without any, the one that RQ_URL names, or that of this machine."""
    return tuple(urls) or (os.environ.get("RQ_URL") or DEFAULT_URL,)


def parsed(expression: str, log: EventLog | None = None) -> Filter:
    """With the saved filters. In a capture, ``last 5min`` counts back from its end.

    Raises CouldNot, which says what is wrong and where.
    """
    try:
        return parse(expression, SavedFilters().load(), None if log is None else last_time(log))
    except FilterError as error:
        raise wrong_filter(error) from error


def wrong_filter(error: FilterError) -> CommandFailed:
    return CommandFailed(f"the filter is wrong, {error}" if error.column else str(error))


@contextmanager
def watching(urls: Sequence[str]) -> Iterator[Session]:
    """A session with these targets, of which one is live at least. Raises CouldNot."""
    session = Session()
    try:
        for url in urls:
            session.attach(url)
        _wait_until_live(session)
        yield session
    except BadUrl as error:
        raise CommandFailed(str(error)) from error
    finally:
        session.close()


def _wait_until_live(session: Session) -> None:
    deadline = time.monotonic() + REACH
    while not any(attachment.state is State.LIVE for attachment in session.attachments):
        if time.monotonic() > deadline:
            reasons = (attachment.reason for attachment in session.attachments)
            raise CommandFailed("; ".join(filter(None, reasons)) or f"no target answered within {REACH:g} s")
        time.sleep(SLICE)


@contextmanager
def quiet_end() -> Iterator[None]:
    """Ctrl-C, and a reader that has seen enough, are no trouble."""
    try:
        with suppress(KeyboardInterrupt):
            yield
    except BrokenPipeError as error:
        give_up_output(error)


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM is as good as Ctrl-C: captures are to be ended and queues closed then too."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def captured(paths: Sequence[Path]) -> EventLog:
    """One capture, or several as one in the order of true time. Raises CouldNot."""
    try:
        logs = [open_capture(path) for path in paths]
    except CaptureError as error:
        raise CommandFailed(str(error)) from error
    for log in logs:
        if log.trouble:
            say(log.trouble)
    if len(logs) == 1:
        return logs[0]
    merge = LogMerge([MergeSource(log) for log in logs])
    watch(merge.advance(0.0), "merging")
    merge.finish()
    return merge.log


def watch(work: Iterator[float], what: str) -> None:
    """Let work go on to its end; on a terminal show how far it is, if it takes a while.

    Raises CouldNot where it fails. Ctrl-C stops it.
    """
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(what, total=1.0, visible=False)
            for done in work:
                late = time.monotonic() - began > AT_ONCE
                progress.update(task, completed=done, visible=late)
    except CaptureError as error:
        raise CommandFailed(str(error)) from error
    finally:
        close: Any = getattr(work, "close", None)
        if close:
            close()
