# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of events: rows are only ever added, and keep their number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.log.columns import SCHEMA, on_distinct
from rqdebug.signals import Signal

MERGED_ROWS = 65_536
MERGED_BYTES = 32 * 1024 * 1024
"""Small batches are merged up to this, so that a filter has few batches to walk through."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log as Python values, in the order of SCHEMA."""

    sequence: int
    time: int
    """Wall clock of the target, ns since 1970."""
    duration: int
    """ns since the call began."""
    method: str
    queue: str
    client: str
    outcome: str
    phase: str
    size: int
    depth: int
    items: int
    timeout: int | None
    """ns, None: for ever."""
    codec: str
    call: int
    item: int | None
    payload: bytes
    """The first bytes only: ``size`` says how many there were."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the log holds at one moment. Never changed, only replaced: so readers need no lock."""

    batches: tuple[pa.RecordBatch, ...] = ()
    ends: tuple[int, ...] = ()
    """For each batch, the number of the row after its last."""

    @property
    def count(self) -> int:
        return self.ends[-1] if self.ends else 0

    def find(self, row: int) -> int:
        """The index of the batch that holds a row. Raises IndexError if none does."""
        if not 0 <= row < self.count:
            raise IndexError(f"the log has {self.count} rows, none of them has number {row}")
        return bisect_right(self.ends, row)

    def start(self, index: int) -> int:
        """The number of the first row of a batch."""
        return self.ends[index - 1] if index else 0

    def plus(self, batch: pa.RecordBatch) -> _Rows:
        count = self.count + batch.num_rows
        keep = len(self.batches)
        while keep and _belong_together(self.batches[keep - 1], batch):
            keep -= 1
            batch = _merged(self.batches[keep], batch)
        return _Rows((*self.batches[:keep], batch), (*self.ends[:keep], count))


def _belong_together(earlier: pa.RecordBatch, later: pa.RecordBatch) -> bool:
    """Whether to merge two neighbours: only like with like, so that no row is copied often."""
    rows: int = earlier.num_rows + later.num_rows
    size: int = earlier.nbytes + later.nbytes
    return rows < 3 * later.num_rows and rows <= MERGED_ROWS and size <= MERGED_BYTES


def _merged(earlier: pa.RecordBatch, later: pa.RecordBatch) -> pa.RecordBatch:
    (batch,) = pa.Table.from_batches([earlier, later]).combine_chunks().to_batches()
    return batch


class EventLog:
    """Every event seen of a target. One thread writes, any thread reads."""

    def __init__(self) -> None:
        self.changed: Signal[[]] = Signal()
        """Emitted in the writing thread, after rows were added or lost."""
        self.lost = 0
        """Events that happened but never came."""
        self._rows = _Rows()
        self._open: set[int] = set()

    @property
    def num_rows(self) -> int:
        return self._rows.count

    @property
    def batches(self) -> tuple[pa.RecordBatch, ...]:
        """All rows as they are now. Later the same rows may be in fewer, larger batches."""
        return self._rows.batches

    @property
    def blocked(self) -> int:
        """How many calls have started and not ended."""
        return len(self._open)

    def is_blocked(self, call: int) -> bool:
        return call in self._open

    def append(self, batch: pa.RecordBatch) -> None:
        """Add rows at the end. Raises ValueError if their columns are not those of SCHEMA."""
        if not batch.schema.equals(SCHEMA):
            raise ValueError(f"these are not the columns of an event: {batch.schema.names}")
        if not batch.num_rows:
            return
        self._note_open_calls(batch)
        self._rows = self._rows.plus(batch)
        self.changed.emit()

    def lose(self, count: int) -> None:
        """Count events that never came. A call that ended among them stays blocked."""
        self.lost += count
        self.changed.emit()

    def forget_blocked(self) -> None:
        """Take no call for blocked any more: another observation numbers its calls anew."""
        self._open.clear()
        self.changed.emit()

    def since(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """All rows from this one on, in batches, each with the number of its first row."""
        rows = self._rows
        for index in range(bisect_right(rows.ends, row), len(rows.batches)):
            start = rows.start(index)
            skip = max(row - start, 0)
            yield start + skip, rows.batches[index].slice(skip)

    def event(self, row: int) -> Event:
        """One row. Raises IndexError where there is none."""
        return self.events((row,))[0]

    def events(self, wanted: Iterable[int]) -> list[Event]:
        """Rows in the order asked for; much faster than one after the other.

        Raises IndexError for a row that is not there.
        """
        rows = self._rows
        found: list[Event] = []
        for index, group in groupby(wanted, rows.find):
            start = rows.start(index)
            found += _events(rows.batches[index], [row - start for row in group])
        return found

    def _note_open_calls(self, batch: pa.RecordBatch) -> None:
        started = on_distinct(batch.column("phase"), lambda phases: pc.equal(phases, "start"))
        calls = batch.column("call")
        self._open.update(calls.filter(started).to_pylist())
        if self._open:
            self._open.difference_update(calls.filter(pc.invert(started)).to_pylist())


def _events(batch: pa.RecordBatch, wanted: Sequence[int]) -> list[Event]:
    columns = map(_python_values, batch.take(pa.array(wanted)).columns)
    return [Event(*values) for values in zip(*columns, strict=True)]


def _python_values(column: pa.Array) -> list[Any]:
    """The column's values; times as ns, since Python's own are not that fine."""
    if pa.types.is_temporal(column.type):
        column = column.view(pa.int64())
    values: list[Any] = column.to_pylist()
    return values
