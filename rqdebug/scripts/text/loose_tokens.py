# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens and statements of a text that may be no valid script, for completion and for error recovery.

Python's own tokenizer stops at the first error, and a forgotten bracket makes it read the rest of the text
as one statement. Here, a line that looks like a statement ends the statement before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPENING, CLOSING = "([{", ")]}"

TOKEN = re.compile(
    r"""
    (?P<text>    [rRbBfF]{0,2} (?: "{3}(?:\\.|(?!"{3}).)*"{3} | '{3}(?:\\.|(?!'{3}).)*'{3}
                                 | (?!"{3}|'{3}) (?: "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' ) ) )
  | (?P<open>    [rRbBfF]{0,2} (?: (?:"{3}|'{3}).* | ["'](?:\\.|[^\\\n])* ) )
  | (?P<comment> \#[^\n]* )
  | (?P<word>    [^\W\d]\w* )
  | (?P<number>  \d[\w.]* (?:(?<=[eE])[+-]\d[\d_]*)? )
  | (?P<newline> \n )
  | (?P<mark>    [=!<>]= | [^\s] )
    """,
    re.VERBOSE | re.DOTALL,
)
_STATEMENT_START = re.compile(
    r"[ \t]*(?:(?:assert|with|for|if|while|def|class|import|from|return|try)\b"
    r"|\w+[ \t]*=[^=]|\w+(?:\.\w+)?\(|#)"
)
"""A line that begins like a statement: it is one unless it is indented further than the one before it."""

Token = re.Match[str]
"""Its ``lastgroup`` is text, open (a text without its end), comment, word, number or mark."""


def logical_lines(text: str) -> Iterator[list[Token]]:
    r"""Yield the tokens of each statement, with its comments, up to the end of its line.

    The line ends of the text must be ``\n``. Statements in one line are together.
    """
    tokens: list[Token] = []
    depth = indent = line_start = 0
    for token in TOKEN.finditer(text):
        if token.lastgroup == "newline":
            line_start = token.end()
            if tokens and (not depth or _begins_statement(text, line_start, indent)):
                yield tokens
                tokens, depth = [], 0
            continue
        if not tokens:
            indent = token.start() - line_start
        tokens.append(token)
        depth = max(depth + (token[0] in OPENING) - (token[0] in CLOSING), 0)
    if tokens:
        yield tokens


def statement_extents(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the first and last line of each statement, counted from 1. The line ends must be ``\n``."""
    place, line = 0, 1
    for tokens in logical_lines(text):
        first = line + text.count("\n", place, tokens[0].start())
        last = first + text.count("\n", tokens[0].start(), tokens[-1].end())
        yield first, last
        place, line = tokens[-1].end(), last


def _begins_statement(text: str, start: int, indent: int) -> bool:
    """Whether a line begins a statement although a bracket is open: then the bracket was forgotten."""
    match = _STATEMENT_START.match(text, start)
    return match is not None and len(match[0]) - len(match[0].lstrip(" \t")) <= indent
