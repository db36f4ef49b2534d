# SPDX-License-Identifier: MIT
"""The calls of leases, and what happens when leases end and delayed items are due. ``leases`` has the rules.

A lease ends in one of these ways::

    RQ.ACK                            the item is finished
    RQ.NACK, deadline, client left    the item returns to its place, or goes to the dead-letter queue if it
                                      was leased ``max_deliveries`` times
    RQ.NACK DELAY                     the item returns later
    purge, immediate shutdown, close  the item is destroyed

Any client that knows the number of a lease may end it. A client that has lost its connection and could not
resume its session can so acknowledge its item on another connection, as long as the lease has not ended.

The work of one turn of the event loop is bounded: ``expire_items`` handles ``MOST_DUE`` items, and the
leases of a client that has left end in steps of ``MOST_DUE``. An item that returns into the middle of a long
queue takes as long as many others: after ``MOST_WORK`` a turn handles no further one.

An item goes to the dead-letter queue even if that is full. If it was closed, it is created again. If that is
not possible, or it was shut down, the item returns to its place instead: it is never lost.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from rqcore.controller.calls.queue_calls import first_item, no_value
from rqcore.controller.clients import Client
from rqcore.controller.items import DelayedItem, Item, ItemLease
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.spooled_items import kept_in_memory
from rqcore.controller.state import ControllerState
from rqcore.errors import RqError, TooMany
from rqcore.protocol.event_batch import PUT, Method, NameKind, Outcome

MOST_DUE = 200
"""The most leases that end, and delayed items that enter their queues, in one turn of the event loop."""

MOST_WORK = 3000
"""The work of items that return, in one turn: they may have to be inserted among millions of others."""


def lease_item(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, seconds_ns: int, timeout_ns: int | None
) -> Any:
    """Lease the next item; wait for one.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        seconds_ns: How long the lease lasts, in ns.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.

    Returns:
        The lease, or ``BLOCKED``.

    Raises:
        Empty: There is no item, and the timeout is 0.
        ShutDown: The queue was shut down and is empty, and no item can return.
        TooMany: The client or the queue has reached the limit of leases.
    """
    _check_limit(state, client, queue)
    if queue.must_wait_for_item(state.in_transaction):
        if not state.may_wait(timeout_ns):
            raise queue.empty_error()
        fields = {"wanted": 1, "lease_ns": seconds_ns}
        return state.block(client, Method.LEASE, queue, now_ns, timeout_ns, first_item, **fields)
    lease = queue.begin_lease(*queue.pop_for_lease(), client, now_ns, seconds_ns)
    state.publisher.record(
        client, Method.LEASE, now_ns, queue=queue, items=(lease.item,), timeout_ns=timeout_ns
    )
    if queue.putters:
        state.serve(queue, now_ns)
    return lease


def _check_limit(state: ControllerState, client: Client, queue: Queue) -> None:
    most = state.limits.leases
    if max(len(client.leases), len(queue.leases)) < most:
        return
    state.counters.refused_leases += 1
    if len(client.leases) >= most:
        raise TooMany(f"this client has {most} leased items; acknowledge some, or raise max_leases")
    raise TooMany(f"queue {queue.label!r} has {most} leased items; acknowledge some, or raise max_leases")


def acknowledge(state: ControllerState, client: Client, now_ns: int, queue: Queue, number: int) -> None:
    """Finish a leased item.

    Raises:
        LeaseLost: The lease has ended.
    """
    lease = queue.find_lease(number)
    queue.finish(lease)
    state.publisher.record(client, Method.ACK, now_ns, queue=queue, items=(lease.item,))
    if not queue.unfinished or queue.is_shut_down:
        state.serve(queue, now_ns)


def give_back_leased(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    number: int,
    delay_ns: int,
    is_unseen: bool,
) -> None:
    """Give a leased item back.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        number: The number of the lease.
        delay_ns: When the item returns, in ns from now; 0 for immediately.
        is_unseen: The client has not seen the item, so this delivery does not count.

    Raises:
        LeaseLost: The lease has ended.
    """
    lease = queue.find_lease(number)
    if is_unseen:
        lease.item = lease.item._replace(deliveries=lease.item.deliveries - 1)
    return_leased(state, client, now_ns, lease, Method.NACK, delay_ns)


def extend_lease(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, number: int, seconds_ns: int | None
) -> None:
    """Let a lease end ``seconds_ns`` from now; None: after its duration. It belongs to the client then.

    Raises:
        LeaseLost: The lease has ended.
        TooMany: The client has reached the limit of leases.
    """
    lease = queue.find_lease(number)
    if lease.client is not client and len(client.leases) >= state.limits.leases:
        _check_limit(state, client, queue)
    queue.extend_lease(lease, client, now_ns + (lease.seconds_ns if seconds_ns is None else seconds_ns))
    state.publisher.record(client, Method.EXTEND, now_ns, queue=queue, items=(lease.item,))


def put_later(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    item: Item,
    timeout_ns: int | None,
    delay_ns: int,
) -> BlockedValue | None:
    """Put an item that enters the queue later.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        item: The item.
        timeout_ns: In ns; None to wait for free space without a timeout, 0 to never wait.
        delay_ns: When the item enters the queue, in ns from now.

    Raises:
        Full: The queue is full, and the timeout is 0.
        ShutDown: The queue was shut down.
        NotComparable: A priority queue cannot order the item among its items.
        TooMany: The controller has no memory for the item.
    """
    enters_ns = now_ns + delay_ns
    if queue.put_delayed(item, client, enters_ns) is BLOCKED:
        if not state.may_wait(timeout_ns):
            raise queue.full_error()
        state.memory.admit(len(item.payload), 1)
        fields = {"items": [item], "enters_ns": enters_ns}
        return state.block(client, PUT, queue, now_ns, timeout_ns, no_value, **fields)
    state.publisher.record(
        client, PUT, now_ns, Outcome.DELAYED, queue=queue, items=(item,), timeout_ns=timeout_ns
    )
    return None


def expire_items(state: ControllerState, now_ns: int) -> None:
    """End some of the leases whose time is over, and put some of the delayed items that are due."""
    most_work = state.work + MOST_WORK
    for entry in state.item_deadlines.pop_due(now_ns, MOST_DUE):
        if state.work >= most_work:
            state.item_deadlines.add(entry)  # it stays due
        elif isinstance(entry, ItemLease):
            if entry.number in entry.queue.leases:
                return_leased(state, entry.client, now_ns, entry, Method.REDELIVERED)
                _forget_absent(state, entry.client)
        elif entry.number in entry.queue.delayed:
            _enter(state, now_ns, entry)


def _enter(state: ControllerState, now_ns: int, entry: DelayedItem) -> None:
    state.work += entry.queue.enter_delayed(entry)
    state.publisher.record(entry.client, Method.DUE, now_ns, queue=entry.queue, items=(entry.item,))
    _forget_absent(state, entry.client)
    state.serve(entry.queue, now_ns)


def _forget_absent(state: ControllerState, client: Client) -> None:
    """Forget the name of a client that has left, after an event that shows it."""
    if client.number not in state.clients:
        state.publisher.forget_name(NameKind.CLIENT, client.number)


def end_leases(state: ControllerState, client: Client, now_ns: int) -> None:
    """Give back what a client has on leases, because it has left: the last lease first."""
    if client.leases:
        state.background.begin(partial(_end_some, state, client), now_ns)


def _end_some(state: ControllerState, client: Client, now_ns: int) -> bool:
    """End some of the leases of a client. Returns whether it has others."""
    most_work = state.work + MOST_WORK
    for _ in range(min(MOST_DUE, len(client.leases))):
        if state.work >= most_work:
            break
        number, lease = client.leases.popitem()
        if number in lease.queue.leases:
            return_leased(state, client, now_ns, lease, Method.REDELIVERED)
    _forget_absent(state, client)
    return bool(client.leases)


def return_leased(
    state: ControllerState, client: Client, now_ns: int, lease: ItemLease, method: Method, delay_ns: int = 0
) -> None:
    """End a lease without an acknowledgement, and record it. ``delay_ns``: when its item returns."""
    queue: Queue = lease.queue
    if not _bury(state, client, now_ns, lease, method):
        outcome = Outcome.DELAYED if delay_ns else Outcome.OK
        if delay_ns:
            queue.delay_leased(lease, client, now_ns + delay_ns)
        else:
            state.work += queue.return_leased(lease)
        state.publisher.record(client, method, now_ns, outcome, queue=queue, items=(lease.item,))
    state.serve(queue, now_ns)


def _bury(state: ControllerState, client: Client, now_ns: int, lease: ItemLease, method: Method) -> bool:
    """Move an item that was leased too often to the dead-letter queue. Returns whether it is there."""
    source: Queue = lease.queue
    if not source.max_deliveries or lease.item.deliveries < source.max_deliveries:
        return False
    target = _dead_letter_queue(state, client, now_ns, source)
    if target is None:
        return False
    source.finish(lease)
    source.dead += 1
    item = lease.item._replace(deliveries=0)
    kept = kept_in_memory([item], {}) if target.is_durable else [item]
    target.push_many(kept, len(item.payload))
    state.publisher.record_move(client, now_ns, source, target, [lease.item], method, Outcome.DEAD)
    state.serve(target, now_ns)
    return True


def _dead_letter_queue(state: ControllerState, client: Client, now_ns: int, source: Queue) -> Queue | None:
    """Return the dead-letter queue, which is created if it was closed; None if it cannot be used."""
    assert source.dead_letter
    target = ensure_queue(state, client, now_ns, source.dead_letter, source.is_durable)
    return None if target is None or target is source or target.is_shut_down else target


def ensure_queue(
    state: ControllerState, client: Client, now_ns: int, name: str, durable: bool
) -> Queue | None:
    """Return the queue with a name, which is created if there is none; None if that is not possible."""
    if queue := state.names.get(name.encode()):
        return queue
    try:
        queue = state.create(name, "fifo", 0, durable)
    except RqError:
        return None
    state.publisher.record(client, Method.CREATE, now_ns, queue=queue)
    return queue
