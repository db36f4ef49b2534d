# SPDX-License-Identifier: MIT
"""Replies with many items: bounded, and made in slices, so that other clients are served in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.paged_store import PagedStore
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.state import ControllerState
from rqcore.controller.stores import PriorityStore
from rqcore.errors import TooBig
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.slices import SLICE_BYTES, SLICE_ITEMS, SlicedList, sliced_by_size

MOST_READ = 500_000
"""The most items in a reply."""
MOST_PAGES = 64
"""The most pages of a durable queue that are read for a reply: 64,000 items or 16 MiB, in about 40 ms."""
WHOLE_BYTES = 4 << 20
"""The most payload bytes of items that were taken and are sent in one piece: copying them takes 10 ms."""

Convert = Callable[[list[Item]], Any]


def reply_with_items(
    state: ControllerState,
    client: Client,
    queue: Queue,
    start: int,
    stop: int,
    preview: int | None = None,
    convert: Convert = list,
    is_reversed: bool = False,
) -> Any:
    """Reply with items of a queue in the order in which they come out.

    Args:
        state: The controller.
        client: The client that calls.
        queue: The queue.
        start: The position of the first item; negative positions count from the end, -1 is the last item.
        stop: The position of the last item, which is included.
        preview: The most bytes of each item; None for all.
        convert: Makes the members of the reply from some items.
        is_reversed: Reply with the last item first.

    Returns:
        The members, or ``BLOCKED`` if they are many: then ``client.slices`` makes them.

    Raises:
        TooBig: The items exceed the limit of a reply.
    """
    first, last = _positions(len(queue.store), start, stop)
    count = last - first
    if count > (MANY if state.in_transaction else MOST_READ):
        raise TooBig(f"the reply would have {count} items; request at most {MOST_READ} at a time")
    if isinstance(queue.store, PriorityStore) and last > MANY and not state.in_transaction:
        if len(queue.store) > MOST_READ:
            raise TooBig(f"the queue has more than {MOST_READ} items; request some of the first {MANY}")
        _check_size(state, queue.bytes if preview is None else count * preview)
        walk = _slices_of(queue.store.in_order(), first, count)
        return _begin(client, count, map(convert, walk), queue.bytes + len(queue.store))
    _check_pages(queue, first, last)
    items = queue.store.part(first, last)
    # A deque is walked from its nearer end, 100 items in a microsecond; a heap in order, from its top.
    is_heap = isinstance(queue.store, PriorityStore)
    state.work += count + (2 * last if is_heap else min(first, len(queue.store) - last) // 100)
    size = _size_of(queue, items, preview)
    _check_size(state, size)
    if is_reversed:
        items.reverse()
    if state.in_transaction or (count <= SLICE_ITEMS and size <= SLICE_BYTES):
        return convert(items)
    return _begin(client, count, map(convert, sliced_by_size(items)), size + count)


def _check_size(state: ControllerState, size: int) -> None:
    """Check that a reply may contain items of ``size`` bytes. Raises TooBig."""
    if size > state.limits.payload:
        raise TooBig(
            f"these items have {size} bytes, but a reply may have {state.limits.payload}; request fewer items"
        )


def _check_pages(queue: Queue, first: int, last: int) -> None:
    """Check that few pages must be read for these items. Raises TooBig."""
    store = queue.store
    if isinstance(store, PagedStore) and (pages := store.count_pages(first, last)) > MOST_PAGES:
        raise TooBig(
            f"these items are in {pages} pages on the disk, and a reply reads {MOST_PAGES}; "
            f"request {(last - first) * MOST_PAGES // pages} items at a time"
        )


def in_slices(
    state: ControllerState, client: Client, queue: Queue, items: list[Item]
) -> list[Item] | BlockedValue:
    """Reply with items that were just taken: in slices, if they are more than ``MANY``, or large together."""
    if state.in_transaction or (len(items) <= MANY and queue.taken_bytes <= WHOLE_BYTES) or queue.is_durable:
        return items  # a value that waits until it is safe can be sent in slices then
    client.slices = slices_of(items, () if client.session is None else items)
    return BLOCKED


def slices_of(items: list[Item], taken: Sequence[Item] = ()) -> SlicedList:
    """Return a reply with items in slices. ``taken``: as in ``SlicedList``."""
    return SlicedList(len(items), sliced_by_size(items), total_bytes(items) + len(items), taken)


def slices_of_large(value: Any) -> SlicedList | None:
    """Return the value of a call in slices, if it is many items, or large ones; otherwise None."""
    has_items = type(value) is list and value and type(value[0]) is Item
    is_large = has_items and (len(value) > MANY or total_bytes(value) > WHOLE_BYTES)
    return slices_of(value) if is_large else None


def _begin(client: Client, count: int, slices: Iterator[Any], kept_bytes: int) -> BlockedValue | list[Item]:
    if not count:
        return []
    client.slices = SlicedList(count, slices, kept_bytes)
    return BLOCKED


def _positions(size: int, start: int, stop: int) -> tuple[int, int]:
    """Return the position of the first item, and the one behind the last."""
    first = max(start + size if start < 0 else start, 0)
    last = min(stop + size if stop < 0 else stop, size - 1) + 1
    return min(first, size), max(last, min(first, size))


def _size_of(queue: Queue, items: list[Item], preview: int | None) -> int:
    """Return the bytes of the payloads, or of many items the most that they can be."""
    if len(items) > MANY:
        return queue.bytes if preview is None else min(queue.bytes, preview * len(items))
    if preview is None:
        return total_bytes(items)
    return sum(min(len(item.payload), preview) for item in items)


def _slices_of(items: Iterator[Item], skipped: int, count: int) -> Iterator[list[Item]]:
    """Yield ``count`` items behind the first ``skipped`` ones in slices; empty slices while it skips."""
    while skipped > 0:
        skipped -= len(list(islice(items, min(skipped, SLICE_ITEMS))))
        yield []
    while count > 0:
        part = list(islice(items, min(count, SLICE_ITEMS)))
        count -= len(part)
        yield from sliced_by_size(part)
