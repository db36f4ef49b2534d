# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from rqcore.controller.debugging.linear_patterns import _to_python
from rqcore.controller.debugging.pattern_automaton import MAX_STATES, PatternAutomaton
from rqcore.controller.debugging.pattern_nodes import trim
from rqcore.controller.debugging.pattern_parser import parse_pattern
from rqcore.errors import BadCall
from tests.rqcore.controller.debugging.pattern_strategies import PATTERNS, TEXTS


@settings(max_examples=200)
@given(PATTERNS, TEXTS)
def test_automaton_finds_what_python_finds(pattern, value):
    try:
        node = trim(parse_pattern(pattern))
        automaton = PatternAutomaton(node)
        found = re.search(_to_python(node), value, re.ASCII) is not None
    except BadCall:
        return
    assert automaton.is_found_in(value) == found


@settings(max_examples=200)
@given(PATTERNS, TEXTS)
def test_pattern_is_found_in_the_same_texts_after_it_is_trimmed(pattern, value):
    try:
        node = parse_pattern(pattern)
        automaton = PatternAutomaton(node)
    except BadCall:
        return
    assert PatternAutomaton(trim(node)).is_found_in(value) == automaton.is_found_in(value)


@pytest.mark.parametrize("most", [2, MAX_STATES])
def test_automaton_with_too_many_states_reads_on(monkeypatch, most):
    monkeypatch.setattr("rqcore.controller.debugging.pattern_automaton.MAX_STATES", most)
    automaton = PatternAutomaton(parse_pattern("(?:a|b)*a(?:a|b){5}c$"))
    for _ in range(2):
        assert automaton.is_found_in("ab" * 20 + "aabbbbc")
        assert not automaton.is_found_in("ab" * 20 + "abbbbcc")
