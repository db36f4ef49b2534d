# SPDX-License-Identifier: MIT
"""Patterns of names with ``*``, ``?`` and ``[…]``, with which observers select queues and clients.

Compiling a pattern takes about 20 µs for each of its characters, and matching a name about 10 ns for each
character of the name and each pattern (timeit, Python 3.11). So their number and length are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import lru_cache

from rqcore.errors import TooBig

MOST_WILDCARDS, MOST_CHARACTERS = 20, 500
"""The most patterns with a wildcard in one subscription, and the most characters of all of them together."""


def check_patterns(patterns: Sequence[str]) -> None:
    """Check the patterns of a subscription.

    Raises:
        TooBig: They are too many, or too long.
    """
    wild = [pattern for pattern in patterns if _is_wild(pattern)]
    if len(wild) > MOST_WILDCARDS or sum(map(len, wild)) > MOST_CHARACTERS:
        raise TooBig(
            f"an observer can have {MOST_WILDCARDS} patterns with wildcards, of {MOST_CHARACTERS} characters "
            "together; use fewer or shorter patterns"
        )


def match_any(names: Iterable[str], patterns: tuple[str, ...]) -> bool:
    """Return whether one of the names matches one of the patterns."""
    plain, wild = _compiled(patterns)
    return any(name in plain or (wild is not None and wild.match(name) is not None) for name in names)


@lru_cache(256)
def _compiled(patterns: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Return the patterns without wildcards, and one regular expression for the others."""
    wild = [pattern for pattern in patterns if _is_wild(pattern)]
    plain = frozenset(patterns) - frozenset(wild)
    return plain, re.compile("|".join(map(translate, wild))) if wild else None


def count_wild(patterns: Iterable[str]) -> int:
    """Return how many of the patterns have a wildcard, so that each name must be compared with them."""
    return sum(map(_is_wild, patterns))


def _is_wild(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")
