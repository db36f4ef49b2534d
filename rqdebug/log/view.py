# SPDX-License-Identifier: GPL-3.0-or-later
"""A filtered window on a log: which of its rows match."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rqdebug.log.eventlog import EventLog
from rqdebug.log.filter import Filter


class View:
    """The rows of a log that match a filter, in their order.

    One thread at a time advances it; any thread reads what is below
    ``num_rows``, which only grows.
    """

    def __init__(self, log: EventLog, filter: Filter) -> None:
        self.log = log
        self.filter = filter
        self._seen = 0
        self._chunks: list[tuple[int, range | npt.NDArray[np.uint32]]] = []
        self._ends: list[int] = []

    @property
    def seen(self) -> int:
        """How many rows of the log were looked at."""
        return self._seen

    @property
    def num_rows(self) -> int:
        return self._ends[-1] if self._ends else 0

    def advance(self) -> int:
        """Look at the rows that came since the last time; how many of them match.

        ``num_rows`` grows meanwhile, batch by batch.
        """
        before = self.num_rows
        for start, batch in self.log.since(self._seen):
            self._add(start, _matching(self.filter, batch))
            self._seen = start + batch.num_rows
        return self.num_rows - before

    def row(self, n: int) -> int:
        """The row of the log that is the n-th here. Raises IndexError beyond ``num_rows``."""
        if not 0 <= n < self.num_rows:
            raise IndexError(f"row {n} of a view that has {self.num_rows}")
        index = bisect_right(self._ends, n)
        start, chunk = self._chunks[index]
        return start + int(chunk[n - self._ends[index]])  # counted from the end of the chunk

    def rows(self, first: int, count: int) -> list[int]:
        """The rows of the log from the first one here on: ``count`` of them, or as many as there are."""
        return [self.row(n) for n in range(first, min(first + count, self.num_rows))]

    def _add(self, start: int, chunk: range | npt.NDArray[np.uint32]) -> None:
        if len(chunk):
            self._chunks.append((start, chunk))
            self._ends.append(self.num_rows + len(chunk))  # last: readers go by it


def _matching(filter: Filter, batch: pa.RecordBatch) -> range | npt.NDArray[np.uint32]:
    """The matching rows of a batch, counted from its first; all of them cost no memory."""
    mask = filter.mask(batch)
    if mask.true_count == batch.num_rows:
        return range(batch.num_rows)
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False)).astype(np.uint32)
