# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.access import Access
from rqcore.controller.debugger_state import MAX_SESSIONS
from rqcore.controller.handlers.debugging import SLICE
from rqcore.controller.interventions import debugger_sessions
from rqcore.controller.interventions.gradual_steps import TURN
from rqcore.protocol.command_traits import Role
from rqcore.protocol.resp import command

WAITS = "waits"
PUT = {"field": "method", "operator": "==", "value": "put"}
GET = {"field": "method", "operator": "==", "value": "get"}


def test_everything_goes_on_when_the_debugger_leaves(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    debugger.leave()
    assert a.reply() == b"OK"
    assert a("RQ.PUT jobs two") == b"OK"


def test_everything_goes_on_when_the_debugger_is_silent(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    scene.passes(9.9)
    assert a.reply() == WAITS
    scene.passes(0.2)
    assert a.reply() == b"OK"


def test_own_calls_of_a_debugger_meet_no_rule(debugger):
    debugger("RQ.CREATE NAME jobs")
    debugger.rule("hold")
    assert debugger("RQ.PUT jobs one") == b"OK"


def test_rule_is_refused_by_name(debugger):
    for rule in ("[]", "{}", "x", '{"action": {"kind": "jump"}}', '{"action": {"kind": "hold"}, "when": 3}'):
        assert debugger("RQ.DEBUG ADD", rule) == "ERR"
        assert debugger.complaint


def test_further_connections_join_a_session(scene, a, debugger):
    b = scene.client("b", "127.0.0.1:2")
    a("RQ.CREATE NAME jobs")
    token = debugger("RQ.DEBUG BEGIN")[b"token"]
    debugger.rule("hold", PUT)
    assert b("RQ.DEBUG JOIN", "0" * 32) == "ERR"
    assert isinstance(b("RQ.DEBUG JOIN", token), int)
    assert b("RQ.PUT jobs one") == b"OK"
    b.leave()
    assert a("RQ.PUT jobs two") == WAITS


def test_command_of_a_further_connection_keeps_a_session_alive(scene, a, debugger):
    other = scene.client("other", "127.0.0.1:2")
    other("RQ.DEBUG JOIN", debugger("RQ.DEBUG BEGIN")[b"token"])
    debugger.rule("hold")
    for _ in range(3):
        scene.passes(8)
        assert other("RQ.DEBUG HEARTBEAT") == b"OK"
    assert len(debugger.rules()) == 1


def test_everything_of_a_session_ends_with_it(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    other = scene.debugger(name="other")
    assert debugger("RQ.DEBUG END") == b"OK"
    assert a.reply() == b"OK"
    assert other.rules() == {}


def test_nobody_debugs_from_another_machine_without_users(scene):
    stranger = scene.debugger(address="192.168.1.7:1")
    assert stranger("RQ.DEBUG BEGIN") == "NOTALLOWED"
    assert "from its own machine" in stranger.complaint


def test_controller_can_refuse_all_debuggers(scene, debugger):
    scene.state.debuggers.are_allowed = False
    assert debugger("RQ.DEBUG FREEZE jobs") == "NOTALLOWED"
    assert "--no-debug" in debugger.complaint


def test_rules_of_two_debuggers_are_seen_by_both_and_end_with_their_own(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    other = scene.debugger(name="other")
    first, second = debugger.rule("log"), other.rule("hold")
    assert list(debugger.rules()) == list(other.rules()) == [first, second]
    a.say("RQ.PUT jobs one")
    other.leave()
    assert a.reply() == b"OK"
    assert list(debugger.rules()) == [first]


def test_disabled_rule_does_nothing_and_counts_nothing(a, debugger):
    a("RQ.CREATE NAME jobs")
    rule = debugger.rule({"kind": "fail", "code": "FULL"})
    assert debugger("RQ.DEBUG DISABLE", rule) == b"OK"
    assert a("RQ.PUT jobs one") == b"OK"
    assert debugger.rules()[rule]["hits"] == 0
    debugger("RQ.DEBUG ENABLE", rule)
    assert a("RQ.PUT jobs one") == "FULL"


def test_number_of_calls_that_wait_already_is_reported(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    b.say("RQ.GET jobs")
    reply = debugger("RQ.DEBUG ADD", '{"action": {"kind": "hold"}}')
    assert reply[b"waiting"] == 1


@pytest.mark.parametrize("end", ["RELEASE ALL", "REMOVE ALL", "END"])
def test_many_held_calls_continue_in_order_and_in_parts(scene, debugger, end):
    debugger("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT, max_held=20_000)
    clients = [scene.client(str(number)) for number in range(500)]
    for client in clients:
        client.say("RQ.PUT jobs", client.client.number)
    turns = scene.work_of_turns(debugger, f"RQ.DEBUG {end}")
    assert len(turns) > 4
    assert max(turns) < 2 * TURN
    assert [int(each) for each in debugger("RQ.MGET jobs 1000")] == [each.client.number for each in clients]


def test_calls_whose_time_is_over_continue_in_parts(scene, debugger):
    debugger.rule("hold", max_hold=1)
    for number in range(500):
        scene.client(str(number)).say("RQ.GET jobs")
    scene.now_ns, work = 2 * 10**9, scene.state.work
    scene.controller.expire(scene.now_ns)
    assert scene.state.work - work < 2 * TURN
    assert 0 < len(scene.state.debuggers.held) < 500
    assert scene.controller.next_deadline <= scene.now_ns


def test_calls_above_max_held_pass(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    rule = debugger.rule("hold", PUT, max_held=1)
    assert a("RQ.PUT jobs one") == WAITS
    assert b("RQ.PUT jobs two") == b"OK"
    assert debugger.rules()[rule]["passed"] == 1


def test_change_of_a_released_call_stays_although_its_debugger_leaves_at_once(scene, a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    number = debugger.held[0]["call"]
    words = [b"RQ.DEBUG", b"RELEASE", str(number).encode(), b"PAYLOAD", b"two"]
    debugger.session.receive(command(words), scene.now_ns)
    debugger.leave()
    assert a.reply() == b"OK"
    assert b("RQ.GET jobs") == b"two"
    assert scene.state.debugging is None


def test_client_that_leaves_before_its_released_call_leaves_nothing(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a.say("RQ.PUT jobs one")
    debugger.session.receive(command([b"RQ.DEBUG", b"RELEASE", b"ALL"]), scene.now_ns)
    a.leave()
    debugger.leave()
    assert scene.state.debugging is None


def test_controller_without_debuggers_is_as_before(scene, a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    debugger("RQ.DEBUG END")
    assert scene.state.debugging is None
    assert a("RQ.PUT jobs one") == b"OK"


def test_number_of_debuggers_is_limited(scene):
    debuggers = [scene.debugger(name=str(number)) for number in range(MAX_SESSIONS)]
    for each in debuggers:
        assert isinstance(each("RQ.DEBUG BEGIN"), dict)
    assert scene.debugger(name="another")("RQ.DEBUG BEGIN") == "TOOMANY"
    debuggers[0].leave()
    assert isinstance(scene.debugger(name="another")("RQ.DEBUG BEGIN"), dict)


def test_rules_are_looked_through_once_when_many_end(monkeypatch, debugger):
    for _ in range(20):
        debugger.rule("log")
    looks = []
    monkeypatch.setattr(debugger_sessions, "refresh", looks.append)
    debugger("RQ.DEBUG REMOVE ALL")
    assert len(looks) == 1


def test_long_list_of_rules_is_made_in_slices(debugger):
    payload = "x" * 60_000
    for _ in range(200):
        debugger.rule({"kind": "corrupt", "payload": payload})
    debugger.sizes.clear()
    assert len(debugger.rules()) == 200
    assert sum(debugger.sizes) > 200 * len(payload)
    assert max(debugger.sizes) < SLICE + 2 * len(payload)


def test_rules_count_as_memory_until_their_debugger_leaves(scene, debugger):
    debugger("RQ.DEBUG BEGIN")
    before = scene.state.memory.held
    debugger.rule({"kind": "corrupt", "payload": "x" * 60_000})
    assert scene.state.memory.held > before + 60_000
    debugger("RQ.DEBUG END")
    assert scene.state.memory.held == before


def info(line) -> dict[str, str]:
    lines = line("INFO debugging").decode().split("\r\n")
    return dict(each.split(":", 1) for each in lines if ":" in each)


def test_info_tells_every_observer_what_debuggers_have_set(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    assert set(info(b).values()) == {"0", ""}
    debugger("RQ.DEBUG FREEZE jobs")
    debugger.rule("hold"), debugger.rule("log"), debugger.rule("drop")
    off = debugger.rule("hold")
    debugger("RQ.DEBUG DISABLE", off)
    a.say("RQ.PUT jobs one")
    assert info(b) == {
        "debuggers": "1",
        "debugged_by": "debugger@127.0.0.1:1",
        "breakpoints": "1",
        "logpoints": "1",
        "faults": "1",
        "frozen_queues": "1",
        "held_calls": "1",
    }
    debugger.leave()
    assert set(info(b).values()) == {"0", ""}


def test_user_who_may_not_observe_is_not_told_who_debugs(a, debugger):
    debugger.rule("hold")
    a.client.access = Access({Role.USE})
    assert info(a)["breakpoints"] == "1"
    assert info(a)["debugged_by"] == ""


def test_debugger_that_has_set_nothing_is_not_named(a, debugger, scene):
    debugger("RQ.DEBUG BEGIN")
    assert (info(a)["debuggers"], info(a)["debugged_by"]) == ("1", "")
    rule = debugger.rule("hold")
    assert info(a)["debugged_by"] == "debugger@127.0.0.1:1"
    debugger("RQ.DEBUG REMOVE", rule)
    assert info(a)["debugged_by"] == ""
