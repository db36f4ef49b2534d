# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock of a controller is compared with the clock of this machine."""

from __future__ import annotations

import pytest

from rqcore.errors import NotAllowed
from rqcore.exposing import controller_clock
from rqcore.exposing.controller_clock import MAX_AGE, ControllerClock

MS = 10**6


class Clocks:
    """A controller whose clock is ahead, and that needs some time for each half of a round trip."""

    def __init__(self):
        self.now_ns = 10**18
        self.ahead_ns = 0
        self.there_ns = self.back_ns = MS
        self.readings = 0
        self.error = None

    def time_ns(self):
        return self.now_ns

    def run(self, exchange):
        self.readings += 1
        self.now_ns += self.there_ns
        seconds, rest = divmod(self.now_ns + self.ahead_ns, 10**9)
        self.now_ns += self.back_ns
        if self.error:
            raise self.error
        return exchange.result([b"%d" % seconds, b"%d" % (rest // 1000)])


@pytest.fixture
def clocks(monkeypatch):
    clocks = Clocks()
    monkeypatch.setattr(controller_clock, "time", clocks)
    return clocks


@pytest.mark.parametrize("ahead_ns", [3600 * 10**9, -50 * MS, 5 * MS])
def test_offset_is_known_up_to_the_round_trip(clocks, ahead_ns):
    clocks.ahead_ns = ahead_ns
    clock = ControllerClock()
    clock.update(clocks, 1.0)
    assert abs(clock.offset_ns - ahead_ns) <= MS


@pytest.mark.parametrize(("there_ns", "back_ns"), [(MS, MS), (9 * MS, 0), (0, 9 * MS)])
def test_same_clocks_have_no_offset_on_a_slow_way_either(clocks, there_ns, back_ns):
    clocks.there_ns, clocks.back_ns = there_ns, back_ns
    clock = ControllerClock()
    clock.update(clocks, 1.0)
    assert clock.offset_ns == 0


def test_clocks_are_compared_again_after_a_while(clocks):
    clock = ControllerClock()
    clock.update(clocks, 1.0)
    clock.update(clocks, 1.0 + MAX_AGE / 2)
    assert clocks.readings == controller_clock.READINGS
    clocks.ahead_ns = 10**9
    clock.update(clocks, 1.0 + MAX_AGE)
    assert abs(clock.offset_ns - 10**9) <= MS


def test_user_who_may_not_read_the_clock_reports_by_its_own(clocks):
    clocks.error = NotAllowed("no")
    clock = ControllerClock()
    clock.update(clocks, 1.0)
    assert clock.offset_ns == 0
