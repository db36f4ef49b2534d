# SPDX-License-Identifier: MIT
"""Convert items to and from the bytes that are stored on the server.

A pressure queue holds only bytes, so bytes are stored unchanged, and any client can read them. The payload
of another codec gets a prefix of five bytes: 0xFF, "rq", the number of the codec, 0xFF. No text in UTF-8
begins like that. A stored item without a prefix is bytes.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from rqcore import codec as codecs
from rqcore.argument_checks import shown
from rqcore.codec import Codec, Payload
from rqcore.errors import CodecError
from rqcore.pressure.key_protocol.keys import to_bytes

Item: TypeAlias = bytes | bytearray | memoryview | str

_MARKS = {codec: b"\xffrq" + bytes([codec, 0xFF]) for codec in Codec}
_CODECS = {mark: codec for codec, mark in _MARKS.items()}
_LENGTH = 5


def payload_of(item: Item) -> bytes:
    """Return the bytes of an item; text is encoded as UTF-8. Raises CodecError for other types."""
    if isinstance(item, str):
        return to_bytes(item, "item")
    if isinstance(item, (bytes, bytearray, memoryview)):
        return bytes(item)
    raise CodecError(f"an item of a pressure queue must be bytes or text, not {shown(item)}")


def popped_items(reply: Any) -> list[bytes]:
    """Return the items of the reply to RPOP or LRANGE. Raises TypeError if it has something else."""
    items: list[bytes] = [] if reply is None else reply if isinstance(reply, list) else [reply]
    if set(map(type, items)) - {bytes}:
        raise TypeError(items)
    return items


def mark(value: Any, codec: str | None, allow_pickle: bool) -> bytes:
    """Encode a value, with a prefix for its codec.

    Args:
        value: The value.
        codec: The name of a codec; None chooses one from the type of the value.
        allow_pickle: Whether the codec may be pickle.

    Raises:
        CodecError: The codec cannot encode the value, or does not exist.
    """
    chosen, data = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    bare = chosen is Codec.RAW and data[:_LENGTH] not in _CODECS
    return data if bare else _MARKS[chosen] + data


def unmark(data: bytes) -> Payload:
    """Return the payload of a stored item, without the prefix."""
    codec = _CODECS.get(data[:_LENGTH])
    return Payload(Codec.RAW, data) if codec is None else Payload(codec, data[_LENGTH:])
