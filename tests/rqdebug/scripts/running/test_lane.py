# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import ConnectionLost, Empty, Full
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.lane import ForkLanes, Lane
from rqdebug.scripts.running.options import Pauses
from rqdebug.scripts.running.run_pass import Budget, RunPass
from rqdebug.scripts.running.steps import CallRequest, NoteWritten, SleepRequest, SleepUntil, StatementStarted

JOBS = object()
"""Represents a queue: a lane only passes it on."""


def steps_of(text, *outcomes, budget=1000, **common):
    """Run a lane with these outcomes of its calls; return its steps without StatementStarted."""
    lane = Lane(RunPass("edge", budget=Budget(budget), **common), "main", parse(text).body, {})
    waiting = list(outcomes)
    steps = []
    generator = lane.steps()
    answer = None
    while True:
        try:
            step = generator.send(answer)
        except StopIteration:
            assert not waiting, "not every outcome was used"
            return steps
        answer = waiting.pop(0) if isinstance(step, CallRequest) else None
        if not isinstance(step, StatementStarted):
            steps.append(step)


def verdicts(steps):
    return [(line, verdict) for line, verdict, *_ in results(steps)]


def results(steps):
    return [
        (step.line, step.outcome, step.expected, step.got) for step in steps if isinstance(step, VectorResult)
    ]


def after_create(text, *outcomes, **common):
    """Return the steps that follow the creation of a queue in the first line."""
    return steps_of(f"jobs = create()\n{text}", VectorOutcome(JOBS), *outcomes, **common)[2:]


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("for i in range(0): x = 1\njobs.put(x)", "'x' has no value"),
        ("jobs.put(1 / 0)", "division by zero"),
        ("assert 1 == 1 / 0", "division by zero"),
        ("sleep('a')", "number of seconds"),
        ("sleep(-1)", "number of seconds"),
        ("sleep(1e300)", "number of seconds"),
        ("sleep(1e308 * 10 - 1e308 * 10)", "number of seconds"),
        ("x = 'a'\nfor i in range(x): y = 1", "whole numbers"),
        ("x = 1000000\nfor i in range(x + 1): y = 1", "at most 1,000,000 times"),
    ],
)
def test_script_error_ends_the_lane_with_one_result(text, words):
    (found,) = results(after_create(f"{text}\nnote('never')"))
    assert found[1] is Verdict.ERROR
    assert words in found[3]


def test_number_of_statements_is_limited_over_nested_loops():
    steps = steps_of("for i in range(1000):\n    for j in range(1000): x = 1", budget=50)
    assert len(steps) == 1
    assert "at most 1,000,000 statements" in steps[0].got


def test_loops_sleeps_and_notes_yield_steps():
    steps = steps_of('for i in range(2):\n    sleep(i / 2)\n    note(f"round {i}")')
    assert steps == [
        SleepRequest(0.0),
        NoteWritten(3, "round 0"),
        SleepRequest(0.5),
        NoteWritten(3, "round 1"),
    ]


def test_repeat_and_at_yield_steps():
    assert steps_of("with repeat(2): at(1.5)\nat(2)") == [
        SleepUntil(1.5),
        SleepUntil(1.5),
        SleepUntil(2.0),
    ]


def test_loop_iterates_over_the_rows_of_a_file(tmp_path):
    (tmp_path / "a.jsonl").write_text("1\n2\nbroken")
    steps = steps_of('for row in rows("a.jsonl"): note(row)', folder=tmp_path)
    assert steps[:2] == [NoteWritten(1, "1"), NoteWritten(1, "2")]
    assert steps[2].outcome is Verdict.ERROR
    assert "line 3 of " in steps[2].got


def test_statement_marked_off_is_skipped():
    off = frozenset({2, 4})
    steps = steps_of("note(1)\nnote(2)\nnote(3)\nwith repeat(2):\n  note(5)", off=off)
    assert steps == [NoteWritten(1, "1"), NoteWritten(3, "3")]
    (fork,) = steps_of("with parallel():\n  with lane('a'): x = 1\n  with lane('b'): x = 1", off=off)
    assert [lane.name for lane in fork.lanes] == ["b"]


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


def test_random_values_depend_on_seed_and_loop():
    def drawn(**common):
        return steps_of("x = random_int(0, 1000000000)\nnote(x)", **common)

    assert drawn(seed=1) == drawn(seed=1)
    assert drawn(seed=1) != drawn(seed=2)
    assert drawn(seed=1, loop=1) != drawn(seed=1, loop=2)


