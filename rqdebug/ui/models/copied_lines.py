# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of text for many events, as the table shows them, or as JSON. Any thread can make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rqdebug.events.event_log import Event
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.models.event_texts import Column, TimeMode, event_text
from rqdebug.ui.models.notices import Notices

CHUNK = 500
"""The number of events that are read from the log together."""


@dataclass(frozen=True, slots=True)
class TableLines:
    """Makes lines with the texts of columns, with tabs between them."""

    matches: FilteredRows
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
            before = self._time_before(first)
            lines = []
            for position, event in enumerate(events, first):
                is_waiting = event.phase == "start" and log.is_blocked(event.call, event.target)
                notice = self.notices.before(position)
                texts = (
                    self.time_mode.text(event.time_ns, before)
                    if column == Column.TIME
                    else event_text(event, column, is_waiting, notice)
                    for column in self.columns
                )
                lines.append("\t".join(texts))
                if self.time_mode is TimeMode.DELTA:
                    before = event.time_ns
            yield lines

    def _time_before(self, position: int) -> int:
        if self.time_mode is not TimeMode.DELTA:
            return self.reference_ns
        return self.matches.log.event(self.matches.row(max(position - 1, 0))).time_ns


def lines_of(
    matches: FilteredRows, positions: Sequence[range], line: Callable[[Event], str]
) -> Iterator[list[str]]:
    """Yield a line for each event at these positions, some at a time."""
    for _, events in event_chunks(matches, positions):
        yield list(map(line, events))


def event_chunks(matches: FilteredRows, positions: Sequence[range]) -> Iterator[tuple[int, list[Event]]]:
    """Yield the events at these positions, some at a time, with the position of the first one."""
    for each in positions:
        for first in range(each.start, each.stop, CHUNK):
            rows = matches.rows(first, min(CHUNK, each.stop - first))
            yield first, matches.log.events(rows)
