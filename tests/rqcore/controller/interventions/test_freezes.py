# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.calls.session_calls import resume_session
from rqcore.controller.debugging.rules import LONGEST_HOLD, MAX_HOLD
from rqcore.controller.interventions.gradual_steps import TURN
from rqcore.protocol.resp import command

MANY = 500
FREEZE = command([b"RQ.DEBUG", b"FREEZE", b"jobs", b"GETS"])
STEP = command([b"RQ.DEBUG", b"STEP", b"jobs", b"PUTS", b"2"])
WAITS = "waits"


@pytest.fixture(autouse=True)
def jobs(a):
    a("RQ.CREATE NAME jobs")


def test_no_put_enters_a_frozen_queue_and_no_get_leaves(a, b, debugger):
    debugger("LPUSH jobs one")
    debugger("RQ.DEBUG FREEZE jobs")
    assert a("RQ.PUT jobs two TIMEOUT 0") == WAITS
    assert b("RQ.GET jobs TIMEOUT 0") == WAITS
    assert debugger("LLEN jobs") == 1
    debugger("RQ.DEBUG THAW jobs")
    assert (a.reply(), b.reply()) == (b"OK", b"one")


def test_frozen_call_is_held_longer_than_by_a_breakpoint(scene, a, debugger):
    debugger("RQ.DEBUG FREEZE jobs")
    assert a("RQ.PUT jobs two TIMEOUT 0") == WAITS
    for _ in range(2 * MAX_HOLD // 9):
        scene.passes(9)
        debugger("RQ.DEBUG HEARTBEAT")
    assert a.reply() == WAITS
    (rule,) = debugger("RQ.DEBUG LIST")
    assert rule[b"max_hold"] == LONGEST_HOLD
    debugger("RQ.DEBUG THAW jobs")
    assert a.reply() == b"OK"


@pytest.mark.parametrize("side", ["PUTS", "GETS"])
def test_one_side_can_be_frozen(a, b, debugger, side):
    debugger("LPUSH jobs one")
    debugger("RQ.DEBUG FREEZE jobs", side)
    assert a("RQ.PUT jobs two TIMEOUT 0") == (WAITS if side == "PUTS" else b"OK")
    assert b("RQ.GET jobs TIMEOUT 0") == (WAITS if side == "GETS" else b"one")


def test_get_that_waited_before_the_freeze_takes_nothing_and_its_clock_stands_still(scene, a, b, debugger):
    assert b("RQ.GET jobs TIMEOUT 5") == WAITS
    scene.passes(2)
    debugger("RQ.DEBUG FREEZE jobs")
    debugger("LPUSH jobs one")
    for _ in range(3):
        scene.passes(9)
        debugger("RQ.DEBUG HEARTBEAT")
    assert b.reply() == WAITS
    assert debugger("RQ.GET jobs") == b"one"
    debugger("RQ.DEBUG THAW jobs")
    scene.passes(2.9)
    assert b.reply() == WAITS
    scene.passes(0.2)
    assert b.reply() == "EMPTY"


def test_step_lets_items_through_in_the_order_of_their_arrival(scene, debugger):
    waiting = scene.client("waiting")
    waiting.say("RQ.GET jobs")
    debugger("RQ.DEBUG FREEZE jobs")
    later = scene.client("later")
    later.say("RQ.GET jobs")
    debugger("LPUSH jobs one two")
    assert (waiting.reply(), later.reply()) == (WAITS, WAITS)
    assert debugger("RQ.DEBUG STEP jobs GETS") == 1
    assert (waiting.reply(), later.reply()) == (b"one", WAITS)
    assert debugger("RQ.DEBUG STEP jobs GETS 5") == 1
    assert later.reply() == b"two"
    assert debugger("RQ.DEBUG STEP jobs GETS") == 0


def test_step_lets_puts_through(a, b, debugger):
    debugger("RQ.DEBUG FREEZE jobs PUTS")
    a.say("RQ.PUT jobs one")
    b.say("RQ.PUT jobs two")
    assert debugger("RQ.DEBUG STEP jobs PUTS 1") == 1
    assert (a.reply(), b.reply(), debugger("LLEN jobs")) == (b"OK", WAITS, 1)
    assert debugger("RQ.DEBUG STEP jobs GETS 1") == "ERR"
    assert debugger("RQ.DEBUG STEP jobs BOTH 1") == "ERR"


def test_join_peek_and_shutdown_pass(scene, a, b, debugger):
    debugger("LPUSH jobs one")
    debugger("RQ.DEBUG FREEZE jobs")
    assert a("RQ.PEEK jobs 0 0") == [b"one"]
    assert a("RQ.JOIN jobs TIMEOUT 0") == 1
    b.say("RQ.PUT jobs two")
    assert a("RQ.SHUTDOWN jobs") == b"OK"
    debugger("RQ.DEBUG THAW jobs")
    assert b.reply() == "SHUTDOWN"


def test_close_ends_what_a_freeze_holds(scene, a, b, debugger):
    b.say("RQ.GET jobs")
    debugger("RQ.DEBUG FREEZE jobs")
    a.say("RQ.PUT jobs one")
    assert debugger("RQ.CLOSE jobs") == 0
    assert (a.reply(), b.reply()) == ("CLOSED", "CLOSED")
    assert debugger.rules() == {}


def test_freeze_can_let_calls_fail(a, debugger):
    debugger("RQ.DEBUG FREEZE jobs FAIL")
    assert (a("RQ.PUT jobs one"), a.complaint) == ("NOTALLOWED", "queue 'jobs' is frozen")


def test_pipelined_pushes_of_a_list_are_frozen_too(a, b, debugger):
    debugger("RQ.DEBUG FREEZE jobs")
    for payload in "abc":
        a.say("LPUSH jobs", payload)
    assert b("RQ.MGET jobs 10 TIMEOUT 0") == WAITS
    assert debugger("LLEN jobs") == 0
    debugger("RQ.DEBUG THAW jobs")
    assert [a.reply() for _ in range(3)] == [1, 2, 3]
    assert b.reply() == [b"a", b"b", b"c"]


def test_queue_is_thawed_when_its_debugger_leaves(scene, a, debugger):
    debugger("RQ.DEBUG FREEZE jobs")
    a.say("RQ.PUT jobs one")
    debugger.leave()
    assert a.reply() == b"OK"
    assert scene.state.debugging is None


def test_frozen_queue_can_be_edited(a, b, debugger):
    debugger("LPUSH jobs one two three")
    debugger("RQ.DEBUG FREEZE jobs")
    numbers = debugger("RQ.PEEK jobs 0 2 PREVIEW 10")[::4]
    assert debugger("RQ.DEBUG EDIT jobs", numbers[1], "2.0", "CODEC", "json") == b"OK"
    assert debugger("RQ.DEBUG FRONT jobs", numbers[2]) == b"OK"
    assert debugger("RQ.DEBUG DROP jobs", numbers[0]) == b"OK"
    assert debugger("RQ.PEEK jobs 0 9 WITHCODEC") == [b"raw", b"three", b"json", b"2.0"]
    assert debugger("RQ.DEBUG DROP jobs", numbers[0]) == "ERR"


def test_get_of_several_queues_ends_when_all_are_closed_although_one_was_frozen(a, b, debugger):
    a("RQ.CREATE NAME one"), a("RQ.CREATE NAME two")
    b.say("BLPOP one two 0")
    debugger("RQ.DEBUG FREEZE one")
    a("RQ.CLOSE two"), a("RQ.CLOSE one")
    assert b.reply() == "CLOSED"


def test_get_of_two_frozen_queues_waits_until_both_are_thawed(a, b, debugger):
    a("RQ.CREATE NAME one"), a("RQ.CREATE NAME two")
    b.say("BLPOP one two 0")
    debugger("RQ.DEBUG FREEZE one GETS"), debugger("RQ.DEBUG FREEZE two GETS")
    debugger("RQ.DEBUG THAW one")
    a("RPUSH two item")
    assert b.reply() == WAITS
    debugger("RQ.DEBUG THAW two")
    assert b.reply() == [b"two", b"item"]


@pytest.mark.parametrize("side", ["puts", "gets", "both"])
def test_every_client_sees_in_the_state_of_a_queue_that_it_is_frozen(a, debugger, side):
    assert a("RQ.STAT jobs")[b"frozen"] == b""
    debugger("RQ.DEBUG FREEZE jobs", side)
    assert a("RQ.STAT jobs")[b"frozen"] == a("RQ.LIST")[0][b"frozen"] == side.encode()
    debugger("RQ.DEBUG THAW jobs")
    assert a("RQ.STAT jobs")[b"frozen"] == b""


def test_queue_is_not_frozen_any_more_when_its_debugger_leaves(a, debugger):
    debugger("RQ.DEBUG FREEZE jobs")
    debugger.leave()
    assert a("RQ.STAT jobs")[b"frozen"] == b""


def test_get_of_several_queues_still_takes_items_of_those_that_are_not_frozen(a, b, debugger):
    a("RQ.CREATE NAME others")
    b.say("BLPOP jobs others 0")
    debugger("RQ.DEBUG FREEZE jobs GETS")
    a("RPUSH jobs one")
    assert b.reply() == WAITS
    a("RPUSH others two")
    assert b.reply() == [b"others", b"two"]
    debugger("RQ.DEBUG THAW jobs")
    assert a("LPOP jobs") == b"one"


def test_time_of_a_get_stands_still_only_while_all_its_queues_are_frozen(scene, a, b, debugger):
    a("RQ.CREATE NAME others")
    b.say("BLPOP jobs others 5")
    debugger("RQ.DEBUG FREEZE jobs"), debugger("RQ.DEBUG FREEZE others")
    scene.passes(9)
    debugger("RQ.DEBUG THAW jobs")
    scene.passes(4.9)
    assert b.reply() == WAITS
    scene.passes(0.2)
    assert b.reply() is None


def test_step_lets_a_get_take_from_the_frozen_queue_again(a, b, debugger):
    a("RQ.CREATE NAME others")
    b.say("BLPOP jobs others 0")
    debugger("RQ.DEBUG FREEZE jobs GETS")
    a("RPUSH jobs one")
    assert debugger("RQ.DEBUG STEP jobs GETS") == 1
    assert b.reply() == [b"jobs", b"one"]


def test_get_whose_client_resumes_its_session_stays_frozen_at_its_place(scene, a, b, debugger):
    session = scene.state.sessions.begin(a.client)
    session.requests = 1
    a.say("RQ.GET jobs"), b.say("RQ.GET jobs")
    debugger("RQ.DEBUG FREEZE jobs GETS")
    scene.controller.disconnect(a.client, scene.now_ns)
    newcomer = scene.controller.connect("10.0.0.9:1", scene.now_ns)
    resume_session(scene.state, newcomer, scene.now_ns, session.token, received=0)
    debugger("LPUSH jobs one two")
    assert (a.reply(), b.reply()) == (WAITS, WAITS)
    debugger("RQ.DEBUG THAW jobs")
    assert (a.reply(), b.reply()) == (b"one", b"two")


def test_time_of_a_frozen_get_goes_on_although_its_client_was_lost(scene, a, debugger):
    scene.state.sessions.begin(a.client)
    a.say("RQ.GET jobs TIMEOUT 5")
    debugger("RQ.DEBUG FREEZE jobs")
    scene.controller.disconnect(a.client, scene.now_ns)
    scene.passes(9)
    debugger("RQ.DEBUG THAW jobs")
    assert scene.state.deadlines.next_due == 14 * 10**9


@pytest.mark.parametrize("command", ["THAW jobs", "STEP jobs GETS 500", "REMOVE ALL", "END"])
def test_many_waiting_calls_are_frozen_and_continue_in_parts(scene, debugger, command):
    clients = [scene.client(str(number)) for number in range(MANY)]
    for client in clients:
        scene.state.sessions.begin(client.client)
        client.say("RQ.GET jobs TIMEOUT 9")
    freezing = scene.work_of_turns(debugger, "RQ.DEBUG FREEZE jobs")
    assert scene.state.deadlines.next_due is None
    continuing = scene.work_of_turns(debugger, f"RQ.DEBUG {command}")
    assert scene.state.deadlines.next_due == 9 * 10**9
    for turns in (freezing, continuing):
        assert len(turns) > 4
        assert max(turns) < 2 * TURN
    debugger("LPUSH jobs", *range(MANY))
    assert [client.reply() for client in clients] == [b"%d" % number for number in range(MANY)]


def test_no_item_leaves_a_queue_although_few_of_its_waiting_calls_were_reached(scene, a, debugger):
    for number in range(MANY):
        scene.client(str(number)).say("RQ.GET jobs")
    with scene.state.background.deferring():
        debugger.session.receive(FREEZE, scene.now_ns)
        a.session.receive(command([b"LPUSH", b"jobs", b"one"]), scene.now_ns)
    assert debugger("LLEN jobs") == 1


def test_steps_before_calls_have_continued_let_others_through(scene, debugger):
    debugger("RQ.DEBUG FREEZE jobs")
    clients = [scene.client(str(number)) for number in range(4)]
    for client in clients:
        client.say("RQ.PUT jobs one")
    with scene.state.background.deferring():
        for _ in range(2):
            assert debugger.session.receive(STEP, scene.now_ns) == b":2\r\n"
    scene.settle()
    assert [client.reply() for client in clients] == [b"OK"] * 4
