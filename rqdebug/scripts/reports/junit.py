# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as JUnit XML: one test suite for each target, one test case for each vector and lane.

A case is named after its test and its statement and not after its line, so that it keeps its name when
another line is inserted. If a lane contains the same statement several times, the others are numbered. A
vector that was due but not run counts as skipped; the reason is a case that failed. The end of the whole run
is a case too, unless the run has passed or a vector already shows why it has not.

Source: the schema ``junit-10.xsd`` of the xUnit plug-in of Jenkins; https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rqdebug.scripts.compared_values import describe_hidden
from rqdebug.scripts.language.included_files import full_place
from rqdebug.scripts.report import Report, RunStatus, SkippedVector, VectorResult, VectorSummary, Verdict
from rqdebug.scripts.suite import Suite

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {Verdict.FAILED: "failure", Verdict.ERROR: "error", Verdict.INTERRUPTED: "error"}
_TOLD_BY_VECTORS = (RunStatus.SKIPPED, RunStatus.PASSED, RunStatus.NOT_RUN, RunStatus.FAILED, RunStatus.ERROR)
"""The statuses that the cases of vectors already show."""


def render_junit(report: Report) -> str:
    """Return the report as an XML document."""
    return render_junit_suite(Suite([report]))


def render_junit_suite(suite: Suite) -> str:
    """Return the reports of several scripts as one document, with a test suite for each script and target."""
    reports = suite.reports
    name = reports[0].filename if len(reports) == 1 else f"{len(reports)} scripts"
    root = Element("testsuites", name=_clean(name), time=_seconds(suite.duration_ns))
    for report in reports:
        for target in report.targets:
            _suite(root, report, target, target if len(reports) == 1 else f"{report.filename} on {target}")
    _count(root)
    del root.attrib["skipped"]  # the schema knows it only in a suite
    indent(root)
    return tostring(root, "unicode", xml_declaration=True) + "\n"


def _suite(root: Element, report: Report, target: str, name: str) -> None:
    lines = sorted(
        (line for line in report.lines if line.target == target), key=lambda line: (line.line, line.lane)
    )
    suite = SubElement(root, "testsuite", name=_clean(name), time=_seconds(report.duration_ns))
    if report.began:
        began = datetime.fromtimestamp(report.began // 10**9, UTC)
        suite.set("timestamp", began.strftime("%Y-%m-%dT%H:%M:%S"))
    properties = SubElement(suite, "properties")
    for key, value in (("seed", report.seed), ("loops", report.loops)):
        SubElement(properties, "property", name=key, value=str(value))
    for line, title in zip(lines, _names([(line.lane, line) for line in lines]), strict=True):
        _case(suite, report, line, title)
    titles = _names([("", skipped) for skipped in report.skipped])
    for skipped, title in zip(report.skipped, titles, strict=True):
        case = SubElement(suite, "testcase", name=title, classname=_clean(f"{report.filename}.off"))
        _skip(case, report, skipped.line, skipped.reason)
    _end(suite, report, target)
    _tell_ended(suite, report, target)
    _count(suite)


def _tell_ended(suite: Element, report: Report, target: str) -> None:
    """Report what has ended that the script had set on the target and not ended itself."""
    lines = [
        f"{full_place(report.filename, report.files, each.line)}: {each.ending} with its lane "
        f"({each.times} times)"
        for each in report.ended
        if each.target == target
    ]
    if lines:
        SubElement(suite, "system-out").text = _clean("\n".join(lines))


def _names(vectors: Sequence[tuple[str, VectorSummary | SkippedVector]]) -> list[str]:
    """Return a name for the vector of each lane; equal ones are numbered from the second."""
    seen: Counter[tuple[str, str]] = Counter()
    names = []
    for lane, vector in vectors:
        cleaned = _clean(f"{vector.test}: {vector.text}" if vector.test else vector.text)
        seen[lane, cleaned] += 1
        number = seen[lane, cleaned]
        names.append(f"{cleaned} ({number})" if number > 1 else cleaned)
    return names


def _case(suite: Element, report: Report, line: VectorSummary, name: str) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=name,
        classname=_clean(f"{report.filename}.{line.lane}"),
        time=f"{line.duration_ns / 1e9:.6f}",
    )
    worst = line.worst
    if worst.outcome is Verdict.NOT_RUN:
        _skip(case, report, line.line, f"not run: {worst.got}")
    if worst.outcome in _TAGS:
        message = f"expected {worst.expected}, got {worst.got}" if worst.expected else worst.got
        problem = SubElement(case, _TAGS[worst.outcome], message=_clean(message))
        bad = line.total - line.counts[Verdict.PASSED]
        difference = "".join(f"\n{line}" for line in describe_hidden(worst.values))
        problem.text = _clean(
            f"{full_place(report.filename, report.files, *worst.place)}: {line.text}\n{message}\n"
            f"did not pass {bad} of {line.total} times, first in loop {worst.loop}{_caller(report, worst)}"
            f"{difference}"
        )


def _caller(report: Report, result: VectorResult) -> str:
    """Return from where the function or file of a result was called; empty for none."""
    caller = result.caller
    return f", from {full_place(report.filename, report.files, caller)}" if caller else ""


def _skip(case: Element, report: Report, line: int, reason: str) -> None:
    skipped = SubElement(case, "skipped", message=_clean(reason))
    # The schema has no attributes for the file and line.
    skipped.text = _clean(full_place(report.filename, report.files, line))


def _end(suite: Element, report: Report, target: str) -> None:
    """Add a case for a target that was not reached or was lost, or for the end of the whole run."""
    lost = report.unreachable.get(target) or report.lost.get(target)
    name, messages = "reach the target", [lost] if lost else []
    is_told = report.status in (*_TOLD_BY_VECTORS, RunStatus.LOST, RunStatus.UNREACHABLE)
    if not lost and (report.breakdown or not is_told):
        name, messages = "end of the run", list(report.reasons)
    if messages:
        case = SubElement(suite, "testcase", name=name, classname=_clean(report.filename))
        SubElement(case, "error", message=_clean("; ".join(messages)))


def _count(element: Element) -> None:
    """Count the cases inside an element, which is complete."""
    for attribute, path in (
        ("tests", ".//testcase"),
        ("failures", ".//failure"),
        ("errors", ".//error"),
        ("skipped", ".//skipped"),
    ):
        element.set(attribute, str(len(element.findall(path))))


def _clean(text: str) -> str:
    """Replace the characters that XML cannot contain; payloads can have any character."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _seconds(ns: int) -> str:
    """Return seconds with three decimals: the schema allows no more for a suite."""
    return f"{ns / 1e9:.3f}"
