# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from rqcore.controller.handlers.debugging import SUBCOMMANDS

HOLD = json.dumps({"action": {"kind": "hold"}})


@pytest.fixture
def debugger(talk):
    speaker = talk.client("debugger")
    speaker.client.address = "127.0.0.1:1"
    speaker("HELLO 3")
    return speaker


@pytest.fixture
def jobs(a):
    a("RQ.CREATE NAME jobs")


@pytest.mark.parametrize(
    ("method", "payload", "waiting"),
    [("get", None, 1), ("put", None, 0), ("join", None, 0), ("get", "x", 0)],
)
def test_only_waiting_calls_that_the_rule_could_have_met_are_counted(
    debugger, a, jobs, method, payload, waiting
):
    a("RQ.GET jobs")
    tests = [{"field": "method", "operator": "==", "value": method}]
    tests += [{"field": "payload", "operator": "==", "value": payload}] if payload else []
    rule = json.dumps({"action": {"kind": "hold"}, "when": {"and": tests}})
    added = debugger("RQ.DEBUG ADD", rule)
    assert added[b"waiting"] == waiting


@pytest.mark.parametrize("name", [name.decode() for name in SUBCOMMANDS])
def test_wrong_number_of_arguments_is_refused_with_the_usage(debugger, name):
    assert debugger(f"RQ.DEBUG {name} " + "x " * 20) == "ERR"
    assert f"usage: RQ.DEBUG {name}" in debugger.complaint


def test_unknown_subcommand_is_refused_with_all_names(debugger):
    assert debugger("RQ.DEBUG JUMP") == "ERR"
    assert "RELEASE" in debugger.complaint and "'JUMP'" in debugger.complaint


@pytest.mark.parametrize(
    "words",
    [
        "ENABLE 99",
        "REMOVE x",
        "RELEASE 99",
        "FAIL 99 FULL",
        "DISCARD 99",
        "THAW jobs",
        "STEP jobs PUTS",
        "FREEZE jobs SIDEWAYS",
        "FREEZE jobs PUTS GETS",
        "DROP jobs 99",
        "FRONT jobs x",
        "EDIT jobs 99 new",
        "JOIN x",
    ],
)
def test_what_does_not_exist_is_an_error(jobs, debugger, words):
    debugger("RQ.DEBUG BEGIN")
    assert debugger(f"RQ.DEBUG {words}") == "ERR"
    assert debugger.complaint


def test_frozen_queue_must_exist(debugger):
    assert debugger("RQ.DEBUG FREEZE jobs") == "NOQUEUE"


def test_queue_is_frozen_once(jobs, debugger):
    assert debugger("RQ.DEBUG FREEZE jobs")[b"held"] == 0
    assert debugger("RQ.DEBUG FREEZE jobs") == "ERR"
    assert "is frozen already" in debugger.complaint


def test_freeze_is_listed_with_its_steps(jobs, debugger):
    debugger("RQ.DEBUG FREEZE jobs GETS")
    debugger("RQ.DEBUG STEP jobs GETS 3")
    (rule,) = debugger("RQ.DEBUG LIST")
    assert (rule[b"freeze"], rule[b"side"], rule[b"steps"]) == (b"jobs", b"gets", {b"puts": 0, b"gets": 0})


def test_all_rules_can_be_removed(debugger):
    debugger("RQ.DEBUG ADD", HOLD)
    debugger("RQ.DEBUG ADD", HOLD)
    assert debugger("RQ.DEBUG REMOVE ALL") == 2
    assert debugger("RQ.DEBUG LIST") == []


def test_commands_without_a_session_change_nothing(debugger):
    assert debugger("RQ.DEBUG LIST") == debugger("RQ.DEBUG HELD") == []
    assert debugger("RQ.DEBUG RELEASE ALL") == debugger("RQ.DEBUG REMOVE ALL") == 0
    assert debugger("RQ.DEBUG END") == b"OK"
