# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices about missing events appear at the next row."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.views.view import View
from rqdebug.ui.models.notices import Notices

SECOND = 10**9


@pytest.fixture
def look(log):
    """Return the notices of a filtered log."""

    def look(expression="", notices=None):
        notices, view = notices or Notices(), View(log, parse(expression))
        view.advance()
        notices.update(view)
        return notices

    return look


def said(notices, count):
    return {row: words for row in range(count) if (words := notices.before(row))}


def test_complete_log_needs_no_notice(log, rows, look):
    log.append(rows({}, {}))
    assert said(look(), 3) == {}
    assert look().lost_until(2) == 0


def test_loss_is_shown_at_the_next_event(log, rows, look):
    log.append(rows({}, {}))
    log.record_loss(1)
    log.append(rows({}))
    log.record_loss(1200)
    log.append(rows({}))
    assert said(look(), 9) == {2: "1 event lost", 3: "1,200 events lost"}


def test_gap_is_shown_with_its_length(log, rows, look):
    log.append(rows({}))
    log.add_gap(10 * SECOND, 83 * SECOND)
    log.append(rows({}))
    assert said(look(), 9) == {1: "not observed for 73.0 s"}


def test_gap_and_loss_at_one_row_are_shown_together(log, rows, look):
    log.add_gap(0, SECOND)
    log.record_loss(7)
    log.append(rows({}))
    assert said(look(), 9) == {0: "not observed for 1.00 s, 7 events lost"}


def test_filter_moves_a_notice_to_the_next_event_that_matches(log, rows, look):
    log.append(rows({"method": "get"}))
    log.record_loss(3)
    log.append(rows({"method": "get"}, {"method": "put"}, {"method": "put"}))
    assert said(look("method == put"), 9) == {0: "3 events lost"}
    assert said(look("method == get"), 9) == {1: "3 events lost"}


def test_notice_at_the_end_waits_for_the_next_event(log, rows):
    notices, view = Notices(), View(log)
    log.append(rows({}))
    log.record_loss(2)
    view.advance()
    notices.update(view)
    assert said(notices, 9) == {1: "2 events lost"}
    log.append(rows({}, {}))
    view.advance()
    notices.update(view)
    assert said(notices, 9) == {1: "2 events lost"}


def test_new_losses_are_found(log, rows, look):
    log.append(rows({}))
    log.record_loss(2)
    notices = look()
    log.record_loss(3)
    log.append(rows({}))
    look(notices=notices)
    assert said(notices, 9) == {1: "5 events lost"}


def test_losses_up_to_a_row_are_added_up(log, rows, look):
    for count in (1, 10, 100):
        log.append(rows({}))
        log.record_loss(count)
    log.append(rows({}))
    notices = look()
    assert [notices.lost_until(row) for row in range(4)] == [0, 1, 11, 111]
    assert notices.lost_until(1000) == 111


STEPS = st.lists(st.tuples(st.sampled_from(["event", "loss", "gap"]), st.integers(1, 9)), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(STEPS)
def test_every_loss_is_shown_once_at_its_row(rows, steps):
    # given
    log, expected, position = EventLog(), {}, 0
    for kind, count in steps:
        if kind == "event":
            log.append(rows(*[{}] * count))
            position += count
        elif kind == "loss":
            log.record_loss(count)
            expected[position] = expected.get(position, 0) + count
        else:
            log.add_gap(0, count * SECOND)
    view, notices = View(log), Notices()
    view.advance()
    # when
    notices.update(view)
    # then
    for row in range(position + 1):
        words = notices.before(row) or ""
        lost = expected.get(row, 0)
        assert (f"{lost} event{'s' if lost > 1 else ''} lost" in words) is bool(lost)
        assert notices.lost_until(row) == sum(count for place, count in expected.items() if place <= row)
