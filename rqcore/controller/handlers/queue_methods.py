# SPDX-License-Identifier: MIT
"""Handlers of the methods of queues. They read the arguments; ``calls.queue_calls`` does the work.

Every handler takes the controller's state, the client that calls, and the
current time in ns. The further parameters are the arguments in the command's
row. ``reference`` is the name or namespace of a queue. A handler returns the
value of the call, or ``BLOCKED``. It raises NoQueue, Closed or NotAllowed if the
queue cannot be used, and the errors in the command's row.
"""

from __future__ import annotations

import sys
from typing import Any

from rqcore.codec import Codec
from rqcore.controller.background import FREED, Record
from rqcore.controller.calls.lease_calls import ensure_queue, put_later
from rqcore.controller.calls.queue_calls import (
    finish_move,
    get_item,
    get_items,
    give_back_item,
    join_queue,
    put_item,
    put_items,
    use_queue,
)
from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.long_replies import in_slices
from rqcore.controller.handlers.spooled_calls import move_when_read, must_read_files, put_when_read
from rqcore.controller.items import Item, counted_key, total_bytes
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.spooled_items import is_large_file, kept_in_memory, next_large_files
from rqcore.controller.state import ENDING, SERVED, ControllerState
from rqcore.controller.stores import EXTRACTED
from rqcore.errors import BadCall, Exists, ShutDown, TooBig
from rqcore.protocol.command_table.queue_rows import MOVE_LIMIT, MOVED_BYTES
from rqcore.protocol.event_batch import Method
from rqcore.protocol.item_encoding import IN_SPOOL, WITH_CODEC, WITH_PLACE
from rqcore.protocol.priority_keys import ZERO_KEY, check_number, comparison_work
from rqcore.protocol.spool_api import content as bytes_of


@handles("RQ.CREATE")
def create(
    state: ControllerState,
    client: Client,
    now_ns: int,
    *,
    name: str | None = None,
    kind: str = "fifo",
    maxsize: int = 0,
    existok: bool = False,
    max_deliveries: int = 0,
    dead_letter: str | None = None,
    durable: bool = False,
) -> str:
    """Create a queue, or use an existing one.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        name: The name, or None.
        kind: ``fifo``, ``lifo`` or ``priority``.
        maxsize: The most items that the queue can hold; 0 for no limit.
        existok: Use the queue of this name if it exists.
        max_deliveries: The most leases of an item without an acknowledgement.
        dead_letter: The name of the queue for items that had as many.
        durable: A restart of the controller must find the queue again.

    Returns:
        The queue's namespace.

    Raises:
        Exists: A queue already has this name, and ``existok`` is False, or it is not durable.
        BadCall: Only one of ``max_deliveries`` and ``dead_letter`` is given, or both queues are the same.
        NotAllowed: The queue must be durable, and the controller has no data directory.
        StorageError: The queue must be durable, and nothing can be saved now.
        TooMany: The controller has reached its limit of queues.
    """
    state.work += 10
    if bool(max_deliveries) != bool(dead_letter) or (dead_letter and dead_letter == name):
        raise BadCall("max_deliveries and dead_letter belong together; give both, and name another queue")
    target = state.names.get(dead_letter.encode()) if dead_letter else None
    existing = state.names.get(name.encode()) if name and existok else None
    for queue in (target, existing) if durable else ():
        if queue and not queue.is_durable:
            raise Exists(f"queue {queue.label!r} exists and is not durable; close it, or choose another name")
    queue = existing or state.create(name, kind, maxsize, durable, max_deliveries, dead_letter)
    if not existing:
        state.record_use(client, queue)
    state.publisher.record(client, Method.CREATE, now_ns, queue=queue)
    if dead_letter and not existing:
        ensure_queue(state, client, now_ns, dead_letter, durable)
    return queue.namespace


