# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug language``: everything that a script can say."""

from __future__ import annotations

import click

from rqdebug.cli.common import quiet_end
from rqdebug.scripts.language.language_reference import help_text


@click.command()
def language() -> None:
    """Print the reference of the script language."""
    with quiet_end():
        click.echo(help_text())
