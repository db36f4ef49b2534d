# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug completion``: the completion of commands and options for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from rqdebug.cli.documented_command import argument, command

_STARTS_COMPLETION = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }"
"""For a .zshrc that does not start the completion of zsh, or does it later."""


@command(
    examples={
        "Complete commands and options in bash:": """echo 'eval "$(rqdebug completion bash)"' >> ~/.bashrc""",
        "In zsh:": """echo 'eval "$(rqdebug completion zsh)"' >> ~/.zshrc""",
        "In fish:": "rqdebug completion fish > ~/.config/fish/completions/rqdebug.fish",
    }
)
@argument(
    "shell",
    type=click.Choice(["bash", "zsh", "fish"]),
    metavar="SHELL",
    help="The shell that runs the script: bash, zsh or fish.",
)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    Evaluate it in the startup file of the shell, with the line of the examples
    for your shell. Then the Tab key completes commands, options and files.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    root = context.find_root()
    click.echo(_corrected(kind(root.command, {}, "rqdebug", "_RQDEBUG_COMPLETE").source(), shell))


def _corrected(script: str, shell: str) -> str:
    """Correct a script of click: it needs compinit in zsh, and cuts descriptions at commas in fish."""
    if shell == "zsh":
        first, rest = script.strip().split("\n", 1)
        return f"{first}\n{_STARTS_COMPLETION}\n{rest}"
    return script.replace('string split ","', 'string split --max 1 ","')
