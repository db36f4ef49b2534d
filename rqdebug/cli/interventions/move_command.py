# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug move``: move items that match a filter to another queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

import rqcore
from rqcore import ControllerHandle
from rqcore.errors import RqError
from rqdebug.cli.common import (
    filter_failure,
    filter_option,
    parse_filter,
    sigterm_as_interrupt,
    warn_if_unencrypted,
)
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.interventions.attached_debugger import CONTROLLER_HELP, split_url, uninterrupted
from rqdebug.cli.messages import CommandFailed, plural, print_message
from rqdebug.debug.attaching import check_is_controller
from rqdebug.errors import FilterError
from rqdebug.inspection.dead_letters import (
    MatchedItems,
    check_item_filter,
    match_items,
    read_items,
    send_back,
)

STEP = 1000
"""Items that are moved with one request, which Ctrl+C does not cut."""


@command(
    examples={
        "Put back what failed:": "rqdebug move rq://edge-1 jobs.dead jobs",
        "Only the items of one order:": 'rqdebug move jobs.dead jobs --filter "payload.order.id == 17"',
        "Count them first:": 'rqdebug move jobs.dead jobs --filter "size > 4KiB" --dry-run',
    }
)
@argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[URL] FROM TO",
    help=f"{CONTROLLER_HELP} Then the names of the queue that has the items, and of the other one.",
)
@filter_option
@click.option(
    "--limit",
    type=number(int, 1),
    metavar="N",
    help="Move at most N items. By default, all that match.",
)
@click.option("--dry-run", is_flag=True, help="Only print how many items match.")
def move(arguments: tuple[str, ...], expression: str, limit: int | None, dry_run: bool) -> None:
    """Move items to another queue of the same controller.

    A filter sees an item as an event with the fields payload, size, codec and
    item. It looks at the next 20,000 items, and at the first 4 KiB of each.
    Items keep their order and their numbers. After Ctrl+C, each item is in one
    of the two queues, and the number of moved items is printed.
    """
    url, (source, destination) = split_url(arguments, 2, 2, "rqdebug move [URL] FROM TO")
    with _connected(url) as controller:
        numbers = _find(controller, source, expression).numbers if expression else None
        wanted = controller.queue(source).qsize() if numbers is None else len(numbers)
        wanted = wanted if limit is None else min(wanted, limit)
        controller.queue(destination).qsize()
        if dry_run:
            click.echo(f"{plural(wanted, 'item', 'items')} would move from {source} to {destination}")
            return
        moved = 0
        try:
            for count in _move(controller, source, destination, wanted, numbers):
                moved += count
        finally:
            click.echo(f"{plural(moved, 'item', 'items')} moved from {source} to {destination}")
    if moved < wanted:
        print_message(f"{wanted - moved:,} did not move: {destination} is full, or clients have taken them")


@contextmanager
def _connected(url: str) -> Iterator[ControllerHandle]:
    """Connect to a controller. SIGTERM ends the block as Ctrl+C does.

    Raises:
        CommandFailed: The URL is wrong, or something failed in the block.
    """
    warn_if_unencrypted(url)
    try:
        check_is_controller(url)
        with sigterm_as_interrupt(), rqcore.connect(url, name="rqdebug") as controller:
            yield controller
    except RqError as error:
        raise CommandFailed(str(error)) from error


def _find(controller: ControllerHandle, source: str, expression: str) -> MatchedItems:
    """Return the items that match a filter, and report what is not known of others."""
    try:
        chosen = check_item_filter(parse_filter(expression))
    except FilterError as error:
        raise filter_failure(error) from error
    items = read_items(controller, source)
    found = match_items(items, chosen)
    if found.unknown:
        unknown = plural(found.unknown, "item stays", "items stay")
        print_message(f"{unknown}: the first 4 KiB do not show whether the filter matches")
    if items.listed < items.total:
        print_message(
            f"looked at the next {items.listed:,} of {items.total:,} items; move again for the others"
        )
    return found


def _move(
    controller: ControllerHandle, source: str, destination: str, count: int, numbers: tuple[int, ...] | None
) -> Iterator[int]:
    """Move items step by step, and yield how many each step has moved, until the destination is full.

    It yields before Ctrl+C is obeyed, so that the step is counted.
    """
    for start in range(0, count, STEP):
        wanted = min(STEP, count - start)
        chosen = None if numbers is None else numbers[start : start + wanted]
        with uninterrupted():
            moved = send_back(controller, source, destination, wanted, chosen)
            yield moved
        if numbers is None and moved < wanted:
            return
