# SPDX-License-Identifier: MIT
"""Calls that move items or wait. The put, get and join of every protocol use these functions.

Theory of operation
===================

The server passes each request to the dispatcher with the current time. The
handler of the command calls a function of this module. The function asks the
queue to move items, records the event, lets other blocked calls continue, and
returns the value of the call. A call that cannot continue blocks: the function
returns ``BLOCKED``, and the value is appended to ``state.outgoing`` when the
call ends. Nothing here waits, reads a clock, or sends.

The states of a call
--------------------

::

                          request
                             │ handler, then a function of this module
        ┌────────────────────┼──────────────────┐
        ▼                    ▼                  ▼
    finished              blocked             failed
    value returned     BLOCKED returned    RqError raised
                             │
        ┌───────────┬────────┴──┬────────────┬────────────┐
        │serve      │serve      │expire      │close       │disconnect
        │moved all  │after a    │CLIENT      │            │
        │its items  │shutdown   │UNBLOCK     │            │
        ▼           ▼           ▼            ▼            ▼
    finished    ShutDown    Empty, Full    Closed     cancelled
                            or a value                no reply

A call with timeout 0 never blocks. It fails with Empty or Full, or returns what
it could do. A call without a timeout can leave the state *blocked* in every way
but ``expire``.

A blocked call is in one wait queue of its queue (``getters``, ``putters`` or
``joiners``), is the ``call`` of its client, and is in ``deadlines`` if it has a
timeout. A get of BLPOP or BRPOP may be in the wait queues of several queues; it
leaves the others when one has an item. ``state.begin_waiting`` and
``state.end_call`` make these changes and record the start and the end of the
call as events.

At its timeout a join succeeds with the number of unfinished items, and BRPOP
succeeds with null. A put of several items that has moved some of them succeeds
with their number, at its timeout and after a shutdown.

The states of an item
---------------------

::

      put                        get                task_done
    ──────► in the queue ──────────────────► taken ──────────► finished
       │      ▲    │  ▲                        │
       │      │    │  └───── put with FRONT ───┘
       │ serve│    │
       ▼      │    └── purge, close, immediate shutdown ──► destroyed
     waiting in
     a blocked put ── timeout, close, shutdown, disconnect ──► never put

RQ.MOVE removes an item from one queue and puts it into another. The item keeps
its number. FRONT returns an item of the client's last get, newest first; after
an immediate shutdown, the returned item is destroyed like the others.

What must always hold
---------------------

- When a function returns, no blocked call could continue. A get does not wait
  while ``can_get`` is true, a put does not wait while ``can_put`` is true, and a
  join does not wait while all items are finished. Therefore every change that
  can help a blocked call is followed by ``state.serve``, before the next
  request is executed.
- No call overtakes another of its kind, as ``queue`` describes. The only exception is a get of a transaction:
  blocked gets continue after it, as if all its calls were one.
- A client has at most one blocked call. Its session stores further requests
  until the call ends, so a client's replies keep the order of its requests.
- A blocked call ends exactly once. It adds one entry to ``outgoing``, or none if
  its client has disconnected.
- A call that fails has moved no item. The only exception is Closed, because
  closing a queue destroys its items.
- A call has one end event; a blocked call also has a start event with the same
  call number. Each is recorded before the next call blocks or ends, so events
  have the order in which calls blocked and ended.
- An item is in at most one queue, and its number is never used again.
- ``memory.held`` counts every item in a queue and every item of a blocked put.
  A put that would exceed the limit fails before it changes the queue.
"""

from __future__ import annotations

from typing import Any

from rqcore.controller.clients import BlockedCall, Client, ToValue
from rqcore.controller.items import Item, deliveries_of, total_bytes
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import ControllerError, NotAllowed
from rqcore.protocol.command_traits import MANY, MOST_TAKEN
from rqcore.protocol.event_batch import GET, PUT, Method
from rqcore.protocol.queue_values import End

HEAP_WORK = 5
"""The work of taking one of many items of a priority queue."""
SAVED = 6 * 1024
"""The bytes of items moved into a durable queue that are one unit of work: about 64 MiB in a transaction."""


def use_queue(state: ControllerState, client: Client, reference: bytes) -> Queue:
    """Look up a queue by name or namespace, and record that the client uses it.

    Raises:
        Closed: The queue was destroyed.
        NotAllowed: The queue is in another program.
        NoQueue: There is no such queue.
    """
    queue = state.names.get(reference) or state.queues.get(reference) or state.find(reference)
    if queue not in client.used_queues:
        state.record_use(client, queue)
    return queue


