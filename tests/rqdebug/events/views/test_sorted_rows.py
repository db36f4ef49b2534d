# SPDX-License-Identifier: GPL-3.0-or-later
"""Positions, selections and searches in sorted rows."""

from __future__ import annotations

import numpy as np

from rqdebug.events.filters.filter import parse
from rqdebug.events.views.find import find, find_mark


def test_sorted_rows_are_found_by_their_number(sort):
    found = sort("call", filter="outcome == ok")
    for position in range(found.num_rows):
        assert found.position_of(found.row(position)) == position
    hidden = next(row for row in range(300) if row not in found.rows(0, 300))
    assert found.position_of(hidden) is None


def test_selection_of_sorted_rows_is_in_the_order_of_the_log(sort):
    found = sort("queue", descending=True)
    chosen = found.select([range(3, 20), range(50, 60)])
    numbers = found.rows(3, 17) + found.rows(50, 10)
    assert chosen.num_rows == 27
    assert chosen.numbers().tolist() == sorted(numbers)
    assert found.positions_of(np.array(sorted(numbers))).tolist() == [*range(3, 20), *range(50, 60)]


def test_batches_of_sorted_rows_have_their_order(varied_log, sort):
    found = sort("item")
    calls = [call for batch in found.batches(10, 250) for call in batch.column("call").to_pylist()]
    assert calls == [event.call for event in varied_log.events(found.rows(10, 240))]


def test_next_match_and_next_mark_are_those_that_are_shown_next(varied_log, sort):
    found = sort("time", descending=True)
    for row in (7, 150, 299):
        varied_log.marks.set(row)
    places = sorted(found.position_of(row) for row in (7, 150, 299))
    assert find_mark(found, places[0]) == places[1]
    assert find_mark(found, places[1], back=True) == places[0]
    full = [n for n, event in enumerate(varied_log.events(found.rows(0, 300))) if event.outcome == "full"]
    assert find(found, parse("outcome == full"), full[3]) == full[4]
    assert find(found, parse("outcome == full"), full[3], back=True) == full[2]


def test_row_before_is_that_of_the_log(varied_log, sort):
    found = sort("size")
    for position, row in enumerate(found.rows_before(0, 300)):
        assert row == max(found.row(position) - 1, 0)
    assert found.source.rows_before(0, 3) == [0, 0, 1]
    assert found.source.rows_before(5, 2) == [4, 5]
