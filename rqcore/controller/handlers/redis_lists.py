# SPDX-License-Identifier: MIT
"""The list commands of Redis that map onto a FIFO queue, for any Redis client.

Pushed left, popped right: LPUSH puts, RPOP and BRPOP get. As in Redis a list
is made by its first push.
"""

from __future__ import annotations

from rqcore.codec import RAW
from rqcore.controller.clients import Client
from rqcore.controller.handlers.inspection import slice_of
from rqcore.controller.handlers.queue_methods import bring, close, get_many, one, put_many, take
from rqcore.controller.handlers.registry import handles
from rqcore.controller.queue import Item, Queue, size_of
from rqcore.controller.state import ControllerState, full
from rqcore.errors import BadCall
from rqcore.protocol import resp
from rqcore.protocol.arguments import natural, text
from rqcore.protocol.event_batch import GET


@handles("LPUSH")
def lpush(hub: ControllerState, client: Client, now: int, name: bytes, *payloads: bytes) -> bytes:
    """Never waits: where there is no room for all, none is put and the queue is FULL."""
    if not payloads:
        raise BadCall("wrong number of arguments; LPUSH queue payload …")
    queue = _there(hub, name) or hub.create(client, text(name), "fifo", 0)
    if len(payloads) == 1 and not queue.shut:
        bring(hub, client, now, queue, hub.item(RAW, payloads[0]), 0)
    else:
        _push_all(hub, client, now, queue, list(payloads))
    return b":%d\r\n" % len(queue.store)


def _push_all(hub: ControllerState, client: Client, now: int, queue: Queue, payloads: list[bytes]) -> None:
    if queue.room + len(queue.getters) < len(payloads):
        raise full(queue)
    put_many(hub, client, now, queue.namespace.encode(), payloads=payloads, timeout=0)


@handles("RPOP")
def rpop(hub: ControllerState, client: Client, now: int, name: bytes, *words: bytes) -> bytes | None:
    queue = _there(hub, name)
    if len(words) > 1:
        raise BadCall("wrong number of arguments; RPOP queue [count]")
    count = natural(words[0]) if words else None
    if count == 0:
        return resp.array(())
    if queue is None or not queue.store:
        return resp.null_array(client.protocol) if words else resp.null(client.protocol)
    if count:
        return get_many(hub, client, now, name, count, timeout=0)
    return take(hub, client, now, GET, queue, 1, 0, one)


@handles("BRPOP")
def brpop(hub: ControllerState, client: Client, now: int, name: bytes, timeout: int) -> bytes | None:
    """Waits for one queue; no item in time is no error but null. As in Redis, 0 is for ever."""
    queue = _there(hub, name) or hub.create(client, text(name), "fifo", 0)

    def reply(items: list[Item]) -> bytes:
        return resp.array((resp.bulk(name), one(items)))

    late = resp.null_array(client.protocol)
    return take(hub, client, now, GET, queue, 1, timeout or None, reply, late)


@handles("LLEN")
def llen(hub: ControllerState, client: Client, now: int, name: bytes) -> bytes:
    queue = _there(hub, name)
    return resp.integer(len(queue.store) if queue else 0)


@handles("LRANGE")
def lrange(hub: ControllerState, client: Client, now: int, name: bytes, start: int, stop: int) -> bytes:
    """Place 0 is the left end, where the item is that was pushed last."""
    queue = _there(hub, name)
    items = slice_of(queue, -1 - stop, -1 - start) if queue else []
    hub.permit(size_of(items))
    return resp.array(one([item]) for item in reversed(items))


@handles("EXISTS")
def exists(hub: ControllerState, client: Client, now: int, *names: bytes) -> bytes:
    return resp.integer(sum(1 for name in names if name in hub.names or name in hub.queues))


@handles("DEL")
def delete(hub: ControllerState, client: Client, now: int, *names: bytes) -> bytes:
    closed = 0
    for name in names:
        if name in hub.names or name in hub.queues:
            close(hub, client, now, name)
            closed += 1
    return resp.integer(closed)


@handles("TYPE")
def type_(hub: ControllerState, client: Client, now: int, name: bytes) -> bytes:
    return resp.simple("list" if name in hub.names or name in hub.queues else "none")


def _there(hub: ControllerState, name: bytes) -> Queue | None:
    queue = hub.names.get(name) or hub.queues.get(name)
    if queue and queue.kind != "fifo":
        raise BadCall(f"queue {queue.label} is {queue.kind}; the list commands know only fifo")
    return queue
