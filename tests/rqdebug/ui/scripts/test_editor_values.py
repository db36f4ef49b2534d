# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of variables in the editor while a run is paused."""

from __future__ import annotations

import pytest
from PyQt5.Qsci import QsciScintilla

from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.scripts.editor_values import MAX_VALUE

TEXT = "jobs = create()\nfor i in range(3):\n    jobs.put(i + size)\n"
VALUES = {"jobs": "queue 'jobs' on edge-1", "i": "2", "size": "10", "other": "5"}


@pytest.fixture
def script(editor):
    editor.setText(TEXT)
    return editor


def below(editor, line):
    """The text below a line."""
    buffer = bytearray(editor.SendScintilla(QsciScintilla.SCI_ANNOTATIONGETTEXT, line - 1))
    if buffer:
        editor.SendScintilla(QsciScintilla.SCI_ANNOTATIONGETTEXT, line - 1, buffer)
    return buffer.decode()


def test_values_that_a_line_uses_are_below_it(script):
    script.values.show([("edge-1", "main", 3, VALUES)])
    assert below(script, 3) == "i = 2,  size = 10"
    script.values.show([])
    assert below(script, 3) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('assert i["size"] == 2', "i = 2"),
        ("fill(size=i)", "i = 2"),
        ('note(f"{size} other")  # i', "size = 10"),
        ("fill(size=size, i=5)", "size = 10"),
    ],
)
def test_texts_and_names_of_arguments_are_no_variables_of_a_line(editor, text, shown):
    editor.setText(text)
    editor.values.show([("edge-1", "main", 1, VALUES)])
    assert below(editor, 1) == shown


def test_lanes_at_one_line_are_told_apart(script):
    lanes = [("edge-1", "main", 3, VALUES), ("edge-2", "main", 3, VALUES | {"i": "0"})]
    script.values.show(lanes)
    assert below(script, 3) == "edge-1, main:  i = 2,  size = 10\nedge-2, main:  i = 0,  size = 10"
    assert script.values.at("i") == "edge-1, main: i = 2\nedge-2, main: i = 0"


def test_long_value_is_cut_below_the_line_and_whole_under_the_mouse(script):
    script.values.show([("edge-1", "main", 3, {"i": "x" * 150})])
    assert below(script, 3) == f"i = {'x' * (MAX_VALUE - 1)}…"
    assert script.values.at("i") == f"i = {'x' * 150}"


def test_failure_below_a_line_returns_when_the_run_goes_on(script):
    script.show_note(3, LineNote(False, "✗", "expected 1, got 2"))
    script.values.show([("edge-1", "main", 3, VALUES)])
    assert below(script, 3) == "i = 2,  size = 10"
    script.values.show([])
    assert below(script, 3) == "expected 1, got 2"


def test_variable_under_the_mouse_shows_its_value(script):
    script.values.show([("edge-1", "main", 3, VALUES)])
    script.SCN_DWELLSTART.emit(script.positionFromLineIndex(2, 18), 0, 0)
    assert script.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)
    script.SCN_DWELLEND.emit(0, 0, 0)
    script.SCN_DWELLSTART.emit(script.positionFromLineIndex(1, 1), 0, 0)
    assert not script.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)


def test_values_do_not_change_the_text(script):
    script.setModified(False)
    script.values.show([("edge-1", "main", 3, VALUES)])
    assert (script.text(), script.isModified()) == (TEXT, False)


def test_result_that_comes_after_the_pause_leaves_the_values(script):
    script.values.show([("edge-1", "main", 3, VALUES)])
    script.show_note(3, LineNote(True, "✓"))
    assert below(script, 3) == "i = 2,  size = 10"
