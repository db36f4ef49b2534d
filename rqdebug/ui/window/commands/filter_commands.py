# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the filter of the current log, and for styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import LOG

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.window.window_context import WindowContext

FILTER_COMMANDS = CommandSet("filter", menu="Log")


@FILTER_COMMANDS.command(
    "focus", "Edit Filter", "Move the cursor to the filter of the current log", "Ctrl+F", need=LOG
)
def edit_filter(context: WindowContext, tab: LogTab) -> None:
    tab.filter_bar.focus_line()


@FILTER_COMMANDS.command(
    "clear", "Clear Filter", "Clear the filter and show all events", "Ctrl+Shift+F", need=LOG
)
def clear_filter(context: WindowContext, tab: LogTab) -> None:
    tab.filter_bar.set_filter("")


@FILTER_COMMANDS.command("save", "Save Filter…", "Save the current filter under a name", need=LOG)
def save_filter(context: WindowContext, tab: LogTab) -> None:
    tab.filter_bar.ask_name()


@FILTER_COMMANDS.command("styles", "Styles…", "Choose colours and fonts for events that match a filter")
def edit_styles(context: WindowContext) -> None:
    context.tools.styles.edit()
