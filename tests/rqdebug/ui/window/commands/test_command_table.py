# SPDX-License-Identifier: GPL-3.0-or-later
"""All commands of the window, as one table."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from rqdebug.ui.window.commands import COMMAND_SETS, COMMANDS
from rqdebug.ui.window.toolbar import TOOLBAR


def test_names_and_shortcuts_are_unique():
    for values in (
        [command.name for command in COMMANDS],
        [command.shortcut for command in COMMANDS if command.shortcut],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_each_menu_is_built_once():
    menus = [commands.menu for commands in COMMAND_SETS]
    changes = sum(one != other for one, other in pairwise(menus))
    assert changes + 1 == len(set(menus))
    assert all(commands.group == command.group for commands in COMMAND_SETS for command in commands)


def test_toolbar_has_commands_with_an_icon():
    icons = {command.name: command.icon for command in COMMANDS}
    assert all(icons[name] for block in TOOLBAR for name in block)


def test_help_of_every_command_is_a_sentence_without_full_stop():
    for command in COMMANDS:
        assert command.title
        assert command.help
        assert not command.help.endswith(".")
