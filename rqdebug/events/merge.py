# SPDX-License-Identifier: GPL-3.0-or-later
"""Several logs as one, in the order of true time.

True time is what a clock of this machine showed: a target's time minus how far
the target's clock is ahead. The rules:

1. What one log holds keeps its order, whatever its clock did: an event counts
   as no earlier than the one before it.
2. Events of different logs go by that time; where it is the same and both are
   there, the log that was named first comes first.
3. An event is merged when every other log has got past its time, or PATIENCE
   seconds after it came, so that a quiet target does not hold up the others.
   What comes later than that is put at the end, and counted as late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rqdebug.events.changes import LogChanges
from rqdebug.events.event_log import EventLog
from rqdebug.events.provenance import TargetClock
from rqdebug.events.row_batches import merge_batches
from rqdebug.events.schema import SCHEMA, set_target

MAX_WAIT = 0.25
"""Seconds; longer than any batch should take to arrive."""
_BEGINNING, _END = -(2**63) + 1, 2**63 - 1
_TIME = SCHEMA.get_field_index("time")

Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MergeSource:
    """A log to merge. Its events get ``name`` as target; None keeps their own."""

    log: EventLog
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows that are waiting to be merged, and their true times."""

    batch: pa.RecordBatch
    times: Times
    arrived: float

    def slice(self, first: int, stop: int | None = None) -> _Piece:
        return _Piece(self.batch.slice(first, stop and stop - first), self.times[first:stop], self.arrived)


class _Inlet:
    """One source: what was read from it, and what of that still waits to be merged."""

    def __init__(self, source: MergeSource) -> None:
        self._source = source
        self._log = source.log
        self._changes = LogChanges(source.log)
        self.pulled = 0
        self._old = source.log.num_rows
        """The rows that existed before: these are not waited for."""
        self.reached = _BEGINNING
        """The true time up to which its events are known."""
        self.waiting: list[_Piece] = []

    @property
    def rows(self) -> int:
        """Those that its log holds."""
        return self._log.num_rows

    @property
    def is_behind(self) -> bool:
        return self.pulled < self.rows

    def pull(self, now: float) -> None:
        """Read one more batch from its log."""
        start, batch = next(self._log.batches_from(self.pulled))
        batch = _correct_times(self._log, batch)
        times = batch.column(_TIME).view(pa.int64()).to_numpy()
        times = np.maximum.accumulate(np.maximum(times, self.reached))
        if self._source.name is not None:
            batch = set_target(batch, self._source.name)
        self.waiting.append(_Piece(batch, times, now if start >= self._old else -inf))
        self.pulled = start + batch.num_rows
        self.reached = int(times[-1])

    def release(self, limit: int) -> Iterator[_Piece]:
        """Return and forget the rows up to the limit."""
        while self.waiting:
            piece = self.waiting.pop(0)
            ready = int(np.searchsorted(piece.times, limit, "right"))
            if ready:
                yield piece.slice(0, ready)
            if ready < len(piece.times):
                self.waiting.insert(0, piece.slice(ready))
                return

    def copy_changes(self, log: EventLog) -> None:
        """Copy gaps, losses and clocks to the merged log, as far as its events were released."""
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
    """Merges several logs into one, also while they grow. Used by one thread."""

    def __init__(self, sources: Sequence[MergeSource], directory: Path | None = None) -> None:
        self.log = EventLog(directory=directory)
        """The merged log. Its times are corrected, so its clocks have no offset."""
        self.late = 0
        """The number of events that arrived after later ones had been merged."""
        self._inlets = [_Inlet(source) for source in sources]
        self._released = _BEGINNING

    def add(self, source: MergeSource) -> None:
        """Merge one more log."""
        self._inlets.append(_Inlet(source))

    def advance(self, now: float) -> Iterator[float]:
        """Merge what has come, batch by batch: after each, the fraction of what there is.

        ``now`` is in seconds, of a clock that never goes back. Stop iterating to
        stop the work; another ``advance`` goes on where it ended.
        """
        while behind := [inlet for inlet in self._inlets if inlet.is_behind]:
            min(behind, key=lambda inlet: inlet.reached).pull(now)
            self._release(self._limit(now))
            yield sum(inlet.pulled for inlet in self._inlets) / sum(inlet.rows for inlet in self._inlets)
        self._release(self._limit(now))

    def finish(self) -> None:
        """Merge everything that is left, because the sources no longer grow."""
        self._release(_END)

    def _limit(self, now: float) -> int:
        """Return the time up to which every source is complete."""
        passed = min((inlet.reached for inlet in self._inlets), default=_BEGINNING)
        pieces = (piece for inlet in self._inlets for piece in inlet.waiting)
        waited = (int(piece.times[-1]) for piece in pieces if piece.arrived <= now - MAX_WAIT)
        behind = (inlet.reached - 1 for inlet in self._inlets if inlet.is_behind)
        return min([max([passed, *waited]), *behind])

    def _release(self, limit: int) -> None:
        pieces = [piece for inlet in self._inlets for piece in inlet.release(limit)]
        if pieces:
            times = np.concatenate([piece.times for piece in pieces])
            self.late += int(np.count_nonzero(times < self._released))
            self._released = max(self._released, int(times.max()))
            order = np.argsort(times, kind="stable")
            self.log.append(merge_batches([piece.batch for piece in pieces]).take(pa.array(order)))
        for inlet in self._inlets:
            inlet.copy_changes(self.log)


def _correct_times(log: EventLog, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the same events with times of this machine's clock."""
    field, targets = batch.schema.field(_TIME), batch.column("target")
    ahead = np.array([log.clock(name).offset_ns for name in targets.dictionary.to_pylist()], np.int64)
    times = batch.column(_TIME).view(pa.int64()).to_numpy() - ahead[targets.indices.to_numpy()]
    return batch.set_column(_TIME, field, pa.array(times).view(field.type))
