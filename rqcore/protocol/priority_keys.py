# SPDX-License-Identifier: MIT
"""Priorities as bytes: keys that compare as the values do, in any language and any store.

The format follows the tuple layer of FoundationDB (``design/tuple.md`` in its repository): each value
begins with a byte for its type, texts and bytes end with a zero byte, and a zero byte inside of them is
escaped. Numbers differ from it, because here 1, 1.0 and True must have the same key::

    END     00
    BYTES   01  the bytes, each 00 as 00 FF                      00
    TEXT    02  UTF-8, each 00 as 00 FF                          00
    NONE    03
    TUPLE   05  the key of each member                           END
    NUMBER  13  negative: as 15, with all bits inverted
            14  zero
            15  exponent (4 bytes, biased), then groups of 8 bytes of the fraction, each followed
                by 01, or by 00 after the last. Infinity has the highest exponent.
    OPAQUE  FE  a value without an order, such as a dict

A number is ``1.fraction × 2 ** exponent``, so floats and integers of any size are exact. A list counts as
a tuple, because JSON makes lists of tuples. No type is FF, so what follows a text never looks like an
escaped zero byte.

Two keys can be compared if Python can compare the values: the first members that differ must be of one
kind, and neither None nor opaque. Bytes alone would give all keys an order. ``KeyComparison`` compares a key
with several others: it looks only once where the values of the key begin.
"""

from __future__ import annotations

import operator
import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from rqcore.errors import BadCall, NotComparable, TooBig
from rqcore.protocol.request_limits import MANY, MANY_KEYS

MAX_KEY = 3 << 9
"""The most bytes in a key: 10,000 items are compared in one step, perhaps to the ends of their keys."""
MAX_VALUES = 100
"""The most values in a key, counting tuples and their ends: each of them can have to be compared."""

END, BYTES, TEXT, NONE, TUPLE = 0x00, 0x01, 0x02, 0x03, 0x05
NEGATIVE, ZERO, POSITIVE = 0x13, 0x14, 0x15
OPAQUE = 0xFE

_KINDS = {
    BYTES: "bytes",
    TEXT: "a text",
    NONE: "None",
    TUPLE: "a tuple",
    NEGATIVE: "a number",
    ZERO: "a number",
    POSITIVE: "a number",
    OPAQUE: "a value without an order",
}
_UNORDERED = (NONE, OPAQUE)
_ESCAPED = 0xFF
"""Follows a zero byte inside of a text."""
_VALUE = re.compile(
    rb"[\x00\x03\x05\x14\xfe]"
    rb"|[\x01\x02][^\x00]*+(?:\x00\xff[^\x00]*+)*+\x00"
    rb"|\x15.{4}(?:.{8}\x00|(?:.{8}\x01)++(?!\x00{8}).{8}\x00)"
    rb"|\x13.{4}(?:.{8}\xff|(?:.{8}\xfe)++(?!\xff{8}).{8}\xff)",
    re.DOTALL,
)
"""One value, the beginning of a tuple, or its end. A fraction has no superfluous group of zeros.

Only in a checked key can the next value be searched: in any bytes, a search could begin at each of them and
read up to the end.
"""
_BIAS = 1 << 31
_INFINITY = struct.pack(">BIQB", POSITIVE, 0xFFFFFFFF, 0, 0)
_INVERTED = bytes(range(255, -1, -1))

Priority = float | bytes
"""A priority as requests carry it: a number, or the key of any value."""
ZERO_KEY = bytes([ZERO])
"""The key of 0, the priority of items that were put without one."""
OPAQUE_KEY = bytes([OPAQUE])
NUMBERS = (ZERO, POSITIVE, NEGATIVE)
"""The first byte of the key of a number."""


