# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug filters``: the saved filters, which others can use as ``@name``."""

from __future__ import annotations

import click

from rqdebug.cli.common import filter_failure
from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import help_text
from rqdebug.events.filters.saved_filters import SavedFilters


@click.command()
@click.argument("name", required=False)
@click.argument("expression", required=False)
@click.option("--remove", is_flag=True, help="Delete the filter NAME.")
@click.option("--help-language", is_flag=True, help="Show the reference of the filter language.")
def filters(name: str | None, expression: str | None, remove: bool, help_language: bool) -> None:
    """List the saved filters, or save EXPRESSION under NAME.

    Every filter can use a saved one as @NAME.
    """
    saved = SavedFilters()
    try:
        if help_language:
            click.echo(help_text(), nl=False)
        elif name is None:
            _print_filters(saved.load())
        elif remove or expression is not None:
            _save(saved, name, None if remove else expression)
        else:
            click.echo(_saved_filter(name, saved))
    except FilterError as error:
        raise filter_failure(error) from error


def _save(saved: SavedFilters, name: str, expression: str | None) -> None:
    """Save a filter, or delete it if there is no expression."""
    try:
        if expression is None:
            _saved_filter(name, saved)
            saved.remove(name)
        else:
            saved.save(name, expression)
    except OSError as error:
        raise CommandFailed(f"{saved.path} cannot be written: {error.strerror or error}") from error


def _print_filters(saved: dict[str, str]) -> None:
    width = max(map(len, saved), default=0)
    for name, text in sorted(saved.items()):
        click.echo(f"{name:{width}}  {text}")
    if not saved:
        click.echo('No filter is saved. Save one: rqdebug filters slow "duration > 5ms"')


def _saved_filter(name: str, saved: SavedFilters) -> str:
    known = saved.load()
    if name not in known:
        raise CommandFailed(f"no filter is saved as {name!r}; rqdebug filters lists them")
    return known[name]
