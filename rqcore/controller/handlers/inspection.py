# SPDX-License-Identifier: MIT
"""The commands that only look. The handlers are like those in ``queue_methods``."""

from __future__ import annotations

from itertools import islice

from rqcore.controller.clients import Client
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.observers import record_look
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import Queue
from rqcore.controller.queue_calls import use_queue
from rqcore.controller.state import ControllerState
from rqcore.errors import NotAllowed
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.protocol.reply_types import WITH_CODEC
from rqcore.protocol.spool_api import SpoolLocation, part_of


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
    """The items from ``start`` to ``stop``, or the first ``preview`` bytes of each."""
    queue = use_queue(state, client, reference)
    record_look(state, client, Method.PEEK, now_ns, queue)
    items = slice_of(queue, start, stop)
    if preview is not None:
        state.check_reply_size(sum(min(len(item.payload), preview) for item in items))
        return [_preview_of(item, preview) for item in items]
    state.check_reply_size(total_bytes(items))
    if withcodec:
        client.item_form = WITH_CODEC
    return items


def _preview_of(item: Item, most: int) -> Preview:
    return Preview(item.number, item.codec, len(item.payload), part_of(item.payload, 0, most))


@handles("RQ.PIECE")
def read_payload(
    state: ControllerState, client: Client, now_ns: int, reference: bytes, number: int, start: int, count: int
) -> bytes | None:
    """Part of one payload; None if the item is no longer in the queue."""
    queue = use_queue(state, client, reference)
    record_look(state, client, Method.PEEK, now_ns, queue)
    item = next((item for item in queue.store if item.number == number), None)
    return None if item is None else part_of(item.payload, start, count)


def slice_of(queue: Queue, start: int, stop: int) -> list[Item]:
    """The items from ``start`` to ``stop``, both included. As in LRANGE, -1 is the last to come out."""
    size = len(queue.store)
    first = max(start + size if start < 0 else start, 0)
    last = stop + size if stop < 0 else stop
    return list(islice(queue.store, first, max(last + 1, first)))


@handles("RQ.WAITERS")
def waiters(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> list[Waiter]:
    """The blocked calls, first come first."""
    queue = _look_at(state, client, Method.WAITERS, now_ns, reference)
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
    """How many items the queue holds."""
    return _look_at(state, client, Method.QSIZE, now_ns, reference).size


@handles("RQ.MAXSIZE")
def maxsize(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> int:
    """The bound, or 0."""
    return _look_at(state, client, Method.MAXSIZE, now_ns, reference).maxsize


@handles("RQ.STAT")
def stat(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> QueueStat:
    """How a queue stands."""
    return _look_at(state, client, Method.STAT, now_ns, reference).stat()


@handles("RQ.LIST")
def queues(state: ControllerState, client: Client, now_ns: int) -> list[QueueStat]:
    """How every queue stands."""
    record_look(state, client, Method.LIST, now_ns, None)
    return [queue.stat() for queue in state.listed_queues]


@handles("RQ.SPOOL")
def spool(state: ControllerState, client: Client, now_ns: int) -> SpoolLocation:
    """Where clients on the same filesystem may put and find large payloads."""
    if state.spool is None:
        raise NotAllowed("this controller has no spool")
    return state.spool.location


def _look_at(state: ControllerState, client: Client, method: Method, now_ns: int, reference: bytes) -> Queue:
    """Look up a queue, of another program too, and record that the client looked at it."""
    queue = state.find_any(reference)
    state.note_use(client, queue)
    record_look(state, client, method, now_ns, queue)
    return queue
