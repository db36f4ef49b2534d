# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from rqcore.controller.debugging.rules import MAX_RULES, RuleTable, Stage, make_rule
from rqcore.errors import BadCall, TooMany
from rqcore.protocol.event_values import Method
from rqcore.protocol.memory import RULE_COST, Memory


def rule(number=1, action="hold", **fields):
    return make_rule(number, 1, json.dumps({"action": {"kind": action}, **fields}).encode())


def when(field, value):
    return {"field": field, "operator": "==", "value": value}


@pytest.mark.parametrize(
    ("fields", "method", "stage"),
    [
        ({}, Method.GET, Stage.START),
        ({"at": "end"}, Method.GET, Stage.END),
        ({"when": when("size", 3)}, Method.GET, Stage.END),
        ({"when": when("size", 3)}, Method.PUT, Stage.START),
        ({"when": when("size", 3), "at": "start"}, Method.GET, Stage.START),
        ({"action": "drop"}, Method.GET, Stage.END),
        ({"action": "drop", "at": "end", "when": when("method", "get")}, Method.GET, Stage.END),
        ({"action": "drop", "at": "start", "when": when("method", "put")}, Method.PUT, Stage.START),
        ({"action": "empty"}, Method.GET, Stage.START),
    ],
)
def test_rule_meets_a_call_at_one_stage(fields, method, stage):
    tested = rule(**fields)
    assert [each for each in Stage if tested.meets(method, each)] == [stage]


@pytest.mark.parametrize(
    ("action", "method"), [("empty", Method.PUT), ("reorder", Method.GET), ("drop", Method.JOIN)]
)
def test_action_without_a_meaning_for_a_method_never_meets_it(action, method):
    words = {"kind": action} | ({"window": 2} if action == "reorder" else {})
    tested = make_rule(1, 1, json.dumps({"action": words}).encode())
    assert not any(tested.meets(method, stage) for stage in Stage)


def test_table_finds_only_rules_for_the_method():
    table = RuleTable(Memory())
    puts, gets = rule(1, when=when("method", "put")), rule(2, when=when("method", "get"))
    table.add(puts)
    table.add(gets)
    assert table.rules_for(Method.PUT, Stage.START) == (puts,)
    assert table.rules_for(Method.GET, Stage.START) == (gets,)
    assert table.rules_for(Method.JOIN, Stage.START) == ()


def test_rule_for_several_items_is_found_by_the_command_for_one():
    table = RuleTable(Memory())
    table.add(many := rule(1, when=when("method", "put_many")))
    assert table.rules_for(Method.PUT, Stage.START) == (many,)


def test_table_forgets_what_it_found_after_a_change():
    table = RuleTable(Memory())
    assert table.rules_for(Method.PUT, Stage.START) == ()
    table.add(added := rule())
    assert table.rules_for(Method.PUT, Stage.START) == (added,)
    added.is_enabled = False
    table.refresh()
    assert table.rules_for(Method.PUT, Stage.START) == ()
    table.remove(added)
    with pytest.raises(BadCall, match="there is no rule 1"):
        table.get(1)


def test_description_has_what_was_given_and_what_happened():
    described = rule(3, name="slow", seed=7, max_hold=2, when=when("queue", "jobs")).describe()
    assert (described["rule"], described["name"], described["seed"]) == (3, "slow", 7)
    assert (described["max_hold"], described["hits"], described["enabled"]) == (2, 0, True)
    assert described["when"] == when("queue", "jobs")


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "middle"},
        {"trigger": {"kind": "never"}},
        {"trigger": {"kind": "on"}},
        {"trigger": {"kind": "probability", "p": 1.5}},
        {"trigger": []},
        {"seed": 0},
        {"max_hold": 0},
        {"max_held": 0},
        {"name": 3},
        {"other": 1},
    ],
)
def test_invalid_rule_is_refused(fields):
    with pytest.raises(BadCall):
        rule(**fields)


def test_rule_that_is_too_long_is_refused():
    with pytest.raises(BadCall, match="bytes"):
        make_rule(1, 1, b" " * 10**6)
    with pytest.raises(BadCall, match="no valid JSON"):
        make_rule(1, 1, b"[" * 60_000)


@pytest.mark.parametrize(
    ("action", "at", "when"),
    [
        ({"kind": "drop"}, "end", {"and": []}),
        ({"kind": "duplicate"}, "end", when("method", "put")),
        ({"kind": "corrupt"}, "start", when("method", "get_many")),
        ({"kind": "reorder", "window": 2}, "end", when("method", "put")),
        ({"kind": "empty"}, "end", when("method", "get")),
    ],
)
def test_place_at_which_an_action_does_nothing_is_refused(action, at, when):
    with pytest.raises(BadCall, match="remove the field at"):
        make_rule(1, 1, json.dumps({"action": action, "at": at, "when": when}).encode())


def test_rules_count_as_memory_until_they_are_removed():
    memory = Memory()
    table = RuleTable(memory)
    table.add(added := rule(name="x" * 100))
    assert memory.held > RULE_COST + 100
    table.remove(added)
    assert memory.held == 0


def test_rule_for_which_there_is_no_memory_is_refused():
    memory = Memory(RULE_COST)
    table = RuleTable(memory)
    with pytest.raises(TooMany, match="max_memory"):
        table.add(rule())
    assert (len(table), memory.held) == (0, 0)


def test_number_of_rules_is_limited():
    table = RuleTable(Memory())
    for number in range(MAX_RULES):
        table.add(rule(number))
    with pytest.raises(TooMany, match="remove some"):
        table.add(rule(MAX_RULES))
