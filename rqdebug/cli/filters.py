# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug filters``: those that are saved, to be used as ``@name`` inside others."""

from __future__ import annotations

import click

from rqdebug.cli.common import wrong_filter
from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import help_text
from rqdebug.events.filters.saved_filters import SavedFilters


@click.command()
@click.argument("name", required=False)
@click.argument("expression", required=False)
@click.option("--remove", is_flag=True, help="Forget the filter NAME.")
@click.option("--help-language", is_flag=True, help="Show how filters are written.")
def filters(name: str | None, expression: str | None, remove: bool, help_language: bool) -> None:
    """List the saved filters, or save EXPRESSION under NAME.

    Every filter can use a saved one as @NAME.
    """
    saved = SavedFilters()
    try:
        if help_language:
            click.echo(help_text(), nl=False)
        elif name is None:
            _list(saved.load())
        elif remove or expression is not None:
            _change(saved, name, None if remove else expression)
        else:
            click.echo(_known(name, saved))
    except FilterError as error:
        raise wrong_filter(error) from error


def _change(saved: SavedFilters, name: str, expression: str | None) -> None:
    """Save a filter; None: forget it."""
    try:
        if expression is None:
            _known(name, saved)
            saved.remove(name)
        else:
            saved.save(name, expression)
    except OSError as error:
        raise CommandFailed(f"{saved.path} cannot be written: {error.strerror or error}") from error


def _list(saved: dict[str, str]) -> None:
    width = max(map(len, saved), default=0)
    for name, text in sorted(saved.items()):
        click.echo(f"{name:{width}}  {text}")
    if not saved:
        click.echo('No filter is saved. Save one: rqdebug filters slow "duration > 5ms"')


def _known(name: str, saved: SavedFilters) -> str:
    known = saved.load()
    if name not in known:
        raise CommandFailed(f"no filter is saved as {name!r}; rqdebug filters lists them")
    return known[name]
