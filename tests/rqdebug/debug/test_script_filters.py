# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters in scripts are checked before they run."""

from __future__ import annotations

import pytest

from rqdebug.debug.script_filters import check_script_filter
from rqdebug.errors import FilterError


@pytest.mark.parametrize("is_for_calls", [True, False])
def test_filter_that_both_understand_is_accepted(is_for_calls):
    check_script_filter("method == put and queue == jobs and payload.order.id == 17", is_for_calls)


def test_only_filters_on_events_can_use_what_is_known_later():
    check_script_filter("outcome == full or waited > 5ms or blocked", False)
    with pytest.raises(FilterError, match="`outcome` cannot be used here") as error:
        check_script_filter("queue == jobs and outcome == full", True)
    assert error.value.column == 19


@pytest.mark.parametrize("text", ["marked", "note contains x"])
def test_marks_and_notes_are_refused(text):
    with pytest.raises(FilterError, match="because only the log has them"):
        check_script_filter(text, False)
