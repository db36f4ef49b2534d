# SPDX-License-Identifier: GPL-3.0-or-later
"""The events of a log that become a script or a replay."""

from __future__ import annotations

from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.recording.recorded_script import MAX_CALLS
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import tr

MAX_EVENTS = 4 * MAX_CALLS
"""More events have more calls than a script can have."""


def rows_to_record(tab: LogTab) -> FilteredRows:
    """Return the selected rows; if fewer than two are selected, all rows that the log shows."""
    selected = tab.selected_rows()
    return selected if selected.num_rows > 1 else tab.log_model.view.matches


def problem_of(rows: FilteredRows) -> str:
    """Return why these rows cannot become a script, in one sentence; empty if they can."""
    if not rows.num_rows:
        return tr("the log shows no events; clear its filter, or wait for events")
    if rows.num_rows > MAX_EVENTS:
        return tr(
            "{n} events are too many for a script; filter the log down to {limit} events or fewer",
            n=formats.count(rows.num_rows),
            limit=formats.count(MAX_EVENTS),
        )
    return ""
