# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug language``: the reference of the script language."""

from __future__ import annotations

import click

from rqdebug.cli.documented_command import command
from rqdebug.scripts.language.language_reference import help_text


@command(examples={"Read the reference page by page:": "rqdebug language | less"})
def language() -> None:
    """Print the reference of the script language.

    It lists the statements and functions of the scripts that run executes.
    """
    click.echo(help_text())
