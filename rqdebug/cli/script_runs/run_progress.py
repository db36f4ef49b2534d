# SPDX-License-Identifier: GPL-3.0-or-later
"""Show the progress of a run, and print its report at the end.

Each failure is printed when it happens, so that a call that waits forever does
not hide it. If the output is a file or a pipe, it gets plain lines: one for each
failure, in the format of compiler errors, and a summary.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock
from typing import TypeAlias

from rich import box
from rich.console import Console, Group, RenderableType
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from rqcore.server.stdout import give_up_output
from rqdebug.cli.messages import format_duration, plural, sanitize
from rqdebug.scripts.compared_values import describe_hidden
from rqdebug.scripts.language.included_files import describe_line, full_place, short_place
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report, RunStatus, VectorResult, Verdict
from rqdebug.scripts.running.lane_names import MAIN
from rqdebug.scripts.running.script_run import ScriptRun

MAX_ROWS = 20
"""The maximum number of failures to list; the others are only counted."""

MARKS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.ERROR: "!",
    Verdict.INTERRUPTED: "!",
    Verdict.NOT_RUN: "–",
}
STYLES = {
    Verdict.PASSED: "green",
    Verdict.FAILED: "red",
    Verdict.ERROR: "yellow",
    Verdict.INTERRUPTED: "red",
    Verdict.NOT_RUN: "red",
}

_DIFFERENCE_STYLES = {"-": "green", "+": "red"}
"""The color of a line by its sign: the expected value, and what came instead."""
_TOLD_BY_COUNTS = (RunStatus.SKIPPED, RunStatus.PASSED, RunStatus.FAILED, RunStatus.ERROR)
"""The statuses that the numbers of a summary already show."""
_WORST = {
    RunStatus.SKIPPED: Verdict.PASSED,
    RunStatus.PASSED: Verdict.PASSED,
    RunStatus.NOT_RUN: Verdict.NOT_RUN,
    RunStatus.FAILED: Verdict.FAILED,
    RunStatus.DIFFERENT: Verdict.FAILED,
}
"""The verdict whose mark and color a status has; every other status is an error."""

Cell: TypeAlias = Callable[[VectorResult, int], str]


class RunProgress:
    """Renders the progress of a run in one line, for ``rich.live``.

    Args:
        run: The run to follow, before it is started.
        total: The number of calls of a replay, whose lines are the numbers of events; 0 for any other run.
        place: Which of several scripts it is, such as ``2 of 5``; empty for a single one.
    """

    def __init__(self, run: ScriptRun, total: int = 0, place: str = "") -> None:
        self._place = place
        self._total = total
        self._files = run.script.files
        self._spinner = Spinner("dots", style="cyan")
        self._filename = sanitize(run.script.filename)
        self._loops = run.options.loops
        self._line = 0
        self._loop = 1
        self._counts: Counter[Verdict] = Counter()
        self._lines: dict[tuple[str, str], int] = {}
        self._passes: dict[str, float] = {}
        """When each target began its current pass."""
        run.pass_started.connect(self._begin_pass)
        run.line_started.connect(self._reach_line)
        run.lane_ended.connect(self._end_lane)
        run.result_added.connect(self._count_result)

    @property
    def positions(self) -> str:
        """The current line of each lane, such as ``main in line 3, producer in line 5``."""
        return ", ".join(
            f"{lane} in {self._place_of(line)}" for (_, lane), line in self._lines.copy().items()
        )

    def _place_of(self, line: int) -> str:
        return f"event {line}" if self._total else describe_line(self._files, line)

    @property
    def pass_duration(self) -> float:
        """For how many seconds the current pass of a target has run, the longest of all targets."""
        return time.monotonic() - min(self._passes.copy().values(), default=time.monotonic())

    def _begin_pass(self, target: str, number: int) -> None:
        self._passes[target] = time.monotonic()
        self._loop = number

    def _reach_line(self, target: str, lane: str, line: int) -> None:
        self._line = self._lines[target, lane] = line

    def _end_lane(self, target: str, lane: str) -> None:
        self._lines.pop((target, lane), None)
        if lane == MAIN:
            self._passes.pop(target, None)

    def _count_result(self, result: VectorResult) -> None:
        self._counts[result.outcome] += 1

    def __rich__(self) -> RenderableType:
        place = f"{self._place}  " if self._place else ""
        line = f"  {self._place_of(self._line)}" if self._line else ""
        text = Text.assemble((place, "dim"), (self._filename, "bold"), (line, "dim"))
        if self._total:
            done = min(self._counts.total() - self._counts[Verdict.NOT_RUN], self._total)
            text.append(f"  {done:,} of {self._total:,} calls", "dim")
        if self._loops != 1:
            text.append(f"  loop {self._loop}{f' of {self._loops}' if self._loops else ''}", "dim")
        for verdict, count in self._counts.copy().items():
            if count:
                text.append(f"  {count:,} {verdict_text(verdict, count)}", STYLES[verdict])
        self._spinner.update(text=text)
        return self._spinner


class FailurePrinter:
    """Prints each distinct failure of a run when it happens for the first time, up to MAX_ROWS.

    Args:
        console: Where to print.
        run: The run to follow, before it is started.
    """

    def __init__(self, console: Console, run: ScriptRun) -> None:
        self._console = console
        self._run = run
        self._lock = Lock()
        self.printed: set[VectorResult] = set()
        """The failures that were printed, as ``_without_times`` returns them."""
        run.result_added.connect(self._add)

    def _add(self, result: VectorResult) -> None:
        if not result.outcome.is_failure:
            return
        failure = _without_times(result)
        with self._lock:
            if failure in self.printed or len(self.printed) == MAX_ROWS:
                return
            self.printed.add(failure)
        line = _format_failure(self._run.script, len(self._run.targets), failure, 1)
        print_line(self._console, line, STYLES[result.outcome])
        for line in map(sanitize, describe_hidden(result.values)):
            print_line(self._console, f"    {line}", _DIFFERENCE_STYLES.get(line[:1], "dim"))


def print_line(console: Console, line: str, style: str = "") -> None:
    """Print a line, which is not wrapped. If the output cannot be written, it is discarded.

    This is called in the threads of a run, which must go on when the reader of the output leaves.
    """
    try:
        console.out(line, style=style or None, highlight=False)
    except OSError as error:
        give_up_output(error)


def print_note(console: Console, script: Script, line: int, text: str) -> None:
    """Print the text of a ``note()`` of the script.

    Args:
        console: Where to print.
        script: The script; a terminal does not show its name.
        line: The line of the statement.
        text: The text of the note.
    """
    if console.is_terminal:
        print_line(console, sanitize(f"{short_place(script.files, line):>5}  {text}"), "italic")
    else:
        file, own_line = script.named_place(line)
        print_line(console, sanitize(f"{file}:{own_line}: note: {text}"))


def print_report(console: Console, report: Report, printed: Collection[VectorResult] = ()) -> None:
    """Print everything that did not pass, and a summary.

    Args:
        console: Where to print.
        report: The report of a run that has ended.
        printed: The failures that a FailurePrinter has printed. Only a terminal shows them again, in a table;
            other outputs get those that happened several times, with their number.
    """
    failures = _group_failures(result for result in report.results if result.outcome.is_failure)
    if console.is_terminal:
        console.print(_render_report(report, failures))
        return
    new = [(result, times) for result, times in failures if times > 1 or result not in printed][:MAX_ROWS]
    for result, times in new:
        console.out(
            _format_failure(report, len(report.targets), result, times),
            highlight=False,
        )
    if more := len({result for result, _ in failures} - {result for result, _ in new} - set(printed)):
        console.out(f"… and {more:,} more", highlight=False)
    for line in _not_run_lines(report):
        console.out(line, highlight=False)
    console.out(
        f"{sanitize(report.filename)}: {', '.join(text for text, _ in _summary(report))}", highlight=False
    )


def _group_failures(results: Iterable[VectorResult]) -> list[tuple[VectorResult, int]]:
    """Return each distinct failure with its number of occurrences, in line order."""
    counts = Counter(map(_without_times, results))
    return sorted(counts.items(), key=lambda pair: (pair[0].line, pair[0].target, pair[0].lane))


def _not_run_lines(report: Report) -> Iterator[str]:
    """Yield a line for each lane whose vectors were not all run, up to MAX_ROWS."""
    lanes = report.not_run_by_lane
    for lane in lanes[:MAX_ROWS]:
        places = [report.named_place(line.line) for line in lane.lines]
        (file, first), lines = places[0], _describe_places(report.filename, places)
        where = [f"lane {lane.lane}"] if lane.lane != MAIN else []
        where += [f"on {lane.target}"] if len(report.targets) > 1 else []
        suffix = f" ({', '.join(where)})" if where else ""
        count = plural(lane.times, "vector", "vectors")
        yield sanitize(f"{file}:{first}: not run: {count} {lines}{suffix}")
    if more := len(lanes[MAX_ROWS:]):
        yield f"… and vectors of {plural(more, 'other lane', 'other lanes')}"


def _describe_places(script: str, places: Sequence[tuple[str, int]]) -> str:
    """Name the first and last line in each file. The script itself is not named."""
    parts = []
    for file in dict.fromkeys(file for file, _ in places):
        lines = [line for each, line in places if each == file]
        part = f"from line {lines[0]} to line {lines[-1]}" if lines[0] != lines[-1] else f"in line {lines[0]}"
        parts.append(part if file == script else f"{part} of {file}")
    return " and ".join(parts)


def _without_times(result: VectorResult) -> VectorResult:
    """Return a result that is equal for all executions with the same outcome."""
    return replace(result, duration_ns=0, loop=0, ended=0)


def _format_failure(source: Script | Report, targets: int, result: VectorResult, times: int) -> str:
    where = [f"{times:,} times"] if times > 1 else []
    if result.lane != MAIN:
        where.append(f"lane {result.lane}")
    if targets > 1:
        where.append(f"on {result.target}")
    if result.caller:
        where.append(f"from {full_place(source.filename, source.files, result.caller)}")
    expected = f"expected {result.expected}, got {result.got}" if result.expected else result.got
    suffix = f" ({', '.join(where)})" if where else ""
    text = result.text.rstrip(":")
    place = full_place(source.filename, source.files, *result.place)
    return sanitize(f"{place}: {result.outcome.value}: {text}: {expected}{suffix}")


def _render_report(report: Report, failures: list[tuple[VectorResult, int]]) -> RenderableType:
    parts: list[RenderableType] = [_render_table(report, failures)] if failures else []
    if len(failures) > MAX_ROWS:
        parts.append(Text(f"  … and {len(failures) - MAX_ROWS:,} more\n", "dim"))
    parts += [Text(line, STYLES[Verdict.NOT_RUN]) for line in _not_run_lines(report)]
    worst = _WORST.get(report.status, Verdict.ERROR)
    line = Text.assemble((f"{MARKS[worst]} {sanitize(report.filename)}", f"bold {STYLES[worst]}"))
    for text, style in _summary(report):
        line.append("  ·  ", "dim").append(text, style)
    return Group(*parts, line)


def _render_table(report: Report, failures: list[tuple[VectorResult, int]]) -> Table:
    shown = failures[:MAX_ROWS]
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column("", width=1)
    table.add_column("line", justify="right", style="dim")
    extra = _extra_columns(report, shown)
    for name in extra:
        table.add_column(name, justify="right" if name == "times" else "left", style="cyan")
    table.add_column("vector", overflow="fold")
    table.add_column("expected", overflow="fold", style="green")
    table.add_column("got", overflow="fold", style="red")
    for result, times in shown:
        cells = [cell(result, times) for cell in extra.values()]
        texts = (short_place(report.files, *result.place), *cells, result.text, result.expected, result.got)
        mark = Text(MARKS[result.outcome], f"bold {STYLES[result.outcome]}")
        table.add_row(mark, *(Text(sanitize(text)) for text in texts))
    return table


def _extra_columns(report: Report, shown: list[tuple[VectorResult, int]]) -> dict[str, Cell]:
    """Return the columns without which failures could not be distinguished: title → cell."""
    columns: dict[str, Cell] = {}
    if len(report.targets) > 1:
        columns["target"] = lambda result, times: result.target
    if any(result.lane != MAIN for result, _ in shown):
        columns["lane"] = lambda result, times: result.lane
    if any(times > 1 for _, times in shown):
        columns["times"] = lambda result, times: f"{times:,}" if times > 1 else ""
    return columns


def _summary(report: Report) -> list[tuple[str, str]]:
    """Return the parts of the summary, each with its style."""
    parts = [
        (f"{count:,} {verdict_text(verdict, count)}", STYLES[verdict])
        for verdict, count in report.counts.items()
        if count or verdict is Verdict.PASSED
    ]
    if report.loops > 1:
        parts.append((f"{report.loops:,} loops", ""))
    if len(report.targets) > 1:
        parts.append((f"{len(report.targets)} targets", ""))
    if report.skipped:
        parts.append((f"{len(report.skipped):,} skipped", "yellow"))
    if report.status not in _TOLD_BY_COUNTS:
        parts.append((report.status.value, "yellow"))
    if report.seed and not report.ok:
        parts.append((f"seed {report.seed}", "dim"))  # to reproduce it
    return [*parts, (format_duration(report.duration_ns), "dim")]


def verdict_text(verdict: Verdict, count: int) -> str:
    """Return the word for a number of results with this verdict."""
    return "errors" if verdict is Verdict.ERROR and count != 1 else verdict.value
