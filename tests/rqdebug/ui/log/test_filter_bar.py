# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.events.event_log import EventLog
from rqdebug.ui.log.filter_bar import FilterBar


@pytest.fixture
def bar(qtbot, theme, settings, saved):
    bar = FilterBar(theme, settings, saved, EventLog())
    qtbot.addWidget(bar)
    bar.show()
    return bar


def chip(bar, title):
    return next(button for text, button in bar._buttons.items() if button.text() == title)


def test_typed_filter_is_applied_after_a_pause(qtbot, bar):
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.keyClicks(bar.line, "method == put")
    assert str(changed.args[0]) == "method == put"
    assert bar.problem.isHidden()


def test_return_applies_a_filter_at_once(qtbot, bar):
    bar.line.setText("size > 3")
    with qtbot.waitSignals([bar.filter_changed, bar.left], timeout=100):
        qtbot.keyClick(bar.line, Qt.Key_Return)


def test_wrong_filter_is_red_and_says_where(qtbot, bar):
    with qtbot.assertNotEmitted(bar.filter_changed):
        bar.set_filter("size > 3 and metod == put")
    assert bar.problem.text().startswith("column 14:")
    assert "method" in bar.problem.text()
    assert bar.problem.isVisible()
    assert bar.line.property("wrong")


def test_mended_filter_is_no_longer_red(qtbot, bar):
    bar.set_filter("metod == put")
    with qtbot.waitSignal(bar.filter_changed):
        bar.set_filter("method == put")
    assert bar.problem.isHidden()
    assert not bar.line.property("wrong")


def test_click_on_a_preset_toggles_it(qtbot, bar):
    slow = chip(bar, "Slow")
    with qtbot.waitSignal(bar.filter_changed):
        qtbot.mouseClick(slow, Qt.LeftButton)
    assert bar.line.text() == "duration > 5ms"
    assert slow.isChecked()
    qtbot.mouseClick(chip(bar, "Errors"), Qt.LeftButton)
    assert not slow.isChecked()
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.mouseClick(chip(bar, "Errors"), Qt.LeftButton)
    assert str(changed.args[0]) == ""


def test_every_preset_is_a_valid_filter(bar):
    for text in bar._buttons:
        bar.set_filter(text)
        assert bar.problem.isHidden()


def test_arrows_walk_through_earlier_filters_and_back(qtbot, bar):
    for text in ("size > 1", "size > 2"):
        bar.set_filter(text)
    bar.line.setText("draft")
    seen = []
    for key in (Qt.Key_Up, Qt.Key_Up, Qt.Key_Up, Qt.Key_Down, Qt.Key_Down, Qt.Key_Down):
        qtbot.keyClick(bar.line, key)
        seen.append(bar.line.text())
    assert seen == ["size > 2", "size > 1", "size > 1", "size > 2", "draft", "draft"]


def test_earlier_filters_are_offered_in_the_next_bar(qtbot, bar, theme, settings, saved):
    bar.set_filter("size > 1")
    other = FilterBar(theme, settings, saved, EventLog())
    qtbot.addWidget(other)
    qtbot.keyClick(other.line, Qt.Key_Up)
    assert other.line.text() == "size > 1"


def test_count_says_how_many_events_are_shown(bar):
    bar.show_counts(1204, 1204, False)
    assert bar.counts.text() == "1,204 events"
    bar.set_filter("size > 3")
    bar.show_counts(0, 0, True)
    assert bar.counts.text() == "filtering…"
    bar.show_counts(1204, 10482113, False)
    assert bar.counts.text() == "1,204 of 10,482,113"
