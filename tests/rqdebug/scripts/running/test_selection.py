# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of a script: selection, order, skipped blocks and expected failures."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus, Verdict
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.scripts.running.selection import all_tests, read_selection, shuffle, unselected_lines

SCRIPT = parse(
    'with test("orders arrive", "quick"): queues()\nx = 1\n'
    'with test("orders in order", "slow"): queues()\nwith test("a_b-c"): queues()\n',
    "suite.rqs",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("orders", ["orders arrive", "orders in order"]),
        ("ORDERS and slow", ["orders in order"]),
        ("not orders", ["a_b-c"]),
        ("quick or b-c", ["orders arrive", "a_b-c"]),
        ("not (quick or slow)", ["a_b-c"]),
        ("not quick and not slow", ["a_b-c"]),
        ("'in order'", ["orders in order"]),
        ('"order" and not "in order"', ["orders arrive"]),
        ("suite", ["orders arrive", "orders in order", "a_b-c"]),
        ("not(slow)", ["orders arrive", "a_b-c"]),
    ],
)
def test_expression_selects_by_names_and_tags(text, names):
    off = unselected_lines(SCRIPT, read_selection(text))
    assert [test.name for test in all_tests(SCRIPT) if test.line not in off] == names


@pytest.mark.parametrize(
    "text",
    ["", "(", "a b", "and", "a or", "not", "a)", "'a", "(" * 500 + "a", "not " * 200 + "a", "a" * 2000],
)
def test_anything_else_is_explained(text):
    with pytest.raises(ValueError, match="expression"):
        read_selection(text)


TREES = st.recursive(
    st.sampled_from("abc"),
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=10,
)


def written(tree):
    match tree:
        case str():
            return tree
        case (word, inner):
            return f"({word} {written(inner)})"
        case (word, left, right):
            return f"({written(left)} {word} {written(right)})"


@given(tree=TREES, words=st.sets(st.sampled_from("abc")))
def test_expression_means_what_python_means(tree, words):
    text = written(tree)
    assert read_selection(text)(words) is bool(eval(text, {name: name in words for name in "abc"}))


def test_random_order_moves_only_tests_and_repeats_with_its_seed():
    orders = [shuffle(SCRIPT, seed) for seed in range(20)]
    assert len({tuple(each.line for each in script.body) for script in orders}) == 6
    assert all(script.body[1].text == "x = 1" for script in orders)
    assert shuffle(SCRIPT, 7) == shuffle(SCRIPT, 7)


def report_of(text, controller, **options):
    run = ScriptRun(parse(text, "some.rqs"), {"edge": controller}, Options(**options))
    run.start()
    return run.wait(20)


def verdicts(report):
    return [(result.line, result.outcome) for result in report.results]


def test_unselected_tests_are_counted_as_skipped(controller):
    text = 'jobs = create()\nwith test("a"): jobs.put(1)\nwith test("b"): jobs.qsize()'
    report = report_of(text, controller, off=unselected_lines(parse(text), read_selection("b")))
    assert verdicts(report) == [(1, Verdict.PASSED), (3, Verdict.PASSED)]
    assert [(each.line, each.text, each.reason) for each in report.skipped] == [
        (2, "jobs.put(1)", "the test 'a' is not selected")
    ]
    assert report.ok


def test_error_ends_only_its_test_and_variables_stay_inside(controller):
    text = (
        'jobs = create()\nx = 1\nwith test("a"):\n  x = jobs.get(timeout=0)\n  jobs.put(x)\n'
        'with test("b"):\n  x = 2\n  assert x == 2\nassert x == 1'
    )
    assert verdicts(report_of(text, controller)) == [
        (1, Verdict.PASSED),
        (4, Verdict.FAILED),
        (8, Verdict.PASSED),
        (9, Verdict.PASSED),
        (5, Verdict.NOT_RUN),
    ]


def test_skipped_block_is_not_run_and_counted(controller):
    report = report_of('jobs = create()\nwith skip("why"):\n  jobs.put(1)\n  assert jobs.full()', controller)
    assert (verdicts(report), len(report.skipped)) == ([(1, Verdict.PASSED)], 2)
    assert [each.reason for each in report.skipped] == ["why", "why"]
    assert 'message="why"' in render_junit(report)
    assert json.loads(render_json(report))["skipped"][0]["reason"] == "why"


def test_skipped_test_that_only_calls_a_function_is_counted(controller):
    text = 'def f(): queues()\nassert 1 == 1\nwith skip("why"): f()'
    assert [each.line for each in report_of(text, controller).skipped] == [3]


def test_script_whose_tests_are_all_skipped_checked_nothing(controller):
    assert report_of('with skip("why"): queues()', controller).status is RunStatus.EMPTY


def test_expected_failure_passes_and_says_what_failed(controller):
    report = report_of(
        'jobs = create()\nwith xfail("bug 7"): assert jobs.qsize() == 5\njobs.qsize()', controller
    )
    assert report.ok
    assert (report.results[1].expected, report.results[1].got) == ("a failure (bug 7) of 5", "0")


def test_expected_failure_that_passes_fails(controller):
    report = report_of('jobs = create()\nwith xfail("bug 7"): assert jobs.qsize() == 0', controller)
    assert verdicts(report)[1:] == [(2, Verdict.PASSED), (2, Verdict.FAILED)]
    assert report.results[2].got == "everything passed"


def test_expected_failure_ends_its_block_but_not_the_lane(controller):
    text = 'jobs = create()\nwith xfail("why"):\n  x = jobs.get(timeout=0)\n  jobs.put(x)\njobs.qsize()'
    report = report_of(text, controller)
    assert (report.ok, [line for line, _ in verdicts(report)]) == (True, [1, 3, 5])


def test_error_of_the_script_is_no_expected_failure(controller):
    report = report_of('with xfail("why"): sleep("a")\nqueues()', controller)
    assert verdicts(report) == [(1, Verdict.ERROR), (2, Verdict.NOT_RUN)]


def test_fail_fast_ends_the_run_as_failed(controller):
    text = "jobs = create()\nassert jobs.qsize() == 1\njobs.put(1)"
    report = report_of(text, controller, fail_fast=True, loops=3)
    assert (report.status, report.stopped) == (RunStatus.FAILED, False)
    assert verdicts(report) == [(1, Verdict.PASSED), (2, Verdict.FAILED), (3, Verdict.NOT_RUN)]


def test_script_that_is_left_out_is_not_run_and_has_not_failed(controller):
    run = ScriptRun(parse("queues()"), {"edge": controller}, Options())
    run.leave_out()
    report = run.report()
    assert (report.status, report.ok, report.not_run) == (RunStatus.NOT_RUN, False, 1)
    assert list(report.reasons) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("with test(): queues()", "a constant name, and tags"),
        ('with test("a", 1): queues()', "a constant name, and tags"),
        ('with test("a"): queues()\nwith test("a"): queues()', "already a test 'a'"),
        ('with repeat(2):\n  with test("a"): queues()', "outside of blocks"),
        ("with skip(): queues()", "skip takes a constant text"),
        ('with xfail(""): queues()', "xfail takes a constant text"),
        ('with xfail("a"):\n  with parallel():\n    with lane("b"): queues()', "cannot contain parallel"),
        ('with test("a"): x = 1\ny = x', "'x' is not defined"),
    ],
)
def test_wrong_block_is_explained(text, words):
    with pytest.raises(ScriptError, match=r".*".join([words.replace("(", r"\(")])):
        parse(text)
