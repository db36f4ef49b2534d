# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QApplication

from rqdebug.commands import CommandSet
from rqdebug.ui.window.help_topics import COMMANDS_PAGE, FILTER_LANGUAGE, SCRIPT_LANGUAGE, help_page_of

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

HELP_COMMANDS = CommandSet("help", menu="Help")


@HELP_COMMANDS.command("here", "Help", "Show the help page of the focused panel", "F1")
def show_help(context: WindowContext) -> None:
    context.tools.help.show(help_page_of(QApplication.focusWidget()))


@HELP_COMMANDS.command("filter", "Filter Language", "Show the fields and operators of filters")
def show_filter_language(context: WindowContext) -> None:
    context.tools.help.show(FILTER_LANGUAGE)


@HELP_COMMANDS.command(
    "script", "Script Language", "Show the statements and functions of scripts", "Shift+F1"
)
def show_script_language(context: WindowContext) -> None:
    context.tools.help.show(SCRIPT_LANGUAGE)


@HELP_COMMANDS.command("commands", "Commands and Shortcuts", "Show every command with its shortcut")
def show_commands(context: WindowContext) -> None:
    context.tools.help.show(COMMANDS_PAGE)


@HELP_COMMANDS.command("about", "About rqdebug", "Show the versions of rqdebug and of what it runs on")
def show_about(context: WindowContext) -> None:
    context.tools.help.show_about()
