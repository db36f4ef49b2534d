# SPDX-License-Identifier: GPL-3.0-or-later
"""All commands of the window, as one table."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from rqdebug.ui.window.commands import COMMAND_SETS, COMMANDS
from rqdebug.ui.window.commands.needs import LOG, SCRIPT
from rqdebug.ui.window.toolbar import TOOLBAR


def test_names_are_unique():
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))


def test_shortcuts_are_unique_except_for_a_log_and_a_script_which_no_tab_has_both():
    needs = defaultdict(list)
    for command in COMMANDS:
        if command.shortcut:
            needs[command.shortcut].append(command.need)
    shared = [each for each in needs.values() if len(each) > 1]
    assert all(len(each) == 2 and set(each) == {LOG, SCRIPT} for each in shared)


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
