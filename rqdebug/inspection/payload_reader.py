# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads payloads of queued items in pieces, without taking the items."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Payload
from rqcore.errors import RqError, TooBig
from rqcore.protocol.queue_values import Preview
from rqdebug.support.atomic_files import create_unfinished

PIECE = 64 << 10
"""Bytes that are read at a time."""
AT_ONCE = 1 << 20
"""Bytes. A payload of at most this size is read whole, so that it can be indented or shown as a tree."""
MOST = 64 << 20
"""Bytes of the largest item that is read from a server which sends only whole items."""
SEARCHED, BUDGET = 1000, 256 << 20
"""Maximum number of items, and of their bytes, that are searched for an item on such a server."""


class ItemTaken(RqError):
    """The item is no longer in its queue."""


@dataclass(frozen=True, slots=True)
class PayloadPart:
    """Some bytes of a payload."""

    start: int
    """Offset of ``data`` in the payload."""
    data: bytes


def read_part(controller: ControllerHandle, queue: str, item: Preview, start: int) -> PayloadPart:
    """Read a part of a payload: ``PIECE`` bytes, or all of a small one or of one without a number.

    Args:
        controller: A handle of the server.
        queue: The name or namespace of the queue.
        item: The preview of the item.
        start: The offset of the part.

    Raises:
        ItemTaken: The item is no longer in the queue.
        TooBig: The item is larger than ``MOST``, and the server sends only whole items.
        RqError: The call failed.
    """
    handle = controller.queue(queue)
    if item.number is None:
        return PayloadPart(0, _find(handle, item).data)
    start, count = (0, item.size) if item.size <= AT_ONCE else (start, PIECE)
    data = handle.read_payload(item.number, start, count)
    if data is None or not (start or data.startswith(item.beginning)):
        raise _gone(handle)  # or the controller restarted, and another item has the number now
    return PayloadPart(start, data)


def read_payload(controller: ControllerHandle, queue: str, item: Preview) -> Payload:
    """Read a whole payload. Raises as ``read_part`` does."""
    return Payload(item.codec, b"".join(_pieces(controller.queue(queue), item)))


def save_payload(controller: ControllerHandle, queue: str, item: Preview, path: Path) -> Iterator[float]:
    """Write a payload to a file, whole or not at all. Close the iterator to cancel.

    Args:
        controller: A handle of the server.
        queue: The name or namespace of the queue.
        item: The preview of the item.
        path: The file.

    Yields:
        The fraction that was written, after each piece.

    Raises:
        OSError: The file cannot be written.
        RqError: As ``read_part`` raises.
    """
    unfinished, written = path.with_name(f"{path.name}.part"), 0
    try:
        with create_unfinished(unfinished) as file:
            for data in _pieces(controller.queue(queue), item):
                written += file.write(data)
                yield written / item.size
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _pieces(queue: QueueHandle, item: Preview) -> Iterator[bytes]:
    """Yield all of a payload in order."""
    if item.number is None:
        yield _find(queue, item).data
        return
    for start in range(0, item.size, AT_ONCE):
        data = queue.read_payload(item.number, start, AT_ONCE)
        if data is None or not (start or data.startswith(item.beginning)):
            raise _gone(queue)
        yield data


def _find(queue: QueueHandle, item: Preview) -> Payload:
    """Return the first item with this beginning and size."""
    if item.size > MOST:
        raise TooBig(
            f"the item has {item.size:,} bytes; this server sends only whole items, "
            f"which can be read up to {MOST:,} bytes"
        )
    index = sent = 0
    while index < SEARCHED and sent < BUDGET:
        payloads: list[Payload] = queue.peek(index, index, decoded=False)
        if not payloads:
            break
        data = payloads[0].data
        if len(data) == item.size and data.startswith(item.beginning):
            return payloads[0]
        index, sent = index + 1, sent + len(data)
    raise _gone(queue)


def _gone(queue: QueueHandle) -> ItemTaken:
    return ItemTaken(f"the item is no longer in queue {queue.name or queue.namespace}, so it cannot be read")