def put_item(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, item: Item, timeout_ns: int | None
) -> BlockedValue | None:
    """Put one item.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        item: The item.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.

    Raises:
        Full: The queue is full, and the timeout is 0.
        ShutDown: The queue was shut down.
        NotComparable: A priority queue cannot order the item among its items.
        TooMany: The controller has no memory for the item.
    """
    if queue.put(item) is BLOCKED:
        if not state.may_wait(timeout_ns):
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
    """Put items in order. Items that do not fit wait, and other puts wait behind them.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        items: At least one item.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.

    Returns:
        The number of items that were put, or ``BLOCKED``.

    Raises:
        Full: The first item does not fit, and the timeout is 0.
        ShutDown: The queue was shut down.
        NotComparable: A priority queue cannot order the items.
        TooMany: The controller has no memory for all items.
    """
    moved = queue.put_many(items)
    state.work += len(items)
    if len(moved) < len(items):
        return _put_rest(state, client, now_ns, queue, items, len(moved), timeout_ns)
    state.publisher.record(client, Method.PUT_MANY, now_ns, queue=queue, items=items, timeout_ns=timeout_ns)
    if queue.getters:
        state.serve(queue, now_ns)
    return len(items)


def _put_rest(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    items: list[Item],
    moved: int,
    timeout_ns: int | None,
) -> int | BlockedValue:
    """Put the items after the first ``moved``. Waiting gets may take items now, so that more items fit."""
    call = state.make_call(client, Method.PUT_MANY, queue, now_ns, timeout_ns, len, items=items, moved=moved)
    queue.wait(call)
    is_blocked = True
    for ended in filter(None, queue.serve()):
        if ended.call is call:
            is_blocked = False
            _record_part(state, call, items, timeout_ns)
        else:
            state.end_call(ended, now_ns)
    if is_blocked and state.may_wait(timeout_ns):
        state.begin_waiting(call)
        return BLOCKED
    if is_blocked:
        queue.leave(call)
        if not call.moved:
            raise queue.full_error()
        _record_part(state, call, items[: call.moved], timeout_ns)
    return call.moved


def _record_part(
    state: ControllerState, call: BlockedCall, items: list[Item], timeout_ns: int | None
) -> None:
    """Record a put of several items that did not wait. Gets took some of them in between."""
    state.publisher.record(
        call.client,
        call.method,
        call.began_ns,
        queue=call.queue,
        items=items,
        timeout_ns=timeout_ns,
        moved_together=False,
    )


def put_at_head(state: ControllerState, client: Client, now_ns: int, queue: Queue, items: list[Item]) -> None:
    """Put items in front of all others of a list, each in front of the one before. Never waits.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue, which is not empty.
        items: At least one item.

    Raises:
        Full: Not all items fit.
        ShutDown: The queue was shut down.
        TooMany: The controller has no memory for all items.
    """
    if not queue.is_shut_down and not queue.has_room_for(len(items)):
        raise queue.full_error()
    queue.put_many(items, at_head=True)
    state.work += len(items)
    state.record_use(client, queue)
    method = PUT if len(items) == 1 else Method.PUT_MANY
    state.publisher.record(client, method, now_ns, queue=queue, items=items)
    state.serve(queue, now_ns)


def give_back_item(state: ControllerState, client: Client, now_ns: int, queue: Queue, item: Item) -> None:
    """Return an item of the client's last get to its queue, beginning with the last item of the get.

    Args:
        state: The controller.
        client: The client that took the item.
        now_ns: The current time in ns.
        queue: The queue from which the item was taken.
        item: The item. Its number is ignored: it receives the number and the deliveries that it had before.

    Raises:
        NotAllowed: The client's last get took no item from this queue, or all of them were returned.
    """
    taken_from, numbers = client.last_taken
    if queue is not taken_from or not numbers:
        raise NotAllowed(
            f"this client has no item of {queue.label!r} to return; FRONT undoes only its last get"
        )
    number = numbers.pop()
    item = item._replace(number=number, deliveries=client.taken_deliveries.get(number, 0))
    if queue.kind == "priority":  # the client does not know it
        item = item._replace(priority=client.taken_keys.pop())
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
    fails_on_timeout: bool = True,
    end: End | None = None,
) -> Any:
    """Take the next item; wait for one.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.
        to_value: Converts a list of the item to the value. None: the value is the item.
        fails_on_timeout: At its timeout the call fails with Empty. If False, its value is None instead.
        end: If the call waits: the end of the list from which it takes its item then.

    Returns:
        The value, or ``BLOCKED``.

    Raises:
        Empty: There is no item, and the timeout is 0.
        ShutDown: The queue was shut down and is empty.
    """
    item = queue.get()
    if item is BLOCKED and state.in_transaction:
        item = queue.get(overtakes=True)  # the blocked gets continue after the transaction
    if item is BLOCKED:
        if not state.may_wait(timeout_ns):
            raise queue.empty_error()
        to_value = to_value or first_item
        fields = {"wanted": 1, "fails_on_timeout": fails_on_timeout, "end": end}
        return state.block(client, GET, queue, now_ns, timeout_ns, to_value, **fields)
    client.last_taken = queue, [item.number]
    if queue.kind == "priority":
        client.taken_keys = [item.priority]
    elif client.taken_keys:
        client.taken_keys = []
    if item.deliveries or client.taken_deliveries:
        client.taken_deliveries = deliveries_of((item,))
    if record := state.publisher.record_fast:
        if type(item.payload) is bytes and not item.deliveries:
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
    """Take up to ``count`` items; wait only for the first. Stops before an item that exceeds a reply.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        count: The most items to take, at least 1.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.

    Returns:
        The items, or ``BLOCKED``.

    Raises:
        Empty: There is no item, and the timeout is 0.
        ShutDown: The queue was shut down and is empty.
    """
    count = _most(state, queue, count)
    items = queue.get_many(count, state.limits.payload)
    if items is BLOCKED and state.in_transaction:
        items = queue.get_many(count, state.limits.payload, overtakes=True)
    if items is BLOCKED:
        if not state.may_wait(timeout_ns):
            raise queue.empty_error()
        fields = {"wanted": count, "most_bytes": state.limits.payload}
        return state.block(client, Method.GET_MANY, queue, now_ns, timeout_ns, list, **fields)
    state.work += len(items) * (HEAP_WORK if queue.kind == "priority" else 1)
    items = _loaded(state, now_ns, queue, items)
    client.remember_taken(queue, items)
    state.publisher.record(client, Method.GET_MANY, now_ns, queue=queue, items=items, timeout_ns=timeout_ns)
    if queue.putters:
        state.serve(queue, now_ns)
    return items


