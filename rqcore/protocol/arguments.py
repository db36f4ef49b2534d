# SPDX-License-Identifier: MIT
"""A word of a request → the value that it stands for. Each raises BadCall for what stands for none."""

from __future__ import annotations

import math

from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError
from rqcore.protocol.queue_values import KINDS
from rqcore.protocol.timeouts import LONGEST_TIMEOUT


def raw(word: bytes) -> bytes:
    """A queue or a payload, as it came."""
    return word


def text(word: bytes) -> str:
    """UTF-8 text that can be printed on one line."""
    try:
        decoded = word.decode()
    except UnicodeDecodeError:
        raise BadCall(f"{word[:40]!r} is not UTF-8") from None
    if not decoded.isprintable():
        raise BadCall(f"{word[:40]!r} holds characters that cannot be printed")
    return decoded


def seconds(word: bytes) -> int:
    """A timeout in seconds, kept in ns."""
    try:
        value = float(word)
    except ValueError:
        raise BadCall(f"a timeout is a number of seconds, not {word[:40]!r}") from None
    if not 0 <= value < math.inf:
        raise BadCall(f"a timeout is 0 or more seconds, not {word[:40]!r}; leave it out to wait for ever")
    return int(min(value, LONGEST_TIMEOUT) * 1e9)


def natural(word: bytes) -> int:
    """A whole number from 0."""
    if not word.isdigit() or len(word) > 9:
        raise BadCall(f"a number from 0 to 999999999 was expected, not {word[:40]!r}")
    return int(word)


def index(word: bytes) -> int:
    """A place in a queue, from its end when below zero."""
    digits = word[1:] if word.startswith(b"-") else word
    if not digits.isdigit() or len(digits) > 15:
        raise BadCall(f"a place in a queue is a whole number, not {word[:40]!r}")
    return int(word)


def priority(word: bytes) -> float:
    """Any number that has an order."""
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise BadCall(f"a priority is a number, not {word[:40]!r}")
    return value


def kind(word: bytes) -> str:
    """A kind of queue."""
    name = word.decode(errors="replace").lower()
    if name not in KINDS:
        raise BadCall(f"a queue is fifo, lifo or priority, not {word[:40]!r}")
    return name


def codec(word: bytes) -> Codec:
    """The name of a codec."""
    try:
        return Codec.parse(word.decode(errors="replace"))
    except CodecError as error:
        raise BadCall(str(error)) from error
