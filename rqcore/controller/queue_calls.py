# SPDX-License-Identifier: MIT
"""Calls that move items or wait: every protocol's put, get and join ends up here.

A function lets the queue decide, records the event, and lets other blocked
calls go on. It returns the value of the call; ``BLOCKED`` means that the call
waits, and that its value will be in ``state.outgoing`` one day.
"""

from __future__ import annotations

from typing import Any

from rqcore.controller.clients import Client, ToValue
from rqcore.controller.items import Item
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import NotAllowed
from rqcore.protocol.event_batch import GET, PUT, Method


def use_queue(state: ControllerState, client: Client, reference: bytes) -> Queue:
    """Look up a queue for a client that is about to use it. Raises as ``ControllerState.find``."""
    queue = state.names.get(reference) or state.queues.get(reference) or state.find(reference)
    if queue not in client.used_queues:
        state.note_use(client, queue)
    return queue


def put_item(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, item: Item, timeout_ns: int | None
) -> BlockedValue | None:
    """Put one item.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: In ns.
        queue: Where the item goes.
        item: The item.
        timeout_ns: In ns; None for no timeout, 0 not to wait at all.

    Raises:
        Full: There is no room, and the timeout is 0.
        ShutDown: The queue takes no more items.
        TooMany: There is no memory for the item.
    """
    if queue.put(item) is BLOCKED:
        if timeout_ns == 0:
            raise queue.full_error()
        state.memory.admit(len(item.payload), 1)
        return state.block(client, PUT, queue, now_ns, timeout_ns, no_value, items=[item])
    if record := state.publisher.record_fast:
        if type(item.payload) is bytes:
            record((client, PUT, queue, timeout_ns, now_ns, item, len(queue.store)))
        else:
            state.publisher.record(client, PUT, now_ns, queue=queue, items=(item,), timeout_ns=timeout_ns)
    if queue.getters:
        state.serve(queue, now_ns)
    return None


def put_items(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    items: list[Item],
    timeout_ns: int | None,
) -> int | BlockedValue:
    """Put items in their order, as room comes; other puts wait behind them. Returns how many were put.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: In ns.
        queue: Where the items go.
        items: At least one.
        timeout_ns: In ns; None for no timeout, 0 not to wait at all.

    Raises:
        Full: There is no room for the first item, and the timeout is 0.
        ShutDown: The queue takes no more items.
        TooMany: There is no memory for all items.
    """
    moved = queue.put_many(items)
    if len(moved) < len(items):
        return _put_as_room_comes(state, client, now_ns, queue, items, len(moved), timeout_ns)
    state.publisher.record(client, Method.PUT_MANY, now_ns, queue=queue, items=items, timeout_ns=timeout_ns)
    if queue.getters:
        state.serve(queue, now_ns)
    return len(items)


def _put_as_room_comes(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    items: list[Item],
    moved: int,
    timeout_ns: int | None,
) -> int | BlockedValue:
    """Put the rest of the items; getters that wait may make room for it at once."""
    call = state.make_call(client, Method.PUT_MANY, queue, now_ns, timeout_ns, len, items=items, moved=moved)
    queue.wait(call)
    is_blocked = True
    for ended in queue.serve():
        if ended.call is call:
            is_blocked = False
            state.publisher.record(
                client, call.method, now_ns, queue=queue, items=items, timeout_ns=timeout_ns
            )
        else:
            state.end_call(ended, now_ns)
    if is_blocked and timeout_ns != 0:
        state.begin_waiting(call)
        return BLOCKED
    if is_blocked:
        queue.leave(call)
        if not call.moved:
            raise queue.full_error()
        put = items[: call.moved]
        state.publisher.record(client, call.method, now_ns, queue=queue, items=put, timeout_ns=timeout_ns)
    return call.moved


def give_back_item(state: ControllerState, client: Client, now_ns: int, queue: Queue, item: Item) -> None:
    """Undo the last get of a client, item by item from its last. The number of the item is taken from there.

    Raises:
        NotAllowed: The last get of this client took no such item, or it was given back already.
    """
    taken_from, numbers = client.last_taken
    if queue is not taken_from or not numbers:
        raise NotAllowed(f"this client has no item of {queue.label} to give back")
    item = item._replace(number=numbers.pop())
    if queue.give_back(item):
        state.publisher.record(client, PUT, now_ns, queue=queue, items=(item,))
    state.serve(queue, now_ns)


def get_item(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    timeout_ns: int | None,
    to_value: ToValue | None = None,
    fails_late: bool = True,
) -> Any:
    """Take the next item; wait for one.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: In ns.
        queue: Where the item comes from.
        timeout_ns: In ns; None for no timeout, 0 not to wait at all.
        to_value: Makes the value from a list of the one item; without it the item is the value.
        fails_late: After the timeout the call fails; else its value is None.

    Raises:
        Empty: There is no item, and the timeout is 0.
        ShutDown: The queue was shut down and is empty.
    """
    item = queue.get()
    if item is BLOCKED:
        if timeout_ns == 0:
            raise queue.empty_error()
        to_value = to_value or first_item
        return state.block(client, GET, queue, now_ns, timeout_ns, to_value, wanted=1, fails_late=fails_late)
    client.last_taken = queue, [item.number]
    if record := state.publisher.record_fast:
        if type(item.payload) is bytes:
            record((client, GET, queue, timeout_ns, now_ns, item, len(queue.store)))
        else:
            state.publisher.record(client, GET, now_ns, queue=queue, items=(item,), timeout_ns=timeout_ns)
    if queue.putters:
        state.serve(queue, now_ns)
    return item if to_value is None else to_value([item])


def get_items(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    count: int,
    timeout_ns: int | None,
) -> list[Item] | BlockedValue:
    """Take up to ``count`` items; wait for the first only. Takes no more than a reply may hold.

    The other arguments and the errors are those of ``get_item``.
    """
    items = queue.get_many(count, state.limits.payload)
    if items is BLOCKED:
        if timeout_ns == 0:
            raise queue.empty_error()
        return state.block(client, Method.GET_MANY, queue, now_ns, timeout_ns, list, wanted=count)
    client.last_taken = queue, [item.number for item in items]
    state.publisher.record(client, Method.GET_MANY, now_ns, queue=queue, items=items, timeout_ns=timeout_ns)
    if queue.putters:
        state.serve(queue, now_ns)
    return items


def join_queue(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, timeout_ns: int | None
) -> int | BlockedValue:
    """Wait until every item is finished. Returns how many are not: 0, or more after the timeout."""
    if timeout_ns != 0 and queue.join() is BLOCKED:
        return state.block(client, Method.JOIN, queue, now_ns, timeout_ns, lambda _: queue.unfinished)
    state.publisher.record(client, Method.JOIN, now_ns, queue=queue, timeout_ns=timeout_ns)
    return queue.unfinished


def no_value(items: list[Item]) -> None:
    """The value of a put."""


def first_item(items: list[Item]) -> Item:
    """The value of a get of one item."""
    return items[0]