@handles("RQ.PUT")
def put(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    payload: bytes,
    *,
    codec: Codec = Codec.RAW,
    priority: bytes = ZERO_KEY,
    timeout_ns: int | None = None,
    spooled: bool = False,
    front: bool = False,
    key: bytes = b"",
    delay_ns: int = 0,
) -> BlockedValue | None:
    """Put an item, or return one.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        payload: The payload, or the name of a file in the spool.
        codec: The codec of the payload.
        priority: The key of a number. The lowest key comes out first, in priority queues.
        timeout_ns: In ns; None to wait without a timeout.
        spooled: ``payload`` is the name of a file.
        front: Return an item of the client's last get.
        key: The key of any priority; it replaces ``priority``.
        delay_ns: When the item enters the queue, in ns from now.
    """
    content = state.adopt(payload) if spooled else payload  # first, so that a refused put removes its file
    queue = use_queue(state, client, reference)
    if key:
        state.work += comparison_work((key,), len(queue.store))
        priority = counted_key(key, state.memory)
    if spooled and queue.is_durable:
        if is_large_file(content) and not state.in_transaction:
            options: dict[str, Any] = {"codec": codec, "priority": priority, "timeout_ns": timeout_ns}
            options |= {"front": front, "delay_ns": delay_ns}

            def put_read(now_ns: int, data: bytes) -> Any:
                return put(state, client, now_ns, reference, data, **options)

            return put_when_read(state, client, reference, content, put_read)
        content = bytes_of(content)
    if front:
        give_back_item(state, client, now_ns, queue, Item(0, codec, content, priority))
        return None
    item = state.make_item(codec, content, priority)
    if delay_ns:
        return put_later(state, client, now_ns, queue, item, timeout_ns, delay_ns)
    return put_item(state, client, now_ns, queue, item, timeout_ns)


@handles("RQ.MPUT")
def put_many(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    *,
    payloads: list[bytes],
    codec: Codec = Codec.RAW,
    timeout_ns: int | None = None,
    keys: list[bytes] | None = None,
) -> int | BlockedValue:
    """Put items in order.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        payloads: The payloads of the items.
        codec: The codec of all payloads.
        timeout_ns: In ns; None to wait without a timeout.
        keys: The key of the priority of each item.

    Returns:
        The number of items that were put, or ``BLOCKED``.

    Raises:
        BadCall: There is not one key for each item.
        TooBig: There are more than ``MANY_KEYS`` items, and not all keys are numbers.
    """
    queue = use_queue(state, client, reference)
    if keys and len(keys) != len(payloads):
        raise BadCall(f"{len(keys)} keys were given for {len(payloads)} items; give one key for each item")
    if keys:
        check_number(keys)
        state.work += comparison_work(keys, len(queue.store))
    priorities = [counted_key(key, state.memory) for key in keys or ()]
    items = state.make_items(codec, payloads, priorities)
    return put_items(state, client, now_ns, queue, items, timeout_ns)


@handles("RQ.GET")
def get(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    *,
    timeout_ns: int | None = None,
    withcodec: bool = False,
    withspool: bytes = b"",
) -> Any:
    """Take the next item.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        timeout_ns: In ns; None to wait without a timeout.
        withcodec: Return the codec with the payload.
        withspool: The client's proof that it can read the spool.
    """
    if withspool:
        shares = state.spool is not None and state.spool.accepts(withspool)
        client.item_form = IN_SPOOL if shares else WITH_PLACE
    elif withcodec:
        client.item_form = WITH_CODEC
    return get_item(state, client, now_ns, use_queue(state, client, reference), timeout_ns)


@handles("RQ.MGET")
def get_many(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    count: int,
    *,
    timeout_ns: int | None = None,
    withcodec: bool = False,
) -> list[Item] | BlockedValue:
    """Take up to ``count`` items; wait only for the first.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        count: The most items.
        timeout_ns: In ns; None to wait without a timeout.
        withcodec: Return the codec with each payload.

    Raises:
        BadCall: ``count`` is 0.
    """
    if not count:
        raise BadCall("invalid count 0; RQ.MGET takes at least one item")
    if withcodec:
        client.item_form = WITH_CODEC
    queue = use_queue(state, client, reference)
    items = get_items(state, client, now_ns, queue, count, timeout_ns)
    return items if items is BLOCKED else in_slices(state, client, queue, items)


