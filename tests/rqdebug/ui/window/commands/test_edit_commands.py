# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu Edit works on the text that has the keyboard."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication

TEXT = "jobs = create()\njobs.put(1)\njobs.close()\n"


@pytest.fixture
def tab(qtbot, window):
    tab = window.context.scripts.open_text(TEXT)
    window.activateWindow()
    qtbot.waitUntil(tab.editor.hasFocus)
    tab.editor.setModified(False)
    return tab


def test_edit_menu_reaches_the_editor(qtbot, window, tab):
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "note(1)")
    commands = window.context.commands
    commands["edit.undo"].trigger()
    assert "note(1)" not in tab.editor.text()
    commands["edit.redo"].trigger()
    commands["edit.redo"].trigger()
    commands["edit.select_all"].trigger()
    assert tab.editor.selectedText() == tab.editor.text()
    commands["edit.cut"].trigger()
    assert tab.editor.text() == ""
    commands["edit.paste"].trigger()
    assert tab.editor.text().endswith(TEXT)


def test_edit_menu_reaches_the_line_with_the_keyboard(qtbot, window, tab):
    window.context.commands["script.find"].trigger()
    line = tab.replace_bar.line
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "jobs")
    commands = window.context.commands
    commands["edit.select_all"].trigger()
    commands["edit.copy"].trigger()
    assert QApplication.clipboard().text() == "jobs"
    commands["edit.cut"].trigger()
    assert (line.text(), tab.editor.text()) == ("", TEXT)


def test_edit_menu_shows_keys_without_taking_them(window, tab):
    for name, keys in (("edit.undo", "Ctrl+Z"), ("edit.copy", "Ctrl+C"), ("script.duplicate", "Ctrl+D")):
        action = window.context.commands[name]
        assert action.text().partition("\t")[2] == keys
        assert action.shortcut().isEmpty()


def test_commands_need_a_text_with_the_keyboard(qtbot, window):
    commands = window.context.commands
    assert not commands["edit.undo"].isEnabled()
    tab = window.context.scripts.open_text(TEXT)
    qtbot.waitUntil(commands["edit.undo"].isEnabled)
    tab.editor.setModified(False)


def test_copy_in_a_log_copies_its_events(qtbot, window, attached, jobs):
    jobs.put("a")
    log = window.context.current.log
    log.log.setFocus()

    def is_copied():
        log.log.selectAll()
        window.context.commands["edit.copy"].trigger()
        return "put" in QApplication.clipboard().text()

    qtbot.waitUntil(is_copied)
