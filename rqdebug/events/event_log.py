# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of events: rows are only appended, and keep their numbers.

Theory of operation
===================

::

    append(batch) ──► tail of small batches ──► full batch ──► file (Spill)
                          │  merged like the digits of a binary counter
                          ▼
    readers ◄── RowBatches: an immutable tuple that append replaces

One thread appends. It adds each batch to the tail, merges it with batches
that are not much larger, and replaces ``_rows``, a single reference to an
immutable ``RowBatches``. Readers in other threads take this reference and
work on what it held at that moment: they need no lock, and never see half an
append. When the tail makes a full batch, it is written to a temporary file
and replaced by the same rows, memory-mapped: the memory of a log is that of
its tail and its dictionaries, at any number of rows.

Row numbers never change, so views, marks, gaps and losses refer to rows by
number. A gap or loss has the number of the first row after it.

Open calls are tracked at append: a start adds a call, an end removes it. A
call whose end was lost stays open until the observation ends
(``clear_open_calls``) or MAX_OPEN_CALLS later calls are open.

It must never happen that a row changes its number or its values, that a
reader waits for the writer, or that a full disk loses events: if the file
cannot be written, batches stay in memory and ``trouble`` says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from rqdebug.events.marks import Marks
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.provenance import EventLoss, Gap, Origin, TargetClock
from rqdebug.events.row_batches import RowBatches, merge_batches
from rqdebug.events.row_index import RowNumbers
from rqdebug.events.schema import SCHEMA, set_target
from rqdebug.events.spill import Spill
from rqdebug.support.signals import Signal

MAX_LOSSES = 10_000
"""The maximum number of separate losses; later ones are added to the last."""


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
    """ns; None is no timeout."""
    codec: str
    call: int
    item: int | None
    payload: bytes
    """The first bytes only; ``size`` is the number of all bytes."""
    target: str = ""
    """The name of the target that reported it."""


