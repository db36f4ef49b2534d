# SPDX-License-Identifier: GPL-3.0-or-later
"""Open calls: calls that have started and not ended."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import on_distinct

MAX_OPEN_CALLS = 100_000
"""The maximum number of open calls of a target; the oldest are removed. Ends of calls can get lost."""

_START, _BUSY, _HELD = pa.scalar("start"), pa.scalar("busy"), pa.scalar("held")


class OpenStart(NamedTuple):
    """The newest start of an open call. A call that a debugger releases can start again, to wait."""

    row: int
    time_ns: int
    """In ns since 1970."""
    is_held: bool
    """Whether a debugger holds the call; otherwise it is blocked."""


class OpenCalls:
    """The open calls of a log: target and call number → the newest start.

    One thread records, any thread reads.
    """

    def __init__(self) -> None:
        self._targets: defaultdict[str, dict[int, OpenStart]] = defaultdict(dict)

    def __len__(self) -> int:
        return sum(map(len, tuple(self._targets.values())))

    @property
    def blocked(self) -> int:
        """The number of open calls that no debugger holds."""
        calls = [tuple(starts.values()) for starts in tuple(self._targets.values())]
        return sum(not start.is_held for starts in calls for start in starts)

    def start(self, call: int, target: str) -> OpenStart | None:
        """Return the newest start of a call, or None if the call is not open."""
        return self._targets[target].get(call) if target in self._targets else None

    def is_newest(self, call: int, target: str, time_ns: int, is_held: bool) -> bool:
        """Whether a start at this time is the newest one of a call that has not ended."""
        start = self.start(call, target)
        return start is not None and start.time_ns == time_ns and start.is_held == is_held

    def newest_mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        """Return for each row whether it is the newest start of a call that has not ended."""
        waiting = waiting_mask(batch)
        if not waiting.true_count:
            return waiting
        mask = np.zeros(batch.num_rows, np.bool_)
        rows = pc.indices_nonzero(waiting)
        numbers, targets = batch.column("call").take(rows), batch.column("target").take(rows)
        times, held = batch.column("time").view(pa.int64()).take(rows), held_mask(batch).take(rows)
        mask[rows.to_numpy()] = [
            self.is_newest(*start)
            for start in zip(*(each.to_pylist() for each in (numbers, targets, times, held)), strict=True)
        ]
        return pa.array(mask)

    def calls(self, target: str) -> tuple[int, ...]:
        """Return the open calls of a target, the oldest first."""
        return tuple(self._targets[target]) if target in self._targets else ()

    def clear(self, target: str) -> None:
        """Remove the open calls of a target."""
        self._targets.pop(target, None)

    def record(self, first: int, batch: pa.RecordBatch) -> None:
        """Add the calls that start in a batch, and remove the calls that end in it.

        Args:
            first: The number of the first row of the batch.
            batch: Events in SCHEMA.
        """
        started = _equals(batch, "phase", _START)
        if not started.true_count and not len(self):
            return  # the usual batch of a system in which no call waits: 0.4 ms less
        is_first = pc.equal(pc.fill_null(batch.column("part"), 0), 0)  # of the rows of a call
        waiting = pc.and_(is_first, pc.and_not(started, _equals(batch, "outcome", _BUSY)))
        calls, targets = batch.column("call"), batch.column("target")
        for code, target in enumerate(targets.dictionary.to_pylist()):
            of_target = pc.equal(targets.indices, code)
            ended = calls.filter(pc.and_not(of_target, started))
            begun = pc.indices_nonzero(pc.and_(of_target, waiting))
            # Most calls that start in a batch also end in it: leave them out before the slow loop in Python.
            begun = begun.filter(pc.invert(pc.is_in(calls.take(begun), value_set=ended)))
            rows = pc.add(begun, pa.scalar(first, pa.uint64())).to_pylist()
            times = batch.column("time").view(pa.int64()).take(begun).to_pylist()
            starts = map(OpenStart, rows, times, held_mask(batch).take(begun).to_pylist())
            _update(
                self._targets[target], ended, dict(zip(calls.take(begun).to_pylist(), starts, strict=True))
            )


def waiting_mask(batch: pa.RecordBatch) -> pa.BooleanArray:
    """Return for each row whether it is the start of a call that has to wait, or is held."""
    return pc.and_not(_equals(batch, "phase", _START), _equals(batch, "outcome", _BUSY))


def held_mask(batch: pa.RecordBatch) -> pa.BooleanArray:
    """Return for each row whether it is the start of a call that a debugger holds."""
    return pc.and_(_equals(batch, "phase", _START), _equals(batch, "outcome", _HELD))


def _equals(batch: pa.RecordBatch, name: str, text: pa.Scalar) -> pa.BooleanArray:
    return on_distinct(batch.column(name), lambda texts: pc.equal(texts, text))


def _update(open_calls: dict[int, OpenStart], ended: pa.UInt64Array, begun: dict[int, OpenStart]) -> None:
    if open_calls:
        numbers = pa.array(list(open_calls), pa.uint64())
        for call in ended.filter(pc.is_in(ended, value_set=numbers)).to_pylist():
            open_calls.pop(call, None)
    open_calls.update(begun)
    for call in list(islice(open_calls, max(len(open_calls) - MAX_OPEN_CALLS, 0))):
        del open_calls[call]
