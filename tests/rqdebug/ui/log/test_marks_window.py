# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks and notes are listed, lead to their events, and can be filtered by."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.marks_window import MarksWindow
from rqdebug.ui.models import mark_model


@pytest.fixture
def tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    log.append(rows(*[{"call": n, "queue": f"q{n}", "depth": n % 2} for n in range(500)]))
    for row, note in {7: "", 100: "who took\nit?", 401: "odd"}.items():
        log.marks.set(row, note)
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 500)
    yield tab
    tab.close_feed()


@pytest.fixture
def marks(qtbot, tab):
    tab.show_marks("night.arrows")
    (window,) = tab.findChildren(MarksWindow)
    qtbot.waitExposed(window)
    return window


def listed(window):
    model = window.model
    return [(model.index(n, 2).data(), model.index(n, 4).data()) for n in range(model.rowCount())]


def test_each_mark_is_listed_with_its_note(marks):
    assert listed(marks) == [("q7", ""), ("q100", "who took it?"), ("q401", "odd")]
    assert "3 marks" in marks.count.text()


def test_click_and_enter_go_to_the_event(qtbot, tab, marks):
    place = marks.table.visualRect(marks.model.index(1, 1)).center()
    qtbot.mouseClick(marks.table.viewport(), Qt.LeftButton, pos=place)
    assert tab.log.current_row() == 100
    qtbot.keyClick(marks.table, Qt.Key_Down)
    qtbot.keyClick(marks.table, Qt.Key_Return)
    assert tab.log.current_row() == 401


def test_mark_that_the_filter_hides_says_so(qtbot, tab, marks):
    tab.filter_bar.set_filter("depth == 0")
    qtbot.waitUntil(lambda: not tab.feed.filtering)
    with qtbot.waitSignal(tab.done) as done:
        tab.go_to_row(401)
    assert "hides this event" in done.args[0]
    tab.go_to_row(100)
    assert tab.log_model.event_at(tab.log.current_row()).call == 100


def test_delete_removes_the_selected_mark_and_selects_the_next(qtbot, tab, marks):
    qtbot.keyClick(marks.table, Qt.Key_Delete)
    qtbot.waitUntil(lambda: list(tab.source.marks) == [100, 401])
    qtbot.waitUntil(lambda: listed(marks)[0] == ("q100", "who took it?"))
    assert marks.table.currentIndex().row() == 0


def test_list_says_that_it_is_not_complete(tab, marks, bridge, monkeypatch):
    monkeypatch.setattr(mark_model, "MAX_ROWS", 2)
    tab.source.marks.set(499)
    bridge.deliver()
    assert (marks.model.rowCount(), "4 marks" in marks.count.text()) == (2, True)
    assert "only the first ones" in marks.count.text()


def test_filter_by_marks_and_notes_follows_changes(qtbot, tab, bridge):
    def shown():
        view = tab.log_model.view
        return [view.row(n) for n in range(view.num_rows)]

    tab.filter_bar.set_filter('marked and note != ""')
    qtbot.waitUntil(lambda: shown() == [100, 401])
    tab.source.marks.set(3, "new")
    bridge.deliver()
    qtbot.waitUntil(lambda: shown() == [3, 100, 401])
    tab.filter_bar.set_filter('note ~ "took"')
    qtbot.waitUntil(lambda: shown() == [100])


def test_find_finds_the_text_of_notes(qtbot, tab):
    tab.find_text("WHO TOOK", back=False)
    qtbot.waitUntil(lambda: tab.log.current_row() == 100)
