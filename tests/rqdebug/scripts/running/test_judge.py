# SPDX-License-Identifier: GPL-3.0-or-later
"""Verdicts on outcomes, and the texts that explain them."""

from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqcore.errors import BadCall, ConnectionLost, Empty, Full, RqError
from rqdebug.scripts.language.claim_nodes import Comparison, DurationLimits, Raises, Success, Truth
from rqdebug.scripts.language.expression_nodes import Literal
from rqdebug.scripts.language.vocabulary import COMPARISONS, ERRORS
from rqdebug.scripts.report import Verdict
from rqdebug.scripts.running.judge import (
    MAX_SHOWN,
    VectorOutcome,
    format_error,
    format_expectation,
    format_value,
    judge,
    shorten,
)

SUCCESS = Success(1, 1)
PYTHON = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, other: value in other,
    "not in": lambda value, other: value not in other,
}


def comparison(sign):
    return Comparison(1, 1, sign, Literal(1, 1, None))


def raises(*names):
    return Raises(1, 1, names)


def verdict(expectation, outcome, other=None, limits=None):
    return judge(expectation, other, outcome, limits).verdict


@pytest.mark.parametrize("value", [None, 0, False, "", [], object()])
def test_call_without_an_error_passes_with_any_value(value):
    judgement = judge(SUCCESS, None, VectorOutcome(value))
    assert judgement.verdict is Verdict.PASSED
    assert judgement.expected == "ok"


VALUES = (
    st.none() | st.booleans() | st.integers(0, 3) | st.text("ab", max_size=2) | st.lists(st.integers(0, 2))
)


@pytest.mark.parametrize("sign", COMPARISONS)
@given(value=VALUES, other=VALUES)
def test_comparison_passes_if_python_finds_it_true(sign, value, other):
    try:
        expected = bool(PYTHON[sign](value, other))
    except TypeError:
        expected = False
    found = verdict(comparison(sign), VectorOutcome(value), other)
    assert found is (Verdict.PASSED if expected else Verdict.FAILED)


@pytest.mark.parametrize("value", [True, False, 0, 1, "", "a", [], None])
@pytest.mark.parametrize("wanted", [True, False])
def test_truth_of_a_value_is_the_same_as_in_python(value, wanted):
    passed = verdict(Truth(1, 1, wanted), VectorOutcome(value)) is Verdict.PASSED
    assert passed is (bool(value) is wanted)


@pytest.mark.parametrize("name", ERRORS)
def test_expected_error_passes(name):
    error = ERRORS[name]("details")
    assert verdict(raises(name), VectorOutcome(error=error)) is Verdict.PASSED
    assert verdict(raises("Full", name), VectorOutcome(error=error)) is Verdict.PASSED


@pytest.mark.parametrize(
    ("expectation", "outcome", "found"),
    [
        (raises("Full"), VectorOutcome(1), Verdict.FAILED),
        (raises("Full"), VectorOutcome(error=Empty()), Verdict.FAILED),
        (raises("Full"), VectorOutcome(error=ConnectionLost("gone")), Verdict.ERROR),
        (raises("Full"), VectorOutcome(error=ZeroDivisionError()), Verdict.ERROR),
        (SUCCESS, VectorOutcome(error=Full()), Verdict.FAILED),
        (SUCCESS, VectorOutcome(error=BadCall("no")), Verdict.FAILED),
        (SUCCESS, VectorOutcome(error=ConnectionLost("gone")), Verdict.ERROR),
        (SUCCESS, VectorOutcome(error=RqError("odd")), Verdict.ERROR),
        (Truth(1, 1, False), VectorOutcome(error=Empty()), Verdict.FAILED),
    ],
)
def test_unexpected_answer_fails_and_missing_answer_is_an_error(expectation, outcome, found):
    assert verdict(expectation, outcome) is found


MS = 10**6


@pytest.mark.parametrize(
    ("limits", "duration", "passes", "expected"),
    [
        (DurationLimits(0, 5 * MS), 5 * MS, True, "ok"),
        (DurationLimits(0, 5 * MS), 5 * MS + 1, False, "at most 5 ms"),
        (DurationLimits(3 * MS, None), 3 * MS, True, "ok"),
        (DurationLimits(3 * MS, None), 3 * MS - 1, False, "at least 3 ms"),
        (DurationLimits(MS, 2 * MS), 3 * MS, False, "at least 1 ms and at most 2 ms"),
        (DurationLimits(0, 1500), 2000, False, "at most 0.0015 ms"),
        (DurationLimits(), 10**12, True, "ok"),
    ],
)
def test_duration_outside_the_limits_fails(limits, duration, passes, expected):
    judgement = judge(SUCCESS, None, VectorOutcome(1, duration_ns=duration), limits)
    assert judgement.verdict is (Verdict.PASSED if passes else Verdict.FAILED)
    assert judgement.expected == expected
    if not passes:
        assert judgement.got == f"{duration / 1e6:.3g} ms"


