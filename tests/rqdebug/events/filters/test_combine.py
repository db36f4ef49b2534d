# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.combine import (
    FilterLayer,
    add_condition,
    combine_layers,
    make_call_condition,
    make_condition,
    make_member_condition,
    read_layers,
)
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.source_predicates import compile_filter
from rqdebug.events.schema import SCHEMA

TEXTS = st.sampled_from(
    ["depth == 1", "depth == 2 or size == 3", "not depth == 1", "size == 3 and depth == 2", ""]
)
LAYERS = st.lists(st.builds(FilterLayer, TEXTS, st.booleans(), st.booleans()), max_size=4)


@given(LAYERS)
def test_layers_include_and_exclude_events(rows, layers):
    batch = rows(*({"depth": depth, "size": size} for depth in (1, 2, 3) for size in (3, 4)))

    def holds(text):
        return parse(text).mask(batch).to_pylist()

    on = [layer for layer in layers if layer.is_on and layer.text]
    included = [holds(layer.text) for layer in on if not layer.is_excluding] or [[True] * 6]
    excluded = [holds(layer.text) for layer in on if layer.is_excluding]
    expected = [any(kept) for kept in zip(*included, strict=True)]
    for column in excluded:
        expected = [keep and not out for keep, out in zip(expected, column, strict=True)]
    assert holds(combine_layers(layers)) == expected


@pytest.mark.parametrize(
    ("text", "word", "addition", "whole"),
    [
        ("", "and", "depth == 1", "depth == 1"),
        ("", "and not", "blocked", "not blocked"),
        ("@slow or blocked", "and", "depth == 1", "(@slow or blocked) and depth == 1"),
        ("blocked", "or", "depth == 1 and size == 2", "blocked or (depth == 1 and size == 2)"),
        ("blocked", "and not", "depth == 1 or size == 2", "blocked and not (depth == 1 or size == 2)"),
    ],
)
def test_condition_is_added_with_necessary_parentheses(text, word, addition, whole):
    assert add_condition(text, word, addition) == whole


@pytest.mark.parametrize("name", SCHEMA.names)
@pytest.mark.parametrize(
    "values", [{}, {"item": None, "timeout": None, "waited": 0, "payload": b'say "\xff"'}]
)
def test_condition_of_a_field_matches_its_event(rows, tmp_path, name, values):
    log = EventLog(directory=tmp_path)
    log.append(rows({"timeout": 5, "target": "edge 1", **values}))
    (batch,) = log.batches
    assert parse(make_condition(name, log.event(0))).mask(batch).to_pylist() == [True]


def test_saved_layers_are_read_and_invalid_ones_skipped():
    assert read_layers([["blocked", True, False], "nonsense", ["x", 1, 2]]) == [
        FilterLayer("blocked", True, False)
    ]


@pytest.mark.parametrize(
    ("waited", "condition"),
    [
        (0, "waited == 0"),
        (1, "waited > 0"),
        (100_000_000, "waited > 90ms"),
        (147_710_072, "waited > 100ms"),
        (1_700_000_000, "waited > 1s"),
    ],
)
def test_measured_duration_becomes_a_range(rows, tmp_path, waited, condition):
    log = EventLog(directory=tmp_path)
    log.append(rows({"waited": waited}))
    assert make_condition("waited", log.event(0)) == condition


@pytest.mark.parametrize(
    ("path", "text", "condition"),
    [
        (("order", "id"), "99", "payload.order.id == 99"),
        (("order", "id"), '"99"', 'payload.order.id == "99"'),
        (("two words", 0), "null", 'payload["two words"][0] == null'),
        (("price",), "0.10", "payload.price == 0.10"),
        (("n",), "NaN", ""),
        (("n",), '"NaN"', 'payload.n == "NaN"'),
        (("n",), '"\\ud800"', ""),
        (("n",), "{}", ""),
        ((), "1", ""),
    ],
)
def test_member_becomes_a_condition(path, text, condition):
    assert make_member_condition(path, text) == condition


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("queue", 'queue == "jobs" and method == "put"'),
        ("method", 'queue == "jobs" and method == "put"'),
        ("outcome", 'queue == "jobs" and method == "put"'),
        ("time", 'queue == "jobs" and method == "put"'),
        ("client", 'client == "loader"'),
        ("size", "size == 5"),
        ("payload", 'payload contains "hello"'),
    ],
)
def test_value_of_an_event_becomes_a_condition_on_calls(rows, tmp_path, name, condition):
    log = EventLog(directory=tmp_path)
    row = {"method": "put", "queue": "jobs", "client": "loader", "payload": b"hello", "size": 5}
    log.append(rows(row))
    made = make_call_condition(name, log.event(0))
    assert made == condition
    compile_filter(made)


def test_call_without_a_queue_is_one_of_its_method(rows, tmp_path):
    log = EventLog(directory=tmp_path)
    log.append(rows({"method": "connect", "queue": ""}))
    assert make_call_condition("queue", log.event(0)) == 'method == "connect"'
