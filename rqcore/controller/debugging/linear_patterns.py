# SPDX-License-Identifier: MIT
"""Regular expressions in the syntax of RE2, whose searches take linear time with the standard library alone.

Python's ``re`` tries all ways in which a pattern can match, so that a pattern can take years. A
``LinearPattern`` is searched in one of two ways:

- By ``re``, if the pattern has no repetition without a bound, and all ways to match it at one place of a text
  take at most ``MAX_STEPS`` steps. ``_cost`` counts them: an upper bound over all texts. A search begins at
  each place once, so its time is at most their number times ``MAX_STEPS``. Because one match is enough, a
  repetition at an end of the pattern is as short as possible, so that ``order-[0-9]+`` has a bound too.
- By a ``PatternAutomaton`` otherwise, which reads a text once. If each match contains a certain text, texts
  without it are not read.

A pattern means what it means in RE2, as rqdebug uses it in filters. What is not possible is refused by name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from rqcore.controller.debugging.pattern_automaton import PatternAutomaton
from rqcore.controller.debugging.pattern_nodes import (
    Branches,
    Chain,
    Characters,
    Edge,
    PatternNode,
    needed_text,
    trim,
)
from rqcore.controller.debugging.pattern_parser import parse_pattern

MAX_STEPS = 256
"""The most steps that ``re`` may need at one place of a text."""
_ENDLESS = 1 << 30
"""More steps than any bound."""
_BROKEN = "\udc80"
"""Replaces an incomplete character at the end of a text. No pattern has it."""
_LOOKS_AT_END = ("$", r"\b", r"\z")
"""Parts of a pattern whose match depends on what follows it."""

_Search = Callable[[str], bool]


class LinearPattern:
    """A regular expression.

    Args:
        pattern: The expression.
        is_for_payloads: It is for ``is_found_in_payload``.

    Raises:
        BadCall: It is none, or has a part that is not possible here. The message names it.
    """

    def __init__(self, pattern: str, is_for_payloads: bool = False) -> None:
        """Check the pattern, and choose how it is searched."""
        self.pattern: str = pattern
        self._search_text = _make_search(parse_pattern(pattern))
        self._search_bytes = self._search_text
        if is_for_payloads:
            self._search_bytes = _make_search(parse_pattern(pattern, is_latin=True))
        self.is_in_each: bool = self._search_text("") and not any(part in pattern for part in _LOOKS_AT_END)
        """Whether it is found in any text."""

    def is_found_in(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in a text. A lone surrogate counts as ``?``."""
        return self._search_text(text if text.isascii() else text.encode(errors="replace").decode())

    def is_found_in_payload(self, payload: bytes) -> bool:
        """Return whether the pattern matches anywhere in a payload.

        It sees characters if the payload is UTF-8, also if that ends within a character. Otherwise each byte
        is a character of Latin-1.
        """
        try:
            text, size = codecs.utf_8_decode(payload, "strict", False)
        except UnicodeDecodeError:
            return self._search_bytes(payload.decode("latin-1"))
        return self._search_text(text if size == len(payload) else text + _BROKEN)


def _make_search(node: PatternNode) -> _Search:
    node = trim(node)
    if _cost(node)[0] <= MAX_STEPS:
        search = re.compile(_to_python(node), re.ASCII).search
        return lambda text: search(text) is not None
    needed, automaton = needed_text(node), PatternAutomaton(node)
    return lambda text: needed in text and automaton.is_found_in(text)


def _cost(node: PatternNode) -> tuple[int, int]:
    """Return the most steps of all attempts to match a node at one place, and the most ways to match it."""
    if isinstance(node, (Characters, Edge)):
        return 1, 1
    if isinstance(node, Chain):
        return _cost_of_chain([_cost(part) for part in node.parts])
    if isinstance(node, Branches):
        costs = [_cost(part) for part in node.parts]
        return 1 + sum(steps for steps, _ in costs), sum(ways for _, ways in costs)
    if node.most is None:
        return _ENDLESS, _ENDLESS
    each = _cost(node.part)
    steps, ways = _cost_of_chain([each] * node.least)
    all_ways = ways
    for _ in range(node.most - node.least):  # each way can end here, or go on with the part
        steps, ways = _cost_of_chain([(steps, ways), each])
        all_ways = min(all_ways + ways, _ENDLESS)
    return steps + 1, all_ways


def _cost_of_chain(costs: list[tuple[int, int]]) -> tuple[int, int]:
    steps, ways = 0, 1
    for more_steps, more_ways in costs:
        steps = min(steps + ways * more_steps, _ENDLESS)
        ways = min(ways * more_ways, _ENDLESS)
    return steps, ways


def _to_python(node: PatternNode) -> str:
    """Return a node in the syntax of ``re``."""
    if isinstance(node, Characters):
        return _set_of(node)
    if isinstance(node, Edge):
        return node.value
    if isinstance(node, Chain):
        return "".join(map(_to_python, node.parts))
    if isinstance(node, Branches):
        return f"(?:{'|'.join(map(_to_python, node.parts))})"
    return f"(?:{_to_python(node.part)}){{{node.least},{'' if node.most is None else node.most}}}"


def _set_of(node: Characters) -> str:
    if not node.ranges:
        return "(?!)"
    if len(node.ranges) == 1 and node.ranges[0][0] == node.ranges[0][1]:
        return re.escape(chr(node.ranges[0][0]))
    return "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in node.ranges) + "]"
