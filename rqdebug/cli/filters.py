# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug filters``: the saved filters, which other filters use as ``@name``."""

from __future__ import annotations

import click

from rqdebug.cli.common import filter_failure, open_saved_filters
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import help_text
from rqdebug.events.filters.saved_filters import SavedFilters


@command(
    examples={
        "Save a filter:": 'rqdebug filters slow "waited > 5ms"',
        "Use it:": 'rqdebug tail --filter "@slow and queue == jobs"',
        "Delete it:": "rqdebug filters slow --remove",
    }
)
@argument("name", required=False, help="The name of a filter. By default, all filters are listed.")
@argument("expression", required=False, help="The filter to save. By default, the saved one is printed.")
@click.option("--remove", is_flag=True, help="Delete the filter NAME.")
@click.option("--help-language", is_flag=True, help="Print the reference of the filter language.")
def filters(name: str | None, expression: str | None, remove: bool, help_language: bool) -> None:
    """List, print, save or delete saved filters.

    Any other filter can use a saved one as @NAME. The window shares the saved
    filters.
    """
    saved = open_saved_filters()
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
        raise CommandFailed(f"cannot write {saved.path}: {error.strerror or error}") from error


def _print_filters(saved: dict[str, str]) -> None:
    width = max(map(len, saved), default=0)
    for name, text in sorted(saved.items()):
        click.echo(f"{name:{width}}  {text}")
    if not saved:
        click.echo('No filter is saved. Save one: rqdebug filters slow "waited > 5ms"')


def _saved_filter(name: str, saved: SavedFilters) -> str:
    filters = saved.load()
    if name not in filters:
        raise CommandFailed(f"no filter is saved as {name!r}; rqdebug filters lists the saved ones")
    return filters[name]
