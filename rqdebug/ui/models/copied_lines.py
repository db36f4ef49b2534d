# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of text for many events, as the table shows them, or as JSON. Any thread can make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from rqdebug.events.event_log import Event
from rqdebug.events.views.sorted_rows import ShownRows
from rqdebug.ui.models.event_texts import Column, TimeMode, event_text
from rqdebug.ui.models.notices import Notices

CHUNK = 500
"""The number of events that are read from the log together."""


@dataclass(frozen=True, slots=True)
class TableLines:
    """Makes lines with the texts of columns, with tabs between them."""

    matches: ShownRows
    """The rows of the table."""
    columns: Sequence[Column]
    """The columns, in the order of the texts."""
    time_mode: TimeMode
    reference_ns: int
    """The time from which times are counted, except those since the previous event."""
    notices: Notices

    def chunks(self, positions: Sequence[range]) -> Iterator[list[str]]:
        """Yield the lines of the rows at these positions, some at a time."""
        log = self.matches.log
        for first, events in event_chunks(self.matches, positions):
            lines = []
            earlier = self._earlier_times(first, len(events))
            for position, (event, before) in enumerate(zip(events, earlier, strict=False), first):
                is_waiting = log.is_open(event)
                notice = self.notices.before(position)
                texts = (
                    self.time_mode.text(event.time_ns, before)
                    if column == Column.TIME
                    else event_text(event, column, is_waiting, notice)
                    for column in self.columns
                )
                lines.append("\t".join(texts))
            yield lines

    def _earlier_times(self, first: int, count: int) -> Iterable[int]:
        """Return the time from which that of each event is counted."""
        if self.time_mode is not TimeMode.DELTA:
            return repeat(self.reference_ns)
        events = self.matches.log.events(self.matches.rows_before(first, count))
        return [event.time_ns for event in events]


def lines_of(
    matches: ShownRows, positions: Sequence[range], line: Callable[[Event], str]
) -> Iterator[list[str]]:
    """Yield a line for each event at these positions, some at a time."""
    for _, events in event_chunks(matches, positions):
        yield list(map(line, events))


def event_chunks(matches: ShownRows, positions: Sequence[range]) -> Iterator[tuple[int, list[Event]]]:
    """Yield the events at these positions, some at a time, with the position of the first one."""
    for each in positions:
        for first in range(each.start, each.stop, CHUNK):
            rows = matches.rows(first, min(CHUNK, each.stop - first))
            yield first, matches.log.events(rows)
