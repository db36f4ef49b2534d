# SPDX-License-Identifier: GPL-3.0-or-later
"""Where errors that only a run finds are in the text."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest
from rich.console import Console

from rqdebug.cli.script_runs.run_progress import print_report
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Verdict
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

PATIENCE = 20


@pytest.fixture
def report_of(controller, tmp_path):
    def report_of(text):
        run = ScriptRun(parse(text, "some.rqs", tmp_path), {"edge": controller}, Options())
        run.start()
        return run.wait(PATIENCE)

    return report_of


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("x = [1, 1 / zero]", "1 / zero"),
        ('assert "abc" == matches(broken)', "matches(broken)"),
        ("assert jobs.qsize() == [1, 2][5]", "[1, 2][5]"),
        ('x = 1 + {"a": 1}["b"]', '{"a": 1}["b"]'),
        ("jobs.put([1, 2 + broken])", "2 + broken"),
        ('jobs.put(1, timeout="soon")', "jobs.put"),
        ("assert 0 == jobs.get(timeout='soon')", "jobs.get"),
        ("sleep(broken)", "broken"),
        ("for i in range(zero, 0.5 + 1): jobs.put(i)", "zero"),
        ("with repeat(broken): jobs.put(1)", "broken"),
        ("with retry(zero): jobs.put(1)", "zero"),
        ('for row in rows("missing.csv"): jobs.put(row)', '"missing.csv"'),
        ('for row in rows("missing.csv", separator=broken): jobs.put(row)', "broken)"),
        ("assert jobs.qsize() == 0 and 1 / zero", "1 / zero"),
        ("assert eventually(jobs.qsize() == 1 / zero)", "1 / zero"),
        ("assert eventually(jobs.empty(), timeout=broken)", "broken)"),
        ('assert zero == 1, "why " + zero', '"why " + zero'),
        ("assert eventually(jobs.qsize() == 1, every=-1)", "-1"),
    ],
)
def test_error_in_a_run_has_the_position_of_its_expression(report_of, statement, expression):
    report = report_of(f'jobs = create()\nbroken = "(a"\nzero = 0\nwith soft():\n    {statement}')
    (bad,) = (each for each in report.results if each.outcome.is_failure)
    assert bad.position == (5, 5 + statement.index(expression)), bad
    assert bad.place == bad.position


def test_wrong_value_has_a_line_only(report_of):
    (result,) = (each for each in report_of("jobs = create()\nassert jobs.qsize() == 3").results[1:])
    assert result.outcome is Verdict.FAILED
    assert (result.position, result.place) == ((0, 0), (2, 0))


def test_answer_of_a_queue_has_a_line_only(report_of):
    report = report_of("jobs = create()\njobs.get(timeout=0)\nassert jobs.get(timeout=0) == 1")
    assert [each.place for each in report.results[1:]] == [(2, 0), (3, 0)]


def test_result_of_a_function_has_the_position_of_its_expression(report_of):
    (result,) = report_of("def half(n, by):\n  return n / by\nx = half(3, by=0)").results
    assert (result.line, result.position) == (3, (2, 10))


def test_error_of_an_unknown_target_is_in_the_reports_of_the_own_target(report_of):
    report = report_of('with soft():\n    other = target("elsewhere")\nother2 = target([1])')
    assert [(each.target, each.position[0]) for each in report.results] == [("edge", 2), ("edge", 3)]
    assert len(list(ElementTree.fromstring(render_junit(report).encode()).iter("error"))) == 2


def test_all_reports_name_file_line_and_column(report_of, tmp_path):
    (tmp_path / "common.rqs").write_text("def half(n, by):\n    x = n / by\n    return x\n")
    report = report_of('include("common.rqs")\nx = half(3, by=0)')
    console = Console(file=io.StringIO(), highlight=False)
    print_report(console, report)
    assert console.file.getvalue().startswith("common.rqs:2:9: error: x = n / by: ZeroDivisionError")
    assert "division by zero (from some.rqs:2)\n" in console.file.getvalue()
    terminal = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=120)
    print_report(terminal, report)
    assert "common.rqs:2:9" in terminal.file.getvalue()
    (error,) = ElementTree.fromstring(render_junit(report).encode()).iter("error")
    assert error.text.startswith("common.rqs:2:9: x = n / by\n")
    assert error.text.endswith("first in loop 1, from some.rqs:2")
    (failure,) = json.loads(render_json(report))["failures"]
    assert failure["position"] == {"file": "common.rqs", "line": 2, "column": 9}
    assert failure["caller"] == {"file": "some.rqs", "line": 2}
    assert '<td class="n">common.rqs:2:9 from 2</td>' in render_html(report)
