# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.combine import FilterLayer, joined, layers_of, stacked, test_of
from rqdebug.events.filters.filter import parse
from rqdebug.events.schema import SCHEMA

TEXTS = st.sampled_from(
    ["depth == 1", "depth == 2 or size == 3", "not depth == 1", "size == 3 and depth == 2", ""]
)
LAYERS = st.lists(st.builds(FilterLayer, TEXTS, st.booleans(), st.booleans()), max_size=4)


@given(LAYERS)
def test_a_stack_lets_in_and_takes_away(rows, layers):
    batch = rows(*({"depth": depth, "size": size} for depth in (1, 2, 3) for size in (3, 4)))

    def holds(text):
        return parse(text).mask(batch).to_pylist()

    on = [layer for layer in layers if layer.on and layer.text]
    included = [holds(layer.text) for layer in on if not layer.excluding] or [[True] * 6]
    excluded = [holds(layer.text) for layer in on if layer.excluding]
    expected = [any(kept) for kept in zip(*included, strict=True)]
    for column in excluded:
        expected = [keep and not out for keep, out in zip(expected, column, strict=True)]
    assert holds(stacked(layers)) == expected


@pytest.mark.parametrize(
    ("text", "word", "addition", "whole"),
    [
        ("", "and", "depth == 1", "depth == 1"),
        ("", "and not", "a", "not a"),
        ("@slow or blocked", "and", "depth == 1", "(@slow or blocked) and depth == 1"),
        ("blocked", "or", "depth == 1 and size == 2", "blocked or (depth == 1 and size == 2)"),
        ("blocked", "and not", "depth == 1 or size == 2", "blocked and not (depth == 1 or size == 2)"),
    ],
)
def test_a_test_is_added(text, word, addition, whole):
    if addition == "a":
        addition, whole = "blocked", "not blocked"
    assert joined(text, word, addition) == whole


@pytest.mark.parametrize("name", SCHEMA.names)
@pytest.mark.parametrize(
    "odd", [{}, {"item": None, "timeout": None, "duration": 0, "payload": b'say "\xff"'}]
)
def test_the_test_of_a_field_finds_its_event(rows, tmp_path, name, odd):
    log = EventLog(directory=tmp_path)
    log.append(rows({"timeout": 5, "target": "edge 1", **odd}))
    (batch,) = log.batches
    assert parse(test_of(name, log.event(0))).mask(batch).to_pylist() == [True]


def test_what_was_saved_is_read_back():
    assert layers_of([["blocked", True, False], "nonsense", ["x", 1, 2]]) == [
        FilterLayer("blocked", True, False)
    ]
