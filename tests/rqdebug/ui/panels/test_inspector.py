# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.panels.inspector import Inspector


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


def test_fields(inspect):
    inspector = inspect(item=None, timeout=None)
    assert value(inspector, "Queue") == "jobs"
    assert value(inspector, "Timeout") == "for ever"
    assert value(inspector, "Item") == "–"
    assert value(inspector, "Time").endswith(".123456789")
    assert value(inspect(timeout=500_000_000), "Timeout") == "500 ms"


def test_json_is_laid_out(inspect):
    inspector = inspect(codec="json", payload=b'{"n":1}', size=7)
    assert inspector.payload_text.toPlainText() == '{\n  "n": 1\n}'
    assert inspector.payload_hex.toPlainText().startswith("000000  7b 22 6e")


@pytest.mark.parametrize("payload", [b'{"n":', b"\xff\xfe", b"[" * 200])
def test_what_claims_to_be_json_and_is_not(inspect, payload):
    inspector = inspect(codec="json", payload=payload, size=len(payload))
    assert inspector.payload_text.toPlainText()


def test_a_payload_that_was_cut_off_says_so(inspect):
    inspector = inspect(payload=b"abc", size=4096)
    assert inspector.cut_note.isVisible()
    assert inspector.cut_note.text() == "The first 3 B of 4.0 KiB"
    assert not inspect(payload=b"abc", size=3).cut_note.isVisible()


def test_names_with_signs_of_html_are_shown_as_they_are(inspect):
    inspector = inspect(client="<b>x</b>&amp;")
    assert value(inspector, "Client") == "<b>x</b>&amp;"
    assert inspector._values["Client"].textFormat() == Qt.PlainText
