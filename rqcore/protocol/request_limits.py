# SPDX-License-Identifier: MIT
"""Limits of one request, for clients and controllers. A client loads this module alone, without the table."""

from __future__ import annotations

MANY = 10_000
"""The most items, names or other values in one command, so that other clients do not wait long."""
MAX_WORD = 64 * 1024
"""The most bytes of an argument that is neither a payload, nor a key of a priority, nor a report."""
MANY_KEYS = 250
"""The most items with a priority in one command if it is not a number: their keys are compared one by one."""
MANY_VALUES = 50_000
"""The most values and keys in the JSON of one request, so that other clients do not wait long."""


def has_more_values(data: bytes, most: int) -> bool:
    """Return whether JSON has more than ``most`` values and keys, without parsing it.

    Each but the first follows a comma, a colon or a bracket that is not in a string. 4 MiB take up to 30 ms
    then; to parse them as small values takes up to 600 ms.
    """
    if len(data) < most or _count_marks(data) < most:
        return False
    if b"\0" in data:  # not UTF-8: quotes are not where they seem to be
        return True
    plain = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    if plain.count(b'"') > 2 * most:
        return True
    return _count_marks(b"".join(plain.split(b'"')[::2])) >= most


def _count_marks(data: bytes) -> int:
    return sum(map(data.count, (b",", b":", b"[", b"{")))
