# SPDX-License-Identifier: GPL-3.0-or-later
"""Open calls: calls that have started and not ended."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import on_distinct

MAX_OPEN_CALLS = 100_000
"""The maximum number of open calls of a target; the oldest are removed. Ends of calls can get lost."""

_START, _BUSY = pa.scalar("start"), pa.scalar("busy")


class OpenCalls:
    """The open calls of a log: target and call number → row of the start.

    One thread records, any thread reads.
    """

    def __init__(self) -> None:
        self._targets: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def __len__(self) -> int:
        return sum(map(len, tuple(self._targets.values())))

    def row(self, call: int, target: str) -> int | None:
        """Return the row of the start of a call, or None if the call is not open."""
        return self._targets[target].get(call) if target in self._targets else None

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
            rows = pc.add(begun, pa.scalar(first, pa.uint64()))
            _update(self._targets[target], ended, calls.take(begun).to_pylist(), rows.to_pylist())


def waiting_mask(batch: pa.RecordBatch) -> pa.BooleanArray:
    """Return for each row whether it is the start of a call that has to wait."""
    return pc.and_not(_equals(batch, "phase", _START), _equals(batch, "outcome", _BUSY))


def _equals(batch: pa.RecordBatch, name: str, text: pa.Scalar) -> pa.BooleanArray:
    return on_distinct(batch.column(name), lambda texts: pc.equal(texts, text))


def _update(open_calls: dict[int, int], ended: pa.UInt64Array, begun: list[int], rows: list[int]) -> None:
    if open_calls:
        numbers = pa.array(list(open_calls), pa.uint64())
        for call in ended.filter(pc.is_in(ended, value_set=numbers)).to_pylist():
            open_calls.pop(call, None)
    open_calls.update(zip(begun, rows, strict=True))
    for call in list(islice(open_calls, max(len(open_calls) - MAX_OPEN_CALLS, 0))):
        del open_calls[call]
