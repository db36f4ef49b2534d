# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import ConnectionLost, Empty
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Verdict
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.lane import ForkLanes, Lane
from rqdebug.scripts.running.run_pass import RunPass
from rqdebug.scripts.running.steps import CallRequest, NoteWritten, SleepRequest, SleepUntil, StatementStarted
from tests.rqdebug.scripts.running.lane_steps import JOBS, after_create, results, steps_of, verdicts


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
