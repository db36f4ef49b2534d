# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a log at one moment, and how small batches become large ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rqdebug.events.row_index import RowNumbers

FULL_ROWS = 65_536
FULL_BYTES = 32 * 1024 * 1024
"""A batch with this many rows or bytes is full. Many small batches would cost memory and time."""


@dataclass(frozen=True, slots=True)
class RowBatches:
    """What a log holds at one moment. Never changed, only replaced: so readers need no lock.

    Full batches come first, then the tail: batches that still grow.
    """

    batches: tuple[pa.RecordBatch, ...] = ()
    ends: tuple[int, ...] = ()
    """For each batch, the number of the row after its last."""
    full: int = 0
    """How many of the batches are full."""

    @classmethod
    def from_batches(cls, batches: tuple[pa.RecordBatch, ...]) -> RowBatches:
        """Return these batches as they are: none of them will be merged."""
        ends: list[int] = []
        for batch in batches:
            ends.append((ends[-1] if ends else 0) + batch.num_rows)
        return cls(batches, tuple(ends), len(batches))

    @property
    def count(self) -> int:
        return self.ends[-1] if self.ends else 0

    def find(self, row: int) -> int:
        """Return the index of the batch with this row. Raises IndexError if the row does not exist."""
        if not 0 <= row < self.count:
            raise IndexError(f"the log has {self.count} rows, none of them has number {row}")
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
        """Yield all rows before this one, the last batch first, each with the number of its first row."""
        for index in reversed(range(len(self.batches))):
            start = self.start(index)
            if start < row:
                yield start, self.batches[index].slice(0, row - start)

    def select(self, row_numbers: RowNumbers) -> Iterator[pa.RecordBatch]:
        """Yield the rows with these numbers, in batches. The numbers must ascend and exist."""
        if isinstance(row_numbers, range):
            for start, batch in self.batches_from(row_numbers.start):
                if start < row_numbers.stop:
                    yield batch.slice(0, row_numbers.stop - start)
            return
        indices = np.searchsorted(self.ends, row_numbers, "right")
        for index in np.unique(indices):
            yield self.batches[index].take(pa.array(row_numbers[indices == index] - self.start(index)))

    def with_batch(self, batch: pa.RecordBatch) -> RowBatches:
        """Return these rows and one more batch, merged with batches of the tail that are not much larger."""
        count = self.count + batch.num_rows
        keep = len(self.batches)
        while keep > self.full and self.batches[keep - 1].num_rows < 2 * batch.num_rows:
            keep -= 1
            batch = merge_batches((self.batches[keep], batch))
        return RowBatches((*self.batches[:keep], batch), (*self.ends[:keep], count), self.full)

    @property
    def tail(self) -> tuple[pa.RecordBatch, ...]:
        return self.batches[self.full :]

    @property
    def tail_is_full(self) -> bool:
        return is_full(self.tail)

    def with_full_tail(self, batch: pa.RecordBatch) -> RowBatches:
        """Return these rows with the tail replaced by one full batch of the same rows."""
        return RowBatches(
            (*self.batches[: self.full], batch), (*self.ends[: self.full], self.count), self.full + 1
        )


def coalesce(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in as few batches as possible: all but the last are full."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if is_full(waiting):
            yield merge_batches(waiting)
            waiting = []
    if waiting:
        yield merge_batches(waiting)


def is_full(batches: Sequence[pa.RecordBatch]) -> bool:
    """Whether these batches together make a full one."""
    rows: int = sum(batch.num_rows for batch in batches)
    size: int = sum(batch.nbytes for batch in batches)
    return rows >= FULL_ROWS or size >= FULL_BYTES


def merge_batches(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Return the same rows in one batch. Needs at least one batch."""
    if len(batches) == 1:
        return batches[0]
    (batch,) = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return batch
