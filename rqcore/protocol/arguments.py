# SPDX-License-Identifier: MIT
"""Converters of arguments: from the bytes of a request to a typed value.

Each converter takes one argument and raises BadCall if it cannot convert it.
The message of the error is sent to the client.
"""

from __future__ import annotations

import math

from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError, quoted
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import KINDS, End
from rqcore.protocol.timeouts import LONGEST_LEASE, LONGEST_TIMEOUT

_LONGEST_NUMBER = 1000
"""The most digits of a number. The time to read one grows with the square of its length."""


def raw(word: bytes) -> bytes:
    """Return the bytes unchanged: a payload, or the name of a queue."""
    return word


def text(word: bytes) -> str:
    """Decode UTF-8 text. It must be printable on one line."""
    try:
        decoded = word.decode()
    except UnicodeDecodeError:
        raise BadCall(f"{quoted(word)} is not valid UTF-8; send the text as UTF-8") from None
    if not decoded.isprintable():
        raise BadCall(f"{quoted(word)} contains characters that cannot be printed; remove them")
    return decoded


def seconds(word: bytes) -> int:
    """Parse a timeout in seconds. Returns nanoseconds, at most ``LONGEST_TIMEOUT``."""
    try:
        value = float(word)
    except ValueError:
        raise BadCall(f"invalid timeout {quoted(word)}; give a number of seconds, such as 2.5") from None
    if not 0 <= value < math.inf:
        raise BadCall(f"invalid timeout {quoted(word)}; give 0 or more seconds, or omit it to wait forever")
    return int(min(value, LONGEST_TIMEOUT) * 1e9)


def duration(word: bytes) -> int:
    """Parse the duration of a lease or a delay in seconds. Returns nanoseconds, at most ``LONGEST_LEASE``."""
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not 0 <= value <= LONGEST_LEASE:
        raise BadCall(f"invalid duration {quoted(word)}; give a number of seconds from 0 to {LONGEST_LEASE}")
    return int(value * 1e9)


def lease_number(word: bytes) -> int:
    """Parse the number of a lease."""
    if not word.isdigit() or len(word) > 18:
        raise BadCall(f"invalid number of a lease {quoted(word)}; give the one that RQ.LEASE returned")
    return int(word)


def natural(word: bytes) -> int:
    """Parse a whole number from 0 to 999999999."""
    if not word.isdigit() or len(word) > 9:
        raise BadCall(f"invalid count {quoted(word)}; give a whole number from 0 to 999999999")
    return int(word)


def size(word: bytes) -> int:
    """Parse a number of bytes from 0 to 4294967295."""
    if not word.isdigit() or len(word) > 10 or int(word) > 0xFFFFFFFF:
        raise BadCall(f"invalid number of bytes {quoted(word)}; give a whole number from 0 to 4294967295")
    return int(word)


def index(word: bytes) -> int:
    """Parse an item number, or a position in a queue. A negative position counts from the end."""
    digits = word[1:] if word.startswith(b"-") else word
    if not digits.isdigit() or len(digits) > 15:
        raise BadCall(f"invalid position or item number {quoted(word)}; give a whole number")
    return int(word)


def priority(word: bytes) -> bytes:
    """Parse a priority: any number except NaN. Returns its key."""
    try:
        value: float = int(word)
    except ValueError:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
    if math.isnan(value) or len(word) > _LONGEST_NUMBER:
        raise BadCall(f"invalid priority {quoted(word)}; give a number, such as 1 or -0.5")
    return priority_key(value)


def end(word: bytes) -> End:
    """Parse an end of a list: LEFT or RIGHT, in any case."""
    try:
        return End(word.decode(errors="replace").lower())
    except ValueError:
        raise BadCall(f"unknown end of a list {quoted(word)}; choose LEFT or RIGHT") from None


def kind(word: bytes) -> str:
    """Parse a kind of queue: fifo, lifo or priority, in any case."""
    name = word.decode(errors="replace").lower()
    if name not in KINDS:
        raise BadCall(f"unknown kind of queue {quoted(word)}; choose fifo, lifo or priority")
    return name


def codec(word: bytes) -> Codec:
    """Parse the name of a codec, in any case."""
    try:
        return Codec.parse(word.decode(errors="replace"))
    except CodecError as error:
        raise BadCall(str(error)) from error
