# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``rqdebug`` command: the group of all subcommands.

A subcommand is imported only when it is called, so that each starts quickly.
Without the name of a subcommand, ``open`` runs.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click
from click.shell_completion import CompletionItem

from rqcore.version import VERSION
from rqdebug.cli.documented_command import (
    DAMAGED,
    EXIT_CODES,
    HELP_OPTIONS,
    PARTLY_READ,
    DocumentedCommand,
    exit_quietly,
)

MODULES = {
    "interventions.break_command": ("break",),
    "interventions.edit_command": ("edit",),
    "interventions.fault_command": ("fault",),
    "interventions.freeze_commands": ("freeze", "step", "thaw"),
    "interventions.move_command": ("move",),
    "captures": ("convert", "record", "show"),
    "completion": ("completion",),
    "filters": ("filters",),
    "format": ("format",),
    "generate": ("generate",),
    "jobs": ("jobs",),
    "script_language": ("language",),
    "metrics": ("metrics",),
    "queues": ("peek", "queues"),
    "replay": ("replay", "vectors"),
    "run": ("run",),
    "stats": ("stats",),
    "tail": ("tail",),
    "workers": ("workers",),
}
"""Module of this package → the subcommands in it."""
DEFAULT = "open"
"""The subcommand that runs without a name."""
OWN_OPTIONS = (*HELP_OPTIONS, "--version")


class CommandGroup(DocumentedCommand, click.Group):
    """A group in which ``rqdebug rq://edge-1`` is short for ``rqdebug open rq://edge-1``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. ``open`` is added before arguments that do not begin with a subcommand."""
        self._reject_unknown_option(ctx, args)
        named = bool(args) and (args[0] in self.list_commands(ctx) or args[0] in OWN_OPTIONS)
        completing = ctx.resilient_parsing and not args  # the shell may be completing a subcommand's name
        if not named and not completing and DEFAULT in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def _reject_unknown_option(self, ctx: click.Context, args: list[str]) -> None:
        """Suggest an option of the program itself too, before ``open`` gets the arguments."""
        name = args[0].partition("=")[0] if args else ""
        if not name.startswith("--") or ctx.resilient_parsing or DEFAULT not in self.commands:
            return
        known = [*OWN_OPTIONS, *(name for each in self.commands[DEFAULT].params for name in each.opts)]
        close = get_close_matches(name, known, 1)
        if close and name not in known:
            raise click.NoSuchOption(name, possibilities=close, ctx=ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand. Ctrl+C and a reader that leaves end every subcommand in the same way."""
        try:
            with exit_quietly():
                result = super().invoke(ctx)
        except SystemExit as end:
            if end.code or not ctx.meta.get(DAMAGED):
                raise
        if ctx.meta.get(DAMAGED):
            raise SystemExit(PARTLY_READ)
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands in order, without importing any."""
        return sorted({*self.commands, *(name for names in MODULES.values() for name in names)})

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete subcommands; if none fits, files, which ``open`` takes."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand, and return it; None if there is none with this name."""
        for module, names in MODULES.items():
            if cmd_name in names:
                variable = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
                command: click.Command = getattr(import_module(f"rqdebug.cli.{module}"), variable)
                return command
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=CommandGroup,
    examples={
        "Open the window for a controller:": "rqdebug rq://edge-1",
        "Watch its calls in the terminal:": "rqdebug tail rq://edge-1",
        "Show the help of a command:": "rqdebug tail --help",
    },
    exit_codes={0: EXIT_CODES[0], 1: "A vector failed (run and replay).", **EXIT_CODES},
)
@click.version_option(VERSION, prog_name="rqdebug", help="Print the version, and exit.")
def commands() -> None:
    """Debug remote queues, and test them with scripts of calls.

    A target is a queue server: a controller (rq://host), or another kind such
    as Redis (redis://host). Without a command, open the window.
    """
