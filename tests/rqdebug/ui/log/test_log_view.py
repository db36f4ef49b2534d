# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.provenance import Origin
from rqdebug.events.views.view import View
from rqdebug.ui.log.log_view import LogView
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.models.log_model import LogModel


@pytest.fixture
def model(theme, log):
    return LogModel(View(log, parse("")), theme)


@pytest.fixture
def add(qtbot, log, rows, model):
    """Add ``count`` events and update the view."""

    def add(count):
        log.append(rows(*[{"call": log.num_rows + n} for n in range(count)]))
        model.view.advance()
        model.grow()
        qtbot.wait(1)

    return add


@pytest.fixture
def view(qtbot, theme, model, add):
    view = LogView(model, theme)
    qtbot.addWidget(view)
    view.resize(900, 300)
    with qtbot.waitExposed(view):
        view.show()
    add(200)
    return view


def at_end(view):
    return view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_view_follows_new_events(view, add):
    assert at_end(view)
    add(50)
    assert at_end(view)
    assert view.follow_button.isHidden()


def test_view_keeps_the_scroll_position_of_the_user(qtbot, view, add):
    view.setFocus()
    qtbot.keyClick(view, Qt.Key_Home, Qt.ControlModifier)
    assert view.follow_button.isVisible()
    add(50)
    assert view.verticalScrollBar().value() == 0
    qtbot.mouseClick(view.follow_button, Qt.LeftButton)
    assert at_end(view)
    assert view.follow_button.isHidden()
    add(50)
    assert at_end(view)


def test_scrolling_to_the_end_follows_again(view, add):
    view.verticalScrollBar().setValue(3)
    assert not view.following
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.following
    add(10)
    assert at_end(view)


def test_selected_event_does_not_move(qtbot, view, model, add):
    row = model.rowCount() - 2
    place = view.visualRect(model.index(row, 1)).center()
    with qtbot.waitSignal(view.event_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.LeftButton, pos=place)
    assert chosen.args[0].call == row
    add(100)
    moved = view.visualRect(model.index(row, 1)).center().y() - place.y()
    assert abs(moved) < view.row_height


def test_only_the_selected_row_is_highlighted(view, model, theme):
    row = model.rowCount() - 4
    view.selectRow(row)
    picture = view.viewport().grab().toImage()
    places = [view.visualRect(model.index(near, 0)).topLeft() for near in (row - 1, row, row + 1)]
    drawn = [
        picture.pixelColor(place.x() + 1, place.y() + 1).name() == theme.palette.selection for place in places
    ]
    assert drawn == [False, True, False]


def test_return_opens_the_selected_event(qtbot, view):
    view.selectRow(5)
    with qtbot.waitSignal(view.event_opened):
        qtbot.keyClick(view, Qt.Key_Return)


def actions(menu):
    """Return all actions of a menu and its submenus by title."""
    found = {}
    for action in menu.actions():
        found.update(actions(action.menu()) if action.menu() else {action.text(): action})
    return found


@pytest.mark.parametrize("column", Column)
def test_cell_menu_offers_filters_that_match_the_event(view, log, rows, column):
    log.append(rows({"queue": 'a "b" \\c', "client": "größe, x", "payload": b'{"n": 1}', "item": None}))
    wanted = []
    view.test_wanted.connect(lambda word, test: wanted.append((word, test)))
    for title, action in actions(view.menu_for(log.event(200), column)).items():
        if "Selected" in title or title.startswith(("This", "Client", "Queue")):
            action.trigger()
    assert {word for word, _ in wanted} == {"", "not", "and", "or", "and not"}
    assert all(parse(test).mask(log.batches[-1])[-1].as_py() for _, test in wanted)


def test_event_without_a_queue_has_no_queue_to_follow(view, log, rows):
    log.append(rows({"method": "list", "queue": "", "item": None}))
    titles = actions(view.menu_for(log.event(200), Column.METHOD))
    assert not [title for title in titles if "Queue" in title or "Item" in title]


def test_color_chosen_for_an_event_becomes_a_style(qtbot, view, log):
    menu = view.menu_for(log.event(3), Column.CALL)
    with qtbot.waitSignal(view.style_wanted) as wanted:
        actions(menu)["Green"].trigger()
    (style,) = wanted.args
    assert style.filter == "call == 3" and not style.problem()


def test_chosen_columns_are_remembered(qtbot, theme, model, view):
    with qtbot.waitSignal(view.columns_changed):
        actions(view.column_menu())["Depth"].trigger()
    assert not view.isColumnHidden(Column.DEPTH)
    other = LogView(model, theme)
    qtbot.addWidget(other)
    assert other.isColumnHidden(Column.DEPTH)
    other.restore_columns(view.columns)
    assert not other.isColumnHidden(Column.DEPTH)


def test_several_rows_can_be_selected_in_a_huge_log(qtbot, view, model):
    view.selectRow(3)
    qtbot.keyClick(view, Qt.Key_Down, Qt.ShiftModifier)
    assert view.selected_ranges() == [range(3, 5)]
    view.selectAll()
    assert view.selected_ranges() == [range(200)]


def test_item_is_followed_on_its_target_only_in_a_log_of_several(theme, qtbot, rows):
    log = EventLog("edge-1", "rq://edge-1")
    log.append(rows({"item": 2, "target": "edge-1"}))
    view = LogView(LogModel(View(log), theme), theme)
    qtbot.addWidget(view)
    assert view._condition("item", log.event(0)) == "item == 2"
    log.origins += (Origin("edge-2", "rq://edge-2"),)
    assert view._condition("item", log.event(0)) == 'item == 2 and target == "edge-1"'


@pytest.fixture
def drawn(view, monkeypatch):
    """The rows that the view draws."""
    rows, paint = [], view.paint_row
    monkeypatch.setattr(
        view, "paint_row", lambda painter, row, *rest: rows.append(row) or paint(painter, row, *rest)
    )
    return rows


def test_only_new_rows_are_drawn_when_they_arrive(qtbot, view, add, drawn):
    add(1)
    qtbot.waitUntil(lambda: 200 in drawn)
    qtbot.wait(1)
    drawn.clear()
    add(1)
    qtbot.waitUntil(lambda: 201 in drawn)
    assert set(drawn) <= {199, 200, 201}


def test_rows_between_two_parts_of_a_region_are_not_drawn(qtbot, view, add, drawn):
    add(1)
    qtbot.waitUntil(lambda: 200 in drawn)
    qtbot.wait(1)
    first = view.rowAt(0)
    drawn.clear()
    view.update_rows(first, first)
    view.update_rows(first + 4, first + 5)
    qtbot.waitUntil(lambda: bool(drawn))
    assert drawn == [first, first + 4, first + 5]


def test_row_is_drawn_again_when_its_call_ends(qtbot, view, model, log, rows, drawn):
    log.append(rows({"call": 999, "phase": "start", "outcome": "blocked"}))
    model.view.advance()
    model.grow()
    qtbot.waitUntil(lambda: 200 in drawn)
    qtbot.wait(1)
    drawn.clear()
    log.append(rows({"call": 999}))
    view.update_ended_calls()
    qtbot.waitUntil(lambda: 200 in drawn)
    assert set(drawn) == {200}
