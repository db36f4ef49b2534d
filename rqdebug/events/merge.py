# SPDX-License-Identifier: GPL-3.0-or-later
"""Merges several logs into one, in the order of their corrected times.

The corrected time of an event is its time by the clock of this machine: its
time by the target's clock, minus the offset of that clock. The rules:

1. The events of one log keep their order, even if its clock went back: an event
   counts as no earlier than the one before it.
2. Events of different logs are ordered by corrected time. If that is equal, the
   order of the sources decides.
3. An event is merged as soon as every other log has a later event, or MAX_WAIT
   seconds after it arrived, so that an idle target does not delay the others.
   An event that arrives after a later one was merged is appended at the end,
   and counted as late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import numpy as np
import pyarrow as pa

from rqdebug.events.changes import LogChanges
from rqdebug.events.event_log import EventLog
from rqdebug.events.event_sorter import HOLD
from rqdebug.events.provenance import TargetClock
from rqdebug.events.schema import set_target
from rqdebug.events.waiting_rows import TIME_COLUMN, WaitingRows, event_times, in_order

MAX_WAIT = 0.25 + HOLD
"""Seconds to wait for events of other logs; batches of events should arrive faster, even of a target with
exposed queues."""
# One above the lowest int64: `_limit` subtracts 1, and NumPy compares the result with int64 times.
_BEGINNING, _END = -(2**63) + 1, 2**63 - 1


@dataclass(frozen=True, slots=True)
class MergeSource:
    """A log to merge."""

    log: EventLog
    name: str | None = None
    """The target of its events in the merged log; None keeps the targets."""


class _Inlet:
    """The state of one source: how far it was read, and which of its rows wait."""

    def __init__(self, source: MergeSource) -> None:
        self._source = source
        self._log = source.log
        self._changes = LogChanges(source.log)
        self.pulled = 0
        """The number of rows that were read from its log."""
        self._old = source.log.num_rows
        """The number of rows that existed before the merge. Other logs do not wait for them."""
        self.reached = _BEGINNING
        """The corrected time of the last row that was read."""
        self.waiting: list[WaitingRows] = []

    @property
    def rows(self) -> int:
        """The number of rows in its log."""
        return self._log.num_rows

    @property
    def is_behind(self) -> bool:
        return self.pulled < self.rows

    def pull(self, now: float) -> None:
        """Read the next batch of its log. ``now``: as in ``LogMerge.advance``."""
        start, batch = next(self._log.batches_from(self.pulled))
        batch = _correct_times(self._log, batch)
        times = np.maximum.accumulate(np.maximum(event_times(batch), self.reached))
        if self._source.name is not None:
            batch = set_target(batch, self._source.name)
        self.waiting.append(WaitingRows(batch, times, now if start >= self._old else -inf))
        self.pulled = start + batch.num_rows
        self.reached = int(times[-1])

    def release(self, limit: int) -> Iterator[WaitingRows]:
        """Remove the waiting rows up to a corrected time, and yield them."""
        while self.waiting:
            piece = self.waiting.pop(0)
            ready = int(np.searchsorted(piece.times, limit, "right"))
            if ready:
                yield piece.slice(0, ready)
            if ready < len(piece.times):
                self.waiting.insert(0, piece.slice(ready))
                return

    def copy_changes(self, log: EventLog) -> None:
        """Copy the gaps, losses and clocks up to the last released row to the merged log."""
        until = self.pulled - sum(len(piece.times) for piece in self.waiting)
        for gap in self._changes.take_gaps(until):
            ahead, name = self._log.clock(gap.target).offset_ns, self._name(gap.target)
            log.clear_open_calls(name)
            log.add_gap(gap.start_ns - ahead, gap.end_ns - ahead, name)
        for loss in self._changes.take_losses(until):
            log.record_loss(loss.count, self._name(loss.target))
        for origin in self._changes.take_origins():
            log.add_origin(
                replace(origin, name=self._name(origin.name), clock=TargetClock(0, origin.clock.error_ns))
            )

    def _name(self, target: str) -> str:
        return target if self._source.name is None else self._source.name


class LogMerge:
    """Merges several logs into one, also while they grow. Use it from one thread.

    Args:
        sources: The logs to merge.
        directory: Where the merged log creates its temporary file; by default, in the user's cache folder.
    """

    def __init__(self, sources: Sequence[MergeSource], directory: Path | None = None) -> None:
        self.log = EventLog(directory=directory)
        """The merged log. Its times are corrected, so its clocks have no offset."""
        self.late = 0
        """The number of events that arrived after later ones were merged."""
        self._inlets = [_Inlet(source) for source in sources]
        self._released = _BEGINNING

    def add(self, source: MergeSource) -> None:
        """Merge one more log."""
        self._inlets.append(_Inlet(source))

    def advance(self, now: float) -> Iterator[float]:
        """Merge the events that have arrived, batch by batch.

        The caller may stop iterating; the next call continues there.

        Args:
            now: The time of a monotonic clock, in seconds.

        Yields:
            After each batch, the fraction of all rows that was read.
        """
        while behind := [inlet for inlet in self._inlets if inlet.is_behind]:
            # The source that has reached least: it alone can hold the others back.
            min(behind, key=lambda inlet: inlet.reached).pull(now)
            self._release(self._limit(now))
            yield sum(inlet.pulled for inlet in self._inlets) / sum(inlet.rows for inlet in self._inlets)
        self._release(self._limit(now))

    def finish(self) -> None:
        """Merge the remaining events. Call it when the sources no longer grow."""
        self._release(_END)

    def _limit(self, now: float) -> int:
        """Return the corrected time up to which rows can be released."""
        passed = min((inlet.reached for inlet in self._inlets), default=_BEGINNING)
        pieces = (piece for inlet in self._inlets for piece in inlet.waiting)
        waited = (int(piece.times[-1]) for piece in pieces if piece.arrived <= now - MAX_WAIT)
        # The next row of a source can have the same time as its last one. Minus 1, so that rows of that
        # time stay together, and the order of the sources decides.
        behind = (inlet.reached - 1 for inlet in self._inlets if inlet.is_behind)
        return min([max([passed, *waited]), *behind])

    def _release(self, limit: int) -> None:
        pieces = [piece for inlet in self._inlets for piece in inlet.release(limit)]
        if pieces:
            batch, times = in_order(pieces)  # the pieces are in the order of the sources: rule 2
            self.late += int(np.count_nonzero(times < self._released))
            self._released = max(self._released, int(times[-1]))
            self.log.append(batch)
        for inlet in self._inlets:
            inlet.copy_changes(self.log)


def _correct_times(log: EventLog, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the same events with corrected times."""
    field, targets = batch.schema.field(TIME_COLUMN), batch.column("target")
    ahead = np.array([log.clock(name).offset_ns for name in targets.dictionary.to_pylist()], np.int64)
    times = event_times(batch) - ahead[targets.indices.to_numpy()]
    return batch.set_column(TIME_COLUMN, field, pa.array(times).view(field.type))
