# SPDX-License-Identifier: MIT
"""What the queue commands do to the hub.

A handler takes hub, client, now, then what the table parsed; it gives the
reply, or None when the call has to wait.
"""

from __future__ import annotations

from dataclasses import asdict

from rqcore import resp
from rqcore.clients import Client
from rqcore.codec import Codec
from rqcore.errors import Empty, Full, NotAllowed
from rqcore.events import NO_TIMEOUT, Method, Outcome
from rqcore.hub import Hub
from rqcore.observers import DEFAULT_PREVIEW, MAX_PREVIEW, Observer, Selection
from rqcore.queues import Item, Queue
from rqcore.waiting import Call


def create(
    hub: Hub,
    client: Client,
    now: int,
    *,
    name: str | None = None,
    kind: str = "fifo",
    maxsize: int = 0,
    existok: bool = False,
) -> bytes:
    there = hub.names.get(name.encode()) if name and existok else None
    queue = there or hub.create(client, name, kind, maxsize)
    if hub.observing:
        hub.told(client, Method.CREATE, now, queue=queue)
    return resp.bulk(queue.namespace.encode())


def put(
    hub: Hub,
    client: Client,
    now: int,
    reference: bytes,
    payload: bytes,
    *,
    codec: Codec = Codec.RAW,
    priority: float = 0.0,
    timeout: int | None = None,
) -> bytes | None:
    queue = hub.find(client, reference)
    item = hub.item(codec, payload, priority)
    if queue.full:
        if timeout == 0:
            raise Full(f"queue {queue.label} holds {len(queue.store)} of {queue.maxsize}")
        hub.wait(_call(hub, client, Method.PUT, queue, now, timeout, item))
        return None
    queue.push(item)
    if hub.observing:
        hub.told(client, Method.PUT, now, queue=queue, item=item, timeout=timeout)
    if queue.getters:
        serve_getters(hub, queue, now)
    return resp.OK


def get(
    hub: Hub,
    client: Client,
    now: int,
    reference: bytes,
    *,
    timeout: int | None = None,
    withcodec: bool = False,
) -> bytes | None:
    queue = hub.find(client, reference)
    if not queue.store:
        if timeout == 0:
            raise Empty(f"queue {queue.label} is empty")
        hub.wait(_call(hub, client, Method.GET, queue, now, timeout, None, withcodec))
        return None
    item = queue.take()
    if hub.observing:
        hub.told(client, Method.GET, now, queue=queue, item=item, timeout=timeout)
    if queue.putters:
        admit_putters(hub, queue, now)
    return _item_reply(item, withcodec)


def _call(
    hub: Hub,
    client: Client,
    method: Method,
    queue: Queue,
    now: int,
    timeout: int | None,
    item: Item | None,
    withcodec: bool = False,
) -> Call:
    limit = NO_TIMEOUT if timeout is None else timeout
    return Call(hub.call_number(), client, method, queue, now, limit, item, withcodec)


def _item_reply(item: Item, withcodec: bool) -> bytes:
    if not withcodec:
        return resp.bulk(item.payload)
    return b"*2\r\n+%b\r\n%b" % (_CODEC_NAMES[item.codec], resp.bulk(item.payload))


_CODEC_NAMES = {codec: str(codec).encode() for codec in Codec}


def serve_getters(hub: Hub, queue: Queue, now: int) -> None:
    """Items came: the calls that wait for them get them, in the order they came."""
    while queue.getters and queue.store:
        call = queue.getters.next()
        item = queue.take()
        hub.finish(call, _item_reply(item, call.withcodec), now, item)


def admit_putters(hub: Hub, queue: Queue, now: int) -> None:
    """Room came: the calls that wait for it put their items, in the order they came."""
    while queue.putters and not queue.full:
        call = queue.putters.next()
        assert call.item
        queue.push(call.item)
        hub.finish(call, resp.OK, now, call.item)


def size(hub: Hub, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    _looked(hub, client, Method.QSIZE, now, queue)
    return resp.integer(len(queue.store))


def maxsize(hub: Hub, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    _looked(hub, client, Method.MAXSIZE, now, queue)
    return resp.integer(queue.maxsize)


def stat(hub: Hub, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    _looked(hub, client, Method.STAT, now, queue)
    return resp.encode(asdict(queue.stat()), client.protocol)


def list_(hub: Hub, client: Client, now: int) -> bytes:
    _looked(hub, client, Method.LIST, now, None)
    return resp.encode([asdict(queue.stat()) for queue in hub.queues.values()], client.protocol)


def _looked(hub: Hub, client: Client, method: Method, now: int, queue: Queue | None) -> None:
    """An observer that only looks is no event: watching must not fill the log."""
    if hub.observing and not client.observer:
        hub.told(client, method, now, queue=queue)


def close(hub: Hub, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    destroyed = len(queue.store)
    hub.close(queue, now)
    if hub.observing:
        hub.told(client, Method.CLOSE, now, queue=queue)
    return resp.integer(destroyed)


def observe(
    hub: Hub,
    client: Client,
    now: int,
    *,
    queues: list[str] | None = None,
    methods: list[Method] | None = None,
    clients: list[str] | None = None,
    sample: int = 1,
    preview: int = DEFAULT_PREVIEW,
) -> bytes:
    if client.protocol < 3:
        raise NotAllowed("events are push frames, which RESP2 does not have; send HELLO 3 first")
    selection = Selection(tuple(queues or ()), frozenset(methods or ()), tuple(clients or ()), max(sample, 1))
    hub.unobserve(client)
    client.observer = Observer(selection, min(preview, MAX_PREVIEW))
    hub.observing.append(client)
    return resp.OK


def unobserve(hub: Hub, client: Client, now: int) -> bytes:
    hub.unobserve(client)
    return resp.OK


def failed(hub: Hub, client: Client, method: Method, now: int, words: list[bytes], code: str) -> None:
    """Observers hear of a call that was refused at once."""
    reference = words[0] if words else b""
    queue = hub.names.get(reference) or hub.queues.get(reference)
    outcome = Outcome.__members__.get(code, Outcome.ERROR)
    hub.told(client, method, now, outcome, queue, label=reference.decode(errors="replace"))