@handles("RQ.PURGE")
def purge(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Destroy all items. Returns the number of items."""
    queue = use_queue(state, client, reference)
    store = queue.purge()
    count = len(store)
    state.work += 50 + min(count, FREED)
    record = _recorder(state, client, Method.PURGE, now_ns, queue, count)
    state.background.discard(store, now_ns, record)
    state.serve(queue, now_ns)
    return count


def _recorder(
    state: ControllerState, client: Client, method: Method, now_ns: int, queue: Queue, count: int
) -> Record | None:
    """Record a call that destroys items. Returns the function that records the items; None without any."""
    if state.publisher.record_fast is None:
        return None
    if not count:
        state.publisher.record(client, method, now_ns, queue=queue, depth=queue.size)
        return None
    return state.publisher.recorder(client, method, now_ns, queue, count)


@handles("RQ.MOVE")
def move(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    destination: bytes,
    *,
    count: int = MOVE_LIMIT,
    items: list[int] | None = None,
) -> Any:
    """Move items to another queue, as many as fit there now, and into one record if it is durable.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the source.
        destination: The name or namespace of the other queue.
        count: The most items to move.
        items: Move only the items with these numbers.

    Returns:
        The number of items that were moved, or ``BLOCKED`` while files are read.

    Raises:
        BadCall: Source and destination are the same queue.
        TooBig: None of the items is among the next ``EXTRACTED`` ones.
        ShutDown: The destination was shut down.
    """
    return _move(state, client, now_ns, reference, destination, count, items)


def _move(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    destination: bytes,
    count: int,
    items: list[int] | None,
    payloads: dict[int, bytes] | None = None,
) -> int | BlockedValue:
    """Move items, as ``move`` describes. ``payloads``: the contents of large files that were read for it."""
    source = use_queue(state, client, reference)
    target = use_queue(state, client, destination)
    if source is target:
        raise BadCall(f"queue {source.label!r} is both source and destination; name two different queues")
    if target.is_shut_down:
        raise ShutDown(f"queue {target.label!r} was shut down; it accepts no more items")
    can_move = target.has_room_for(1) and source.can_get
    most = min(count, target.room, MOVE_LIMIT) if can_move else 0
    searched = len(source.store)
    most_bytes = MOVED_BYTES if target.is_durable else sys.maxsize
    numbers = None if items is None else set(items)
    must_read = payloads is None and must_read_files(state, target)
    if must_read and (files := next_large_files(source, most, numbers, most_bytes)):

        def move_read(now_ns: int, payloads: dict[int, bytes]) -> Any:
            return _move(state, client, now_ns, reference, destination, count, items, payloads)

        return move_when_read(state, client, reference, files, move_read)
    moved = source.withdraw(most, numbers, most_bytes=most_bytes)
    state.work += 0 if items is None else min(searched, EXTRACTED) // 4
    if items is not None and most and not moved and searched > EXTRACTED:
        raise TooBig(f"the items are not among the next {EXTRACTED} of {source.label!r}; take others first")
    size = total_bytes(moved)
    stored = kept_in_memory(moved, payloads or {}) if target.is_durable else moved
    target.push_many([item._replace(deliveries=0) if item.deliveries else item for item in stored], size)
    finish_move(state, client, now_ns, source, target, moved)
    return len(moved)


@handles("RQ.DONE")
def task_done(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Count one item as finished. Returns the number of unfinished items."""
    queue = use_queue(state, client, reference)
    queue.task_done()
    state.publisher.record(client, Method.TASK_DONE, now_ns, queue=queue)
    state.serve(queue, now_ns)
    return queue.unfinished


@handles("RQ.JOIN")
def join(
    state: ControllerState, client: Client, now_ns: int, reference: bytes, *, timeout_ns: int | None = None
) -> int | BlockedValue:
    """Wait until all items are finished. Returns the number of unfinished items."""
    return join_queue(state, client, now_ns, use_queue(state, client, reference), timeout_ns)


@handles("RQ.SHUTDOWN")
def shutdown(
    state: ControllerState, client: Client, now_ns: int, reference: bytes, *, immediate: bool = False
) -> None:
    """Refuse further items. If ``immediate``, destroy the items in the queue."""
    queue = use_queue(state, client, reference)
    store = queue.shutdown(immediate)
    state.work += min(len(store), FREED)
    if not state.in_transaction:  # EXEC counts the calls that end after it
        state.work += ENDING * min(len(queue.getters) + len(queue.putters), SERVED)
    record = _recorder(state, client, Method.SHUTDOWN, now_ns, queue, len(store))
    state.background.discard(store, now_ns, record)
    state.serve(queue, now_ns)


@handles("RQ.CLOSE")
def close(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Destroy a queue. Returns the number of items that were in it."""
    queue = use_queue(state, client, reference)
    destroyed = queue.all_items
    state.work += 50 + min(destroyed, FREED)
    state.close(queue, now_ns, _recorder(state, client, Method.CLOSE, now_ns, queue, destroyed))
    return destroyed
