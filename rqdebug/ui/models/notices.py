# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices about missing events, shown at the next row of the log."""

from __future__ import annotations

from rqdebug.events.event_log import EventLog
from rqdebug.events.views.sorted_rows import ShownRows, SortedRows
from rqdebug.events.views.view import View
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import counted, tr


class Notices:
    """Finds the first row after each gap and loss in a view. ``update`` brings it up to date."""

    def __init__(self) -> None:
        self._before: dict[int, str] = {}
        self._lost: list[tuple[int, int]] = []
        """Rows before which events were lost, and the number of lost events."""
        self._state = (0, 0, 0)

    def before(self, row: int) -> str | None:
        """Return a short text about events missing before a row of the view; None if none are."""
        return self._before.get(row)

    def lost_until(self, row: int) -> int:
        """Return the number of events lost up to a row of the view."""
        return sum(count for place, count in self._lost if place <= row)

    def update(self, view: View, rows: SortedRows | None = None) -> bool:
        """Find the rows again if there are new gaps or losses. Return whether there may be.

        In sorted rows, the events are missing before a row, but not between it and the row above. So the
        user has not seen what was lost by scrolling to it.
        """
        log, found = view.log, view.matches
        if rows is not None:
            return self._update_sorted(log, rows)
        state = len(log.gaps), log.lost, found.older_count
        waiting = found.num_rows > max(self._before, default=-1) >= 0
        if state == self._state and not waiting:
            return False
        self._state = state
        self._lost = [(found.position(loss.row), loss.count) for loss in log.losses]
        self._find(log, found)
        return True

    def _update_sorted(self, log: EventLog, rows: SortedRows) -> bool:
        state = len(log.gaps), log.lost, rows.num_rows
        if state == self._state:
            return False
        self._state, self._lost = state, []
        self._find(log, rows)
        return True

    def _find(self, log: EventLog, rows: ShownRows) -> None:
        self._before = {}
        for gap in log.gaps:
            self._add(
                rows.position(gap.row),
                tr("not observed for {duration}", duration=formats.duration(gap.length_ns)),
            )
        for loss in log.losses:
            self._add(rows.position(loss.row), counted(loss.count, "{n} event lost", "{n} events lost"))

    def _add(self, row: int, text: str) -> None:
        earlier = self._before.get(row)
        self._before[row] = f"{earlier}, {text}" if earlier else text
