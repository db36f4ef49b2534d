# SPDX-License-Identifier: MIT
"""Handlers of the commands that only read. ``queue_methods`` describes the parameters of a handler."""

from __future__ import annotations

from itertools import islice

from rqcore.controller.clients import Client
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.observers import record_read
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import Queue
from rqcore.controller.queue_calls import use_queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed, quoted
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.protocol.reply_types import WITH_CODEC
from rqcore.protocol.spool_api import SpoolLocation, beginning_of, part_of
from rqcore.protocol.spool_proof import NONCE


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
) -> list[Item] | list[Preview]:
    """Return items without taking them.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        start: The position of the first item, as in ``slice_of``.
        stop: The position of the last item.
        withcodec: Return the codec with each item.
        preview: Return only this many bytes of each item, as a ``Preview``.

    Raises:
        TooBig: The items exceed the limit of a reply.
        NoQueue: There is no such queue; or another error of ``ControllerState.find``.
    """
    queue = use_queue(state, client, reference)
    record_read(state, client, Method.PEEK, now_ns, queue)
    items = slice_of(queue, start, stop)
    if preview is not None:
        state.check_reply_size(sum(min(len(item.payload), preview) for item in items))
        return [_preview_of(item, preview) for item in items]
    state.check_reply_size(total_bytes(items))
    if withcodec:
        client.item_form = WITH_CODEC
    return items


def _preview_of(item: Item, most: int) -> Preview:
    return Preview(item.number, item.codec, len(item.payload), beginning_of(item.payload, most))


@handles("RQ.PIECE")
def read_payload(
    state: ControllerState, client: Client, now_ns: int, reference: bytes, number: int, start: int, count: int
) -> bytes | None:
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
        The bytes, or None if the item is not in the queue.
    """
    queue = use_queue(state, client, reference)
    record_read(state, client, Method.PEEK, now_ns, queue)
    item = next((item for item in queue.store if item.number == number), None)
    return None if item is None else part_of(item.payload, start, count)


def slice_of(queue: Queue, start: int, stop: int) -> list[Item]:
    """Return the items of a queue in the order in which they come out.

    Args:
        queue: The queue.
        start: The position of the first item; negative positions count from the end, -1 is the last item.
        stop: The position of the last item, which is included.
    """
    size = len(queue.store)
    first = max(start + size if start < 0 else start, 0)
    last = stop + size if stop < 0 else stop
    return list(islice(queue.store, first, max(last + 1, first)))


@handles("RQ.WAITERS")
def waiters(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> list[Waiter]:
    """Return the blocked calls: gets, then puts, then joins, each in the order of their arrival."""
    queue = _find_to_read(state, client, Method.WAITERS, now_ns, reference)
    if isinstance(queue, ExposedQueue):
        return queue.waiters
    return [
        Waiter(
            client=call.client.number,
            name=call.client.label,
            method=call.method.name.lower(),
            waited=(now_ns - call.began_ns) / 1e9,
            timeout=None if call.timeout_ns == NO_TIMEOUT else call.timeout_ns / 1e9,
        )
        for waiting in (queue.getters, queue.putters, queue.joiners)
        for call in waiting.values()
    ]


@handles("RQ.SIZE")
def qsize(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Return the number of items in a queue."""
    return _find_to_read(state, client, Method.QSIZE, now_ns, reference).size


@handles("RQ.MAXSIZE")
def maxsize(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """Return the maximum number of items, or 0 for no limit."""
    return _find_to_read(state, client, Method.MAXSIZE, now_ns, reference).maxsize


@handles("RQ.STAT")
def stat(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> QueueStat:
    """Return the state of a queue."""
    return _find_to_read(state, client, Method.STAT, now_ns, reference).stat()


@handles("RQ.LIST")
def queues(state: ControllerState, client: Client, now_ns: int) -> list[QueueStat]:
    """Return the state of every queue."""
    record_read(state, client, Method.LIST, now_ns, None)
    return [queue.stat() for queue in state.listed_queues if client.sees(queue)]


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


def _find_to_read(
    state: ControllerState, client: Client, method: Method, now_ns: int, reference: bytes
) -> Queue:
    """Look up a queue, including queues of other programs, and record the call."""
    queue = state.find_any(reference)
    state.record_use(client, queue)
    record_read(state, client, method, now_ns, queue)
    return queue