def test_wrong_value_is_reported_rather_than_its_duration():
    judgement = judge(comparison("=="), 2, VectorOutcome(1, duration_ns=10 * MS), DurationLimits(0, MS))
    assert (judgement.verdict, judgement.expected, judgement.got) == (Verdict.FAILED, "2", "1")


@pytest.mark.parametrize(
    ("expectation", "other", "text"),
    [
        (SUCCESS, None, "ok"),
        (raises("Full"), None, "Full"),
        (raises("Full", "Empty"), None, "Full or Empty"),
        (Truth(1, 1, True), None, "True"),
        (Truth(1, 1, False), None, "False"),
        (comparison("=="), "a", "'a'"),
        (comparison("<="), 3, "<= 3"),
        (comparison("not in"), [1], "not in [1]"),
    ],
)
def test_expectation_is_described(expectation, other, text):
    assert format_expectation(expectation, other) == text


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (VectorOutcome("a"), "'a'"),
        (VectorOutcome(b"\x00"), "b'\\x00'"),
        (VectorOutcome([1, {"n": 2}]), "[1, {'n': 2}]"),
        (VectorOutcome(True), "True"),
        (VectorOutcome(None), "ok"),
        (VectorOutcome(object()), "ok"),
        (VectorOutcome(error=Full("queue jobs")), "Full: queue jobs"),
        (VectorOutcome(error=ValueError("two\nlines")), "ValueError: two lines"),
    ],
)
def test_outcome_is_described(outcome, text):
    assert judge(SUCCESS, None, outcome).got == text


def test_payload_is_shown_without_being_decoded():
    assert "b'x'" in judge(SUCCESS, None, VectorOutcome(Payload(Codec.PICKLE, b"x"))).got


@given(st.text())
def test_shortened_text_is_one_line_of_limited_length(text):
    found = shorten(text)
    assert len(found) <= MAX_SHOWN
    assert found.splitlines() in ([found], [])


@pytest.mark.parametrize(
    ("length", "shown"), [(MAX_SHOWN, MAX_SHOWN), (MAX_SHOWN + 1, MAX_SHOWN), (10**6, MAX_SHOWN)]
)
def test_long_text_ends_in_an_ellipsis(length, shown):
    found = shorten("a" * length)
    assert len(found) == shown
    assert found.endswith("…") is (length > MAX_SHOWN)


def test_long_value_is_cut_before_it_is_printed():
    assert format_value("a" * 10**7).startswith("'aaa")
    assert len(format_value("a" * 10**7)) == MAX_SHOWN
    assert format_value("a" * 50) == repr("a" * 50)


def test_deeply_nested_value_is_described():
    value = []
    for _ in range(100_000):
        value = [value]
    assert format_value(value) == "a deeply nested list"


def test_text_of_an_error_begins_with_its_class():
    assert format_error(KeyError("x")) == "KeyError: 'x'"


# Where values differ


def judge_equal(expected, got):
    return judge(comparison("=="), expected, VectorOutcome(got))


@pytest.mark.parametrize("length", [250, 5000])
def test_texts_of_long_values_show_the_place_where_they_differ(length):
    judgement = judge_equal("a" * length + "x" + "b" * length, "a" * length + "y" + "b" * length)
    assert judgement.verdict is Verdict.FAILED
    assert "axb" in judgement.expected and "ayb" in judgement.got
    assert max(len(judgement.expected), len(judgement.got)) <= MAX_SHOWN
    assert judgement.values.texts == ("a" * length + "x" + "b" * length, "a" * length + "y" + "b" * length)


def test_short_values_are_shown_whole():
    judgement = judge_equal({"n": 1}, {"n": 2})
    assert (judgement.expected, judgement.got) == ("{'n': 1}", "{'n': 2}")
    assert judgement.values.form == "json"


def test_none_is_shown_as_a_value():
    assert judge_equal(1, None).got == "None"


def test_passed_vector_keeps_no_values():
    assert judge_equal("a" * 500, "a" * 500).values is None
