# SPDX-License-Identifier: GPL-3.0-or-later
"""A log pauses at an event that matches, shows it, and continues receiving."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.events.filters.filter import parse
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.pause_dialog import PauseDialog

OLD, NEW = 300, 200


@pytest.fixture
def tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    """A live log with old events that are full."""
    log.append(rows(*[{"call": n, "outcome": "full"} for n in range(OLD)]))
    tab = EventsTab("live", log, bridge, tasks, theme, settings, saved, ended=False)
    qtbot.addWidget(tab)
    tab.resize(1000, 400)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == OLD)
    yield tab
    tab.close_feed()


@pytest.fixture
def receive(qtbot, tab, log, rows):
    """A function that appends NEW events, of which some have another outcome, and delivers them."""

    def receive(outcomes=()):
        first = log.num_rows
        log.append(rows(*[{"call": first + n, "outcome": dict(outcomes).get(n, "ok")} for n in range(NEW)]))

    return receive


def pause_when(tab, text):
    tab.pause_condition.set(text, parse(text))


def bar_text(tab):
    return tab.pause_condition.bar.title.text()


def test_log_pauses_at_the_first_new_event_that_matches_and_shows_it(qtbot, tab, log, receive):
    pause_when(tab, "outcome == full")
    assert bar_text(tab) == "Pauses at an event that matches outcome == full"
    receive()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == OLD + NEW)
    assert not tab.feed.paused
    with qtbot.waitSignal(tab.done) as done:
        receive({50: "full", 60: "full"})
    assert tab.feed.paused
    assert done.args == ["The log is paused at an event that matches outcome == full"]
    assert tab.log.current_row() == OLD + NEW + 50
    receive()
    qtbot.waitUntil(lambda: bar_text(tab).endswith(f"{NEW} events came since"))
    assert log.num_rows == OLD + 3 * NEW
    assert tab.log_model.rowCount() == OLD + 2 * NEW
    assert tab.log.current_row() == OLD + NEW + 50


def test_log_that_continues_pauses_again_at_a_later_event(qtbot, tab, receive):
    pause_when(tab, "outcome == full")
    with qtbot.waitSignal(tab.done):
        receive({5: "full"})
    receive({7: "full"})
    qtbot.mouseClick(tab.pause_condition.bar.continue_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == OLD + 2 * NEW)
    assert not tab.feed.paused
    with qtbot.waitSignal(tab.done):
        receive({9: "full"})
    assert tab.log.current_row() == OLD + 2 * NEW + 9


def test_log_without_its_condition_no_longer_pauses(qtbot, tab, receive):
    pause_when(tab, "outcome == full")
    qtbot.mouseClick(tab.pause_condition.bar.remove_button, Qt.LeftButton)
    receive({5: "full"})
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == OLD + NEW)
    assert not tab.feed.paused
    assert tab.pause_condition.bar.isHidden()


def test_event_that_the_filter_hides_pauses_the_log_too(qtbot, tab, receive):
    tab.filter_bar.set_filter("outcome == ok")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 0)
    pause_when(tab, "outcome == full")
    messages = []
    tab.done.connect(messages.append)
    receive({5: "full"})
    qtbot.waitUntil(lambda: len(messages) == 2)
    assert tab.feed.paused
    assert messages[1].startswith("The filter hides this event.")


def test_bar_says_that_the_user_has_paused_the_log_and_how_many_events_came_since(qtbot, tab, receive):
    tab.feed.pause(True)
    assert bar_text(tab) == "Paused  ·  0 events came since"
    receive()
    qtbot.waitUntil(lambda: bar_text(tab) == f"Paused  ·  {NEW} events came since")
    tab.feed.pause(False)
    assert tab.pause_condition.bar.isHidden()


def test_bar_says_how_many_events_could_not_be_judged(qtbot, tab, log, rows):
    pause_when(tab, "payload.id == 99")
    log.append(rows({"codec": "json", "payload": b'{"text": "aaaa', "size": 900}))
    qtbot.waitUntil(lambda: bar_text(tab).endswith("1 event is unknown"))
    assert not tab.feed.paused


def test_dialog_begins_with_the_filter_of_the_log_and_accepts_no_wrong_one(qtbot, tab):
    tab.filter_bar.set_filter("method == put")
    tab.pause_condition.ask()
    dialog = tab.findChild(PauseDialog)
    assert dialog.line.text() == "method == put"
    dialog.line.setText("methd == put")
    assert not dialog.ok.isEnabled()
    assert dialog.problem.text()
    dialog.line.setText("outcome == full")
    dialog.ok.click()
    assert tab.pause_condition.text == "outcome == full"


def test_capture_refuses_to_pause(qtbot, log, bridge, tasks, theme, settings, saved):
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    with qtbot.waitSignal(tab.done) as done:
        tab.pause_condition.ask()
    assert done.args == ["A capture gets no new events at which it could pause"]
    tab.close_feed()
