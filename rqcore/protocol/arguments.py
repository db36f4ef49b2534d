# SPDX-License-Identifier: MIT
"""Converters of arguments: bytes of a request → typed value. Each raises BadCall for bytes it cannot read."""

from __future__ import annotations

import math

from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError
from rqcore.protocol.queue_values import KINDS
from rqcore.protocol.timeouts import LONGEST_TIMEOUT


def raw(word: bytes) -> bytes:
    """Return a payload or the name of a queue unchanged."""
    return word


def text(word: bytes) -> str:
    """Decode UTF-8 text that can be printed on one line."""
    try:
        decoded = word.decode()
    except UnicodeDecodeError:
        raise BadCall(f"{word[:40]!r} is not UTF-8") from None
    if not decoded.isprintable():
        raise BadCall(f"{word[:40]!r} holds characters that cannot be printed")
    return decoded


def seconds(word: bytes) -> int:
    """Parse a timeout in seconds; returns ns."""
    try:
        value = float(word)
    except ValueError:
        raise BadCall(f"a timeout is a number of seconds, not {word[:40]!r}") from None
    if not 0 <= value < math.inf:
        raise BadCall(f"a timeout is 0 or more seconds, not {word[:40]!r}; omit it to wait without a limit")
    return int(min(value, LONGEST_TIMEOUT) * 1e9)


def natural(word: bytes) -> int:
    """Parse a whole number from 0 to 999999999."""
    if not word.isdigit() or len(word) > 9:
        raise BadCall(f"a count is a whole number from 0 to 999999999, not {word[:40]!r}")
    return int(word)


def index(word: bytes) -> int:
    """Parse a position in a queue, which counts from the end if negative, or the number of an item."""
    digits = word[1:] if word.startswith(b"-") else word
    if not digits.isdigit() or len(digits) > 15:
        raise BadCall(f"a position or number of an item is a whole number, not {word[:40]!r}")
    return int(word)


def priority(word: bytes) -> float:
    """Parse a priority: any number but NaN."""
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise BadCall(f"a priority is a number, not {word[:40]!r}")
    return value


def kind(word: bytes) -> str:
    """Parse a kind of queue."""
    name = word.decode(errors="replace").lower()
    if name not in KINDS:
        raise BadCall(f"a queue is fifo, lifo or priority, not {word[:40]!r}")
    return name


def codec(word: bytes) -> Codec:
    """Parse the name of a codec."""
    try:
        return Codec.parse(word.decode(errors="replace"))
    except CodecError as error:
        raise BadCall(str(error)) from error
