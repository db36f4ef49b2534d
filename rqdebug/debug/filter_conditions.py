# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions on calls, written as filters."""

from __future__ import annotations

from rqcore.debug import CallCondition
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.filters.source_predicates import compile_filter


class FilterConditions:
    """Makes conditions of filters. Call it with the text of a filter.

    Args:
        saved: The filters that ``@name`` means; None takes the filters of the user.
    """

    def __init__(self, saved: SavedFilters | None = None) -> None:
        self._saved = saved or SavedFilters()

    def __call__(self, text: str) -> CallCondition:
        """Return the condition.

        Raises:
            FilterError: The filter is malformed, or cannot be used on calls that have not happened yet.
        """
        return CallCondition(compile_filter(text, self._saved.load()))
