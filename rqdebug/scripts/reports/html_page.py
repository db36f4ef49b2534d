# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as a single HTML page, without other files and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from rqdebug.scripts.compare import TargetComparison, compare_with_first
from rqdebug.scripts.compared_values import ComparedValues, describe_hidden
from rqdebug.scripts.histogram import Histogram
from rqdebug.scripts.language.included_files import short_place
from rqdebug.scripts.report import Report, RunStatus, VectorSummary, Verdict
from rqdebug.scripts.reports.chart import color, render_chart
from rqdebug.scripts.suite import Suite

MAX_ROWS = 500
"""The maximum number of rows of a table; further rows are only counted."""
_SLOWEST = 20
_SIGNS = {"-": "passed", "+": "failed"}
"""The class of a line that differs, by its sign: the expected value is green, the other one red."""
_CLASSES = {
    RunStatus.PASSED: "passed",
    RunStatus.SKIPPED: "skipped",
    RunStatus.NOT_RUN: "not_run",
    RunStatus.FAILED: "failed",
    RunStatus.DIFFERENT: "failed",
}
"""The class of a status; every other is an error."""

_STYLE = """
:root { color-scheme: light dark; --muted: #7a828c; --edge: #8884 }
:root { --good: #2e9e5b; --bad: #d64545; --odd: #c98a12 }
body { font: 14px/1.45 system-ui, sans-serif; max-width: 1100px; margin: 2.5rem auto; padding: 0 1.5rem }
hr { border: 0; margin: 2.5rem 0 } h1 { font-size: 1.5rem; margin: 0 }
h2 { font-size: 1.05rem; margin: 2.2rem 0 .5rem }
p.sum { color: var(--muted); margin: .3rem 0 1.5rem }
table { border-collapse: collapse; width: 100% }
th { text-align: left; font-weight: 500; color: var(--muted) }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--edge); vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
code { font: 12.5px/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
.skipped { color: var(--muted) }
.passed { color: var(--good) } .error { color: var(--odd) }
.failed, .interrupted, .not_run { color: var(--bad) }
details { margin: .3rem 0 } summary { color: var(--muted); cursor: pointer }
pre { font: 12px/1.4 ui-monospace, monospace; margin: .3rem 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
svg { width: 100%; height: auto } svg text { font-size: 11px; fill: var(--muted) }
svg .grid { stroke: var(--edge) }
.key { display: inline-block; width: .8em; height: .8em; border-radius: 2px }
"""


def render_html(report: Report) -> str:
    """Return the report as an HTML document."""
    return render_html_suite(Suite([report]))


def render_html_suite(suite: Suite) -> str:
    """Return the reports of several scripts as one HTML document, with a table of them at its beginning."""
    reports = suite.reports
    title = escape(reports[0].filename if len(reports) == 1 else f"{len(reports)} scripts")
    return "\n".join(
        (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            *(_overview(suite, title) if len(reports) > 1 else ()),
            *(line for report in reports for line in _report(report)),
            "</body></html>\n",
        )
    )


def _overview(suite: Suite, title: str) -> Iterable[str]:
    yield f"<h1>{_status(suite.status)} {title}</h1>"
    parts = [f"{count:,} {_title(verdict)}" for verdict, count in suite.counts.items() if count]
    parts += [f"{suite.skipped:,} skipped"] if suite.skipped else []
    yield f'<p class="sum">{escape(", ".join(parts))} · {_duration(suite.duration_ns)}</p>'
    yield from _table(
        ("script", "status", *map(_title, Verdict), "duration"),
        (
            [
                escape(report.filename),
                _status(report.status),
                *(_count(verdict, report.counts[verdict]) for verdict in Verdict),
                _duration(report.duration_ns),
            ]
            for report in suite.reports
        ),
        numbers=range(2, len(Verdict) + 3),
    )
    yield "<hr>"


def _report(report: Report) -> Iterable[str]:
    yield from _head(report)
    yield from _targets(report)
    yield from _failures(report)
    yield from _not_run(report)
    yield from _ended(report)
    yield from _chart(report, report.durations, "Call durations")
    yield from _chart(report, report.lateness, "Lateness of at()")
    yield from _slowest(report)
    for comparison in compare_with_first(report):
        yield from _comparison(report, comparison)


