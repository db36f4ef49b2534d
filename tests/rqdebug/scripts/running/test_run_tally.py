# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

from rqdebug.scripts.compared_values import ComparedValues
from rqdebug.scripts.report import RunStatus, VectorResult, Verdict
from rqdebug.scripts.running import run_tally
from rqdebug.scripts.running.run_tally import RunTally

PASSED = VectorResult("edge", "main", 1, "jobs.get()", Verdict.PASSED, "ok", "1", 1000)
FAILED = replace(PASSED, outcome=Verdict.FAILED, got="Empty: jobs")


def report_of(*results):
    tally = RunTally()
    for result in results:
        tally.add(result)
    return tally.report("some.rqs", ("edge",), 1, False)


def test_very_long_run_keeps_all_counts_and_the_first_results(monkeypatch):
    monkeypatch.setattr(run_tally, "MAX_KEPT_PASSED", 3)
    monkeypatch.setattr(run_tally, "MAX_KEPT", 5)
    report = report_of(*[PASSED] * 10, *[FAILED] * 10)
    assert report.results == (PASSED,) * 3 + (FAILED,) * 2
    assert (report.passed, report.failed) == (10, 10)
    assert not report.kept_all
    (line,) = report.lines
    assert {verdict: count for verdict, count in line.counts.items() if count} == {
        Verdict.PASSED: 10,
        Verdict.FAILED: 10,
    }
    assert (line.first, line.worst, line.duration_ns) == (PASSED, FAILED, 20_000)
    assert len(report.durations["edge"]) == 20


def test_report_is_immutable():
    tally = RunTally()
    before = tally.report("some.rqs", ("edge",), 1, False)
    tally.add(FAILED)
    tally.add_unreachable("edge", "gone")
    tally.add_lateness("edge", 5)
    assert before.status is RunStatus.EMPTY
    assert (before.total, before.results, before.unreachable) == (0, (), {})
    assert (before.lines, before.lateness) == ((), {})


def test_each_lane_line_and_target_has_a_summary():
    other = replace(PASSED, lane="a"), replace(PASSED, target="b"), replace(PASSED, line=2)
    assert len(report_of(PASSED, PASSED, *other).lines) == 4


def test_summary_names_the_only_test_of_its_results():
    tally = RunTally({1: "first", 2: "first", 3: "second"})
    in_function = replace(PASSED, line=9)
    tally.add(PASSED)
    for caller in (1, 2):
        tally.add(replace(in_function, caller=caller))
    for caller in (1, 3, 1):
        tally.add(replace(in_function, line=10, caller=caller))
    tally.add(replace(PASSED, line=4))
    lines = tally.report("some.rqs", ("edge",), 1, False).lines
    assert {line.line: line.test for line in lines} == {1: "first", 9: "first", 10: "", 4: ""}


def test_equal_results_have_equal_digests():
    again = replace(PASSED, duration_ns=5, target="b")
    changed = replace(again, got="2")
    assert report_of(PASSED, PASSED).lines[0].digest == report_of(again, again).lines[0].digest
    assert report_of(PASSED, PASSED).lines[0].digest != report_of(again, changed).lines[0].digest
    assert report_of(PASSED, changed).lines[0].digest != report_of(changed, PASSED).lines[0].digest


def test_lost_target_is_no_success():
    tally = RunTally()
    tally.add(PASSED)
    assert tally.all_passed
    tally.add_lost("edge", "gone")
    assert not tally.all_passed


def test_whole_values_are_kept_while_they_fit_in_memory(monkeypatch):
    values = ComparedValues("text", b"x" * 60, b"y" * 40)
    monkeypatch.setattr(run_tally, "MAX_VALUES_BYTES", 250)
    results = report_of(*[replace(FAILED, values=values)] * 4).results
    assert [result.values for result in results] == [values, values, None, None]
