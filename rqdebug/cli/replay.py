# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug vectors`` and ``replay``: turn the calls of a capture into a script, or repeat them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from rqdebug.cli.documented_command import command
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.cli.outputs import STDOUT, check_outputs, force_option, write_text
from rqdebug.cli.run import target_options
from rqdebug.cli.running import execute_run, finish_run, parse_targets
from rqdebug.cli.tables import make_console
from rqdebug.errors import ScriptError, SettingsError
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.views.view import View
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.recording.recorded_script import MAX_CALLS, RecordedScript, record
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.support.garbage import pause_collection

F = TypeVar("F", bound=Callable[..., Any])

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
    }
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
    recorded = _record_calls(paths, expression, timed=not untimed, strict=strict)
    write_text(output, recorded.text)
    print_message(f"{recorded.calls:,} calls{f' in {output}' if output != STDOUT else ''}")


@command(
    examples={
        "Repeat the recorded calls on another controller:": "rqdebug replay night.arrows --target rq://test",
        "Repeat them ten times as fast:": "rqdebug replay night.arrows --target rq://test --speed 10",
    },
    exit_codes={
        0: "Every call had its recorded result.",
        1: "A call had another result.",
        2: "The replay did not run to its end, or the arguments are wrong. One sentence on stderr says why.",
        130: "The replay was stopped with Ctrl-C or SIGTERM.",
    },
)
@_capture_options
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    metavar="FACTOR",
    default=1.0,
    show_default=True,
    help="The speed relative to the recording: 2 is twice as fast, 0 is as fast as possible.",
)
@target_options
def replay(
    paths: tuple[Path, ...],
    expression: str,
    strict: bool,
    speed: float,
    urls: tuple[str, ...],
    force: bool,
    **outputs: Path | None,
) -> None:
    """Repeat the calls of captures on other targets.

    Each call must have the same result as in the recording.
    """
    check_outputs(outputs.values(), force, paths)
    recorded = _record_calls(paths, expression, timed=speed > 0, strict=strict)
    try:
        with pause_collection():
            script = parse(recorded.text, paths[0].name)
    except ScriptError as error:
        raise CommandFailed(f"{paths[0]} cannot become a script: {error.message}") from error
    run = ScriptRun(script, parse_targets(resolve_urls(urls)), Options(speed=speed))
    printed = execute_run(run, None, make_console(stderr=STDOUT in outputs.values()))
    finish_run(run, printed, False, outputs)


def _record_calls(paths: Sequence[Path], expression: str, *, timed: bool, strict: bool) -> RecordedScript:
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
    try:
        recorded = record(_events(log, view), timed=timed, strict=strict)
    except SettingsError as error:
        raise CommandFailed(str(error)) from error
    for why, times in recorded.left_out.items():
        print_message(f"{times:,} calls are left out: {why}")
    return recorded


def _events(log: EventLog, view: View) -> Iterator[Event]:
    chunk = 10_000
    for first in range(0, view.num_rows, chunk):
        yield from log.events(view.rows(first, chunk))
