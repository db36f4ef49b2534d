# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug completion``: the completion of commands and options for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion for a shell: eval "$(rqdebug completion bash)"."""
    kind = get_completion_class(shell)
    assert kind is not None
    root = context.find_root()
    click.echo(kind(root.command, {}, "rqdebug", "_RQDEBUG_COMPLETE").source())
