# SPDX-License-Identifier: GPL-3.0-or-later
"""The event log: the store of all events of a target. Rows are only appended, and keep their numbers.

Theory of operation
===================

::

    append(batch) ──► tail: small batches ──full──► full batch ──► file (Spill)
                      merged with each other             │
                             │                           │ memory-mapped
                             ▼                           ▼
                  _rows: RowBatches, an immutable value that append replaces
                             │
        num_rows, batches, events(), batches_from(), …  ◄── readers, in any thread

A batch is an Arrow record batch in ``SCHEMA``. Its rows pass through three states:

1. In the tail. ``append`` adds the batch, and merges it with earlier batches of
   the tail that have less than twice its rows, as the digits of a binary
   counter carry. So n rows are in about log2(n) batches, and each row is
   copied about log2(n) times.
2. In a full batch, as soon as the tail has FULL_ROWS rows or FULL_BYTES bytes.
3. In the file. The full batch is written to an unnamed temporary file, and
   replaced by the same rows, memory-mapped. The memory of a log is then its
   tail and its dictionaries, however many rows it has. If the file cannot be
   written, the batch stays in memory, and ``problem`` says why.

The batches of a capture are full from the start, and are never merged.

One thread writes: it calls ``append`` and the other methods of the last
section. Any thread reads without a lock. The writer only ever replaces a
reference to an immutable value (``_rows``, ``gaps``, ``losses``, ``origins``),
and a reader takes the reference once and works on that value. So it sees a
whole append or none of it.

While the log grows, a reader can keep:

- row numbers: a row never changes its number;
- record batches and ``Event`` objects: they never change, and stay readable
  after ``close``;
- the tuple ``batches``: a snapshot of all rows at one moment.

It must not keep the index of a batch: later the same rows can be in fewer,
larger batches. A view (``views.view``) therefore holds row numbers, and scans
on from the last row that it has seen.

Gaps, losses and marks refer to rows by number: a gap or a loss has the number
of the first row after it. Open calls are updated at each append: a start adds a
call, an end removes it. A call whose end was lost stays open until the
observation ends (``clear_open_calls``), or until MAX_OPEN_CALLS newer calls are
open. ``open_calls`` is the one mutable object that readers share. It is updated
before the rows appear, so it can be newer than the rows that a reader has.

What must always hold:

- A row never changes its number or its values, and is never removed.
- A reader never waits for the writer, nor the writer for a reader.
- A full disk loses no events that are in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from rqdebug.events.client_addresses import join_client
from rqdebug.events.marks import Marks
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.provenance import EventLoss, Gap, Origin, TargetClock
from rqdebug.events.row_batches import RowBatches, merge_batches
from rqdebug.events.row_index import RowNumbers
from rqdebug.events.schema import SCHEMA, set_target
from rqdebug.events.source_file import SourceFile
from rqdebug.events.spill import Spill
from rqdebug.support.signals import Signal

MAX_LOSSES = 10_000
"""The maximum number of separate losses. The counts of later ones are added to the last."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log as Python values, in the order of SCHEMA. Columns of time end in ``_ns`` here."""

    sequence: int
    time_ns: int
    """The time of the event by the target's clock, in ns since 1970."""
    waited_ns: int
    """The time from the beginning of the call to the event."""
    took_ns: int | None
    """The time that the target itself worked for the call; None if it is not known."""
    method: str
    queue: str
    """The name of the queue, or its namespace if it has no name; empty if the call names no queue."""
    client: str
    """The name of the client; empty if it has none."""
    address: str
    """The address of the client; empty if it is not known."""
    outcome: str
    phase: str
    """``start`` if the call begins to wait, ``end`` if it has returned."""
    size: int
    """The number of bytes of the whole payload. In earlier recordings, of all items of the call."""
    depth: int | None
    """The number of items in the queue after the event; None if it is not known."""
    items: int
    """The number of items that the whole call put or took."""
    part: int | None
    """0 in the first row of the call, 1, 2, … in the rows of its further items."""
    timeout_ns: int | None
    """None means without a timeout."""
    codec: str
    call: int
    """The number of the call at its target, the same in all its rows."""
    item: int | None
    """The number of the item at its target; its put and its get have the same. None if it has no number."""
    deliveries: int | None
    """How often the item was leased; None if it never was, or if it is not known."""
    rule: int | None
    """The number of the debugger's rule that acted on the call; None for none."""
    payload: bytes
    """The first bytes of the payload."""
    unknown: str | None
    """JSON of the fields that this version does not know; None if there are none."""
    target: str = ""
    """The name of the target that reported the event."""

    @property
    def client_label(self) -> str:
        """The name and the address of the client, as far as they are known."""
        return join_client(self.client, self.address)


