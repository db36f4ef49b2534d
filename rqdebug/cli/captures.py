# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug record``, ``show``, ``convert``: events into files, and out of them."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import click

from rqdebug.cli.common import (
    POLL_INTERVAL,
    attach_all,
    capture_path,
    exit_quietly,
    filter_option,
    open_captures,
    parse_filter,
    resolve_urls,
    run_with_progress,
    sigterm_as_interrupt,
)
from rqdebug.cli.event_lines import format_event
from rqdebug.cli.messages import CommandFailed, format_duration, print_message
from rqdebug.errors import CaptureError
from rqdebug.events.captures.event_json import event_to_json
from rqdebug.events.captures.export import FORMATS, export
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.captures.rolling import Roll
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.live_merge import LiveMerger
from rqdebug.events.merge import MergeSource
from rqdebug.events.views.view import View
from rqdebug.session import Session

CHUNK = 10_000
"""Events that are read from a log at a time."""
MIB = 1 << 20


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "-o", "--output", "path", type=capture_path, required=True, help="The capture, e.g. night.arrows."
)
@filter_option
@click.option("--seconds", "duration", type=click.FloatRange(min=0), help="End after this many seconds.")
@click.option("--roll-size", type=click.FloatRange(min=0.1), help="Begin another file after this many MiB.")
@click.option(
    "--roll-seconds", type=click.FloatRange(min=1), help="Begin another file after this many seconds."
)
@click.option("--keep", type=click.IntRange(min=1), help="Keep only the newest N files.")
def record(
    urls: tuple[str, ...],
    path: Path,
    expression: str,
    duration: float | None,
    roll_size: float | None,
    roll_seconds: float | None,
    keep: int | None,
) -> None:
    """Write every call on the queues of the controllers at URL into a capture, until Ctrl-C.

    Several targets go into one capture, in the order of true time.
    """
    chosen = parse_filter(expression)
    roll = Roll(None if roll_size is None else int(roll_size * MIB), roll_seconds, keep)
    with ExitStack() as stack:
        session = stack.enter_context(attach_all(resolve_urls(urls)))
        log = _merge_logs(session, stack)
        try:
            recorder = Recorder(log, path, chosen, 0, roll)
        except CaptureError as error:
            raise CommandFailed(str(error)) from error
        with exit_quietly(), sigterm_as_interrupt():
            print_message(f"recording into {recorder.paths[-1]}; Ctrl-C ends it")
            _wait(recorder, duration)
        recorder.stop()
        if recorder.trouble:
            raise CommandFailed(recorder.trouble)
        lost = f", {log.lost:,} lost" if log.lost else ""
        print_message(f"{recorder.rows:,} events in {', '.join(map(str, recorder.paths))}{lost}")


def _merge_logs(session: Session, stack: ExitStack) -> EventLog:
    """Return the log of the only target, or the logs of all merged."""
    attachments = session.attachments
    if len(attachments) == 1:
        return attachments[0].log
    merger = LiveMerger([MergeSource(attachment.log) for attachment in attachments])
    stack.callback(merger.stop)
    return merger.log


def _wait(recorder: Recorder, duration: float | None) -> None:
    deadline = None if duration is None else time.monotonic() + duration
    while recorder.recording and (deadline is None or time.monotonic() < deadline):
        time.sleep(POLL_INTERVAL)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=capture_path, metavar="CAPTURE...")
@filter_option
@click.option("--limit", type=click.IntRange(min=1), help="Show at most this many events.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each event.")
def show(paths: tuple[Path, ...], expression: str, limit: int | None, as_json: bool) -> None:
    """Show the events in captures; of several in the order of true time."""
    parse_filter(expression)  # report a malformed filter before long work
    log = open_captures(paths)
    chosen = parse_filter(expression, log)
    with exit_quietly():
        _print(log, chosen, limit, as_json)
        for gap in log.gaps:
            length = format_duration(gap.length_ns)
            print_message(f"{gap.target} was out of reach for {length}: what happened then is unknown")
        if log.lost:
            print_message(f"{log.lost:,} events were lost while it was recorded")


def _print(log: EventLog, chosen: Filter, limit: int | None, as_json: bool) -> None:
    view, shown, named = View(log, chosen), 0, len(log.origins) > 1
    for _ in view.scan():
        while shown < min(view.num_rows, limit or view.num_rows):
            count = CHUNK if limit is None else min(CHUNK, limit - shown)
            rows = view.rows(shown, count)
            click.echo("\n".join(_line(event, as_json, named) for event in log.events(rows)))
            shown += len(rows)
        if limit is not None and shown >= limit:
            return


def _line(event: Event, as_json: bool, named: bool) -> str:
    if as_json:
        return event_to_json(event)
    return format_event(event, event.target if named else "")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=capture_path, metavar="CAPTURE...")
@click.option(
    "--to", "format", type=click.Choice(list(FORMATS)), required=True, help="The format of the file."
)
@click.option("-o", "--output", type=capture_path, help="The file; else named after the capture.")
@filter_option
def convert(paths: tuple[Path, ...], format: str, output: Path | None, expression: str) -> None:
    """Write the events of captures, or those that match, into a file for other programs."""
    output = output or paths[0].with_suffix(FORMATS[format].extension)
    if output in paths:
        raise CommandFailed(f"{output} would replace what is read: name another file with -o")
    parse_filter(expression)
    log = open_captures(paths)
    view = View(log, parse_filter(expression, log))
    run_with_progress(view.scan(), "filtering")
    run_with_progress(export(view.found, output, format), "writing")
    print_message(f"{view.num_rows:,} events in {output}")
