# SPDX-License-Identifier: GPL-3.0-or-later
"""Execute a run for ``run`` and ``replay``, and print and write its report."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.live import Live

from rqcore.errors import BadUrl
from rqcore.server.stdout import give_up_output
from rqdebug.cli.common import sigterm_as_interrupt
from rqdebug.cli.messages import INTERRUPTED, CommandFailed, print_message
from rqdebug.cli.outputs import STDOUT, write_text
from rqdebug.cli.script_runs.differences import print_differences
from rqdebug.cli.script_runs.lateness import print_lateness
from rqdebug.cli.script_runs.run_progress import FailurePrinter, RunProgress, print_note, print_report
from rqdebug.cli.tables import make_console
from rqdebug.debug.script_access import access_to
from rqdebug.scripts.compare import TargetComparison, compare_with_first
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report, RunStatus, VectorResult
from rqdebug.scripts.reports.html_page import render_html_suite
from rqdebug.scripts.reports.json_report import render_json_suite
from rqdebug.scripts.reports.junit import render_junit_suite
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.scripts.suite import Suite
from rqdebug.targets.base import Target
from rqdebug.targets.target_registry import create_target

STOP_TIMEOUT = 10.0
"""Seconds to wait until a stopped run has closed its queues."""
DEFAULT_TIMEOUT = 600.0
"""Seconds that each pass of a script may take if no timeout is given, so that no CI job hangs."""
STATUS_CODES = {
    RunStatus.SKIPPED: 0,
    RunStatus.PASSED: 0,
    RunStatus.FAILED: 1,
    RunStatus.ERROR: 1,
    RunStatus.DIFFERENT: 1,
    RunStatus.NOT_RUN: 2,
    RunStatus.EMPTY: 2,
    RunStatus.INVALID: 2,
    RunStatus.TIMED_OUT: 2,
    RunStatus.LOST: 2,
    RunStatus.UNREACHABLE: 2,
    RunStatus.STOPPED: INTERRUPTED,
}
"""The exit code of a run for each status."""
POLL_INTERVAL = 0.1
"""Seconds between two checks of the deadline."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format in which a report can be written."""

    help: str
    text: Callable[[Suite], str]


OUTPUTS = {
    "junit": Output("Write the report as JUnit XML.", render_junit_suite),
    "json": Output("Write the report as JSON.", render_json_suite),
    "html": Output("Write the report as an HTML page with a chart.", render_html_suite),
}


def parse_targets(urls: Sequence[str]) -> dict[str, Target]:
    """Parse each ``[NAME=]URL``. The default name is the host and port.

    Returns:
        Name → the target, with permission to change its queues.

    Raises:
        CommandFailed: A URL is malformed, or two targets have the same name.
    """
    targets: dict[str, Target] = {}
    for text in urls:
        before, equals, after = text.partition("=")
        named = bool(equals) and "://" not in before
        try:
            target = create_target(after if named else text, allow_changes=True)
        except BadUrl as error:
            raise CommandFailed(str(error)) from error
        name = before if named else target.label
        if name in targets:
            raise CommandFailed(f"two targets are called {name}; give each its own with --target NAME=URL")
        targets[name] = target
    return targets


def create_run(script: Script, targets: Mapping[str, Target], options: Options) -> ScriptRun:
    """Return a run of a script on targets. It is not started."""
    connects = {name: target.connect for name, target in targets.items()}
    debuggers = {name: access_to(target, name) for name, target in targets.items()}
    return ScriptRun(script, connects, options, access=debuggers)


