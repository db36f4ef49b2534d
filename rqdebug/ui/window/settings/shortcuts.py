# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortcuts of commands, which the user can change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QWidget

from rqdebug.commands import Command
from rqdebug.ui.dialogs.shortcuts_dialog import ShortcutRow, ShortcutsDialog
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.commands.needs import LOG, SCRIPT

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import Actions


class Shortcuts:
    """Changes shortcuts, so that no two commands that can be enabled together have the same one."""

    def __init__(self, actions: Actions, settings: WindowSettings, window: QWidget) -> None:
        self._actions = actions
        self._settings = settings
        self._window = window
        self._commands = {command.name: command for command in COMMANDS}

    def edit(self) -> None:
        """Open the dialog."""
        dialog = ShortcutsDialog(self.rows(), self.users, self._window)
        dialog.assigned.connect(lambda name, keys: dialog.show_rows(self.assign(name, keys)))
        dialog.reset_wanted.connect(lambda: dialog.show_rows(self.reset_all()))
        dialog.open()

    def rows(self) -> list[ShortcutRow]:
        """Return each command with its default and its present shortcut."""
        changed = self._settings.shortcuts
        return [
            ShortcutRow(
                command.name,
                f"{tr(command.group.title())}: {tr(command.title)}",
                command.shortcut,
                changed.get(command.name, command.shortcut),
            )
            for command in COMMANDS
        ]

    def users(self, name: str, keys: str) -> list[str]:
        """Return the titles of the other commands that a shortcut would conflict with."""
        return [tr(command.title) for command in self._conflicts(name, keys)]

    def assign(self, name: str, keys: str) -> list[ShortcutRow]:
        """Give a command a shortcut, and take it from the commands that it conflicts with."""
        taken = {command.name: "" for command in self._conflicts(name, keys)}
        return self._use(self._settings.shortcuts | taken | {name: keys})

    def reset_all(self) -> list[ShortcutRow]:
        """Give each command its default shortcut again."""
        return self._use({})

    def _use(self, shortcuts: dict[str, str]) -> list[ShortcutRow]:
        known = ((name, keys) for name, keys in shortcuts.items() if name in self._commands)
        changed = {name: keys for name, keys in known if keys != self._commands[name].shortcut}
        self._settings.shortcuts = changed
        self._actions.use_shortcuts(changed)
        return self.rows()

    def _conflicts(self, name: str, keys: str) -> Sequence[Command]:
        wanted, need = QKeySequence(keys), self._commands[name].need
        return [
            self._commands[row.name]
            for row in self.rows()
            if keys
            and row.name != name
            and QKeySequence(row.keys) == wanted
            and {need, self._commands[row.name].need} != {LOG, SCRIPT}  # no tab has a log and a script
        ]
