# SPDX-License-Identifier: GPL-3.0-or-later
"""Events of a target are ordered by time before they are appended to its log."""

from __future__ import annotations

import pytest

from rqdebug.events.event_sorter import HOLD, EventSorter

EXPOSED = {"jobs"}


@pytest.fixture
def order():
    return EventSorter()


@pytest.fixture
def add(order, rows):
    """``add(now, (queue, time), …)`` adds one batch; the clock of the target shows 1,000 ns."""

    def add(now, *events):
        batch = rows(*({"queue": queue, "time": time} for queue, time in events))
        order.add(batch, EXPOSED, now, 1_000)

    return add


@pytest.fixture
def take(order):
    """``take(now)`` returns the queue and the time of each event that is released."""

    def take(now, hold=HOLD):
        batch = order.take(now, hold)
        if batch is None:
            return []
        times = batch.column("time").cast("int64").to_pylist()
        return list(zip(batch.column("queue").to_pylist(), times, strict=True))

    return take


def test_reported_call_is_put_between_the_calls_of_the_controller(add, take):
    # Given
    add(0.0, ("own", 10), ("own", 30))
    add(0.05, ("own", 40), ("jobs", 5), ("jobs", 20))
    # When
    before = take(HOLD / 2)
    after = take(HOLD)
    # Then
    assert before == []
    assert after == [("jobs", 5), ("own", 10), ("jobs", 20), ("own", 30)]
    assert take(2 * HOLD) == [("own", 40)]


def test_nothing_waits_without_exposed_queues(order, add, take):
    add(0.0, ("own", 10), ("own", 30))
    assert take(0.0, 0.0) == [("own", 10), ("own", 30)]
    assert take(0.0, 0.0) == []
    assert order.late == 0


def test_controller_whose_clock_goes_back_keeps_the_order_of_its_events(order, add, take):
    add(0.0, ("own", 30), ("own", 10), ("jobs", 20))
    add(0.0, ("own", 5))
    assert take(HOLD) == [("jobs", 20), ("own", 30), ("own", 10), ("own", 5)]
    assert order.late == 0


def test_event_that_arrives_too_late_is_appended_and_counted(order, add, take):
    # Given
    add(0.0, ("own", 30))
    assert take(HOLD) == [("own", 30)]
    # When
    add(1.0, ("jobs", 20), ("own", 40))
    # Then
    assert take(2.0) == [("jobs", 20), ("own", 40)]
    assert order.late == 1


def test_program_whose_clock_is_ahead_makes_no_other_event_late(order, add, take):
    # Given
    add(0.0, ("jobs", 10**15), ("own", 900))
    # When
    released = take(HOLD)
    add(1.0, ("own", 1_100))
    # Then
    assert released == [("own", 900), ("jobs", 10**15)]
    assert take(2.0) == [("own", 1_100)]
    assert order.late == 0


def test_rest_is_released_at_the_end(add, take):
    add(0.0, ("own", 10))
    add(0.1, ("jobs", 5))
    assert take(0.1, 0.0) == [("jobs", 5), ("own", 10)]
