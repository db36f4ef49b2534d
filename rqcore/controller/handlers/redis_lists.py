# SPDX-License-Identifier: MIT
"""Handlers of the Redis list commands. Any Redis client can use a FIFO queue as a list.

LPUSH puts items at the left end; RPOP and BRPOP take them from the right end.
As in Redis, the first push creates the list. ``queue_methods`` describes the
parameters of a handler.
"""

from __future__ import annotations

from typing import Any

from rqcore.codec import RAW
from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.inspection import slice_of
from rqcore.controller.handlers.queue_methods import close
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import Queue
from rqcore.controller.queue_calls import get_item, get_items, put_item, put_items
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, Empty
from rqcore.protocol.arguments import text
from rqcore.protocol.reply_types import NULL_ITEMS


@handles("LPUSH")
def lpush(state: ControllerState, client: Client, now_ns: int, name: bytes, *payloads: bytes) -> int:
    """Put all items, or none if not all fit. Creates the queue if necessary.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        payloads: At least one payload.

    Returns:
        The number of items in the queue before waiting gets took some of them. As in Redis, it is never 0.

    Raises:
        BadCall: The queue is not a FIFO queue.
        Full: Not all items fit.
    """
    queue = _find_list(state, name) or _create_list(state, client, name)
    size = len(queue.store) + len(payloads)
    if len(payloads) == 1:
        put_item(state, client, now_ns, queue, state.make_item(RAW, payloads[0]), 0)
    elif not queue.is_shut_down and not queue.has_room_for(len(payloads)):
        raise queue.full_error()
    else:
        state.record_use(client, queue)
        put_items(state, client, now_ns, queue, state.make_items(RAW, payloads), 0)
    return size


@handles("RPOP")
def rpop(state: ControllerState, client: Client, now_ns: int, name: bytes, *counts: int) -> Any:
    """Take the next item, or several items.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        counts: The most items, or nothing for a single item.

    Returns:
        The item, or a list of items if a count was given. If there is no item: None or NULL_ITEMS.

    Raises:
        BadCall: The queue is not a FIFO queue.
    """
    queue = _find_list(state, name)
    count = counts[0] if counts else None
    if count == 0:
        return []
    if queue is None or not queue.store:
        return NULL_ITEMS if counts else None
    try:
        if not count:
            return get_item(state, client, now_ns, queue, 0)
        state.record_use(client, queue)
        return get_items(state, client, now_ns, queue, count, 0)
    except Empty:  # other gets wait in front, or no item may leave now
        return NULL_ITEMS if counts else None


@handles("BRPOP")
def brpop(state: ControllerState, client: Client, now_ns: int, name: bytes, timeout_ns: int) -> Any:
    """Take the next item; wait for one. Creates the queue if necessary.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        timeout_ns: In ns; 0 to wait without a timeout.

    Returns:
        The name and the item, None at the timeout, or ``BLOCKED``.
    """
    queue = _find_list(state, name) or _create_list(state, client, name)

    def to_value(items: list[Item]) -> tuple[bytes, Item]:
        return name, items[0]

    try:
        return get_item(state, client, now_ns, queue, timeout_ns or None, to_value, fails_on_timeout=False)
    except Empty:  # in a transaction, no call waits
        return None


@handles("LLEN")
def llen(state: ControllerState, client: Client, now_ns: int, name: bytes) -> int:
    """Return the number of items in a queue, or 0 if it does not exist."""
    queue = _find_list(state, name)
    return len(queue.store) if queue else 0


@handles("LRANGE")
def lrange(
    state: ControllerState, client: Client, now_ns: int, name: bytes, start: int, stop: int
) -> list[Item]:
    """Return items without taking them.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        start: The position of the first item. 0 is the item that was put last.
        stop: The position of the last item, which is included.

    Raises:
        TooBig: The items exceed the limit of a reply.
    """
    queue = _find_list(state, name)
    items = slice_of(queue, -1 - stop, -1 - start) if queue else []
    state.check_reply_size(total_bytes(items))
    return items[::-1]


@handles("EXISTS")
def exists(state: ControllerState, client: Client, now_ns: int, *names: bytes) -> int:
    """Return how many of the queues exist."""
    return sum(1 for name in names if name in state.names or name in state.queues)


@handles("DEL")
def delete(state: ControllerState, client: Client, now_ns: int, *names: bytes) -> int:
    """Close queues. Returns how many of them existed."""
    closed = 0
    for name in names:
        if name in state.names or name in state.queues:
            close(state, client, now_ns, name)
            closed += 1
    return closed


@handles("TYPE")
def type_(state: ControllerState, client: Client, now_ns: int, name: bytes) -> str:
    """Return ``list`` if the queue exists, otherwise ``none``, as Redis does."""
    return "list" if name in state.names or name in state.queues else "none"


def _find_list(state: ControllerState, name: bytes) -> Queue | None:
    queue = state.names.get(name) or state.queues.get(name)
    if queue and queue.kind != "fifo":
        raise BadCall(f"queue {queue.label!r} is a {queue.kind} queue; list commands need a fifo queue")
    return queue


def _create_list(state: ControllerState, client: Client, name: bytes) -> Queue:
    queue = state.create(text(name), "fifo", 0)
    state.record_use(client, queue)
    return queue
