# SPDX-License-Identifier: MIT
"""Characters that are equal if case is ignored: the simple case folding of Unicode."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import chain

from rqcore.controller.debugging.pattern_nodes import Ranges, merge_ranges

_ASCII = tuple((ord(letter), ord(letter.upper())) for letter in "abcdefghijklmnopqrstuvwxyz")
_BESIDE_ASCII = ((ord("k"), ord("K"), 0x212A), (ord("s"), ord("S"), 0x17F))
"""The letters of ASCII that equal others: the sign for kelvin, and the long s."""
_CASED = (
    range(0x2E00),
    range(0xA640, 0xABC0),
    range(0xFB00, 0xFF60),
    range(0x10400, 0x11900),
    range(0x16E40, 0x16F00),
    range(0x1E900, 0x1E944),
)
"""All characters with a case are among these."""


def add_other_cases(ranges: Ranges, is_latin: bool) -> Ranges:
    """Return the characters, and all that equal one of them if case is ignored.

    Args:
        ranges: The characters.
        is_latin: They are bytes, of which only the letters of ASCII have a case.
    """
    found = list(ranges)
    for group in _groups(is_latin or ranges[-1][1] < 0x80):
        if any(_contains(ranges, code) for code in group):
            found += [(code, code) for code in group]
    return merge_ranges(found)


def _contains(ranges: Ranges, code: int) -> bool:
    at = bisect_left(ranges, (code + 1,)) - 1
    return at >= 0 and code <= ranges[at][1]


def _groups(is_ascii: bool) -> tuple[tuple[int, ...], ...]:
    return (*_ASCII, *_BESIDE_ASCII) if is_ascii else _all_groups()


@cache
def _all_groups() -> tuple[tuple[int, ...], ...]:
    """Return all groups of characters that are equal. It takes 10 ms, once."""
    groups: dict[str, list[int]] = {}
    for code in chain.from_iterable(_CASED):
        groups.setdefault(chr(code).casefold(), []).append(code)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
