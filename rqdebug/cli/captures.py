# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug record``, ``show`` and ``convert``: write events to captures, and read them again."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rqdebug.cli.common import (
    POLL_INTERVAL,
    attach_all,
    captures_argument,
    choose_time_format,
    file_path,
    filter_option,
    merge_logs,
    open_captures,
    parse_filter,
    report_unknown,
    resolve_urls,
    run_with_progress,
    sigterm_as_interrupt,
    time_options,
    urls_argument,
)
from rqdebug.cli.documented_command import CAPTURE_EXIT_CODES, command, number
from rqdebug.cli.event_lines import TimeFormat, format_event
from rqdebug.cli.messages import INTERRUPTED, CommandFailed, format_duration, plural, print_message
from rqdebug.cli.outputs import STDOUT, check_outputs, copy_to_stdout, force_option
from rqdebug.errors import CaptureError
from rqdebug.events.captures.event_json import event_to_json
from rqdebug.events.captures.export import FORMATS, export
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.captures.rolling import Roll
from rqdebug.events.event_log import Event
from rqdebug.events.marks import marks_path
from rqdebug.events.views.view import View

CHUNK = 10_000
"""The number of events that are read from a log at a time."""
MIB = 1 << 20


@command(
    examples={
        "Record all calls until Ctrl+C:": "rqdebug record rq://edge-1 -o night.arrows",
        "Record slow calls in files of 100 MiB, and keep the newest ten files:": "rqdebug record rq://edge-1 "
        '-o slow.arrows --filter "waited > 5ms" --roll-size 100 --keep 10',
    }
)
@urls_argument
@click.option(
    "-o",
    "--output",
    "path",
    type=file_path,
    metavar="FILE",
    required=True,
    help="The capture to write, such as night.arrows. With --roll-size or --roll-seconds, the new numbers "
    "follow the numbers of existing files.",
)
@filter_option
@click.option(
    "--seconds",
    "duration",
    type=number(float, 0),
    metavar="SECONDS",
    help="Stop after this many seconds. By default, record until Ctrl+C.",
)
@click.option(
    "--roll-size",
    type=number(float, 0.1),
    metavar="MIB",
    help="Begin a new file when the current one has this many MiB, at least 0.1. By default, one file "
    "gets all events.",
)
@click.option(
    "--roll-seconds",
    type=number(float, 1),
    metavar="SECONDS",
    help="Begin a new file after this many seconds, at least 1. By default, one file gets all events.",
)
@click.option(
    "--keep",
    type=number(int, 1),
    metavar="N",
    help="Keep only the newest N files. By default, keep all.",
)
@force_option
def record(
    urls: tuple[str, ...],
    path: Path,
    expression: str,
    duration: float | None,
    roll_size: float | None,
    roll_seconds: float | None,
    keep: int | None,
    force: bool,
) -> None:
    """Record the calls on queues in a capture.

    The events of several targets go into one capture, ordered by time; the
    differences between the targets' clocks are corrected. With --roll-size or
    --roll-seconds, the files are numbered: night-001.arrows, night-002.arrows.
    """
    if path == STDOUT:
        raise CommandFailed("a capture is written to a file; name one with -o, such as night.arrows")
    chosen = parse_filter(expression)
    roll = Roll(None if roll_size is None else int(roll_size * MIB), roll_seconds, keep)
    if not roll.rolls:  # the names of rolling files are new
        check_outputs([path, marks_path(path)], force)
    interrupted = False
    with ExitStack() as stack:
        session = stack.enter_context(attach_all(resolve_urls(urls)))
        log = merge_logs(session, stack)
        try:
            recorder = Recorder(log, path, chosen, 0, roll)
        except CaptureError as error:
            raise CommandFailed(str(error)) from error
        try:
            with sigterm_as_interrupt():
                print_message(f"recording into {recorder.paths[-1]}; press Ctrl+C to stop")
                _wait(recorder, duration)
        except KeyboardInterrupt:
            interrupted = True
        recorder.stop()
        if recorder.problem:
            raise CommandFailed(recorder.problem)
        report_unknown(recorder.view)
        lost = f", {log.lost:,} lost" if log.lost else ""
        arrived_late = sum(attachment.late for attachment in session.attachments)
        late = f", {arrived_late:,} behind later ones because they arrived late" if arrived_late else ""
        deleted = recorder.rows - recorder.kept_rows
        gone = f", {deleted:,} in deleted files" if deleted else ""
        kept, paths = plural(recorder.kept_rows, "event", "events"), ", ".join(map(str, recorder.paths))
        print_message(f"{kept} in {paths}{gone}{lost}{late}")
    if interrupted:
        raise SystemExit(INTERRUPTED)


