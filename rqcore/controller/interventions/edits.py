# SPDX-License-Identifier: MIT
"""Changes of items that are in a queue: another payload, away, or to the head."""

from __future__ import annotations

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.controller.stores import EXTRACTED
from rqcore.errors import BadCall, NotAllowed, TooBig
from rqcore.protocol.event_batch import Method


def edit(state: ControllerState, queue: Queue, number: int, payload: bytes, codec: Codec | None) -> Item:
    """Give an item of a queue another payload. It keeps its number and its place. Returns the old item.

    Raises:
        BadCall: The queue has no such item.
        NotAllowed: The queue is durable.
        TooBig: The item is not among the next ``EXTRACTED`` ones.
        TooMany: The controller has no memory for the payload.
    """
    if queue.is_durable:
        raise NotAllowed(
            f"items of the durable queue {queue.label!r} cannot be edited; remove the item, and put another"
        )
    state.work += min(len(queue.store), EXTRACTED) // 4
    old = next(
        (item for item in queue.store.part(0, min(len(queue.store), EXTRACTED)) if item.number == number),
        None,
    )
    if old is None:
        raise _missing(queue, number)
    added = len(payload) - len(old.payload)
    state.memory.admit(max(added, 0), 0)
    queue.store.replace(old._replace(payload=payload, codec=old.codec if codec is None else codec))
    queue.bytes += added
    state.memory.held += added
    return old


def remove(state: ControllerState, client: Client, queue: Queue, number: int, now_ns: int) -> None:
    """Remove an item from a queue for good. Raises BadCall and TooBig, as ``edit``."""
    items = _take(state, queue, number)
    state.publisher.record(client, Method.PURGE, now_ns, queue=queue, items=items)
    state.serve(queue, now_ns)


def move_to_head(state: ControllerState, client: Client, queue: Queue, number: int, now_ns: int) -> None:
    """Let an item become the next one. Raises BadCall and TooBig, as ``edit``."""
    items = _take(state, queue, number)
    queue.push_many(items, total_bytes(items), at_head=True)
    state.publisher.record_move(client, now_ns, queue, queue, items)
    state.serve(queue, now_ns)


def _take(state: ControllerState, queue: Queue, number: int) -> list[Item]:
    state.work += min(len(queue.store), EXTRACTED) // 4
    items = queue.withdraw(1, {number})
    if not items:
        raise _missing(queue, number)
    return items


def _missing(queue: Queue, number: int) -> BadCall | TooBig:
    if len(queue.store) > EXTRACTED:
        return TooBig(
            f"item {number} is not among the next {EXTRACTED} of {queue.label!r}; take others first"
        )
    return BadCall(f"queue {queue.label!r} has no item {number}; it was taken, or it is leased")
