# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqcore.protocol.event_batch import Outcome, Phase

WAITS = "waits"
PUT = {"field": "method", "operator": "==", "value": "put"}
GET = {"field": "method", "operator": "==", "value": "get"}


def test_held_put_is_not_in_the_queue_until_it_is_released(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    assert a("RQ.PUT jobs one") == WAITS
    assert b("LLEN jobs") == 0
    (held,) = debugger.held
    assert (held["method"], held["queue"], held["at"]) == (b"put", b"jobs", b"start")
    assert debugger("RQ.DEBUG RELEASE", held["call"]) == 1
    assert a.reply() == b"OK"
    assert b("RPOP jobs") == b"one"


def test_what_a_client_sent_behind_a_held_call_waits_behind_it(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT, trigger={"kind": "once"})
    a.say("RQ.PUT jobs one")
    a.say("RQ.PUT jobs two")
    a.say("LLEN jobs")
    assert a.reply() == WAITS
    debugger("RQ.DEBUG RELEASE ALL")
    assert [a.reply() for _ in range(3)] == [b"OK", b"OK", 2]
    assert b("RQ.MGET jobs 5") == [b"one", b"two"]


def test_waiting_get_is_held_at_its_end_when_it_has_its_item(a, b, debugger):
    b("RQ.CREATE NAME jobs")
    debugger.rule("hold", GET, at="end")
    assert a("RQ.GET jobs TIMEOUT 5") == WAITS
    assert debugger.held == []
    b("LPUSH jobs one")
    (held,) = debugger.held
    assert held["at"] == b"end"
    debugger("RQ.DEBUG RELEASE ALL")
    assert a.reply() == b"one"


def test_events_show_that_a_call_was_held_and_by_which_rule(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    events = scene.events()
    rule = debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    (start,) = events.read()
    scene.passes(2)
    debugger("RQ.DEBUG RELEASE ALL")
    (end,) = events.read()
    assert (start["phase"], start["outcome"], start["rule"]) == (Phase.START, Outcome.HELD, rule)
    assert (end["phase"], end["outcome"], end["rule"]) == (Phase.END, Outcome.OK, rule)
    assert start["call"] == end["call"]
    assert end["waited"] == 2 * 10**9


def test_events_of_a_get_that_is_held_at_its_end_come_when_it_goes_on(scene, a, debugger):
    a("LPUSH jobs one")
    events = scene.events()
    rule = debugger.rule("hold", GET, at="end")
    a.say("RQ.GET jobs")
    (start,) = events.read()
    debugger("RQ.DEBUG RELEASE ALL")
    (end,) = events.read()
    assert (start["outcome"], end["outcome"]) == (Outcome.HELD, Outcome.OK)
    assert (end["rule"], end["items"], end["call"]) == (rule, 1, start["call"])


def test_calls_that_no_rule_concerns_stay_as_they_are(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE NAME other")
    debugger.rule("hold", {"and": [PUT, {"field": "queue", "operator": "==", "value": "other"}]})
    assert a("RQ.PUT jobs one") == b"OK"
    assert a("RQ.PUT other one") == WAITS
