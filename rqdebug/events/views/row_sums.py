# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums over some rows of a log: how long they span, and how many bytes they moved."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event as Flag

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import on_distinct
from rqdebug.events.views.view import FilteredRows

CHUNK = 65_536
"""The number of rows to sum between two checks of ``stopped``."""


@dataclass(frozen=True, slots=True)
class RowSums:
    """Sums over rows."""

    count: int
    """The number of rows."""
    span_ns: int
    """The time from the earliest to the latest event."""
    size: int
    """The bytes of the payloads of all events that are ends of calls, so that no payload counts twice."""


def sum_rows(rows: FilteredRows, stopped: Flag) -> RowSums | None:
    """Return the sums over rows.

    Args:
        rows: At least one row.
        stopped: Another thread can set this to stop.

    Returns:
        The sums; None if it was stopped.
    """
    times: list[int] = []
    size = 0
    for first in range(0, rows.num_rows, CHUNK):
        if stopped.is_set():
            return None
        for batch in rows.batches(first, min(first + CHUNK, rows.num_rows)):
            ends = pc.min_max(batch.column("time").view(pa.int64()))
            times += (ends["min"].as_py(), ends["max"].as_py())
            is_end = on_distinct(batch.column("phase"), lambda phases: pc.equal(phases, "end"))
            size += pc.sum(batch.column("size").filter(is_end)).as_py() or 0
    return RowSums(rows.num_rows, max(times) - min(times), size)
