# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot of one queue: its state, its items, its waiting calls. No item is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Payload
from rqcore.errors import BadCall, NotAllowed, TooBig
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter

MOST = 500
"""The default number of items."""
BEGINNING = 4096
"""Bytes of each item."""
BUDGET = 16 << 20
"""Bytes that a look may cost where a server knows nothing of previews, and sends items whole."""


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """A queue at one moment."""

    stat: QueueStat
    content: Sequence[Preview]
    """From its head; perhaps not all of it."""
    waiters: Sequence[Waiter]
    content_error: str = ""
    """Why its items cannot be read, for example because the queue belongs to another program."""


def take_snapshot(controller: ControllerHandle, reference: str, most: int = MOST) -> QueueSnapshot:
    """Return a snapshot of the queue of this name or namespace. Raises RqError."""
    queue = controller.queue(reference)
    stat, content_error = queue.stat(), ""
    content: Sequence[Preview] = ()
    try:
        content = _content(queue, most) if most else ()
    except NotAllowed as error:
        content_error = str(error)
    return QueueSnapshot(stat, content, queue.waiters(), content_error)


def _content(queue: QueueHandle, most: int) -> Sequence[Preview]:
    """Return as many items as fit into one reply."""
    try:
        while most > 1:
            try:
                return queue.previews(0, most - 1, BEGINNING)
            except TooBig:
                most //= 4
        return queue.previews(0, 0, BEGINNING)
    except (NotAllowed, BadCall):  # a Redis server, or an older controller
        return [preview(payload) for payload in _whole(queue, most)]


def _whole(queue: QueueHandle, most: int) -> Sequence[Payload]:
    """Return as many whole items as fit into the budget if all are like the first."""
    head: list[Payload] = queue.peek(0, 0, decoded=False)
    most = min(most, BUDGET // max(len(head[0].data), 1)) if head else 0
    return queue.peek(0, most - 1, decoded=False) if most > 1 else head


def preview(payload: Payload) -> Preview:
    """Return the preview of an item that was sent whole, without a number."""
    return Preview(None, payload.codec, len(payload.data), payload.data[:BEGINNING])
