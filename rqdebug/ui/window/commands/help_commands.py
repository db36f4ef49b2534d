# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that explain."""

from __future__ import annotations

from PyQt5.QtWidgets import QApplication, QMessageBox

from rqcore.version import VERSION
from rqdebug.commands import CommandSet
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.help_topics import COMMANDS_PAGE, FILTER_LANGUAGE, SCRIPT_LANGUAGE, help_page_of
from rqdebug.ui.window.window_context import WindowContext

HELP_COMMANDS = CommandSet("help", menu="Help")


@HELP_COMMANDS.command("here", "Help", "Show the help page of the focused panel", "F1")
def show_help(context: WindowContext) -> None:
    context.tools.help.show(help_page_of(QApplication.focusWidget()))


@HELP_COMMANDS.command("filter", "Filter Language", "Fields and operators of the filter")
def show_filter_language(context: WindowContext) -> None:
    context.tools.help.show(FILTER_LANGUAGE)


@HELP_COMMANDS.command("script", "Script Language", "Statements and functions of scripts", "Shift+F1")
def show_script_language(context: WindowContext) -> None:
    context.tools.help.show(SCRIPT_LANGUAGE)


@HELP_COMMANDS.command("commands", "Commands and Shortcuts", "Every command with its shortcut")
def show_commands(context: WindowContext) -> None:
    context.tools.help.show(COMMANDS_PAGE)


@HELP_COMMANDS.command("about", "About rqdebug", "Version and licence")
def show_about(context: WindowContext) -> None:
    QMessageBox.about(context.window, tr("About rqdebug"), about_text())


def about_text() -> str:
    """What the program is, and under which licence, as HTML."""
    what = tr("A debugger and test-vector workbench for remote queues.")
    licence = tr("Licence: GPL-3.0-or-later.<br>The queue system underneath, rqcore, is MIT.")
    return f"<h3>rqdebug {VERSION}</h3><p>{what}</p><p>{licence}</p>"
