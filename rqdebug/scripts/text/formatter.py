# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats the text of a script: indentation, spaces and blank lines. It never changes what a script means.

Lines stay lines: what is written in one line, such as ``with repeat(2): jobs.get()``, stays in one. Inside
brackets and texts over several lines, only the indentation of the whole statement changes.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from rqdebug.errors import ScriptError
from rqdebug.scripts.text.loose_tokens import CLOSING, OPENING, TOKEN, Token

INDENT = " " * 4
MAX_BLANK = 2
"""The maximum number of blank lines between statements."""

_WORDS_BEFORE_VALUES = {"and", "or", "not", "in", "assert", "return", "with", "for", "if", "else", "is"}


@dataclass(slots=True)
class _Line:
    """One line of the text."""

    text: str
    level: int | None = None
    """Its indentation; None for a blank line, and for one inside brackets or a text."""
    is_in_text: bool = False
    """Whether it begins inside a text over several lines, and so must stay as it is."""


@dataclass(frozen=True, slots=True)
class _Comment:
    """A line that is only a comment."""

    row: int
    column: int
    columns: tuple[int, ...]
    """The indentations of the blocks around it."""


def format_script(text: str) -> str:
    r"""Return the formatted text of a script, which has the same meaning and comments.

    Args:
        text: A script that can be parsed; its lines end in ``\n``.

    Raises:
        ScriptError: If it is not Python's syntax.
    """
    try:
        tree = ast.dump(ast.parse(text))
        formatted = _join(_read_lines(text))
        if ast.dump(ast.parse(formatted)) != tree or _comments(formatted) != _comments(text):
            return text  # a rare notation: leave it as it is
    except (SyntaxError, tokenize.TokenError, RecursionError, MemoryError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise ScriptError(f"it cannot be formatted: {error}", line, 1, "<script>") from None
    return formatted


def _read_lines(text: str) -> list[_Line]:
    lines = [_Line(line) for line in text.split("\n")]
    columns, starts_line, comments = [0], True, list[_Comment]()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row = token.start[0] - 1
        for inner in range(token.start[0], token.end[0] if token.type != tokenize.NEWLINE else 0):
            lines[inner].is_in_text = inner < len(lines)
        match token.type:
            case tokenize.INDENT:
                columns.append(token.end[1])
            case tokenize.DEDENT:
                columns.pop()
            case tokenize.NEWLINE:
                starts_line = True
            case tokenize.COMMENT if starts_line:
                comments.append(_Comment(row, token.start[1], tuple(columns)))
            case tokenize.NL | tokenize.COMMENT:
                pass
            case _ if starts_line:
                starts_line = token.type == tokenize.ENDMARKER
                if not starts_line:
                    lines[row].level = len(columns) - 1
                for comment in comments:
                    lines[comment.row].level = _level_of(comment, columns)
                comments = []
    return lines


def _level_of(comment: _Comment, columns: list[int]) -> int:
    """Return the level of a comment: the one of the next statement or of a block around it."""
    for known in (columns, comment.columns):
        if comment.column in known:
            return list(known).index(comment.column)
    return sum(column < comment.column for column in comment.columns[1:])


def _join(lines: list[_Line]) -> str:
    written: list[str] = []
    blank = shift = 0
    for line in lines:
        is_blank = not line.text.strip() and not line.is_in_text
        blank = blank + 1 if is_blank else 0
        if line.level is not None:
            shift = len(INDENT) * line.level - _column(line.text)
            written.append(INDENT * line.level + _with_spaces(line.text.strip()))
        elif is_blank:
            written += [""] if blank <= MAX_BLANK else []
        elif line.is_in_text:
            written.append(line.text)
        else:
            written.append(_moved(line.text, shift).rstrip())
    text = "\n".join(written).strip("\n")
    return f"{text}\n" if text else ""


def _moved(text: str, columns: int) -> str:
    return " " * columns + text if columns >= 0 else text[min(-columns, _column(text)) :]


def _column(text: str) -> int:
    return len(text) - len(text.lstrip())


def _with_spaces(text: str) -> str:
    """Return a line of statements with the usual spaces; one that continues is returned as it is."""
    tokens = list(TOKEN.finditer(text))
    if any(token.lastgroup == "open" for token in tokens) or text.endswith("\\"):
        return text.rstrip()
    written, before, brackets = "", None, list[str]()
    is_unary = False
    for token in tokens:
        word = token[0]
        if before is not None:
            written += _gap(before, token, brackets, is_unary)
        if token.lastgroup == "comment":
            word = re.sub(r"^#(?=[^\s#!:])", "# ", word).rstrip()
        written += word
        is_unary = word in ("+", "-", "*", "**", "~") and _expects_value(before)
        if word in OPENING:
            brackets.append(word)
        elif word in CLOSING and brackets:
            brackets.pop()
        before = token
    return written


def _expects_value(token: Token | None) -> bool:
    """Whether a value must follow a token, so that a sign after it belongs to the value."""
    if token is None:
        return True
    if token.lastgroup == "word":
        return token[0] in _WORDS_BEFORE_VALUES
    return token.lastgroup == "mark" and token[0] not in CLOSING


def _gap(before: Token, token: Token, brackets: list[str], is_unary: bool) -> str:
    """Return the space between two tokens."""
    last, word = before[0], token[0]
    if token.lastgroup == "comment":
        return "  "
    if is_unary or last in (*OPENING, ".") or word in (*CLOSING, ",", ":", ".", ";"):
        return ""
    if word in ("(", "["):
        calls = before.lastgroup in ("word", "text") and last not in _WORDS_BEFORE_VALUES
        return "" if calls or last in CLOSING else " "
    if brackets and brackets[-1] == "(" and "=" in (word, last):
        return ""
    if last == word and word in ("/", "*") and before.end() == token.start():
        return ""
    return " "


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [re.sub(r"#\s*", "#", token.string.rstrip()) for token in tokens if token.type == tokenize.COMMENT]
