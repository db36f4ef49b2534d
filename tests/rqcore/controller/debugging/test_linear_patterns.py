# SPDX-License-Identifier: GPL-3.0-or-later
"""Regular expressions mean what they mean in RE2, which pyarrow has, and take linear time."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis.strategies import binary, builds, lists, sampled_from, text

from rqcore.controller.debugging.facts import MAX_PAYLOAD
from rqcore.controller.debugging.linear_patterns import (
    MAX_STEPS,
    LinearPattern,
    _cost,
)
from rqcore.controller.debugging.pattern_automaton import PatternAutomaton
from rqcore.controller.debugging.pattern_nodes import Branches, Chain, Characters, Edge, trim
from rqcore.controller.debugging.pattern_parser import parse_pattern
from rqcore.errors import BadCall
from rqdebug.events.filters.payloads import Payloads
from tests.rqcore.controller.debugging.pattern_strategies import PATTERNS, TEXTS


def in_re2(pattern, value):
    """Return whether RE2 finds a pattern in a text."""
    return pc.match_substring_regex(pa.scalar(value, pa.large_string()), pattern).as_py()


def in_log(pattern, payload):
    """Return whether a filter of the log finds a pattern in a payload."""
    sizes, items = pa.array([len(payload)], pa.uint32()), pa.array([1], pa.uint32())
    return Payloads(pa.array([payload], pa.large_binary()), sizes, items).match(pattern)[0].as_py()


@settings(max_examples=400)
@given(PATTERNS, lists(TEXTS, min_size=1, max_size=4))
@example("(?i)[k-l]", ["\u212a"])
@example(r"(?i)\w", ["ſ"])
@example("(|a)*b", ["b"])
@example("a$", ["a\n"])
@example("(?m)^b$", ["a\nb\nc"])
def test_pattern_is_found_where_re2_finds_it(pattern, values):
    try:
        compiled = LinearPattern(pattern)
    except BadCall:
        return
    assert [compiled.is_found_in(value) for value in values] == [in_re2(pattern, value) for value in values]


@settings(max_examples=200)
@given(
    PATTERNS, binary(max_size=6) | builds(str.encode, TEXTS), binary(max_size=2) | sampled_from([b"\xe2\x98"])
)
@example("é", b"\xe9", b"\xff")
@example("(?i)é", "É".encode(), b"\xc3")
@example("a$", b"a", b"\xc3")
def test_pattern_is_found_in_payloads_where_the_log_finds_it(pattern, payload, rest):
    try:
        compiled = LinearPattern(pattern, is_for_payloads=True)
    except BadCall:
        return
    assert compiled.is_found_in_payload(payload + rest) == in_log(pattern, payload + rest)


def attempt(node, value, at, steps):
    """Yield where each way to match a node ends, as a backtracking matcher does, and note its steps."""
    if isinstance(node, (Characters, Edge)):
        steps.append(at)
    if isinstance(node, Characters):
        if at < len(value) and any(first <= ord(value[at]) <= last for first, last in node.ranges):
            yield at + 1
    elif isinstance(node, Edge):
        yield at
    elif isinstance(node, Chain):
        if not node.parts:
            yield at
            return
        for end in attempt(node.parts[0], value, at, steps):
            yield from attempt(Chain(node.parts[1:]), value, end, steps)
    elif isinstance(node, Branches):
        for part in node.parts:
            yield from attempt(part, value, at, steps)
    else:
        yield from repeat(node, node.least, node.most, value, at, steps)


def repeat(node, least, most, value, at, steps):
    if most:
        for end in attempt(node.part, value, at, steps):
            yield from repeat(node, max(least - 1, 0), most - 1, value, end, steps)
    if not least:
        yield at


@settings(max_examples=300)
@given(PATTERNS, text(alphabet="ab", min_size=6, max_size=12))
@example("(?:a|a){0,6}b", "aaaaaaaaaaaa")
@example("(?:a?){6}a{3}b", "aaaaaaaaaaaa")
def test_bound_of_steps_holds_for_a_matcher_that_tries_all_ways(pattern, value):
    try:
        node = trim(parse_pattern(pattern))
    except BadCall:
        return
    most, ways = _cost(node)
    if most > MAX_STEPS:
        return
    steps = []
    ends = list(attempt(node, value, 0, steps))
    assert len(ends) <= ways
    assert len(steps) <= most


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a)*b",
        "(a|aa)+$",
        "(.*)*x",
        "(?:a?){30}a{30}b",
        "a*a*a*a*a*a*b",
        "(?:a|b)*a(?:a|b){100}c",
        r"(?:(?:a{1,5}){1,5}){1,5}b",
        r"\w*\w*\w*$_",
        "(?s)a.*a.*a.*b",
    ],
)
@pytest.mark.parametrize("unit", [b"a", b"ab", "aé".encode(), b"\xffa"])
def test_no_pattern_takes_more_than_linear_time(pattern, unit):
    payload = (unit * MAX_PAYLOAD)[:MAX_PAYLOAD]
    found = LinearPattern(pattern, is_for_payloads=True).is_found_in_payload(payload)
    assert found == in_log(pattern, payload)


def test_pattern_without_its_needed_text_is_not_searched(monkeypatch):
    compiled = LinearPattern("error.*timeout")
    monkeypatch.setattr(PatternAutomaton, "is_found_in", lambda self, text: pytest.fail("it is searched"))
    assert not compiled.is_found_in("error")


@pytest.mark.parametrize(
    ("pattern", "expected"), [("a*", True), ("a", False), ("$", False), (r"a*\b", False), ("|a", True)]
)
def test_pattern_that_is_in_each_text_is_known(pattern, expected):
    assert LinearPattern(pattern).is_in_each is expected


def test_half_of_a_surrogate_pair_counts_as_a_question_mark():
    assert LinearPattern(r"^a\?$").is_found_in("a\ud800")
