# SPDX-License-Identifier: GPL-3.0-or-later
"""Binary forms of JSON-like values: MessagePack and CBOR. What is inside is written as JSON."""

from __future__ import annotations

import math
from abc import abstractmethod

import msgpack

from rqdebug.inspection.json_layout import JsonNumber, JsonObject, name_of_key, write_json
from rqdebug.inspection.layers.cbor_reader import read_cbor
from rqdebug.inspection.layers.layer import MAX_SIZE, Layer

MAX_BINARY = 64 << 10
"""Bytes of the largest value that is read. It takes about 75 ms, in the thread of the window."""


class _BinaryValue(Layer):
    """A value that has texts in it. One without could be any bytes."""

    def unwrap(self, data: bytes) -> bytes | None:
        """Return the value as JSON, or None if the bytes are no map or array with a text, or are text."""
        if not 2 <= len(data) <= MAX_BINARY or not self._begins(data) or _is_text(data):
            return None
        try:
            value = self._read(data)
            if not isinstance(value, (JsonObject, list)) or not _has_text(value):
                return None
            written = write_json(value).encode()
        except (ValueError, RecursionError):
            return None
        return written if len(written) <= MAX_SIZE else None

    @abstractmethod
    def _begins(self, data: bytes) -> bool:
        """Return whether the first byte is that of a map or an array."""

    @abstractmethod
    def _read(self, data: bytes) -> object:
        """Return the value as ``parse_document`` does. Raises ValueError."""


class MessagePack(_BinaryValue):
    """The format of msgpack.org."""

    name = "MessagePack"

    def _begins(self, data: bytes) -> bool:
        return 0x80 <= data[0] <= 0x9F or 0xDC <= data[0] <= 0xDF

    def _read(self, data: bytes) -> object:
        try:
            value = msgpack.unpackb(data, object_pairs_hook=_Pairs, strict_map_key=False, timestamp=0)
        except (msgpack.UnpackException, TypeError) as error:
            raise ValueError(str(error)) from error
        return _json_value(value)


class Cbor(_BinaryValue):
    """RFC 8949."""

    name = "CBOR"

    def _begins(self, data: bytes) -> bool:
        return 0x80 <= data[0] <= 0xBF or data.startswith(b"\xd9\xd9\xf7")  # the tag "this is CBOR"

    def _read(self, data: bytes) -> object:
        return read_cbor(data)


class _Pairs(list[tuple[object, object]]):
    """The members of a map, in order."""


def _json_value(value: object) -> object:
    """Return a value of MessagePack as ``parse_document`` returns values."""
    match value:
        case _Pairs():
            return JsonObject(
                tuple((name_of_key(_json_value(name)), _json_value(member)) for name, member in value)
            )
        case list():
            return [_json_value(each) for each in value]
        case bool() | None | str():
            return value
        case int():
            return JsonNumber(value)
        case float():
            return JsonNumber(value) if math.isfinite(value) else str(value)
        case bytes():
            return JsonObject((("bytes", value.hex()),))
        case msgpack.ExtType():
            number = JsonNumber(value.code)
            return JsonObject((("type", number), ("bytes", value.data.hex())))
        case msgpack.Timestamp():
            parts = (("seconds", value.seconds), ("nanoseconds", value.nanoseconds))
            return JsonObject(tuple((name, JsonNumber(number)) for name, number in parts))
    raise TypeError(value)  # MessagePack has no others


def _has_text(value: object) -> bool:
    if isinstance(value, JsonObject):
        return any(name[:1].isalpha() for name, _ in value.members)
    if isinstance(value, list):
        return any(_has_text(each) for each in value)
    return isinstance(value, str) and not isinstance(value, JsonNumber)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
