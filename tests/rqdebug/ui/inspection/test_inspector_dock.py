# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QGuiApplication

from rqdebug.events.filters.filter import parse
from rqdebug.ui.inspection.inspector_dock import Inspector


@pytest.fixture
def inspect(qtbot, theme, log, rows):
    inspector = Inspector(theme)
    qtbot.addWidget(inspector)
    inspector.show()

    def inspect(**difference):
        log.append(rows(difference))
        inspector.show_event(log.event(log.num_rows - 1))
        return inspector

    return inspect


def value(inspector, name):
    return inspector._values[name].text()


def test_fields_show_each_value_of_an_event(inspect):
    inspector = inspect(item=None, timeout=None)
    assert value(inspector, "Queue") == "jobs"
    assert value(inspector, "Timeout") == "forever"
    assert value(inspector, "Item") == "–"
    assert value(inspector, "Time").endswith(".123456789")
    assert value(inspect(timeout=500_000_000), "Timeout") == "500 ms"


def test_payload_of_the_event_is_shown(inspect):
    assert inspect(payload=b"abc").payload.forms.pages["Text"].toPlainText() == "abc"


def test_names_that_look_like_html_are_shown_unchanged(inspect):
    inspector = inspect(client="<b>x</b>&amp;")
    assert value(inspector, "Client") == "<b>x</b>&amp;"


@pytest.mark.parametrize(
    ("fields", "name", "text"),
    [
        ({"queue": ""}, "Queue", "–"),
        ({"size": 1}, "Size", "1 byte"),
        ({"size": 12345}, "Size", "12,345 bytes"),
        ({"item": 9}, "Item", "9"),
        ({"waited": 41_250}, "Waited", "41.2 µs"),
        ({"items": 1200}, "Items", "1,200"),
        ({"depth": 3}, "Depth after", "3"),
        ({"codec": "json"}, "Codec", "json"),
    ],
)
def test_values_are_readable(inspect, fields, name, text):
    assert value(inspect(**fields), name) == text


def test_panel_without_an_event_shows_a_hint(qtbot, theme):
    inspector = Inspector(theme)
    qtbot.addWidget(inspector)
    inspector.show()
    assert not inspector.payload.isVisible()


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize(("outcome", "color"), [("ok", "ok"), ("empty", "notice"), ("noqueue", "error")])
def test_outcome_has_its_color_in_both_themes(theme, inspect, colors_of, name, outcome, color):
    inspector = inspect(outcome=outcome)
    theme.use(name)
    assert getattr(theme.palette, color) in colors_of(inspector._values["Outcome"])


@pytest.mark.parametrize(("fields", "offered"), [({}, True), ({"items": 2}, False), ({"queue": ""}, False)])
def test_more_of_a_payload_is_offered_only_for_a_single_item(inspect, fields, offered):
    inspector = inspect(payload=b"abc", size=4096, **fields)
    assert inspector.payload.more_button.isVisible() is offered


def test_long_names_do_not_widen_the_window(inspect, fits, long_name):
    inspector = inspect(queue=long_name, client=long_name)
    assert fits(inspector)
    assert long_name in inspector._values["Client"].toolTip()


@pytest.mark.parametrize(
    ("fields", "note", "size"),
    [
        ({"method": "get", "item": 7, "items": 1, "outcome": "ok"}, "Empty item: 0 bytes", "0 bytes"),
        ({"method": "put", "item": None, "items": 0, "outcome": "full"}, "Empty item: 0 bytes", "0 bytes"),
        ({"method": "get", "item": None, "items": 0, "outcome": "empty"}, "No item", "–"),
    ],
)
def test_empty_item_and_no_item_look_different(inspect, fields, note, size):
    inspector = inspect(payload=b"", size=0, **fields)
    assert inspector.payload.forms.pages["Text"].placeholderText() == note
    assert value(inspector, "Size") == size


def actions(menu):
    """Return all actions of a menu and its submenus by title."""
    found = {}
    for action in menu.actions():
        found.update(actions(action.menu()) if action.menu() else {action.text(): action})
    return found


def copied():
    return QGuiApplication.clipboard().text()


def test_value_is_copied_by_its_menu(inspect):
    inspector = inspect(client="loader", address="10.0.0.7:4411")
    actions(inspector.menu_for("Address"))["Copy Value"].trigger()
    assert copied() == "10.0.0.7:4411"
    actions(inspector.menu_for("Address"))["Copy All Fields"].trigger()
    assert {"Client: loader", "Address: 10.0.0.7:4411"} <= set(copied().splitlines())


def test_part_of_a_value_is_selected_with_the_mouse_and_copied(qtbot, inspect):
    line = inspect(client="image-loader")._values["Client"]
    qtbot.mouseDClick(line, Qt.LeftButton)
    qtbot.keyClick(line, Qt.Key_A, Qt.ControlModifier)
    qtbot.keyClick(line, Qt.Key_C, Qt.ControlModifier)
    assert copied() == "image-loader"
    line.setSelection(0, 5)
    actions(inspect(client="image-loader").menu_for("Client"))["Copy Selection"].trigger()
    assert copied() == "image"
    qtbot.keyClicks(line, "x")
    assert line.text() == "image-loader"


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("Waited", "waited > 100ms"),
        ("Took", "took > 1ms"),
        ("Timeout", "timeout == 500ms"),
        ("Queue", 'queue == "jobs"'),
        ("Depth after", "depth == 3"),
        ("Size", "size == 18"),
    ],
)
def test_field_becomes_a_filter_that_matches_its_event(qtbot, inspect, log, name, condition):
    inspector = inspect(waited=147_710_072, took=1_500_001, timeout=500_000_000, depth=3, size=18)
    with qtbot.waitSignal(inspector.test_wanted) as wanted:
        actions(inspector.menu_for(name))["… and Selected"].trigger()
    assert wanted.args == ["and", condition]
    assert parse(condition).mask(log.batches[-1])[-1].as_py()


@pytest.mark.parametrize(("fields", "name"), [({"depth": None}, "Depth after"), ({"took": None}, "Took")])
def test_unknown_value_cannot_become_a_filter(inspect, fields, name):
    assert "Selected" not in actions(inspect(**fields).menu_for(name))


def test_every_field_has_a_menu(inspect):
    inspector = inspect()
    for name in inspector._values:
        assert "Copy Value" in actions(inspector.menu_for(name))


def test_member_of_the_payload_becomes_a_filter(qtbot, inspect, log):
    payload = b'{"order": {"id": 99, "two words": ["a\\"b"]}}'
    tree = inspect(payload=payload, size=len(payload), codec="json").payload.forms.pages["Tree"]
    order = tree.model().index(0, 0)
    wanted = []
    tree.window().test_wanted.connect(lambda word, test: wanted.append(test))
    actions(tree.menu_for(tree.model().index(0, 1, order)))["Selected"].trigger()
    words = tree.model().index(1, 0, order)
    actions(tree.menu_for(tree.model().index(0, 0, words)))["Selected"].trigger()
    assert wanted == ["payload.order.id == 99", 'payload.order["two words"][0] == "a\\"b"']
    for test in wanted:
        assert parse(test).mask(log.batches[-1])[-1].as_py()


@pytest.mark.parametrize("outcome", ["held", "blocked"])
def test_start_of_a_call_does_not_say_how_long_it_waited(inspect, outcome):
    assert value(inspect(outcome=outcome, phase="start", waited=0), "Waited") == "–"
