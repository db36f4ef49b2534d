# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows in batches: lookup, adding and merging."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events import row_batches
from rqdebug.events.row_batches import RowBatches, coalesce, is_full, merge_batches

SIZES = st.lists(st.integers(1, 9), max_size=8)


def batch_of(numbers):
    return pa.RecordBatch.from_pydict({"n": pa.array(numbers, pa.int64())})


def numbers_of(batches):
    return [number for batch in batches for number in batch.column("n").to_pylist()]


def cut(sizes):
    """Return batches of these sizes; each row holds its number."""
    start, batches = 0, []
    for size in sizes:
        batches.append(batch_of(range(start, start + size)))
        start += size
    return batches


def grown(sizes):
    rows = RowBatches()
    for batch in cut(sizes):
        rows = rows.with_batch(batch)
    return rows


@given(SIZES)
def test_added_rows_keep_their_order(sizes):
    rows = grown(sizes)
    assert rows.count == sum(sizes)
    assert numbers_of(rows.batches) == list(range(sum(sizes)))
    assert rows.ends == tuple(np.cumsum([batch.num_rows for batch in rows.batches]))


@given(st.integers(1, 300))
def test_small_batches_are_merged_into_few(count):
    rows = grown([1] * count)
    sizes = [batch.num_rows for batch in rows.batches]
    # each batch is at least twice as large as the next, so there are at most log2 of them
    assert all(larger >= 2 * smaller for larger, smaller in pairwise(sizes))
    assert len(sizes) <= count.bit_length()


def test_adding_rows_does_not_change_the_earlier_value():
    earlier = grown([3])
    later = earlier.with_batch(batch_of([3]))
    assert (earlier.count, later.count) == (3, 4)
    assert numbers_of(earlier.batches) == [0, 1, 2]


@given(SIZES, st.data())
def test_row_is_merged_in_its_batch(sizes, data):
    rows = RowBatches.from_batches(tuple(cut(sizes)))
    for row in range(rows.count):
        index = rows.find(row)
        offset = row - rows.start(index)
        assert rows.batches[index].column("n")[offset].as_py() == row


@pytest.mark.parametrize("row", [-1, 5, 100])
def test_row_that_does_not_exist_is_an_index_error(row):
    with pytest.raises(IndexError, match=f"row {row} does not exist; the log has 5 rows"):
        RowBatches.from_batches(tuple(cut([2, 3]))).find(row)


@given(SIZES, st.integers(0, 80))
def test_batches_from_a_row_and_before_it_are_all_rows(sizes, row):
    rows = RowBatches.from_batches(tuple(cut(sizes)))
    after = list(rows.batches_from(row))
    before = list(rows.batches_before(row))
    total = sum(sizes)
    assert numbers_of(batch for _, batch in after) == list(range(row, total))
    assert numbers_of(batch for _, batch in reversed(before)) == list(range(min(row, total)))
    for start, batch in (*after, *before):
        assert batch.column("n")[0].as_py() == start


@given(SIZES, st.data())
def test_selected_rows_come_in_order(sizes, data):
    rows = RowBatches.from_batches(tuple(cut(sizes)))
    wanted = sorted(data.draw(st.sets(st.integers(0, rows.count - 1)) if rows.count else st.just(set())))
    assert numbers_of(rows.select(np.array(wanted, np.int64))) == wanted


@given(SIZES, st.integers(0, 40), st.integers(0, 40))
def test_selected_range_is_a_slice(sizes, start, length):
    rows = RowBatches.from_batches(tuple(cut(sizes)))
    wanted = range(min(start, rows.count), min(start + length, rows.count))
    assert numbers_of(rows.select(wanted)) == list(wanted)


@pytest.mark.parametrize(
    ("sizes", "full"), [([], False), ([3], False), ([4], True), ([1, 3], True), ([1, 1], False)]
)
def test_batches_are_full_by_rows(monkeypatch, sizes, full):
    monkeypatch.setattr(row_batches, "FULL_ROWS", 4)
    assert is_full(cut(sizes)) is full


def test_batches_are_full_by_bytes(monkeypatch):
    monkeypatch.setattr(row_batches, "FULL_BYTES", 16)
    assert not is_full(cut([1]))
    assert is_full(cut([2]))


def test_full_tail_is_replaced_by_one_batch(monkeypatch):
    monkeypatch.setattr(row_batches, "FULL_ROWS", 4)
    rows = grown([3, 1])
    assert rows.tail_is_full
    filled = rows.with_full_tail(merge_batches(rows.tail))
    assert (filled.full, len(filled.batches), filled.tail) == (1, 1, ())
    later = filled.with_batch(batch_of([4])).with_batch(batch_of([5]))
    assert [batch.num_rows for batch in later.batches] == [4, 2]
    assert numbers_of(later.batches) == [0, 1, 2, 3, 4, 5]
    assert not later.tail_is_full


@given(SIZES, st.integers(1, 200))
def test_tail_is_full_by_the_bytes_of_its_batches(sizes, limit):
    rows = RowBatches.from_batches(tuple(cut([2]))).with_batch(batch_of([1]))
    for size in sizes:
        rows = rows.with_batch(batch_of(range(size)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_batches, "FULL_BYTES", limit)
        assert rows.tail_is_full is (sum(batch.nbytes for batch in rows.tail) >= limit)


def test_finished_batches_are_not_merged():
    rows = RowBatches.from_batches(tuple(cut([1, 1, 1])))
    assert rows.full == 3
    assert rows.tail == ()
    assert [batch.num_rows for batch in rows.with_batch(batch_of([3])).batches] == [1, 1, 1, 1]


@given(SIZES, st.integers(1, 10))
def test_all_coalesced_batches_but_the_last_are_full(sizes, rows):
    usual = row_batches.FULL_ROWS
    row_batches.FULL_ROWS = rows
    try:
        merged = list(coalesce(cut(sizes)))
    finally:
        row_batches.FULL_ROWS = usual
    assert numbers_of(merged) == list(range(sum(sizes)))
    assert all(batch.num_rows >= rows for batch in merged[:-1])


def test_merging_one_batch_returns_it():
    (batch,) = cut([3])
    assert merge_batches([batch]) is batch
    assert merge_batches(cut([1, 2])).equals(batch)
