# SPDX-License-Identifier: MIT
"""What is put, as the bytes that lie on the server.

A pressure queue knows bytes and nothing else, so bytes lie there as they are,
for clients of any kind. Other values get a mark of five bytes in front, which
no text begins with; what comes out without one was bytes.
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
    """Bytes as they are, text as UTF-8. Raises CodecError for anything else."""
    if isinstance(item, str):
        return item.encode("utf-8", "surrogateescape")
    if isinstance(item, (bytes, bytearray, memoryview)):
        return bytes(item)
    raise CodecError(f"a pressure queue holds bytes and text, not a {type(item).__name__}")


def mark(value: Any, codec: str | None, allow_pickle: bool) -> bytes:
    """Any value that has a codec. Raises CodecError."""
    chosen, data = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    bare = chosen is Codec.RAW and data[:_LENGTH] not in _CODECS
    return data if bare else _MARKS[chosen] + data


def unmark(data: bytes) -> Payload:
    """The payload of an item on the server."""
    codec = _CODECS.get(data[:_LENGTH])
    return Payload(Codec.RAW, data) if codec is None else Payload(codec, data[_LENGTH:])
