# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters in scripts: on events that were observed, and on calls that have not happened yet."""

from __future__ import annotations

from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.saved_filters import SavedFilters


def check_script_filter(text: str, is_for_calls: bool) -> None:
    """Check a filter in a script.

    Args:
        text: The filter.
        is_for_calls: Whether it is used on calls that have not happened yet.

    Raises:
        FilterError: It is malformed, or uses what is not known there. The error has the column.
    """
    saved = SavedFilters()
    if is_for_calls:
        FilterConditions(saved)(text)
    else:
        parse_event_filter(text, saved)


def parse_event_filter(text: object, saved: SavedFilters) -> Filter:
    """Return a filter on events.

    Args:
        text: The filter.
        saved: The filters that ``@name`` means.

    Raises:
        FilterError: It is no text, malformed, or about marks and notes, which only the log has.
    """
    if not isinstance(text, str):  # it was computed by the script
        raise FilterError(f"a filter is a text, not {text!r}", 0)
    parsed = parse(text, saved.load())
    if parsed.needs_marks:
        raise FilterError("a script cannot use marks and notes, because only the log has them", 1)
    return parsed
