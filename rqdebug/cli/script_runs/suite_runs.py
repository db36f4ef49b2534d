# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs several scripts one after the other, prints their sum, and compares them with an earlier run."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from rqcore.server.stdout import give_up_output
from rqdebug.cli.common import resolve_urls
from rqdebug.cli.messages import (
    CommandFailed,
    ScriptRefused,
    format_duration,
    plural,
    sanitize,
)
from rqdebug.cli.outputs import STDOUT
from rqdebug.cli.script_runs.run_progress import STYLES, verdict_text
from rqdebug.cli.script_runs.running import (
    create_run,
    end_suite,
    execute_run,
    parse_targets,
    print_run,
    report_of,
    write_reports,
)
from rqdebug.cli.tables import make_console
from rqdebug.scripts.baseline import (
    BaselineComparison,
    Key,
    Outcome,
    compare_with_baseline,
    describe_baseline,
    read_baseline,
)
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report, RunStatus, Verdict
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.selection import unselected_report
from rqdebug.scripts.suite import Suite
from rqdebug.support.regular_files import read_at_most
from rqdebug.targets.base import Target

MAX_REPORT = 64 << 20
"""The maximum size of a JSON report in bytes."""
MAX_ROWS = 20
"""The maximum number of changed vectors to list; the others are only counted."""


def load_baseline(file: Path) -> dict[Key, Outcome]:
    """Read the JSON report of an earlier run. Raises CommandFailed."""
    try:
        return read_baseline(read_at_most(file, MAX_REPORT).decode())
    except OSError as error:
        raise CommandFailed(f"cannot read {file}: {error.strerror}") from error
    except ValueError as error:
        raise CommandFailed(f"cannot use {file} as a baseline: {error}") from error


@contextmanager
def reported_refusals(urls: Sequence[str], outputs: Mapping[str, Path | None]) -> Iterator[None]:
    """Write the reports of a script that cannot run, so that no earlier report is taken for its own.

    Args:
        urls: The targets as options give them.
        outputs: By format, the file to write; None to write none.

    Raises:
        ScriptRefused: As inside the block.
    """
    try:
        yield
    except ScriptRefused as refusal:
        targets = tuple(parse_targets(resolve_urls(urls)))
        suite = Suite([Report.of_invalid(refusal.filename, targets, refusal.message)])
        write_reports(suite, outputs, to_stdout=False)
        write_reports(suite, outputs, to_stdout=True)
        raise


def run_suite(
    scripts: Sequence[tuple[Script, Options]],
    targets: Mapping[str, Target],
    timeout: float | None,
    compare: bool,
    outputs: Mapping[str, Path | None],
    baseline: Mapping[Key, Outcome] | None = None,
    unselected: Sequence[Script] = (),
) -> None:
    """Run scripts one after the other, write their reports, and exit with the code of the worst status.

    Args:
        scripts: The scripts, each with the options of its run.
        targets: The targets of all runs.
        timeout: Seconds for all scripts together; 0 or None as for ``execute_run``.
        compare: Whether to compare the targets.
        outputs: By format, the file to write; None to write none.
        baseline: The outcomes of an earlier run; None compares with none.
        unselected: Scripts that do not run, because they have nothing that is selected.

    Raises:
        SystemExit: Always.
        CommandFailed: A file cannot be written.
    """
    console = make_console(stderr=STDOUT in outputs.values())
    deadline = time.monotonic() + timeout if timeout else None
    reports: list[Report] = []
    end: RunStatus | None = None
    for number, (script, options) in enumerate(scripts, 1):
        run = create_run(script, targets, options)
        if end is not None:
            run.leave_out("was not run, because the time was over" if end is RunStatus.TIMED_OUT else "")
            reports.append(run.report())
            continue
        rest = timeout
        if deadline is not None and number > 1:
            rest = max(round(deadline - time.monotonic(), 1), 0.001)
        place = f"{number:,} of {len(scripts):,}" if len(scripts) > 1 else ""
        printed = execute_run(run, rest, console, place=place)
        report, compared = report_of(run, compare)
        reports.append(report)
        print_run(console, report, printed, compared)
        is_over = deadline is not None and time.monotonic() >= deadline
        if report.status is RunStatus.STOPPED or (report.status is RunStatus.TIMED_OUT and is_over):
            end = report.status
        elif options.fail_fast and not report.ok:
            end = RunStatus.FAILED
    reports += [unselected_report(script, tuple(targets)) for script in unselected]
    suite = Suite(reports)
    write_reports(suite, outputs, to_stdout=False)
    comparison = None if baseline is None else compare_with_baseline(reports, baseline)
    _print_sum(console, suite, comparison)
    write_reports(suite, outputs, to_stdout=True)
    end_suite(suite)


def _print_sum(console: Console, suite: Suite, comparison: BaselineComparison | None) -> None:
    try:
        if len(suite.reports) > 1:
            console.out(_sum(suite), highlight=False)
        if comparison is not None:
            _print_comparison(console, comparison)
    except OSError as error:
        give_up_output(error)


def _sum(suite: Suite) -> str:
    """Return a line such as ``2 scripts: 1 passed, 1 failed; 4 vectors: 3 passed, 1 failed; 2 skipped``."""
    statuses = {status: sum(each.status is status for each in suite.reports) for status in RunStatus}
    scripts = ", ".join(f"{count:,} {status.value}" for status, count in statuses.items() if count)
    vectors = ", ".join(
        f"{count:,} {verdict_text(verdict, count)}" for verdict, count in suite.counts.items() if count
    )
    counted = plural(sum(suite.counts.values()), "vector", "vectors")
    parts = [f"{plural(len(suite.reports), 'script', 'scripts')}: {scripts}"]
    parts += [f"{counted}: {vectors}"] if vectors else []
    parts += [f"{suite.skipped:,} skipped"] if suite.skipped else []
    return "; ".join([*parts, format_duration(suite.duration_ns)])


def _print_comparison(console: Console, comparison: BaselineComparison) -> None:
    for words, style, vectors in (
        ("newly failing", STYLES[Verdict.FAILED], comparison.newly_failing),
        ("newly passing", STYLES[Verdict.PASSED], comparison.newly_passing),
    ):
        for vector in vectors[:MAX_ROWS]:
            line = f"{vector.file}:{vector.line}: {words}: {vector.text}"
            console.out(sanitize(line), style=style, highlight=False)
        if more := len(vectors[MAX_ROWS:]):
            console.out(f"… and {more:,} more {words}", highlight=False)
    console.out(f"compared with the baseline: {describe_baseline(comparison)}", highlight=False)