class EventLog:
    """All events of one target, or of several in the order of their corrected times.

    One thread writes, any thread reads; the module docstring says what a
    reader can rely on.

    Args:
        target: The name of the target; it is set in every row. Empty if rows
            have the names of their targets, as in a merged log or a capture.
        url: The address of the target.
        directory: Where to create the temporary file; by default, in the user's
            cache folder.
    """

    def __init__(self, target: str = "", url: str = "", directory: Path | None = None) -> None:
        self.changed: Signal[[]] = Signal()
        """Emitted in the writing thread after rows, gaps or losses were added, or open calls removed."""
        self.origins: tuple[Origin, ...] = (Origin(target, url),) if target or url else ()
        """The targets of the events, with their clocks."""
        self.gaps: tuple[Gap, ...] = ()
        """The times in which a target was not observed, in the order of rows."""
        self.losses: tuple[EventLoss, ...] = ()
        """The events that were never received, in the order of rows."""
        self.lost = 0
        """The number of events that were never received: the sum of the losses."""
        self.marks = Marks()
        """The rows that the user has marked."""
        self.problem = ""
        """What is wrong with the log itself, in one sentence, such as a full disk or a truncated capture."""
        self.notice = ""
        """What else a reader of the log should know, in one sentence; nothing is wrong with its events."""
        self.source: SourceFile | None = None
        """The file from which a capture was read, if it can be read again."""
        self._target = target
        self._directory = directory
        self._spill: Spill | None = None
        self._rows = RowBatches()

    @classmethod
    def from_batches(cls, batches: Iterable[pa.RecordBatch]) -> EventLog:
        """Return a log of finished batches in SCHEMA, for example from a capture."""
        log = cls()
        log._rows = RowBatches.from_batches(tuple(batches))
        return log

    def close(self) -> None:
        """Close the temporary file. Batches that are still referenced stay readable."""
        if self._spill is not None:
            self._spill.close()

    # Reading rows

    @property
    def num_rows(self) -> int:
        """The number of rows; the next row gets this number."""
        return self._rows.count

    @property
    def file_bytes(self) -> int:
        """The size of the temporary file in bytes; 0 if there is none."""
        return self._spill.size if self._spill is not None else 0

    @property
    def batches(self) -> tuple[pa.RecordBatch, ...]:
        """All rows at this moment, in SCHEMA. Later the same rows can be in fewer, larger batches."""
        return self._rows.batches

    def batches_from(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield all rows from this one on, in batches, each with the number of its first row."""
        return self._rows.batches_from(row)

    def batches_before(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the rows before this one in batches, the last first, each with its first row number."""
        return self._rows.batches_before(row)

    def select(
        self, row_numbers: RowNumbers, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows with these numbers in batches.

        Args:
            row_numbers: The numbers, ascending. The rows must exist.
            columns: The columns to yield; None is all.
        """
        return self._rows.select(row_numbers, columns)

    def event(self, row: int) -> Event:
        """Return one row. Raises IndexError if it does not exist."""
        return self.events((row,))[0]

    def events(self, row_numbers: Iterable[int]) -> list[Event]:
        """Return rows in the given order. This is much faster than one ``event`` for each.

        Raises:
            IndexError: A row does not exist.
        """
        rows, wanted = self._rows, list(row_numbers)
        ascending = sorted(wanted)
        # One ``take`` for each batch: on 1,000 rows of bench/events.py, 10 times as fast as one for each row.
        events: list[Event] = []
        for index, group in groupby(ascending, rows.find):
            start = rows.start(index)
            events += read_events(rows.batches[index].take(pa.array([row - start for row in group])))
        if ascending == wanted:
            return events
        event_of = dict(zip(ascending, events, strict=True))
        return [event_of[row] for row in wanted]

    # Open calls

    @property
    def blocked(self) -> int:
        """The number of blocked calls: they have started and not ended, and no debugger holds them."""
        return self.open_calls.blocked

    def is_open(self, event: Event) -> bool:
        """Whether an event is the newest start of a call that has not ended: blocked, held, or a task."""
        return event.phase == "start" and self.open_calls.is_newest(
            event.call, event.target, event.time_ns, event.outcome == "held"
        )

    @cached_property
    def open_calls(self) -> OpenCalls:
        """The calls that have started and not ended. In a capture, the first access reads all events."""
        calls = OpenCalls()
        for start, batch in self.batches_from(0):
            calls.record(start, batch)
        return calls

    # Writing: for one thread

    def append(self, batch: pa.RecordBatch) -> None:
        """Append rows in SCHEMA. Raises ValueError if the batch has other columns."""
        if not batch.schema.equals(SCHEMA):
            raise ValueError(
                f"a batch has the columns {batch.schema.names}, which are not the columns of events"
            )
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
        """Record that events were never received.

        Args:
            count: The number of events. Calls whose end is among them stay open.
            target: The name of the target; by default, the only one.
        """
        loss = EventLoss(self.num_rows, count, self._target_name(target))
        if self.losses and (self.losses[-1].row == loss.row or len(self.losses) >= MAX_LOSSES):
            *others, last = self.losses
            self.losses = (*others, replace(last, count=last.count + count))
        else:
            self.losses = (*self.losses, loss)
        self.lost += count
        self.changed.emit()

    def add_gap(self, start_ns: int, end_ns: int, target: str | None = None) -> None:
        """Record that a target was not observed for some time.

        Args:
            start_ns: The beginning by the target's clock, in ns since 1970.
            end_ns: The end by the target's clock, in ns since 1970.
            target: The name of the target; by default, the only one.
        """
        self.gaps = (*self.gaps, Gap(self.num_rows, start_ns, end_ns, self._target_name(target)))
        self.changed.emit()

    def add_origin(self, origin: Origin) -> None:
        """Add a target, or replace the one with the same name."""
        self.origins = (*(other for other in self.origins if other.name != origin.name), origin)

    def set_clock(self, offset_ns: int, error_ns: int, target: str | None = None) -> None:
        """Record the offset of a target's clock from the clock of this machine.

        Args:
            offset_ns: How far the target's clock is ahead.
            error_ns: The maximum error of the offset.
            target: The name of the target; by default, the only one.
        """
        name = self._target_name(target)
        origin = next((origin for origin in self.origins if origin.name == name), Origin(name))
        self.add_origin(replace(origin, clock=TargetClock(offset_ns, error_ns)))

    def clock(self, target: str | None = None) -> TargetClock:
        """Return the offset of a target's clock from the clock of this machine; 0 before it is measured."""
        name = self._target_name(target)
        return next((origin.clock for origin in self.origins if origin.name == name), TargetClock())

    def clear_open_calls(self, target: str | None = None) -> None:
        """Remove the open calls of a target, because a new observation would not report their ends."""
        self.open_calls.clear(self._target_name(target))
        self.changed.emit()

    def _target_name(self, target: str | None) -> str:
        return self._target if target is None else target

    def _write_to_file(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Write a batch to the file, and return it memory-mapped; unchanged if the file cannot be written."""
        if self.problem:
            return batch
        try:
            if self._spill is None:
                self._spill = Spill(self._directory)
            return self._spill.write(batch)
        except OSError as error:
            self.problem = f"events stay in memory, because the temporary file cannot be written: {error}"
            return batch


def column_values(event: Event) -> dict[str, Any]:
    """Return the values of an event by the names of the columns, such as ``time``."""
    return dict(zip(SCHEMA.names, (getattr(event, field.name) for field in fields(event)), strict=True))


def read_events(batch: pa.RecordBatch) -> list[Event]:
    """Return all rows of a batch in SCHEMA as Python values."""
    return [Event(*values) for values in zip(*map(to_python, batch.columns), strict=True)]


def to_python(column: pa.Array) -> list[Any]:
    """Return the values of a column. Times become ns, because Python's own types have no nanoseconds."""
    if pa.types.is_temporal(column.type):
        column = column.view(pa.int64())
    values: list[Any] = column.to_pylist()
    return values