def _status(status: RunStatus) -> str:
    return f'<span class="{_CLASSES.get(status, "error")}">{status.value}</span>'


def _head(report: Report) -> Iterable[str]:
    facts = [f"{report.total:,} vectors", f"{report.loops:,} loops", _duration(report.duration_ns)]
    facts += [f"{report.not_run:,} not run"] if report.not_run else []
    facts += [f"{len(report.skipped):,} skipped"] if report.skipped else []
    facts += [f"seed {report.seed}"]
    yield f"<h1>{_status(report.status)} {escape(report.filename)}</h1>"
    yield f'<p class="sum">{escape(" · ".join(facts))}</p>'
    yield from (f'<p class="error">{escape(reason)}</p>' for reason in report.reasons)


def _targets(report: Report) -> Iterable[str]:
    yield from _table(
        ("target", *map(_title, Verdict), "calls", "median", "99 %", "longest", "lateness 99 %"),
        (_target(report, number, name) for number, name in enumerate(report.targets)),
        numbers=range(1, len(Verdict) + 6),
    )


def _target(report: Report, number: int, name: str) -> Sequence[str]:
    lines = [line for line in report.lines if line.target == name]
    counts = [sum(line.counts[verdict] for line in lines) for verdict in Verdict]
    took = report.durations.get(name, Histogram())
    late = report.lateness.get(name)
    reason = report.unreachable.get(name) or report.lost.get(name)
    label = f'<span class="key" style="background:{color(number)}"></span> {escape(name)}'
    if reason:
        label += f'<br><span class="error">{escape(reason)}</span>'
    times = (took.quantile(0.5), took.quantile(0.99), took.maximum)
    return [
        label,
        *(_count(verdict, count) for verdict, count in zip(Verdict, counts, strict=True)),
        f"{len(took):,}",
        *map(_duration, times),
        _duration(late.quantile(0.99)) if late else "",
    ]


def _failures(report: Report) -> Iterable[str]:
    bad = [line for line in report.lines if line.outcome.is_failure]
    if not bad:
        return
    yield "<h2>Failures and errors</h2>"
    bad.sort(key=lambda line: (line.line, line.target, line.lane))
    rows = (
        (
            _place_of_worst(report, line),
            escape(line.target),
            escape(line.lane),
            _code(line.text),
            _code(line.worst.expected),
            f'<span class="{line.outcome.key}">{_code(line.worst.got)}</span>'
            f"{_difference(line.worst.values)}",
            f"{line.total - line.counts[Verdict.PASSED]:,} of {line.total:,}",
        )
        for line in bad[:MAX_ROWS]
    )
    yield from _table(("line", "target", "lane", "vector", "expected", "got", "times"), rows, numbers=(0, 6))
    yield from _more(len(bad))


def _difference(values: ComparedValues | None) -> str:
    """Return where two values differ, to be opened with a click; empty if the cells show it."""
    if not (found := list(describe_hidden(values))):
        return ""
    place, *lines = found
    marked = "\n".join(
        f'<span class="{_SIGNS.get(line[:1], "same")}">{escape(line)}</span>' for line in lines
    )
    return f"<details open><summary>{escape(place)}</summary><pre>{marked}</pre></details>"


def _not_run(report: Report) -> Iterable[str]:
    lines = [line for lane in report.not_run_by_lane for line in lane.lines]
    if not lines:
        return
    sentence = "The run ended before this script." if report.left_out else "Their lanes ended before them."
    yield f"<h2>Not run</h2><p>{sentence}</p>"
    rows = (
        (_own_line(report, line), escape(line.target), escape(line.lane), _code(line.text))
        for line in lines[:MAX_ROWS]
    )
    yield from _table(("line", "target", "lane", "vector"), rows, numbers=(0,))
    yield from _more(len(lines))


