# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a log that match a filter."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.marked_rows import MarkedRows, Numbers, join_marks
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.row_index import RowIndex, RowNumbers, as_array, shrink
from rqdebug.events.views.due_rows import Due, DueRows


@dataclass(frozen=True, slots=True, eq=False)
class FilteredRows:
    """The rows of a log that a view had found at some moment, in order. Immutable.

    A *position* is the index of a row among these rows, from 0; a *row* is its number in the log.
    """

    log: EventLog
    older: RowIndex = RowIndex()  # noqa: RUF009  # it is immutable
    """The rows before the anchor, the newest first."""
    newer: RowIndex = RowIndex()  # noqa: RUF009  # it is immutable
    """The rows from the anchor on."""

    @property
    def num_rows(self) -> int:
        """The number of these rows."""
        return self.older.count + self.newer.count

    @property
    def older_count(self) -> int:
        """The number of rows before the anchor. As a scan finds more of them, all positions grow."""
        return self.older.count

    def row(self, n: int) -> int:
        """Return the row at a position. Raises IndexError if there is none."""
        if not 0 <= n < self.num_rows:
            raise IndexError(
                f"position {n} does not exist; the view has {self.num_rows} rows, numbered from 0"
            )
        before = self.older.count
        return self.newer.row(n - before) if n >= before else self.older.row(before - 1 - n)

    def rows(self, first: int, count: int) -> list[int]:
        """Return the rows at up to ``count`` positions from ``first`` on."""
        return [int(row) for piece in self._pieces(first, first + count) for row in piece]

    def rows_before(self, first: int, count: int) -> list[int]:
        """Return, for up to ``count`` positions from ``first`` on, the earlier row; the first has itself."""
        rows = self.rows(max(first - 1, 0), count + min(first, 1) - 1)
        return [*self.rows(0, 1), *rows] if first == 0 else rows

    def numbers_at(self, positions: Numbers) -> Numbers:
        """Return the rows at some positions, in any order. They must exist."""
        before, found = self.older.count, np.empty(len(positions), np.int64)
        is_newer = positions >= before
        found[is_newer] = self.newer.take(positions[is_newer] - before)
        found[~is_newer] = self.older.take(before - 1 - positions[~is_newer])
        return found

    def batches(
        self, first: int = 0, stop: int | None = None, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield the events from position ``first`` to before ``stop``.

        Args:
            first: The first position.
            stop: The position after the last; None is the end.
            columns: The columns to yield; None is all, in SCHEMA.
        """
        for piece in self._pieces(first, self.num_rows if stop is None else stop):
            yield from self.log.select(piece, columns)

    def _pieces(self, first: int, stop: int) -> Iterator[RowNumbers]:
        """Yield the rows from position ``first`` to before ``stop``, ascending."""
        before = self.older.count
        older = self.older.slice(max(before - stop, 0), max(before - first, 0))
        yield from (piece[::-1] for piece in reversed(list(older)))
        yield from self.newer.slice(max(first - before, 0), max(stop - before, 0))

    def position(self, row: int) -> int:
        """Return the number of these rows before a row; this is its position if it is one of these rows."""
        return bisect_left(range(self.num_rows), row, key=self.row)

    def position_of(self, row: int) -> int | None:
        """Return the position of a row; None if it is not among these rows."""
        position = self.position(row)
        return position if position < self.num_rows and self.row(position) == row else None

    def select(self, positions: Iterable[range]) -> FilteredRows:
        """Return only the rows at some positions, in ranges that are ascending and follow each other."""
        pieces = (piece for each in positions for piece in self._pieces(each.start, each.stop))
        return FilteredRows(self.log, newer=RowIndex.from_chunks(pieces))

    def with_answers(self, rows: Numbers, matching: Numbers) -> FilteredRows:
        """Return these rows after some rows of the log were tested again.

        Args:
            rows: The rows that were tested, ascending.
            matching: The rows among them that match, ascending.

        Returns:
            The rows; this object itself if nothing has changed.
        """
        start, stop = (self.position(int(row)) for row in (rows[0], rows[-1] + 1))
        before = self.select([range(start, stop)]).numbers()
        after = np.union1d(np.setdiff1d(before, rows, assume_unique=True), matching)
        if np.array_equal(before, after):
            return self
        index = RowIndex.from_chunks(self._pieces(0, start))
        for piece in (_compact(after), *self._pieces(stop, self.num_rows)):
            index = index.with_rows(piece)
        return FilteredRows(self.log, newer=index)

    def numbers(self, first: int = 0, stop: int | None = None) -> Numbers:
        """Return the rows from position ``first`` to before ``stop``. None is the end."""
        stop = self.num_rows if stop is None else stop
        pieces = (as_array(piece) for piece in self._pieces(first, stop))
        return np.concatenate([np.array([], np.int64), *pieces])

    def positions_of(self, rows: Numbers) -> Numbers:
        """Return the positions of some ascending rows, as far as they are among these rows."""
        return self._renumbered(MarkedRows(rows, np.zeros(len(rows), np.uint32))).rows

    def find_marks(self) -> MarkedRows:
        """Return the marks on these rows, numbered by position."""
        return self._renumbered(self.log.marks.marked)

    def marked_positions(self) -> Numbers:
        """Return the positions of the marked rows, ascending."""
        return self.find_marks().rows

    def _renumbered(self, marked: MarkedRows) -> MarkedRows:
        parts, first = [], 0
        for piece in self._pieces(0, self.num_rows):
            parts.append(marked.renumbered(piece, first))
            first += len(piece)
        return join_marks(parts)


def _compact(rows: Numbers) -> RowNumbers:
    """Return ascending row numbers as a range if they are adjacent."""
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return range(int(rows[0]), int(rows[-1]) + 1)
    return shrink(rows)


class View:
    """The rows of a log that match a filter, in order.

    A scan begins at an anchor. It tests the rows from there to the end first,
    and then the rows before it, the nearest first. So the matches near the
    anchor are found quickly, however long the log is.

    One thread at a time scans; any thread reads the results.

    Args:
        log: The log; it can grow.
        filter: Which rows to find.
        anchor: The row at which to begin.
        first: The first row that can be found; the scan begins there, or at the anchor if there is none.
    """

    def __init__(
        self,
        log: EventLog,
        filter: Filter = Filter(),  # noqa: B008
        anchor: int = 0,
        *,
        first: int = 0,
    ) -> None:
        self.log = log
        self.filter = filter
        self.matches = FilteredRows(log)
        """The rows that were found so far: an immutable value, which the scan replaces."""
        self.unknown = FilteredRows(log)
        """The tested rows that do not match because too little of them was recorded to know."""
        self._first = first
        self._start = self._stop = first or anchor
        self.marks = log.marks.marked
        """The marks with which the rows were tested."""
        self._due = DueRows()

    @property
    def unknown_count(self) -> int:
        """The number of rows in ``unknown``."""
        return self.unknown.num_rows

    @property
    def scanned_count(self) -> int:
        """The number of rows that were tested."""
        return self._stop - self._start

    @property
    def stop(self) -> int:
        """The number of the last row that was tested plus 1, or the anchor."""
        return self._stop

    @property
    def progress(self) -> float:
        """The fraction of the log that was tested, from 0 to 1."""
        return self.scanned_count / (self.log.num_rows or 1)

    @property
    def num_rows(self) -> int:
        """The number of rows that were found so far."""
        return self.matches.num_rows

    def row(self, n: int) -> int:
        """Return the row at a position. Raises IndexError if there is none."""
        return self.matches.row(n)

    def rows(self, first: int, count: int) -> list[int]:
        """Return the rows at up to ``count`` positions from ``first`` on."""
        return self.matches.rows(first, count)

    def batches(self, first: int = 0, stop: int | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the events from position ``first`` to before ``stop``, in SCHEMA. None is the end."""
        return self.matches.batches(first, stop)

    def refreshed(self, now_ns: int | None = None) -> View | None:
        """Test again the rows whose answer may have changed with the time, with open calls or with marks.

        The cost depends on the number of these rows, not on the length of the log.

        Args:
            now_ns: The present time, for ``last 5min``; None leaves it as it is, as in a capture.

        Returns:
            A view with the other rows, which scans on; None if the rows are the same.
        """
        filter = self.filter if now_ns is None else self.filter.at(now_ns)
        rows = self._due.take(self.log, self.filter, filter)
        marks = self.log.marks.marked
        if filter.needs_marks and marks is not self.marks:
            changed = marks.changed_rows(self.marks)
            rows = np.union1d(rows, changed[(changed >= self._start) & (changed < self._stop)])
        self.filter, self.marks = filter, marks
        return self._with_answers(rows) if len(rows) else None

    def _with_answers(self, rows: Numbers) -> View | None:
        """Return a view in which these rows match or not as they do now; None if nothing changes."""
        matching, unknown = _test(self, rows)
        self.unknown = self.unknown.with_answers(rows, unknown)
        matches = self.matches.with_answers(rows, matching)
        if matches is self.matches:
            return None
        view = copy(self)
        view.matches = matches
        return view

    def advance(self) -> int:
        """Test all rows that were not tested yet, and return how many of them match."""
        before = self.num_rows
        deque(self.scan(), maxlen=0)
        return self.num_rows - before

    def scan(self) -> Iterator[float]:
        """Test all rows that were not tested yet, batch by batch.

        The caller may stop iterating; the next scan continues there.

        Yields:
            After each batch, the fraction of the log that was tested.
        """
        yield from self.scan_forward()
        yield from self._scan_backward()

    def scan_forward(self) -> Iterator[float]:
        """Scan only the rows after the anchor. Yields as ``scan`` does."""
        for part in _matching(self, self.log.batches_from(self._stop)):
            self.matches = replace(self.matches, newer=self.matches.newer.with_rows(part.rows))
            self.unknown = replace(self.unknown, newer=self.unknown.newer.with_rows(part.unknown))
            self._due.add(part.due)
            self._stop = part.start + part.num_rows
            yield self.progress

    def _scan_backward(self) -> Iterator[float]:
        if self._first:  # the scan began there
            return
        for part in _matching(self, self.log.batches_before(self._start)):
            self.matches = replace(self.matches, older=self.matches.older.with_rows(part.rows[::-1]))
            self.unknown = replace(self.unknown, older=self.unknown.older.with_rows(part.unknown[::-1]))
            self._due.add(part.due)
            self._start = part.start
            yield self.progress


_WORKERS = max(os.cpu_count() or 1, 2)
_POOL = ThreadPoolExecutor(_WORKERS, "filter")
"""Threads for all views. pyarrow releases the GIL: two cores filter bench/events.py twice as fast as one."""


class ScannedPart(NamedTuple):
    """The result for one batch."""

    start: int
    """The number of its first row."""
    num_rows: int
    """The number of its rows."""
    rows: RowNumbers
    """The rows that match, in order."""
    unknown: RowNumbers
    """The rows of which it is not known whether they match."""
    due: Due
    """The rows to test again later."""


def _matching(view: View, parts: Iterable[tuple[int, pa.RecordBatch]]) -> Iterator[ScannedPart]:
    """Yield the result for each batch, in order. A few batches are evaluated at the same time."""
    begun: deque[Future[ScannedPart]] = deque()
    calls = view.log.open_calls if view.filter.needs_open_calls else None
    for start, batch in parts:
        begun.append(_POOL.submit(_scan_part, view.filter, calls, view.marks, start, batch))
        # Bounded: a caller that stops early has paid for few batches, and few results wait in memory.
        if len(begun) > _WORKERS:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)


