# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortcuts of commands are changed, and conflicts are named."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeySequence
from PyQt5.QtTest import QTest

from rqdebug.ui.dialogs.palette_dialog import PaletteDialog
from rqdebug.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.window.main_window import MainWindow


@pytest.fixture
def dialog(qtbot, window):
    window.commands["settings.shortcuts"].trigger()
    (dialog,) = window.findChildren(ShortcutsDialog)
    yield dialog
    dialog.close()


def choose(dialog, title, keys=None):
    """Select the command with this title, and press these keys in the field for its shortcut."""
    (item,) = dialog.list.findItems(title, Qt.MatchExactly)
    dialog.list.setCurrentItem(item)
    if keys:
        dialog.keys.setKeySequence(QKeySequence(keys))


def shortcut(window, name):
    return window.commands[name].shortcut().toString()


def test_shortcut_is_changed_for_this_window_and_the_next(qtbot, window, dialog, theme, settings):
    choose(dialog, "Target: Connect…", "Ctrl+Alt+K")
    assert dialog.message.text() == ""
    dialog.assign_button.click()
    assert shortcut(window, "target.connect") == "Ctrl+Alt+K"
    assert "Ctrl+Alt+K" in window.commands["target.connect"].toolTip()
    assert dialog.list.currentItem().text(1) == "Ctrl+Alt+K" and dialog.list.currentItem().font(1).bold()
    later = MainWindow(theme, settings)
    qtbot.addWidget(later)
    assert shortcut(later, "target.connect") == "Ctrl+Alt+K"


def test_typed_keys_become_the_shortcut(qtbot, window, dialog):
    choose(dialog, "Capture: Open Capture…")
    dialog.keys.setFocus()
    QTest.keyClick(dialog.keys, Qt.Key_F12, Qt.ShiftModifier)
    dialog.assign_button.click()
    assert shortcut(window, "capture.open") == "Shift+F12"


def test_command_that_has_the_shortcut_is_named_and_loses_it(window, dialog):
    choose(dialog, "Script: New Script", "Ctrl+K")
    assert dialog.message.text() == "Ctrl+K is the shortcut of “Connect…”."
    assert shortcut(window, "script.new") == "Ctrl+N"
    dialog.assign_button.click()
    assert (shortcut(window, "script.new"), shortcut(window, "target.connect")) == ("Ctrl+K", "")
    choose(dialog, "Target: Connect…")
    dialog.default_button.click()
    assert "New Script" in dialog.message.text() and shortcut(window, "target.connect") == ""
    dialog.reset_button.click()
    assert (shortcut(window, "script.new"), shortcut(window, "target.connect")) == ("Ctrl+N", "Ctrl+K")


def test_command_of_a_log_and_of_a_script_share_a_shortcut(window, dialog):
    choose(dialog, "Log: Find Next", "Ctrl+G")
    assert dialog.message.text() == ""
    choose(dialog, "Log: Find Next", "Ctrl+B")
    assert "Go to Start or End of Call" in dialog.message.text()


def test_shortcut_is_removed_and_restored(window, dialog, settings):
    choose(dialog, "Script: New Script")
    dialog.clear_button.click()
    assert shortcut(window, "script.new") == ""
    assert settings.shortcuts == {"script.new": ""}
    dialog.default_button.click()
    assert shortcut(window, "script.new") == "Ctrl+N"
    assert settings.shortcuts == {}


def test_palette_shows_the_present_shortcuts(qtbot, window):
    window.context.tools.preferences.shortcuts.assign("target.connect", "Ctrl+Alt+K")
    palette = PaletteDialog(window.commands, window)
    qtbot.addWidget(palette)
    palette.line.setText("target connect")
    assert palette.list.currentItem().text(1) == "Ctrl+Alt+K"


def test_damaged_or_unknown_shortcuts_are_ignored(tmp_path, window, settings):
    settings._choose("shortcuts", "[")
    assert settings.shortcuts == {}
    settings._choose("shortcuts", '{"gone.command": "Ctrl+K", "script.new": 5}')
    assert WindowSettings(tmp_path / "window.ini").shortcuts == {"gone.command": "Ctrl+K"}
    window.context.tools.preferences.shortcuts.assign("script.new", "Ctrl+Alt+N")
    assert settings.shortcuts == {"script.new": "Ctrl+Alt+N"}


def test_larger_text_has_a_key_without_shift(window):
    keys = [each.toString() for each in window.commands["view.zoom_in"].shortcuts()]
    assert keys == ["Ctrl++", "Ctrl+="]
