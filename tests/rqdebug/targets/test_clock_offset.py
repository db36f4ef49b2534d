# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqdebug.targets.clock_offset import MAX_READINGS, ClockEstimator, ClockReading, parse_time

DELAYS = st.integers(0, 10**8)


@given(
    st.integers(-(10**15), 10**15), st.lists(st.tuples(DELAYS, DELAYS), min_size=1, max_size=2 * MAX_READINGS)
)
def test_true_offset_is_within_the_error(offset, delays):
    """The delays in both directions may differ, while both clocks run at the same rate."""
    estimator, now = ClockEstimator(), 10**18
    for there, back in delays:
        estimate = estimator.add(ClockReading(now, now + there + offset, now + there + back))
        assert abs(estimate.offset_ns - offset) <= estimate.error_ns
        now += there + back + 500_000_000


@given(st.lists(DELAYS, min_size=1, max_size=20))
def test_reading_with_the_shortest_round_trip_decides(delays):
    estimator = ClockEstimator()
    for delay in delays:
        estimate = estimator.add(ClockReading(0, delay, 2 * delay))
    assert estimate.error_ns <= max(delays) + 1
    assert estimate.error_ns >= min(delays)


def test_drift_stays_within_the_error():
    """The offset of a clock that gains 50 ppm never exceeds the error."""
    estimator, offset = ClockEstimator(), 0
    for second in range(600):
        now = second * 10**9
        offset = second * 50_000
        estimate = estimator.add(ClockReading(now, now + 100_000 + offset, now + 200_000))
        assert abs(estimate.offset_ns - offset) <= estimate.error_ns


def test_changed_clock_is_noticed_immediately():
    estimator = ClockEstimator()
    estimator.add(ClockReading(0, 100, 200))
    later = 10**9
    estimate = estimator.add(ClockReading(later, later + 3600 * 10**9, later + 200))
    assert abs(estimate.offset_ns - 3600 * 10**9) <= 200
    assert len(list(estimator)) == 1


def test_coarse_clock_has_a_larger_error():
    estimate = ClockEstimator().add(ClockReading(0, 1000, 200, resolution_ns=1000))
    assert estimate.error_ns >= 600


def test_reply_to_time_is_seconds_and_microseconds():
    assert parse_time([b"1700000000", b"5"]) == parse_time((1700000000, 5)) == 1_700_000_000_000_005_000


@pytest.mark.parametrize(
    "reply",
    [[99999999999, 0], ["9" * 30, "0"], [-1, 0], [1], [1, 2, 3], None, 7, b"OK", [b"x", b"1"], [[], 1]],
)
def test_reply_that_is_no_time_is_refused(reply):
    with pytest.raises(ProtocolError, match="which is no time"):
        parse_time(reply)
