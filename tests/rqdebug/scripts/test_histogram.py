# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.histogram import Histogram, HistogramBuilder

DURATIONS = st.lists(st.integers(0, 10**12), min_size=1, max_size=200)


def histogram_of(durations):
    spread = HistogramBuilder()
    for duration in durations:
        spread.add(duration)
    return spread.histogram()


@given(DURATIONS)
def test_each_duration_is_in_its_bucket(durations):
    for bucket in histogram_of(durations):
        inside = [duration for duration in durations if bucket.low <= duration < bucket.high]
        assert len(inside) == bucket.count
        assert bucket.high - bucket.low <= max(bucket.low / 8, 1)


@given(DURATIONS)
def test_mean_and_maximum_are_exact(durations):
    histogram = histogram_of(durations)
    assert (len(histogram), histogram.maximum) == (len(durations), max(durations))
    assert histogram.mean == pytest.approx(sum(durations) / len(durations))


@given(DURATIONS, st.sampled_from([0.5, 0.9, 0.99, 1.0]))
def test_quantiles_are_within_an_eighth(durations, share):
    found = histogram_of(durations).quantile(share)
    assert sum(duration <= found for duration in durations) >= share * len(durations)
    exact = sorted(durations)[max(-(-round(share * len(durations) * 1000) // 1000) - 1, 0)]
    assert found <= exact * 9 / 8 + 1


def test_empty_histogram_has_zeros():
    assert (Histogram().quantile(0.5), Histogram().mean, list(Histogram())) == (0, 0.0, [])
