# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a log at one moment, and the merging of small batches into large ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rqdebug.events.row_index import RowNumbers

FULL_ROWS = 65_536
FULL_BYTES = 32 * 1024 * 1024
"""A batch with FULL_ROWS rows or FULL_BYTES bytes is full. Many small batches take more memory and time."""


@dataclass(frozen=True, slots=True)
class RowBatches:
    """The rows of a log at one moment, in batches. Immutable, so readers need no lock.

    The full batches come first, then the tail, whose batches are still merged.
    """

    batches: tuple[pa.RecordBatch, ...] = ()
    ends: tuple[int, ...] = ()
    """For each batch, the number of its last row plus 1."""
    full: int = 0
    """The number of full batches."""
    tail_bytes: tuple[int, ...] = ()
    """For each batch of the tail, its size in bytes. To ask a batch costs as much as to merge small ones."""

    @classmethod
    def from_batches(cls, batches: tuple[pa.RecordBatch, ...]) -> RowBatches:
        """Return the rows of finished batches, which are never merged."""
        ends: list[int] = []
        for batch in batches:
            ends.append((ends[-1] if ends else 0) + batch.num_rows)
        return cls(batches, tuple(ends), len(batches))

    @property
    def count(self) -> int:
        """The number of rows."""
        return self.ends[-1] if self.ends else 0

    def find(self, row: int) -> int:
        """Return the index of the batch with this row. Raises IndexError if the row does not exist."""
        if not 0 <= row < self.count:
            raise IndexError(f"row {row} does not exist; the log has {self.count} rows, numbered from 0")
        return bisect_right(self.ends, row)

    def start(self, index: int) -> int:
        """Return the number of the first row of a batch."""
        return self.ends[index - 1] if index else 0

    def batches_from(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield all rows from this one on, in batches, each with the number of its first row."""
        for index in range(bisect_right(self.ends, row), len(self.batches)):
            start = self.start(index)
            skip = max(row - start, 0)
            yield start + skip, self.batches[index].slice(skip)

    def batches_before(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the rows before this one in batches, the last first, each with its first row number."""
        for index in reversed(range(len(self.batches))):
            start = self.start(index)
            if start < row:
                yield start, self.batches[index].slice(0, row - start)

    def select(
        self, row_numbers: RowNumbers, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows with these numbers, in batches.

        Args:
            row_numbers: The numbers, ascending. The rows must exist.
            columns: The columns to yield; None is all.
        """
        if isinstance(row_numbers, range):
            for start, batch in self.batches_from(row_numbers.start):
                if start < row_numbers.stop:
                    yield _narrow(batch, columns).slice(0, row_numbers.stop - start)
            return
        indices = np.searchsorted(self.ends, row_numbers, "right")
        for index in np.unique(indices):
            batch = _narrow(self.batches[index], columns)
            yield batch.take(pa.array(row_numbers[indices == index] - self.start(index)))

    def with_batch(self, batch: pa.RecordBatch) -> RowBatches:
        """Return these rows and one more batch, merged with batches of the tail less than twice as large."""
        count = self.count + batch.num_rows
        keep = len(self.batches)
        while keep > self.full and self.batches[keep - 1].num_rows < 2 * batch.num_rows:
            keep -= 1
            batch = merge_batches((self.batches[keep], batch))
        sizes = (*self.tail_bytes[: keep - self.full], batch.nbytes)
        return RowBatches((*self.batches[:keep], batch), (*self.ends[:keep], count), self.full, sizes)

    @property
    def tail(self) -> tuple[pa.RecordBatch, ...]:
        """The batches that are not full."""
        return self.batches[self.full :]

    @property
    def tail_is_full(self) -> bool:
        """Whether the batches of the tail together make a full batch."""
        rows = self.count - self.start(self.full)
        return rows >= FULL_ROWS or sum(self.tail_bytes) >= FULL_BYTES

    def with_full_tail(self, batch: pa.RecordBatch) -> RowBatches:
        """Return these rows with the tail replaced by one full batch, which must hold the same rows."""
        return RowBatches(
            (*self.batches[: self.full], batch), (*self.ends[: self.full], self.count), self.full + 1
        )


def _narrow(batch: pa.RecordBatch, columns: Sequence[str] | None) -> pa.RecordBatch:
    return batch if columns is None else batch.select(columns)


def coalesce(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in few batches: all but the last are full."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if is_full(waiting):
            yield merge_batches(waiting)
            waiting = []
    if waiting:
        yield merge_batches(waiting)


def is_full(batches: Sequence[pa.RecordBatch]) -> bool:
    """Whether these batches together make a full batch."""
    rows: int = sum(batch.num_rows for batch in batches)
    size: int = sum(batch.nbytes for batch in batches)
    return rows >= FULL_ROWS or size >= FULL_BYTES


def merge_batches(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Return the rows of one or more batches in one batch."""
    if len(batches) == 1:
        return batches[0]
    (batch,) = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return batch
