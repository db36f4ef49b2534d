# SPDX-License-Identifier: GPL-3.0-or-later
"""Show the progress of a run on a terminal, and print its report at the end.

If the output is a file or a pipe, it gets plain lines: one for each failure, in
the format of compiler errors, and a summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from rich import box
from rich.console import Console, Group, RenderableType
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from rqdebug.cli.messages import format_duration, sanitize
from rqdebug.scripts.report import Report, VectorResult, Verdict
from rqdebug.scripts.running.lane import MAIN
from rqdebug.scripts.running.script_run import ScriptRun

MAX_ROWS = 20
"""The maximum number of failures to list; the others are only counted."""

MARKS = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.ERROR: "!"}
STYLES = {Verdict.PASSED: "green", Verdict.FAILED: "red", Verdict.ERROR: "yellow"}

Cell: TypeAlias = Callable[[VectorResult, int], str]


class RunProgress:
    """Renders the progress of a run in one line, for ``rich.live``.

    Args:
        run: The run to follow, before it is started.
    """

    def __init__(self, run: ScriptRun) -> None:
        self._spinner = Spinner("dots", style="cyan")
        self._filename = sanitize(run.script.filename)
        self._loops = run.options.loops
        self._line = 0
        self._loop = 1
        self._counts: Counter[Verdict] = Counter()
        self._lines: dict[tuple[str, str], int] = {}
        run.line_started.connect(self._reach_line)
        run.lane_ended.connect(self._end_lane)
        run.result_added.connect(self._count_result)

    @property
    def positions(self) -> str:
        """The current line of each lane, such as ``main in line 3, producer in line 5``."""
        return ", ".join(f"{lane} in line {line}" for (_, lane), line in self._lines.copy().items())

    def _reach_line(self, target: str, lane: str, line: int) -> None:
        self._line = self._lines[target, lane] = line

    def _end_lane(self, target: str, lane: str) -> None:
        self._lines.pop((target, lane), None)

    def _count_result(self, result: VectorResult) -> None:
        self._counts[result.outcome] += 1
        self._loop = result.loop

    def __rich__(self) -> RenderableType:
        text = Text.assemble((self._filename, "bold"), (f"  line {self._line}", "dim"))
        if self._loops != 1:
            text.append(f"  loop {self._loop}{f' of {self._loops}' if self._loops else ''}", "dim")
        for verdict, count in self._counts.copy().items():
            text.append(f"  {count:,} {_verdict_text(verdict, count)}", STYLES[verdict])
        self._spinner.update(text=text)
        return self._spinner


def print_note(console: Console, filename: str, line: int, text: str) -> None:
    """Print the text of a ``note()`` of the script.

    Args:
        console: Where to print.
        filename: The name of the script; a terminal does not show it.
        line: The line of the statement, from 1.
        text: The text of the note.
    """
    if console.is_terminal:
        console.print(Text.assemble((f"{line:>5}  ", "dim"), (sanitize(text), "italic")))
    else:
        console.out(sanitize(f"{filename}:{line}: note: {text}"), highlight=False)


def print_report(console: Console, report: Report) -> None:
    """Print everything that did not pass, and a summary."""
    failures = _group_failures(result for result in report.results if result.outcome is not Verdict.PASSED)
    if console.is_terminal:
        console.print(_render_report(report, failures))
        return
    for result, times in failures[:MAX_ROWS]:
        console.out(_format_failure(report, result, times), highlight=False)
    if len(failures) > MAX_ROWS:
        console.out(f"… and {len(failures) - MAX_ROWS:,} more", highlight=False)
    console.out(
        f"{sanitize(report.filename)}: {', '.join(text for text, _ in _summary(report))}", highlight=False
    )


def _group_failures(results: Iterable[VectorResult]) -> list[tuple[VectorResult, int]]:
    """Return each distinct failure with its number of occurrences, in line order."""
    counts = Counter(replace(result, duration_ns=0, loop=0, ended=0) for result in results)
    return sorted(counts.items(), key=lambda pair: (pair[0].line, pair[0].target, pair[0].lane))


def _format_failure(report: Report, result: VectorResult, times: int) -> str:
    where = [f"{times:,} times"] if times > 1 else []
    if result.lane != MAIN:
        where.append(f"lane {result.lane}")
    if len(report.targets) > 1:
        where.append(f"on {result.target}")
    expected = f"expected {result.expected}, got {result.got}" if result.expected else result.got
    suffix = f" ({', '.join(where)})" if where else ""
    return sanitize(
        f"{report.filename}:{result.line}: {result.outcome.value}: {result.text}: {expected}{suffix}"
    )


def _render_report(report: Report, failures: list[tuple[VectorResult, int]]) -> RenderableType:
    parts: list[RenderableType] = [_render_table(report, failures)] if failures else []
    if len(failures) > MAX_ROWS:
        parts.append(Text(f"  … and {len(failures) - MAX_ROWS:,} more\n", "dim"))
    worst = next((kind for kind in (Verdict.ERROR, Verdict.FAILED) if report.counts[kind]), Verdict.PASSED)
    if report.unreachable:
        worst = Verdict.ERROR
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
        texts = (str(result.line), *cells, result.text, result.expected, result.got)
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
        (f"{count:,} {_verdict_text(verdict, count)}", STYLES[verdict])
        for verdict, count in report.counts.items()
        if count or verdict is Verdict.PASSED
    ]
    if report.loops > 1:
        parts.append((f"{report.loops:,} loops", ""))
    if len(report.targets) > 1:
        parts.append((f"{len(report.targets)} targets", ""))
    if report.stopped:
        parts.append(("stopped", "yellow"))
    if report.seed and not report.ok:
        parts.append((f"seed {report.seed}", "dim"))  # to reproduce it
    return [*parts, (format_duration(report.duration_ns), "dim")]


def _verdict_text(verdict: Verdict, count: int) -> str:
    return "errors" if verdict is Verdict.ERROR and count != 1 else verdict.value
