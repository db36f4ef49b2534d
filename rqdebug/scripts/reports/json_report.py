# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as JSON, for programs. Names of durations end in ``_ns``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rqdebug.scripts.compare import ResultPair, TargetComparison, compare_with_first
from rqdebug.scripts.compared_values import ComparedValues, describe_difference
from rqdebug.scripts.histogram import Histogram
from rqdebug.scripts.report import Report, VectorResult, VectorSummary, Verdict
from rqdebug.scripts.suite import Suite
from rqdebug.support.characters import to_json

VERSION = 1
"""The version of the format. It increases when a change can break readers."""
SHARES = (0.5, 0.9, 0.99, 0.999)
"""The quantiles in the report."""


def render_json(report: Report) -> str:
    """Return the report as a JSON text."""
    return to_json(report_to_dict(report), indent=1) + "\n"


def render_json_suite(suite: Suite) -> str:
    """Return the reports of several scripts as a JSON text: their sum, and ``scripts`` with each of them.

    The report of a single script is as ``render_json`` returns it.
    """
    if len(suite.reports) == 1:
        return render_json(suite.reports[0])
    found = {
        "version": VERSION,
        "ok": suite.ok,
        "status": suite.status.value,
        "reasons": list(suite.reasons),
        "duration_ns": suite.duration_ns,
        "counts": _counts(suite.counts),
        "scripts": [report_to_dict(report) for report in suite.reports],
    }
    return to_json(found, indent=1) + "\n"


def report_to_dict(report: Report) -> dict[str, Any]:
    """Return the report as a dict that can be written as JSON.

    ``lines`` has a summary for each vector, target and lane; ``failures`` the kept results that did not pass;
    ``not_run`` the vectors that were due when their lane ended early; ``skipped`` the vectors that are off;
    ``ended`` what the script had set on targets and had not ended itself; ``reasons`` a sentence for each
    other reason why the run is not a success; ``comparisons`` the first target compared with each of the
    others. A histogram has ``buckets`` of ``[low, high, count]``. ``file`` is the script or a file that it
    includes, and ``line`` is a line of this file.

    ``position`` of a result is where the expression or call begins that has an error, with its ``column``;
    null if there is none. ``caller`` is the call or include of the script that led to the result; null if
    there is none. ``values`` of a result has both values as whole texts (of the form ``raw``: as
    hexadecimal digits), and the lines that differ. It is null unless two values were compared with ``==``.
    """
    return {
        "version": VERSION,
        "script": report.filename,
        "ok": report.ok,
        "status": report.status.value,
        "reasons": list(report.reasons),
        "stopped": report.stopped,
        "seed": report.seed,
        "loops": report.loops,
        "began_ns": report.began,
        "duration_ns": report.duration_ns,
        "counts": _counts(report.counts),
        "targets": [_target(report, name) for name in report.targets],
        "lines": [_line(report, line) for line in report.lines],
        "failures": [_result(report, result) for result in report.results if result.outcome.is_failure],
        "not_run": [_not_run(report, line) for lane in report.not_run_by_lane for line in lane.lines],
        "skipped": [
            {**_place(report, each.line), "text": each.text, "reason": each.reason} for each in report.skipped
        ],
        "ended": [
            {"target": each.target, **_place(report, each.line), "text": each.ending, "times": each.times}
            for each in report.ended
        ],
        "comparisons": [_comparison(report, comparison) for comparison in compare_with_first(report)],
    }


def _target(report: Report, name: str) -> dict[str, Any]:
    lines = [line for line in report.lines if line.target == name]
    return {
        "name": name,
        "counts": {verdict.key: sum(line.counts[verdict] for line in lines) for verdict in Verdict},
        "unreachable": report.unreachable.get(name),
        "lost": report.lost.get(name),
        "durations": _histogram(report.durations.get(name, Histogram())),
        "lateness": _histogram(report.lateness.get(name, Histogram())),
    }


def _counts(counts: Mapping[Verdict, int]) -> dict[str, int]:
    return {verdict.key: count for verdict, count in counts.items()}


def _histogram(histogram: Histogram) -> dict[str, Any]:
    return {
        "count": len(histogram),
        "mean_ns": round(histogram.mean),
        "longest_ns": histogram.maximum,
        "quantiles_ns": {f"{share:g}": histogram.quantile(share) for share in SHARES},
        "buckets": [[bucket.low, bucket.high, bucket.count] for bucket in histogram],
    }


def _place(report: Report, line: int) -> dict[str, Any]:
    file, own_line = report.named_place(line)
    return {"file": file, "line": own_line}


def _line(report: Report, line: VectorSummary) -> dict[str, Any]:
    return {
        "target": line.target,
        "lane": line.lane,
        **_place(report, line.line),
        "text": line.text,
        "counts": _counts(line.counts),
        "mean_ns": line.mean_ns,
        "longest_ns": line.longest_ns,
        "worst": _result(report, line.worst),
    }


def _not_run(report: Report, line: VectorSummary) -> dict[str, Any]:
    return {
        "target": line.target,
        "lane": line.lane,
        **_place(report, line.line),
        "text": line.text,
        "times": line.counts[Verdict.NOT_RUN],
    }


def _result(report: Report, result: VectorResult) -> dict[str, Any]:
    return {
        "target": result.target,
        "lane": result.lane,
        **_place(report, result.line),
        "text": result.text,
        "verdict": result.outcome.key,
        "expected": result.expected,
        "got": result.got,
        "position": _position(report, result.position),
        "caller": _place(report, result.caller) if result.caller else None,
        "duration_ns": result.duration_ns,
        "loop": result.loop,
        "values": _values(result.values),
    }


def _position(report: Report, position: tuple[int, int]) -> dict[str, Any] | None:
    line, column = position
    return {**_place(report, line), "column": column} if line else None


def _values(values: ComparedValues | None) -> dict[str, Any] | None:
    if values is None:
        return None
    expected, got = values.texts
    return {
        "form": values.form,
        "expected": expected,
        "got": got,
        "difference": list(describe_difference(values)),
    }


def _comparison(report: Report, comparison: TargetComparison) -> dict[str, Any]:
    return {
        "one": comparison.one,
        "other": comparison.other,
        "slower": comparison.slower,
        "different": [_pair(report, pair) for pair in comparison.different],
    }


def _pair(report: Report, pair: ResultPair) -> dict[str, Any]:
    one, other = pair.example
    line = pair.line
    return {
        "lane": line.lane,
        **_place(report, line.line),
        "text": line.text,
        "one": one,
        "other": other,
        "slower": pair.slower,
    }
