# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the settings of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

SETTINGS_COMMANDS = CommandSet("settings", menu="Edit")


@SETTINGS_COMMANDS.command(
    "open", "Settings…", "Choose theme, language, font and the folder of logs", "Ctrl+,", icon="cog-outline"
)
def open_settings(context: WindowContext) -> None:
    context.tools.preferences.ask()


@SETTINGS_COMMANDS.command("shortcuts", "Keyboard Shortcuts…", "Change the shortcuts of commands")
def edit_shortcuts(context: WindowContext) -> None:
    context.tools.preferences.shortcuts.edit()
