# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the places of a name in the text of a script, also inside f-strings."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from rqdebug.scripts.text.loose_tokens import CLOSING, OPENING, TOKEN, Token


class PlaceKind(enum.Enum):
    """What a name is where it stands."""

    VARIABLE = enum.auto()
    """A variable, or a parameter inside its function."""
    FUNCTION = enum.auto()
    """A function, where it is defined or called."""
    ARGUMENT = enum.auto()
    """A parameter, where a call gives it by name."""


@dataclass(frozen=True, slots=True)
class NamePlace:
    """One place of a name."""

    start: int
    """The index of its first character in the text."""
    kind: PlaceKind
    function: str = ""
    """The function that is called with the argument."""


def find_places(text: str, name: str, start: int = 0) -> Iterator[NamePlace]:
    """Yield the places of a name in the order of the text. Methods and attributes are left out.

    Args:
        text: The text of a script, or of an expression in it.
        name: The name.
        start: The index of the text in the script.
    """
    tokens = [token for token in TOKEN.finditer(text) if token.lastgroup not in ("comment", "newline")]
    calls: list[str] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1][0] if index else ""
        after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        if token[0] == name and token.lastgroup == "word" and before != ".":
            yield _place(name, start + token.start(), before, after, calls)
        elif token.lastgroup == "text" and "f" in token[0].partition(token[0][-1])[0].lower():
            yield from _in_text(token, name, start)
        elif token[0] in OPENING:
            calls.append(_called(tokens, index))
        elif token[0] in CLOSING and calls:
            calls.pop()


def _place(name: str, start: int, before: str, after: str, calls: list[str]) -> NamePlace:
    if after == "(":
        return NamePlace(start, PlaceKind.FUNCTION)
    if after == "=" and before in ("(", ",") and calls and calls[-1]:
        return NamePlace(start, PlaceKind.ARGUMENT, calls[-1])
    return NamePlace(start, PlaceKind.VARIABLE)


def _called(tokens: list[Token], index: int) -> str:
    """Return the function that is called with a bracket; empty if none is, or if it is defined there."""
    before = [token[0] for token in tokens[max(index - 2, 0) : index]]
    if not before or tokens[index][0] != "(" or tokens[index - 1].lastgroup != "word":
        return ""
    return "" if len(before) > 1 and before[0] in ("def", ".") else before[-1]


def _in_text(token: Token, name: str, start: int) -> Iterator[NamePlace]:
    """Yield the places in the expressions of an f-string."""
    text = token[0]
    prefix = text.partition(text[-1])[0]
    quotes = 3 if text[len(prefix) :].startswith(text[-1] * 3) and len(text) >= len(prefix) + 6 else 1
    first, last = len(prefix) + quotes, len(text) - quotes
    yield from _in_fields(text[first:last], name, start + token.start() + first)


def _in_fields(text: str, name: str, start: int) -> Iterator[NamePlace]:
    """Yield the places in the fields ``{…}`` of a text, and in their formats."""
    index = 0
    while (index := text.find("{", index)) >= 0:
        if text.startswith("{{", index):
            index += 2
            continue
        end = _end_of_expression(text, index + 1)
        yield from find_places(text[index + 1 : end], name, start + index + 1)
        index = end


def _end_of_expression(text: str, index: int) -> int:
    """Return the index of the ``}``, ``:`` or ``!`` that ends the expression of a field."""
    depth = 0
    for token in TOKEN.finditer(text, index):
        if not depth and token[0] in ("}", ":", "!"):
            return token.start()
        depth += (token[0] in OPENING) - (token[0] in CLOSING)
    return len(text)
