# SPDX-License-Identifier: GPL-3.0-or-later
"""The tested rows of which the answer can change: as time passes, and as calls end.

``last 5s`` changes for the rows that become too old, ``blocked`` and ``held`` for the starts of calls that
end or continue. A view remembers where such rows are, so that it tests only these again, however long the
log is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.marked_rows import Numbers
from rqdebug.events.open_calls import waiting_mask

MIN_SPAN = 4_096
"""Adjacent spans with fewer rows are joined, so that there are few."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Rows, and the range of their times in ns since 1970."""

    rows: range
    first_ns: int
    last_ns: int

    def joined(self, later: TimeSpan) -> TimeSpan | None:
        """Return both as one if they are adjacent and this one is short; otherwise None."""
        if self.rows.stop != later.rows.start or len(self.rows) >= MIN_SPAN:
            return None
        return TimeSpan(
            range(self.rows.start, later.rows.stop),
            min(self.first_ns, later.first_ns),
            max(self.last_ns, later.last_ns),
        )


@dataclass(frozen=True, slots=True)
class Due:
    """What a batch that was tested adds to ``DueRows``."""

    waiting: Numbers | None
    """The starts of calls that have to wait, if the filter depends on open calls."""
    span: TimeSpan | None
    """The times of all rows, if the filter depends on the time."""

    @classmethod
    def of_batch(cls, filter: Filter, start: int, batch: pa.RecordBatch) -> Due:
        """Return the rows of a batch to test again later; ``start`` is the number of its first row."""
        waiting = span = None
        if filter.needs_open_calls:
            waiting = pc.indices_nonzero(waiting_mask(batch)).to_numpy().astype(np.int64) + start
        if filter.recent and batch.num_rows:
            times = pc.min_max(batch.column("time").view(pa.int64()))
            first, last = times["min"].as_py(), times["max"].as_py()
            span = TimeSpan(range(start, start + batch.num_rows), first, last)
        return cls(waiting, span)


class DueRows:
    """Collects the rows of a view that must be tested again. For one thread at a time."""

    def __init__(self) -> None:
        self._waiting: list[Numbers] = []
        self._spans: list[TimeSpan] = []

    def add(self, due: Due) -> None:
        """Add the rows of a batch."""
        if due.waiting is not None and len(due.waiting):
            self._waiting.append(due.waiting)
        if due.span is not None:
            joined = self._spans[-1].joined(due.span) if self._spans else None
            self._spans[-1 if joined else len(self._spans) :] = [joined or due.span]

    def take(self, log: EventLog, earlier: Filter, now: Filter) -> Numbers:
        """Return the rows whose answer may be different now, ascending, and forget the others that are final.

        Args:
            log: The log of the rows.
            earlier: The filter with the time of the last test.
            now: The same filter with the present time.
        """
        rows: Numbers = np.union1d(self._take_ended(log), self._take_passed(log, earlier, now))
        return rows

    def _take_ended(self, log: EventLog) -> Numbers:
        """Return the starts of calls that have ended, or started again."""
        if not self._waiting:
            return np.array([], np.int64)
        rows = np.sort(np.concatenate(self._waiting))
        masks = [log.open_calls.newest_mask(batch).to_numpy(False) for batch in log.select(rows)]
        is_open = np.concatenate(masks)
        self._waiting = [rows[is_open]] if is_open.any() else []
        ended: Numbers = rows[~is_open]
        return ended

    def _take_passed(self, log: EventLog, earlier: Filter, now: Filter) -> Numbers:
        """Return the rows with a time that ``last`` no longer covers, or covers again."""
        limits = [
            tuple(sorted((before.since_ns, after.since_ns)))
            for before, after in zip(earlier.recent, now.recent, strict=True)
        ]
        passed = [np.array([], np.int64)]
        for first, end in limits:
            for span in self._spans:
                if span.first_ns < end and span.last_ns >= first:
                    passed.append(_rows_between(log, span.rows, first, end))
        oldest = min((condition.since_ns for condition in now.recent), default=0)
        self._spans = [span for span in self._spans if span.last_ns >= oldest]
        return np.concatenate(passed)


def _rows_between(log: EventLog, rows: range, first_ns: int, end_ns: int) -> Numbers:
    """Return which of some rows have a time from ``first_ns`` to before ``end_ns``."""
    times = [batch.column("time").view(pa.int64()).to_numpy() for batch in log.select(rows)]
    of_rows = np.concatenate(times)
    return np.flatnonzero((of_rows >= first_ns) & (of_rows < end_ns)) + rows.start
