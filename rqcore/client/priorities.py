# SPDX-License-Identifier: MIT
"""The priority of an item, as a put sends it."""

from __future__ import annotations

from collections.abc import Sequence

from rqcore.codec import Codec, Payload, decode
from rqcore.errors import BadCall
from rqcore.protocol.priority_keys import Priority, priority_key, to_request


def natural_priority(item: object) -> object:
    """Return what a priority queue sorts an item by: its value.

    Raises:
        BadCall: It is a pickle that is not loaded.
        CodecError: It is a Payload that cannot be decoded.
    """
    if type(item) is not Payload:
        return item
    if item.codec is Codec.PICKLE:
        raise BadCall("the order of a pickle that is not loaded is unknown; pass priority=…")
    return decode(item.data, item.codec)


def priority_of(kind: str, item: object, priority: object) -> Priority | None:
    """Return the priority of an item for a request; None if the item needs none.

    Args:
        kind: The kind of the queue.
        item: The item.
        priority: The priority that the caller chose; None if the item has its natural priority.

    Raises:
        BadCall: The priority is NaN, or that of a pickle that is not loaded.
        CodecError: The item is a Payload that cannot be decoded.
        NotComparable: The priority has an order that a controller does not know.
        TooBig: The priority is too long.
    """
    if priority is not None:
        return to_request(priority)
    return to_request(natural_priority(item)) if kind == "priority" else None


def keys_of(kind: str, items: Sequence[object]) -> list[bytes]:
    """Return the key of each item of a priority queue; none for other kinds. Raises as ``priority_of``."""
    return [priority_key(natural_priority(item)) for item in items] if kind == "priority" else []
