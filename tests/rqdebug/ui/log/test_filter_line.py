# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that are proposed while a filter is written, and filters that are saved."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog

from rqdebug.ui.log.filter_bar import FilterBar


@pytest.fixture
def bar(qtbot, theme, settings, saved, log, rows):
    log.append(rows({}, {"queue": "job sheets"}, {"client": "saver@b"}))
    bar = FilterBar(theme, settings, saved, log)
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.line.setFocus()
    return bar


def proposed(bar):
    words = bar.line.completer_list.model()
    return [words.index(row, 0).data() for row in range(words.rowCount())]


def test_proposed_word_is_taken(qtbot, bar):
    qtbot.keyClicks(bar.line, "que")
    assert bar.line.completer_list.isVisible()
    assert proposed(bar)[0] == "queue"
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Tab)
    assert bar.line.text() == "queue "
    assert "==" in proposed(bar)
    qtbot.keyClicks(bar.line, "== job")
    assert proposed(bar) == ['"job sheets"', "jobs"]
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Down)
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Return)
    assert bar.line.text().strip() == 'queue == "job sheets"'
    qtbot.waitUntil(lambda: bar.text == 'queue == "job sheets"')


def test_words_are_proposed_in_the_middle_of_a_filter(qtbot, bar):
    bar.line.setText("metho == put and size > 3")
    bar.line.setCursorPosition(5)
    qtbot.keyClick(bar.line, Qt.Key_Space, Qt.ControlModifier)
    assert proposed(bar) == ["method"]
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Tab)
    assert bar.line.text() == "method == put and size > 3"


def test_saved_filter_has_a_button(qtbot, bar, saved, monkeypatch):
    bar.set_filter("duration > 7ms")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("late", True))
    bar.ask_name()
    assert saved.load() == {"late": "duration > 7ms"}
    assert bar.text == "@late"
    button = bar._buttons["@late"]
    assert button.isChecked() and button.text() == "late"
    bar.set_filter("")
    qtbot.mouseClick(button, Qt.LeftButton)
    assert bar.text == "@late"
    saved.remove("late")
    assert "@late" not in bar._buttons


def test_filter_that_cannot_be_saved_is_explained(bar, saved):
    bar.set_filter("duration > 7ms")
    bar.save("two words")
    assert "no name for a filter" in bar.problem.text()
    assert saved.load() == {}


def test_menu_lists_every_saved_filter(qtbot, bar, saved):
    for n in range(6):
        saved.save(f"f{n}", f"size > {n}")
    menu = bar.more.menu()
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    assert [title.split()[0] for title in titles if title.startswith("f")] == [f"f{n}" for n in range(6)]
    assert len(bar._buttons) == 3 + 4
