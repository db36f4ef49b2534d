# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.predicate_tree import FIELDS as PREDICATE_FIELDS
from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, SOURCE_FIELDS
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.operators import OPERATORS
from rqdebug.events.filters.source_predicates import compile_filter


def condition(field, operator, value, **others):
    return {"field": field, "operator": operator, "value": value, **others}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", {"and": []}),
        ("method == PUT", condition("method", "==", "put")),
        ("queue != jobs", condition("queue", "!=", "jobs")),
        ("size >= 4KiB", condition("size", ">=", 4096)),
        ("timeout == 5ms", condition("timeout", "==", 5_000_000)),
        ("timeout == forever", condition("timeout", "==", "forever")),
        ("depth in 1..3", {"field": "depth", "operator": "between", "first": 1, "last": 3}),
        ("depth in ..3", {"field": "depth", "operator": "between", "last": 3}),
        ("codec in {json, text}", {"field": "codec", "operator": "in", "values": ["json", "text"]}),
        ("deliveries > 1", condition("deliveries", ">", 1)),
        ("client startswith load", condition("client", "startswith", "load")),
        ("kind == fifo", condition("kind", "==", "fifo")),
        ("namespace startswith 0af7", condition("namespace", "startswith", "0af7")),
        ("priority > 5", condition("priority", ">", 5)),
        ('priority == "5"', condition("priority", "==", "5")),
        ("timeout > 2s", condition("timeout", ">", 2_000_000_000)),
        ("address in 10.0.0.0/8", condition("address", "in_network", "10.0.0.0/8")),
        ('address ~ "^127"', condition("address", "~", "^127")),
        ("payload contains nut", condition("payload", "contains", "nut")),
        ("payload.order[0].id == 17", condition("payload", "==", 17, path=["order", 0, "id"])),
        (
            'payload.id in "a".."b"',
            {"field": "payload", "path": ["id"], "operator": "between", "first": "a", "last": "b"},
        ),
        (
            "not (method == put and (depth < 3 or payload.id == null))",
            {
                "not": {
                    "and": [
                        condition("method", "==", "put"),
                        {"or": [condition("depth", "<", 3), condition("payload", "==", None, path=["id"])]},
                    ]
                }
            },
        ),
        (
            'client == "loader@10.0.0.7:40312"',
            {"and": [condition("client", "==", "loader"), condition("address", "==", "10.0.0.7:40312")]},
        ),
        ("@jobs and size > 3", {"and": [condition("queue", "==", "jobs"), condition("size", ">", 3)]}),
    ],
)
def test_filter_becomes_a_predicate(text, tree):
    named = {"jobs": "queue == jobs"}
    assert compile_filter(text, named) == tree
    assert compile_filter(parse(text, named)) == tree


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("waited > 5ms", 1, "`waited`"),
        ("queue == waited and duration > 5ms", 21, "`waited`"),
        ("queue in {outcome, phase} or outcome == ok", 30, "`outcome`"),
        ("blocked", 1, "`blocked`"),
        ("queue == marked and not marked", 25, "`marked`"),
        ("queue == a and last 5min", 16, "`last`"),
        ("note == a", 1, "`note`"),
        ("time > 14:03", 1, "`time`"),
        ("size > 3 and @slow", 14, "in the filter `slow`: in the filter `late`: `took`"),
    ],
)
def test_part_that_only_the_log_knows_is_named(text, column, word):
    with pytest.raises(FilterError) as refused:
        compile_filter(text, {"slow": "@late", "late": "took > 3ms"})
    assert refused.value.column == column
    assert refused.value.message == (
        f"{word} cannot be used here, because only the log knows it; use {', '.join(SOURCE_FIELDS)}, "
        "or a member such as payload.order.id"
    )


def test_column_of_a_filter_is_in_its_printed_text():
    with pytest.raises(FilterError) as refused:
        compile_filter(parse("(queue   == a)   and waited > 5ms"))
    assert refused.value.column == 18


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        (r'queue == a and payload ~ "\pL+"', 26, r"Unicode classes such as \pL are not possible here"),
        (r"queue == '\B' and queue ~ '\B'", 27, r"places inside of words (\B) are not possible here"),
        ("@pattern", 1, r"in the filter `pattern`: single bytes (\C) are not possible here"),
        ("queue == " + "a" * 5000, 1, "5000 characters; use at most 4096"),
        (" or ".join(["@many"] * 4), 1, "more than 1000 parts"),
    ],
)
def test_what_a_predicate_cannot_have_is_explained(text, column, message):
    named = {"pattern": r"queue ~ '\C'", "many": " or ".join(f"size == {n}" for n in range(400))}
    with pytest.raises(FilterError) as refused:
        compile_filter(text, named)
    assert message in refused.value.message
    assert refused.value.column == column


def test_malformed_filter_is_explained_as_in_the_log():
    for text in ("quue == a", "queue <", "@nothing"):
        with pytest.raises(FilterError) as in_log:
            parse(text)
        with pytest.raises(FilterError) as at_source:
            compile_filter(text)
        assert str(at_source.value) == str(in_log.value)


def test_fields_at_the_source_are_those_that_predicates_know():
    assert set(SOURCE_FIELDS) == set(FIELDS) & set(PREDICATE_FIELDS)
    assert set(PREDICATE_FIELDS) <= set(FIELDS)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda each: each.__name__)
def test_each_operator_can_be_used_at_the_source(operator):
    usable = {"NotEqual": "codec != raw", "Greater": "size > 5", "Between": "size in 1..5"}
    text = usable.get(operator.__name__, operator.usage)
    assert compile_filter(text)["field"]
