# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from collections import Counter

from rqdebug.commands import COMMANDS, MENUS, TOOLBAR


def test_names_and_shortcuts_are_given_once():
    for values in (
        [command.name for command in COMMANDS],
        [command.shortcut for command in COMMANDS if command.shortcut],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_command_stands_in_one_menu():
    listed = [group for _, groups in MENUS for group in groups]
    assert sorted(listed) == sorted({command.group for command in COMMANDS})


def test_the_toolbar_holds_commands_with_an_icon():
    icons = {command.name: command.icon for command in COMMANDS}
    assert all(icons[name] for block in TOOLBAR for name in block)


def test_every_command_explains_itself():
    for command in COMMANDS:
        assert command.title
        assert command.help
        assert not command.help.endswith(".")
