# SPDX-License-Identifier: MIT
"""Puts, or gets, of one queue that came together, carried out as one.

That buys the rate of pipelined requests. It is done only where nobody could
tell the difference: nobody waits, and no bound is near. A handler
takes what the requests have in common and the last word of each; it gives all
replies, or None when each must go its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from rqcore.codec import RAW
from rqcore.controller.clients import Client
from rqcore.controller.queue import Item, Queue
from rqcore.controller.state import ControllerState
from rqcore.protocol import resp
from rqcore.protocol.event_batch import GET, PUT
from rqcore.protocol.memory import ITEM_COST

FRAME = 24
"""Bytes that a reply takes at most beside its payload."""

AtOnce = Callable[[ControllerState, Client, int, list[bytes], list[bytes], int], bytes | None]


def lpush(
    hub: ControllerState, client: Client, now: int, words: list[bytes], payloads: list[bytes], room: int
) -> bytes | None:
    """LPUSH queue payload."""
    queue = _fifo(hub, words[1]) if len(words) == 2 else None
    if queue is None or not _put(hub, client, now, queue, payloads, room, 0):
        return None
    size = len(queue.store) + 1
    return b":%d\r\n" * len(payloads) % tuple(range(size - len(payloads), size))


def put(
    hub: ControllerState, client: Client, now: int, words: list[bytes], payloads: list[bytes], room: int
) -> bytes | None:
    """RQ.PUT queue payload."""
    queue = _fifo(hub, words[1]) if len(words) == 2 else None
    if queue is None or queue not in client.used:
        return None
    if not _put(hub, client, now, queue, payloads, room, None):
        return None
    return resp.OK * len(payloads)


def rpop(
    hub: ControllerState, client: Client, now: int, words: list[bytes], names: list[bytes], room: int
) -> bytes | None:
    """RPOP queue."""
    queue = _fifo(hub, names[0]) if len(words) == 1 else None
    return _get(hub, client, now, queue, names, room, 0) if queue else None


def get(
    hub: ControllerState, client: Client, now: int, words: list[bytes], names: list[bytes], room: int
) -> bytes | None:
    """RQ.GET queue."""
    queue = _fifo(hub, names[0]) if len(words) == 1 else None
    known = queue is not None and queue in client.used
    return _get(hub, client, now, queue, names, room, None) if queue and known else None


AT_ONCE: dict[bytes, AtOnce] = {b"LPUSH": lpush, b"RQ.PUT": put, b"RPOP": rpop, b"RQ.GET": get}


def _fifo(hub: ControllerState, name: bytes) -> Queue | None:
    queue = hub.names.get(name) or hub.queues.get(name)
    return queue if queue and queue.kind == "fifo" else None


def _put(
    hub: ControllerState,
    client: Client,
    now: int,
    queue: Queue,
    payloads: list[bytes],
    room: int,
    timeout: int | None,
) -> bool:
    """Whether all could be put at once."""
    count, size, memory = len(payloads), sum(map(len, payloads)), hub.memory
    if queue.maxsize or queue.getters or queue.shut or FRAME * count > room:
        return False
    if memory.held + size + ITEM_COST * count > memory.limit:
        return False
    items = hub.items(RAW, payloads)
    queue.push_many(items, size)
    if hub.news.observing:
        hub.news.told_run(client, PUT, now, queue, items, payloads, timeout, alike=True)
    return True


def _get(
    hub: ControllerState,
    client: Client,
    now: int,
    queue: Queue,
    names: Sequence[bytes],
    room: int,
    timeout: int | None,
) -> bytes | None:
    """One item for each name, if all name this queue."""
    count = len(names)
    if queue.putters or len(queue.store) < count or names.count(names[0]) < count:
        return None
    items = list(islice(queue.store, count))
    payloads = [item.payload for item in items if isinstance(item.payload, bytes)]
    size = sum(map(len, payloads))
    if len(payloads) < count or size + FRAME * count > room:
        return None
    queue.drop(count, size)
    client.took = queue, [items[-1].number]
    if hub.news.observing:
        hub.news.told_run(client, GET, now, queue, items, payloads, timeout, _alike(items))
    return resp.bulks(payloads)


def _alike(items: list[Item]) -> bool:
    first = items[0]
    numbers = list(range(first.number, first.number + len(items)))
    return [item.number for item in items] == numbers and all(item.codec == first.codec for item in items)
