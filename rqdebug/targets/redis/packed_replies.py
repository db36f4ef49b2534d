# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the replies that scripts of rqcore keep: MessagePack, as ``cmsgpack`` of Redis makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MAX_DEPTH = 8
"""The most lists within each other; replies of scripts of rqcore have 3."""


def unpack(data: bytes) -> Any:
    """Return what cmsgpack has packed: numbers, texts and lists of them.

    Raises:
        LookupError: The data end too early.
        ValueError: More than MAX_DEPTH lists are within each other.
    """
    value, _ = _unpack_at(data, 0, MAX_DEPTH)
    return value


def unpack_list(data: bytes) -> Sequence[Any]:
    """Return a list that cmsgpack has packed.

    Raises:
        LookupError: The data end too early.
        ValueError: It is no list, or more than MAX_DEPTH lists are within each other.
    """
    value = unpack(data)
    if not isinstance(value, list):
        raise ValueError(data)
    return value


def _unpack_at(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return a value, and where the next one begins. ``depth``: how many lists may be within each other."""
    kind, at = data[at], at + 1
    if kind < 0x80:
        return kind, at
    if 0x90 <= kind < 0xA0 or kind in (0xDC, 0xDD):
        if not depth:
            raise ValueError(data)
        width = {0xDC: 2, 0xDD: 4}.get(kind, 0)
        count, at = int.from_bytes(data[at : at + width]) if width else kind & 15, at + width
        members = []
        for _ in range(count):
            member, at = _unpack_at(data, at, depth - 1)
            members.append(member)
        return members, at
    if 0xA0 <= kind < 0xC0 or kind in (0xD9, 0xDA, 0xDB):
        width = {0xD9: 1, 0xDA: 2, 0xDB: 4}.get(kind, 0)
        size, at = int.from_bytes(data[at : at + width]) if width else kind & 31, at + width
        return data[at : at + size], at + size
    width = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}.get(kind, 0)
    return int.from_bytes(data[at : at + width]), at + width
