# SPDX-License-Identifier: MIT
"""The form of items on the server.

::

    item    number (8 bytes), deliveries (2 bytes), codec (1 byte), payload
    member  key of the priority, item, length of the key (4 bytes)
    moved   item, with 128 added to the codec, key of the priority, length of the key (4 bytes)

Numbers are unsigned, the highest byte first. A priority queue has members, whose order as bytes is that of
the queue: by the key of their priority, and then by their number. The order of the keys is that of the
values, see ``rqcore.protocol.priority_keys``. The script that puts an item gives it the number, so a client
sends codec and payload alone, and the key before them. An item that was moved from a priority queue into a
queue of another kind keeps its priority, for a move back.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from rqcore import codec as codecs
from rqcore.codec import Codec, Payload
from rqcore.errors import ProtocolError

CODECS = {codec: bytes([codec]) for codec in Codec}
_BY_NUMBER = {int(codec): codec for codec in Codec}
HEADER = 10
"""The bytes in front of the codec."""
MOVED = 128
"""It is added to the codec of an item that has the key of a priority behind its payload."""


class StoredItem(NamedTuple):
    """An item that was read from the server."""

    number: int
    """Its number in the queue."""
    deliveries: int
    """How often it was leased."""
    codec: Codec
    data: bytes
    """The payload."""


def body(value: Any, codec: str | None, allow_pickle: bool) -> bytes:
    """Encode a value: its codec and payload.

    Args:
        value: The value.
        codec: The name of a codec; None chooses one from the type of the value.
        allow_pickle: Whether the codec may be pickle.

    Raises:
        CodecError: The codec cannot encode the value, or does not exist.
    """
    chosen, data = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    return CODECS[chosen] + data


def read_item(stored: bytes, is_keyed: bool) -> StoredItem:
    """Read an item, or a member of a priority queue. Raises ProtocolError."""
    start, end = 0, len(stored)
    if is_keyed:
        start, end = int.from_bytes(stored[-4:]), end - 4
    codec = _BY_NUMBER.get(stored[start + HEADER]) if len(stored) > start + HEADER else None
    if codec is None:
        codec, end = _moved_codec(stored)
    number = int.from_bytes(stored[start : start + 8])
    deliveries = int.from_bytes(stored[start + 8 : start + HEADER])
    return StoredItem(number, deliveries, codec, stored[start + HEADER + 1 : end])


def _moved_codec(stored: bytes) -> tuple[Codec, int]:
    """Return the codec of a moved item, and the end of its payload. Raises ProtocolError."""
    codec = _BY_NUMBER.get(stored[HEADER] - MOVED) if len(stored) > HEADER + 5 else None
    if codec is None:
        raise ProtocolError(f"{stored[:40]!r} on the server is not an item of a queue")
    return codec, len(stored) - 4 - int.from_bytes(stored[-4:])


def read_value(stored: bytes, is_keyed: bool, decoded: bool, allow_pickle: bool) -> Any:
    """Return the value of an item, or its Payload.

    Args:
        stored: The item, or a member of a priority queue.
        is_keyed: Whether it is a member.
        decoded: Whether to return the value.
        allow_pickle: Whether pickles may be loaded.

    Raises:
        CodecError: The payload cannot be decoded.
        ProtocolError: It is not an item.
    """
    _, _, codec, data = read_item(stored, is_keyed)
    return codecs.decode(data, codec, allow_pickle=allow_pickle) if decoded else Payload(codec, data)
