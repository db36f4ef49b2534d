# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import rqcore
import rqcore.aio
from rqcore.debug import attach, method, payload, queue, size

PATIENCE = 20


def test_held_put_continues_with_another_payload(jobs, debugger, later):
    stop = debugger.hold(method.is_("put") & queue.is_("jobs"))
    put = later(jobs.put, {"n": 1})
    call = stop.wait(PATIENCE)
    assert (call.method, call.queue, call.client, call.payload) == ("put", "jobs", "program", b'{"n":1}')
    assert jobs.qsize() == 0
    call.release(payload=b'{"n": 2}')
    assert put.result(PATIENCE) is None
    stop.remove()
    assert jobs.get(timeout=PATIENCE) == {"n": 2}


def test_held_get_gives_its_client_another_payload(jobs, debugger, later):
    jobs.put("one")
    stop = debugger.hold(method.is_("get"), at="end")
    get = later(jobs.get, timeout=PATIENCE)
    stop.wait(PATIENCE).release(payload=b"other")
    assert get.result(PATIENCE) == "other"


def test_held_call_fails_as_the_debugger_wants(jobs, debugger, later):
    stop = debugger.hold(method.is_("put"))
    put = later(jobs.put, 1)
    stop.wait(PATIENCE).fail("FULL", "no space today")
    with pytest.raises(rqcore.Full, match="no space today"):
        put.result(PATIENCE)


def test_condition_on_a_member_of_the_payload(jobs, debugger, later):
    stop = debugger.hold(method.is_("put") & (payload["order"]["id"] == 17) & (size < 1000))
    jobs.put({"order": {"id": 16}})
    put = later(jobs.put, {"order": {"id": 17}})
    stop.wait(PATIENCE).discard()
    assert put.result(PATIENCE) is None
    assert jobs.qsize() == 1
    assert stop.describe()["hits"] == 1


@pytest.mark.parametrize("at", ["start", "end"])
def test_client_resumes_its_session_when_a_fault_cuts_its_connection(jobs, debugger, at):
    for made in (method.is_("put"), method.is_("get"), method.is_("get_many")):
        debugger.fault("disconnect", made, at=at, trigger={"kind": "once"})
    for number in range(3):
        jobs.put(number)
    assert [jobs.get(timeout=PATIENCE), *jobs.get_many(5, timeout=PATIENCE)] == [0, 1, 2]
    assert [rule["acted"] for rule in debugger.rules()] == [1, 1, 1]


def test_get_that_waits_resumes_when_a_fault_cuts_its_connection_at_its_end(jobs, debugger, later, until):
    rule = debugger.fault("disconnect", method.is_("get"), at="end", trigger={"kind": "once"})
    get = later(jobs.get, timeout=PATIENCE)
    until(lambda: len(jobs.waiters()) == 1)
    jobs.put("one")
    assert get.result(PATIENCE) == "one"
    assert (jobs.qsize(), rule.describe()["acted"]) == (0, 1)


def test_fault_ends_with_its_block(jobs, debugger):
    with debugger.fault("fail", method.is_("put"), code="TOOMANY", message="injected") as rule:
        with pytest.raises(rqcore.TooMany, match="injected"):
            jobs.put(1)
        assert rule.describe()["acted"] == 1
    jobs.put(1)
    assert debugger.rules() == []


def test_frozen_queue_lets_items_through_step_by_step(jobs, debugger, later):
    jobs.put_many([1, 2, 3])
    with debugger.freeze("jobs") as frozen:
        gets = [later(jobs.get, timeout=PATIENCE) for _ in range(2)]
        debugger.wait(PATIENCE)
        debugger.wait(PATIENCE)
        assert frozen.step("gets", 1) == 1
        while sum(get.done() for get in gets) < 1:
            time.sleep(0.01)
        assert frozen.step("gets", 1) == 1
        assert sorted(get.result(PATIENCE) for get in gets) == [1, 2]


def test_item_in_a_queue_is_edited(jobs, debugger):
    jobs.put("one")
    (preview,) = jobs.previews(0, 0, 10)
    debugger.edit("jobs", preview.number, b'"two"', "json")
    assert jobs.get() == "two"


def test_call_that_left_is_not_held_any_more(controller, jobs, debugger, later):
    debugger.hold(method.is_("put"))
    put = later(jobs.put, 1)
    call = debugger.wait(PATIENCE)
    debugger.release_all()
    put.result(PATIENCE)
    with pytest.raises(rqcore.BadCall, match=r"no call .* is held"):
        call.release()


def test_no_held_call_is_a_timeout(debugger):
    with pytest.raises(TimeoutError, match=r"within 0\.05 s"):
        debugger.wait(0.05)


class Diary:
    """A listener that writes down what happens."""

    def __init__(self):
        self.entries = []
        self.changed = threading.Condition()

    def _write(self, *entry):
        with self.changed:
            self.entries.append(entry)
            self.changed.notify_all()

    def on_held(self, call):
        self._write("held", call.method)

    def on_continued(self, number, reason):
        self._write("continued", reason)

    def on_ended(self, reason):
        self._write("ended", reason)

    def wait(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.entries) >= count, PATIENCE)
            return self.entries


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda stop, call: call.release(), "released"),
        (lambda stop, call: call.discard(), "discarded"),
        (lambda stop, call: call.fail("FULL"), "answered"),
        (lambda stop, call: stop.remove(), "removed"),
    ],
)
def test_listener_learns_why_a_call_continues(controller, jobs, later, act, reason):
    diary = Diary()
    with attach(controller.url, listener=diary) as debugger:
        stop = debugger.hold(method.is_("put"))
        put = later(jobs.put, 1)
        act(stop, stop.wait(PATIENCE))
        assert diary.wait(2) == [("held", "put"), ("continued", reason)]
        put.exception(PATIENCE)
    assert len(diary.entries) == 2


