# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

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
    assert inspector._values["Client"].textFormat() == Qt.PlainText


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
