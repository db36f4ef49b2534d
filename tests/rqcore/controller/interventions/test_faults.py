# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.protocol.event_batch import Method, Outcome
from rqcore.protocol.resp import command

WAITS = "waits"


def test_delayed_call_is_executed_later_although_its_client_is_not_told(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "delay", "seconds": 2})
    a.say("RQ.PUT jobs one")
    scene.passes(1.9)
    assert (a.reply(), b("LLEN jobs")) == (WAITS, 0)
    scene.passes(0.2)
    assert (a.reply(), b("LLEN jobs")) == (b"OK", 1)


def test_delayed_reply_comes_after_the_call_has_happened(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "delay", "seconds": 2}, at="end")
    a.say("RQ.PUT jobs one")
    assert (a.reply(), b("LLEN jobs")) == (WAITS, 1)
    scene.passes(2.1)
    assert a.reply() == b"OK"


@pytest.mark.parametrize("put", ["RQ.PUT jobs one", "LPUSH jobs one", "RQ.MPUT jobs ITEMS one two"])
def test_dropped_put_is_acknowledged_and_lost(scene, a, b, debugger, put):
    a("RQ.CREATE NAME jobs")
    events = scene.events()
    rule = debugger.rule("drop")
    assert a(put) in (b"OK", 1, 2)
    assert b("LLEN jobs") == 0
    assert {(each["outcome"], each["rule"]) for each in events.read()} == {(Outcome.LOST, rule)}