def test_listener_learns_that_a_call_was_held_long_enough(controller, jobs, later):
    diary = Diary()
    with attach(controller.url, listener=diary) as debugger:
        debugger.hold(method.is_("put"), max_hold=0.01)
        assert later(jobs.put, 1).result(PATIENCE) is None
        assert diary.wait(2)[1] == ("continued", "expired")


def test_listener_learns_that_the_session_has_ended(controller):
    diary = Diary()
    with attach(controller.url, listener=diary) as debugger:
        debugger.run("END")
        ((kind, reason),) = diary.wait(1)
        assert (kind, reason) == (
            "ended",
            "no session has this token; a session ends 10 s after its last command",
        )
        with pytest.raises(rqcore.ConnectionLost, match="attach again"):
            debugger.rules()


HOLDS = """
import sys, time
from rqcore.debug import attach, method
debugger = attach(sys.argv[1])
debugger.hold(method.is_("put"))
print("holds", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_everything_continues_when_the_debugger_is_killed_or_stopped(controller, jobs, later, number):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(controller.url)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "holds\n"
        put = later(jobs.put, 1)
        with attach(controller.url) as other:
            while not other.held():
                time.sleep(0.01)
        os.kill(process.pid, number)
        assert put.result(PATIENCE) is None
        process.kill()


def test_ended_controller_ends_the_session():
    with rqcore.serve() as controller:
        debugger = attach(controller.url)
    with pytest.raises(rqcore.ConnectionLost):
        debugger.wait(PATIENCE)
    with pytest.raises(rqcore.ConnectionLost, match="attach again"):
        debugger.rules()
    debugger.close()


def test_controller_can_refuse_debuggers():
    with (
        rqcore.serve(no_debug=True) as controller,
        pytest.raises(rqcore.NotAllowed, match="--no-debug"),
    ):
        attach(controller.url)


@pytest.mark.parametrize("at", ["start", "end"])
def test_clients_wait_for_as_long_as_their_calls_are_held(controller, debugger, later, at):
    stop = debugger.hold(method.is_("get") & queue.is_("patient"), at=at)
    with rqcore.connect(controller.url, network_timeout=0.3) as program:
        patient = program.create("patient")
        debugger_side = rqcore.connect(controller.url)
        debugger_side.queue("patient").put("one")
        get = later(patient.get, timeout=0.2)
        call = stop.wait(PATIENCE)
        time.sleep(1.5)
        assert not get.done()
        call.release()
        assert get.result(PATIENCE) == "one"
        stop.remove()
        patient.put("two")
        assert patient.get(timeout=0.2) == "two"
        patient.close()
        debugger_side.close()


def test_timeout_of_a_released_call_runs_again(controller, debugger, later):
    stop = debugger.hold(method.is_("get") & queue.is_("patient"))
    with rqcore.connect(controller.url, network_timeout=0.3) as program:
        patient = program.create("patient")
        get = later(patient.get, timeout=0.2)
        stop.wait(PATIENCE).release()
        with pytest.raises(rqcore.Empty):
            get.result(PATIENCE)
        patient.close()


def test_asyncio_clients_wait_as_long_too(controller, debugger):
    stop = debugger.hold(method.is_("get") & queue.is_("patient"))

    async def main():
        async with await rqcore.aio.connect(controller.url, network_timeout=0.3) as program:
            patient = await program.create("patient")
            await patient.put("one")
            get = asyncio.create_task(patient.get(timeout=0.2))
            call = await asyncio.to_thread(stop.wait, PATIENCE)
            await asyncio.sleep(1.5)
            assert not get.done()
            call.release()
            assert await get == "one"
            stop.remove()
            await patient.close()

    asyncio.run(main())


def test_clients_that_waited_before_a_freeze_wait_for_as_long(controller, debugger, later):
    with rqcore.connect(controller.url, network_timeout=0.3) as program:
        patient = program.create("patient")
        get = later(patient.get, timeout=0.5)
        while not program.queue("patient").waiters():
            time.sleep(0.01)
        with debugger.freeze("patient"):
            time.sleep(1.5)
            assert not get.done()
        with pytest.raises(rqcore.Empty):
            get.result(PATIENCE)
        patient.close()


def test_closed_debugger_says_so(controller, later):
    debugger = attach(controller.url)
    waiting = later(debugger.wait)
    debugger.close()
    with pytest.raises(rqcore.ConnectionLost, match="was closed"):
        waiting.result(PATIENCE)
    with pytest.raises(rqcore.ConnectionLost, match="is closed"):
        debugger.rules()


def test_text_is_no_condition(debugger):
    with pytest.raises(rqcore.BadCall, match="is no condition"):
        debugger.hold("method == put")


def test_client_that_a_freeze_had_stopped_is_as_before_when_the_debugger_leaves(controller, later):
    with rqcore.connect(controller.url, network_timeout=0.3) as program, attach(controller.url) as debugger:
        patient = program.create("patient")
        get = later(patient.get, timeout=0.5)
        while not program.queue("patient").waiters():
            time.sleep(0.01)
        debugger.freeze("patient")
        debugger.close()
        with pytest.raises(rqcore.Empty):
            get.result(PATIENCE)
        patient.put("one")
        assert patient.get(timeout=0.2) == "one"
        patient.close()
