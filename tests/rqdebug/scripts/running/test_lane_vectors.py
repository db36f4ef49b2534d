# SPDX-License-Identifier: GPL-3.0-or-later
"""Vectors and checks of a lane: their calls, their judgement, their results and the pauses around them."""

from __future__ import annotations

import pytest

from rqcore.errors import ConnectionLost, Empty, Full
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.options import Pauses
from rqdebug.scripts.running.steps import CallRequest, SleepRequest
from tests.rqdebug.scripts.running.lane_steps import JOBS, after_create, results, steps_of, verdicts


def test_call_is_requested_with_its_values():
    steps = after_create("x = 3\njobs.put([x, x + 1], timeout=0.5)", VectorOutcome(duration_ns=7))
    assert steps == [
        CallRequest(JOBS, "put", {"item": [3, 4], "timeout": 0.5}),
        VectorResult("edge", "main", 3, "jobs.put([x, x + 1], timeout=0.5)", Verdict.PASSED, "ok", "ok", 7),
    ]


def test_call_of_the_controller_has_no_receiver():
    assert steps_of('queue("jobs")', VectorOutcome(JOBS))[0] == CallRequest(
        None, "queue", {"reference": "jobs"}
    )


@pytest.mark.parametrize(
    ("text", "outcome", "verdict", "expected", "got"),
    [
        ("jobs.get()", VectorOutcome("a"), Verdict.PASSED, "ok", "'a'"),
        ("jobs.get()", VectorOutcome(error=Empty("jobs")), Verdict.FAILED, "ok", "Empty: jobs"),
        ("jobs.get()", VectorOutcome(error=TypeError("bad")), Verdict.ERROR, "ok", "TypeError: bad"),
        ("assert jobs.get() == 'a'", VectorOutcome("a"), Verdict.PASSED, "'a'", "'a'"),
        ("assert jobs.get() == 'a'", VectorOutcome("b"), Verdict.FAILED, "'a'", "'b'"),
        (
            "assert jobs.get() == 'a'",
            VectorOutcome(error=Empty("jobs")),
            Verdict.FAILED,
            "'a'",
            "Empty: jobs",
        ),
        ("assert jobs.get() in [1, 2]", VectorOutcome(2), Verdict.PASSED, "in [1, 2]", "2"),
        ("assert jobs.get() in [1, 2]", VectorOutcome(3), Verdict.FAILED, "in [1, 2]", "3"),
        ("assert jobs.get() not in [1, 2]", VectorOutcome(3), Verdict.PASSED, "not in [1, 2]", "3"),
        ("assert jobs.get() < 5", VectorOutcome("text"), Verdict.FAILED, "< 5", "'text'"),
        ("assert jobs.get() <= 5", VectorOutcome(5), Verdict.PASSED, "<= 5", "5"),
        ("assert jobs.empty()", VectorOutcome(False), Verdict.FAILED, "True", "False"),
        ("assert not jobs.empty()", VectorOutcome(False), Verdict.PASSED, "False", "False"),
        (
            "with raises(Full): jobs.put(1)",
            VectorOutcome(error=Full("jobs")),
            Verdict.PASSED,
            "Full",
            "Full: jobs",
        ),
        ("with raises(Full): jobs.put(1)", VectorOutcome(), Verdict.FAILED, "Full", "ok"),
        (
            "with raises(Full): jobs.put(1)",
            VectorOutcome(error=Empty("x")),
            Verdict.FAILED,
            "Full",
            "Empty: x",
        ),
        (
            "with raises(Full): jobs.put(1)",
            VectorOutcome(error=OSError("x")),
            Verdict.ERROR,
            "Full",
            "OSError: x",
        ),
        ("with raises(Full, Empty): jobs.get()", VectorOutcome("a"), Verdict.FAILED, "Full or Empty", "'a'"),
    ],
)
def test_outcome_has_its_verdict(text, outcome, verdict, expected, got):
    assert results(after_create(text, outcome)) == [(2, verdict, expected, got)]


def test_values_are_checked_without_a_call():
    steps = after_create('x = jobs.get()\nassert x["n"] == 1\nassert x["n"] == 2', VectorOutcome({"n": 1}))
    assert results(steps)[1:] == [(3, Verdict.PASSED, "1", "1"), (4, Verdict.FAILED, "2", "1")]


def test_failed_vector_does_not_end_the_lane():
    steps = after_create("jobs.get()\njobs.get()", VectorOutcome(error=Empty("jobs")), VectorOutcome(1))
    assert [outcome for _, outcome, _, _ in results(steps)] == [Verdict.FAILED, Verdict.PASSED]


