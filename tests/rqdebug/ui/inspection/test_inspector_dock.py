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
    assert value(inspector, "Timeout") == "for ever"
    assert value(inspector, "Item") == "–"
    assert value(inspector, "Time").endswith(".123456789")
    assert value(inspect(timeout=500_000_000), "Timeout") == "500 ms"


def test_payload_of_the_event_is_shown(inspect):
    assert inspect(payload=b"abc").payload.forms.pages["Text"].toPlainText() == "abc"


def test_names_that_look_like_html_are_shown_as_they_are(inspect):
    inspector = inspect(client="<b>x</b>&amp;")
    assert value(inspector, "Client") == "<b>x</b>&amp;"
    assert inspector._values["Client"].textFormat() == Qt.PlainText
