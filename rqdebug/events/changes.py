# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes known of a log beside its events, each thing told once."""

from __future__ import annotations

from dataclasses import replace

from rqdebug.events.event_log import EventLog
from rqdebug.events.provenance import EventLoss, Gap, Origin


class LogChanges:
    """What became known since a row, for one who passes it on. Rows are asked for in ascending order."""

    def __init__(self, log: EventLog, since: int = 0) -> None:
        self._log = log
        self._gaps = sum(gap.row < since for gap in log.gaps)
        self._losses = tuple(loss for loss in log.losses if loss.row < since)
        self._origins: tuple[Origin, ...] = ()

    def take_gaps(self, until: int) -> list[Gap]:
        """The gaps up to a row."""
        gaps = [gap for gap in self._log.gaps[self._gaps :] if gap.row <= until]
        self._gaps += len(gaps)
        return gaps

    def take_losses(self, until: int) -> list[EventLoss]:
        """The losses up to a row. The last one may come again, with what was added to it meanwhile."""
        previous = self._losses
        self._losses = tuple(loss for loss in self._log.losses if loss.row <= until)
        *_, last = (0, *(loss.count for loss in previous))
        again = [replace(loss, count=loss.count - last) for loss in self._losses[: len(previous)][-1:]]
        return [loss for loss in (*again, *self._losses[len(previous) :]) if loss.count]

    def take_origins(self) -> list[Origin]:
        """The targets of which anything changed."""
        previous, self._origins = self._origins, self._log.origins
        return [origin for origin in self._origins if origin not in previous]
