# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.event_log import read_events
from rqdebug.targets.redis.counter_polling import CounterPolling

SECOND_NS = 10**9
BOX = QueueStat("box", "box", "fifo", 0, 0, 0, 0, 0, 0, 0, 0, False, 0, 0)
LIST = replace(BOX, namespace="list", name="list", kind="list")


def compare(polling, *stats, now_ns=0):
    batch = polling.compare(stats, now_ns)
    return read_events(batch) if batch is not None else []


def summary(events):
    return [(event.method, event.queue, event.items) for event in events]


def test_first_poll_has_nothing_to_compare_with():
    assert compare(CounterPolling(), replace(BOX, puts=5, gets=3)) == []


def test_counters_of_a_pressure_queue_become_events():
    polling = CounterPolling()
    compare(polling, replace(BOX, puts=5, gets=3, size=2), now_ns=SECOND_NS)
    events = compare(polling, replace(BOX, puts=9, gets=4, size=5), now_ns=3 * SECOND_NS)
    assert summary(events) == [("put_many", "box", 4), ("get_many", "box", 1)]
    assert {(event.time_ns, event.waited_ns, event.depth) for event in events} == {
        (3 * SECOND_NS, 2 * SECOND_NS, 5)
    }
    assert {(event.phase, event.outcome, event.client) for event in events} == {("end", "ok", "")}


@pytest.mark.parametrize("kind", ["list", "stream", "zset"])
def test_length_of_a_plain_queue_becomes_an_event(kind):
    plain, polling = replace(LIST, kind=kind), CounterPolling()
    compare(polling, replace(plain, size=5))
    assert summary(compare(polling, replace(plain, size=7))) == [("put_many", "list", 2)]
    assert summary(compare(polling, replace(plain, size=4))) == [("get_many", "list", 3)]
    assert compare(polling, replace(plain, size=4)) == []


def test_new_queue_is_compared_from_its_second_poll():
    polling = CounterPolling()
    compare(polling, BOX)
    assert compare(polling, BOX, replace(LIST, size=9)) == []
    assert summary(compare(polling, BOX, replace(LIST, size=10))) == [("put_many", "list", 1)]


def test_queue_that_is_missing_for_a_while_starts_again():
    polling = CounterPolling()
    compare(polling, replace(BOX, puts=5))
    assert compare(polling) == []
    assert compare(polling, replace(BOX, puts=9)) == []


def test_reset_counter_makes_no_event():
    polling = CounterPolling()
    compare(polling, replace(BOX, puts=5, gets=5))
    assert compare(polling, BOX) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20))
def test_items_of_all_events_add_up_to_the_counters(steps):
    polling, puts, gets, moved = CounterPolling(), 0, 0, {"put_many": 0, "get_many": 0}
    compare(polling, BOX)
    for number, (more_puts, more_gets) in enumerate(steps):
        puts, gets = puts + more_puts, gets + more_gets
        for event in compare(polling, replace(BOX, puts=puts, gets=gets), now_ns=number):
            moved[event.method] += event.items
    assert moved == {"put_many": puts, "get_many": gets}


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_sequence_numbers_have_no_gap(sizes):
    polling = CounterPolling()
    numbers = [event.sequence for size in sizes for event in compare(polling, replace(LIST, size=size))]
    assert numbers == list(range(1, len(numbers) + 1))
