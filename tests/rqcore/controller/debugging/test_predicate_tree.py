# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from rqcore.controller.debugging.predicate_tree import (
    FIELDS,
    MAX_DEPTH,
    MAX_NODES,
    MAX_PATTERNS,
    MAX_TEXT,
    OPERATORS,
    read_tree,
    write_tree,
)
from rqcore.errors import BadCall

JOBS = {"field": "queue", "operator": "==", "value": "jobs"}


def comparison(field="queue", operator="==", **others):
    return {"field": field, "operator": operator, **(others or {"value": "jobs"})}


def nested(levels):
    tree = JOBS
    for _ in range(levels):
        tree = {"not": tree}
    return tree


@pytest.mark.parametrize(
    "tree",
    [
        JOBS,
        {"and": []},
        {"and": [JOBS, {"or": [JOBS, {"not": JOBS}]}]},
        comparison("method", "in", values=["put", "get"]),
        comparison("size", "between", first=1, last=2),
        comparison("size", "between", last=2),
        comparison("timeout", value="forever"),
        comparison("payload", path=["order", 0], value=None),
        comparison("priority", value=1.5),
        comparison("address", "in_network", value="10.0.0.0/8"),
        nested(MAX_DEPTH - 1),
    ],
)
def test_tree_is_written_as_it_was_read(tree):
    assert write_tree(read_tree(tree)) == tree


def test_tree_is_written_in_one_form():
    assert write_tree(read_tree(comparison("method", value="PUT")))["value"] == "put"
    assert write_tree(read_tree(comparison("timeout", value=2**63 - 1)))["value"] == "forever"


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (None, "the predicate is null; a node is an object such as"),
        ([JOBS], "the predicate is an array; a node is an object"),
        ({}, "the predicate has no members; a node has `field`, or only `and`, `or` or `not`"),
        ({"xor": [JOBS]}, "the predicate has 'xor'; a node has"),
        ({"and": [], "or": []}, "the predicate has 'and', 'or'; a node has"),
        ({"and": JOBS}, "the predicate.and is an object; it must be an array"),
        ({"or": []}, "the predicate.or is empty, so no call can match"),
        ({"and": [JOBS, {"not": 3}]}, "the predicate.and[1].not is 3; a node is an object"),
        (comparison("duration"), "the predicate.field is 'duration'; the fields are method, queue, "),
        (comparison(["queue"]), "the predicate.field is an array; the fields are"),
        (comparison(operator="<"), "the predicate.operator is '<'; the operators of queue are ==, !=, in, "),
        (
            comparison("queue", "in_network"),
            "the predicate.operator is 'in_network'; the operators of queue are",
        ),
        (
            comparison("address", "in_network", value="10.0.0.7"),
            "the predicate.value is '10.0.0.7'; it must be a network such as 10.0.0.0/8 or fd00::/8",
        ),
        (
            comparison("address", "in_network", value="10.0.0.7/8"),
            "the predicate.value is '10.0.0.7/8'; it must be 10.0.0.0/8, with zeros behind its prefix",
        ),
        ({"field": "queue"}, "the predicate.operator is null; the operators of queue are"),
        ({"field": "queue", "operator": "=="}, "the predicate has no value; give value for =="),
        (comparison(value="a", values=[]), "the predicate has 'value', 'values'; give value for =="),
        (comparison("size", "between", value=3), "the predicate has 'value'; give first or last for between"),
        (comparison(operator="in", values=[]), "the predicate.values is empty, so no call can match"),
        (comparison(operator="in", values=[3]), "the predicate.values[0] is 3; it must be a text"),
        (comparison(value=True), "the predicate.value is true; it must be a text"),
        (comparison(value="\ud800"), "the predicate.value has half of a surrogate pair"),
        (comparison(value="x" * (MAX_TEXT + 1)), "the predicate.value has 4097 characters; use at most 4096"),
        (comparison("method", value="push"), "the predicate.value is 'push'; the words are put, get, "),
        (comparison("method", value="#²"), "the predicate.value is '#²'; the words are"),
        (comparison("size", value=-1), "the predicate.value is -1; it must be a whole number from 0"),
        (comparison("size", value=True), "the predicate.value is true; it must be a whole number"),
        (comparison("size", value=2**200), "the predicate.value is a long number; it must be"),
        (comparison("timeout", value="5ms"), "the predicate.value is '5ms'; it must be nanoseconds, or"),
        (comparison("size", "between", first=3, last=2), "the predicate: nothing is between 3 and 2"),
        (comparison("priority", "between", first=3, last="a"), "nothing is between 3 and 'a'"),
        (comparison("priority", "<", value=None), "the predicate.value is null, which has no order"),
        (comparison("priority", value=float("nan")), "the predicate.value is NaN; nothing equals it"),
        (comparison("priority", value=[]), "the predicate.value is an array; it must be a number, a text"),
        (comparison("priority", value=1 << 4096), "a number of more than 4096 bits"),
        (comparison("priority", "contains", value=3), "the predicate.value is 3; it must be a text"),
        (comparison("queue", path=["a"], value=3), "the predicate.path is for members of JSON payloads"),
        (comparison("payload", path=[], value=3), "the predicate.path is empty; leave it out"),
        (comparison("payload", path=[-1], value=3), "the predicate.path has -1; a step is the name"),
        (comparison("payload", path=[True], value=3), "the predicate.path has true; a step is the name"),
        (nested(MAX_DEPTH), f"more than {MAX_DEPTH} levels"),
        (
            {"and": [comparison(operator="~", value="a")] * (MAX_PATTERNS + 1)},
            f"more than {MAX_PATTERNS} regular expressions",
        ),
        ({"and": [JOBS] * MAX_NODES}, f"more than {MAX_NODES} parts"),
        (comparison(operator="in", values=["a"] * MAX_NODES), f"more than {MAX_NODES} parts"),
        (nested(100_000), f"more than {MAX_DEPTH} levels"),
    ],
    ids=range(45),
)
def test_invalid_part_is_named(tree, message):
    with pytest.raises(BadCall) as refused:
        read_tree(tree)
    assert message in str(refused.value)
    assert len(str(refused.value)) < 600


def test_each_operator_of_each_kind_is_accepted():
    values = {"word": "put", "text": "a", "number": 3, "JSON value": "a", "payload": "a"}
    values["address"] = "10.0.0.0/8"  # a network is a text too
    for field, kind in FIELDS.items():
        value = "raw" if field == "codec" else values[kind.value]
        for operator in OPERATORS[kind]:
            given = {"in": {"values": [value]}, "between": {"first": value}}.get(operator, {"value": value})
            tree = comparison(field, operator, **given)
            assert json.loads(json.dumps(write_tree(read_tree(tree)))) == tree
