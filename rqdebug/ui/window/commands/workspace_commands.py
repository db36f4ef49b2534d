# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

WORKSPACE_COMMANDS = CommandSet("workspace", menu="Target")


@WORKSPACE_COMMANDS.command(
    "open", "Open Workspace…", "Restore targets, tabs, filters and layout from a file"
)
def open_workspace(context: WindowContext) -> None:
    context.tools.workspaces.ask_open()


@WORKSPACE_COMMANDS.command("save", "Save Workspace…", "Save targets, tabs, filters and layout to a file")
def save_workspace(context: WindowContext) -> None:
    context.tools.workspaces.ask_save()
