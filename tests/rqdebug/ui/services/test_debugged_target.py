# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window keeps of the reports of a session."""

from __future__ import annotations

import pytest

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.ui.services.debugged_target import DebuggedTarget, DebugRule


@pytest.fixture
def target():
    """A target with one rule that is set, as number 7."""
    target = DebuggedTarget(session=3)
    target.rules[1] = DebugRule(1, RuleDefinition("queue == jobs"), is_enabled=True, number=7)
    return target


def reported(number, **facts):
    usual = dict.fromkeys(("hits", "acted", "held", "unknown", "passed"), 0)
    usual |= {"rule": number, "owner": 3, "enabled": True, "name": "", "at": None, "seed": 1}
    usual |= {"when": {"field": "queue", "operator": "==", "value": "jobs"}, "action": {"kind": "hold"}}
    return usual | {"trigger": {"kind": "every"}, "max_hold": 300.0, "max_held": 10_000} | facts


def test_rule_has_the_counts_that_are_reported(target):
    target.take([reported(7, hits=5, acted=4, held=2, unknown=1, passed=3)])
    rule = target.rules[1]
    assert (rule.hits, rule.acted, rule.held, rule.unknown, rule.passed) == (5, 4, 2, 1, 3)
    assert target.others == ()


def test_rule_that_another_debugger_has_switched_off_is_off(target):
    target.take([reported(7, enabled=False)])
    assert not target.rules[1].is_enabled and target.rules[1].number == 7


def test_rule_of_another_debugger_has_its_filter_as_text(target):
    target.take([reported(7), reported(8, owner=9, trigger={"kind": "on", "n": 3}, max_hold=5.0)])
    (rule,) = target.others
    assert not rule.is_own
    assert rule.definition == RuleDefinition(
        'queue == "jobs"', {"kind": "hold"}, trigger={"kind": "on", "n": 3}, max_hold=5.0
    )


def test_rule_of_a_step_is_no_rule_of_another_debugger(target):
    target.take([reported(7), reported(8, trigger={"kind": "once"})])
    assert target.others == ()


def test_freeze_is_no_rule(target):
    target.take(
        [reported(7), reported(8, owner=9, freeze="jobs", side="both", held=4, action={"kind": "fail"})]
    )
    (freeze,) = target.freezes
    assert (freeze.number, freeze.queue, freeze.side, freeze.held) == (8, "jobs", "both", 4)
    assert freeze.fails and not freeze.is_own
    assert target.others == ()


def test_ended_session_leaves_rules_that_are_off(target):
    target.take([reported(7, hits=5), reported(8, owner=9)])
    target.end("off, for a reason")
    rule = target.rules[1]
    assert (rule.is_enabled, rule.number, rule.hits, rule.error) == (False, None, 5, "off, for a reason")
    assert (target.others, target.session, target.thread) == ((), 0, None)


def test_rule_that_was_off_already_has_no_reason(target):
    target.rules[1] = target.rules[1].off()
    target.end("off, for a reason")
    assert target.rules[1].error == ""
