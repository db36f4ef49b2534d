# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions, setup and teardown in runs on a controller without a network."""

from __future__ import annotations

import pytest

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus, Verdict
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

PATIENCE = 20


def run_of(text, controller, **options):
    return ScriptRun(parse(text, "some.rqs"), {"edge": controller}, Options(**options))


def report_of(text, controller, **options):
    run = run_of(text, controller, **options)
    run.start()
    return run.wait(PATIENCE)


def verdicts(report):
    return [(result.lane, result.line, result.outcome) for result in report.results]


def test_function_calls_the_queue_it_is_given_and_returns_a_value(controller):
    report = report_of(
        "jobs = create()\ndef fill(to: queue, count, *, first=0):\n"
        "  for i in range(count): to.put(first + i)\n  size = to.qsize()\n  return size\n"
        "n = fill(jobs, 3, first=5)\nassert n == 3\nassert jobs.get() == 5",
        controller,
    )
    assert report.ok, verdicts(report)
    assert report.passed == 1 + 3 + 1 + 1 + 1


def test_function_sees_names_of_its_lane_and_changes_none(controller):
    report = report_of(
        "n = 1\nx = 0\ndef f(a):\n  x = a + n\n  return x\ndef g(n):\n  y = f(n)\n  return y\n"
        "y = g(10)\nassert y == 11\nassert x == 0\nassert n == 1\n"
        'with parallel():\n  with lane("a"):\n    n = 5\n    z = f(1)\n    assert z == 6',
        controller,
    )
    assert report.ok, report.results


def test_results_of_a_function_have_the_line_of_the_outermost_call(controller):
    report = report_of(
        "jobs = create()\ndef check(n):\n  assert jobs.qsize() == n\n"
        "def both():\n  check(0)\n  with parallel():\n    with lane('a'):\n      check(1)\n"
        "both()\ncheck(0)\nassert jobs.qsize() == 0",
        controller,
    )
    assert [(each.line, each.caller) for each in report.results] == [(1, 0), (3, 9), (3, 9), (3, 10), (11, 0)]


def test_function_returns_a_queue(controller):
    report = report_of(
        "def make(name):\n  made = create(name)\n  made.put(1)\n  return made\n"
        "jobs = make('a')\nassert jobs.get() == 1",
        controller,
    )
    assert report.ok, report.results


def test_error_in_a_function_ends_the_lane_and_the_rest_is_not_run(controller):
    report = report_of(
        "jobs = create()\ndef f():\n  x = jobs.get(timeout=0)\n  jobs.put(x)\nf()\njobs.qsize()\nf()",
        controller,
    )
    assert verdicts(report) == [
        ("main", 1, Verdict.PASSED),
        ("main", 3, Verdict.FAILED),
        ("main", 4, Verdict.NOT_RUN),
        ("main", 6, Verdict.NOT_RUN),
        ("main", 3, Verdict.NOT_RUN),
        ("main", 4, Verdict.NOT_RUN),
    ]
    assert [result.caller for result in report.results] == [0, 5, 5, 0, 7, 7]


def test_rest_of_a_function_is_of_the_test_that_called_it(controller):
    report = report_of(
        'jobs = create()\ndef f():\n  x = jobs.get(timeout=0)\n  jobs.put(x)\nwith test("a"): f()',
        controller,
    )
    assert [(line.line, line.outcome, line.test) for line in report.lines] == [
        (1, Verdict.PASSED, ""),
        (3, Verdict.FAILED, "a"),
        (4, Verdict.NOT_RUN, "a"),
    ]


def test_function_that_is_never_called_is_not_run_and_not_missing(controller):
    report = report_of("def f(): queues()\nassert 1 == 1", controller)
    assert (report.ok, report.not_run) == (True, 0)


def test_failed_setup_ends_the_lane(controller):
    report = report_of("jobs = create()\nwith setup(): assert jobs.qsize() == 1\njobs.put(1)", controller)
    assert verdicts(report) == [
        ("main", 1, Verdict.PASSED),
        ("main", 2, Verdict.FAILED),
        ("main", 3, Verdict.NOT_RUN),
    ]


def test_setup_that_passes_is_like_other_statements(controller):
    assert report_of("with setup(): jobs = create()\njobs.put(1)", controller).ok


@pytest.mark.parametrize(
    "body", ["jobs.put(1)", "x = jobs.get(timeout=0)", "with setup(): jobs.get(timeout=0)"]
)
def test_teardown_runs_at_the_end_whatever_happens(controller, body):
    report = report_of(
        f"jobs = create('kept')\nwith teardown(): note('second')\n"
        f"with teardown(): assert jobs.qsize() < 5\n{body}\njobs.qsize()",
        controller,
        loops=2,
    )
    assert [(lane, line) for lane, line, _ in verdicts(report)].count(("teardown", 3)) == 2


def test_teardowns_run_from_the_last_to_the_first(controller):
    run = run_of("with teardown(): note('1')\nwith teardown(): note('2')\nassert 1 == 1", controller)
    notes = []
    run.note_written.connect(lambda *parts: notes.append(parts[-1]))
    run.start()
    assert run.wait(PATIENCE).ok
    assert notes == ["2", "1"]


def test_failed_teardown_fails_the_run(controller):
    report = report_of("jobs = create()\nwith teardown(): assert jobs.qsize() == 1\njobs.qsize()", controller)
    assert report.status is RunStatus.FAILED


def test_teardown_runs_after_a_stop(controller):
    run = run_of(
        "jobs = create('kept')\nwith teardown():\n  jobs.put(1)\n  assert jobs.qsize() == 1\njobs.get()",
        controller,
    )
    run.line_started.connect(lambda target, lane, line: line == 5 and run.stop())
    run.start()
    report = run.wait(PATIENCE)
    assert report.stopped
    assert [(line, verdict) for lane, line, verdict in verdicts(report) if lane == "teardown"] == [
        (3, Verdict.PASSED),
        (4, Verdict.PASSED),
    ]


def test_teardown_that_waits_after_a_stop_is_ended(controller, monkeypatch):
    monkeypatch.setattr("rqdebug.scripts.running.target_run.TEARDOWN_TIME", 0.05)
    run = run_of("jobs = create()\nwith teardown(): jobs.get()\njobs.get()", controller)
    run.line_started.connect(lambda target, lane, line: line == 3 and run.stop())
    run.start()
    assert ("teardown", 2, Verdict.INTERRUPTED) in verdicts(run.wait(PATIENCE))


def test_teardown_of_an_unreachable_target_is_not_run(controller):
    controller.unreachable = True
    report = report_of("with teardown(): queues()\nqueues()", controller)
    assert {(lane, line, verdict) for lane, line, verdict in verdicts(report)} == {
        ("main", 2, Verdict.NOT_RUN),
        ("teardown", 1, Verdict.NOT_RUN),
    }
    assert report.status is RunStatus.UNREACHABLE


def test_variable_without_a_value_in_a_teardown_is_an_error(controller):
    report = report_of(
        "jobs = create('a')\nx = jobs.get(timeout=0)\nwith teardown(): assert x == 1", controller
    )
    assert ("teardown", 3, Verdict.ERROR) in verdicts(report)


def test_retry_repeats_a_function(controller):
    report = report_of(
        "jobs = create()\njobs.put(1)\njobs.put(2)\ndef two(): assert jobs.get() == 2\nwith retry(2): two()",
        controller,
    )
    assert report.ok, report.results