def test_dropped_item_is_lost_and_the_get_takes_the_next(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("drop", trigger={"kind": "once"})
    assert a("RQ.GET jobs") == b"two"
    assert b("LLEN jobs") == 0


def test_lost_items_are_counted(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("drop", trigger={"kind": "first", "n": 2})
    assert a("RPUSH jobs three four five") == 5
    assert a("RQ.GET jobs") == b"two"
    assert b"lost_by_debuggers:4\r\n" in b("INFO stats")


def test_get_of_which_every_item_is_dropped_waits(scene, a, b, debugger):
    b("RQ.CREATE NAME jobs")
    debugger.rule("drop")
    debugger("LPUSH jobs one two")
    assert a("RQ.GET jobs TIMEOUT 5") == WAITS
    assert b("LLEN jobs") == 0
    debugger("LPUSH jobs three")
    assert a.reply() == WAITS
    scene.passes(5.1)
    assert a.reply() == "EMPTY"


def test_duplicated_put_is_in_the_queue_twice(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("duplicate", trigger={"kind": "once"})
    assert a("RQ.PUT jobs one CODEC text") == b"OK"
    assert b("RQ.GET jobs WITHCODEC") == [b"text", b"one"]
    assert b("RQ.GET jobs WITHCODEC") == [b"text", b"one"]
    assert b("RQ.GET jobs TIMEOUT 0") == "EMPTY"


def test_duplicated_item_stays_in_the_queue(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("duplicate", trigger={"kind": "once"})
    assert a("RQ.GET jobs") == b"one"
    assert b("RQ.MGET jobs 5") == [b"two", b"one"]


def test_corrupted_put_and_get_have_other_payloads(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    rule = debugger.rule({"kind": "corrupt", "bytes": 2})
    a("RQ.PUT jobs one")
    assert debugger("RQ.PEEK jobs 0 0") == [b"on"]
    debugger("RQ.DEBUG REMOVE", rule)
    debugger("LPUSH jobs three")
    debugger.rule({"kind": "corrupt", "payload": "x"}, trigger={"kind": "on", "n": 2})
    assert b("RQ.GET jobs") == b"on"
    assert b("RQ.GET jobs") == b"x"


def test_flipped_bits_are_the_same_for_the_same_seed(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    results = []
    for _ in range(2):
        rule = debugger.rule({"kind": "corrupt", "bits": 3}, seed=7)
        a("RQ.PUT jobs abcdefgh")
        debugger("RQ.DEBUG REMOVE", rule)
        results.append(b("RQ.GET jobs"))
    assert results[0] == results[1]
    changed = int.from_bytes(results[0], "big") ^ int.from_bytes(b"abcdefgh", "big")
    assert changed.bit_count() == 3


@pytest.mark.parametrize(("at", "length"), [("start", 0), ("end", 1)])
def test_failing_call_has_happened_only_at_its_end(scene, a, b, debugger, at, length):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "fail", "code": "TOOMANY", "message": "injected"}, at=at)
    assert (a("RQ.PUT jobs one"), a.complaint) == ("TOOMANY", "injected")
    assert debugger("LLEN jobs") == length


@pytest.mark.parametrize(
    ("get", "answer"),
    [("RQ.GET jobs", "EMPTY"), ("RPOP jobs", None), ("RPOP jobs 2", None), ("BRPOP jobs 0", None)],
)
def test_get_is_answered_as_if_the_queue_were_empty(a, b, debugger, get, answer):
    b("LPUSH jobs one")
    debugger.rule("empty")
    assert a(get) == answer
    assert debugger("LLEN jobs") == 1


def test_call_in_a_blackhole_has_no_answer_until_its_rule_is_removed(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    rule = debugger.rule("blackhole")
    a.say("RQ.PUT jobs one")
    for _ in range(100):
        scene.passes(9)
        debugger("RQ.DEBUG HEARTBEAT")
    assert a.reply() == WAITS
    debugger("RQ.DEBUG REMOVE", rule)
    assert a.reply() == b"OK"


def test_disconnected_client_leaves_before_its_call_is_executed(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("disconnect", {"field": "client", "operator": "==", "value": "a"})
    assert a("RQ.PUT jobs one") == WAITS
    assert a.client.is_cut
    assert b("LLEN jobs") == 0


def test_throttled_puts_pass_at_the_rate(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "throttle", "rate": 2})
    for number in range(4):
        a.say("LPUSH jobs", number)
    passed = []
    for _ in range(4):
        passed.append(len(a.heard))
        scene.passes(0.5)
    assert passed == [1, 2, 3, 4]


def test_reordered_puts_enter_in_another_order(scene, debugger):
    debugger("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "reorder", "window": 5}, seed=3)
    clients = [scene.client(str(number)) for number in range(5)]
    for number, client in enumerate(clients):
        client.say("RQ.PUT jobs", number)
    order = debugger("RQ.MGET jobs 9")
    assert sorted(order) == [b"0", b"1", b"2", b"3", b"4"]
    assert order != sorted(order)


def test_puts_that_no_others_follow_are_not_kept_for_long(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "reorder", "window": 5})
    a.say("RQ.PUT jobs one")
    scene.passes(1.1)
    assert a.reply() == b"OK"


def test_probability_of_zero_has_no_effect_and_of_one_always(a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "fail", "code": "FULL"}, trigger={"kind": "probability", "p": 0})
    assert [a("RQ.PUT jobs one") for _ in range(50)] == [b"OK"] * 50
    debugger.rule({"kind": "fail", "code": "FULL"}, trigger={"kind": "probability", "p": 1})
    assert [a("RQ.PUT jobs one") for _ in range(50)] == ["FULL"] * 50


@pytest.mark.parametrize(
    ("trigger", "acted"),
    [
        ({"kind": "every"}, [1, 2, 3, 4, 5]),
        ({"kind": "once"}, [1]),
        ({"kind": "on", "n": 3}, [3]),
        ({"kind": "first", "n": 2}, [1, 2]),
        ({"kind": "after", "n": 3}, [4, 5]),
    ],
)
def test_trigger_chooses_among_the_calls_that_match(a, debugger, trigger, acted):
    a("RQ.CREATE NAME jobs")
    rule = debugger.rule({"kind": "fail", "code": "FULL"}, trigger=trigger)
    assert [number for number in range(1, 6) if a("RQ.PUT jobs one") == "FULL"] == acted
    assert debugger.rules()[rule]["acted"] == len(acted)
    assert debugger.rules()[rule]["hits"] == 5


def test_first_added_rule_acts_first(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "corrupt", "payload": "x"})
    other = scene.debugger(name="other")
    other.rule("hold", {"field": "payload", "operator": "==", "value": "x"})
    a.say("RQ.PUT jobs one")
    assert debugger.held[0]["items"][0][b"payload"] == b"x"
    other("RQ.DEBUG RELEASE ALL")
    assert debugger("RQ.GET jobs") == b"x"


def test_logpoint_marks_the_events_of_a_call(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    events = scene.events()
    rule = debugger.rule("log", {"field": "method", "operator": "==", "value": "put"})
    a("RQ.PUT jobs one")
    a("RQ.GET jobs")
    assert [(each["method"], each["rule"]) for each in events.read()] == [(Method.PUT, rule), (Method.GET, 0)]


def test_gets_behind_one_whose_item_is_dropped_keep_their_order(scene, a, b, debugger):
    b("LPUSH jobs one two three")
    debugger.rule("drop", trigger={"kind": "once"})
    a.hear(a.session.receive(command([b"RPOP", b"jobs"]) + command([b"LLEN", b"jobs"]), scene.now_ns))
    scene.settle()
    assert list(a.heard) == [b"two", 1]


def test_event_of_a_call_that_a_rule_lets_fail_shows_the_rule(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    events = scene.events()
    failing = debugger.rule(
        {"kind": "fail", "code": "FULL"}, {"field": "method", "operator": "==", "value": "put"}
    )
    empty = debugger.rule("empty")
    a("RQ.PUT jobs one")
    a("RQ.GET jobs")
    assert [(each["outcome"], each["rule"]) for each in events.read()] == [
        (Outcome.FULL, failing),
        (Outcome.EMPTY, empty),
    ]
    debugger("RQ.DEBUG REMOVE ALL")
    a("RQ.GET jobs TIMEOUT 0")
    assert events.read()[0]["rule"] == 0


def test_item_that_a_client_gives_back_meets_no_rule(a, debugger):
    debugger("LPUSH jobs one")
    assert a("RQ.GET jobs") == b"one"
    debugger.rule("drop")
    assert a("RQ.PUT jobs one FRONT") == b"OK"
    assert debugger("LLEN jobs") == 1


def test_rules_put_at_most_10000_copies_of_the_items_of_a_call(a, b, debugger):
    rules = [debugger.rule("duplicate") for _ in range(12)]
    a("RPUSH jobs", *["x"] * 1000)
    assert b("LLEN jobs") == 11_000
    assert debugger.rules()[rules[-1]]["passed"] == 1


def test_long_payload_is_not_compared_with_all_regular_expressions(a, debugger):
    pattern = {"field": "payload", "operator": "~", "value": "(a.*b|b.*a)[^x]*c.*[QZ]"}
    rules = [debugger.rule("log", {"not": pattern}) for _ in range(20)]
    a("RPUSH jobs", b"abc" * 20_000)
    hits = [debugger.rules()[each]["hits"] for each in rules]
    assert hits[0] == 1
    assert hits[-1] == 0
    assert debugger.rules()[rules[-1]]["unknown"] == 1


def test_corrupted_items_are_not_larger_than_a_reply(scene, a, b, debugger):
    b("LPUSH jobs", *["x"] * 1200)
    rule = debugger.rule({"kind": "corrupt", "payload": "y" * 60_000})
    items = a("RPOP jobs 1200")
    assert len(items) == 1200
    assert sum(map(len, items)) <= scene.state.limits.payload + 1200
    assert debugger.rules()[rule]["passed"] == 1
