# SPDX-License-Identifier: GPL-3.0-or-later
"""When a client tries again to resume its session, and when it gives up."""

from __future__ import annotations

import pytest

from rqcore.client import retry_schedule
from rqcore.client.retry_schedule import RetrySchedule


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(retry_schedule, "monotonic", clock)
    return clock


def attempts(clock, schedule, is_resumed=False, is_received=False, lasts=0.0, most=100):
    """Return how many attempts there are, up to ``most``, until the last one."""
    for attempt in range(1, most + 1):
        clock.now += schedule.next_pause()
        if is_resumed:
            schedule.resumed(is_received)
        clock.now += lasts
        if schedule.is_last:
            return attempt
    return most


def test_attempts_begin_at_once_and_become_rare(clock):
    schedule = RetrySchedule(5, 0.0)
    assert [schedule.next_pause() for _ in range(9)] == [0, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5]


def test_outage_may_last_for_the_patience(clock):
    assert attempts(clock, RetrySchedule(5, None)) < 20
    assert 1005 <= clock.now < 1005.6


def test_link_that_is_cut_after_each_attempt_does_not_prolong_a_call(clock):
    assert attempts(clock, RetrySchedule(5, 2.0), is_resumed=True, is_received=True, most=999) < 900
    assert 1007 <= clock.now < 1007.6


def test_request_that_never_arrives_ends_a_call_without_a_timeout(clock):
    assert attempts(clock, RetrySchedule(5, None), is_resumed=True, most=999) < 900


def test_call_without_a_timeout_waits_at_the_controller_as_long_as_it_can_be_resumed(clock):
    schedule = RetrySchedule(5, None)
    assert attempts(clock, schedule, is_resumed=True, is_received=True, lasts=0.1, most=1000) == 1000
    assert attempts(clock, schedule) < 20


def test_outage_after_a_long_one_may_last_as_long(clock):
    schedule = RetrySchedule(5, None)
    attempts(clock, schedule)
    schedule.resumed(True)
    clock.now += 3600
    assert not schedule.is_last and attempts(clock, schedule) > 10
