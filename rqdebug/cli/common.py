# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared parts of the subcommands: options, targets, filters, captures, progress and signals."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from rqcore.errors import BadUrl
from rqcore.url import DEFAULT_URL, UNENCRYPTED, Url
from rqdebug.cli.documented_command import DAMAGED, argument
from rqdebug.cli.event_lines import TimeFormat
from rqdebug.cli.messages import CommandFailed, plural, print_message
from rqdebug.cli.outputs import STDOUT
from rqdebug.cli.tables import make_console
from rqdebug.errors import CaptureError, FilterError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.live_merge import LiveMerger
from rqdebug.events.merge import LogMerge, MergeSource
from rqdebug.events.source_file import FileChange, SourceFile
from rqdebug.events.views.recent_values import last_time
from rqdebug.events.views.view import View
from rqdebug.session import Session, State
from rqdebug.targets.preview_option import split_preview

CONNECT_TIMEOUT = 3.0
"""Seconds to wait until at least one of the targets is connected."""
POLL_INTERVAL = 0.05
"""Seconds between two checks of the logs."""
PROGRESS_DELAY = 0.3
"""Seconds of work before a progress bar appears."""

URL_HELP = (
    "The address of a target, such as rq://edge-1 or redis://cache. "
    "By default, the URL in RQ_URL, or the controller on this machine."
)
urls_argument = argument("urls", nargs=-1, metavar="[URL]...", help=URL_HELP)
"""Any number of targets, for ``resolve_urls``."""

file_path = click.Path(path_type=Path, dir_okay=False)
"""The type of an argument or option that names a file."""
captures_argument = argument(
    "paths",
    nargs=-1,
    required=True,
    type=file_path,
    metavar="CAPTURE...",
    help="Files that record wrote. - is stdin.",
)

filter_option = click.option(
    "--filter",
    "expression",
    default="",
    metavar="FILTER",
    help='Use only the events that match this filter, such as "waited > 5ms"; '
    "rqdebug filters --help-language explains the language. By default, every event matches.",
)


F = TypeVar("F", bound=Callable[..., Any])


def time_options(command: F) -> F:
    """Add the options that choose how ``choose_time_format`` prints times."""
    date = click.option("--date", "with_date", is_flag=True, help="Print the date with each time.")
    utc = click.option("--utc", is_flag=True, help="Print dates and times in UTC instead of local time.")
    return date(utc(command))


def choose_time_format(with_date: bool, utc: bool) -> TimeFormat:
    """Return the format for the options of ``time_options``."""
    return TimeFormat.UTC if utc else TimeFormat.DATE if with_date else TimeFormat.CLOCK


def resolve_urls(urls: Sequence[str]) -> tuple[str, ...]:
    """Return these URLs, or if there are none, the URL in RQ_URL, or of the controller on this machine."""
    return tuple(urls) or (os.environ.get("RQ_URL") or DEFAULT_URL,)


def parse_filter(expression: str, log: EventLog | None = None) -> Filter:
    """Parse a filter, which can use saved filters.

    Args:
        expression: The text of the filter; an empty one matches every event.
        log: A capture: ``last 5min`` then means the 5 minutes before its last event. Without one, it
            means the 5 minutes before now.

    Raises:
        CommandFailed: The filter is malformed; the error says what is wrong, and where.
    """
    try:
        return parse(expression, open_saved_filters().load(), None if log is None else last_time(log))
    except FilterError as error:
        raise filter_failure(error) from error


def open_saved_filters() -> SavedFilters:
    """Return the saved filters, which report on stderr what they rewrite."""
    saved = SavedFilters()
    saved.rewritten.connect(
        lambda names: print_message(
            f"rewrote the saved filters {', '.join(names)}: name and address of a client are separate fields"
        )
    )
    return saved


def report_unknown(*views: View) -> None:
    """Report on stderr how many events are left out because it is not known whether they match."""
    count = sum(view.unknown_count for view in views)
    if count:
        one = "event is left out: too little of it was recorded to know whether it matches"
        many = "events are left out: too little of them was recorded to know whether they match"
        print_message(f"{plural(count, one, many)} the filter")


def filter_failure(error: FilterError) -> CommandFailed:
    """Turn the error of a filter into the error of a command."""
    return CommandFailed(f"invalid filter, {error}" if error.column else str(error))


def warn_if_unencrypted(url: str) -> None:
    """Print a warning about a plain connection to a controller on another machine."""
    if url.startswith("rq://") and (parsed := Url.parse(split_preview(url)[0])).is_exposed:
        print_message(f"{parsed} {UNENCRYPTED}")


@contextmanager
def attach_all(urls: Sequence[str]) -> Iterator[Session]:
    """Attach to these targets, and yield the session once at least one of them is live.

    Raises:
        CommandFailed: A URL is malformed, or no target answers within CONNECT_TIMEOUT.
    """
    session = Session()
    try:
        for url in urls:
            session.attach(url)
            warn_if_unencrypted(url)
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
def sigterm_as_interrupt() -> Iterator[None]:
    """Handle SIGTERM as Ctrl+C, so that captures are finished and queues are closed."""
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def open_captures(paths: Sequence[Path]) -> EventLog:
    """Open a capture, or several merged in the order of their corrected times.

    If another program changes a file, the events stay as they were, and the end of the command reports it.

    Raises:
        CommandFailed: A file is not a capture, or cannot be read.
    """
    try:
        logs = [
            open_capture(Path("stdin"), sys.stdin.buffer)
            if path == STDOUT
            else open_capture(path, accepts_pipe=True)
            for path in paths
        ]
    except CaptureError as error:
        raise CommandFailed(str(error)) from error
    context = click.get_current_context(silent=True)
    for log in logs:
        if log.notice:
            print_message(log.notice)
        if log.problem:
            print_message(log.problem)
            if context:
                context.meta[DAMAGED] = True
        if log.source and context:
            context.call_on_close(partial(_report_change, log.source))
    if len(logs) == 1:
        return logs[0]
    merge = LogMerge([MergeSource(log) for log in logs])
    run_with_progress(merge.advance(0.0), "merging")
    merge.finish()
    return merge.log


def _report_change(source: SourceFile) -> None:
    """Report on stderr that a file is another now. A file that has only grown holds the same events."""
    change = source.find_change()
    if change not in (None, FileChange.GROWN):
        print_message(source.describe(change))


def run_with_progress(work: Iterator[float], description: str) -> None:
    """Run work to its end. On a terminal, show a progress bar if it takes more than PROGRESS_DELAY.

    Args:
        work: Does a part of the work at each step, and yields the fraction that is done, from 0 to 1.
        description: What is being done, in one or two words.

    Raises:
        CommandFailed: The work failed.
    """
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = make_console(stderr=True)
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


def merge_logs(session: Session, stack: ExitStack) -> EventLog:
    """Return the log of the only target, or a log in which all targets are merged in the order of time.

    Args:
        session: The attached targets.
        stack: Stops the merging when it is closed.
    """
    attachments = session.attachments
    if len(attachments) == 1:
        return attachments[0].log
    merger = LiveMerger([MergeSource(attachment.log) for attachment in attachments])
    stack.callback(merger.stop)
    return merger.log
