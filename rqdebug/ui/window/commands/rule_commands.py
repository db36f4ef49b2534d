# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for breakpoints and faults: rules that stop or disturb calls of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import CALL_OF_CONTROLLER, CONTROLLER, RULE

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.log.target_tab import TargetTab
    from rqdebug.ui.models.rule_model import RuleRow
    from rqdebug.ui.window.window_context import WindowContext

RULE_COMMANDS = CommandSet("rule", menu="Debug")


@RULE_COMMANDS.command(
    "breakpoint",
    "New Breakpoint…",
    "Hold calls of other programs that match a filter",
    "Ctrl+F8",
    need=CONTROLLER,
)
def add_breakpoint(context: WindowContext, tab: TargetTab) -> None:
    context.tools.rules.ask_breakpoint(tab.attachment)


@RULE_COMMANDS.command(
    "fault",
    "New Fault…",
    "Delay, lose, change or fail calls of other programs that match a filter",
    need=CONTROLLER,
)
def add_fault(context: WindowContext, tab: TargetTab) -> None:
    context.tools.rules.ask_fault(tab.attachment)


@RULE_COMMANDS.command(
    "break_like",
    "Break on Calls Like This…",
    "Hold calls that have the value of the current cell of the log",
    need=CALL_OF_CONTROLLER,
)
def break_like(context: WindowContext, tab: LogTab) -> None:
    tab.log.ask_rule("hold")


@RULE_COMMANDS.command(
    "delay_like",
    "Delay Calls Like This…",
    "Delay calls that have the value of the current cell of the log",
    need=CALL_OF_CONTROLLER,
)
def delay_like(context: WindowContext, tab: LogTab) -> None:
    tab.log.ask_rule("delay")


@RULE_COMMANDS.command(
    "edit",
    "Edit Breakpoint or Fault…",
    "Change what the selected breakpoint or fault does",
    need=RULE,
)
def edit(context: WindowContext, row: RuleRow) -> None:
    context.tools.rules.ask_edit(row)


@RULE_COMMANDS.command(
    "remove",
    "Remove Breakpoint or Fault",
    "Remove the selected breakpoint or fault: what it holds continues",
    need=RULE,
)
def remove(context: WindowContext, row: RuleRow) -> None:
    context.tools.rules.remove(row)


@RULE_COMMANDS.command("enable_all", "Enable All", "Switch all breakpoints and faults on")
def enable_all(context: WindowContext) -> None:
    context.tools.rules.switch_all(True)


@RULE_COMMANDS.command("disable_all", "Disable All", "Switch all breakpoints and faults off")
def disable_all(context: WindowContext) -> None:
    context.tools.rules.switch_all(False)


@RULE_COMMANDS.command(
    "stop_all",
    "Stop All",
    "Switch all breakpoints and faults off, thaw all queues, and let all held calls continue",
    "Shift+F8",
    icon="stop",
    icon_color="error",
)
def stop_all(context: WindowContext) -> None:
    context.tools.rules.stop_all()
