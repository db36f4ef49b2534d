# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports each new gap, loss and target of a log once."""

from __future__ import annotations

from dataclasses import replace

from rqdebug.events.event_log import EventLog
from rqdebug.events.provenance import EventLoss, Gap, Origin


class LogChanges:
    """The changes of a log since a row, apart from its events.

    The rows that are passed to the methods must be ascending.

    Args:
        log: The log to follow.
        since: Gaps and losses before this row are not reported.
    """

    def __init__(self, log: EventLog, since: int = 0) -> None:
        self._log = log
        self._gaps = sum(gap.row < since for gap in log.gaps)
        self._losses = tuple(loss for loss in log.losses if loss.row < since)
        self._origins: tuple[Origin, ...] = ()

    def take_gaps(self, until: int) -> list[Gap]:
        """Return the gaps up to a row that were not returned before."""
        gaps = [gap for gap in self._log.gaps[self._gaps :] if gap.row <= until]
        self._gaps += len(gaps)
        return gaps

    def take_losses(self, until: int) -> list[EventLoss]:
        """Return the losses up to a row that were not returned before.

        If the count of the last one has grown since, it is returned again with the difference.
        """
        previous = self._losses
        self._losses = tuple(loss for loss in self._log.losses if loss.row <= until)
        *_, last = (0, *(loss.count for loss in previous))
        grown = [replace(loss, count=loss.count - last) for loss in self._losses[: len(previous)][-1:]]
        return [loss for loss in (*grown, *self._losses[len(previous) :]) if loss.count]

    def take_origins(self) -> list[Origin]:
        """Return the targets that are new, or whose clock has changed."""
        previous, self._origins = self._origins, self._log.origins
        return [origin for origin in self._origins if origin not in previous]