def priority_key(value: object) -> bytes:
    """Return the key of a priority.

    Args:
        value: A number except NaN, a text, bytes, None, a tuple or list of these, or a value that Python
            cannot order either, such as a dict.

    Raises:
        BadCall: It is NaN, or contains it.
        NotComparable: Python orders the value by a method of its class, which the controller cannot call.
        TooBig: The key would have more than ``MAX_KEY`` bytes or ``MAX_VALUES`` values.
    """
    if type(value) is int:
        return _number_key(value, 0)
    if type(value) is float:
        return _float_key(value)
    parts: list[bytes] = []
    try:
        _append(parts, value)
    except RecursionError:
        raise TooBig("the priority is nested too deeply; use fewer tuples, or pass priority=…") from None
    key = b"".join(parts)
    if len(key) > MAX_KEY:
        raise TooBig(f"the priority has {len(key)} bytes; use at most {MAX_KEY}, or pass priority=…")
    return key


def _append(parts: list[bytes], value: object) -> None:
    """Append the key of a value, in parts."""
    if isinstance(value, float):
        parts.append(_float_key(value))
    elif isinstance(value, int) and _has_order_of(value, int, bool):
        parts.append(_number_key(int(value), 0))
    elif isinstance(value, str) and _has_order_of(value, str):
        parts.append(b"\x02%b\x00" % value.encode("utf-8", "surrogatepass").replace(b"\x00", b"\x00\xff"))
    elif isinstance(value, (bytes, bytearray)) and _has_order_of(value, bytes, bytearray):
        parts.append(b"\x01%b\x00" % bytes(value).replace(b"\x00", b"\x00\xff"))
    elif isinstance(value, (tuple, list)) and _has_order_of(value, tuple, list):
        parts.append(b"\x05")
        for member in value:
            _append(parts, member)
        parts.append(b"\x00")
    elif value is None:
        parts.append(b"\x03")
    elif _has_order_of(value, object, dict):
        parts.append(OPAQUE_KEY)
    else:
        raise NotComparable(
            f"a controller cannot compare values of type {type(value).__name__}; pass priority=… with a "
            "number, a text, bytes, or a tuple of these"
        )
    if len(parts) > MAX_VALUES:
        raise TooBig(f"the priority has more than {MAX_VALUES} values; use fewer, or pass priority=…")


def _has_order_of(value: object, *kinds: type) -> bool:
    """Whether Python compares the value as one of these types, not with a method of a subclass."""
    compare: Any = operator.attrgetter("__lt__")
    return compare(type(value)) in map(compare, kinds)


def _float_key(value: float) -> bytes:
    if value != value:
        raise BadCall("NaN is not a priority, because it has no order; use another number")
    if value - value != 0:
        return _INFINITY if value > 0 else _negated(_INFINITY)
    numerator, denominator = value.as_integer_ratio()
    return _number_key(numerator, denominator.bit_length() - 1)


