# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gc

import pytest

from rqcore.controller.calls.session_calls import resume_session
from rqcore.controller.clients import MetRules, PendingRelease
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.resp import command
from rqcore.server.resumable_session import ResumableSession

WAITS = "waits"
PUT = {"field": "method", "operator": "==", "value": "put"}
GET = {"field": "method", "operator": "==", "value": "get"}
CLIENT_B = {"field": "client", "operator": "==", "value": "b"}


def test_released_put_can_have_another_payload(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one CODEC text TIMEOUT 5")
    debugger("RQ.DEBUG RELEASE", debugger.held[0]["call"], "PAYLOAD", "1.5", "CODEC", "json")
    assert a.reply() == b"OK"
    assert b("RQ.GET jobs WITHCODEC") == [b"json", b"1.5"]


def test_get_that_is_held_at_its_end_keeps_its_item(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("hold", GET, at="end", trigger={"kind": "once"})
    assert a("RQ.GET jobs") == WAITS
    assert debugger.held[0]["items"][0][b"payload"] == b"one"
    assert b("RPOP jobs") == b"two"
    debugger("RQ.DEBUG RELEASE", debugger.held[0]["call"], "PAYLOAD", "other")
    assert a.reply() == b"other"


def test_item_of_a_held_get_returns_if_its_client_leaves(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("hold", GET, at="end", trigger={"kind": "once"})
    a.say("RQ.GET jobs")
    a.leave()
    assert debugger.held == []
    assert b("RQ.MGET jobs 5") == [b"one", b"two"]


def test_timeout_of_a_held_call_stands_still(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", GET)
    a.say("RQ.GET jobs TIMEOUT 5")
    scene.passes(8)
    debugger("RQ.DEBUG HEARTBEAT")
    scene.passes(8)
    debugger("RQ.DEBUG RELEASE ALL")
    scene.passes(4.9)
    assert a.reply() == WAITS
    scene.passes(0.2)
    assert a.reply() == "EMPTY"


def test_held_call_goes_on_after_max_hold(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT, max_hold=3)
    a.say("RQ.PUT jobs one")
    scene.passes(2.9)
    assert a.reply() == WAITS
    scene.passes(0.2)
    assert a.reply() == b"OK"


def test_error_and_discard_answer_in_place_of_the_call(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    debugger("RQ.DEBUG FAIL", debugger.held[0]["call"], "FULL", "no space")
    assert (a.reply(), a.complaint) == ("FULL", "no space")
    a.say("LPUSH jobs one")
    debugger("RQ.DEBUG DISCARD", debugger.held[0]["call"])
    assert a.reply() == 1
    assert b("LLEN jobs") == 0


def test_discarded_get_loses_its_item_and_takes_the_next(a, b, debugger):
    b("LPUSH jobs one two")
    debugger.rule("hold", GET, at="end", trigger={"kind": "once"})
    a.say("RQ.GET jobs")
    debugger("RQ.DEBUG DISCARD", debugger.held[0]["call"])
    assert a.reply() == b"two"
    assert b("LLEN jobs") == 0


def test_discarded_get_that_had_waited_waits_again(a, b, debugger):
    b("RQ.CREATE NAME jobs")
    debugger.rule("hold", GET, at="end", trigger={"kind": "once"})
    a.say("RQ.GET jobs TIMEOUT 5")
    b("LPUSH jobs one")
    debugger("RQ.DEBUG DISCARD", debugger.held[0]["call"])
    assert a.reply() == WAITS
    b("LPUSH jobs two")
    assert a.reply() == b"two"


def test_event_of_a_call_whose_client_leaves_while_it_is_held_is_cancelled(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    events = scene.events()
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    a.leave()
    assert [each["outcome"] for each in events.read()] == [Outcome.HELD, Outcome.CANCELLED, Outcome.OK]
    assert [kind for kind, _ in debugger.notices] == ["held", "left"]


def test_pipelined_puts_are_held_one_by_one(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    for number in range(3):
        a.say("LPUSH jobs", number)
    for count in (1, 2, 3):
        debugger("RQ.DEBUG RELEASE", debugger.held[0]["call"])
        assert a.reply() == count
    assert debugger.held == []


def test_wrong_options_of_a_release_are_refused_and_the_call_stays(a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold")
    a.say("RQ.PUT jobs one")
    number = debugger.held[0]["call"]
    for options in ("PAYLOAD", "COLOUR red", "CODEC yaml", "KEY x"):
        assert debugger(f"RQ.DEBUG RELEASE {number} {options}") == "ERR"
    assert debugger(f"RQ.DEBUG FAIL {number} NOPE") == "ERR"
    assert len(debugger.held) == 1


def test_get_that_is_discarded_after_its_queue_was_closed_ends(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    b.say("RQ.GET jobs")
    debugger.rule("hold", {"field": "method", "operator": "==", "value": "get"}, at="end")
    a("RQ.PUT jobs one")
    [held] = debugger.held
    debugger("RQ.CLOSE jobs")
    debugger("RQ.DEBUG DISCARD", held["call"])
    assert b.reply() == "CLOSED"


def test_list_of_held_calls_has_only_the_beginning_of_payloads_after_4_mib(scene, debugger):
    debugger.rule("hold")
    for _ in range(8):
        scene.client().say("RPUSH jobs", *[b"x" * 60_000] * 10)
    sizes = [len(call["items"][0][b"payload"]) for call in debugger.held]
    assert sizes == [60_000] * 7 + [100]


def test_long_list_of_held_calls_is_made_in_slices(scene, debugger):
    debugger.rule("hold")
    for number in range(200):
        scene.client().say("RPUSH jobs", number)
    debugger.sizes.clear()
    assert [call["items"][0][b"payload"] for call in debugger.held] == [b"%d" % each for each in range(200)]
    assert len([size for size in debugger.sizes if size > 100]) >= 10


@pytest.mark.parametrize("end", ["RELEASE", "DISCARD", "FAIL", "leave"])
@pytest.mark.parametrize("at", ["start", "end", "end of a get that waited"])
def test_items_of_a_held_call_count_as_memory(scene, a, b, debugger, at, end):
    memory, payload = scene.state.memory, b"x" * 100_000
    a("RQ.CREATE NAME jobs")
    b("RQ.CREATE NAME others")
    debugger.rule("hold", {"not": CLIENT_B}, at=at.split()[0], trigger={"kind": "once"})
    before = memory.held
    if at == "end":
        b("RQ.PUT jobs", payload)
    a.say(f"RQ.{'PUT' if at == 'start' else 'GET'} jobs", *[payload] * (at == "start"))
    if "waited" in at:
        b("RQ.PUT jobs", payload)
    assert len(payload) < memory.held - before
    [held] = debugger.held
    if end == "leave":
        a.leave()
    else:
        debugger("RQ.DEBUG", end, held["call"], *["FULL"] * (end == "FAIL"))
    assert len(debugger.held) == 0
    b("RQ.PURGE jobs")
    assert memory.held == before


@pytest.mark.parametrize("call", ["RQ.CREATE", "RQ.LIST"])
def test_calls_that_name_no_queue_are_not_held(a, debugger, call):
    debugger.rule("hold")
    assert a(call) != WAITS
    assert debugger.held == []


def in_memory(*types):
    return [each for each in gc.get_objects() if isinstance(each, types)]


@pytest.fixture
def no_garbage_collection():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("end", ["RELEASE", "DISCARD", "FAIL", "leave"])
@pytest.mark.parametrize("call", ["RPUSH jobs one", "LPOP jobs"])
def test_held_calls_leave_nothing_for_the_garbage_collector(no_garbage_collection, a, b, debugger, call, end):
    b("RPUSH jobs one")
    rule = debugger.rule("hold", at="start" if "PUSH" in call else "end")
    a.say(call)
    [held] = debugger.held
    debugger("RQ.DEBUG DISABLE", rule)
    if end == "leave":
        a.leave()
    else:
        debugger(f"RQ.DEBUG {end}", held["call"], *(["EMPTY"] if end == "FAIL" else []))
    b("PING")
    assert in_memory(PendingRelease, MetRules) == []


@pytest.mark.parametrize("at", ["start", "end"])
def test_calls_that_fail_leave_nothing_for_the_garbage_collector(no_garbage_collection, a, b, debugger, at):
    debugger.rule({"kind": "fail", "code": "FULL"}, at=at)
    b("RPUSH jobs one")
    assert a("LPOP jobs") == "FULL"
    assert in_memory(StartedCall, MetRules) == []


@pytest.fixture(params=["immediate", "waited"])
def take(request, a, b):
    """Let ``a`` take an item, immediately or when it has waited for it."""

    def take():
        if request.param == "immediate":
            b("RPUSH jobs one two")
            a.say("RQ.GET jobs")
        else:
            a.say("RQ.GET jobs")
            b("RPUSH jobs one two")

    a("RQ.CREATE NAME jobs")
    return take


FIRST = {"kind": "once"}


@pytest.mark.parametrize(
    ("action", "reply", "rest"),
    [
        ({"kind": "drop"}, b"two", []),
        ({"kind": "fail", "code": "FULL"}, "FULL", [b"two"]),
        ({"kind": "corrupt", "payload": "x"}, b"x", [b"two"]),
        ({"kind": "duplicate"}, b"one", [b"two", b"one"]),
    ],
)
def test_released_call_meets_the_rules_behind_the_one_that_held_it(b, a, debugger, take, action, reply, rest):
    debugger.rule("hold", GET, at="end", trigger=FIRST)
    debugger.rule(action, GET, trigger=FIRST, **({"at": "end"} if action["kind"] == "fail" else {}))
    take()
    debugger("RQ.DEBUG RELEASE ALL")
    assert a.reply() == reply
    assert b("LRANGE jobs 0 9") == rest


def test_released_call_is_held_again_by_the_next_rule(a, debugger, take):
    rules = [debugger.rule("hold", GET, at="end") for _ in range(2)]
    take()
    number = debugger.held[0]["call"]
    for rule in rules:
        assert [(held["call"], held["rule"]) for held in debugger.held] == [(number, rule)]
        assert a.reply() == WAITS
        debugger("RQ.DEBUG RELEASE", number)
    assert a.reply() == b"one"
    assert [kind for kind, _ in debugger.notices if kind] == ["held", "released"] * 2


def test_error_of_a_debugger_is_the_answer_whatever_other_rules_would_do(a, debugger, take):
    debugger.rule("hold", GET, at="end")
    debugger.rule("drop", GET)
    take()
    debugger("RQ.DEBUG FAIL", debugger.held[0]["call"], "FULL")
    assert a.reply() == "FULL"


def test_event_of_a_lost_item_shows_the_rule_and_is_not_the_end_of_its_call(scene, a, b, debugger, take):
    events = scene.events()
    hold = debugger.rule("hold", GET, at="end", trigger=FIRST)
    drop = debugger.rule("drop", GET, trigger=FIRST)
    take()
    number = debugger.held[0]["call"]
    debugger("RQ.DEBUG DISCARD", number)
    b("RPUSH jobs three")
    assert a.reply() == b"three"
    gets = [each for each in events.read() if (each["method"], each["phase"]) == (Method.GET, Phase.END)]
    assert [(each["outcome"], each["rule"], each["call"] == number) for each in gets] == [
        (Outcome.LOST, hold, False),
        (Outcome.LOST, drop, False),
        (Outcome.OK, drop, True),
    ]


@pytest.fixture
def resumable(scene, a):
    """Give ``a`` a session that can be resumed. Returns the session."""
    state = scene.state.sessions.begin(a.client)
    a.session = ResumableSession(scene.controller, a.client, state)
    return state


@pytest.mark.parametrize("is_lost", [True, False])
@pytest.mark.parametrize("is_released", [True, False])
def test_client_sends_a_stopped_request_again_when_it_resumes(
    scene, a, debugger, resumable, is_released, is_lost
):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT, trigger=FIRST)
    a.say("RQ.PUT jobs one")
    if is_released:
        debugger.session.receive(command([b"RQ.DEBUG", b"RELEASE", b"ALL"]), scene.now_ns)
    if is_lost:
        a.session.end()
        scene.controller.disconnect(a.client, scene.now_ns)
    newcomer = scene.controller.connect("10.0.0.9:1", scene.now_ns)
    resume_session(scene.state, newcomer, scene.now_ns, resumable.token, received=1)
    assert not scene.state.debuggers.held
    a.session = ResumableSession(scene.controller, a.client, resumable)
    scene.state.outgoing.clear()
    assert a("RQ.PUT jobs two") == b"OK"
    assert debugger("RQ.MGET jobs 5") == [b"two"]
