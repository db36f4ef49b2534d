# SPDX-License-Identifier: GPL-3.0-or-later
"""A note is written with the keyboard alone."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QPlainTextEdit

from rqdebug.ui.widgets.note_dialog import NoteDialog


@pytest.fixture
def dialog(qtbot, theme):
    dialog = NoteDialog("first")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


@pytest.fixture
def edit(dialog, qtbot):
    (edit,) = dialog.findChildren(QPlainTextEdit)
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    return edit


@pytest.mark.parametrize("key", [Qt.Key_Return, Qt.Key_Enter])
def test_enter_begins_a_line_and_ctrl_enter_saves(qtbot, dialog, edit, key):
    qtbot.keyClick(edit, Qt.Key_End)
    qtbot.keyClick(edit, Qt.Key_Return)
    qtbot.keyClicks(edit, "second")
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(edit, key, Qt.ControlModifier)
    assert dialog.textValue() == "first\nsecond"


def test_tab_leads_out_of_the_note(qtbot, dialog, edit):
    qtbot.keyClick(edit, Qt.Key_Tab)
    assert not edit.hasFocus()
    assert dialog.textValue() == "first"
