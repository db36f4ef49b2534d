# SPDX-License-Identifier: MIT
"""What the queue commands do to the hub.

A handler takes hub, client, now, then what the table parsed; it gives the
reply, or None when the call has to wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.handlers.registry import handles
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, MAX_PREVIEW, EventSelection
from rqcore.controller.queue import Item, Queue, size_of
from rqcore.controller.state import ControllerState, empty, full
from rqcore.errors import BadCall, NotAllowed, RqError, ShutDown
from rqcore.protocol import resp
from rqcore.protocol.event_batch import GET, PUT, Method, Outcome, recorded
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.spool_api import Content, content


@handles("RQ.CREATE")
def create(
    hub: ControllerState,
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
    if hub.news.observing:
        hub.news.told(client, Method.CREATE, now, queue=queue)
    return resp.bulk(queue.namespace.encode())


@handles("RQ.PUT")
def put(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    payload: bytes,
    *,
    codec: Codec = Codec.RAW,
    priority: float = 0.0,
    timeout: int | None = None,
    spooled: bool = False,
    front: bool = False,
) -> bytes | None:
    carried = hub.adopt(payload) if spooled else payload  # first of all: the file of a refused put goes
    if front:
        return give_back(hub, client, now, reference, codec, carried, priority)
    queue = _open_to_puts(hub, client, reference)
    return bring(hub, client, now, queue, hub.item(codec, carried, priority), timeout)


def bring(
    hub: ControllerState, client: Client, now: int, queue: Queue, item: Item, timeout: int | None
) -> bytes | None:
    """The put of every command."""
    if queue.maxsize and queue.full:
        if timeout == 0:
            raise full(queue)
        hub.admit((item,))
        hub.wait(_call(hub, client, PUT, queue, now, timeout, items=[item], reply=_put))
        return None
    memory, payload = hub.memory, item.payload
    if memory.held + len(payload) + ITEM_COST > memory.limit:
        hub.admit((item,))
    queue.push(item)
    if note := hub.news.note:
        if type(payload) is bytes:
            note((client, PUT, queue, timeout, now, item, len(queue.store)))
        else:
            hub.news.told(client, PUT, now, queue=queue, items=(item,), timeout=timeout)
    if queue.getters:
        settle(hub, queue, now)
    return resp.OK


def give_back(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    codec: Codec,
    carried: Content,
    priority: float,
) -> bytes:
    """Undo the last get, item by item from its last. Neither the bound nor a shutdown keeps an item out
    that never really left; but where a shutdown destroyed all others, it is destroyed too.
    """
    queue = hub.find(client, reference)
    taken_from, numbers = client.took
    if queue is not taken_from or not numbers:
        raise NotAllowed(f"nothing that this client took last from {queue.label} is left to give back")
    item = Item(numbers.pop(), codec, carried, priority)
    if queue.drained:
        queue.unfinished = max(queue.unfinished - 1, 0)
        release_joiners(hub, queue, now)
        return resp.OK
    queue.give_back(item)
    if hub.news.observing:
        hub.news.told(client, PUT, now, queue=queue, items=(item,))
    settle(hub, queue, now)
    return resp.OK


@handles("RQ.MPUT")
def put_many(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    *,
    payloads: list[bytes],
    codec: Codec = Codec.RAW,
    timeout: int | None = None,
) -> bytes | None:
    """The items go in as room comes, in their order; other puts wait behind them."""
    queue = _open_to_puts(hub, client, reference)
    items = [hub.item(codec, payload) for payload in payloads]
    hub.admit(items)
    call = _call(hub, client, Method.PUT_MANY, queue, now, timeout, items=items, reply=_put_many)
    _bring(queue, call)
    while call.moved < len(items) and queue.getters:
        settle(hub, queue, now)
        _bring(queue, call)
    if call.moved < len(items) and timeout != 0:
        hub.wait(call)
        return None
    if not call.moved:
        raise full(queue)
    if hub.news.observing:
        hub.news.told(client, Method.PUT_MANY, now, queue=queue, items=items[: call.moved], timeout=timeout)
    settle(hub, queue, now)
    return _put_many(items[: call.moved])


def _open_to_puts(hub: ControllerState, client: Client, reference: bytes) -> Queue:
    queue = hub.find(client, reference)
    if queue.shut:
        raise ShutDown(f"queue {queue.label} was shut down")
    return queue


def _bring(queue: Queue, call: BlockedCall) -> None:
    """Push as many items of a put as there is room for."""
    part = call.items[call.moved : call.moved + queue.room]
    queue.push_many(part, size_of(part))
    call.moved += len(part)


@handles("RQ.GET")
def get(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    *,
    timeout: int | None = None,
    withcodec: bool = False,
    withspool: bytes = b"",
) -> bytes | None:
    reply = _one_with_codec if withcodec else one
    if withspool:
        shared = hub.spool is not None and hub.spool.knows(withspool)
        reply = _one_shared if shared else _one_not_shared
    return take(hub, client, now, GET, hub.find(client, reference), 1, timeout, reply)


@handles("RQ.MGET")
def get_many(
    hub: ControllerState,
    client: Client,
    now: int,
    reference: bytes,
    count: int,
    *,
    timeout: int | None = None,
    withcodec: bool = False,
) -> bytes | None:
    """Waits for the first item only; then takes what is there, up to ``count``."""
    if not count:
        raise BadCall("RQ.MGET takes at least one item")
    reply = many_with_codec if withcodec else many
    return take(hub, client, now, Method.GET_MANY, hub.find(client, reference), count, timeout, reply)


def take(
    hub: ControllerState,
    client: Client,
    now: int,
    method: Method,
    queue: Queue,
    count: int,
    timeout: int | None,
    reply: Callable[[list[Item]], bytes],
    late: bytes | None = None,
) -> bytes | None:
    """The get of every command. ``late``: the reply when the time is up, where that is no error."""
    if not queue.store:
        if queue.shut:
            raise ShutDown(f"queue {queue.label} was shut down and is empty")
        if timeout == 0:
            raise empty(queue)
        hub.wait(_call(hub, client, method, queue, now, timeout, reply=reply, wanted=count, late=late))
        return None
    items = [queue.take()] if count == 1 else _take_within(hub, queue, count)
    client.took = queue, [items[0].number] if count == 1 else [item.number for item in items]
    if note := hub.news.note:
        if count == 1 and type(items[0].payload) is bytes:
            note((client, method, queue, timeout, now, items[0], len(queue.store)))
        else:
            hub.news.told(client, method, now, queue=queue, items=items, timeout=timeout)
    if queue.putters:
        settle(hub, queue, now)
    return reply(items)


def _take_within(hub: ControllerState, queue: Queue, count: int) -> list[Item]:
    """Fewer than ``count`` where a reply could not hold them."""
    room = hub.limits.payload
    if queue.bytes <= room:
        return queue.take_many(count)
    items: list[Item] = []
    while len(items) < count and queue.store and (room > 0 or not items):
        items.append(queue.take())
        room -= len(items[-1].payload)
    return items


def _call(
    hub: ControllerState,
    client: Client,
    method: Method,
    queue: Queue,
    now: int,
    timeout: int | None,
    **what: Any,
) -> BlockedCall:
    return BlockedCall(hub.news.call_number(), client, method, queue, now, recorded(timeout), **what)


CODEC_NAMES = {codec: resp.simple(str(codec)) for codec in Codec}


def _put(items: list[Item]) -> bytes:
    return resp.OK


def _put_many(items: list[Item]) -> bytes:
    return resp.integer(len(items))


def one(items: list[Item]) -> bytes:
    return resp.bulk(content(items[0].payload))


def _one_with_codec(items: list[Item]) -> bytes:
    return b"*2\r\n" + CODEC_NAMES[items[0].codec] + resp.bulk(content(items[0].payload))


def _one_shared(items: list[Item]) -> bytes:
    """To a client that shares the spool: codec, the name of a file, 1; or as to any other."""
    payload = items[0].payload
    if isinstance(payload, bytes):
        return _one_not_shared(items)
    return resp.array((CODEC_NAMES[items[0].codec], resp.bulk(payload.hand_over()), resp.integer(1)))


def _one_not_shared(items: list[Item]) -> bytes:
    """Codec, payload, 0."""
    return b"*3\r\n" + CODEC_NAMES[items[0].codec] + resp.bulk(content(items[0].payload)) + b":0\r\n"


def many(items: list[Item]) -> bytes:
    return resp.array([resp.bulk(content(item.payload)) for item in items])


def many_with_codec(items: list[Item]) -> bytes:
    return resp.array(
        [part for item in items for part in (CODEC_NAMES[item.codec], resp.bulk(content(item.payload)))]
    )


def settle(hub: ControllerState, queue: Queue, now: int) -> None:
    """Items or room came: whoever waits for them goes on, first come first served."""
    while True:
        if queue.store and queue.getters:
            call: BlockedCall = queue.getters.next()
            items = queue.take_many(call.wanted)
            call.client.took = queue, [item.number for item in items]
            _finish_get(hub, call, items, now)
        elif queue.putters and not queue.full:
            call = queue.putters.first
            _bring(queue, call)
            if call.moved == len(call.items):
                queue.putters.next()
                hub.finish(call, call.reply(call.items), now, call.items)
        else:
            return


def _finish_get(hub: ControllerState, call: BlockedCall, items: list[Item], now: int) -> None:
    try:
        reply = call.reply(items)
    except RqError as error:  # somebody removed its file from the spool
        hub.fail(call, error, now)
    else:
        hub.finish(call, reply, now, items)


@handles("RQ.PURGE")
def purge(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    items = _drain(queue)
    if hub.news.observing:
        hub.news.told(client, Method.PURGE, now, queue=queue, items=items)
    settle(hub, queue, now)
    release_joiners(hub, queue, now)
    return resp.integer(len(items))


def _drain(queue: Queue) -> list[Item]:
    """Take out everything; what nobody will get, nobody has to call done."""
    items = queue.take_many(len(queue.store))
    queue.unfinished = max(queue.unfinished - len(items), 0)
    return items


@handles("RQ.DONE")
def task_done(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    if not queue.unfinished:
        raise BadCall("task_done() called too many times")
    queue.unfinished -= 1
    if hub.news.observing:
        hub.news.told(client, Method.TASK_DONE, now, queue=queue)
    release_joiners(hub, queue, now)
    return _unfinished(queue)


@handles("RQ.JOIN")
def join(
    hub: ControllerState, client: Client, now: int, reference: bytes, *, timeout: int | None = None
) -> bytes | None:
    queue = hub.find(client, reference)
    if queue.unfinished and timeout != 0:
        hub.wait(_call(hub, client, Method.JOIN, queue, now, timeout, reply=lambda _: _unfinished(queue)))
        return None
    if hub.news.observing:
        hub.news.told(client, Method.JOIN, now, queue=queue, timeout=timeout)
    return _unfinished(queue)


def _unfinished(queue: Queue) -> bytes:
    return resp.integer(queue.unfinished)


def release_joiners(hub: ControllerState, queue: Queue, now: int) -> None:
    while queue.joiners and not queue.unfinished:
        hub.finish(queue.joiners.next(), _unfinished(queue), now)


@handles("RQ.SHUTDOWN")
def shutdown(
    hub: ControllerState, client: Client, now: int, reference: bytes, *, immediate: bool = False
) -> bytes:
    """As ``queue.Queue.shutdown``: no more puts; gets until it is empty, or with IMMEDIATE none."""
    queue = hub.find(client, reference)
    queue.shut = True
    queue.drained = queue.drained or immediate
    items = _drain(queue) if immediate else []
    if hub.news.observing:
        hub.news.told(client, Method.SHUTDOWN, now, queue=queue, items=items)
    error = ShutDown(f"queue {queue.label} was shut down")
    for line in (queue.putters, queue.getters):
        while line:
            hub.give_up(line.next(), error, now)
    release_joiners(hub, queue, now)
    return resp.OK


@handles("RQ.CLOSE")
def close(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.find(client, reference)
    destroyed = len(queue.store)
    if hub.news.observing:
        hub.news.told(client, Method.CLOSE, now, queue=queue)
    hub.close(queue, now)
    return resp.integer(destroyed)


@handles("RQ.OBSERVE")
def observe(
    hub: ControllerState,
    client: Client,
    now: int,
    *,
    queues: list[str] | None = None,
    methods: list[Method] | None = None,
    clients: list[str] | None = None,
    outcomes: list[Outcome] | None = None,
    sample: int = 1,
    preview: int = DEFAULT_PREVIEW,
) -> bytes:
    if client.protocol < 3:
        raise NotAllowed("events are push frames, which RESP2 does not have; send HELLO 3 first")
    selection = EventSelection(
        tuple(queues or ()),
        frozenset(methods or ()),
        tuple(clients or ()),
        frozenset(outcomes or ()),
        max(sample, 1),
    )
    hub.news.observe(client, selection, min(preview, MAX_PREVIEW))
    return resp.OK


@handles("RQ.SPOOL")
def spool(hub: ControllerState, client: Client, now: int) -> bytes:
    if hub.spool is None:
        raise NotAllowed("this controller has no spool")
    return resp.encode(hub.spool.place._asdict(), client.protocol)


@handles("RQ.UNOBSERVE")
def unobserve(hub: ControllerState, client: Client, now: int) -> bytes:
    hub.news.unobserve(client)
    return resp.OK


def failed(
    hub: ControllerState, client: Client, method: Method, now: int, words: list[bytes], code: str
) -> None:
    """Observers hear of a call that was refused at once."""
    reference = _meant(method, words)
    queue = hub.names.get(reference) or hub.queues.get(reference)
    outcome = Outcome.__members__.get(code, Outcome.ERROR)
    hub.news.told(client, method, now, outcome, queue, label=reference.decode(errors="replace"))


def _meant(method: Method, words: list[bytes]) -> bytes:
    """What a refused call says of its queue: a name or namespace, in ``RQ.CREATE`` behind NAME."""
    if method is not Method.CREATE:
        return words[0] if words else b""
    keywords = [word.upper() for word in words[:-1]]
    return words[keywords.index(b"NAME") + 1] if b"NAME" in keywords else b""
