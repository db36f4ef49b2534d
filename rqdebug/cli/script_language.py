# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug language``: the reference of the script language."""

from __future__ import annotations

import click

from rqdebug.cli.common import exit_quietly
from rqdebug.scripts.language.language_reference import help_text


@click.command()
def language() -> None:
    """Print the reference of the script language."""
    with exit_quietly():
        click.echo(help_text())
