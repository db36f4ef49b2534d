# SPDX-License-Identifier: GPL-3.0-or-later
"""The group of all subcommands, which loads each when it is called; without a name, ``open`` is meant."""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from rqcore.version import VERSION

MODULES = {
    "captures": ("convert", "record", "show"),
    "completion": ("completion",),
    "filters": ("filters",),
    "generate": ("generate",),
    "script_language": ("language",),
    "metrics": ("metrics",),
    "queues": ("peek", "queues"),
    "replay": ("replay", "vectors"),
    "run": ("run",),
    "stats": ("stats",),
    "tail": ("tail",),
    "workers": ("workers",),
}
"""The subcommands in each module of this package; a module is imported when one of them is called."""
DEFAULT = "open"
OWN_OPTIONS = ("--help", "--version")


class CommandGroup(click.Group):
    """``rqdebug rq://edge-1`` is short for ``rqdebug open rq://edge-1``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.list_commands(ctx) or args[0] in OWN_OPTIONS)
        completing = ctx.resilient_parsing and not args  # the name of a subcommand, as far as a shell knows
        if not named and not completing and DEFAULT in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *(name for names in MODULES.values() for name in names)})

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete subcommands, or files, which can stand in their place."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, names in MODULES.items():
            if cmd_name in names:
                command: click.Command = getattr(import_module(f"rqdebug.cli.{module}"), cmd_name)
                return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=CommandGroup)
@click.version_option(VERSION, prog_name="rqdebug")
def commands() -> None:
    """Debugger and test-vector workbench for remote queues."""