def test_lane_ends_after_a_vector_that_leaves_its_variable_unset():
    steps = after_create("x = jobs.get()\njobs.put(x)\njobs.put(1)", VectorOutcome(error=Empty("jobs")))
    assert results(steps) == [(2, Verdict.FAILED, "ok", "Empty: jobs")]


def test_lane_ends_when_the_target_is_lost():
    steps = after_create("jobs.get()\njobs.put(1)", VectorOutcome(error=ConnectionLost("gone")))
    assert results(steps) == [(2, Verdict.ERROR, "ok", "ConnectionLost: gone")]


def test_pauses_are_around_vectors():
    pauses = Pauses(before=1.0, after_line={2: 2.0})
    steps = steps_of("queues()\nqueues()\nnote('x')", VectorOutcome([]), VectorOutcome([]), pauses=pauses)
    assert [step.seconds for step in steps if isinstance(step, SleepRequest)] == [1.0, 1.0, 2.0]
    assert isinstance(steps[-2], SleepRequest), "after the vector, before the note"


@pytest.mark.parametrize(
    ("duration", "verdict", "got"),
    [(10**6, Verdict.FAILED, "1 ms"), (3 * 10**6, Verdict.PASSED, "ok"), (9 * 10**6, Verdict.FAILED, "9 ms")],
)
def test_slow_call_fails(duration, verdict, got):
    steps = after_create(
        'with timing(min="2ms", max="5ms"): jobs.put(1)', VectorOutcome(duration_ns=duration)
    )
    ((_, found, expected, shown),) = results(steps)
    assert (found, shown) == (verdict, got)
    assert expected == ("ok" if verdict is Verdict.PASSED else "at least 2 ms and at most 5 ms")


def test_result_names_the_target_that_was_called():
    _, result = steps_of("create()", VectorOutcome(JOBS, target="other"))
    assert (result.target, result.got) == ("other", "ok")


def test_shown_value_is_one_short_line():
    ((_, _, _, got),) = results(after_create("jobs.get()", VectorOutcome("a\nb" * 1000)))
    assert len(got) == 200
    assert got.startswith(r"'a\nb")


def test_deeply_nested_value_is_described():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    ((_, _, _, got),) = results(after_create("jobs.get()", VectorOutcome(deep)))
    assert got == "a deeply nested list"
    while deep:
        deep = deep.pop()


def test_message_of_an_assert_follows_the_expectation_only_if_it_failed():
    text = 'n = 1\nassert jobs.get() == 1, f"item {n}"\nassert n == 2, "n is off"'
    assert results(after_create(text, VectorOutcome(2))) == [
        (3, Verdict.FAILED, "1 (item 1)", "2"),
        (4, Verdict.FAILED, "2 (n is off)", "1"),
    ]
    assert results(after_create(text, VectorOutcome(1)))[0] == (3, Verdict.PASSED, "1", "1")


def test_condition_is_one_result_with_the_values_that_decided():
    text = "n = 2\nassert jobs.qsize() == n or jobs.empty()"
    steps = after_create(text, VectorOutcome(3, duration_ns=2), VectorOutcome(False, duration_ns=3))
    assert results(steps) == [
        (
            3,
            Verdict.FAILED,
            "jobs.qsize() == n or jobs.empty()",
            "jobs.qsize() is 3, n is 2, jobs.empty() is False",
        )
    ]
    assert steps[-1].duration_ns == 5


def test_error_in_a_condition_is_judged_like_one_of_a_call():
    text = "assert jobs.get_nowait() == 1 or jobs.empty()\njobs.qsize()"
    steps = after_create(text, VectorOutcome(error=Empty("no item")), VectorOutcome(1))
    assert [(line, verdict, got) for line, verdict, _, got in results(steps)] == [
        (2, Verdict.FAILED, "Empty: no item"),
        (3, Verdict.PASSED, "1"),
    ]
    steps = after_create(text, VectorOutcome(error=ConnectionLost("gone")))
    assert verdicts(steps) == [(2, Verdict.ERROR)]


def test_condition_with_calls_is_paused_like_a_vector():
    steps = after_create(
        "assert jobs.empty() and not jobs.full()",
        VectorOutcome(True),
        VectorOutcome(False),
        pauses=Pauses(before_line={2: 0.5}, after_line={2: 0.25}),
    )
    assert [step.seconds for step in steps if isinstance(step, SleepRequest)] == [0.5, 0.25]
