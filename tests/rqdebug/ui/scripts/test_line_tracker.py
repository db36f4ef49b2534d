# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines are found again after edits; plain lists are the oracle."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.Qsci import QsciScintilla

from rqdebug.ui.scripts.line_tracker import LineTracker

LINES = [f"line {number}" for number in range(1, 9)]


@pytest.fixture
def editor(qtbot):
    editor = QsciScintilla()
    qtbot.addWidget(editor)
    editor.setText("\n".join(LINES))
    return editor


@pytest.fixture
def tracker(editor):
    return LineTracker(editor)


def test_lines_below_an_inserted_line_move(editor, tracker):
    editor.insertAt("new\n", 2, 0)
    assert [tracker.current(line) for line in (1, 2, 3, 8)] == [1, 2, 4, 9]


def test_line_that_is_split_in_its_middle_keeps_its_beginning(editor, tracker):
    editor.insertAt("\n", 2, 3)
    assert [tracker.current(line) for line in (3, 4)] == [3, 5]


def test_text_in_a_line_moves_nothing(editor, tracker):
    editor.insertAt("xyz", 2, 0)
    assert [tracker.current(line) for line in range(1, 9)] == list(range(1, 9))


def test_undo_restores_the_lines(editor, tracker):
    editor.insertAt("new\nnew\n", 0, 0)
    editor.undo()
    assert tracker.current(5) == 5


def test_next_run_begins_with_the_present_lines(editor, tracker):
    editor.insertAt("new\n", 0, 0)
    tracker.reset()
    assert tracker.current(5) == 5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(1, 3)), max_size=8))
def test_line_that_still_exists_is_found(editor, tracker, edits):
    editor.setText("\n".join(LINES))
    tracker.reset()
    for is_insertion, at, count in edits:
        at = min(at, editor.lines() - 1)
        if is_insertion:
            editor.insertAt("new\n" * count, at, 0)
        else:
            editor.setSelection(at, 0, min(at + count, editor.lines() - 1), 0)
            editor.removeSelectedText()
    texts = editor.text().split("\n")
    for number, text in enumerate(LINES, 1):
        if text in texts:
            assert texts[tracker.current(number) - 1] == text
        assert 1 <= tracker.current(number) <= max(editor.lines(), 1)
