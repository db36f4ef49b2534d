# SPDX-License-Identifier: MIT
"""Batched calls: several puts, or several gets, of one queue that arrived together are executed as one.

This happens only if no client can notice a difference: no call waits, and no
limit would be reached. A batch handler takes the arguments that all requests
share, and the last argument of each. It returns the values of all requests,
which have one type, or None if each request must be executed individually.

The protocols in this module describe the attributes of the controller that the
handlers use, so that it does not import modules that use fast paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from rqcore.codec import RAW, Codec
from rqcore.protocol.event_batch import GET, PUT
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.queue_values import RIGHT, End

MAX_FRAMING = 24
"""The most bytes of a reply beside its payload."""


class BatchQueue(Protocol):
    """The part of a queue that batches use; see ``rqcore.controller.queue``."""

    kind: str
    head: End
    maxsize: int
    is_shut_down: bool
    store: Any
    getters: Any
    putters: Any

    @property
    def can_put(self) -> bool:
        """Whether an item may enter now."""

    @property
    def can_get(self) -> bool:
        """Whether an item may leave now."""

    def push_many(self, items: Sequence[Any], size: int) -> None:
        """Push items without a check. ``size``: the bytes of all payloads together."""

    def next_items(self, count: int) -> list[Any]:
        """Return the next items, of which there are at least ``count``; fewer if they cannot be read."""

    def drop_many(self, count: int, size: int) -> None:
        """Remove the next items without a check. ``size``: the bytes of all payloads together."""


class BatchState(Protocol):
    """The part of the controller's state that batches use; see ``rqcore.controller.state``."""

    memory: Memory
    publisher: Any

    @property
    def names(self) -> Mapping[bytes, BatchQueue]:
        """The queues by name."""

    @property
    def queues(self) -> Mapping[bytes, BatchQueue]:
        """The queues by namespace."""

    def make_items(self, codec: Codec, payloads: Sequence[bytes]) -> list[Any]:
        """Create an item for each payload."""


class BatchClient(Protocol):
    """The part of a client that batches use; see ``rqcore.controller.clients``."""

    @property
    def used_queues(self) -> Iterable[Any]:
        """The queues that the client has used."""

    last_taken: Any
    taken_keys: list[bytes]
    taken_deliveries: dict[int, int]


BatchHandler = Callable[[Any, Any, int, list[bytes], list[bytes], int], "Sequence[Any] | None"]


def _lpush_batch(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    common: list[bytes],
    payloads: list[bytes],
    reply_bytes: int,
) -> Sequence[int] | None:
    """Execute several LPUSH queue payload."""
    queue = _find_fifo(state, common[1]) if len(common) == 2 else None
    if queue is None or queue.head is not RIGHT:
        return None
    if not _put(state, client, now_ns, queue, payloads, reply_bytes, 0):
        return None
    size = len(queue.store) + 1
    return range(size - len(payloads), size)


def _put_batch(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    common: list[bytes],
    payloads: list[bytes],
    reply_bytes: int,
) -> Sequence[None] | None:
    """Execute several RQ.PUT queue payload."""
    queue = _find_fifo(state, common[1]) if len(common) == 2 else None
    if queue is None or queue not in client.used_queues:
        return None
    if not _put(state, client, now_ns, queue, payloads, reply_bytes, None):
        return None
    return [None] * len(payloads)


def _rpop_batch(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    common: list[bytes],
    names: list[bytes],
    reply_bytes: int,
) -> Sequence[bytes] | None:
    """Execute several RPOP queue."""
    queue = _find_fifo(state, names[0]) if len(common) == 1 else None
    if queue is None or queue.head is not RIGHT:
        return None
    return _get(state, client, now_ns, queue, names, reply_bytes, 0)


def _get_batch(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    common: list[bytes],
    names: list[bytes],
    reply_bytes: int,
) -> Sequence[bytes] | None:
    """Execute several RQ.GET queue."""
    queue = _find_fifo(state, names[0]) if len(common) == 1 else None
    if queue is None or queue not in client.used_queues:
        return None
    return _get(state, client, now_ns, queue, names, reply_bytes, None)


BATCH_HANDLERS: dict[bytes, BatchHandler] = {
    b"LPUSH": _lpush_batch,
    b"RQ.PUT": _put_batch,
    b"RPOP": _rpop_batch,
    b"RQ.GET": _get_batch,
}


def _find_fifo(state: BatchState, name: bytes) -> BatchQueue | None:
    queue = state.names.get(name) or state.queues.get(name)
    return queue if queue and queue.kind == "fifo" else None


def _put(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    queue: BatchQueue,
    payloads: list[bytes],
    reply_bytes: int,
    timeout_ns: int | None,
) -> bool:
    """Put all payloads if no check could fail. Returns whether they were put."""
    count, size, memory = len(payloads), sum(map(len, payloads)), state.memory
    if queue.maxsize or queue.getters or queue.putters or queue.is_shut_down or not queue.can_put:
        return False
    if MAX_FRAMING * count > reply_bytes:
        return False
    if memory.held + size + ITEM_COST * count > memory.limit:
        return False
    items = state.make_items(RAW, payloads)
    queue.push_many(items, size)
    if state.publisher.record_fast is not None:
        state.publisher.record_run(client, PUT, now_ns, queue, items, payloads, timeout_ns, are_alike=True)
    return True


def _get(
    state: BatchState,
    client: BatchClient,
    now_ns: int,
    queue: BatchQueue,
    names: Sequence[bytes],
    reply_bytes: int,
    timeout_ns: int | None,
) -> list[bytes] | None:
    """Take one payload for each name, if all names are the same."""
    count = len(names)
    if queue.getters or queue.putters or not queue.can_get:
        return None
    if len(queue.store) < count or names.count(names[0]) < count:
        return None
    items = queue.next_items(count)
    payloads = [item.payload for item in items if isinstance(item.payload, bytes)]
    size = sum(map(len, payloads))
    if len(payloads) < count or size + MAX_FRAMING * count > reply_bytes:
        return None
    queue.drop_many(count, size)
    client.last_taken = queue, [items[-1].number]
    if client.taken_keys:
        client.taken_keys = []
    if items[-1].deliveries or client.taken_deliveries:
        client.taken_deliveries = {items[-1].number: items[-1].deliveries}
    if state.publisher.record_fast is not None:
        state.publisher.record_run(client, GET, now_ns, queue, items, payloads, timeout_ns)
    return payloads
