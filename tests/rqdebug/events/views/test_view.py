# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.filter_nodes import Everything, FilterNode
from rqdebug.events.views.view import View


def append(log, columns, sizes):
    log.append(columns(*({"size": size} for size in sizes)))


@given(st.lists(st.tuples(st.lists(st.integers(0, 2), max_size=9), st.booleans()), max_size=20))
def test_view_that_advances_in_steps_finds_every_match(columns, steps):
    log = EventLog()
    view = View(log, parse("size == 1"))
    everything, matched = [], 0
    for sizes, advance in [*steps, ([], True)]:
        append(log, columns, sizes)
        everything += sizes
        if advance:
            matched += view.advance()
    expected = [row for row, size in enumerate(everything) if size == 1]
    assert view.num_rows == matched == len(expected)
    assert view.scanned_count == len(everything)
    assert [view.row(n) for n in range(view.num_rows)] == expected
    assert view.rows(0, 1_000) == expected


@given(st.lists(st.lists(st.integers(0, 2), max_size=9), max_size=12), st.data())
def test_rows_near_the_anchor_are_scanned_first(columns, batches, data):
    """After every step, the results equal a plain test of the scanned rows."""
    log = EventLog()
    for sizes in batches:
        append(log, columns, sizes)
    everything = [size for sizes in batches for size in sizes]
    anchor = data.draw(st.integers(0, len(everything)))
    view = View(log, parse("size == 1"), anchor)
    low = high = anchor
    for fraction in view.scan():
        low, high = (low, view.stop) if high < len(everything) else (view.stop - view.scanned_count, high)
        assert fraction == view.progress == view.scanned_count / len(everything)
        expected = [row for row in range(low, high) if everything[row] == 1]
        assert view.rows(0, 1_000) == expected
        assert view.matches.older_count == sum(row < anchor for row in expected)
        assert [view.matches.position(row) for row in expected] == list(range(len(expected)))
    assert view.scanned_count == len(everything)
    first, count = data.draw(st.integers(0, 30)), data.draw(st.integers(0, 30))
    expected = [row for row, size in enumerate(everything) if size == 1]
    assert view.rows(first, count) == expected[first : first + count]
    found = [row for batch in view.batches(first, first + count) for row in batch.column("size").to_pylist()]
    assert found == [1] * len(expected[first : first + count])


def test_found_rows_are_immutable(columns):
    log = EventLog()
    append(log, columns, [1, 1])
    view = View(log, anchor=2)
    before = view.matches
    view.advance()
    append(log, columns, [1])
    view.advance()
    assert (before.num_rows, view.matches.num_rows, view.matches.older_count) == (0, 3, 2)


def test_stopped_work_continues_later(columns):
    log, node = EventLog(), Counting()
    for _ in range(4):
        log = EventLog.from_batches([columns({}, {})] * 6)
    view = View(log, Filter(node))
    for fraction in view.scan():
        if fraction >= 0.5:
            break
    assert (view.num_rows, len(node.asked) < 6 or view.scanned_count < 12) == (6, True)
    assert view.advance() == 6
    assert view.rows(0, 99) == list(range(12))


def test_error_in_a_filter_is_raised(columns):
    class Broken(Everything):
        def mask(self, batch, calls=None):
            raise ValueError("broken")

    view = View(EventLog.from_batches([columns({})]), Filter(Broken()))
    with pytest.raises(ValueError, match="broken"):
        view.advance()


@dataclass(frozen=True)
class Counting(FilterNode):
    """Matches every row, and counts the rows that it tests."""

    asked: list[int] = field(default_factory=list)

    def mask(self, batch, calls=None):
        self.asked.append(batch.num_rows)
        return Everything().mask(batch)

    def __str__(self):
        return "counting"


def test_advancing_scans_new_rows_only(columns):
    log, node = EventLog(), Counting()
    view = View(log, Filter(node))
    append(log, columns, [0] * 5)
    assert view.advance() == 5
    append(log, columns, [0] * 3)  # merged with the first five in the log
    assert view.advance() == 3
    assert view.advance() == 0
    assert node.asked == [5, 3]


def test_empty_view_has_no_rows():
    view = View(EventLog(), Filter())
    assert (view.advance(), view.num_rows, view.scanned_count, view.rows(0, 5)) == (0, 0, 0, [])


@pytest.mark.parametrize("n", [-1, 2])
def test_row_beyond_the_view_raises_index_error(columns, n):
    log = EventLog()
    append(log, columns, [1, 0, 1])
    view = View(log, parse("size == 1"))
    view.advance()
    with pytest.raises(IndexError, match=f"position {n} does not exist; the view has 2 rows"):
        view.row(n)


def test_part_of_the_rows_is_returned(columns):
    log = EventLog()
    append(log, columns, [1, 0, 1, 1, 0, 1])
    view = View(log, parse("size == 1"))
    view.advance()
    assert view.rows(1, 2) == [2, 3]
    assert view.rows(3, 10) == [5]
