# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions and menus follow the commands."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMenu, QWidget

from rqdebug.ui.models import formats
from rqdebug.ui.models.formats import without_mnemonic
from rqdebug.ui.window.command_actions import CommandActions
from rqdebug.ui.window.commands import COMMAND_SETS, COMMANDS


@pytest.fixture
def commands(window):
    return window.context.commands


def test_no_command_is_enabled_without_a_context(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = CommandActions(theme, parent)
    assert [action.objectName() for action in actions] == [command.name for command in COMMANDS]
    assert not any(action.isEnabled() for action in actions)
    actions.refresh()
    actions["view.dark"].trigger()
    assert theme.dark


def test_action_has_title_shortcut_and_tooltip_of_its_command(commands):
    action = commands["script.save_as"]
    assert (without_mnemonic(action.text()), action.iconText()) == ("Save As…", "Save As")
    assert action.shortcut().toString() == "Ctrl+Shift+S"
    assert action.statusTip() == "Save the current script to another file"
    assert action.toolTip() == formats.tip(f"{action.statusTip()}  (Ctrl+Shift+S)")


def test_each_command_is_in_one_menu(window, commands):
    menus = [action.menu() for action in window.menuBar().actions()]
    letters = [menu.title().partition("&")[2][:1].lower() for menu in menus]
    assert all(letters) and len(set(letters)) == len(menus)
    assert [menu.title().replace("&", "") for menu in menus] == list(
        dict.fromkeys(each.menu for each in COMMAND_SETS)
    )
    actions = [action for menu in menus for action in menu.actions() if not action.isSeparator()]
    shown = [action for action in actions if action.menu() is None]
    assert shown == list(commands)


def test_actions_follow_what_is_open(window, attached, commands):
    assert commands["log.find"].isEnabled() and not commands["script.save"].isEnabled()
    window.context.scripts.open_text("sleep(0)\n")
    assert commands["script.save"].isEnabled() and not commands["log.find"].isEnabled()
    assert commands["script.run"].isEnabled()
    window.context.attachments.detach(attached)
    assert not commands["script.run"].isEnabled()


def test_checked_action_follows_its_state_and_not_the_click(window, attached, commands, monkeypatch):
    pause = commands["view.pause"]
    pause.trigger()
    assert pause.isChecked() and window.context.current.log.feed.paused
    pause.trigger()
    assert not pause.isChecked()
    monkeypatch.setattr("PyQt5.QtWidgets.QFileDialog.getSaveFileName", lambda *_: ("", ""))
    commands["capture.record"].trigger()
    assert not commands["capture.record"].isChecked()


def test_state_follows_the_current_tab(window, attached, commands):
    commands["view.pause"].trigger()
    window.context.logs.open_merged([attached])
    assert not commands["view.pause"].isChecked()
    commands["view.previous"].trigger()
    assert commands["view.pause"].isChecked()


def test_group_pops_up_as_a_menu(window, commands):
    commands.pop_up("workspace", window.pos())
    (menu,) = (child for child in window.findChildren(QMenu) if child.isVisible())
    assert [action.objectName() for action in menu.actions()] == ["workspace.open", "workspace.save"]
    menu.close()


def test_icons_follow_the_theme(window, theme, commands):
    def pixels():
        image = commands["script.new"].icon().pixmap(16, 16).toImage()
        return {image.pixelColor(x, y).name() for x in range(16) for y in range(16)}

    before = pixels()
    theme.use("light")
    assert pixels() != before


@pytest.mark.parametrize(
    ("key", "modifier", "reason"),
    [
        (Qt.Key_F5, Qt.NoModifier, "“Run” needs a script in the current tab that is not running"),
        (Qt.Key_C, Qt.ControlModifier, "“Copy as Text” needs a log in the current tab"),
        (Qt.Key_I, Qt.ControlModifier, "“Put Item…” needs a selected queue"),
    ],
)
def test_key_of_a_disabled_command_says_what_the_command_needs(qtbot, window, key, modifier, reason):
    qtbot.keyClick(window, key, modifier)
    assert window.context.status.notice.text().startswith(reason)


@pytest.mark.parametrize(
    ("key", "modifier", "reason"),
    [
        (Qt.Key_F5, Qt.NoModifier, "“Run” needs"),
        (Qt.Key_T, Qt.ControlModifier, "“Go to Time…” needs"),
        (Qt.Key_I, Qt.ControlModifier, "“Put Item…” needs"),
    ],
)
def test_editor_leaves_keys_of_disabled_commands_to_the_window(qtbot, window, key, modifier, reason):
    window.context.scripts.open_text("sleep(0)\n")
    editor = window.context.current.script.editor
    qtbot.keyClick(editor, key, modifier)
    assert window.context.status.notice.text().startswith(reason)
    assert editor.text() == "sleep(0)\n"


def test_key_of_a_disabled_command_is_explained_in_a_detached_window_and_a_dock(qtbot, window, attached):
    context = window.context
    context.commands["view.detach"].trigger()
    detached = context.current.log.window()
    assert detached is not window
    qtbot.keyClick(detached, Qt.Key_F5)
    assert context.status.notice.text().startswith("“Run” needs")
    context.status.show_notice("")
    qtbot.keyClick(window.docks["scripts"], Qt.Key_F6)
    assert context.status.notice.text().startswith("“Pause Run” needs")


def test_key_that_the_user_chose_is_explained_and_the_earlier_one_is_not(qtbot, window):
    window.commands.use_shortcuts({"script.run": "Ctrl+F9"})
    qtbot.keyClick(window, Qt.Key_F5)
    assert window.context.status.notice.text() == ""
    qtbot.keyClick(window, Qt.Key_F9, Qt.ControlModifier)
    assert window.context.status.notice.text().startswith("“Run” needs")


def test_key_without_a_command_says_nothing(qtbot, window):
    qtbot.keyClick(window, Qt.Key_X)
    qtbot.keyClick(window, Qt.Key_Shift)
    assert window.context.status.notice.text() == ""
