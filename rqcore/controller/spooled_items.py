# SPDX-License-Identifier: MIT
"""Reads payloads in the spool for calls that take several items, so that a missing file loses no others."""

from __future__ import annotations

from rqcore.controller.items import Item
from rqcore.controller.limits import Counters
from rqcore.controller.queue import Queue
from rqcore.errors import ControllerError
from rqcore.protocol.queue_values import End
from rqcore.protocol.spool_api import content


def load_payloads(
    queue: Queue, items: list[Item], counters: Counters, end: End | None = None
) -> tuple[list[Item], str]:
    """Read the payloads of items that a call has just taken.

    The items end in front of one whose file cannot be read. It and the items behind it are in the queue
    again. If it is the first, it is lost, and the others are in the queue again.

    Args:
        queue: The queue from which the items were taken.
        items: The items.
        counters: Counts a lost payload.
        end: The end of a list from which they were taken; None for the next items.

    Returns:
        The items with their payloads in memory; and why the first cannot be read, empty if it can. No error
        is kept, because its traceback would keep the file.
    """
    loaded: list[Item] = []
    for at, item in enumerate(items):
        try:
            loaded.append(item._replace(payload=content(item.payload)))
        except ControllerError as error:
            counters.lost_payloads += not at
            queue.give_back_many(items[at or 1 :], end)
            return loaded, "" if loaded else str(error)
    return loaded, ""
