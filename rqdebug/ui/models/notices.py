# SPDX-License-Identifier: GPL-3.0-or-later
"""What is missing in a log, beside the rows that come after it."""

from __future__ import annotations

from rqdebug.events.views.view import View
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import counted, tr


class Notices:
    """The first row after each gap and loss in the view, as of the last ``look``."""

    def __init__(self) -> None:
        self._before: dict[int, str] = {}
        self._lost: list[tuple[int, int]] = []
        """Rows before which events were lost, and how many."""
        self._seen = (0, 0, 0)

    def before(self, row: int) -> str | None:
        """What is missing before a row of the view, in a few words."""
        return self._before.get(row)

    def lost_until(self, row: int) -> int:
        """How many events were lost before a row of the view, or before an earlier one."""
        return sum(count for place, count in self._lost if place <= row)

    def look(self, view: View) -> None:
        """Find the rows again if there are new gaps or losses."""
        log, found = view.log, view.found
        seen = len(log.gaps), log.lost, found.older_count
        waiting = found.num_rows > max(self._before, default=-1) >= 0
        if seen == self._seen and not waiting:
            return
        self._seen, self._before = seen, {}
        for gap in log.gaps:
            self._add(
                found.position(gap.row),
                tr("not observed for {duration}", duration=formats.duration(gap.length_ns)),
            )
        self._lost = [(found.position(loss.row), loss.count) for loss in log.losses]
        for (row, _), loss in zip(self._lost, log.losses, strict=True):
            self._add(row, counted(loss.count, "{n} event lost", "{n} events lost"))

    def _add(self, row: int, words: str) -> None:
        earlier = self._before.get(row)
        self._before[row] = f"{earlier}, {words}" if earlier else words