def _scan_part(
    filter: Filter, calls: OpenCalls | None, marks: MarkedRows, start: int, batch: pa.RecordBatch
) -> ScannedPart:
    rows = range(start, start + batch.num_rows)
    due = Due.of_batch(filter, start, batch)
    answers = filter.evaluate(marks.add_columns(batch, rows) if filter.needs_marks else batch, calls)
    # A range instead of an array of row numbers: without a filter, a view of any length needs no memory.
    if answers.true_count == batch.num_rows:
        return ScannedPart(start, batch.num_rows, rows, range(0), due)
    matching = pc.indices_nonzero(answers).to_numpy()  # 2 to 8 times as fast as numpy.flatnonzero of a mask
    unknown: RowNumbers = range(0)
    if answers.null_count:
        unknown = _compact(pc.indices_nonzero(pc.is_null(answers)).to_numpy() + start)
    return ScannedPart(start, batch.num_rows, shrink(matching + start), unknown, due)


def _test(view: View, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return which of some rows match now, and of which it is not known."""
    filter, calls, first = view.filter, view.log.open_calls, 0
    found, unknown = [rows[:0]], [rows[:0]]
    for batch in view.log.select(rows):
        numbers = rows[first : first + batch.num_rows]
        marked = view.marks.add_columns(batch, numbers) if filter.needs_marks else batch
        answers = filter.evaluate(marked, calls if filter.needs_open_calls else None)
        found.append(numbers[answers.fill_null(False).to_numpy(False)])
        unknown.append(numbers[answers.is_null().to_numpy(False)])
        first += batch.num_rows
    return np.concatenate(found), np.concatenate(unknown)
