# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that move the keyboard focus to a panel, or to a part of the current tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rqdebug.commands import Command, CommandSet
from rqdebug.ui.window.commands.needs import LOG, SCRIPT, TARGET
from rqdebug.ui.window.panels import PANELS

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.log.target_tab import TargetTab
    from rqdebug.ui.scripts.script_tab import ScriptTab
    from rqdebug.ui.window.window_context import WindowContext

PANEL_COMMANDS = CommandSet("panel", menu="View")


@PANEL_COMMANDS.command("queues", "Queues", "Go to the queues of the current target", "Ctrl+3", need=TARGET)
def focus_queues(context: WindowContext, tab: TargetTab) -> None:
    tab.queues.setFocus()


@PANEL_COMMANDS.command("log", "Log", "Go to the log of the current target", "Ctrl+4", need=LOG)
def focus_log(context: WindowContext, tab: LogTab) -> None:
    tab.log.setFocus()


@PANEL_COMMANDS.command("editor", "Editor", "Go to the current script", "Ctrl+7", need=SCRIPT)
def focus_editor(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.setFocus()


def _focus_panel(name: str) -> Callable[[WindowContext], None]:
    return lambda context: context.docks.focus(name)


for _panel in PANELS:
    _function = _focus_panel(_panel.name)
    PANEL_COMMANDS.add(Command(f"panel.{_panel.name}", _panel.title, _panel.help, _function, _panel.shortcut))
PANEL_COMMANDS.sort_by_shortcut()
