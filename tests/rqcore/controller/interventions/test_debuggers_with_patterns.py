# SPDX-License-Identifier: GPL-3.0-or-later
"""A debugger whose user may only use some queues learns nothing about others, and changes nothing there."""

from __future__ import annotations

import pytest

from rqcore.controller.access import Access
from rqcore.protocol.command_traits import Role

WAITS = "waits"


@pytest.fixture
def limited(scene):
    line = scene.debugger(name="limited")
    line.client.access = Access(frozenset(Role), ("jobs*",))
    return line


def test_debugger_is_told_of_held_calls_only_on_its_queues(a, b, debugger, limited):
    a("RPUSH jobs one"), a("RPUSH secret one")
    limited("RQ.DEBUG BEGIN")
    debugger.rule("hold", at="start")
    a.say("RPUSH secret two")
    b.say("RPUSH jobs two")
    assert [notice["queue"] for kind, notice in limited.notices if kind == "held"] == ["jobs"]
    debugger("RQ.DEBUG RELEASE ALL")
    assert [kind for kind, _ in limited.notices] == ["held", "released"]


@pytest.mark.parametrize("call", ["BLPOP jobs secret 0", "LMOVE jobs secret LEFT RIGHT"])
@pytest.mark.parametrize("at", ["start", "end"])
def test_rule_acts_on_no_call_that_names_a_queue_of_others_too(a, b, limited, call, at):
    b("RPUSH jobs:1 one"), b("RPUSH secret hidden"), b("RPUSH jobs one")
    limited.rule("hold", at=at)
    assert a(call) != WAITS
    assert limited.notices == []


def test_call_that_names_a_queue_of_others_is_not_listed_and_cannot_be_changed(a, b, debugger, limited):
    b("RPUSH secret hidden")
    debugger.rule("hold", at="end")
    a.say("BLPOP jobs secret 0")
    [held] = debugger.held
    assert limited.held == []
    assert limited("RQ.DEBUG RELEASE", held["call"]) == "NOTALLOWED"


def test_calls_that_wait_for_queues_of_others_are_not_counted(a, b, limited):
    a("RQ.CREATE NAME secret")
    b.say("RQ.GET secret")
    reply = limited("RQ.DEBUG ADD", '{"action": {"kind": "hold"}}')
    assert reply[b"waiting"] == 0


def test_transaction_that_uses_a_queue_of_others_is_neither_held_nor_shown(a, debugger, limited):
    limited.rule("hold", at="start")
    a("MULTI"), a("RPUSH jobs one"), a("RPUSH secret hidden")
    assert a("EXEC") == [1, 1]
    debugger.rule("hold", at="start")
    a("MULTI"), a("RPUSH jobs one"), a("RPUSH secret hidden")
    assert a("EXEC") == WAITS
    [held] = debugger.held
    assert (limited.held, limited.notices) == ([], [])
    assert limited("RQ.DEBUG DISCARD", held["call"]) == "NOTALLOWED"


@pytest.mark.parametrize("command", ["FREEZE", "THAW", "FRONT"])
def test_whether_a_queue_of_others_exists_and_its_name_stay_hidden(a, limited, command):
    namespace = a("RQ.CREATE NAME secret")
    for queue in (b"secret", b"missing", namespace):
        words = (queue, 1) if command == "FRONT" else (queue,)
        assert limited(f"RQ.DEBUG {command}", *words) == "NOTALLOWED"
        assert "secret" not in limited.complaint.replace(repr(queue.decode()), "")


@pytest.mark.parametrize("waits", ["before", "after"])
def test_freeze_takes_no_call_away_from_queues_of_others(a, b, limited, waits):
    a("RQ.CREATE NAME jobs"), a("RQ.CREATE NAME secret")
    if waits == "before":
        b.say("BLPOP jobs secret 0")
    limited("RQ.DEBUG FREEZE jobs")
    if waits == "after":
        b.say("BLPOP jobs secret 0")
    a("RPUSH secret one")
    assert b.reply() == [b"secret", b"one"]