def _number_key(numerator: int, shift: int) -> bytes:
    """Return the key of ``numerator / 2 ** shift``."""
    if not numerator:
        return ZERO_KEY
    width = numerator.bit_length() - 1
    if width > 8 * MAX_KEY:
        raise TooBig(f"the number has {width + 1} bits; a priority has at most {8 * MAX_KEY}")
    fraction = abs(numerator) - (1 << width)
    exponent = width - shift + _BIAS
    if width <= 64:
        key = struct.pack(">BIQB", POSITIVE, exponent, fraction << (64 - width), 0)
    else:
        groups = -(-width // 64)
        digits = (fraction << (64 * groups - width)).to_bytes(8 * groups, "big").rstrip(b"\x00")
        cut = [digits[at : at + 8].ljust(8, b"\x00") for at in range(0, len(digits) or 1, 8)]
        key = struct.pack(">BI", POSITIVE, exponent) + b"\x01".join(cut) + b"\x00"
    return _negated(key) if numerator < 0 else key


def _negated(key: bytes) -> bytes:
    """Return the key of the number with the opposite sign."""
    return bytes([NEGATIVE]) + key[1:].translate(_INVERTED)


def to_request(value: object) -> Priority:
    """Return a number that the option PRIORITY expresses exactly, or else the key of the value.

    Older controllers know only PRIORITY. Raises as ``priority_key``.
    """
    if type(value) is bool or (type(value) is int and -(1 << 53) <= value <= 1 << 53):
        return int(value)
    return value if type(value) is float and value == value else priority_key(value)


def check_key(key: bytes) -> bytes:
    """Check the key of a client, and return it.

    Raises:
        BadCall: It is not the key of one value.
        TooBig: It has more than ``MAX_KEY`` bytes or ``MAX_VALUES`` values.
    """
    if len(key) > MAX_KEY:
        raise TooBig(f"the key has {len(key)} bytes; use at most {MAX_KEY}")
    at = depth = number = 0
    while value := _VALUE.match(key, at):
        number += 1
        if number > MAX_VALUES:
            raise TooBig(f"the key has more than {MAX_VALUES} values; use fewer")
        depth += (key[at] == TUPLE) - (key[at] == END)
        at = value.end()
        if depth <= 0:
            if depth == 0 and at == len(key):
                return key
            break
    raise BadCall("the key is not that of a priority; use PRIORITY with a number, or a client of rqcore")


def most_items(keys: Sequence[bytes]) -> int:
    """Return how many items with such keys one command may have."""
    return MANY if all(key[0] in NUMBERS for key in keys) else MANY_KEYS


def check_number(keys: Sequence[bytes]) -> None:
    """Check that a command may have this number of keys.

    Raises:
        TooBig: There are too many.
    """
    if len(keys) > (most := most_items(keys)):
        raise TooBig(
            f"{len(keys)} items have priorities that are not numbers; put at most {most} of them at a time"
        )


def comparison_work(keys: Iterable[bytes], others: int) -> int:
    """Return how much work it is to add keys to a heap, in units of about a microsecond.

    Args:
        keys: The keys. A key of a number is compared without being read.
        others: The number of items in the heap.
    """
    levels = others.bit_length()
    sizes = [min(len(key), MAX_VALUES) for key in keys if key[0] not in NUMBERS]
    return 2 * levels * len(sizes) + sum(sizes) // 4


def check_comparable(key: bytes, other: bytes) -> None:
    """Check that Python can compare the values of two keys, as ``KeyComparison.check`` does."""
    KeyComparison(key).check(other)


class KeyComparison:
    """Compares the key of a new item with the keys of others.

    Args:
        key: The key of the new item.
    """

    __slots__ = ("_key", "_starts")

    def __init__(self, key: bytes) -> None:
        """Read nothing of the key yet."""
        self._key = key
        self._starts: list[int] = []

    def check(self, other: bytes) -> None:
        """Check that Python can compare the values of two keys.

        Args:
            other: The key of an item in the queue. An empty key counts as comparable with any.

        Raises:
            NotComparable: They are of different kinds, or have no order.
        """
        if not other:
            return
        key = self._key
        at = self._place_of_order(other) if key[0] == other[0] == TUPLE else 0
        if at is None:
            return
        kinds = _KINDS.get(key[at]), _KINDS.get(other[at])
        if kinds[0] == kinds[1] and key[at] not in _UNORDERED:
            return
        raise NotComparable(
            f"cannot order {kinds[0]} and {kinds[1]}, which the queue contains; use priorities of one kind, "
            "or pass priority=… with a number"
        )

    def _place_of_order(self, other: bytes) -> int | None:
        """Return where two tuples have members that decide their order, but may have none.

        None means that they can be compared: they are equal, differ inside of a member, or one is longer.
        """
        key, starts = self._key, self._starts
        if not starts:  # up to the first value without an order: it decides against any other
            values = _VALUE.findall(key)
            if OPAQUE_KEY in values:
                del values[values.index(OPAQUE_KEY) + 1 :]
            starts += accumulate(map(len, values[:-1]), initial=0)
        difference = _first_difference(key, other)
        last = starts[-1]
        if difference > last:
            return last if key[last] == OPAQUE else None
        if starts[bisect_left(starts, difference)] != difference or END in (
            key[difference],
            other[difference],
        ):
            return None
        # The other text has a zero byte where this one ends.
        return None if other[difference] == _ESCAPED else difference


def _first_difference(key: bytes, other: bytes) -> int:
    """Return the index of the first byte that differs; the length if there is none."""
    if key == other:
        return len(key)
    start, size = 0, 64
    while key[start : start + size] == other[start : start + size]:
        start, size = start + size, 2 * size
    size = min(size, len(key) - start, len(other) - start)
    bits = int.from_bytes(key[start : start + size]) ^ int.from_bytes(other[start : start + size])
    return start + size - (bits.bit_length() + 7) // 8
