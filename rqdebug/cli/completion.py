# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug completion``: the completion of commands and options for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from rqdebug.cli.documented_command import argument, command


@command(examples={"Complete commands and options in bash:": 'eval "$(rqdebug completion bash)"'})
@argument(
    "shell",
    type=click.Choice(["bash", "zsh", "fish"]),
    metavar="SHELL",
    help="The shell that runs the script: bash, zsh or fish.",
)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    Evaluate it in the startup file of the shell, for example in ~/.bashrc.
    Then the Tab key completes commands, options and files.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    root = context.find_root()
    click.echo(kind(root.command, {}, "rqdebug", "_RQDEBUG_COMPLETE").source())