def _wait(recorder: Recorder, duration: float | None) -> None:
    deadline = None if duration is None else time.monotonic() + duration
    while recorder.recording and (deadline is None or time.monotonic() < deadline):
        time.sleep(POLL_INTERVAL)


@command(
    examples={
        "Print the calls that failed:": 'rqdebug show night.arrows --filter "outcome != ok"',
        "Pass two captures to another program:": "rqdebug show a.arrows b.arrows --json | jq .queue",
    },
    exit_codes=CAPTURE_EXIT_CODES,
)
@captures_argument
@filter_option
@click.option(
    "--limit",
    type=number(int, 1),
    metavar="N",
    help="Print only the first N matching events. By default, print all.",
)
@time_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each event; times are in ns.")
def show(
    paths: tuple[Path, ...], expression: str, limit: int | None, with_date: bool, utc: bool, as_json: bool
) -> None:
    """Print the events in captures.

    The events of several captures are merged in the order of time. On stderr,
    it reports times in which a target was not observed, and lost events.
    """
    parse_filter(expression)  # report a malformed filter before reading large files
    log = open_captures(paths)
    chosen = parse_filter(expression, log)
    view = View(log, chosen)
    _print(view, limit, None if as_json else choose_time_format(with_date, utc))
    report_unknown(view)
    for gap in log.gaps:
        length = format_duration(gap.length_ns)
        print_message(f"{gap.target} was not observed for {length}; calls in that time are missing")
    if log.lost:
        print_message(f"{plural(log.lost, 'event was', 'events were')} lost during the recording")


def _print(view: View, limit: int | None, time_format: TimeFormat | None) -> None:
    """Print events up to a limit, as lines for people, or as JSON if there is no time format."""
    shown, named = 0, len(view.log.origins) > 1
    for _ in view.scan():
        while shown < min(view.num_rows, limit or view.num_rows):
            count = CHUNK if limit is None else min(CHUNK, limit - shown)
            rows = view.rows(shown, count)
            click.echo("\n".join(_line(event, time_format, named) for event in view.log.events(rows)))
            shown += len(rows)
        if limit is not None and shown >= limit:
            return


def _line(event: Event, time_format: TimeFormat | None, named: bool) -> str:
    if time_format is None:
        return event_to_json(event)
    return format_event(event, event.target if named else "", time_format)


@command(
    examples={
        "Open a capture in Perfetto:": "rqdebug convert night.arrows --to trace",
        "Write the slow calls to a table:": "rqdebug convert night.arrows --to csv -o slow.csv "
        '--filter "waited > 5ms"',
    },
    exit_codes=CAPTURE_EXIT_CODES,
)
@captures_argument
@click.option(
    "--to",
    "format",
    type=click.Choice(list(FORMATS)),
    required=True,
    help="The format: " + "; ".join(f"{each.name} ({each.help})" for each in FORMATS.values()) + ".",
)
@click.option(
    "-o",
    "--output",
    type=file_path,
    metavar="FILE",
    help="The file to write; - is stdout. By default, it is named after the first capture.",
)
@filter_option
@force_option
def convert(paths: tuple[Path, ...], format: str, output: Path | None, expression: str, force: bool) -> None:
    """Convert captures to Parquet, CSV, JSON lines or a trace.

    The events of several captures are merged in the order of time.
    """
    output = output or _default_output(paths[0], FORMATS[format].extension)
    check_outputs([output], force, paths)
    parse_filter(expression)
    log = open_captures(paths)
    view = View(log, parse_filter(expression, log))
    run_with_progress(view.scan(), "filtering")
    report_unknown(view)
    if output == STDOUT:
        _write_to_stdout(view, format)
    else:
        run_with_progress(export(view.matches, output, format), "writing")
        print_message(f"{plural(view.num_rows, 'event', 'events')} in {output}")


def _default_output(path: Path, extension: str) -> Path:
    return STDOUT if path == STDOUT else path.with_suffix(extension)


def _write_to_stdout(view: View, format: str) -> None:
    """Write the rows of a view to stdout, by way of a file: some formats need to know their position."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        run_with_progress(export(view.matches, path, format), "writing")
        with path.open("rb") as file:
            copy_to_stdout(file)
