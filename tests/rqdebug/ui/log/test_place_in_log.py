# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected event keeps its line in the log, and what the user looks at stays where it is."""

from __future__ import annotations

import pytest

from rqdebug.events.views.styles import Style, StyleSheet
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.models.event_texts import Column


@pytest.fixture
def long_tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    """A log of 1005 rows, in which event 500 is selected on the fourth visible line."""
    log.append(rows(*[{"call": 995 + n, "depth": (n + 1) % 2} for n in range(1005)]))
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    tab.resize(1000, 400)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1005)
    tab.log.go_to(500)
    tab.log.verticalScrollBar().setValue(497)
    yield tab
    tab.close_feed()


def selected_line(tab):
    """The call of the selected event, and on which visible line it is."""
    row = tab.log.current_row()
    return tab.log_model.event_at(row).call, row - tab.log.verticalScrollBar().value()


@pytest.mark.parametrize("text", ["depth == 1", "call > 1200", "call < 1900"])
def test_selected_event_stays_on_its_line_when_a_filter_is_applied_and_cleared(
    qtbot, long_tab, log, rows, text
):
    before = selected_line(long_tab)
    for filter in (text, ""):
        long_tab.filter_bar.set_filter(filter)
        qtbot.waitUntil(lambda: not long_tab.feed.filtering)
        assert selected_line(long_tab) == before
        assert not long_tab.log.following
    log.append(rows({"call": 9999}))
    qtbot.waitUntil(lambda: long_tab.log_model.rowCount() == 1006)
    assert selected_line(long_tab) == before


@pytest.mark.parametrize("filters", [["depth == 0"], ["depth == 0", "call < 1004", "call < 0"]])
def test_event_that_a_filter_hides_is_on_its_line_again_without_the_filter(qtbot, long_tab, filters):
    before = selected_line(long_tab)
    for filter in filters:
        long_tab.filter_bar.set_filter(filter)
        qtbot.waitUntil(lambda: not long_tab.feed.filtering)
        assert long_tab.log.current_row() is None
    long_tab.filter_bar.set_filter("")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    assert selected_line(long_tab) == before
    assert not long_tab.log.following


def test_log_shows_the_rows_near_an_event_that_a_filter_hides(qtbot, long_tab):
    call = selected_line(long_tab)[0]
    long_tab.filter_bar.set_filter("depth == 0")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    first = long_tab.log.verticalScrollBar().value()
    assert abs(long_tab.log_model.event_at(first).call - call) < 10


def test_user_who_follows_is_not_taken_back_to_an_event_that_a_filter_has_hidden(qtbot, long_tab):
    call = selected_line(long_tab)[0]
    long_tab.filter_bar.set_filter("depth == 0")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    long_tab.log.follow()
    long_tab.filter_bar.set_filter("")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    bar = long_tab.log.verticalScrollBar()
    assert long_tab.log.following and bar.value() == bar.maximum()
    assert selected_line(long_tab)[0] == call


def test_log_that_follows_goes_on_following_with_a_filter(qtbot, long_tab):
    long_tab.log.follow()
    long_tab.filter_bar.set_filter("depth == 1")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    bar = long_tab.log.verticalScrollBar()
    assert long_tab.log.following and bar.value() == bar.maximum()


@pytest.mark.parametrize(
    "change",
    [
        lambda tab, theme: theme.use("light"),
        lambda tab, theme: tab.log.setColumnHidden(Column.DEPTH, False),
        lambda tab, theme: tab.next_time_mode(),
        lambda tab, theme: tab.use_styles(StyleSheet([Style("depth == 1", "#ffffff")])),
        lambda tab, theme: tab.source.marks.set(500),
        lambda tab, theme: tab.feed.refresh(),
        lambda tab, theme: tab.feed.pause(True),
    ],
    ids=["theme", "column", "time format", "style", "mark", "refresh", "pause"],
)
def test_selected_event_stays_on_its_line_whatever_changes_around_it(
    qtbot, long_tab, theme, bridge, log, rows, change
):
    before = selected_line(long_tab)
    change(long_tab, theme)
    log.append(rows({"call": 9999}))
    bridge.deliver()
    qtbot.waitUntil(lambda: long_tab.feed.paused or long_tab.log_model.rowCount() == 1006)
    assert selected_line(long_tab) == before
    assert not long_tab.log.following


def test_selected_event_is_on_its_line_again_when_cleared_events_are_shown(qtbot, long_tab, log, rows):
    before = selected_line(long_tab)
    long_tab.clear()
    qtbot.waitUntil(lambda: long_tab.log_model.rowCount() == 0)
    log.append(rows({"call": 9999}))
    qtbot.waitUntil(lambda: long_tab.log_model.rowCount() == 1)
    assert long_tab.log.following
    long_tab.show_cleared()
    qtbot.waitUntil(lambda: long_tab.log_model.rowCount() == 1006)
    assert selected_line(long_tab) == before
    assert not long_tab.log.following


def test_following_keeps_the_selected_event_selected(qtbot, long_tab):
    before = selected_line(long_tab)[0]
    long_tab.log.follow()
    assert selected_line(long_tab)[0] == before
    long_tab.filter_bar.set_filter("depth == 1")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    long_tab.filter_bar.set_filter("")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    assert selected_line(long_tab)[0] == before
    assert long_tab.log.following


def test_all_selected_events_stay_selected_while_others_leave_the_filter(qtbot, long_tab):
    long_tab.log.selectAll()
    chosen = long_tab.selected_rows().numbers().tolist()
    long_tab.source.marks.set(3)
    long_tab.filter_bar.set_filter("not marked")
    qtbot.waitUntil(lambda: not long_tab.feed.filtering)
    assert long_tab.selected_rows().numbers().tolist() == [row for row in chosen if row != 3]
