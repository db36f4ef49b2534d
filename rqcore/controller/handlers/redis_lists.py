# SPDX-License-Identifier: MIT
"""Handlers of the Redis list commands. Any Redis client can use a FIFO queue as a list.

As in Redis, the first push creates the list, and list commands put and take at
both ends. ``Queue.head`` explains which end is that of the queue's own gets.
``queue_methods`` describes the parameters of a handler. ``name`` is the name or
namespace of a queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from rqcore.codec import RAW
from rqcore.controller.calls.queue_calls import (
    finish_move,
    get_item,
    get_items,
    put_at_head,
    put_item,
    put_items,
    take_from_end,
)
from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.long_replies import in_slices, reply_with_items
from rqcore.controller.handlers.queue_methods import close
from rqcore.controller.handlers.spooled_calls import move_when_read, must_read_files
from rqcore.controller.handlers.stepped_calls import Steps, finish_later
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.spooled_items import is_large_file, kept_in_memory
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, Empty, ShutDown, TooBig
from rqcore.protocol.arguments import text
from rqcore.protocol.command_table.list_rows import MOST_CLOSED
from rqcore.protocol.event_batch import Method
from rqcore.protocol.memory import AWAITED_COST, FEW_AWAITED
from rqcore.protocol.queue_values import LEFT, RIGHT, End
from rqcore.protocol.reply_types import NULL_ITEMS
from rqcore.protocol.slices import sliced

CLOSED_TOGETHER = 20
"""The most queues that one turn closes, outside of a transaction."""


@handles("LPUSH")
def lpush(state: ControllerState, client: Client, now_ns: int, name: bytes, *payloads: bytes) -> int:
    """Put items at the left end, as ``_push`` describes."""
    return _push(state, client, now_ns, name, LEFT, payloads)


@handles("RPUSH")
def rpush(state: ControllerState, client: Client, now_ns: int, name: bytes, *payloads: bytes) -> int:
    """Put items at the right end, as ``_push`` describes."""
    return _push(state, client, now_ns, name, RIGHT, payloads)


def _push(
    state: ControllerState, client: Client, now_ns: int, name: bytes, end: End, payloads: Sequence[bytes]
) -> int:
    """Put all items, or none if not all fit. Creates the queue if necessary.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        end: The end of the list.
        payloads: At least one payload.

    Returns:
        The number of items in the queue before waiting gets took some of them. As in Redis, it is never 0.

    Raises:
        BadCall: The queue is not a FIFO queue.
        Full: Not all items fit.
    """
    queue = _find_list(state, name) or _create_list(state, client, name)
    size = len(queue.store) + len(payloads)
    at_head = queue.head is end
    if at_head and not queue.store:
        queue.head, at_head = end.opposite, False
    if at_head:
        put_at_head(state, client, now_ns, queue, state.make_items(RAW, payloads))
    elif len(payloads) == 1:
        put_item(state, client, now_ns, queue, state.make_item(RAW, payloads[0]), 0)
    elif not queue.is_shut_down and not queue.has_room_for(len(payloads)):
        raise queue.full_error()
    else:
        state.record_use(client, queue)
        put_items(state, client, now_ns, queue, state.make_items(RAW, payloads), 0)
    return size


@handles("RPOP")
def rpop(state: ControllerState, client: Client, now_ns: int, name: bytes, *counts: int) -> Any:
    """Take the rightmost item, or several items, as ``_pop`` describes."""
    return _pop(state, client, now_ns, name, RIGHT, counts)


@handles("LPOP")
def lpop(state: ControllerState, client: Client, now_ns: int, name: bytes, *counts: int) -> Any:
    """Take the leftmost item, or several items, as ``_pop`` describes."""
    return _pop(state, client, now_ns, name, LEFT, counts)


def _pop(
    state: ControllerState, client: Client, now_ns: int, name: bytes, end: End, counts: Sequence[int]
) -> Any:
    """Take an item, or several items.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        end: The end of the list.
        counts: The most items, or nothing for a single item.

    Returns:
        The item, or a list of items if a count was given. If there is no item: None or NULL_ITEMS.

    Raises:
        BadCall: The queue is not a FIFO queue.
    """
    queue = _find_list(state, name)
    if queue is None or not queue.store:
        return NULL_ITEMS if counts else None
    try:
        if not counts and queue.head is end:
            return get_item(state, client, now_ns, queue, 0)
        if not counts:
            return take_from_end(state, client, now_ns, queue, end, None)[0]
        state.record_use(client, queue)
        if not counts[0]:
            return []
        if queue.head is end:
            taken = get_items(state, client, now_ns, queue, counts[0], 0)
            assert taken is not BLOCKED
        else:
            taken = take_from_end(state, client, now_ns, queue, end, counts[0])
        return in_slices(state, client, queue, taken)
    except Empty:  # other gets wait in front, or no item may leave now
        return NULL_ITEMS if counts else None


@handles("BRPOP")
def brpop(state: ControllerState, client: Client, now_ns: int, *names: bytes, timeout_ns: int) -> Any:
    """Take the rightmost item of the first list that has one, as ``_blocking_pop`` describes."""
    return _blocking_pop(state, client, now_ns, names, RIGHT, timeout_ns or None)


@handles("BLPOP")
def blpop(state: ControllerState, client: Client, now_ns: int, *names: bytes, timeout_ns: int) -> Any:
    """Take the leftmost item of the first list that has one, as ``_blocking_pop`` describes."""
    return _blocking_pop(state, client, now_ns, names, LEFT, timeout_ns or None)


def _blocking_pop(
    state: ControllerState,
    client: Client,
    now_ns: int,
    names: Sequence[bytes],
    end: End,
    timeout_ns: int | None,
) -> Any:
    """Take an item of the first queue that has one; wait until one of them has. Creates the queues.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        names: The names or namespaces of the queues.
        end: The end of the list.
        timeout_ns: In ns; None to wait without a timeout.

    Returns:
        The name and the item, None at the timeout, or ``BLOCKED``.

    Raises:
        ShutDown: All queues were shut down and are empty.
        TooMany: They are many, and the controller has no memory for a call that waits for them.
    """
    queues: dict[Queue, bytes] = {}
    state.work += len(names) // 2
    for name in names:
        queues.setdefault(_find_list(state, name) or _create_list(state, client, name), name)

    def to_value(items: list[Item]) -> tuple[bytes, Item]:
        queue, _ = client.last_taken
        assert queue is not None
        return queues[queue], items[0]

    for queue in queues:
        if queue.can_get and (state.in_transaction or not queue.getters):
            if queue.head is end:
                return get_item(state, client, now_ns, queue, timeout_ns, to_value)
            return to_value(take_from_end(state, client, now_ns, queue, end, None, timeout_ns))
    if state.in_transaction:
        return None
    usable = {queue: name for queue, name in queues.items() if not queue.is_shut_down}
    first = next(iter(usable or queues))
    if len(usable) < 2:  # the get of a queue that was shut down fails
        queues = {first: queues[first]}
        return get_item(state, client, now_ns, first, timeout_ns, to_value, False, end)
    queues = usable  # also for ``to_value``: the call gets no item of the others
    size = sum(map(len, queues.values())) + AWAITED_COST * len(queues)
    if len(queues) > FEW_AWAITED:
        state.memory.admit(size, 0)
    fields = {"wanted": 1, "end": end, "fails_on_timeout": False, "alternatives": usable, "held_bytes": size}
    return state.block(client, Method.GET, first, now_ns, timeout_ns, to_value, **fields)


@handles("LMOVE")
def lmove(
    state: ControllerState,
    client: Client,
    now_ns: int,
    source: bytes,
    destination: bytes,
    wherefrom: End,
    whereto: End,
) -> Any:
    """Move an item from one end of a list to one end of another list, or of the same list.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        source: The name or namespace of the queue that has the item.
        destination: The name or namespace of the other queue. Creates it if necessary.
        wherefrom: The end from which the item is taken.
        whereto: The end at which the item is put.

    Returns:
        The item, None if there is none, or ``BLOCKED`` while a file is read.

    Raises:
        BadCall: One of the queues is not a FIFO queue.
        Full: The destination has no free space.
        ShutDown: The destination was shut down.
    """
    return _lmove(state, client, now_ns, source, destination, wherefrom, whereto)


def _lmove(
    state: ControllerState,
    client: Client,
    now_ns: int,
    source: bytes,
    destination: bytes,
    wherefrom: End,
    whereto: End,
    payloads: dict[int, bytes] | None = None,
) -> Item | BlockedValue | None:
    """Move an item, as ``lmove`` describes. ``payloads``: what was read of a large file for it."""
    origin = _find_list(state, source)
    if origin is None or not origin.store or (origin.getters and not state.in_transaction):
        return None
    target = _find_list(state, destination) or _create_list(state, client, destination)
    if target.is_shut_down:
        raise ShutDown(f"queue {target.label!r} was shut down; it accepts no more items")
    if target is not origin and not target.has_room_for(1):
        raise target.full_error()
    if must_read_files(state, target) and payloads is None:
        at = 0 if origin.head is wherefrom else len(origin.store) - 1
        files = origin.store.part(at, at + 1)
        if is_large_file(files[0].payload):

            def move(now_ns: int, payloads: dict[int, bytes]) -> Any:
                return _lmove(state, client, now_ns, source, destination, wherefrom, whereto, payloads)

            return move_when_read(state, client, source, files, move)
    state.record_use(client, origin)
    state.record_use(client, target)
    items = origin.withdraw(1, end=wherefrom)
    if target.is_durable:
        items = kept_in_memory(items, payloads or {})
    if not target.store:
        target.head = whereto.opposite
    target.push_many(items, total_bytes(items), at_head=target.head is whereto)
    finish_move(state, client, now_ns, origin, target, items)
    return items[0]


@handles("RPOPLPUSH")
def rpoplpush(state: ControllerState, client: Client, now_ns: int, source: bytes, destination: bytes) -> Any:
    """Move the rightmost item of a list to the left end of a list, as ``lmove`` describes."""
    return lmove(state, client, now_ns, source, destination, RIGHT, LEFT)


@handles("LLEN")
def llen(state: ControllerState, client: Client, now_ns: int, name: bytes) -> int:
    """Return the number of items in a queue, or 0 if it does not exist."""
    queue = _find_list(state, name)
    return len(queue.store) if queue else 0


@handles("LRANGE")
def lrange(state: ControllerState, client: Client, now_ns: int, name: bytes, start: int, stop: int) -> Any:
    """Return items without taking them.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name or namespace of the queue.
        start: The position of the first item. 0 is the leftmost item.
        stop: The position of the last item, which is included.

    Raises:
        TooBig: The items exceed the limit of a reply.
    """
    queue = _find_list(state, name)
    if queue is None:
        return []
    if queue.head is RIGHT:
        return reply_with_items(state, client, queue, -1 - stop, -1 - start, is_reversed=True)
    return reply_with_items(state, client, queue, start, stop)


@handles("EXISTS")
def exists(state: ControllerState, client: Client, now_ns: int, *names: bytes) -> int:
    """Return how many of the queues exist."""
    state.work += len(names) // 8
    return sum(1 for name in names if state.has_queue(name))


@handles("DEL")
def delete(state: ControllerState, client: Client, now_ns: int, *names: bytes) -> Any:
    """Close queues. Returns how many of them existed, or ``BLOCKED`` if it takes several turns.

    All are closed even if the client leaves in between. If it resumes its session, it receives the number.

    Raises:
        TooBig: A transaction closes too many queues with one call.
    """
    state.work += len(names) // 10
    if len(names) <= CLOSED_TOGETHER:
        return _delete(state, client, now_ns, names)
    if not state.in_transaction:
        return finish_later(state, client, _delete_in_slices(state, client, names))
    if len(names) > MOST_CLOSED:
        raise TooBig(f"DEL closes at most {MOST_CLOSED} queues in a transaction; use several")
    return _delete(state, client, now_ns, names)


def _delete(state: ControllerState, client: Client, now_ns: int, names: Sequence[bytes]) -> int:
    closed = 0
    with state.background.deferring() if len(names) > 1 else nullcontext():
        for name in names:
            if state.has_queue(name):
                close(state, client, now_ns, name)
                closed += 1
    return closed


def _delete_in_slices(state: ControllerState, client: Client, names: Sequence[bytes]) -> Steps:
    closed = 0
    for part in sliced(names, CLOSED_TOGETHER):
        closed += _delete(state, client, (yield), part)
    return closed


@handles("TYPE")
def type_(state: ControllerState, client: Client, now_ns: int, name: bytes) -> str:
    """Return ``list`` if the queue exists, otherwise ``none``, as Redis does."""
    return "list" if state.has_queue(name) else "none"


def _find_list(state: ControllerState, name: bytes) -> Queue | None:
    queue = state.names.get(name) or state.queues.get(name)
    if queue and queue.kind != "fifo":
        raise BadCall(f"queue {queue.label!r} is a {queue.kind} queue; list commands need a fifo queue")
    return queue


def _create_list(state: ControllerState, client: Client, name: bytes) -> Queue:
    queue = state.create(text(name), "fifo", 0)
    state.record_use(client, queue)
    return queue
