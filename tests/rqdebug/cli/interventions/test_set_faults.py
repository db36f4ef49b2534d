# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults at a controller: only what differs is added and removed."""

from __future__ import annotations

import pytest

from rqcore.debug import attach, queue
from rqdebug.cli.interventions.set_faults import Fault, SetFaults

SLOW = Fault("slow", "delay", {"low": 0.1, "high": 0.25}, queue.is_("jobs"), "end", 0.1, 7)
TWICE = Fault("twice", "duplicate", {}, queue.is_("jobs"))


@pytest.fixture
def debugger(controller_url):
    with attach(controller_url) as debugger:
        yield debugger


def names(debugger):
    return [rule["name"] for rule in debugger.rules()]


def test_same_faults_change_nothing(debugger):
    faults = SetFaults(debugger)
    assert faults.replace({"slow": SLOW, "twice": TWICE}) == (2, 0, 0)
    before = debugger.rules()
    assert faults.replace({"twice": TWICE, "slow": SLOW}) == (0, 0, 2)
    assert debugger.rules() == before


@pytest.mark.parametrize(
    "other",
    [
        Fault("slow", "delay", {"seconds": 0.1}, queue.is_("jobs"), "end", 0.1, 7),
        Fault("slow", "delay", SLOW.fields, queue.is_("done"), "end", 0.1, 7),
        Fault("slow", "delay", SLOW.fields, queue.is_("jobs"), "start", 0.1, 7),
        Fault("slow", "delay", SLOW.fields, queue.is_("jobs"), "end", 0.2, 7),
        Fault("slow", "delay", SLOW.fields, queue.is_("jobs"), "end", 0.1, 8),
    ],
)
def test_fault_that_differs_is_replaced(debugger, other):
    faults = SetFaults(debugger)
    faults.replace({"slow": SLOW, "twice": TWICE})
    assert faults.replace({"slow": other, "twice": TWICE}) == (1, 1, 1)
    assert names(debugger) == ["twice", "slow"]
    assert faults.replace({}) == (0, 2, 0)
    assert names(debugger) == []


def test_fault_of_another_debugger_is_used_and_not_removed(debugger, controller_url):
    SetFaults(debugger).replace({"slow": SLOW})
    with attach(controller_url) as second:
        faults = SetFaults(second)
        faults.replace({"slow": SLOW})
        assert len(faults) == 1 and faults.describe(only_own=True) == {}
        assert faults.replace({}) == (0, 1, 0)
    assert names(debugger) == ["slow"]


def test_faults_without_a_name_are_separate(debugger, controller_url):
    unnamed = Fault("", "drop", {}, queue.is_("jobs"))
    SetFaults(debugger).replace({"": unnamed})
    with attach(controller_url) as second:
        SetFaults(second).replace({"": unnamed})
        assert len(debugger.rules()) == 2


def test_removed_fault_is_reported_once_with_its_counts(debugger, controller):
    jobs = controller.create("jobs")
    faults = SetFaults(debugger)
    faults.replace({"twice": TWICE})
    jobs.put("x")
    assert faults.update() == {}
    debugger.run("REMOVE", "ALL")
    assert faults.update() == {"twice": "1 call matched, 1 disturbed"}
    assert faults.update() == {} and not faults
