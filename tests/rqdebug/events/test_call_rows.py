# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls and items counted in rows, compared with plain Python."""

from __future__ import annotations

from itertools import groupby

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.call_rows import is_first, items_of
from rqdebug.events.schema import SCHEMA

CALLS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["jobs", "done"])), max_size=12)
"""For each call, the number of its items and its queue."""


def rows_of_calls(calls):
    return [
        {"call": number, "queue": queue, "items": count, "part": part}
        for number, (count, queue) in enumerate(calls)
        for part in range(max(count, 1))
    ]


def table(rows, made, cut=0):
    parts = [part for part in (made[:cut], made[cut:]) if part]
    return pa.Table.from_batches([rows(*part) for part in parts], SCHEMA).unify_dictionaries()


@given(CALLS, st.sets(st.integers(0, 40)), st.integers(0, 20))
def test_call_is_counted_once_even_if_rows_are_missing(rows, calls, left_out, cut):
    made = [row for number, row in enumerate(rows_of_calls(calls)) if number not in left_out]
    first = is_first(table(rows, made, cut))
    groups = [len(list(group)) for _, group in groupby(made, lambda row: row["call"])]
    assert first.tolist() == [number == 0 for size in groups for number in range(size)]


@given(CALLS)
def test_each_item_is_counted_once(rows, calls):
    assert items_of(table(rows, rows_of_calls(calls))).sum() == sum(count for count, _ in calls)


def test_move_is_first_at_each_of_its_queues(rows):
    made = [{"call": 5, "queue": queue, "items": 2, "part": part} for queue in "ab" for part in range(2)]
    assert is_first(table(rows, made)).tolist() == [True, False, True, False]


def test_row_of_an_earlier_recording_stands_for_all_its_items(rows):
    found = table(rows, [{"call": 5, "items": 7, "part": None}, {"call": 5, "items": 7, "part": None}])
    assert items_of(found).tolist() == [7, 7]
    assert is_first(found).tolist() == [True, True]