def _ended(report: Report) -> Iterable[str]:
    if not report.ended:
        return
    yield "<h2>Ended with the lane or test</h2><p>The script had set this, and had not ended it itself.</p>"
    rows = (
        (
            escape(short_place(report.files, each.line)),
            escape(each.target),
            escape(each.ending),
            f"{each.times:,}",
        )
        for each in report.ended[:MAX_ROWS]
    )
    yield from _table(("line", "target", "what", "times"), rows, numbers=(0, 3))
    yield from _more(len(report.ended))


def _title(verdict: Verdict) -> str:
    return "errors" if verdict is Verdict.ERROR else verdict.value


def _count(verdict: Verdict, count: int) -> str:
    return f'<span class="{verdict.key}">{count:,}</span>' if count else "0"


def _slowest(report: Report) -> Iterable[str]:
    calls = [line for line in report.lines if line.duration_ns]
    if not calls:
        return
    calls.sort(key=lambda line: line.longest_ns, reverse=True)
    yield "<h2>Slowest vectors</h2>"
    yield from _table(
        ("line", "target", "lane", "vector", "times", "mean", "longest"),
        (_slow_row(report, line) for line in calls[:_SLOWEST]),
        numbers=(0, 4, 5, 6),
    )


def _own_line(report: Report, line: VectorSummary) -> str:
    """Return the line of a vector, with the name of its file if it is not the script."""
    return escape(short_place(report.files, line.line))


def _place_of_worst(report: Report, line: VectorSummary) -> str:
    """Return the place of the worst result, and of the call that led to it."""
    place, caller = short_place(report.files, *line.worst.place), line.worst.caller
    return escape(f"{place} from {short_place(report.files, caller)}" if caller else place)


def _slow_row(report: Report, line: VectorSummary) -> Sequence[str]:
    texts = _own_line(report, line), escape(line.target), escape(line.lane), _code(line.text)
    return (*texts, f"{line.total:,}", _duration(line.mean_ns), _duration(line.longest_ns))


def _comparison(report: Report, comparison: TargetComparison) -> Iterable[str]:
    slower = comparison.slower
    ratio = "" if slower is None else f" (calls take {slower:.2f} times as long)"
    yield f"<h2>{escape(comparison.one)} compared with {escape(comparison.other)}{ratio}</h2>"
    different = comparison.different
    if not different:
        yield f"<p>All {len(comparison.pairs):,} vectors have the same results.</p>"
        return
    rows = (
        (
            _own_line(report, pair.line),
            escape(pair.line.lane),
            _code(pair.line.text),
            *map(_code, pair.example),
            "" if pair.slower is None else f"{pair.slower:.2f}×",
        )
        for pair in different[:MAX_ROWS]
    )
    titles = ("line", "lane", "vector", escape(comparison.one), escape(comparison.other), "slower")
    yield from _table(titles, rows, numbers=(0, 5))
    yield from _more(len(different))


def _chart(report: Report, spreads: Mapping[str, Histogram], title: str) -> Iterable[str]:
    if spreads:
        every = {target: spreads.get(target, Histogram()) for target in report.targets}
        yield f"<h2>{title}</h2>{render_chart(every, title)}"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int]) -> Iterable[str]:
    """Yield the lines of a table.

    Args:
        titles: The column titles as HTML.
        rows: The cells of each row as HTML.
        numbers: The indices of columns that contain numbers, which are aligned to the right.
    """
    right = set(numbers)
    classes = [' class="n"' if column in right else "" for column in range(len(titles))]
    yield "<table><tr>" + "".join(f"<th{c}>{t}</th>" for c, t in zip(classes, titles, strict=True)) + "</tr>"
    for row in rows:
        yield "<tr>" + "".join(f"<td{c}>{cell}</td>" for c, cell in zip(classes, row, strict=True)) + "</tr>"
    yield "</table>"


def _more(count: int) -> Iterable[str]:
    if count > MAX_ROWS:
        yield f"<p>… and {count - MAX_ROWS:,} more</p>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _duration(ns: int) -> str:
    if ns < 10**9:
        return f"{ns / 1e6:.3f} ms"
    return f"{ns / 1e9:.2f} s"
