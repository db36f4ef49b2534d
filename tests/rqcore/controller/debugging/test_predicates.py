# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis.strategies import builds, deferred, lists, sampled_from

from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.errors import BadCall
from rqcore.protocol.event_values import Method


def equal(field, value, **path):
    return {"field": field, "operator": "==", "value": value, **path}


def one_of(field, *values):
    return {"field": field, "operator": "in", "values": list(values)}


def invert(tree):
    return {"not": tree}


TRUE, FALSE = equal("queue", "jobs"), equal("queue", "done")
UNKNOWN = equal("payload", 17, path=["id"])


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"and": []}, True),
        ({"not": {"and": []}}, False),
        ({"and": [TRUE, TRUE]}, True),
        ({"and": [TRUE, FALSE]}, False),
        ({"and": [UNKNOWN, TRUE]}, None),
        ({"and": [UNKNOWN, FALSE]}, False),
        ({"or": [FALSE, FALSE]}, False),
        ({"or": [FALSE, TRUE]}, True),
        ({"or": [UNKNOWN, TRUE]}, True),
        ({"or": [UNKNOWN, FALSE]}, None),
        ({"not": TRUE}, False),
        ({"not": FALSE}, True),
        ({"not": UNKNOWN}, None),
    ],
)
def test_nodes_combine_three_answers(make_facts, tree, expected):
    assert compile_predicate(tree).matches(make_facts(None, size=100)) is expected


def test_cheap_conditions_are_tested_first(make_facts):
    facts = make_facts(b'{"id": 17}')
    assert compile_predicate({"and": [{"not": UNKNOWN}, FALSE]}).matches(facts) is False
    untouched = make_facts().document
    assert facts.document is untouched


@pytest.mark.parametrize(
    ("tree", "methods", "queues"),
    [
        ({"and": []}, None, None),
        (equal("method", "put"), {Method.PUT}, None),
        (equal("queue", "jobs"), None, {"jobs"}),
        ({"and": [equal("method", "put"), one_of("queue", "a", "b")]}, {Method.PUT}, {"a", "b"}),
        ({"or": [equal("method", "put"), equal("queue", "a")]}, None, None),
        ({"or": [equal("queue", "a"), equal("queue", "b")]}, None, {"a", "b"}),
        ({"and": [equal("queue", "a"), equal("queue", "b")]}, None, set()),
        (invert({"field": "queue", "operator": "!=", "value": "a"}), None, {"a"}),
        (invert(equal("queue", "a")), None, None),
        (invert(invert(equal("queue", "a"))), None, {"a"}),
        (invert(equal("method", "put")), set(Method) - {Method.PUT}, None),
        (
            {"field": "method", "operator": "startswith", "value": "put"},
            {Method.PUT, Method.PUT_MANY},
            None,
        ),
        ({"field": "queue", "operator": "startswith", "value": "put"}, None, None),
        ({"and": [equal("client", "loader"), invert({"or": [invert(equal("queue", "a"))]})]}, None, {"a"}),
    ],
)
def test_methods_and_queues_that_can_match_are_found(tree, methods, queues):
    predicate = compile_predicate(tree)
    assert predicate.methods == methods
    assert predicate.queues == queues


LEAVES = sampled_from([equal("queue", "a"), one_of("queue", "a", "b"), equal("method", "put"), UNKNOWN])
TREES = deferred(
    lambda: (
        LEAVES
        | builds(lambda children: {"and": children}, lists(TREES, max_size=3))
        | builds(lambda children: {"or": children}, lists(TREES, min_size=1, max_size=3))
        | builds(invert, TREES)
    )
)


@given(TREES)
def test_call_that_matches_or_is_unknown_is_never_excluded(tree):
    predicate = compile_predicate(tree)
    for queue, method, size in product(("a", "b", "c"), (Method.PUT, Method.GET), (0, 100)):
        facts = make_call(queue, method, size)
        if predicate.matches(facts) is not False:
            assert predicate.queues is None or queue in predicate.queues
            assert predicate.methods is None or method in predicate.methods


def make_call(queue, method, size):
    return CallFacts(method, queue, "", "fifo", "", "", size, 0, 1, None, None)


def test_fields_that_are_read_are_known():
    plain = compile_predicate(equal("queue", "jobs"))
    assert (plain.fields, plain.reads_item, plain.reads_payload) == ({"queue"}, False, False)
    sized = compile_predicate(invert({"and": [equal("size", 3), equal("queue", "jobs")]}))
    assert (sized.fields, sized.reads_item, sized.reads_payload) == ({"queue", "size"}, True, False)
    assert compile_predicate(UNKNOWN).reads_payload


def test_tree_of_a_predicate_can_be_listed():
    tree = {"or": [UNKNOWN, invert(equal("queue", "jobs"))]}
    assert compile_predicate(tree).tree == tree


def test_pattern_that_is_not_possible_is_refused():
    tree = {"not": {"field": "payload", "operator": "~", "value": r"(a)\1"}}
    with pytest.raises(BadCall, match="back references are not possible here"):
        compile_predicate(tree)
