# SPDX-License-Identifier: MIT
"""The queue commands that only look. The handlers are like those of ``queue_methods``."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice

from rqcore.controller.clients import Client
from rqcore.controller.handlers.queue_methods import CODEC_NAMES, many, many_with_codec
from rqcore.controller.handlers.registry import handles
from rqcore.controller.queue import ExposedQueue, Item, Queue, size_of
from rqcore.controller.state import ControllerState
from rqcore.protocol import resp
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.spool_api import part_of


@handles("RQ.PEEK")
def peek(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    start: int,
    stop: int,
    *,
    withcodec: bool = False,
    preview: int | None = None,
) -> bytes:
    queue = hub.find(client, reference)
    _looked(hub, client, Method.PEEK, now, queue)
    items = slice_of(queue, start, stop)
    if preview is not None:
        hub.permit(sum(min(len(item.payload), preview) for item in items))
        return _previews(items, preview)
    hub.permit(size_of(items))
    return many_with_codec(items) if withcodec else many(items)


def _previews(items: list[Item], most: int) -> bytes:
    """Number, codec, size and first bytes of each."""
    return resp.array(
        [
            part
            for item in items
            for part in (
                resp.integer(item.number),
                CODEC_NAMES[item.codec],
                resp.integer(len(item.payload)),
                resp.bulk(part_of(item.payload, 0, most)),
            )
        ]
    )


@handles("RQ.PIECE")
def read_payload(
    hub: ControllerState, client: Client, now: int, reference: bytes, number: int, start: int, count: int
) -> bytes:
    """Null where the item is no longer in the queue: somebody took it."""
    queue = hub.find(client, reference)
    _looked(hub, client, Method.PEEK, now, queue)
    item = next((item for item in queue.store if item.number == number), None)
    return resp.null(client.protocol) if item is None else resp.bulk(part_of(item.payload, start, count))


def slice_of(queue: Queue, start: int, stop: int) -> list[Item]:
    """The items from ``start`` to ``stop``, both included, as LRANGE counts: -1 is the last to come out."""
    size = len(queue.store)
    first = max(start + size if start < 0 else start, 0)
    last = stop + size if stop < 0 else stop
    return list(islice(queue.store, first, max(last + 1, first)))


@handles("RQ.WAITERS")
def waiters(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.look(client, reference)
    _looked(hub, client, Method.WAITERS, now, queue)
    if isinstance(queue, ExposedQueue):
        return resp.encode(queue.waiting, client.protocol)
    waiting = [
        {
            "client": call.client.number,
            "name": call.client.label,
            "method": call.method.name.lower(),
            "waited": (now - call.began) / 1e9,
            "timeout": None if call.timeout == NO_TIMEOUT else call.timeout / 1e9,
        }
        for line in (queue.getters, queue.putters, queue.joiners)
        for call in line.values()
    ]
    return resp.encode(waiting, client.protocol)


@handles("RQ.SIZE")
def qsize(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.look(client, reference)
    _looked(hub, client, Method.QSIZE, now, queue)
    return resp.integer(queue.size)


@handles("RQ.MAXSIZE")
def maxsize(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.look(client, reference)
    _looked(hub, client, Method.MAXSIZE, now, queue)
    return resp.integer(queue.maxsize)


@handles("RQ.STAT")
def stat(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.look(client, reference)
    _looked(hub, client, Method.STAT, now, queue)
    return resp.encode(asdict(queue.stat()), client.protocol)


@handles("RQ.LIST")
def queues(hub: ControllerState, client: Client, now: int) -> bytes:
    _looked(hub, client, Method.LIST, now, None)
    return resp.encode([asdict(queue.stat()) for queue in hub.listed], client.protocol)


def _looked(hub: ControllerState, client: Client, method: Method, now: int, queue: Queue | None) -> None:
    """An observer that only looks is no event: watching must not fill the log."""
    if hub.news.observing and not client.observer:
        hub.news.told(client, method, now, queue=queue)
