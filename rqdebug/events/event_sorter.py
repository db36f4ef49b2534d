# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the calls on exposed queues between the other calls of their target, in the order of time.

A controller sends its own events within some 30 ms, but it receives the calls
on exposed queues with the next report of their program, about every 50 ms. The
rows of a log never change their numbers, so the order must be right before
they are appended:

1. While a target has exposed queues, events wait for HOLD seconds. Then they
   are appended in the order of time, with everything that happened before them.
2. The events of the controller itself keep their order, even if its clock went
   back: an event counts as no earlier than the one before it.
3. An event that arrives after a later one was appended is appended at the end,
   and counted as late. An event of a program whose clock is ahead counts as no
   later than its arrival, so that it does not make the others late.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.waiting_rows import Times, WaitingRows, event_times, in_order

HOLD = 0.2
"""Seconds that events wait for the reports of programs; four reports should arrive in this time."""
_BEGINNING = -(2**63)


class EventSorter:
    """Orders the events of one target by time before they are appended to its log."""

    def __init__(self) -> None:
        self.late = 0
        """The number of events that arrived after later ones were appended."""
        self._waiting: list[WaitingRows] = []
        self._reached = self._released = _BEGINNING

    def add(self, batch: pa.RecordBatch, exposed: Collection[str], now: float, now_ns: int) -> None:
        """Add events that have arrived.

        Args:
            batch: The events.
            exposed: The names of the exposed queues.
            now: The time of a monotonic clock, in seconds.
            now_ns: The time by the target's clock, in ns since 1970.
        """
        if batch.num_rows:
            self._waiting.append(WaitingRows(batch, self._order_times(batch, exposed, now_ns), now))

    def take(self, now: float, hold: float) -> pa.RecordBatch | None:
        """Remove the events that have waited for ``hold`` seconds, and earlier ones.

        Returns:
            The events in order; None if there are none.
        """
        limits = [int(rows.times.max()) for rows in self._waiting if rows.arrived <= now - hold]
        if not limits:
            return None
        limit = max(limits)
        masks = [rows.times <= limit for rows in self._waiting]
        ready = [rows.select(mask) for rows, mask in zip(self._waiting, masks, strict=True) if mask.any()]
        self._waiting = [
            rows.select(~mask) for rows, mask in zip(self._waiting, masks, strict=True) if not mask.all()
        ]
        batch, times = in_order(ready)
        self.late += int(np.count_nonzero(times < self._released))
        self._released = max(self._released, limit)
        return batch

    def _order_times(self, batch: pa.RecordBatch, exposed: Collection[str], now_ns: int) -> Times:
        times = event_times(batch)
        is_exposed = _are_in(batch.column("queue"), exposed)
        own = np.maximum.accumulate(np.where(is_exposed, self._reached, times))
        own = np.maximum(own, self._reached)
        self._reached = int(own[-1])
        return np.where(is_exposed, np.minimum(times, max(now_ns, self._reached)), own)


def _are_in(names: pa.DictionaryArray, wanted: Collection[str]) -> npt.NDArray[np.bool_]:
    """Return which of the names are wanted."""
    if not wanted:
        return np.zeros(len(names), bool)
    known = pc.is_in(names.dictionary, value_set=pa.array(list(wanted), names.dictionary.type))
    return np.asarray(known.to_numpy(zero_copy_only=False)[names.indices.to_numpy()], bool)
