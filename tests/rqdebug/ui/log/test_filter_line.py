# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion of filters, and saved filters."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog

from rqdebug.events.filters.filter_completion import Candidate, Completion
from rqdebug.ui.log.filter_bar import FilterBar
from rqdebug.ui.log.filter_line import FilterLine


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


def test_completion_is_inserted(qtbot, bar):
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


def test_completion_works_in_the_middle_of_a_filter(qtbot, bar):
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
    assert "cannot be the name of a filter" in bar.problem.text()
    assert saved.load() == {}


def test_menu_lists_every_saved_filter(qtbot, bar, saved):
    for n in range(6):
        saved.save(f"f{n}", f"size > {n}")
    menu = bar.more.menu()
    menu.aboutToShow.emit()
    titles = [action.text().replace("&", "") for action in menu.actions()]
    assert [title.split()[0] for title in titles if title.startswith("f")] == [f"f{n}" for n in range(6)]
    assert len(bar._buttons) == 3 + 4


class TestLine:
    """The input field alone, with completions of the test."""

    @pytest.fixture
    def words(self):
        """The completions, as a function of text and cursor position."""
        return {"": []}

    @pytest.fixture
    def line(self, qtbot, theme, words):
        def propose(text, place):
            start = text.rfind(" ", 0, place) + 1
            begun = text[start:place]
            return Completion(
                start, place, tuple(Candidate(word, f"help for {word}") for word in words.get(begun, []))
            )

        line = FilterLine(propose)
        qtbot.addWidget(line)
        line.resize(500, 30)
        with qtbot.waitExposed(line):
            line.show()
        line.setFocus()
        yield line
        line.completer_list.hide()

    def test_list_explains_each_word(self, qtbot, line, words):
        words["q"] = ["queue", "quiet"]
        qtbot.keyClicks(line, "q")
        model = line.completer_list.model()
        rows = [[model.index(row, column).data() for column in range(2)] for row in range(model.rowCount())]
        assert rows == [["queue", "help for queue"], ["quiet", "help for quiet"]]
        assert line.completer_list.isVisible()
        assert not line.completer_list.currentIndex().isValid()

    def test_complete_word_is_not_proposed(self, qtbot, line, words):
        words["qu"], words["que"] = ["que"], ["que"]
        qtbot.keyClicks(line, "qu")
        assert line.completer_list.isVisible()
        qtbot.keyClicks(line, "e")
        assert not line.completer_list.isVisible()

    def test_list_closes_without_matches(self, qtbot, line, words):
        words["q"] = ["queue"]
        qtbot.keyClicks(line, "q")
        qtbot.keyClicks(line, "x")
        assert not line.completer_list.isVisible()

    def test_tab_inserts_the_first_word_and_moves_the_cursor_behind_it(self, qtbot, line, words):
        words["q"] = ["queue", "quiet"]
        line.setText("a  q rest")
        line.setCursorPosition(4)
        line.propose()
        qtbot.keyClick(line.completer_list, Qt.Key_Tab)
        assert line.text() == "a  queue rest"
        assert line.cursorPosition() == len("a  queue ")

    def test_tab_inserts_the_word_selected_with_the_arrows(self, qtbot, line, words):
        words["q"] = ["queue", "quiet"]
        qtbot.keyClicks(line, "q")
        qtbot.keyClick(line.completer_list, Qt.Key_Down)
        qtbot.keyClick(line.completer_list, Qt.Key_Down)
        qtbot.keyClick(line.completer_list, Qt.Key_Tab)
        assert line.text() == "quiet "

    def test_inserted_word_counts_as_typed(self, qtbot, line, words):
        words["q"] = ["queue"]
        qtbot.keyClicks(line, "q")
        with qtbot.waitSignal(line.textEdited) as edited:
            qtbot.keyClick(line.completer_list, Qt.Key_Tab)
        assert edited.args == ["queue "]

    def test_draft_is_restored_after_browsing_the_history(self, qtbot, line):
        line.remember(["newest", "older"])
        line.setText("draft")
        seen = []
        for key in (Qt.Key_Down, Qt.Key_Up, Qt.Key_Up, Qt.Key_Up, Qt.Key_Down, Qt.Key_Down, Qt.Key_Down):
            qtbot.keyClick(line, key)
            seen.append(line.text())
        assert seen == ["draft", "newest", "older", "older", "newest", "draft", "draft"]

    @given(
        earlier=st.lists(st.text("ab", min_size=1, max_size=2), max_size=4),
        ups=st.lists(st.booleans(), max_size=12),
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    def test_arrows_step_as_through_a_python_list(self, qtbot, line, earlier, ups):
        line.setText("draft")
        line.remember(earlier)
        at, entries = 0, ["draft", *earlier]
        for up in ups:
            qtbot.keyClick(line, Qt.Key_Up if up else Qt.Key_Down)
            at = min(max(at + (1 if up else -1), 0), len(entries) - 1)
            assert line.text() == entries[at]


def test_enter_after_a_pause_applies_the_filter_as_typed(qtbot, bar):
    qtbot.keyClicks(bar.line, "method == get")
    qtbot.waitUntil(lambda: bar.text == "method == get")
    assert proposed(bar) == ["get", "get_many"]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.line.completer_list, Qt.Key_Return)
    assert not bar.line.completer_list.isVisible()
    assert (bar.line.text(), bar.text) == ("method == get", "method == get")


def test_chosen_completion_stays_chosen_when_the_error_appears_after_a_pause(qtbot, bar):
    qtbot.keyClicks(bar.line, "method == put and que")
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Down)
    qtbot.waitUntil(lambda: bar.problem.isVisible())
    qtbot.keyClick(bar.line.completer_list, Qt.Key_Return)
    assert bar.line.text() == "method == put and queue "
