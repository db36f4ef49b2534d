# SPDX-License-Identifier: GPL-3.0-or-later
"""A look at one queue: how it stands, what is in it, who waits. Looking takes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rqcore.client import ControllerHandle, QueueHandle
from rqcore.codec import Payload
from rqcore.errors import TooBig
from rqcore.queues import QueueStat, Waiter

MOST = 500
"""Items that are looked at, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """A queue at one moment."""

    stat: QueueStat
    content: Sequence[Payload]
    """From its head; perhaps not all of it."""
    waiters: Sequence[Waiter]


def look(controller: ControllerHandle, reference: str, most: int = MOST) -> Look:
    """Look at the queue of this name or namespace. Raises RqError."""
    queue = controller.queue(reference)
    return Look(queue.stat(), _content(queue, most), queue.waiters())


def _content(queue: QueueHandle, most: int) -> Sequence[Payload]:
    """As many items as come at once: fewer, where many are too big for one reply."""
    while most > 1:
        try:
            return queue.peek(0, most - 1, decoded=False)
        except TooBig:
            most //= 4
    return queue.peek(0, 0, decoded=False) if most else ()
