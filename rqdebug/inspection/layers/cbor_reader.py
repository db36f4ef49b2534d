# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads CBOR (RFC 8949) as JSON values that keep the order of members and duplicate names.

Packages for CBOR return dictionaries, which lose both, compute what tags ask for (such as powers of two of
any size), and need quadratic time for keys that an attacker has chosen.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from rqdebug.inspection.json_layout import JsonNumber, JsonObject, name_of_key

MAX_DEPTH = 100
"""The depth of values in each other."""
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE = {20: False, 21: True, 22: None, 23: None}
_BREAK = object()


class NotCbor(ValueError):
    """Bytes that are not CBOR."""


def read_cbor(data: bytes) -> object:
    """Return the value of a CBOR data item, as ``json_layout.parse_document`` returns values.

    Byte strings become objects ``{"bytes": "00ff"}``; of tags, the value counts; keys that are no texts
    become the texts of their values.

    Raises:
        NotCbor: The bytes are not exactly one data item, or it is nested too deeply.
    """
    reader = _DataItems(data)
    value = reader.read(0)
    if reader.at != len(data) or value is _BREAK:
        raise NotCbor
    return value


class _DataItems:
    """A position in CBOR data."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def _take(self, count: int) -> bytes:
        part = self._data[self.at : self.at + count]
        if len(part) < count:
            raise NotCbor
        self.at += count
        return part

    def read(self, depth: int) -> object:
        """Return the next value, or ``_BREAK``."""
        if depth > MAX_DEPTH:
            raise NotCbor
        kind, information = divmod(self._take(1)[0], 32)
        if kind == 7:
            return self._simple(information)
        if information == 31 and kind in (2, 3, 4, 5):
            return self._indefinite(kind, depth)
        argument = self._argument(information)
        match kind:
            case 0:
                return JsonNumber(argument)
            case 1:
                return JsonNumber(-1 - argument)
            case 2:
                return JsonObject((("bytes", self._take(argument).hex()),))
            case 3:
                return self._take(argument).decode()
            case 6:
                return self._required(depth)
            case _:
                return self._container(kind, self._counted(argument * (kind - 3), depth))

    def _argument(self, information: int) -> int:
        if information < 24:
            return information
        if information > 27:
            raise NotCbor
        return int.from_bytes(self._take(1 << (information - 24)))

    def _simple(self, information: int) -> object:
        if information in _FLOATS:
            (number,) = struct.unpack(form := _FLOATS[information], self._take(struct.calcsize(form)))
            return JsonNumber(number) if math.isfinite(number) else str(number)
        if information == 31:
            return _BREAK
        if information not in _SIMPLE:
            raise NotCbor
        return _SIMPLE[information]

    def _required(self, depth: int) -> object:
        value = self.read(depth + 1)
        if value is _BREAK:
            raise NotCbor
        return value

    def _counted(self, count: int, depth: int) -> Iterator[object]:
        if count > len(self._data) - self.at:
            raise NotCbor
        return (self._required(depth) for _ in range(count))

    def _until_break(self, depth: int) -> Iterator[object]:
        while (value := self.read(depth + 1)) is not _BREAK:
            yield value

    def _indefinite(self, kind: int, depth: int) -> object:
        values = self._until_break(depth)
        if kind > 3:
            return self._container(kind, values)
        if kind == 3:
            return "".join(map(_text_of, values))
        return JsonObject((("bytes", "".join(_hex_of(each) for each in values)),))

    @staticmethod
    def _container(kind: int, values: Iterator[object]) -> object:
        if kind == 4:
            return list(values)
        members = []
        for name in values:
            if (value := next(values, _BREAK)) is _BREAK:
                raise NotCbor
            members.append((name_of_key(name), value))
        return JsonObject(tuple(members))


def _text_of(value: object) -> str:
    if not isinstance(value, str) or isinstance(value, JsonNumber):
        raise NotCbor
    return value


def _hex_of(value: object) -> str:
    match value:
        case JsonObject(members=(("bytes", str(part)),)):
            return part
    raise NotCbor
