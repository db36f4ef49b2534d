# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a log that match a filter."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.marked_rows import MarkedRows, Numbers, join_marks
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.row_index import RowIndex, RowNumbers, shrink


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

    def batches(self, first: int = 0, stop: int | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the events from position ``first`` to before ``stop``, in SCHEMA. None is the end."""
        for piece in self._pieces(first, self.num_rows if stop is None else stop):
            yield from self.log.select(piece)

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

    def numbers(self) -> Numbers:
        """Return all row numbers."""
        pieces = (np.asarray(piece, np.int64) for piece in self._pieces(0, self.num_rows))
        return np.concatenate([np.array([], np.int64), *pieces])

    def find_marks(self) -> MarkedRows:
        """Return the marks on these rows, numbered by position."""
        marked, parts, first = self.log.marks.marked, [], 0
        for piece in self._pieces(0, self.num_rows):
            parts.append(marked.renumbered(piece, first))
            first += len(piece)
        return join_marks(parts)


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
        self.unknown_count = 0
        """The number of tested rows that do not match because too little of them was recorded to know."""
        self._first = first
        self._start = self._stop = first or anchor

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
        for part in _matching(self.filter, self.log, self.log.batches_from(self._stop)):
            self.matches = replace(self.matches, newer=self.matches.newer.with_rows(part.rows))
            self.unknown_count += part.unknown_count
            self._stop = part.start + part.num_rows
            yield self.progress

    def _scan_backward(self) -> Iterator[float]:
        if self._first:  # the scan began there
            return
        for part in _matching(self.filter, self.log, self.log.batches_before(self._start)):
            self.matches = replace(self.matches, older=self.matches.older.with_rows(part.rows[::-1]))
            self.unknown_count += part.unknown_count
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
    unknown_count: int
    """The number of rows of which it is not known whether they match."""


def _matching(
    filter: Filter, log: EventLog, parts: Iterable[tuple[int, pa.RecordBatch]]
) -> Iterator[ScannedPart]:
    """Yield the result for each batch, in order. A few batches are evaluated at the same time."""
    begun: deque[Future[ScannedPart]] = deque()
    calls = log.open_calls if filter.needs_open_calls else None
    for start, batch in parts:
        begun.append(_POOL.submit(_scan_part, filter, calls, start, batch))
        # Bounded: a caller that stops early has paid for few batches, and few results wait in memory.
        if len(begun) > _WORKERS:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)


def _scan_part(filter: Filter, calls: OpenCalls | None, start: int, batch: pa.RecordBatch) -> ScannedPart:
    answers, count = filter.evaluate(batch, calls), batch.num_rows
    # A range instead of an array of row numbers: without a filter, a view of any length needs no memory.
    if answers.true_count == count:
        return ScannedPart(start, count, range(start, start + count), 0)
    matching = pc.indices_nonzero(answers).to_numpy()  # 2 to 8 times as fast as numpy.flatnonzero of a mask
    return ScannedPart(start, count, shrink(matching + start), answers.null_count)
