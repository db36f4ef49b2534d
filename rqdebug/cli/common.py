# SPDX-License-Identifier: GPL-3.0-or-later
"""What several subcommands share: attaching, reading filters and captures, showing progress, ending."""

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
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.errors import CaptureError, FilterError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.merge import LogMerge, MergeSource
from rqdebug.events.views.recent_values import last_time
from rqdebug.session import Session, State

F = TypeVar("F")

CONNECT_TIMEOUT = 3.0
"""Seconds in which one of the targets must answer."""
POLL_INTERVAL = 0.05
"""Seconds between two checks of the logs."""
PROGRESS_DELAY = 0.3
"""Seconds that work can take before its progress is shown."""

filter_option = click.option(
    "--filter", "expression", default="", help='Only the events that match, e.g. "duration > 5ms".'
)
capture_path = click.Path(path_type=Path, dir_okay=False)


def resolve_urls(urls: Sequence[str]) -> tuple[str, ...]:
    """Return these URLs, or without any the one in RQ_URL, or that of the controller on this machine."""
    return tuple(urls) or (os.environ.get("RQ_URL") or DEFAULT_URL,)


def parse_filter(expression: str, log: EventLog | None = None) -> Filter:
    """Parse a filter, which can use the saved ones.

    Args:
        expression: The text of the filter; empty for one that matches every event.
        log: A capture, from whose end ``last 5min`` counts back; None for the present time.

    Raises:
        CommandFailed: The filter is malformed; the error says what is wrong, and where.
    """
    try:
        return parse(expression, SavedFilters().load(), None if log is None else last_time(log))
    except FilterError as error:
        raise filter_failure(error) from error


def filter_failure(error: FilterError) -> CommandFailed:
    """Return the error of a command for that of a filter."""
    return CommandFailed(f"the filter is wrong, {error}" if error.column else str(error))


@contextmanager
def attach_all(urls: Sequence[str]) -> Iterator[Session]:
    """Open a session with these targets, once at least one of them is live.

    Raises:
        CommandFailed: A URL is malformed, or no target answers in time.
    """
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
    deadline = time.monotonic() + CONNECT_TIMEOUT
    while not any(attachment.state is State.LIVE for attachment in session.attachments):
        if time.monotonic() > deadline:
            reasons = (attachment.reason for attachment in session.attachments)
            raise CommandFailed(
                "; ".join(filter(None, reasons)) or f"no target answered within {CONNECT_TIMEOUT:g} s"
            )
        time.sleep(POLL_INTERVAL)


@contextmanager
def exit_quietly() -> Iterator[None]:
    """Treat Ctrl-C, and a reader that closes the output, as the normal end of a command."""
    try:
        with suppress(KeyboardInterrupt):
            yield
    except BrokenPipeError as error:
        give_up_output(error)


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Make SIGTERM act as Ctrl-C, so that captures are finished and queues closed."""
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def open_captures(paths: Sequence[Path]) -> EventLog:
    """Open a capture, or several merged in the order of true time.

    Raises:
        CommandFailed: A file is not a capture, or cannot be read.
    """
    try:
        logs = [open_capture(path) for path in paths]
    except CaptureError as error:
        raise CommandFailed(str(error)) from error
    for log in logs:
        if log.trouble:
            print_message(log.trouble)
    if len(logs) == 1:
        return logs[0]
    merge = LogMerge([MergeSource(log) for log in logs])
    run_with_progress(merge.advance(0.0), "merging")
    merge.finish()
    return merge.log


def run_with_progress(work: Iterator[float], description: str) -> None:
    """Run work to its end; on a terminal, show its progress if it takes a while. Ctrl-C stops it.

    Args:
        work: Does a part of the work at each step, and yields the share that is done, from 0 to 1.
        description: What is being done, in a word or two.

    Raises:
        CommandFailed: The work failed.
    """
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(description, total=1.0, visible=False)
            for share in work:
                visible = time.monotonic() - began > PROGRESS_DELAY
                progress.update(task, completed=share, visible=visible)
    except CaptureError as error:
        raise CommandFailed(str(error)) from error
    finally:
        close: Any = getattr(work, "close", None)
        if close:
            close()
