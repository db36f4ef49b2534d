# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug vectors`` and ``replay``: turn the calls of a capture into a script, or repeat them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from rqdebug.cli.common import (
    captures_argument,
    file_path,
    filter_option,
    open_captures,
    parse_filter,
    report_unknown,
    resolve_urls,
    run_with_progress,
)
from rqdebug.cli.documented_command import CAPTURE_EXIT_CODES, command, number
from rqdebug.cli.event_lines import format_time
from rqdebug.cli.messages import CommandFailed, plural, print_message
from rqdebug.cli.outputs import STDOUT, check_outputs, force_option, write_text
from rqdebug.cli.run import target_options
from rqdebug.cli.script_runs.running import create_run, execute_run, finish_run, parse_targets
from rqdebug.cli.tables import make_console
from rqdebug.errors import ScriptError, SettingsError
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.views.view import View
from rqdebug.scripts.recording.recorded_script import MAX_CALLS, RecordedScript, record
from rqdebug.scripts.recording.replay_script import make_replay
from rqdebug.scripts.running.options import Options

F = TypeVar("F", bound=Callable[..., Any])

SPARE_TIME = 60.0
"""Seconds that a replay may take longer than the recording."""
TIME_PER_CALL = 0.005
"""Seconds that each call may take at speed 0."""
MAX_EVENTS = 4 * MAX_CALLS
"""The maximum number of events that are read; more would exceed MAX_CALLS."""


def _capture_options(command: F) -> F:
    """Add the parameters that select calls, and say how to check their results."""
    for decorate in (
        click.option(
            "--strict",
            is_flag=True,
            help="Expect each get to return the recorded item, even if several clients competed for it.",
        ),
        filter_option,
        captures_argument,
    ):
        command = decorate(command)
    return command


@command(
    examples={
        "Turn the calls on one queue into a script:": "rqdebug vectors night.arrows -o jobs.rqs "
        '--filter "queue == jobs"'
    },
    exit_codes=CAPTURE_EXIT_CODES,
)
@_capture_options
@click.option(
    "-o",
    "--output",
    type=file_path,
    metavar="FILE",
    default=STDOUT,
    help="The script to write. By default, or with -, stdout.",
)
@force_option
@click.option("--untimed", is_flag=True, help="Let each client call as fast as it can, without at(…).")
def vectors(
    paths: tuple[Path, ...], expression: str, strict: bool, output: Path, force: bool, untimed: bool
) -> None:
    """Turn the calls in captures into a script.

    The script makes the same calls, with a lane for each client, and expects
    the recorded results.
    """
    check_outputs([output], force, paths)
    recorded = _record_calls(_read_events(paths, expression), timed=not untimed, strict=strict)
    write_text(output, recorded.text)
    print_message(f"{plural(recorded.calls, 'call', 'calls')}{f' in {output}' if output != STDOUT else ''}")


@command(
    examples={
        "Repeat the recorded calls on another controller:": "rqdebug replay night.arrows --target rq://test",
        "Repeat them ten times as fast:": "rqdebug replay night.arrows --target rq://test --speed 10",
    },
    exit_codes={
        0: "Every call had its recorded result.",
        1: "A call had another result.",
        2: "The replay did not run to its end, or the arguments are wrong. One sentence on stderr says why.",
        3: CAPTURE_EXIT_CODES[3],
        130: "The replay was stopped with Ctrl+C or SIGTERM.",
    },
)
@_capture_options
@click.option(
    "--speed",
    type=number(float, 0),
    metavar="FACTOR",
    default=1.0,
    show_default=True,
    help="The speed relative to the recording: 2 is twice as fast, 0 is as fast as possible.",
)
@click.option(
    "--timeout",
    type=number(float, 0),
    metavar="SECONDS",
    help="Stop the replay after this many seconds, and exit with 2; 0 sets no limit. By default, it may take "
    f"the recorded time at this speed (at speed 0, 5 ms for each call), plus {SPARE_TIME:g} seconds.",
)
@target_options
def replay(
    paths: tuple[Path, ...],
    expression: str,
    strict: bool,
    speed: float,
    timeout: float | None,
    urls: tuple[str, ...],
    force: bool,
    **outputs: Path | None,
) -> None:
    """Repeat the calls of captures on other targets.

    Each call must have the same result as in the recording. The calls on each
    queue keep their order at any speed; waits and timeouts are as much shorter
    as the speed is higher. A result names the recorded event by its number,
    from 1, in the output of show with the same filter.
    """
    check_outputs(outputs.values(), force, paths)
    events = _read_events(paths, expression)
    try:
        replayed = make_replay(events, paths[0].name, _describe, timed=speed > 0, strict=strict)
    except SettingsError as error:
        raise CommandFailed(str(error)) from error
    except ScriptError as error:
        raise CommandFailed(f"{paths[0]} cannot become a script: {error.message}") from error
    _report_left_out(replayed.left_out)
    run = create_run(replayed.script, parse_targets(resolve_urls(urls)), Options.for_replay(speed))
    if timeout is None:
        timeout = SPARE_TIME + (replayed.seconds / speed if speed else TIME_PER_CALL * replayed.calls)
    printed = execute_run(run, timeout, make_console(stderr=STDOUT in outputs.values()), replayed.calls)
    finish_run(run, printed, False, outputs)


def _describe(event: Any) -> str:
    return f"{format_time(event.time_ns)} {event.client_label}"


def _read_events(paths: Sequence[Path], expression: str) -> list[Event]:
    parse_filter(expression)  # report a malformed filter before reading large files
    log = open_captures(paths)
    view = View(log, parse_filter(expression, log))
    run_with_progress(view.scan(), "filtering")
    report_unknown(view)
    if view.num_rows > MAX_EVENTS:
        raise CommandFailed(
            f"{view.num_rows:,} events are too many for a script, which holds {MAX_CALLS:,} calls; "
            "select some with --filter"
        )
    return list(_events(log, view))


def _record_calls(events: Sequence[Event], *, timed: bool, strict: bool) -> RecordedScript:
    try:
        recorded = record(events, timed=timed, strict=strict)
    except SettingsError as error:
        raise CommandFailed(str(error)) from error
    _report_left_out(recorded.left_out)
    return recorded


def _report_left_out(left_out: Mapping[str, int]) -> None:
    for why, times in left_out.items():
        print_message(f"{plural(times, 'call is', 'calls are')} left out: {why}")


def _events(log: EventLog, view: View) -> Iterator[Event]:
    chunk = 10_000
    for first in range(0, view.num_rows, chunk):
        yield from log.events(view.rows(first, chunk))
