# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, SOURCE_FIELDS
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.filter_completion import complete

RECENT = {"queue": ["jobs", "two words", "size"], "client": ["loader@a:1"]}


def texts(text, position=None, **more):
    return [
        each.text for each in complete(text, len(text) if position is None else position, **more).candidates
    ]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("", [*FIELDS, "blocked", "held", "@slow", "not", "last"]),
        ("wait", ["waited"]),
        ("@", ["@slow"]),
        ("method ", ["==", "!=", "contains", "startswith", "endswith", "~", "in"]),
        ("depth >", []),
        ("method == pu", ["put", "purge", "put_many"]),
        ("outcome in {ok, ful", ["full"]),
        ("timeout == for", ["forever"]),
        ("queue == ", ["jobs", '"two words"', '"size"']),
        ('queue == "two', ['"two words"']),
        ("client ~ load", ["loader@a:1"]),
        ("blocked a", ["and"]),
        ("(blocked or met", ["method"]),
        ("not bl", ["blocked"]),
        ("address in 1", ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]),
        ("queue in ", []),
        ("nonsense == ", []),
        ("method == == ", []),
    ],
)
def test_completion_proposes_words_that_can_follow(text, candidates):
    found = texts(text, recent_values=RECENT, named=["slow"])
    assert set(candidates) <= set(found) if text.strip() == "" else sorted(found) == sorted(candidates)


def test_word_in_the_middle_is_replaced():
    completion = complete("meth == put and blocked", 4)
    assert (completion.start, completion.stop) == (0, 4)
    assert [each.text for each in completion.candidates] == ["method"]
    assert completion.candidates[0].help == FIELDS["method"].help


def test_candidates_with_the_prefix_come_first():
    assert texts("method == get")[0] == "get"
    assert texts("it")[0].startswith("it")


@given(st.text(max_size=30), st.integers(0, 30))
def test_any_text_can_be_completed(text, position):
    position = min(position, len(text))
    completion = complete(text, position, RECENT, ["slow"])
    assert 0 <= completion.start <= completion.stop <= len(text)


@pytest.mark.parametrize(
    "text", ["", "method == ", "queue == ", "duration > ", "blocked and ", "address in "]
)
def test_every_candidate_makes_a_valid_filter(text):
    for candidate in complete(text, len(text), RECENT, ["slow"]).candidates:
        whole = text + candidate.text
        try:
            parse(whole, {"slow": "blocked"})
        except FilterError as error:
            assert error.column > len(whole) or "alone is not a condition" in error.message, whole


def test_only_what_is_known_before_an_event_is_proposed_at_the_source():
    proposed = texts("", named=["slow"], is_at_source=True)
    assert {*SOURCE_FIELDS, "@slow", "not"} == set(proposed)
    assert "outcome" in texts("")