def execute_run(
    run: ScriptRun,
    timeout: float | None,
    console: Console | None = None,
    total: int = 0,
    place: str = "",
) -> Collection[VectorResult]:
    """Start a run and wait for its end. Print notes and failures as they happen.

    Args:
        run: A run that has not been started.
        timeout: Seconds after which it is stopped; 0 means without a timeout. None gives each pass of the
            script DEFAULT_TIMEOUT seconds.
        console: Where to print; None for stdout.
        total: The number of calls of a replay; 0 for any other run.
        place: Which of several scripts it is, such as ``2 of 5``.

    Returns:
        The failures that were printed.
    """
    console, progress = console or make_console(), RunProgress(run, total, place)
    failures = FailurePrinter(console, run)
    run.note_written.connect(lambda target, lane, line, text: print_note(console, run.script, line, text))
    live = Live(get_renderable=progress.__rich__, console=console, transient=True, refresh_per_second=12)
    gc.freeze()  # the garbage collector would scan a large script again and again, and delay calls
    with sigterm_as_interrupt(), live:
        try:
            run.start()
            late = _wait(run, progress, timeout)
            if late:
                _stop(run, f"did not end within {late:g} s: {progress.positions}")
        except KeyboardInterrupt:
            _stop(run)
    return failures.printed


def finish_run(
    run: ScriptRun,
    printed: Collection[VectorResult],
    compare: bool,
    outputs: Mapping[str, Path | None],
) -> None:
    """Print and write the report of a run, and exit with the code of its status.

    Args:
        run: A run that has ended.
        printed: What ``execute_run`` returned.
        compare: Whether to compare the targets.
        outputs: By format, the file to write; None to write none.

    Raises:
        SystemExit: Always, with a code of STATUS_CODES.
        CommandFailed: A file cannot be written.
    """
    console = make_console(stderr=STDOUT in outputs.values())
    report, compared = report_of(run, compare)
    suite = Suite([report])
    write_reports(suite, outputs, to_stdout=False)  # first: the reader of the output may leave
    print_run(console, report, printed, compared)
    write_reports(suite, outputs, to_stdout=True)
    end_suite(suite)


def end_suite(suite: Suite) -> NoReturn:
    """Print the reasons why runs are not a success, and exit with the code of the worst status."""
    for reason in suite.reasons:
        print_message(reason)
    raise SystemExit(STATUS_CODES[suite.status])


def report_of(run: ScriptRun, compare: bool) -> tuple[Report, Sequence[TargetComparison]]:
    """Return the report of a run that has ended, and its targets compared if ``compare`` is true."""
    report = run.report()
    compared = compare_with_first(report) if compare else ()
    return replace(report, differs=any(comparison.different for comparison in compared)), compared


def write_reports(suite: Suite, outputs: Mapping[str, Path | None], *, to_stdout: bool) -> None:
    """Write the reports to their files, or only the reports that go to stdout.

    Raises:
        CommandFailed: A file cannot be written.
    """
    for name, path in outputs.items():
        if path and (path == STDOUT) is to_stdout:
            write_text(path, OUTPUTS[name].text(suite))


def print_run(
    console: Console,
    report: Report,
    printed: Collection[VectorResult],
    compared: Sequence[TargetComparison],
) -> None:
    """Print a report. If the output cannot be written, discard it: its reader has seen enough."""
    try:
        if report.total or report.not_run or not report.unreachable:
            print_report(console, report, printed)
        print_lateness(console, report)
        for comparison in compared:
            print_differences(console, report, comparison)
    except OSError as error:
        give_up_output(error)


def _wait(run: ScriptRun, progress: RunProgress, timeout: float | None) -> float:
    """Wait for the end of a run. Return the limit that it has exceeded, in seconds; 0 if it has ended."""
    began = time.monotonic()
    while True:
        try:
            run.wait(POLL_INTERVAL)
        except TimeoutError:
            if timeout and time.monotonic() - began > timeout:
                return timeout
            if timeout is None and progress.pass_duration > DEFAULT_TIMEOUT:
                return DEFAULT_TIMEOUT
        else:
            return 0.0


def _stop(run: ScriptRun, problem: str = "") -> None:
    """Stop a run and wait for its end, up to STOP_TIMEOUT or until Ctrl+C."""
    try:
        run.stop(problem)
        run.wait(STOP_TIMEOUT)
        return
    except TimeoutError:
        reason = f"did not stop within {STOP_TIMEOUT:g} s"
    except KeyboardInterrupt:
        reason = "was ended before it had stopped"
    print_message(f"the run {reason}; queues that it created may still exist")
