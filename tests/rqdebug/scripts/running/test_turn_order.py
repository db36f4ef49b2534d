# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns begin in the order of their numbers, in any lane, and no wait for a turn lasts forever."""

from __future__ import annotations

import threading

import pytest

import rqcore
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.scripts.running.turn_order import TurnOrder

PATIENCE = 20


def run_of(text, url, **options):
    def connect():
        return rqcore.connect(url)

    run = ScriptRun(parse(text, "some.rqs"), {"edge": connect}, Options(**options))
    run.start()
    return run


def test_turn_waits_for_the_turn_before():
    order, begun = TurnOrder(), []
    order.enter_lane()
    order.enter_lane()

    def second():
        begun.append(order.begin("jobs", 2))
        order.leave_lane()

    thread = threading.Thread(target=second)
    thread.start()
    assert order.begin("jobs", 1)
    assert begun == []
    order.end("jobs", 1)
    thread.join(PATIENCE)
    assert begun == [True]


def test_turns_with_other_names_do_not_wait():
    order = TurnOrder()
    order.enter_lane()
    assert order.begin("jobs", 1) and order.begin("done", 1)


def test_order_is_broken_if_all_lanes_wait():
    order = TurnOrder()
    order.enter_lane()
    assert not order.begin("jobs", 2)
    assert not order.begin("jobs", 1), "it stays broken"


def test_order_is_broken_if_the_last_other_lane_ends():
    order, begun = TurnOrder(), []
    order.enter_lane()
    order.enter_lane()

    def wait():
        begun.append(order.begin("jobs", 2))

    thread = threading.Thread(target=wait)
    thread.start()
    order.leave_lane()
    thread.join(PATIENCE)
    assert begun == [False]


REVERSED = """
q = create()
with parallel():
    with lane("late"):
        with turn("q", 2): q.put("second")
    with lane("later"):
        with turn("q", 3): q.put("third")
    with lane("first"):
        sleep(0.1)
        with turn("q", 1): q.put("first")
assert q.get_many(3) == ["first", "second", "third"]
"""


def test_turns_order_the_calls_of_all_lanes(controller_url):
    report = run_of(REVERSED, controller_url, loops=3).wait(PATIENCE)
    assert report.status is RunStatus.PASSED


@pytest.mark.parametrize("first", ['q.put("first")  # off', "q.put(1 + 'a')"])
def test_missing_turn_is_an_error_and_not_an_endless_wait(controller_url, first):
    text = REVERSED.partition("assert")[0].replace('q.put("first")', first)
    report = run_of(text, controller_url).wait(PATIENCE)
    assert report.status is RunStatus.ERROR
    assert any("turn('q', 1) does not end" in result.got for result in report.results)


def test_stop_ends_the_waits_for_turns(controller_url):
    run = run_of(REVERSED.replace("sleep(0.1)", "sleep(1000)"), controller_url)
    with pytest.raises(TimeoutError):
        run.wait(0.3)
    run.stop()
    assert run.wait(PATIENCE).status is RunStatus.STOPPED


@pytest.mark.parametrize(("speed", "longest"), [(10.0, 1.0), (0.0, 0.4)])
def test_speed_scales_timeouts_if_wanted(controller_url, speed, longest):
    text = "q = create()\nwith raises(Empty): q.get(timeout=5)"
    report = run_of(text, controller_url, speed=speed, scales_timeouts=True).wait(PATIENCE)
    assert report.ok
    assert report.results[1].duration_ns < longest * 1e9


def test_call_without_a_timeout_waits_no_longer_than_wanted(controller_url):
    report = run_of("q = create()\nq.get()", controller_url, longest_wait=0.1).wait(PATIENCE)
    assert report.status is RunStatus.FAILED
    assert report.results[1].got.startswith("Empty")
