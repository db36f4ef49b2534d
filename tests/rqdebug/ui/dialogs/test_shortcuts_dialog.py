# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeySequence

from rqdebug.ui.dialogs.shortcuts_dialog import ShortcutRow, ShortcutsDialog

ROWS = (
    ShortcutRow("target.connect", "Target: Connect…", "Ctrl+K", "Ctrl+K"),
    ShortcutRow("script.new", "Script: New Script", "Ctrl+N", "Ctrl+Alt+N"),
)


@pytest.fixture
def dialog(shown):
    return shown(ShortcutsDialog(ROWS, lambda name, keys: ["Connect…"] if keys == "Ctrl+K" else []))


def choose(dialog, title, keys):
    (item,) = dialog.list.findItems(title, Qt.MatchExactly)
    dialog.list.setCurrentItem(item)
    dialog.keys.setKeySequence(QKeySequence(keys))


def test_changed_shortcut_is_bold(dialog):
    items = [dialog.list.topLevelItem(number) for number in range(2)]
    assert [(item.text(1), item.font(1).bold()) for item in items] == [
        ("Ctrl+K", False),
        ("Ctrl+Alt+N", True),
    ]


def test_conflict_is_named_before_the_shortcut_is_assigned(qtbot, dialog):
    choose(dialog, "Script: New Script", "Ctrl+K")
    assert dialog.message.text() == "Ctrl+K is the shortcut of “Connect…”."
    assert dialog.assign_button.text().replace("&", "") == "Assign Anyway"
    with qtbot.waitSignal(dialog.assigned) as assigned:
        dialog.assign_button.click()
    assert assigned.args == ["script.new", "Ctrl+K"]


def test_default_that_another_command_has_is_not_taken_unasked(qtbot, shown):
    dialog = shown(ShortcutsDialog(ROWS, lambda name, keys: ["Other"] if keys == "Ctrl+N" else []))
    choose(dialog, "Script: New Script", "Ctrl+Alt+N")
    with qtbot.assertNotEmitted(dialog.assigned):
        dialog.default_button.click()
    assert "Other" in dialog.message.text()


def test_key_for_typing_is_refused(dialog):
    choose(dialog, "Script: New Script", "N")
    assert "other keys are for typing" in dialog.message.text()
    assert not dialog.assign_button.isEnabled()


def test_shortcut_is_one_combination(dialog):
    choose(dialog, "Script: New Script", "Ctrl+J, Ctrl+Alt+J")
    assert dialog.keys.keySequence().toString() == "Ctrl+Alt+J"


def test_list_is_searched_by_title_and_by_shortcut(dialog):
    dialog.line.setText("ctrl+k")
    assert "Target: Connect…" in {
        dialog.list.topLevelItem(n).text(0) for n in range(dialog.list.topLevelItemCount())
    }
    dialog.line.setText("no such command")
    assert dialog.list.topLevelItemCount() == 0
    assert not dialog.assign_button.isEnabled() and not dialog.clear_button.isEnabled()
