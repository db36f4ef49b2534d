# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads payloads of queued items piece by piece, without taking the items."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Payload
from rqcore.errors import RqError, TooBig
from rqcore.protocol.queue_values import Preview

PIECE = 64 << 10
"""Bytes that are read at a time."""
AT_ONCE = 1 << 20
"""A payload of no more bytes comes whole: so it can be laid out, or shown as a tree."""
MOST = 64 << 20
"""Bytes of the largest item that is fetched from a server which sends items whole."""
SEARCHED, BUDGET = 1000, 256 << 20
"""Items among which such an item is looked for, and bytes that they may have."""


class ItemTaken(RqError):
    """The item is no longer in its queue."""


@dataclass(frozen=True, slots=True)
class PayloadPart:
    """Some bytes of a payload."""

    start: int
    data: bytes


def read_part(controller: ControllerHandle, queue: str, item: Preview, start: int) -> PayloadPart:
    """The bytes of an item from ``start`` on: a piece, or all of it where that is little or not to be had
    otherwise. Raises Gone, TooBig and what calls raise.
    """
    handle = controller.queue(queue)
    if item.number is None:
        return PayloadPart(0, _found(handle, item).data)
    start, count = (0, item.size) if item.size <= AT_ONCE else (start, PIECE)
    data = handle.read_payload(item.number, start, count)
    if data is None or not (start or data.startswith(item.beginning)):
        raise _gone(handle)  # or a controller that was started anew counts anew
    return PayloadPart(start, data)


def read_payload(controller: ControllerHandle, queue: str, item: Preview) -> Payload:
    """Return a whole payload. Raises as ``read_part`` does."""
    return Payload(item.codec, b"".join(_pieces(controller.queue(queue), item)))


def save_payload(controller: ControllerHandle, queue: str, item: Preview, path: Path) -> Iterator[float]:
    """Write the payload of an item into a file, all or nothing: after each piece, the fraction that is there.

    Close the iterator to give up. Raises as ``piece`` does, and OSError.
    """
    unfinished, written = path.with_name(f"{path.name}.part"), 0
    try:
        with unfinished.open("wb") as file:
            for data in _pieces(controller.queue(queue), item):
                written += file.write(data)
                yield written / item.size
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _pieces(queue: QueueHandle, item: Preview) -> Iterator[bytes]:
    """Yield all of a payload in order."""
    if item.number is None:
        yield _found(queue, item).data
        return
    for start in range(0, item.size, AT_ONCE):
        data = queue.read_payload(item.number, start, AT_ONCE)
        if data is None or not (start or data.startswith(item.beginning)):
            raise _gone(queue)
        yield data


def _found(queue: QueueHandle, item: Preview) -> Payload:
    """Return the first item with this beginning and size."""
    if item.size > MOST:
        raise TooBig(f"this server sends items whole only, and {item.size:,} bytes are too many for that")
    place = sent = 0
    while place < SEARCHED and sent < BUDGET:
        payloads: list[Payload] = queue.peek(place, place, decoded=False)
        if not payloads:
            break
        data = payloads[0].data
        if len(data) == item.size and data.startswith(item.beginning):
            return payloads[0]
        place, sent = place + 1, sent + len(data)
    raise _gone(queue)


def _gone(queue: QueueHandle) -> ItemTaken:
    return ItemTaken(f"the item is in {queue.name or queue.namespace} no more, and cannot be seen whole")
