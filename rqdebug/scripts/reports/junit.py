# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as JUnit XML: one test suite for each target, one test case for each vector and lane.

Source: the format that Jenkins and GitLab read, https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rqdebug.scripts.report import Report, VectorSummary, Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {Verdict.FAILED: "failure", Verdict.ERROR: "error"}


def render_junit(report: Report) -> str:
    """Return the report as an XML document."""
    root = Element("testsuites", name=_clean(report.filename), time=_seconds(report.duration_ns))
    _count(root, report.lines)
    for target in report.targets:
        _suite(root, report, target)
    indent(root)
    return tostring(root, "unicode", xml_declaration=True) + "\n"


def _suite(root: Element, report: Report, target: str) -> None:
    lines = [line for line in report.lines if line.target == target]
    suite = SubElement(root, "testsuite", name=_clean(target))
    _count(suite, lines)
    properties = SubElement(suite, "properties")
    for name, value in (("seed", report.seed), ("loops", report.loops)):
        SubElement(properties, "property", name=name, value=str(value))
    for line in sorted(lines, key=lambda line: (line.line, line.lane)):
        _case(suite, report, line)
    reason = report.unreachable.get(target) or report.lost.get(target)
    if reason:
        case = SubElement(suite, "testcase", name="reach the target", classname=_clean(target))
        SubElement(case, "error", message=_clean(reason))


def _case(suite: Element, report: Report, line: VectorSummary) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=_clean(f"{line.line}: {line.text}"),
        classname=_clean(f"{report.filename}.{line.lane}"),
        file=_clean(report.filename),
        line=str(line.line),
        time=_seconds(line.duration_ns),
    )
    worst = line.worst
    if worst.outcome in _TAGS:
        message = f"expected {worst.expected}, got {worst.got}" if worst.expected else worst.got
        problem = SubElement(case, _TAGS[worst.outcome], message=_clean(message))
        bad = line.total - line.counts[Verdict.PASSED]
        problem.text = _clean(
            f"{line.text}\n{message}\ndid not pass {bad} of {line.total} times, first in loop {worst.loop}"
        )


def _count(element: Element, lines: tuple[VectorSummary, ...] | list[VectorSummary]) -> None:
    element.set("tests", str(len(lines)))
    element.set("failures", str(sum(line.outcome is Verdict.FAILED for line in lines)))
    element.set("errors", str(sum(line.outcome is Verdict.ERROR for line in lines)))


def _clean(text: str) -> str:
    """Replace the characters that XML cannot contain; payloads can have any character."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _seconds(ns: int) -> str:
    return f"{ns / 1e9:.6f}"
