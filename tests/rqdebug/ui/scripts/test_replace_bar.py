# SPDX-License-Identifier: GPL-3.0-or-later
"""Find and replace in a script, by keyboard and mouse."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.scripts.replace_bar import ReplaceBar

TEXT = "alpha\nbeta ALPHA\ngamma alpha\n"


@pytest.fixture
def page(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    editor = ScriptEditor(theme)
    editor.setText(TEXT)
    column = QVBoxLayout(page)
    column.addWidget(editor)
    column.addWidget(ReplaceBar(editor))
    page.resize(900, 400)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def editor(page):
    return page.findChild(ScriptEditor)


@pytest.fixture
def bar(page):
    return page.findChild(ReplaceBar)


@pytest.fixture
def press(bar, click):
    def press(text):
        click(next(button for button in bar.findChildren(QPushButton) if button.text() == text))

    return press


def place(editor):
    """Line and column of the selection, from 1."""
    line, column, *_ = editor.getSelection()
    return line + 1, column + 1


def test_bar_is_hidden_until_it_is_opened(bar):
    assert not bar.isVisible()
    bar.open()
    assert bar.isVisible() and bar.line.hasFocus()


def test_bar_starts_with_the_selected_text(bar, editor):
    editor.setSelection(1, 0, 1, 4)
    bar.open()
    assert bar.line.text() == bar.line.selectedText() == "beta"


def test_selection_of_several_lines_is_not_searched(bar, editor):
    bar.line.setText("before")
    editor.setSelection(0, 0, 1, 4)
    bar.open()
    assert bar.line.text() == "before"


def test_next_and_previous_go_through_the_matches(qtbot, bar, editor, press):
    bar.open()
    qtbot.keyClicks(bar.line, "alpha")
    qtbot.keyClick(bar.line, Qt.Key_Return)
    assert place(editor) == (1, 1)
    press("Next")
    assert place(editor) == (2, 6)
    press("Previous")
    press("Previous")
    assert place(editor) == (3, 7)
    assert bar.message.text() == "3 matches"


def test_not_found_is_shown_until_the_next_match(qtbot, bar, press):
    bar.open()
    bar.line.setText("delta")
    press("Next")
    assert bar.message.text() == "Not found"
    bar.line.setText("beta")
    press("Next")
    assert bar.message.text() == "1 match"


def test_search_without_a_text_opens_the_bar(bar):
    bar.search(back=False)
    assert bar.isVisible() and bar.line.hasFocus()


def test_replace_changes_one_match_and_goes_to_the_next(bar, editor, press):
    bar.open()
    bar.line.setText("alpha")
    bar.replacement.setText("x")
    press("Replace")
    assert (editor.text(), place(editor)) == (TEXT, (1, 1))
    press("Replace")
    assert (editor.text(), place(editor)) == ("x\nbeta ALPHA\ngamma alpha\n", (2, 6))
    press("Replace")
    assert (editor.text(), place(editor)) == ("x\nbeta x\ngamma alpha\n", (3, 7))
    press("Replace")
    assert editor.text() == "x\nbeta x\ngamma x\n"
    assert bar.message.text() == "Not found"


def test_return_in_the_replacement_replaces(qtbot, bar, editor):
    bar.open()
    bar.line.setText("beta")
    qtbot.keyClick(bar.line, Qt.Key_Return)
    bar.replacement.setText("B")
    qtbot.keyClick(bar.replacement, Qt.Key_Return)
    assert editor.text() == "alpha\nB ALPHA\ngamma alpha\n"


def test_replace_keeps_a_selection_that_is_no_match(bar, editor, press):
    bar.line.setText("alpha")
    editor.setSelection(1, 0, 1, 4)
    press("Replace")
    assert editor.text() == TEXT
    assert place(editor) == (2, 6)


@pytest.mark.parametrize(
    ("old", "count", "text"),
    [
        ("alpha", "3 matches replaced", "x\nbeta x\ngamma x\n"),
        ("beta", "1 match replaced", "alpha\nx ALPHA\ngamma alpha\n"),
        ("delta", "0 matches replaced", TEXT),
        ("", "0 matches replaced", TEXT),
    ],
)
def test_replace_all_shows_the_number_of_matches(bar, editor, press, old, count, text):
    bar.open()
    bar.line.setText(old)
    bar.replacement.setText("x")
    press("Replace All")
    assert editor.text() == text
    assert bar.message.text() == count
    editor.undo()
    assert editor.text() == TEXT


def test_escape_hides_the_bar_and_goes_back_to_the_script(qtbot, bar, editor):
    bar.open()
    qtbot.keyClick(bar.line, Qt.Key_Escape)
    assert not bar.isVisible()
    assert editor.hasFocus()


def test_other_keys_do_not_hide_the_bar(qtbot, bar):
    bar.open()
    qtbot.keyClick(bar, Qt.Key_F9)
    assert bar.isVisible()


@pytest.mark.parametrize(
    ("switch", "text", "message"),
    [
        (None, "alpha", "3 matches"),
        ("match_case", "alpha", "2 matches"),
        ("whole_words", "alph", "Not found"),
        ("regex", "a.pha$", "3 matches"),
        (None, "", ""),
    ],
)
def test_matches_are_counted_as_they_are_chosen(bar, switch, text, message):
    bar.open()
    bar.line.setText(text)
    if switch:
        getattr(bar, switch).click()
    assert bar.message.text() == message


def test_wrong_regular_expression_is_explained(bar, editor, press):
    bar.open()
    bar.regex.click()
    bar.line.setText("(")
    assert bar.message.text().startswith("Not a regular expression: ")
    press("Next")
    press("Replace All")
    assert editor.text() == TEXT


def test_replace_starts_in_the_replacement_if_there_is_a_search_text(bar, editor):
    bar.open_replace()
    assert bar.line.hasFocus()
    editor.setSelection(1, 0, 1, 4)
    bar.open_replace()
    assert bar.replacement.hasFocus()
