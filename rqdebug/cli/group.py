# SPDX-License-Identifier: GPL-3.0-or-later
"""The subcommands that need no window, and the one that is meant when none is named."""

from __future__ import annotations

import click

from rqcore.version import VERSION
from rqdebug.cli.captures import convert, record, show
from rqdebug.cli.completion import completion
from rqdebug.cli.filters import filters
from rqdebug.cli.generate import generate
from rqdebug.cli.language import language
from rqdebug.cli.metrics import metrics
from rqdebug.cli.queues import peek, queues
from rqdebug.cli.replay import replay, vectors
from rqdebug.cli.run import run
from rqdebug.cli.stats import stats
from rqdebug.cli.tail import tail
from rqdebug.cli.workers import workers

DEFAULT = "open"
OWN_OPTIONS = ("--help", "--version")


class Group(click.Group):
    """``rqdebug rq://edge-1`` is short for ``rqdebug open rq://edge-1``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] in OWN_OPTIONS)
        if not named and DEFAULT in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Group)
@click.version_option(VERSION, prog_name="rqdebug")
def commands() -> None:
    """Debugger and test-vector workbench for remote queues."""


for command in (
    *(completion, convert, filters, generate, language, metrics, peek, queues),
    *(record, replay, run, show, stats, tail, vectors, workers),
):
    commands.add_command(command)
