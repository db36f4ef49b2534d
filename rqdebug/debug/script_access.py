# SPDX-License-Identifier: GPL-3.0-or-later
"""How scripts debug and observe targets."""

from __future__ import annotations

from rqcore.debug import Debugger
from rqdebug.debug.event_log_watch import EventLogWatch
from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.scripts.interventions.target_access import TargetAccess
from rqdebug.targets.base import Target

PREVIEW_BYTES = 64 * 1024
"""The part of each payload that filters in scripts know, as at the source."""


def access_to(target: Target, name: str, saved: SavedFilters | None = None) -> TargetAccess:
    """Return how a run debugs and observes a target.

    Args:
        target: The target.
        name: Its name in the run, and in filters.
        saved: The filters that ``@name`` means; None takes the user's.
    """
    filters = saved or SavedFilters()

    def debug() -> Debugger:
        return target.debug(FilterConditions(filters))

    def watch() -> EventLogWatch:
        return EventLogWatch(target.observe(PREVIEW_BYTES), name, filters)

    return TargetAccess(debug, watch)
