# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.row_index import FULL, LazyRowNumbers, RowIndex, as_array, shrink

RANGES = st.builds(range, st.integers(0, 50), st.integers(0, 50))
ARRAYS = st.lists(st.integers(0, 300), max_size=9).map(lambda rows: shrink(np.array(rows, np.int64)))


@given(st.lists(RANGES | ARRAYS, max_size=20), st.integers(0, 200), st.integers(0, 200))
def test_numbers_keep_the_order_in_which_they_were_added(pieces, first, stop):
    picks = RowIndex()
    for piece in pieces:
        picks = picks.with_rows(piece)
    expected = [int(row) for piece in pieces for row in piece]
    assert picks.count == len(expected)
    assert [picks.row(n) for n in range(picks.count)] == expected
    assert [int(row) for piece in picks.slice(first, stop) for row in piece] == expected[first:stop]


@pytest.mark.parametrize("step", [1, -1])
def test_adjacent_ranges_are_merged(step):
    picks = RowIndex()
    for first in range(1_000, 2_000, 10)[::step]:
        picks = picks.with_rows(range(first, first + 10)[::step])
    assert picks.chunks == (range(1_000, 2_000)[::step],)


def test_small_arrays_are_concatenated():
    picks = RowIndex()
    for row in range(0, 3 * FULL, 2):
        picks = picks.with_rows(shrink(np.array([row])))
    assert picks.count == 3 * FULL // 2
    assert len(picks.chunks) < 40


@pytest.mark.parametrize(("highest", "size"), [(0, 1), (255, 1), (256, 2), (2**16, 4), (2**32, 8)])
def test_numbers_use_the_smallest_integer_type(highest, size):
    rows = shrink(np.array([0, highest], np.int64))
    assert (rows.itemsize, rows.tolist()) == (size, [0, highest])


@pytest.mark.parametrize("rows", [range(3, 9), range(9, 3, -1), np.array([1, 5], np.uint8)])
def test_row_numbers_as_an_array_are_the_same_numbers(rows):
    array = as_array(rows)
    assert (array.dtype, array.tolist()) == (np.int64, list(rows))


def test_lazy_row_numbers_are_computed_once_and_when_needed():
    computed = []

    def compute():
        computed.append(1)
        return np.array([3, 5, 8])

    index = RowIndex.from_chunks([LazyRowNumbers(3, compute)])
    assert index.count == 3 and not computed
    assert index.row(1) == 5 and [list(each) for each in index.slice(1, 3)] == [[5, 8]]
    assert computed == [1]


def test_row_numbers_are_taken_in_any_order():
    index = RowIndex.from_chunks([range(4, 7), np.array([9, 11]), range(20, 10, -5)])
    assert index.take(np.array([6, 0, 4, 2, 0])).tolist() == [15, 4, 11, 6, 4]
