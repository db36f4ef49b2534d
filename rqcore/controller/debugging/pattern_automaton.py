# SPDX-License-Identifier: MIT
r"""Searches a text for a regular expression, one character after the other.

Theory of operation
===================

Each ``Characters`` of the pattern is a *position*. While the text is read, a set of positions is known: all
that can have matched the last character. It is a number, with a bit for each position; bit 0 is the beginning
of the pattern, which is in each set, because a match can begin anywhere. Which positions can follow depends
only on the set and, for ``^``, ``$`` and ``\b``, on the kinds of the characters before and after::

    set ──follow(kind before, kind after)──► what can come next ──& reach(character)──► next set
                                                    │
                                            accept: the pattern is found

So there is a finite number of states: a set, and the kind of the last character. They are made when they are
first needed, and kept in tables (a lazy deterministic automaton, as in RE2): then a character costs one look
into a list. If there are ``MAX_STATES``, all are forgotten, and the rest of the text is read set by set, for
which each eight positions cost one look into a table. Characters that the pattern does not distinguish have
one number, their *class*.

The time is linear in the text: each character is read once, and there are at most ``MAX_POSITIONS``. Measured
on 64 KiB: 2 ms for most patterns, and at worst 0.5 s.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain
from typing import Any

from rqcore.controller.debugging.pattern_nodes import (
    Branches,
    Chain,
    Characters,
    Edge,
    PatternNode,
    Ranges,
    Repetition,
)
from rqcore.errors import BadCall

MAX_POSITIONS = 256
"""The most characters of a pattern, with all repetitions written out."""
MAX_PARTS = 1000
"""The most parts of a pattern, with all repetitions written out."""
MAX_CLASSES = 250
"""The most classes of characters that a pattern distinguishes."""
MAX_STATES = 256
"""The most states that are kept."""

_OUTSIDE, _NEWLINE, _WORD, _OTHER = range(4)
r"""The kinds of characters: before or after the text, and as ``^``, ``$`` and ``\b`` distinguish them."""
_WORD_RANGES: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_ACCEPT = 1
"""The bit of the end of the pattern in what can come next, where the beginning needs none."""

_State = list[Any]
"""The next state for each class; None if it was not made yet, or if the pattern is found then. Last: the set
and the kind."""


class _PatternFound(Exception):
    """The pattern was found, so the rest of the text makes no difference."""


class _TooManyStates(Exception):
    """There are ``MAX_STATES`` states, so no more are made."""


def _holds(edge: Edge, before: int, after: int) -> bool:
    match edge:
        case Edge.TEXT_BEGIN:
            return before == _OUTSIDE
        case Edge.TEXT_END:
            return after == _OUTSIDE
        case Edge.LINE_BEGIN:
            return before in (_OUTSIDE, _NEWLINE)
        case Edge.LINE_END:
            return after in (_OUTSIDE, _NEWLINE)
    return (before == _WORD) != (after == _WORD)


class _Graph:
    """The parts of a pattern, each with the parts that can follow.

    Args:
        node: The pattern.
    """

    def __init__(self, node: PatternNode) -> None:
        """Write out all repetitions. Raises BadCall if there are too many parts."""
        self.positions: list[Ranges] = [()]
        """The characters of each position. The first is the beginning of the pattern."""
        self.edges: set[Edge] = set()
        self._parts: list[tuple[Edge | int | None, list[int]]] = []
        """For each part an edge, a position, or None for neither, and the parts that follow."""
        self._after_position: list[int] = [0]
        self._end = self._add(None, [])
        self._after_position[0] = self._build(node, self._end)

    def _add(self, content: Edge | int | None, following: list[int]) -> int:
        if len(self._parts) >= MAX_PARTS:
            raise BadCall(_TOO_LONG)
        self._parts.append((content, following))
        return len(self._parts) - 1

    def _build(self, node: PatternNode, following: int) -> int:
        """Add a node, and return the part where it begins. ``following``: the part after it."""
        if isinstance(node, Characters):
            if len(self.positions) > MAX_POSITIONS:
                raise BadCall(_TOO_LONG)
            self.positions.append(node.ranges)
            self._after_position.append(following)
            return self._add(len(self.positions) - 1, [])
        if isinstance(node, Edge):
            self.edges.add(node)
            return self._add(node, [following])
        if isinstance(node, Chain):
            for part in reversed(node.parts):
                following = self._build(part, following)
            return following
        if isinstance(node, Branches):
            return self._add(None, [self._build(part, following) for part in node.parts])
        return self._build_repetition(node, following)

    def _build_repetition(self, node: Repetition, following: int) -> int:
        least = node.least
        if node.most is None:
            loop = self._add(None, [])
            body = self._build(node.part, loop)
            self._parts[loop][1].extend((body, following))
            following, least = (body, least - 1) if least else (loop, 0)
        else:
            end = following
            for _ in range(node.most - least):
                following = self._add(None, [self._build(node.part, following), end])
        for _ in range(least):
            following = self._build(node.part, following)
        return following

    def after(self, position: int, before: int, after: int) -> int:
        """Return what can follow a position between characters of two kinds, as bits."""
        found, seen, to_do = 0, set(), [self._after_position[position]]
        while to_do:
            part = to_do.pop()
            if part in seen:
                continue
            seen.add(part)
            content, following = self._parts[part]
            if part == self._end:
                found |= _ACCEPT
            elif isinstance(content, int):
                found |= 1 << content
            elif content is None or _holds(content, before, after):
                to_do += following
        return found


_TOO_LONG = (
    f"the pattern has more than {MAX_POSITIONS} characters or {MAX_PARTS} parts when its repetitions are "
    "written out; use smaller numbers"
)


class PatternAutomaton:
    """Finds a pattern in texts.

    Args:
        node: The pattern.

    Raises:
        BadCall: It is too long when its repetitions are written out.
    """

    def __init__(self, node: PatternNode) -> None:
        """Find the classes of characters."""
        self._graph = _Graph(node)
        self._starts: list[int] = []
        """The first character of each range of characters that all belong to one class."""
        self._class_of_range: list[int] = []
        self._reach: list[int] = []
        """The positions that each class can match, as bits."""
        self._kind: list[int] = []
        """The kind of the characters of each class."""
        self._find_classes()
        self._bytes = bytes(map(self._class_of, range(256)))
        self._classes = _ClassTable(self)
        self._follow: dict[tuple[int, int], list[_FollowTable]] = {}
        """For two kinds and each eight positions: what follows some of these."""
        self._states: dict[tuple[int, int], _State] = {}

    def is_found_in(self, text: str) -> bool:
        """Return whether the pattern is anywhere in a text."""
        if text.isascii():
            classes = text.encode().translate(self._bytes)
        else:
            classes = text.translate(self._classes).encode("latin-1")
        characters = iter(classes)
        try:
            state = self._state(1, _OUTSIDE if self._graph.edges else _OTHER)
            for each in characters:
                state = state[each] or self._make_next(state, each)
        except _PatternFound:
            return True
        except _TooManyStates:
            self._states.clear()
            positions, kind = state[-2:]
            return self._read_sets(positions, kind, chain((each,), characters))
        positions, kind = state[-2:]
        return self._ends(positions, kind)

    def _read_sets(self, positions: int, kind: int, classes: Iterable[int]) -> bool:
        """Search in the rest of a text without making states."""
        for each in classes:
            following = self._following(positions, kind, self._kind[each])
            if following & _ACCEPT:
                return True
            positions, kind = following & self._reach[each] | 1, self._kind[each]
        return self._ends(positions, kind)

    def _ends(self, positions: int, kind: int) -> bool:
        """Return whether the pattern is found at the end of a text."""
        after = _OUTSIDE if self._graph.edges else _OTHER
        return bool(self._following(positions, kind, after) & _ACCEPT)

    def _find_classes(self) -> None:
        edges = self._graph.edges
        kinds: list[tuple[int, Ranges]] = []
        if Edge.WORD in edges:
            kinds.append((_WORD, _WORD_RANGES))
        if edges & {Edge.LINE_BEGIN, Edge.LINE_END}:
            kinds.append((_NEWLINE, ((10, 10),)))
        every = [ranges for _, ranges in kinds] + self._graph.positions
        self._starts = sorted(
            {0, *(end for ranges in every for one, last in ranges for end in (one, last + 1))}
        )
        numbers: dict[tuple[int, int], int] = {}
        masks = dict.fromkeys(self._starts, 0)
        for position, ranges in enumerate(self._graph.positions):
            for at in self._inside(ranges):
                masks[self._starts[at]] |= 1 << position
        kind_of = {at: kind for kind, ranges in kinds for at in self._inside(ranges)}
        for at, start in enumerate(self._starts):
            key = masks[start], kind_of.get(at, _OTHER)
            self._class_of_range.append(numbers.setdefault(key, len(numbers)))
        if len(numbers) > MAX_CLASSES:
            raise BadCall(
                f"the pattern distinguishes more than {MAX_CLASSES} classes of characters; use fewer"
            )
        self._reach, self._kind = [mask for mask, _ in numbers], [kind for _, kind in numbers]

    def _inside(self, ranges: Ranges) -> list[int]:
        """Return the index of each part of the alphabet that is in the ranges."""
        find = self._starts
        return [
            at
            for first, last in ranges
            for at in range(bisect_right(find, first) - 1, bisect_right(find, last))
        ]

    def _class_of(self, code: int) -> int:
        return self._class_of_range[bisect_right(self._starts, code) - 1]

    def _state(self, positions: int, kind: int) -> _State:
        key = positions, kind
        state = self._states.get(key)
        if state is None:
            if len(self._states) >= MAX_STATES:
                raise _TooManyStates
            state = self._states[key] = [None] * len(self._reach) + [positions, kind]
        return state

    def _make_next(self, state: _State, each: int) -> _State:
        """Return the state after a character of a class, and keep it."""
        positions, before = state[-2:]
        after = self._kind[each]
        following = self._following(positions, before, after)
        if following & _ACCEPT:
            raise _PatternFound
        state[each] = self._state(following & self._reach[each] | 1, after)
        found: _State = state[each]
        return found

    def _following(self, positions: int, before: int, after: int) -> int:
        """Return what can come next, as bits."""
        tables = self._follow.get((before, after))
        if tables is None:
            octets = range(len(self._graph.positions) // 8 + 1)
            tables = [_FollowTable(self._graph, octet, before, after) for octet in octets]
            self._follow[before, after] = tables
        found = 0
        for table, bits in zip(tables, positions.to_bytes(len(tables), "little"), strict=True):
            found |= table[bits]
        return found


class _FollowTable(dict[int, int]):
    """What follows some of eight positions.

    Args:
        graph: The pattern.
        octet: Which eight positions.
        before: The kind of the last character.
        after: The kind of the next one.
    """

    def __init__(self, graph: _Graph, octet: int, before: int, after: int) -> None:
        super().__init__()
        self._graph, self._octet, self._kinds = graph, octet, (before, after)

    def __missing__(self, bits: int) -> int:
        lowest = bits & -bits
        rest = bits ^ lowest
        found = 0
        if lowest:
            position = self._octet * 8 + lowest.bit_length() - 1
            found = self._graph.after(position, *self._kinds) if not rest else self[lowest] | self[rest]
        self[bits] = found
        return found


class _ClassTable(dict[int, int]):
    """Maps characters to their classes, for ``str.translate``. It keeps the most recent ones."""

    def __init__(self, automaton: PatternAutomaton) -> None:
        super().__init__()
        self._automaton = automaton

    def __missing__(self, code: int) -> int:
        if len(self) >= 4096:
            self.clear()
        found = self[code] = self._automaton._class_of(code)
        return found
