# SPDX-License-Identifier: GPL-3.0-or-later
"""A log that the user sorts by a column: every command works on the events that are seen."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QGuiApplication

from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.events.views.styles import Style, StyleSheet
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.models.event_texts import Column, TimeMode
from rqdebug.ui.models.log_model import NOTICE_ROLE

SECOND = 10**9
SIZES = [5, 900, 5, 70, 0]


@pytest.fixture
def tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    """Events 0 to 4, a second apart, with these sizes."""
    log.append(
        rows(*({"call": n, "time": n * SECOND, "size": size, "item": n} for n, size in enumerate(SIZES)))
    )
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=False)
    qtbot.addWidget(tab)
    tab.resize(1000, 400)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 5)
    yield tab
    tab.close_feed()


@pytest.fixture
def sort(qtbot, tab):
    """Sort the log, and wait until it is sorted."""

    def sort(column, descending=False):
        tab.sort(Sorting(column.name.lower(), descending))
        qtbot.waitUntil(lambda: not tab.sorter.is_working)

    return sort


def calls(tab):
    return [tab.log_model.event_at(row).call for row in range(tab.log_model.rowCount())]


def click_title(qtbot, tab, column):
    header = tab.log.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not tab.sorter.is_working)


def test_sorted_log_reads_little_more_than_the_events_that_it_shows(qtbot, tab, sort, log, rows, monkeypatch):
    log.append(rows(*({"call": n, "size": n * 7919 % 5000} for n in range(5, 5000))))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 5000)
    tab.log.go_to(2500)
    tab.log.selectAll()
    read, events = [], log.events
    monkeypatch.setattr(log, "events", lambda rows: read.extend(rows) or events(rows))
    sort(Column.SIZE)
    tab.log.grab()
    visible = tab.log.viewport().height() // tab.log.row_height + 1
    assert 0 < len(read) <= visible + 64


def test_clicks_on_a_title_sort_ascending_then_descending_then_by_time(qtbot, tab):
    header = tab.log.horizontalHeader()
    assert not header.isSortIndicatorShown() and tab.sort_bar.isHidden()
    click_title(qtbot, tab, Column.SIZE)
    assert calls(tab) == [0, 2, 3, 1, 4]
    assert header.isSortIndicatorShown() and header.sortIndicatorSection() == Column.SIZE
    assert header.sortIndicatorOrder() == Qt.AscendingOrder
    assert tab.sort_bar.title.text() == "Sorted by Size, ascending"
    click_title(qtbot, tab, Column.SIZE)
    assert calls(tab) == [1, 3, 0, 2, 4]
    assert header.sortIndicatorOrder() == Qt.DescendingOrder
    assert tab.sort_bar.title.text() == "Sorted by Size, descending"
    click_title(qtbot, tab, Column.SIZE)
    assert calls(tab) == [0, 1, 2, 3, 4]
    assert not header.isSortIndicatorShown() and tab.sort_bar.isHidden()


def test_click_on_time_restores_the_order_of_time(qtbot, tab, sort):
    sort(Column.SIZE)
    click_title(qtbot, tab, Column.TIME)
    assert calls(tab) == [0, 1, 2, 3, 4]
    click_title(qtbot, tab, Column.TIME)
    assert calls(tab) == [4, 3, 2, 1, 0]
    click_title(qtbot, tab, Column.TIME)
    assert calls(tab) == [0, 1, 2, 3, 4]


def test_events_that_come_later_are_counted_until_the_log_is_sorted_again(qtbot, tab, sort, log, rows, click):
    sort(Column.SIZE)
    log.append(rows({"call": 5, "size": 1}, {"call": 6, "size": 2}))
    qtbot.waitUntil(lambda: "2 new events are not in it" in tab.sort_bar.title.text())
    assert calls(tab) == [0, 2, 3, 1, 4]
    assert not tab.log.following
    click(tab.sort_bar.again_button)
    qtbot.waitUntil(lambda: not tab.sorter.is_working)
    assert calls(tab) == [5, 6, 0, 2, 3, 1, 4]
    assert tab.sort_bar.title.text() == "Sorted by Size, ascending"
    assert tab.sort_bar.again_button.isHidden()


def test_going_to_an_event_that_came_after_sorting_says_so(qtbot, tab, sort, log, rows):
    sort(Column.SIZE)
    log.append(rows({"call": 5}))
    qtbot.waitUntil(lambda: "1 new event" in tab.sort_bar.title.text())
    with qtbot.waitSignal(tab.done) as said:
        tab.go_to_row(5)
    assert said.args == ["This event came after the log was sorted. “Sort Again” shows it."]


def test_selected_event_stays_selected_while_the_order_changes(qtbot, tab, sort):
    tab.log.go_to(3)
    for column, descending in ((Column.SIZE, True), (Column.TIME, True), (Column.CALL, False)):
        sort(column, descending)
        assert tab.log_model.event_at(tab.log.current_row()).call == 3
        assert tab.selected_rows().numbers().tolist() == [3]
    tab.sort(None)
    assert tab.log.current_row() == 3


def test_several_selected_events_stay_selected(tab, sort):
    tab.log.selectRow(1)
    tab.log.selectionModel().select(
        tab.log_model.index(4, 0), tab.log.selectionModel().Select | tab.log.selectionModel().Rows
    )
    sort(Column.SIZE)
    assert tab.selected_rows().numbers().tolist() == [1, 4]
    assert tab.log.selected_ranges() == [range(3, 5)]


def test_marks_are_set_on_the_event_that_is_seen(qtbot, tab, sort):
    sort(Column.SIZE, descending=True)
    tab.log.go_to(0)
    tab.toggle_mark()
    qtbot.waitUntil(lambda: list(tab.source.marks) == [1])
    assert tab.log_model.mark(0) is not None and tab.log_model.mark(1) is None
    tab.log.go_to(4)
    tab.go_to_mark(back=True)
    qtbot.waitUntil(lambda: tab.log.current_row() == 0)


def test_find_goes_to_the_next_match_as_it_is_shown(qtbot, tab, sort):
    sort(Column.SIZE, descending=True)  # 1 3 0 2 4
    tab.log.go_to(0)
    tab.find_text("abc", back=False)
    qtbot.waitUntil(lambda: tab.log.current_row() == 1)
    assert tab.log_model.event_at(1).call == 3


def test_time_is_found_in_a_sorted_log(qtbot, tab, sort, monkeypatch):
    sort(Column.SIZE, descending=True)
    tab.go_to_time("1970-01-01T00:00:03Z")
    assert tab.log_model.event_at(tab.log.current_row()).call == 3


def test_filter_of_a_sorted_log_keeps_the_order(qtbot, tab, sort):
    sort(Column.SIZE, descending=True)
    tab.filter_bar.set_filter("call in {0, 1, 4}")
    qtbot.waitUntil(lambda: calls(tab) == [1, 0, 4])
    tab.filter_bar.set_filter("")
    qtbot.waitUntil(lambda: calls(tab) == [1, 3, 0, 2, 4])
    assert tab.sort_bar.isVisible()


def test_filter_by_marks_hides_a_row_of_a_sorted_log(qtbot, tab, sort):
    tab.filter_bar.set_filter("not marked")
    qtbot.waitUntil(lambda: not tab.feed.filtering)
    sort(Column.SIZE, descending=True)
    tab.source.marks.set(3)
    tab._show_marks()
    qtbot.waitUntil(lambda: calls(tab) == [1, 0, 2, 4])


def test_copied_text_has_the_order_and_the_times_that_are_shown(qtbot, tab, sort):
    tab.log_model.use_time_mode(TimeMode.DELTA)
    sort(Column.TIME, descending=True)
    times = [tab.log_model.index(row, Column.TIME).data() for row in range(5)]
    assert times == ["+1.000000"] * 4 + ["+0.000000"]
    tab.log.selectAll()
    with qtbot.waitSignal(tab.done):
        tab.copy_text()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == times


def test_times_since_the_first_event_count_from_the_earliest(tab, sort):
    tab.log_model.use_time_mode(TimeMode.RELATIVE)
    sort(Column.SIZE, descending=True)  # 1 3 0 2 4
    assert tab.log_model.index(0, Column.TIME).data() == "+1.000000"
    assert tab.log_model.index(2, Column.TIME).data() == "+0.000000"


def test_follow_goes_back_to_the_newest_event(qtbot, tab, sort, log, rows):
    sort(Column.SIZE)
    tab.log.follow()
    assert calls(tab) == [0, 1, 2, 3, 4] and tab.log.following
    log.append(rows({"call": 5}))
    qtbot.waitUntil(lambda: calls(tab)[-1] == 5)


def test_order_of_time_shows_what_was_shown_before_sorting(qtbot, tab, sort, log, rows):
    log.append(rows(*({"call": n} for n in range(5, 900))))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 900)
    bar = tab.log.verticalScrollBar()
    bar.setValue(200)
    sort(Column.CALL, descending=True)
    assert bar.value() == 0
    tab.sort(None)
    assert bar.value() == 200
    assert not tab.log.following


def test_log_that_followed_follows_again_in_the_order_of_time(tab, sort):
    assert tab.log.following
    sort(Column.SIZE)
    tab.sort(None)
    assert tab.log.following


def test_missing_events_are_shown_at_the_event_after_them(qtbot, tab, sort, log, rows):
    log.record_loss(3)
    log.append(rows({"call": 5, "size": 10_000}))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 6)
    sort(Column.SIZE, descending=True)
    assert tab.log_model.index(0, 0).data(NOTICE_ROLE) == "3 events lost"
    assert tab.log_model.lost_until(5) == 0  # the rows above were not those before the loss


def test_styles_are_those_of_the_events(tab, sort):
    tab.use_styles(StyleSheet([Style("call == 3", "", "#285f3a")]))
    sort(Column.SIZE, descending=True)
    assert [row for row in range(5) if tab.log_model.ground(row) is not None] == [1]


def test_sorting_is_not_kept_with_the_columns(tab, sort, qtbot):
    sort(Column.SIZE)
    tab.log.restore_columns(tab.log.columns)
    assert not tab.log.horizontalHeader().isSortIndicatorShown()
    assert tab.log.horizontalHeader().sectionsClickable()


def test_menus_sort_by_any_visible_column(qtbot, tab):
    titles = [action.text().replace("&", "") for action in tab.log.sort_menu().actions()]
    assert titles[:3] == ["Time", "Waited", "Method"] and titles[-1] == "Order of Time"
    up, down = tab.log.column_menu(Column.SIZE).actions()[:2]
    assert [each.text().replace("&", "") for each in (up, down)] == ["Sort Ascending", "Sort Descending"]
    down.trigger()
    qtbot.waitUntil(lambda: calls(tab) == [1, 3, 0, 2, 4])


def test_sorting_that_is_not_done_can_be_called_off(qtbot, tab):
    tab.sort(Sorting("size"))
    assert tab.sort_bar.title.text() == "Sorting by Size…"
    tab.sort(None)
    assert tab.sort_bar.isHidden() and calls(tab) == [0, 1, 2, 3, 4]
