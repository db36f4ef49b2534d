# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices about missing events, shown at the next row of the log."""

from __future__ import annotations

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

    def update(self, view: View) -> bool:
        """Find the rows again if there are new gaps or losses. Return whether there may be."""
        log, found = view.log, view.matches
        state = len(log.gaps), log.lost, found.older_count
        waiting = found.num_rows > max(self._before, default=-1) >= 0
        if state == self._state and not waiting:
            return False
        self._state, self._before = state, {}
        for gap in log.gaps:
            self._add(
                found.position(gap.row),
                tr("not observed for {duration}", duration=formats.duration(gap.length_ns)),
            )
        self._lost = [(found.position(loss.row), loss.count) for loss in log.losses]
        for (row, _), loss in zip(self._lost, log.losses, strict=True):
            self._add(row, counted(loss.count, "{n} event lost", "{n} events lost"))
        return True

    def _add(self, row: int, text: str) -> None:
        earlier = self._before.get(row)
        self._before[row] = f"{earlier}, {text}" if earlier else text
