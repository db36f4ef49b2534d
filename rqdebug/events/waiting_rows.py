# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that wait until all rows with earlier times have arrived, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rqdebug.events.row_batches import merge_batches
from rqdebug.events.schema import SCHEMA

TIME_COLUMN = SCHEMA.get_field_index("time")

Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """Rows that arrived together."""

    batch: pa.RecordBatch
    times: Times
    """The times by which the rows are ordered, in ns since 1970."""
    arrived: float
    """When they arrived, in seconds of a monotonic clock; -inf for rows that do not wait."""

    def slice(self, first: int, stop: int | None = None) -> WaitingRows:
        """Return consecutive rows."""
        return WaitingRows(
            self.batch.slice(first, stop and stop - first), self.times[first:stop], self.arrived
        )

    def select(self, mask: npt.NDArray[np.bool_]) -> WaitingRows:
        """Return the rows for which the mask is True."""
        if mask.all():  # mostly; then nothing is copied
            return self
        return WaitingRows(self.batch.filter(pa.array(mask)), self.times[mask], self.arrived)


def event_times(batch: pa.RecordBatch) -> Times:
    """Return the times of events, in ns since 1970."""
    times: Times = batch.column(TIME_COLUMN).view(pa.int64()).to_numpy()
    return times


def in_order(rows: Sequence[WaitingRows]) -> tuple[pa.RecordBatch, Times]:
    """Return all rows in the order of their times, and the times. Rows of one time keep their order."""
    batch = merge_batches([each.batch for each in rows])
    times = np.concatenate([each.times for each in rows])
    if (times[1:] >= times[:-1]).all():  # mostly; then nothing is copied
        return batch, times
    order = np.argsort(times, kind="stable")
    return batch.take(pa.array(order)), times[order]
