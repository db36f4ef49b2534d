# SPDX-License-Identifier: GPL-3.0-or-later
"""A look at one queue: how it stands, what is in it, who waits. Looking takes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Payload
from rqcore.errors import BadCall, NotAllowed, TooBig
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter

MOST = 500
"""Items that are looked at, unless more are asked for."""
BEGINNING = 4096
"""Bytes of each item that are looked at."""
BUDGET = 16 << 20
"""Bytes that a look may cost where a server knows nothing of previews, and sends items whole."""


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """A queue at one moment."""

    stat: QueueStat
    content: Sequence[Preview]
    """From its head; perhaps not all of it."""
    waiters: Sequence[Waiter]


def take_snapshot(controller: ControllerHandle, reference: str, most: int = MOST) -> QueueSnapshot:
    """Look at the queue of this name or namespace. Raises RqError."""
    queue = controller.queue(reference)
    return QueueSnapshot(queue.stat(), _content(queue, most) if most else (), queue.waiters())


def _content(queue: QueueHandle, most: int) -> Sequence[Preview]:
    """As many items as come at once: fewer, where many are too big for one reply."""
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
    """As many as may be sent, if all are like the first."""
    head: list[Payload] = queue.peek(0, 0, decoded=False)
    most = min(most, BUDGET // max(len(head[0].data), 1)) if head else 0
    return queue.peek(0, most - 1, decoded=False) if most > 1 else head


def preview(payload: Payload) -> Preview:
    """How an item begins that came whole, and so without a number."""
    return Preview(None, payload.codec, len(payload.data), payload.data[:BEGINNING])
