# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug vectors`` and ``rqdebug replay``: the calls of a capture as a script, and repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from rqdebug.cli.common import (
    capture_path,
    filter_option,
    open_captures,
    parse_filter,
    resolve_urls,
    run_with_progress,
)
from rqdebug.cli.generate import write_script
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.cli.run import target_options
from rqdebug.cli.running import execute_run, finish_run, parse_targets
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
"""Events that are read: more could not become a script."""


def _capture_options(command: F) -> F:
    """Add the options for what to record, and how."""
    for decorate in (
        click.option("--strict", is_flag=True, help="Expect each item where it was, though clients raced."),
        filter_option,
        click.argument("paths", nargs=-1, required=True, type=capture_path, metavar="CAPTURE..."),
    ):
        command = decorate(command)
    return command


@click.command()
@_capture_options
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The script; by default stdout."
)
@click.option("--untimed", is_flag=True, help="Each client as fast as it can, not at its recorded pace.")
def vectors(
    paths: tuple[Path, ...], expression: str, strict: bool, output: Path | None, untimed: bool
) -> None:
    """Turn the calls in captures into a script: the same calls by the same clients."""
    recorded = _record_calls(paths, expression, timed=not untimed, strict=strict)
    write_script(output, recorded.text)
    print_message(f"{recorded.calls:,} calls{f' in {output}' if output else ''}")


@click.command()
@_capture_options
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="How many times as fast as recorded; 0: as fast as possible.",
)
@target_options
def replay(
    paths: tuple[Path, ...],
    expression: str,
    strict: bool,
    speed: float,
    urls: tuple[str, ...],
    **outputs: Path | None,
) -> None:
    """Repeat the calls of captures on other targets, and report whether the results are the same.

    The exit codes are those of run.
    """
    recorded = _record_calls(paths, expression, timed=speed > 0, strict=strict)
    try:
        with pause_collection():
            script = parse(recorded.text, paths[0].name)
    except ScriptError as error:
        raise CommandFailed(f"{paths[0]} cannot become a script: {error.message}") from error
    run = ScriptRun(script, parse_targets(resolve_urls(urls)), Options(speed=speed))
    finish_run(run, execute_run(run, None), False, outputs)


def _record_calls(paths: Sequence[Path], expression: str, *, timed: bool, strict: bool) -> RecordedScript:
    chosen, log = parse_filter(expression), open_captures(paths)
    view = View(log, chosen)
    run_with_progress(view.scan(), "filtering")
    if view.num_rows > MAX_EVENTS:
        raise CommandFailed(
            f"{view.num_rows:,} events are more than a script can hold; select some with --filter"
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