def test_lanes_inherit_variables_and_keep_their_own():
    script = 'x = 1\nwith parallel():\n  with lane("a"): x = 2\n  with lane("b"): y = x\nassert x == 1'
    fork, result = steps_of(script)
    assert isinstance(fork, ForkLanes)
    assert [lane.name for lane in fork.lanes] == ["a", "b"]
    first, second = fork.lanes
    assert list(first.steps()) == [StatementStarted(3)]
    assert list(second.steps()) == [StatementStarted(4)]
    assert (first.variables, second.variables) == ({"x": 2}, {"x": 1, "y": 1})
    assert result.outcome is Verdict.PASSED


def test_nested_lane_has_both_names():
    script = 'with parallel():\n  with lane("a"):\n    with parallel():\n      with lane("b"): x = 1'
    (fork,) = steps_of(script)
    (inner,) = [step for step in fork.lanes[0].steps() if isinstance(step, ForkLanes)]
    assert inner.lanes[0].name == "a/b"


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


def test_soft_block_ends_alone_after_an_error():
    text = "with soft():\n  x = jobs.get()\n  assert x == 1\njobs.qsize()"
    steps = after_create(text, VectorOutcome(error=Empty("no item")), VectorOutcome(1))
    assert verdicts(steps) == [
        (3, Verdict.FAILED),
        (5, Verdict.PASSED),
    ]


def test_soft_block_does_not_hide_a_lost_target():
    text = "with soft(): x = jobs.get()\njobs.qsize()"
    steps = after_create(text, VectorOutcome(error=ConnectionLost("gone")))
    assert [line for line, *_ in results(steps)] == [2]


def test_retry_shows_a_failure_before_the_last_attempt_as_a_note():
    text = "with retry(3):\n  jobs.put(1)\n  assert jobs.get() == 1"
    steps = after_create(text, *map(VectorOutcome, (None, 2, None, 1)))
    assert verdicts(steps) == [
        (3, Verdict.PASSED),
        (3, Verdict.PASSED),
        (4, Verdict.PASSED),
    ]
    assert [step for step in steps if isinstance(step, NoteWritten)] == [
        NoteWritten(2, "attempt 1 of 3 failed in line 4: expected 1, got 2")
    ]


def test_last_attempt_of_a_retry_counts_if_none_passes():
    text = "with retry(2):\n  assert jobs.get() == 1\n  jobs.qsize()"
    steps = after_create(text, *map(VectorOutcome, (2, 3, 0)))
    assert results(steps) == [(3, Verdict.FAILED, "1", "3"), (4, Verdict.PASSED, "ok", "0")]


def test_retry_does_not_repeat_an_error():
    text = "with retry(3): jobs.get()\njobs.qsize()"
    steps = after_create(text, VectorOutcome(error=ConnectionLost("gone")))
    assert verdicts(steps) == [(2, Verdict.ERROR)]


def test_retry_without_an_attempt_is_an_error():
    assert "a whole number from 1" in results(after_create("with retry(0): jobs.qsize()"))[0][3]


@pytest.mark.parametrize(
    ("outcomes", "left"), [((1,), [5]), ((2, 1), [5]), ((2, 2), [5]), ((), [4, 5]), ((2,), [4, 5])]
)
def test_vectors_of_a_retry_that_was_stopped_are_not_run(outcomes, left):
    text = "jobs = create()\njobs.put(1)\nwith retry(2):\n  assert jobs.get() == 1\n  jobs.qsize()"
    lane = Lane(RunPass("edge"), "main", parse(text).body, {})
    waiting = [VectorOutcome(JOBS), VectorOutcome(), *map(VectorOutcome, outcomes)]
    steps = lane.steps()
    answer = None
    while True:
        step = steps.send(answer)
        if isinstance(step, CallRequest) and not waiting:
            break
        answer = waiting.pop(0) if isinstance(step, CallRequest) else None
    steps.close()
    assert [each.line for each in lane.not_run()] == left


def test_condition_with_calls_is_paused_like_a_vector():
    steps = after_create(
        "assert jobs.empty() and not jobs.full()",
        VectorOutcome(True),
        VectorOutcome(False),
        pauses=Pauses(before_line={2: 0.5}, after_line={2: 0.25}),
    )
    assert [step.seconds for step in steps if isinstance(step, SleepRequest)] == [0.5, 0.25]
