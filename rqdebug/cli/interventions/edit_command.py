# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug edit``: change the payload of an item in a queue."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import click

import rqcore
from rqcore import QueueHandle
from rqcore.codec import Codec
from rqcore.errors import BadCall
from rqcore.protocol.queue_values import Preview
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.interventions.attached_debugger import CONTROLLER_HELP, debugging, split_url
from rqdebug.cli.interventions.external_editor import edit_payload
from rqdebug.cli.messages import CommandFailed
from rqdebug.support.regular_files import read_at_most

MOST = 20_000
"""The items in which a controller finds one by its number."""
LARGEST = 64 << 20
"""The most bytes of a payload that can be edited."""


@command(
    examples={
        "Edit the item with the number 17, which rqdebug peek shows:": "rqdebug edit rq://edge-1 jobs 17",
        "Replace it without an editor:": "rqdebug edit jobs 17 --payload '{\"order\": 18}'",
        "Replace it by the content of a file:": "rqdebug edit jobs 17 --payload @order.json",
    }
)
@argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[URL] QUEUE ITEM",
    help=f"{CONTROLLER_HELP} Then the name of a queue, and the number of an item, which rqdebug peek shows.",
)
@click.option(
    "--payload",
    metavar="TEXT|@FILE",
    help="The new payload, or the file that has it. By default, $EDITOR opens with the payload.",
)
def edit(arguments: tuple[str, ...], payload: str | None) -> None:
    """Change the payload of an item in a queue.

    The item keeps its number and its place. It can be taken while the editor is
    open; rqdebug freeze prevents it. Items of durable queues cannot be edited:
    put another one, and remove the item. Leased items are not in the queue.
    """
    url, (name, word) = split_url(arguments, 2, 2, "rqdebug edit [URL] QUEUE ITEM")
    if not word.isdecimal() or len(word) > 20:
        raise CommandFailed(f"{word!r} is not the number of an item; rqdebug peek shows them")
    with debugging(url) as debugger, rqcore.connect(url, name="rqdebug") as controller:
        queue = controller.queue(name)
        item = _find(queue, int(word))
        before = _read(queue, item)
        if payload is None:
            debugger.edit(name, int(word), before)  # what is refused is refused before the editor opens
        after = edit_payload(before, str(item.codec)) if payload is None else _given(payload)
        _check(after, item.codec)
        if after == before:
            click.echo(f"item {word} of {name} is unchanged")
            return
        debugger.edit(name, int(word), after)
    click.echo(f"item {word} of {name} is changed: {len(after):,} bytes, before {len(before):,}")


def _find(queue: QueueHandle, number: int) -> Preview:
    """Return an item of a queue. Raises BadCall if it is not there."""
    for item in queue.previews(0, MOST - 1, 0):
        if item.number == number:
            return item
    raise BadCall(
        f"the next {MOST:,} items of the queue have no item {number}; it was taken, or it is leased"
    )


def _read(queue: QueueHandle, item: Preview) -> bytes:
    """Return the whole payload of an item. Raises BadCall if the item is taken now."""
    if item.size > LARGEST:
        raise CommandFailed(f"the payload has {item.size:,} bytes; at most {LARGEST:,} can be edited")
    payload = queue.read_payload(item.number or 0, 0, item.size)
    if payload is None or len(payload) != item.size:
        raise BadCall(f"item {item.number} was taken")
    return payload


def _given(payload: str) -> bytes:
    """Return the payload that the option gives."""
    if not payload.startswith("@"):
        return payload.encode()
    try:
        return read_at_most(Path(payload[1:]), LARGEST)
    except OSError as error:
        raise CommandFailed(f"cannot read {payload[1:]}: {error.strerror}") from error
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def _check(payload: bytes, codec: Codec) -> None:
    """Refuse JSON that its consumer could not read."""
    if codec is Codec.JSON:
        with suppress(RecursionError):
            try:
                json.loads(payload)
            except ValueError as error:
                raise CommandFailed(
                    f"the payload is not valid JSON, {error}; the item is unchanged"
                ) from error
