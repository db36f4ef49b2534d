# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of the window, one module for each group.

To add a command, write a function in the module of its group and decorate it. To add a group, write a module
and add its ``CommandSet`` to ``COMMAND_SETS``. The module ``needs`` defines what a command can work on; a
command is enabled while its need is met.

The frame of the window imports this package before the engine is loaded, so these modules must not import
the engine, or tabs and dialogs that import it. They use them through the ``WindowContext``.
"""

from rqdebug.commands import Command
from rqdebug.ui.window.commands.capture_commands import CAPTURE_COMMANDS
from rqdebug.ui.window.commands.edit_commands import EDIT_COMMANDS, EDITOR_COMMANDS
from rqdebug.ui.window.commands.filter_commands import FILTER_COMMANDS
from rqdebug.ui.window.commands.held_call_commands import HELD_CALL_COMMANDS
from rqdebug.ui.window.commands.help_commands import HELP_COMMANDS
from rqdebug.ui.window.commands.log_commands import LOG_COMMANDS
from rqdebug.ui.window.commands.panel_commands import PANEL_COMMANDS
from rqdebug.ui.window.commands.queue_commands import QUEUE_COMMANDS
from rqdebug.ui.window.commands.queue_freeze_commands import FREEZE_COMMANDS
from rqdebug.ui.window.commands.rule_commands import RULE_COMMANDS
from rqdebug.ui.window.commands.script_commands import SCRIPT_COMMANDS
from rqdebug.ui.window.commands.settings_commands import SETTINGS_COMMANDS
from rqdebug.ui.window.commands.target_commands import TARGET_COMMANDS
from rqdebug.ui.window.commands.view_commands import VIEW_COMMANDS
from rqdebug.ui.window.commands.window_commands import WINDOW_COMMANDS
from rqdebug.ui.window.commands.workspace_commands import WORKSPACE_COMMANDS

COMMAND_SETS = (
    TARGET_COMMANDS,
    WORKSPACE_COMMANDS,
    WINDOW_COMMANDS,
    EDIT_COMMANDS,
    EDITOR_COMMANDS,
    SETTINGS_COMMANDS,
    QUEUE_COMMANDS,
    VIEW_COMMANDS,
    PANEL_COMMANDS,
    LOG_COMMANDS,
    FILTER_COMMANDS,
    CAPTURE_COMMANDS,
    RULE_COMMANDS,
    HELD_CALL_COMMANDS,
    FREEZE_COMMANDS,
    SCRIPT_COMMANDS,
    HELP_COMMANDS,
)
"""All groups, in the order of the menus."""
CONTEXT_MENUS: dict[str, tuple[tuple[str, ...], ...]] = {
    "queue": (
        tuple(command.name for command in QUEUE_COMMANDS),
        tuple(command.name for command in FREEZE_COMMANDS),
    ),
    "tab": (
        ("view.close", "view.close_others"),
        ("view.detach", "view.second", "view.copy"),
        ("target.detach", "target.reconnect", "target.settings"),
        ("capture.record",),
    ),
}
"""Commands in context menus, in groups; every other menu has all commands of the group of its name."""
COMMANDS: tuple[Command, ...] = tuple(command for commands in COMMAND_SETS for command in commands)
"""Every command, in the order of the menus."""
