# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions with calls: which calls they make, and what they report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqcore.errors import ConnectionLost, Empty
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.condition_outcome import ConditionOutcome
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.steps import CallRequest, SleepRequest

NAMES = "abcd"


class Played:
    """A condition that was evaluated with these outcomes of its calls."""

    def __init__(self, text, *outcomes, **variables):
        preamble = "".join(f"{name} = 0\n" for name in variables)
        check = parse(f"jobs = create()\n{preamble}assert {text}").body[-1]
        waiting = [each if isinstance(each, VectorOutcome) else VectorOutcome(each) for each in outcomes]
        self.calls, self.pauses, self.checks = [], [], 0
        self.condition = ConditionOutcome(
            lambda call: CallRequest(call.receiver, call.method, {}),
            Evaluator(variables, SeededRandom(1, "")),
            self.spend,
        )
        steps, reply = self.condition.steps(check.value), None
        try:
            while True:
                step = steps.send(reply)
                reply = None
                if isinstance(step, SleepRequest):
                    self.pauses.append(step.seconds)
                else:
                    self.calls.append(step.method)
                    reply = waiting.pop(0)
        except StopIteration as end:
            self.outcome = end.value
        assert not waiting, "not every outcome was used"

    def spend(self):
        self.checks += 1


@pytest.mark.parametrize(
    ("text", "outcomes", "met", "calls"),
    [
        ("0 < jobs.qsize() < 3", [2], True, ["qsize"]),
        ("0 < jobs.qsize() < 3", [3], False, ["qsize"]),
        ("1 == jobs.get()", [1], True, ["get"]),
        ("jobs.empty() or jobs.get() == 1", [True], True, ["empty"]),
        ("jobs.empty() or jobs.get() == 1", [False, 1], True, ["empty", "get"]),
        ("jobs.empty() and jobs.full()", [False], False, ["empty"]),
        ("not (jobs.empty() or jobs.full())", [False, False], True, ["empty", "full"]),
        ("x == 2 and jobs.empty()", [], False, []),
        ("jobs.peek() == [approx(1.0)] and x", [[1.0000001]], True, ["peek"]),
        ("jobs.qsize() < 'a' or x == 2", [1], False, ["qsize"]),
    ],
)
def test_calls_are_made_until_the_condition_is_decided(text, outcomes, met, calls):
    played = Played(text, *outcomes, x=1)
    assert (played.outcome.value, played.calls) == (met, calls)


TREES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=8,
)


def written(tree, leaf):
    match tree:
        case str():
            return leaf(tree)
        case ("not", inner):
            return f"(not {written(inner, leaf)})"
        case (word, left, right):
            return f"({written(left, leaf)} {word} {written(right, leaf)})"


@given(tree=TREES, values=st.lists(st.booleans(), min_size=8, max_size=8))
def test_condition_makes_the_calls_that_python_would_make(tree, values):
    made = []

    def next_value():
        made.append(values[len(made)])
        return made[-1]

    expected = eval(written(tree, lambda name: "call()"), {"call": next_value})
    played = Played(f"{written(tree, lambda name: 'jobs.empty()')} or False", *made)
    assert played.outcome.value is expected


def test_failure_names_the_values_that_decided():
    assert Played("jobs.qsize() == x and jobs.full()", 3, x=2).condition.got == "jobs.qsize() is 3, x is 2"


def test_error_of_a_call_ends_the_condition():
    error = Empty("queue is empty")
    played = Played("jobs.get_nowait() == 1 or jobs.full()", VectorOutcome(error=error))
    assert (played.outcome.error, played.outcome.value) == (error, False)


def test_eventually_checks_again_until_it_is_met():
    played = Played("eventually(jobs.qsize() == 3, every=0.5)", 1, 2, 3)
    assert played.outcome.value is True
    assert (played.pauses, played.checks) == ([0.5, 0.5], 3)


def test_eventually_counts_calls_and_pauses_as_its_time():
    slow = VectorOutcome(False, duration_ns=600_000_000)
    played = Played("eventually(jobs.empty(), timeout=2, every=0.5)", slow, slow, slow)
    assert played.outcome.value is False
    assert played.pauses == [0.5, pytest.approx(0.3)]
    assert played.outcome.duration_ns == pytest.approx(2_600_000_000, abs=10)


def test_eventually_without_time_checks_once():
    assert Played("eventually(jobs.empty(), timeout=0)", False).outcome.value is False


def test_answered_error_in_eventually_means_not_yet():
    empty = VectorOutcome(error=Empty("queue is empty"))
    assert Played("eventually(jobs.get_nowait() == 1)", empty, 1).outcome.value is True
    late = Played("eventually(jobs.get_nowait() == 1, timeout=0)", empty)
    assert isinstance(late.outcome.error, Empty)


def test_lost_connection_ends_eventually_at_once():
    lost = VectorOutcome(error=ConnectionLost("gone"))
    assert Played("eventually(jobs.empty())", lost).outcome.error is lost.error


def test_wrong_limit_is_explained():
    with pytest.raises(ValueError, match="timeout of eventually takes a number"):
        Played("eventually(jobs.empty(), timeout='1')")


def test_item_that_is_compared_with_a_payload_is_not_decoded():
    requests = []
    check = parse('jobs = create()\nassert jobs.get() == encoded("raw", b"a") and jobs.get() == 1').body[-1]
    condition = ConditionOutcome(
        lambda call: requests.append(CallRequest(call.receiver, call.method, {})) or requests[-1],
        Evaluator({}, SeededRandom(1, "")),
        lambda: None,
    )
    steps = condition.steps(check.value)
    next(steps)
    steps.send(VectorOutcome(Payload(Codec.RAW, b"a")))
    assert [request.raw for request in requests] == [True, False]
