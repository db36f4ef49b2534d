# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot of one queue: its state, items and waiting calls. No item is taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Codec, Payload
from rqcore.errors import BadCall, NotAllowed, TooBig
from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter

MOST = 500
"""The default for the maximum number of items."""
BEGINNING = 4096
"""Bytes of each item in a snapshot."""
MOST_LEASES, LEASES_PER_CALL = 10_000, 1000
"""The most leases of a snapshot, and how many one call lists."""
BUDGET = 16 << 20
"""Bytes that a snapshot may transfer from a server without previews, which sends whole items."""


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """The state of a queue at one moment."""

    stat: QueueStat
    content: Sequence[Preview]
    """The first items; perhaps not all of them."""
    waiters: Sequence[Waiter]
    content_error: str = ""
    """Why the items cannot be read, for example because the queue belongs to another program."""
    leases: Sequence[LeaseView] | None = None
    """The first leased items; None if they were not wanted."""
    leases_error: str = ""
    """Why the leases cannot be listed, for example because the server has none."""


def take_snapshot(
    controller: ControllerHandle, reference: str, most: int = MOST, *, with_leases: bool = False
) -> QueueSnapshot:
    """Return a snapshot of a queue.

    Args:
        controller: A handle of the server.
        reference: The name or namespace of the queue.
        most: Maximum number of items; 0 reads none.
        with_leases: Whether to list the leased items. They can be many.

    Raises:
        RqError: The queue does not exist, or the server cannot be reached.
    """
    queue = controller.queue(reference)
    stat, content_error = queue.stat(), ""
    content: Sequence[Preview] = ()
    try:
        content = _content(queue, most) if most else ()
    except NotAllowed as error:
        content_error = str(error)
    leases, leases_error = _leases(queue, stat) if with_leases else (None, "")
    return QueueSnapshot(stat, content, queue.waiters(), content_error, leases, leases_error)


def _leases(queue: QueueHandle, stat: QueueStat) -> tuple[Sequence[LeaseView], str]:
    """Return the leases, or why they cannot be listed."""
    try:
        if "leased" in stat.unknown:
            raise NotAllowed("whether this queue has leases is not known")
        return _listed_leases(queue), ""
    except (BadCall, NotAllowed) as error:  # an older controller, a Redis, or a program
        return (), str(error)


def _listed_leases(queue: QueueHandle) -> Sequence[LeaseView]:
    """Return as many leases as a snapshot has, at most ``MOST_LEASES``."""
    found: list[LeaseView] = []
    while len(found) < MOST_LEASES:
        part = queue.leases(len(found), LEASES_PER_CALL)
        found += part
        if len(part) < LEASES_PER_CALL:
            break
    return found


def _content(queue: QueueHandle, most: int) -> Sequence[Preview]:
    """Return as many items as fit into one reply, at most ``most``."""
    try:
        while most > 1:
            try:
                return queue.previews(0, most - 1, BEGINNING)
            except TooBig:
                most //= 4
        return queue.previews(0, 0, BEGINNING)
    except BadCall:  # an older controller
        return [preview(payload) for payload in _whole(queue, most)]
    except NotAllowed:  # a Redis server
        return [preview(_with_guessed_codec(payload)) for payload in _whole(queue, most)]


def _with_guessed_codec(payload: Payload) -> Payload:
    """Return raw bytes that are JSON or printable text as such: other clients of a Redis store no codec."""
    if payload.codec is not Codec.RAW or not payload.data:
        return payload
    try:
        text = payload.data.decode()
    except UnicodeDecodeError:
        return payload
    if not text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
        return payload
    try:
        is_json = isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        is_json = False
    return Payload(Codec.JSON if is_json else Codec.TEXT, payload.data)


def _whole(queue: QueueHandle, most: int) -> Sequence[Payload]:
    """Return as many whole items as fit into the budget if all are as large as the first."""
    head: list[Payload] = queue.peek(0, 0, decoded=False)
    most = min(most, BUDGET // max(len(head[0].data), 1)) if head else 0
    return queue.peek(0, most - 1, decoded=False) if most > 1 else head


def preview(payload: Payload) -> Preview:
    """Return the preview of a whole item; it has no number."""
    return Preview(None, payload.codec, len(payload.data), payload.data[:BEGINNING])
