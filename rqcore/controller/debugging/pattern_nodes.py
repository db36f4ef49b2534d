# SPDX-License-Identifier: MIT
"""The parts of a regular expression, and what can be left out of it in a search."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

Ranges = tuple[tuple[int, int], ...]
"""A set of characters: first and last number of each range, in order, without overlaps."""
LARGEST = 0x10FFFF
"""The largest number of a character."""
SURROGATES = (0xD800, 0xDFFF)


class Edge(enum.Enum):
    """A place between two characters. It takes no character."""

    TEXT_BEGIN = r"\A"
    TEXT_END = r"\Z"
    LINE_BEGIN = "(?m:^)"
    LINE_END = "(?m:$)"
    WORD = r"\b"


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Chain:
    """One part after the other; none is the empty text."""

    parts: tuple[PatternNode, ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """One of several parts."""

    parts: tuple[PatternNode, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A part, several times. ``most``: None is without a bound."""

    part: PatternNode
    least: int
    most: int | None


PatternNode = Characters | Edge | Chain | Branches | Repetition
EMPTY = Chain(())


def merge_ranges(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the ranges in order, without overlaps."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def invert_ranges(ranges: Ranges) -> Ranges:
    """Return all other characters."""
    gaps, at = [], 0
    for first, last in ranges:
        if first > at:
            gaps.append((at, first - 1))
        at = last + 1
    return (*gaps, (at, LARGEST)) if at <= LARGEST else tuple(gaps)


def remove_surrogates(ranges: Ranges) -> Ranges:
    """Return the ranges without surrogates. No text has them, so one can replace a broken character."""
    first, last = SURROGATES
    below = [(low, min(high, first - 1)) for low, high in ranges if low < first]
    above = [(max(low, last + 1), high) for low, high in ranges if high > last]
    return (*below, *above)


def trim(node: PatternNode) -> PatternNode:
    """Return a node that is found in the same texts: repetitions at its ends are as short as possible."""
    return _trim_end(_trim_end(node, 0), -1)


def _trim_end(node: PatternNode, end: int) -> PatternNode:
    """Trim the first part of a node, or the last one. ``end``: 0 or -1, its index."""
    if isinstance(node, Repetition):
        return Repetition(node.part, node.least, node.least) if node.least else EMPTY
    if isinstance(node, Branches):
        return Branches(tuple(_trim_end(part, end) for part in node.parts))
    if not isinstance(node, Chain):
        return node
    parts = list(node.parts)
    while parts:
        parts[end] = _trim_end(parts[end], end)
        if parts[end] != EMPTY:
            break
        parts.pop(end)
    return Chain(tuple(parts))


def needed_text(node: PatternNode) -> str:
    """Return the longest text that each match contains, as far as it is easy to see."""
    parts = node.parts if isinstance(node, Chain) else (node,)
    runs = [""]
    for part in parts:
        if isinstance(part, Chain):
            runs += [needed_text(part), ""]
        elif isinstance(part, Characters) and len(part.ranges) == 1 and len({*part.ranges[0]}) == 1:
            runs[-1] += chr(part.ranges[0][0])
        else:
            runs.append("")
    return max(runs, key=len)