def take_from_end(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    end: End,
    count: int | None,
    timeout_ns: int | None = 0,
) -> list[Item]:
    """Take items from one end of a list. Never waits, because the caller has checked that there are items.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        end: The end.
        count: The most items to take; None for a call that takes one item.
        timeout_ns: The timeout of the call, as events show it.

    Raises:
        Empty: Other gets wait in front.
    """
    items = queue.get_many(_most(state, queue, count or 1), state.limits.payload, state.in_transaction, end)
    if items is BLOCKED:
        raise queue.empty_error()
    if count is not None:
        state.work += len(items)
        items = _loaded(state, now_ns, queue, items, end)
    client.remember_taken(queue, items)
    if not state.in_transaction:
        client.taken_ends = []
    client.taken_ends.append((client.last_taken, end))
    method = GET if count is None else Method.GET_MANY
    state.publisher.record(client, method, now_ns, queue=queue, items=items, timeout_ns=timeout_ns)
    if queue.putters:
        state.serve(queue, now_ns)
    return items


def _loaded(
    state: ControllerState, now_ns: int, queue: Queue, items: list[Item], end: End | None = None
) -> list[Item]:
    """Read the payloads of items that were taken. Raises ControllerError if the first cannot be read."""
    loaded, problem = state.loaded(queue, items, end)
    if len(loaded) < len(items):
        state.serve(queue, now_ns)
    if problem:
        raise ControllerError(problem)
    return loaded


def finish_move(
    state: ControllerState, client: Client, now_ns: int, source: Queue, target: Queue, items: list[Item]
) -> None:
    """Record that items were moved from one queue to another, and let blocked calls of both continue."""
    state.work += 2 * len(items)
    if target.is_durable:
        state.work += total_bytes(items) // SAVED
    state.publisher.record_move(client, now_ns, source, target, items)
    state.serve(target, now_ns)
    state.serve(source, now_ns)


def join_queue(
    state: ControllerState, client: Client, now_ns: int, queue: Queue, timeout_ns: int | None
) -> int | BlockedValue:
    """Wait until all items are finished.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        queue: The queue.
        timeout_ns: In ns; None to wait without a timeout, 0 to never wait.

    Returns:
        The number of unfinished items: 0, or more at the timeout. Or ``BLOCKED``.
    """
    if state.may_wait(timeout_ns) and queue.join() is BLOCKED:
        return state.block(client, Method.JOIN, queue, now_ns, timeout_ns, lambda _: queue.unfinished)
    state.publisher.record(client, Method.JOIN, now_ns, queue=queue, timeout_ns=timeout_ns)
    return queue.unfinished


def _most(state: ControllerState, queue: Queue, count: int) -> int:
    """Return how many items a call takes that asks for ``count``.

    Items come out of a heap one after the other, which takes five times as long as from other queues.
    """
    return min(count, MANY if state.in_transaction or queue.kind == "priority" else MOST_TAKEN)


def no_value(items: list[Item]) -> None:
    """Return None, the value of a put."""


def first_item(items: list[Item]) -> Item:
    """Return the value of a get of one item."""
    return items[0]
