# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.vectors_not_run import NOT_RUN
from rqdebug.ui.models.line_results import LineResults

PASSED = VectorResult("edge-1", "main", 1, 'jobs.put("a")', Verdict.PASSED, "ok", "ok")
FAILED = VectorResult("edge-1", "main", 2, "assert jobs.get() == 1", Verdict.FAILED, "1", "'a'")


def test_note_counts_the_results_of_a_line():
    results = LineResults()
    assert results.add([PASSED]) == {1}
    assert results.note(1).margin == "✓"
    results.add([PASSED] * 1203)
    assert results.note(1).margin == "✓ 1,204×"
    results.add([FAILED] + [PASSED] * 2)
    assert results.note(2).margin == "✗"
    results.add([FAILED] * 2)
    assert results.note(2).margin == "✗ 3×"
    assert results.note(2).below.endswith("(3 of 3 times)")


def test_one_failure_among_many_decides_the_note():
    results = LineResults()
    mixed = VectorResult("edge-2", "consumer", 1, "jobs.get()", Verdict.ERROR, "ok", "Closed")
    results.add([PASSED, mixed, PASSED])
    note = results.note(1)
    assert not note.passed
    assert note.margin == "!"
    assert note.below == "expected ok, got Closed  –  edge-2, consumer  (1 of 3 times)"


def test_failure_in_a_function_is_noted_at_its_call_too():
    results = LineResults()
    failed, passed = replace(FAILED, line=40, caller=3), replace(PASSED, line=41, caller=3)
    assert results.add([failed, passed]) == {40, 41, 3}
    assert results.note(40).below == "expected 1, got 'a'  –  edge-1, main"
    assert results.note(3).margin == "✗"
    assert results.note(3).below == (
        "expected 1, got 'a'  –  assert jobs.get() == 1  –  edge-1, main  (1 of 2 times)"
    )


def test_line_that_was_not_run_has_a_dash_and_nothing_below():
    results = LineResults()
    results.add([VectorResult("edge-1", "main", 1, "queues()", Verdict.NOT_RUN, "", NOT_RUN)])
    assert (results.note(1).passed, results.note(1).margin, results.note(1).below) == (False, "–", "")
    results.add([FAILED, VectorResult("edge-1", "main", 2, "", Verdict.NOT_RUN, "", "")])
    assert results.note(2).margin == "✗"


def test_error_of_the_script_itself_has_no_expectation():
    results = LineResults()
    results.add([VectorResult("edge-1", "main", 1, "x = 1 / 0", Verdict.ERROR, "", "ZeroDivisionError: x")])
    assert results.note(1).below == "ZeroDivisionError: x  –  edge-1, main"
