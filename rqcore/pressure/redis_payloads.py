# SPDX-License-Identifier: MIT
"""Items as the bytes that are stored on the server.

A pressure queue holds only bytes, so bytes are stored unchanged, for clients of
any kind. The payload of any other codec gets a prefix of five bytes, with which
no text begins; a stored item without one is bytes.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from rqcore import codec as codecs
from rqcore.codec import Codec, Payload
from rqcore.errors import CodecError

Item: TypeAlias = bytes | bytearray | memoryview | str

_MARKS = {codec: b"\xffrq" + bytes([codec, 0xFF]) for codec in Codec}
_CODECS = {mark: codec for codec, mark in _MARKS.items()}
_LENGTH = 5


def payload_of(item: Item) -> bytes:
    """Return bytes unchanged and text as UTF-8. Raises CodecError for anything else."""
    if isinstance(item, str):
        return item.encode("utf-8", "surrogateescape")
    if isinstance(item, (bytes, bytearray, memoryview)):
        return bytes(item)
    raise CodecError(f"a pressure queue holds bytes and text, not a {type(item).__name__}")


def mark(value: Any, codec: str | None, allow_pickle: bool) -> bytes:
    """Encode any value, with a prefix for its codec. Raises CodecError."""
    chosen, data = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    bare = chosen is Codec.RAW and data[:_LENGTH] not in _CODECS
    return data if bare else _MARKS[chosen] + data


def unmark(data: bytes) -> Payload:
    """Return the payload of a stored item."""
    codec = _CODECS.get(data[:_LENGTH])
    return Payload(Codec.RAW, data) if codec is None else Payload(codec, data[_LENGTH:])
