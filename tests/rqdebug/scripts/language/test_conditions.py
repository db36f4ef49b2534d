# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions of assert with several parts, and their errors."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import script_nodes
from rqdebug.scripts.language.parser import parse


def only(text):
    return parse(f"jobs = create()\nx = 1\n{text}").body[2]


def error_of(text):
    with pytest.raises(ScriptError) as caught:
        only(text)
    return caught.value.column, caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "assert jobs.get() == 1",
        "assert not jobs.empty()",
        "assert jobs.qsize() in [1, x]",
        "assert jobs.full()",
    ],
)
def test_one_call_with_one_comparison_is_a_vector(text):
    assert isinstance(only(text), script_nodes.Vector)


@pytest.mark.parametrize(
    "text",
    [
        "assert 1 == jobs.get()",
        "assert 0 < jobs.qsize() < 3",
        "assert jobs.empty() or jobs.qsize() == x",
        "assert not jobs.get() == 1",
        "assert eventually(jobs.empty())",
        "assert not (x == 1 and jobs.empty())",
        "assert x == 1 and x < 2",
    ],
)
def test_more_than_that_is_a_check_with_the_condition_as_text(text):
    check = only(text)
    assert isinstance(check, script_nodes.Check)
    assert f"assert {check.claim}" == text


def test_part_without_a_call_stays_an_expression():
    condition = only("assert jobs.empty() and (x == 1 or x == 2)").value
    assert [type(member).__name__ for member in condition.members] == ["CallTest", "Combined"]


def test_eventually_has_its_limits():
    condition = only("assert eventually(jobs.qsize() == 3, timeout=x, every=0.1)").value
    assert (condition.timeout.name, condition.every.value) == ("x", 0.1)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("assert eventually(jobs.get() == 1)", 19, "must not wait forever"),
        ("assert eventually()", 8, "takes one condition"),
        ("assert eventually(jobs.empty(), 5)", 8, "takes one condition"),
        ("assert eventually(jobs.empty(), tries=5)", 33, "no parameter 'tries'"),
        ("assert eventually(eventually(jobs.empty()))", 19, "cannot contain another"),
        ("x = eventually(jobs.empty())", 5, "is allowed only in an assert"),
        ("eventually(jobs.empty())", 1, "is allowed only in an assert"),
        ("assert x + jobs.get() == 1 and x", 12, "cannot be part of an expression"),
        ("assert len(jobs.peek()) == 1", 12, "cannot be part of an expression"),
        ("assert jobs.empty() is True and x", 8, "this comparison is not supported"),
        ("assert jobs.putt() or x", 8, "no method 'putt'"),
        ("assert x == 1, jobs.get()", 16, "cannot be part of an expression"),
    ],
)
def test_wrong_condition_is_explained_at_its_column(text, column, words):
    found = error_of(text)
    assert found[0] == column
    assert words in found[1]


def test_call_that_cannot_wait_is_allowed_in_eventually():
    for call in ("get_nowait()", "get(timeout=0.1)", "get(block=False)", "peek(1)"):
        assert isinstance(only(f"assert eventually(jobs.{call} == 1)"), script_nodes.Check)


def test_deep_condition_is_an_error():
    assert "levels" in error_of("assert " + "not " * 60 + "jobs.empty()")[1]


def test_condition_that_names_a_target_runs_once():
    assert parse('assert target("a") or target("b")').names_targets
