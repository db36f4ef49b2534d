# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.views.log_statistics import (
    QUANTILES,
    DifferenceVerdict,
    compare_statistics,
    compute_series,
    compute_statistics,
)

SECOND = 10**9


def test_calls_are_grouped_and_counted(rows):
    batches = [
        rows({"time": 0, "waited": 10}, {"time": SECOND, "waited": 30, "items": 2, "size": 7}),
        rows(
            {"time": 2 * SECOND, "method": "get", "queue": "done"}, {"phase": "start", "outcome": "blocked"}
        ),
    ]
    get, put = compute_statistics(batches)
    assert (get.key, get.count) == (("get", "done"), 1)
    assert (put.key, put.count, put.items, put.size) == (("put", "jobs"), 2, 3, 10)
    assert (put.p50, put.p90, put.p99, put.max) == (10, 30, 30, 30)
    assert put.rate == pytest.approx(1.0)
    assert [row.count for row in compute_statistics(batches, ())] == [3]
    assert [row.key for row in compute_statistics(batches, ("outcome",))] == [("ok",)]


def test_empty_log_has_no_statistics(rows):
    assert compute_statistics([]) == compute_statistics([rows({"phase": "start"})]) == []
    assert len(compute_series([], SECOND).starts) == 0


def test_unknown_field_is_refused():
    with pytest.raises(ValueError, match="the fields are method, queue"):
        compute_statistics([], ("payload",))


def rank(values, quantile):
    return sorted(values)[max(math.ceil(len(values) * quantile) - 1, 0)]


CALLS = st.lists(
    st.tuples(
        st.sampled_from(["put", "get", "purge"]),
        st.sampled_from(["jobs", "done", ""]),
        st.integers(0, 10**12),
        st.integers(0, 20 * SECOND),
    ),
    min_size=1,
    max_size=60,
)


@given(CALLS, st.integers(1, 59))
def test_statistics_equal_a_plain_loop(rows, calls, cut):
    made = [
        {"method": method, "queue": queue, "waited": duration, "time": time, "depth": duration % 7}
        for method, queue, duration, time in calls
    ]
    batches = [rows(*part) for part in (made[:cut], made[cut:]) if part]
    found = {row.key: row for row in compute_statistics(batches)}
    kinds = {(method, queue) for method, queue, _, _ in calls}
    assert list(found) == sorted(kinds)
    for kind in kinds:
        values = [duration for method, queue, duration, _ in calls if (method, queue) == kind]
        row = found[kind]
        assert [row.p50, row.p90, row.p99, row.max] == [rank(values, quantile) for quantile in QUANTILES]
        assert row.count == len(values)
    series = compute_series(batches, SECOND)
    for start, count, latencies, depth in zip(
        series.starts, series.counts, series.latencies, series.depths, strict=True
    ):
        values = [duration for _, _, duration, time in calls if start <= time < start + SECOND]
        assert count == len(values)
        assert depth == max((value % 7 for value in values), default=-1)
        assert list(latencies) == [rank(values, quantile) if values else 0 for quantile in QUANTILES]


def test_two_logs_are_compared_by_group(rows):
    def log(*calls):
        return compute_statistics([rows(*({"method": m, "queue": q, "waited": d} for m, q, d in calls))])

    before = log(("put", "a", 10**6), ("get", "a", 10**6), ("put", "b", 5), ("put", "c", 10**6))
    after = log(("put", "a", 2 * 10**6), ("get", "a", 10**6), ("put", "b", 5000), ("put", "d", 1))
    verdicts = {difference.key: difference.verdict for difference in compare_statistics(before, after)}
    assert verdicts == {
        ("get", "a"): DifferenceVerdict.SAME,
        ("put", "a"): DifferenceVerdict.SLOWER,
        ("put", "b"): DifferenceVerdict.SAME,  # much slower, but by less than MIN_DIFFERENCE_NS
        ("put", "c"): DifferenceVerdict.MISSING,
        ("put", "d"): DifferenceVerdict.ADDED,
    }
    back = {difference.key: difference.verdict for difference in compare_statistics(after, before)}
    assert back["put", "a"] is DifferenceVerdict.FASTER


def test_call_with_a_row_for_each_item_counts_once(rows):
    many = [
        {"method": "put_many", "call": 9, "items": 3, "part": n, "size": 4, "waited": 50} for n in range(3)
    ]
    (row,) = compute_statistics([rows(*many)])
    assert (row.count, row.items, row.size, row.p50) == (1, 3, 12, 50)
    (series_count,) = compute_series([rows(*many)], SECOND).counts
    assert series_count == 1


def test_filtered_rows_of_a_call_count_as_one_call(rows):
    some = [{"method": "put_many", "call": 9, "items": 3, "part": n} for n in (1, 2)]
    (row,) = compute_statistics([rows(*some)])
    assert (row.count, row.items) == (1, 2)
