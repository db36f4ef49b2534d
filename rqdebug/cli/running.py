# SPDX-License-Identifier: GPL-3.0-or-later
"""Execute a run for ``run`` and ``replay``, and print and write its report."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.live import Live

from rqcore import ControllerHandle
from rqcore.errors import BadUrl
from rqdebug.cli.common import sigterm_as_interrupt
from rqdebug.cli.differences import print_differences
from rqdebug.cli.lateness import print_lateness
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.cli.run_progress import RunProgress, print_note, print_report
from rqdebug.scripts.compare import compare_with_first
from rqdebug.scripts.report import Report
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.targets.target_registry import create_target

STOP_TIMEOUT = 10.0
"""Seconds to wait until a stopped run has closed its queues."""
POLL_INTERVAL = 0.1
"""Seconds between two checks of the deadline."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format in which a report can be written."""

    help: str
    text: Callable[[Report], str]


OUTPUTS = {
    "junit": Output("Write the report as JUnit XML.", render_junit),
    "json": Output("Write the report as JSON.", render_json),
    "html": Output("Write the report as an HTML page with a chart.", render_html),
}


def parse_targets(urls: Sequence[str]) -> dict[str, Callable[[], ControllerHandle]]:
    """Parse each ``[NAME=]URL``. The default name is the host and port.

    Returns:
        Name → a function that connects to the target, with permission to change its queues.

    Raises:
        CommandFailed: A URL is malformed, or two targets have the same name.
    """
    targets: dict[str, Callable[[], ControllerHandle]] = {}
    for text in urls:
        before, equals, after = text.partition("=")
        named = bool(equals) and "://" not in before
        try:
            target = create_target(after if named else text, allow_changes=True)
        except BadUrl as error:
            raise CommandFailed(str(error)) from error
        name = before if named else target.url.partition("://")[2]
        if name in targets:
            raise CommandFailed(
                f"the target {name if named else target.url} is given twice; add a name: NAME=URL"
            )
        targets[name] = target.connect
    return targets


def execute_run(run: ScriptRun, timeout: float | None) -> str:
    """Start a run and wait for its end.

    Args:
        run: A run that has not been started.
        timeout: Seconds after which it is stopped; None means without a timeout.

    Returns:
        Why the run was stopped before its end, in a sentence without a subject; empty if it was not.
    """
    console, progress = Console(highlight=False), RunProgress(run)
    run.note_written.connect(
        lambda target, lane, line, text: print_note(console, run.script.filename, line, text)
    )
    live = Live(get_renderable=progress.__rich__, console=console, transient=True, refresh_per_second=12)
    gc.freeze()  # the garbage collector would scan a large script again and again, and delay calls
    with sigterm_as_interrupt(), live:
        run.start()
        try:
            problem = "" if _ended_within(run, timeout) else f"did not end within {timeout:g} s"
        except KeyboardInterrupt:
            problem = "was stopped before its end"
        if problem:
            problem += f": {progress.positions}"
            _stop(run)
    return problem


def finish_run(run: ScriptRun, problem: str, compare: bool, outputs: Mapping[str, Path | None]) -> None:
    """Print and write the report of a run, and exit.

    Args:
        run: A run that has ended.
        problem: What ``execute_run`` returned.
        compare: Whether to compare the targets.
        outputs: By format, the file to write; None to write none.

    Raises:
        SystemExit: Always: 0 if all passed, 1 if something did not or the targets differ, 2 if a
            target could not be reached.
        CommandFailed: The run was stopped before its end, or a file cannot be written.
    """
    console, report = Console(highlight=False), run.report()
    if report.total or not report.unreachable:
        print_report(console, report)
    print_lateness(console, report)
    compared = compare_with_first(report) if compare else ()
    for comparison in compared:
        print_differences(console, report, comparison)
    for name, path in outputs.items():
        if path:
            _write(path, OUTPUTS[name].text(report))
    for reason in (*report.unreachable.values(), *report.lost.values()):
        print_message(reason)
    if problem:
        raise CommandFailed(f"{report.filename} {problem}")
    if report.unreachable or report.lost:
        raise SystemExit(CommandFailed.exit_code)
    differ = any(comparison.different for comparison in compared)
    raise SystemExit(0 if report.ok and not differ else 1)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", "backslashreplace")
    except OSError as error:
        raise CommandFailed(f"cannot write {path}: {error.strerror}") from error


def _ended_within(run: ScriptRun, timeout: float | None) -> bool:
    deadline = None if timeout is None else time.monotonic() + timeout
    while deadline is None or time.monotonic() < deadline:
        try:
            run.wait(POLL_INTERVAL)
        except TimeoutError:
            continue
        return True
    return False


def _stop(run: ScriptRun) -> None:
    run.stop()
    try:
        run.wait(STOP_TIMEOUT)
    except TimeoutError:
        print_message(
            f"the run did not stop within {STOP_TIMEOUT:g} s; queues that it created may still exist"
        )
