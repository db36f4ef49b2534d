# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the numbers in the commands of MONITOR, and names the errors of commands that cannot be read.

MONITOR also reports commands that the server refused, so a number can have any size. What Redis itself does
not accept as a number is refused here too, and all numbers fit into the columns of events.

Source: ``string2ll`` in the source of Redis.
"""

from __future__ import annotations

import re

from rqcore.errors import RqError

SURPRISES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    RqError,
)
"""What a command can raise that has another form than the commands that the server accepts."""
_INTEGER = re.compile(rb"-?[1-9][0-9]{0,18}|0")
_MAX_WORD = 400
"""The most bytes of a time in seconds."""


def read_integer(word: bytes) -> int:
    """Return an integer of 64 bits with a sign.

    Raises:
        ValueError: It is no integer that Redis accepts.
    """
    value = int(word) if _INTEGER.fullmatch(word) else 2**63
    if not -(2**63) <= value < 2**63:
        raise ValueError(word)
    return value


def read_count(word: bytes) -> int:
    """Return an integer that is not negative.

    Raises:
        ValueError: It is no integer that Redis accepts, or negative.
    """
    value = read_integer(word)
    if value < 0:
        raise ValueError(word)
    return value


def read_seconds(word: bytes) -> int:
    """Return a time in seconds as nanoseconds.

    Raises:
        ValueError: It is no number, negative, not finite, or too large for 64 bits.
    """
    if len(word) > _MAX_WORD or b"_" in word:
        raise ValueError(word)
    nanoseconds = float(word) * 1e9
    if not 0 <= nanoseconds < 2**63:
        raise ValueError(word)
    return round(nanoseconds)
