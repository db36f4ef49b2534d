# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from rqdebug.events.filters.filter import parse
from rqdebug.ui.models import log_feed
from rqdebug.ui.models.log_feed import LogFeed

SECOND = 10**9


@pytest.fixture
def feed(log, tasks):
    return LogFeed(log, tasks)


def test_feed_shows_new_events_when_woken(qtbot, feed, log, rows):
    log.append(rows({}, {}))
    with qtbot.waitSignal(feed.grown):
        feed.wake()
    assert feed.view.num_rows == 2


def test_events_that_arrive_during_an_update_appear_in_the_next(qtbot, feed, log, rows):
    log.append(rows({}))
    feed.wake()
    log.append(rows({}))
    feed.wake()
    qtbot.waitUntil(lambda: feed.view.num_rows == 2)


def test_paused_feed_catches_up_when_resumed(qtbot, feed, log, rows):
    feed.pause(True)
    log.append(rows({}))
    with qtbot.assertNotEmitted(feed.grown, wait=50):
        feed.wake()
    assert feed.view.num_rows == 0
    with qtbot.waitSignal(feed.grown):
        feed.pause(False)
    assert feed.view.num_rows == 1


def test_filter_replaces_the_view_after_processing_the_log(qtbot, feed, log, rows):
    log.append(rows({}, {"method": "get"}))
    before = feed.view
    with qtbot.waitSignal(feed.replaced) as replaced:
        feed.set_filter(parse("method == get"))
        assert feed.view is before
        assert feed.filtering
    assert replaced.args == [feed.view]
    assert not feed.filtering
    assert feed.view.num_rows == 1


def test_only_the_last_of_several_filters_is_shown(qtbot, feed, log, rows):
    log.append(rows({}, {"method": "get"}))
    shown = []
    feed.replaced.connect(lambda view: shown.append(str(view.filter)))
    for text in ("size > 1", "size > 2", "method == get"):
        feed.set_filter(parse(text))
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(50)
    assert shown == ["method == get"]


def test_filter_works_while_paused(qtbot, feed, log, rows):
    feed.pause(True)
    log.append(rows({}))
    with qtbot.waitSignal(feed.replaced):
        feed.set_filter(parse("method == put"))
    assert feed.view.num_rows == 1


def shown_calls(feed, log):
    return [event.call for event in log.events(feed.view.rows(0, 100))]


def test_events_that_become_old_leave_a_filter_of_the_last_seconds(qtbot, feed, log, rows, monkeypatch):
    now = time.time_ns()
    clock = [now]
    monkeypatch.setattr(log_feed, "time", SimpleNamespace(time_ns=lambda: clock[0]))
    log.append(rows({"call": 1, "time": now - 3600 * SECOND}, {"call": 2, "time": now + 3600 * SECOND}))
    feed.set_filter(parse("last 2h", now_ns=now))
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [1, 2])
    log.append(rows({"call": 3, "time": now - 7200 * SECOND + SECOND // 2}))
    feed.set_filter(parse("last 2h", now_ns=now))
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [1, 2, 3])
    clock[0] += SECOND
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [1, 2])


def test_calls_that_end_leave_the_filter_of_blocked_calls(qtbot, feed, log, rows):
    started = [{"call": call, "phase": "start", "outcome": "blocked"} for call in (1, 2)]
    log.append(rows(*started))
    feed.set_filter(parse("blocked"))
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [1, 2])
    log.append(rows({"call": 1}))
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [2])


def test_paused_feed_keeps_its_rows_as_time_passes(qtbot, feed, log, rows):
    log.append(rows({"call": 1, "phase": "start", "outcome": "blocked"}))
    feed.set_filter(parse("blocked"))
    qtbot.waitUntil(lambda: shown_calls(feed, log) == [1])
    feed.pause(True)
    log.append(rows({"call": 1}))
    feed._pass_time()
    qtbot.wait(50)
    assert shown_calls(feed, log) == [1]
