# SPDX-License-Identifier: MIT
"""Handlers of the commands that only read. ``queue_methods`` describes the parameters of a handler."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from operator import methodcaller
from typing import Any

from rqcore.controller.calls.queue_calls import use_queue
from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.long_replies import reply_with_items
from rqcore.controller.handlers.observers import record_read
from rqcore.controller.items import Item
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed, TooBig, quoted
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.item_encoding import WITH_CODEC
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.protocol.slices import SlicedList, SlicedWork, sliced
from rqcore.protocol.spool_api import SpoolLocation, beginning_of, part_of
from rqcore.protocol.spool_proof import NONCE

FEW = 100
"""The most structures in one slice of a reply; each takes about 25 µs."""
MOST_SEARCHED = 250_000
"""The most items that a call searches for an item that is not at the place where its number suggests it."""


@handles("RQ.PEEK")
def peek(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    start: int,
    stop: int,
    *,
    withcodec: bool = False,
    preview: int | None = None,
) -> Any:
    """Return items without taking them.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        start: The position of the first item, as in ``reply_with_items``.
        stop: The position of the last item.
        withcodec: Return the codec with each item.
        preview: Return only this many bytes of each item, as a ``Preview``.

    Raises:
        TooBig: The items exceed the limit of a reply.
        NoQueue: There is no such queue; or another error of ``ControllerState.find``.
    """
    queue = use_queue(state, client, reference)
    record_read(state, client, Method.PEEK, now_ns, queue)
    if preview is not None:
        return reply_with_items(state, client, queue, start, stop, preview, partial(_previews_of, preview))
    if withcodec:
        client.item_form = WITH_CODEC
    return reply_with_items(state, client, queue, start, stop)


def _previews_of(most: int, items: list[Item]) -> list[Preview]:
    return [
        Preview(item.number, item.codec, len(item.payload), beginning_of(item.payload, most))
        for item in items
    ]


@handles("RQ.PIECE")
def read_payload(
    state: ControllerState, client: Client, now_ns: int, reference: bytes, number: int, start: int, count: int
) -> Any:
    """Return part of one payload.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        number: The number of the item.
        start: The first byte.
        count: The most bytes.

    Returns:
        The bytes, or None if the item is not in the queue; or ``BLOCKED`` if the search takes several turns.

    Raises:
        TooBig: The item is not among the first ``MOST_SEARCHED``, and there are more.
    """
    queue = use_queue(state, client, reference)
    record_read(state, client, Method.PEEK, now_ns, queue)
    items = queue.store.any_part(MANY)
    state.work += len(items) // 10
    item = queue.store.find(number) or _find(items, number)
    if item is not None or len(queue.store) <= len(items):
        return None if item is None else part_of(item.payload, start, count)
    if state.in_transaction:
        raise TooBig(f"a transaction searches at most {MANY} items; read the payload without it")
    items = queue.store.any_part(MOST_SEARCHED)
    client.slices = SlicedWork(_search(queue, items, number, start, count), queue.bytes + len(items))
    return BLOCKED


def _find(items: Iterable[Item], number: int) -> Item | None:
    return next((item for item in items if item.number == number), None)


def _search(
    queue: Queue, items: list[Item], number: int, start: int, count: int
) -> Generator[None, None, bytes | None]:
    """Search many items in slices. Returns as ``read_payload``."""
    is_complete = len(items) == len(queue.store)
    for part in sliced(items, MANY):
        yield
        if item := _find(part, number):
            return part_of(item.payload, start, count)
    if not is_complete:
        raise TooBig(f"item {number} is not among the {len(items)} items that one call searches")
    return None


@handles("RQ.WAITERS")
def waiters(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> Any:
    """Return the blocked calls: gets, then puts, then joins, each in the order of their arrival.

    In a transaction, only the first ``FEW``.
    """
    queue = find_to_read(state, client, Method.WAITERS, now_ns, reference)
    if isinstance(queue, ExposedQueue):
        return queue.waiters
    calls = queue.waiting_calls
    return list_in_slices(state, client, calls, partial(_waiter_of, now_ns))


def _waiter_of(now_ns: int, call: BlockedCall) -> Waiter:
    return Waiter(
        client=call.client.number,
        name=call.client.label,
        method=call.method.name.lower(),
        waited=(now_ns - call.began_ns) / 1e9,
        timeout=None if call.timeout_ns == NO_TIMEOUT else call.timeout_ns / 1e9,
    )


def list_in_slices(
    state: ControllerState, client: Client, members: Sequence[Any], convert: Callable[[Any], Any]
) -> Any:
    """Reply with a list of structures; in slices if it is long and not part of a transaction."""
    state.work += 15 * min(len(members), FEW)
    if len(members) <= FEW or state.in_transaction:
        return [convert(member) for member in members[:FEW]]
    slices = ([convert(member) for member in part] for part in sliced(members, FEW))
    client.slices = SlicedList(len(members), slices, 100 * len(members))
    return BLOCKED


@handles("RQ.SIZE")
def qsize(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Return the number of items in a queue."""
    return find_to_read(state, client, Method.QSIZE, now_ns, reference).size


@handles("RQ.MAXSIZE")
def maxsize(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Return the maximum number of items, or 0 for no limit."""
    return find_to_read(state, client, Method.MAXSIZE, now_ns, reference).maxsize


@handles("RQ.STAT")
def stat(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> QueueStat:
    """Return the state of a queue."""
    return find_to_read(state, client, Method.STAT, now_ns, reference).stat()


@handles("RQ.LIST")
def queues(state: ControllerState, client: Client, now_ns: int) -> Any:
    """Return the state of every queue."""
    record_read(state, client, Method.LIST, now_ns, None)
    everything = state.listed_queues
    if client.access is None or client.access.sees_all or len(everything) <= FEW:
        seen = [queue for queue in everything if client.sees(queue)]
        return list_in_slices(state, client, seen, methodcaller("stat"))
    members = SlicedList(0, iter(()), 100 * len(everything))
    members.slices = _stats_of_seen(client, everything, members)
    client.slices = members
    return BLOCKED


def _stats_of_seen(
    client: Client, queues: Sequence[Queue], members: SlicedList
) -> Iterator[Sequence[QueueStat]]:
    """Select the queues that a client may see, in slices, and then yield the state of each."""
    seen: list[Queue] = []
    for part in sliced(queues, FEW):
        seen += [queue for queue in part if client.sees(queue)]
        yield ()
    members.count = len(seen)
    for part in sliced(seen, FEW):
        yield [queue.stat() for queue in part]


@handles("RQ.SPOOL")
def spool(state: ControllerState, client: Client, now_ns: int, nonce: bytes) -> SpoolLocation:
    """Return where clients on the same filesystem can exchange large payloads, with a proof for ``nonce``.

    Raises:
        BadCall: The nonce has another form.
        NotAllowed: The controller has no spool.
    """
    if not NONCE.fullmatch(nonce):
        raise BadCall(f"the nonce must be 32 hexadecimal digits, not {quoted(nonce)}")
    if state.spool is None:
        raise NotAllowed("this controller has no spool; send payloads over the connection")
    return state.spool.locate(nonce)


def find_to_read(
    state: ControllerState, client: Client, method: Method, now_ns: int, reference: bytes
) -> Queue:
    """Look up a queue, including queues of other programs, and record the call."""
    queue = state.find_any(reference)
    state.record_use(client, queue)
    record_read(state, client, method, now_ns, queue)
    return queue
