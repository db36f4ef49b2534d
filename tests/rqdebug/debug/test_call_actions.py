# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does with held calls, on a real controller."""

from __future__ import annotations

import threading

import pytest

import rqcore
from rqcore.debug import attach, method
from rqcore.errors import BadCall
from rqdebug.debug.call_actions import DUPLICATED, STEPPED, duplicate_call, step_call

PATIENCE = 20


@pytest.fixture
def debugger(controller_url):
    with attach(controller_url) as session:
        yield session


@pytest.fixture
def jobs(controller_url):
    with rqcore.connect(controller_url, name="program") as program:
        queue = program.create("held-jobs")
        yield queue
        queue.close()


@pytest.fixture
def begin():
    """Call a function in a thread; the threads have ended after the test."""
    threads = []

    def begin(function, *arguments):
        threads.append(threading.Thread(target=function, args=arguments))
        threads[-1].start()

    yield begin
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize(("payload", "item"), [(None, "one"), (b"two", "two")])
def test_duplicated_put_puts_its_item_twice(debugger, jobs, begin, payload, item):
    stop = debugger.hold(method.is_("put"))
    begin(jobs.put, "one")
    duplicate_call(debugger, stop.wait(PATIENCE), payload)
    stop.remove()
    assert [jobs.get(timeout=PATIENCE), jobs.get(timeout=PATIENCE)] == [item, item]
    jobs.put("other")
    assert jobs.qsize() == 1


def test_call_at_its_end_cannot_be_duplicated(held_call):
    with pytest.raises(BadCall, match="call 7 has happened already"):
        duplicate_call(None, held_call(7, at="end"))


def test_step_lets_a_call_happen_and_holds_its_reply(debugger, jobs, begin):
    stop = debugger.hold(method.is_("put"), at="start")
    begin(jobs.put, "one")
    call = stop.wait(PATIENCE)
    assert jobs.qsize() == 0
    step_call(debugger, call, b"two")
    reply = debugger.wait(PATIENCE)
    assert (reply.is_at_end, reply.number) == (True, call.number)
    assert jobs.qsize() == 1
    step_call(debugger, reply)
    stop.remove()
    assert jobs.get(timeout=PATIENCE) == "two"


def test_step_in_a_frozen_queue_lets_the_next_call_pass(debugger, jobs, begin):
    with debugger.freeze("held-jobs", "puts"):
        begin(jobs.put, "one")
        call = debugger.wait(PATIENCE)
        step_call(debugger, call)
        assert jobs.get(timeout=PATIENCE) == "one"
        assert debugger.held() == []


def test_rules_that_have_done_their_work_are_removed(debugger, jobs, begin):
    stop = debugger.hold(method.is_("put"))
    for number in range(3):
        begin(jobs.put, number)
        duplicate_call(debugger, stop.wait(PATIENCE))
        assert [jobs.get(timeout=PATIENCE), jobs.get(timeout=PATIENCE)] == [number, number]
    assert sum(rule["name"] in (DUPLICATED, STEPPED) for rule in debugger.rules()) == 1
