# SPDX-License-Identifier: GPL-3.0-or-later
"""A log in two tabs: each has its own filter and place, and both have the same events."""

from __future__ import annotations

import pytest

from rqdebug.ui.log.second_view import SecondView
from rqdebug.ui.models.event_texts import Column


@pytest.fixture
def filled(qtbot, window, attached, controller):
    """The tab of a target with ten puts and five gets."""
    jobs = controller.create("jobs")
    for number in range(10):
        jobs.put(number)
    for _ in range(5):
        jobs.get()
    tab = window.context.current.log
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 16)
    return tab


@pytest.fixture
def second(window, filled, show_matching):
    """Its second view."""
    show_matching(filled, "method == put", 10)
    filled.log.setColumnHidden(Column.DEPTH, False)
    window.context.commands["view.second"].trigger()
    return window.context.current.log


def test_second_view_begins_like_the_first_and_then_has_a_filter_of_its_own(
    qtbot, filled, second, controller, show_matching
):
    assert isinstance(second, SecondView) and second is not filled
    assert second.filter_bar.text == "method == put"
    assert not second.log.isColumnHidden(Column.DEPTH)
    show_matching(second, "method == get", 5)
    assert filled.log_model.rowCount() == 10
    controller.queue("jobs").get()
    qtbot.waitUntil(lambda: second.log_model.rowCount() == 6)
    assert filled.log_model.rowCount() == 10


def test_pause_of_one_view_does_not_pause_the_other(qtbot, filled, second, controller):
    qtbot.waitUntil(lambda: second.log_model.rowCount() == 10)
    second.feed.pause(True)
    controller.queue("jobs").put("x")
    qtbot.waitUntil(lambda: filled.log_model.rowCount() == 11)
    assert second.log_model.rowCount() == 10


def test_marks_are_the_same_in_both_views(qtbot, filled, second):
    qtbot.waitUntil(lambda: second.log_model.rowCount() == 10)
    second.log.go_to(3)
    second.toggle_mark()
    qtbot.waitUntil(lambda: len(filled.source.marks) == 1)


def test_each_second_view_has_a_title_of_its_own(window, filled, second):
    tabs, logs = window.context.tabs, window.context.logs
    name = tabs.title_of(filled)
    third = logs.open_second_view(second)
    assert [tabs.title_of(each) for each in (second, third)] == [f"{name} (2)", f"{name} (3)"]
    logs.close(second)
    assert tabs.title_of(logs.open_second_view(third)) == f"{name} (2)"


def test_second_views_are_closed_with_the_log_and_not_the_other_way_round(window, filled, second):
    logs = window.context.logs
    logs.open_second_view(filled)
    logs.close(second)
    assert filled in logs.log_tabs() and len(logs.log_tabs()) == 2
    logs.close(filled)
    assert logs.log_tabs() == []


def test_second_view_in_a_window_of_its_own_is_closed_with_its_target(
    qtbot, window, attached, filled, second
):
    window.context.tabs.detach(second)
    assert second.window() is not window
    window.context.attachments.detach(attached)
    assert window.context.logs.log_tabs() == []


def test_second_view_shows_times_since_the_same_reference_event(qtbot, window, filled):
    filled.log.go_to(4)
    filled.toggle_time_reference()
    window.context.commands["view.second"].trigger()
    second = window.context.current.log
    qtbot.waitUntil(lambda: second.log_model.rowCount() == filled.log_model.rowCount())
    assert second.log_model.reference_ns == filled.log_model.reference_ns is not None
    assert second.log_model.time_mode is filled.log_model.time_mode
    second.next_time_mode()
