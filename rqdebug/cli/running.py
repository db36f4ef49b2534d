# SPDX-License-Identifier: GPL-3.0-or-later
"""How ``run`` and ``replay`` carry out a run, end it, and say what it found."""

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
from rqdebug.cli.common import terminable
from rqdebug.cli.differences import show_differences
from rqdebug.cli.messages import CommandFailed, say
from rqdebug.cli.run_progress import RunProgress, show, tell
from rqdebug.cli.spread import show_lateness
from rqdebug.scripts.compare import compare_with_first
from rqdebug.scripts.report import Report
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.targets.target_registry import create_target

PATIENCE = 10.0
"""Seconds that a stopped run has to close its queues."""
SLICE = 0.1
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Output:
    """A form in which a report can be written."""

    help: str
    text: Callable[[Report], str]


OUTPUTS = {
    "junit": Output("Write the report as JUnit XML.", render_junit),
    "json": Output("Write the report as JSON.", render_json),
    "html": Output("Write the report as a page, with a chart.", render_html),
}


def targets_of(urls: Sequence[str]) -> dict[str, Callable[[], ControllerHandle]]:
    """Each ``[NAME=]URL`` by its name, which is else host and port. Raises CouldNot."""
    found: dict[str, Callable[[], ControllerHandle]] = {}
    for text in urls:
        before, equals, after = text.partition("=")
        named = bool(equals) and "://" not in before
        try:
            place = create_target(after if named else text, allow_changes=True)
        except BadUrl as error:
            raise CommandFailed(str(error)) from error
        name = before if named else place.url.partition("://")[2]
        if name in found:
            raise CommandFailed(f"the target {name if named else place.url} is given twice")
        found[name] = place.connect
    return found


def carry_out(run: ScriptRun, timeout: float | None) -> str:
    """Start the run and see it to its end; returns why it was stopped before, if it was."""
    console, progress = Console(highlight=False), RunProgress(run)
    run.note_written.connect(lambda target, lane, line, text: tell(console, run.script.filename, line, text))
    live = Live(get_renderable=progress.__rich__, console=console, transient=True, refresh_per_second=12)
    gc.freeze()  # to look through a large script again and again would make calls late
    with terminable(), live:
        run.start()
        try:
            trouble = "" if _ended_within(run, timeout) else f"was not done after {timeout:g} s"
        except KeyboardInterrupt:
            trouble = "was stopped before its end"
        if trouble:
            trouble += f": {progress.whereabouts}"
            _stop(run)
    return trouble


def conclude(run: ScriptRun, trouble: str, compare: bool, outputs: Mapping[str, Path | None]) -> None:
    """Say and write what was found, and exit with the code that tells it."""
    console, report = Console(highlight=False), run.report()
    if report.total or not report.unreachable:
        show(console, report)
    show_lateness(console, report)
    found = compare_with_first(report) if compare else ()
    for comparison in found:
        show_differences(console, report, comparison)
    for name, path in outputs.items():
        if path:
            _write(path, OUTPUTS[name].text(report))
    for reason in (*report.unreachable.values(), *report.lost.values()):
        say(reason)
    if trouble:
        raise CommandFailed(f"{report.filename} {trouble}")
    if report.unreachable or report.lost:
        raise SystemExit(CommandFailed.exit_code)
    differ = any(comparison.different for comparison in found)
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
            run.wait(SLICE)
        except TimeoutError:
            continue
        return True
    return False


def _stop(run: ScriptRun) -> None:
    run.stop()
    try:
        run.wait(PATIENCE)
    except TimeoutError:
        say("the run could not be stopped in time; queues that it made may be left over")
