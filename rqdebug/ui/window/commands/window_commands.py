# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

WINDOW_COMMANDS = CommandSet("window", menu="Target")


@WINDOW_COMMANDS.command("quit", "Quit", "Close the window and end rqdebug", "Ctrl+Q")
def quit_window(context: WindowContext) -> None:
    context.window.close()
