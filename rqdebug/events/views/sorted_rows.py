# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows that a view has found, in another order than that of the log.

The order is fixed: rows that the view finds later are not in it. Two arrays of four bytes a row map between
the positions here and in the order of the log, so that no method but ``batches`` and ``numbers`` costs
more for a longer log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rqdebug.events.event_log import EventLog
from rqdebug.events.marked_rows import Numbers
from rqdebug.events.row_batches import merge_batches
from rqdebug.events.row_index import LazyRowNumbers, RowIndex
from rqdebug.events.views.view import FilteredRows

CHUNK = 65_536
"""The number of rows of a batch."""
Order: TypeAlias = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Sorting:
    """By what rows are sorted."""

    field: str
    """The name of a column of SCHEMA."""
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SortedRows:
    """Rows in the order of a field. Immutable. It has the methods of ``FilteredRows``."""

    source: FilteredRows
    """The same rows in the order of the log."""
    sorting: Sorting
    order: Order
    """For each position here, the position in ``source``."""
    places: Order
    """For each position in ``source``, the position here."""

    @classmethod
    def from_order(cls, source: FilteredRows, sorting: Sorting, order: Order) -> SortedRows:
        """Return rows in an order, which has for each position here the position in ``source``."""
        places = np.empty(len(order), np.uint32)
        places[order] = np.arange(len(order), dtype=np.uint32)
        return cls(source, sorting, order, places)

    @property
    def log(self) -> EventLog:
        """The log of the rows."""
        return self.source.log

    @property
    def num_rows(self) -> int:
        """The number of these rows."""
        return len(self.order)

    def row(self, n: int) -> int:
        """Return the row at a position. Raises IndexError if there is none."""
        if not 0 <= n < self.num_rows:
            raise IndexError(f"position {n} does not exist; there are {self.num_rows}, numbered from 0")
        return self.source.row(int(self.order[n]))

    def rows(self, first: int, count: int) -> list[int]:
        """Return the rows at up to ``count`` positions from ``first`` on."""
        return list(map(int, self.numbers(first, first + count)))

    def rows_before(self, first: int, count: int) -> list[int]:
        """Return, for up to ``count`` positions from ``first`` on, the earlier row in the log's order."""
        positions = self.order[first : first + count].astype(np.int64)
        return list(map(int, self.source.numbers_at(np.maximum(positions - 1, 0))))

    def numbers(self, first: int = 0, stop: int | None = None) -> Numbers:
        """Return the rows from position ``first`` to before ``stop``, in this order. None is the end."""
        return self.source.numbers_at(self.order[first:stop].astype(np.int64))

    def batches(self, first: int = 0, stop: int | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the events from position ``first`` to before ``stop``, in SCHEMA. None is the end."""
        stop = self.num_rows if stop is None else min(stop, self.num_rows)
        for start in range(first, stop, CHUNK):
            numbers = self.numbers(start, min(start + CHUNK, stop))
            ascending = np.argsort(numbers)
            batch = merge_batches(list(self.log.select(numbers[ascending])))
            yield batch.take(pa.array(_inverse(ascending)))

    def position(self, row: int) -> int:
        """Return the position of a row, or else of the next row of the log that is among these."""
        position = self.source.position(row)
        return int(self.places[position]) if position < self.num_rows else self.num_rows

    def position_of(self, row: int) -> int | None:
        """Return the position of a row; None if it is not among these rows."""
        position = self.source.position_of(row)
        return None if position is None else int(self.places[position])

    def positions_of(self, rows: Numbers) -> Numbers:
        """Return the positions of some ascending rows, ascending, as far as they are among these rows."""
        return np.sort(self.places[self.source.positions_of(rows)].astype(np.int64))

    def marked_positions(self) -> Numbers:
        """Return the positions of the marked rows, ascending."""
        return np.sort(self.places[self.source.marked_positions()].astype(np.int64))

    def select(self, positions: Iterable[range]) -> FilteredRows:
        """Return the rows at some positions, in the order of the log.

        Their numbers are computed when they are needed, because that touches each of them.
        """
        ranges = list(positions)
        count = sum(map(len, ranges))
        if count == self.num_rows:
            return self.source

        def find_rows() -> npt.NDArray[Any]:
            chosen = np.concatenate([self.order[each.start : each.stop] for each in ranges])
            return self.source.numbers_at(np.sort(chosen).astype(np.int64))

        return FilteredRows(self.log, newer=RowIndex.from_chunks([LazyRowNumbers(count, find_rows)]))


def _inverse(order: npt.NDArray[Any]) -> npt.NDArray[Any]:
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


ShownRows: TypeAlias = FilteredRows | SortedRows
"""The rows of a log as they are shown: in the order of the log, or sorted."""