class EventLog:
    """Every event seen of one target, or of several in the order of true time.

    One thread writes, any thread reads, and nobody waits for a lock. Rows move
    into a file when there are enough of them, so memory stays flat.
    """

    def __init__(self, target: str = "", url: str = "", directory: Path | None = None) -> None:
        """Create an empty log. Its file goes into ``directory``, by default the user's cache."""
        self.changed: Signal[[]] = Signal()
        """Emitted in the writing thread after rows, gaps, losses or clocks were added."""
        self.origins: tuple[Origin, ...] = (Origin(target, url),) if target or url else ()
        """The targets of the events."""
        self.gaps: tuple[Gap, ...] = ()
        self.losses: tuple[EventLoss, ...] = ()
        self.lost = 0
        """The number of events that were never received: the sum of the losses."""
        self.marks = Marks()
        self.trouble = ""
        """What is wrong with the log itself, in one sentence: a full disk, a truncated capture."""
        self._target = target
        self._directory = directory
        self._spill: Spill | None = None
        self._rows = RowBatches()

    @classmethod
    def from_batches(cls, batches: Iterable[pa.RecordBatch]) -> EventLog:
        """Return a log of finished batches, such as those of a capture."""
        log = cls()
        log._rows = RowBatches.from_batches(tuple(batches))
        return log

    def close(self) -> None:
        """Close the file. Batches that are still referenced stay readable."""
        if self._spill is not None:
            self._spill.close()

    # What is there

    @property
    def num_rows(self) -> int:
        return self._rows.count

    @property
    def batches(self) -> tuple[pa.RecordBatch, ...]:
        """All rows at this moment. Later the same rows can be in fewer, larger batches."""
        return self._rows.batches

    def batches_from(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield all rows from this one on, in batches, each with the number of its first row."""
        return self._rows.batches_from(row)

    def batches_before(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield all rows before this one, the last batch first, each with the number of its first row."""
        return self._rows.batches_before(row)

    def select(self, row_numbers: RowNumbers) -> Iterator[pa.RecordBatch]:
        """Yield the rows with these numbers, in batches. The numbers must ascend and exist."""
        return self._rows.select(row_numbers)

    def event(self, row: int) -> Event:
        """Return one row. Raises IndexError if it does not exist."""
        return self.events((row,))[0]

    def events(self, row_numbers: Iterable[int]) -> list[Event]:
        """Rows in the order asked for; much faster than one after the other.

        Raises IndexError for a row that is not there.
        """
        rows = self._rows
        found: list[Event] = []
        for index, group in groupby(row_numbers, rows.find):
            start = rows.start(index)
            found += read_events(rows.batches[index].take(pa.array([row - start for row in group])))
        return found

    # Calls that wait

    @property
    def blocked(self) -> int:
        """The number of calls that have started and not ended."""
        return len(self.open_calls)

    def is_blocked(self, call: int, target: str | None = None) -> bool:
        """Whether a call has started and not ended. ``target`` can be omitted if there is only one."""
        return self.open_calls.row(call, self._target_name(target)) is not None

    @cached_property
    def open_calls(self) -> OpenCalls:
        """The calls that have started and not ended. For a capture, the first access reads all events."""
        calls = OpenCalls()
        for start, batch in self.batches_from(0):
            calls.record(start, batch)
        return calls

    # For the thread that writes

    def append(self, batch: pa.RecordBatch) -> None:
        """Append rows. Raises ValueError if they do not have the columns of SCHEMA."""
        if not batch.schema.equals(SCHEMA):
            raise ValueError(f"these are not the columns of an event: {batch.schema.names}")
        if not batch.num_rows:
            return
        if self._target:
            batch = set_target(batch, self._target)
        self.open_calls.record(self.num_rows, batch)
        rows = self._rows.with_batch(batch)
        self._rows = (
            rows.with_full_tail(self._write_to_file(merge_batches(rows.tail))) if rows.tail_is_full else rows
        )
        self.changed.emit()

    def record_loss(self, count: int, target: str | None = None) -> None:
        """Count events that were never received. A call whose end was among them stays blocked."""
        loss = EventLoss(self.num_rows, count, self._target_name(target))
        if self.losses and (self.losses[-1].row == loss.row or len(self.losses) >= MAX_LOSSES):
            *others, last = self.losses
            self.losses = (*others, replace(last, count=last.count + count))
        else:
            self.losses = (*self.losses, loss)
        self.lost += count
        self.changed.emit()

    def add_gap(self, start: int, end: int, target: str | None = None) -> None:
        """Record that a target was not observed from ``start`` to ``end``, in ns since 1970."""
        self.gaps = (*self.gaps, Gap(self.num_rows, start, end, self._target_name(target)))
        self.changed.emit()

    def add_origin(self, origin: Origin) -> None:
        """Add a target, or replace what is known of it."""
        self.origins = (*(known for known in self.origins if known.name != origin.name), origin)

    def set_clock(self, offset: int, error: int, target: str | None = None) -> None:
        """Record how many ns a target's clock is ahead of ours, and the error of that figure."""
        name = self._target_name(target)
        known = next((origin for origin in self.origins if origin.name == name), Origin(name))
        self.add_origin(replace(known, clock=TargetClock(offset, error)))

    def clock(self, target: str | None = None) -> TargetClock:
        """Return the offset of a target's clock from ours; zero until one is measured."""
        name = self._target_name(target)
        return next((origin.clock for origin in self.origins if origin.name == name), TargetClock())

    def clear_open_calls(self, target: str | None = None) -> None:
        """Forget the open calls of a target: a new observation numbers its calls from the start."""
        self.open_calls.clear(self._target_name(target))
        self.changed.emit()

    def _target_name(self, target: str | None) -> str:
        return self._target if target is None else target

    def _write_to_file(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch as read from the file, or as it is if the file cannot be written."""
        if self.trouble:
            return batch
        try:
            if self._spill is None:
                self._spill = Spill(self._directory)
            return self._spill.write(batch)
        except OSError as error:
            self.trouble = f"events stay in memory, since their file cannot be written: {error}"
            return batch


def read_events(batch: pa.RecordBatch) -> list[Event]:
    """Return all rows of a batch as Python values."""
    return [Event(*values) for values in zip(*map(to_python, batch.columns), strict=True)]


def to_python(column: pa.Array) -> list[Any]:
    """Return the values of a column; times in ns, because Python's own types have no nanoseconds."""
    if pa.types.is_temporal(column.type):
        column = column.view(pa.int64())
    values: list[Any] = column.to_pylist()
    return values
