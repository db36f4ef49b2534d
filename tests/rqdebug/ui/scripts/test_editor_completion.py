# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of proposals and the call tips, typed by a user."""

from __future__ import annotations

import pytest
from PyQt5 import sip
from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import Qt

from rqdebug.ui.scripts.editor import ScriptEditor

SETUP = "jobs = create(maxsize=2)\n"


@pytest.fixture
def written(qtbot, editor):
    """An editor with a queue, and the cursor in its last line."""
    editor.setText(SETUP)
    editor.setCursorPosition(1, 0)
    editor.activateWindow()
    editor.setFocus()
    return editor


@pytest.fixture
def type_text(qtbot, written):
    return lambda text: qtbot.keyClicks(written, text)


def is_open(editor):
    return editor.SendScintilla(QsciScintilla.SCI_AUTOCACTIVE) == 1


def has_tip(editor):
    return editor.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE) == 1


def line(editor):
    return editor.text(1)


def test_dot_opens_the_list_of_methods(written, type_text):
    type_text("jobs.")
    assert is_open(written)


def test_enter_on_the_first_letters_writes_put_and_never_purge(qtbot, written, type_text):
    type_text("jobs.pu")
    qtbot.keyClick(written, Qt.Key_Return)
    assert written.text() == SETUP + "jobs.put"


def test_chosen_proposal_is_written(qtbot, written, type_text):
    type_text("jobs.pu")
    qtbot.keyClick(written, Qt.Key_Down)
    qtbot.keyClick(written, Qt.Key_Down)
    qtbot.keyClick(written, Qt.Key_Tab)
    assert line(written) == "jobs.put_many"


def test_enter_after_a_complete_word_ends_the_line(qtbot, written, type_text):
    type_text("jobs.put")
    assert is_open(written)
    qtbot.keyClick(written, Qt.Key_Return)
    assert written.text() == SETUP + "jobs.put\n"
    assert not is_open(written)


def test_deleting_a_letter_proposes_again(qtbot, written, type_text):
    type_text("jobs.purx")
    assert not is_open(written)
    qtbot.keyClick(written, Qt.Key_Backspace)
    type_text("g")
    assert is_open(written)
    qtbot.keyClick(written, Qt.Key_Backspace)
    qtbot.keyClick(written, Qt.Key_Backspace)
    qtbot.keyClick(written, Qt.Key_Return)
    assert line(written) == "jobs.put"


def test_call_tip_opens_with_the_bracket_and_closes_with_it(written, type_text):
    type_text("jobs.put(")
    assert has_tip(written)
    type_text("1, 2)")
    assert not has_tip(written)


def test_call_tip_returns_after_a_proposal_was_taken(qtbot, written, type_text):
    type_text("jobs.put(1, ti")
    assert is_open(written)
    qtbot.keyClick(written, Qt.Key_Return)
    assert line(written) == "jobs.put(1, timeout="
    assert has_tip(written)


def test_escape_closes_the_list_and_typing_goes_on(qtbot, written, type_text):
    type_text("jobs.pu")
    qtbot.keyClick(written, Qt.Key_Escape)
    assert not is_open(written)
    qtbot.keyClick(written, Qt.Key_Return)
    assert written.text() == SETUP + "jobs.pu\n"


def test_nothing_is_proposed_after_one_letter_of_a_statement(written, type_text):
    type_text("j")
    assert not is_open(written)
    type_text("o")
    assert is_open(written)


def test_proposals_can_be_asked_for(written, type_text):
    written.completion.complete()
    assert is_open(written)


def test_text_beyond_ascii_is_kept(qtbot, written, type_text):
    written.insert('jobs.put("größe €")\njobs.')
    written.setCursorPosition(2, 5)
    type_text("pu")
    qtbot.keyClick(written, Qt.Key_Return)
    assert written.text() == SETUP + 'jobs.put("größe €")\njobs.put'


def test_typing_in_a_long_script_reads_only_what_is_near(written, type_text, monkeypatch):
    written.setText("jobs.put(1)\n" * 100_000 + "jobs")
    written.setCursorPosition(100_000, 4)
    read = []
    whole = written.bytes
    monkeypatch.setattr(written, "bytes", lambda start, end: read.append(end - start) or whole(start, end))
    type_text(".")
    assert is_open(written)
    assert read
    assert max(read) <= 100_000


def test_editor_can_be_deleted_while_its_list_is_open(qtbot, theme):
    editor = ScriptEditor(theme)
    with qtbot.waitExposed(editor):
        editor.show()
    qtbot.keyClicks(editor, "cre")
    assert is_open(editor)
    sip.delete(editor)  # an exception in a slot would fail the test
