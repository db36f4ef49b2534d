# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of the window, one module for each group; each is registered where its function stands.

To add a command, decorate a function in the module of its group. To add a group, add a module and name
its ``CommandSet`` in ``COMMAND_SETS``. ``needs`` has what a command can need, and so when it is enabled.

The frame of the window imports this package before the engine is loaded: these modules import neither
the engine nor the tabs and dialogs that use it. They reach those through the ``WindowContext``.
"""

from rqdebug.commands import Command
from rqdebug.ui.window.commands.capture_commands import CAPTURE_COMMANDS
from rqdebug.ui.window.commands.filter_commands import FILTER_COMMANDS
from rqdebug.ui.window.commands.help_commands import HELP_COMMANDS
from rqdebug.ui.window.commands.log_commands import LOG_COMMANDS
from rqdebug.ui.window.commands.panel_commands import PANEL_COMMANDS
from rqdebug.ui.window.commands.queue_commands import QUEUE_COMMANDS
from rqdebug.ui.window.commands.script_commands import SCRIPT_COMMANDS
from rqdebug.ui.window.commands.target_commands import TARGET_COMMANDS
from rqdebug.ui.window.commands.view_commands import VIEW_COMMANDS
from rqdebug.ui.window.commands.workspace_commands import WORKSPACE_COMMANDS

COMMAND_SETS = (
    TARGET_COMMANDS,
    WORKSPACE_COMMANDS,
    QUEUE_COMMANDS,
    VIEW_COMMANDS,
    PANEL_COMMANDS,
    LOG_COMMANDS,
    FILTER_COMMANDS,
    CAPTURE_COMMANDS,
    SCRIPT_COMMANDS,
    HELP_COMMANDS,
)
"""In the order of the menus."""
COMMANDS: tuple[Command, ...] = tuple(command for commands in COMMAND_SETS for command in commands)
"""Every command, in the order of the menus."""
