# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a session, on a real controller."""

from __future__ import annotations

import pytest

import rqcore
from rqdebug.debug import attach
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.debug.session_rules import SessionRules
from rqdebug.errors import FilterError


@pytest.fixture(scope="module")
def controller():
    with rqcore.serve() as handle:
        yield handle


@pytest.fixture
def debugger(controller):
    with attach(controller.url) as session:
        yield session


@pytest.fixture
def rules():
    return SessionRules()


LOG = RuleDefinition("queue == jobs", {"kind": "log"})


def test_rule_is_set_once_and_then_switched(debugger, rules):
    number, waiting = rules.switch_on(debugger, 1, LOG)
    rules.switch_off(debugger, 1)
    (rule,) = debugger.rules()
    assert (rule["rule"], rule["enabled"], waiting) == (number, False, 0)
    rules.switch_on(debugger, 1, LOG)
    (rule,) = debugger.rules()
    assert (rule["rule"], rule["enabled"]) == (number, True)


def test_changed_rule_replaces_the_old_one(debugger, rules):
    rules.switch_on(debugger, 1, LOG)
    number, _ = rules.change(debugger, 1, RuleDefinition("queue == other", {"kind": "drop"}, seed=7))
    (rule,) = debugger.rules()
    assert (rule["rule"], rule["action"]["kind"], rule["seed"]) == (number, "drop", 7)


def test_refused_change_leaves_the_old_rule(debugger, rules):
    number, _ = rules.switch_on(debugger, 1, LOG)
    with pytest.raises(FilterError, match="outcome"):
        rules.change(debugger, 1, RuleDefinition("outcome == ok"))
    assert [rule["rule"] for rule in debugger.rules()] == [number]
    rules.remove(debugger, 1)
    assert debugger.rules() == []


def test_rule_that_another_debugger_has_removed_is_set_again(controller, debugger, rules):
    rules.switch_on(debugger, 1, LOG)
    with attach(controller.url) as other:
        other.run("REMOVE", "ALL")
    assert rules.look(debugger) == []
    rules.switch_on(debugger, 1, LOG)
    assert len(rules.look(debugger)) == 1


def test_all_that_a_user_can_write_reaches_the_controller(debugger):
    definition = RuleDefinition(
        "method == put",
        {"kind": "hold"},
        at="end",
        trigger={"kind": "first", "n": 3},
        seed=5,
        name="mine",
        max_hold=2.5,
        max_held=4,
    )
    described = definition.add_to(debugger).describe()
    wanted = {
        "at": "end",
        "trigger": {"kind": "first", "n": 3},
        "seed": 5,
        "name": "mine",
        "max_hold": 2.5,
        "max_held": 4,
    }
    assert {key: described[key] for key in wanted} == wanted
