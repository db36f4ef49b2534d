# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of events: rows are only ever added, and keep their number."""

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
"""Places in which losses are remembered; from then on they add up in the last."""


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
    target: str = ""
    """The name of the target that told it."""


class EventLog:
    """Every event seen of one target, or of several in the order of true time.

    One thread writes, any thread reads, and nobody waits for a lock. Rows move
    into a file when there are enough of them, so memory stays flat.
    """

    def __init__(self, target: str = "", url: str = "", directory: Path | None = None) -> None:
        """``directory`` is where the file will lie; None: in the user's cache."""
        self.changed: Signal[[]] = Signal()
        """Emitted in the writing thread, after rows or circumstances were added."""
        self.origins: tuple[Origin, ...] = (Origin(target, url),) if target or url else ()
        """The targets that the events are of."""
        self.gaps: tuple[Gap, ...] = ()
        self.losses: tuple[EventLoss, ...] = ()
        self.lost = 0
        """Events that happened but never came: the sum of the losses."""
        self.marks = Marks()
        self.trouble = ""
        """What is wrong with the log itself, in one sentence: a full disk, a capture that is cut off."""
        self._target = target
        self._directory = directory
        self._spill: Spill | None = None
        self._rows = RowBatches()

    @classmethod
    def from_batches(cls, batches: Iterable[pa.RecordBatch]) -> EventLog:
        """A log of batches that stay as they are, such as those of a capture."""
        log = cls()
        log._rows = RowBatches.from_batches(tuple(batches))
        return log

    def close(self) -> None:
        """Take in no more. What is there stays readable while anyone holds it."""
        if self._spill is not None:
            self._spill.close()

    # What is there

    @property
    def num_rows(self) -> int:
        return self._rows.count

    @property
    def batches(self) -> tuple[pa.RecordBatch, ...]:
        """All rows as they are now. Later the same rows may be in fewer, larger batches."""
        return self._rows.batches

    def batches_from(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """All rows from this one on, in batches, each with the number of its first row."""
        return self._rows.batches_from(row)

    def batches_before(self, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """All rows before this one, the last batch first, each with the number of its first row."""
        return self._rows.batches_before(row)

    def select(self, wanted: RowNumbers) -> Iterator[pa.RecordBatch]:
        """The rows of these numbers, which must ascend and be there, in batches."""
        return self._rows.select(wanted)

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
            found += read_events(rows.batches[index].take(pa.array([row - start for row in group])))
        return found

    # Calls that wait

    @property
    def blocked(self) -> int:
        """How many calls have started and not ended."""
        return len(self.open_calls)

    def is_blocked(self, call: int, target: str | None = None) -> bool:
        """Whether a call of a target has started and not ended; None: of the only one."""
        return self.open_calls.row(call, self._target_name(target)) is not None

    @cached_property
    def open_calls(self) -> OpenCalls:
        """Those that have started and not ended. Of a capture not known until asked for: it reads all."""
        calls = OpenCalls()
        for start, batch in self.batches_from(0):
            calls.record(start, batch)
        return calls

    # For the thread that writes

    def append(self, batch: pa.RecordBatch) -> None:
        """Add rows at the end. Raises ValueError if their columns are not those of SCHEMA."""
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
        """Count events that never came. A call that ended among them stays blocked."""
        loss = EventLoss(self.num_rows, count, self._target_name(target))
        if self.losses and (self.losses[-1].row == loss.row or len(self.losses) >= MAX_LOSSES):
            *others, last = self.losses
            self.losses = (*others, replace(last, count=last.count + count))
        else:
            self.losses = (*self.losses, loss)
        self.lost += count
        self.changed.emit()

    def add_gap(self, start: int, end: int, target: str | None = None) -> None:
        """Remember that from ``start`` to ``end`` (ns since 1970) nobody listened to a target."""
        self.gaps = (*self.gaps, Gap(self.num_rows, start, end, self._target_name(target)))
        self.changed.emit()

    def add_origin(self, origin: Origin) -> None:
        """Remember a target, or what changed of it."""
        self.origins = (*(known for known in self.origins if known.name != origin.name), origin)

    def set_clock(self, offset: int, error: int, target: str | None = None) -> None:
        """Remember how far a target's clock is ahead of ours, in ns, and how sure that is."""
        name = self._target_name(target)
        known = next((origin for origin in self.origins if origin.name == name), Origin(name))
        self.add_origin(replace(known, clock=TargetClock(offset, error)))

    def clock(self, target: str | None = None) -> TargetClock:
        """How a target's clock stands beside ours; as ours while nobody has said otherwise."""
        name = self._target_name(target)
        return next((origin.clock for origin in self.origins if origin.name == name), TargetClock())

    def clear_open_calls(self, target: str | None = None) -> None:
        """Take no call for blocked any more: another observation numbers its calls anew."""
        self.open_calls.clear(self._target_name(target))
        self.changed.emit()

    def _target_name(self, target: str | None) -> str:
        return self._target if target is None else target

    def _write_to_file(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch from a file; from memory, if the file cannot be written."""
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
    """All rows of a batch."""
    return [Event(*values) for values in zip(*map(to_python, batch.columns), strict=True)]


def to_python(column: pa.Array) -> list[Any]:
    """The column's values; times as ns, since Python's own are not that fine."""
    if pa.types.is_temporal(column.type):
        column = column.view(pa.int64())
    values: list[Any] = column.to_pylist()
    return values
