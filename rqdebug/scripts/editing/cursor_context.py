# SPDX-License-Identifier: GPL-3.0-or-later
"""The place of the cursor in a script: the word, its receiver, and the calls that are open.

The text is scanned and not parsed, because it is usually incomplete while it is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rqdebug.scripts.language.vocabulary import (
    RETURNED_KINDS,
)
from rqdebug.scripts.signatures import ValueKind
from rqdebug.scripts.text.loose_tokens import CLOSING, OPENING, Token, logical_lines

MAX_TEXT = 100_000
"""The number of characters before the cursor in which names are found; more would delay typing."""
MAX_STATEMENT = 2_000
"""The number of characters before the cursor in which the beginning of its statement is found."""

_DEFINITION = re.compile(
    r"^[ \t]*(?:for[ \t]+(?P<loop>[^\W\d]\w*)[ \t]+in\b|(?P<name>[^\W\d]\w*)[ \t]*=(?!=)[ \t]*"
    r"(?:[^\W\d]\w*[ \t]*\.[ \t]*)?(?P<call>[^\W\d]\w*[ \t]*\()?|"
    r"with\b(?P<block>[^\n]*))",
    re.MULTILINE,
)


@dataclass(slots=True)
class UnfinishedCall:
    """A call whose closing bracket is not before the cursor."""

    receiver: str
    """The name before the dot; empty for none."""
    name: str
    """The name of the function or method; empty for a bracket that is no call."""
    start: int
    """The index of the name, or of its receiver, in the text."""
    positional: int = 0
    """The number of the positional arguments before the one with the cursor."""
    keywords: list[str] = field(default_factory=list)
    """The names of the arguments that are written as ``name=value``, in order."""
    at_keyword: bool = False
    """Whether the cursor is in the value of the last keyword."""


@dataclass(frozen=True, slots=True)
class CursorContext:
    """The place of the cursor in a script."""

    word: str
    """The beginning of the word before the cursor; empty for none."""
    is_word: bool
    """Whether a word is possible here: False in a text, a number or a comment."""
    receiver: str | None
    """The name before the dot of ``receiver.word``; None if no dot precedes the word."""
    words: tuple[str, ...]
    """The words and signs of the statement before ``word``."""
    call: UnfinishedCall | None
    """The innermost open call around the cursor."""
    is_argument: bool
    """Whether an argument of this call begins at the word."""


def read_context(before: str) -> CursorContext:
    """Return the place of the cursor, given the text before it."""
    before = before[-MAX_STATEMENT:]
    tokens = _last_statement(before)
    word, is_word = "", True
    if tokens and tokens[-1].lastgroup == "comment":
        is_word = "\n" in before[tokens[-1].end() :]
        tokens = tokens[:-1]
    elif tokens and tokens[-1].end() == len(before):
        last = tokens[-1]
        is_word = last.lastgroup not in ("number", "open")
        if last.lastgroup == "word":
            word = last[0]
        if word or not is_word:
            tokens = tokens[:-1]
    words = tuple(token[0] for token in tokens)
    receiver = None
    if words[-1:] == (".",):
        receiver = words[-2] if len(words) > 1 and tokens[-2].lastgroup == "word" else ""
    brackets = _open_brackets(tokens)
    call = next((call for call in reversed(brackets) if call.name), None)
    is_argument = bool(call) and brackets[-1] is call and words[-1] in ("(", ",")
    return CursorContext(word, is_word, receiver, words, call, is_argument)


def defined_names(before: str) -> dict[str, ValueKind]:
    """Return the names that the text before the cursor defines, the latest first, with their kinds."""
    names: dict[str, ValueKind] = {}
    for match in _DEFINITION.finditer(before[-MAX_TEXT:]):
        leased = _leased_name(match["block"] or "")
        name = match["loop"] or match["name"] or leased
        if not name:
            continue
        call = (match["call"] or "").rstrip("( \t")
        names.pop(name, None)
        names[name] = ValueKind.LEASE if leased else RETURNED_KINDS.get(call, ValueKind.VALUE)
    return dict(reversed(names.items()))


def _leased_name(block: str) -> str:
    """Return the name behind ``as`` in the rest of a line that begins with ``with``; empty for none."""
    call, _, rest = block.expandtabs(1).rpartition(" as ")
    name, colon, _ = rest.partition(":")
    return name.strip() if call.rstrip().endswith(")") and colon and name.strip().isidentifier() else ""


def _last_statement(before: str) -> list[Token]:
    """Return the tokens of the statement that the text ends in, without earlier comments."""
    lines = list(logical_lines(before))
    tokens = lines[-1] if lines else []
    if not tokens or ("\n" in before[tokens[-1].end() :] and not _has_open_bracket(tokens)):
        return []
    comments = [token for token in tokens[:-1] if token.lastgroup == "comment"]
    start = _inner_start(tokens)
    return [token for token in tokens[start:] if token not in comments]


def _has_open_bracket(tokens: list[Token]) -> bool:
    return sum((token[0] in OPENING) - (token[0] in CLOSING) for token in tokens) > 0


def _inner_start(tokens: list[Token]) -> int:
    """Return the index after the last colon or semicolon outside of brackets: there a statement begins."""
    start = depth = 0
    for index, token in enumerate(tokens):
        depth = max(depth + (token[0] in OPENING) - (token[0] in CLOSING), 0)
        if not depth and token[0] in (":", ";"):
            start = index + 1
    return start


def _open_brackets(tokens: list[Token]) -> list[UnfinishedCall]:
    """Return the brackets that are open at the end, from the outermost to the innermost."""
    open_calls: list[UnfinishedCall] = []
    for index, token in enumerate(tokens):
        mark = token[0]
        if mark in OPENING:
            open_calls.append(
                _open_call(tokens, index) if mark == "(" else UnfinishedCall("", "", token.start())
            )
        elif mark in CLOSING:
            del open_calls[-1:]
        elif open_calls and mark == ",":
            call = open_calls[-1]
            call.positional += not call.at_keyword
            call.at_keyword = False
        elif open_calls and mark == "=" and index and tokens[index - 1].lastgroup == "word":
            open_calls[-1].keywords.append(tokens[index - 1][0])
            open_calls[-1].at_keyword = True
    return open_calls


def _open_call(tokens: list[Token], index: int) -> UnfinishedCall:
    """Return the call whose opening bracket is this token."""
    before = tokens[max(index - 3, 0) : index]
    if not before or before[-1].lastgroup != "word":
        return UnfinishedCall("", "", tokens[index].start())
    if len(before) == 3 and before[1][0] == "." and before[0].lastgroup == "word":
        return UnfinishedCall(before[0][0], before[2][0], before[0].start())
    return UnfinishedCall("", before[-1][0], before[-1].start())
