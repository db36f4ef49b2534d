# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script: its syntax trees, and positions in it."""

from __future__ import annotations

import ast
import io
import re
import threading
import tokenize
import warnings
from array import array
from collections.abc import Iterator

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.vocabulary import MARKS, MAX_HOLES, MAX_MARKS, MAX_SCRIPT

PART_LINES = 1000
"""Lines of a script that are parsed together."""
MAX_TEXT = 120
"""Characters of a statement that are shown."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Zero bytes, and halves of surrogate pairs."""
_FORMATTED = re.compile(r"\b[rR]?[fF][rR]?['\"]")
_STATEMENT_START = re.compile(r"[A-Za-z_]")
"""The first character of a line that can begin a statement outside of any block."""
_CUT_OFF = re.compile("never closed|unterminated|EOF")
"""Python's messages for a part that ends within a bracket or a string."""
_OFF = re.compile(r"#\s*off\s*")
_warnings_lock = threading.Lock()


class ScriptSource:
    """A text that is being parsed."""

    def __init__(self, text: str, filename: str) -> None:
        self.text = text
        self.filename = filename
        # Not splitlines(), which knows more line ends than Python's syntax.
        self._lines = _LINE_END.split(text)
        self._columns: dict[int, array[int]] = {}

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the statements of the text, as syntax trees of Python.

        A long text is parsed part by part, for two reasons. Python lets no
        other thread run while it parses. And the syntax tree of a part is freed
        before the next part is parsed: it is three times as large as the script
        that is made of it.

        Raises:
            ScriptError: At the first part that cannot be parsed, after the
                statements before it.
        """
        self._check_size()
        try:
            yield from self._parse_parts()
        except SyntaxError as error:
            raise self._error(_sentence(error), error.lineno, error.offset) from None
        except (RecursionError, MemoryError):  # the parser of Python raises either
            raise self._error("this is nested too deeply") from None

    def _check_size(self) -> None:
        if len(self.text) > MAX_SCRIPT:
            raise self._error(
                f"a script has at most {MAX_SCRIPT:,} characters; this one has {len(self.text):,}"
            )
        formatted = _FORMATTED.search(self.text) and self.text.count("{") > MAX_HOLES
        if formatted or sum(map(self.text.count, MARKS)) > MAX_MARKS:
            raise self._error("the script has too many parts; use for or repeat instead of writing each")
        if invalid := _NO_TEXT.search(self.text):
            raise self._error("no text can hold this character", *self._line_and_column(invalid.start()))

    def _parse_parts(self) -> Iterator[ast.stmt]:
        """Parse part by part, and the rest at once where a part ends within a bracket or a string.

        A part that parses is whole: what follows it begins a new statement,
        unless it begins with ``else`` or the like, which no script has.
        """
        first = 0
        for end in self._part_ends():
            try:
                body = _parse_quietly(self._lines_as_text(first, end)).body
            except SyntaxError as error:
                if end == len(self._lines) or not _CUT_OFF.search(error.msg or ""):
                    raise
                body = _parse_quietly(self._lines_as_text(first, len(self._lines))).body
                end = len(self._lines)
            yield from body
            if end == len(self._lines):
                return
            first = end

    def _part_ends(self) -> Iterator[int]:
        """Yield the indices of the lines before which the text can probably be divided, and of its end."""
        last = 0
        for index, line in enumerate(self._lines):
            if index - last >= PART_LINES and _STATEMENT_START.match(line):
                yield index
                last = index
        yield len(self._lines)

    def _lines_as_text(self, first: int, end: int) -> str:
        """Return lines at their line numbers: as many empty lines come before them."""
        return "\n" * first + "\n".join(self._lines[first:end])

    def off_lines(self) -> frozenset[int]:
        """Return the numbers of the lines that end in ``# off``; none if the text has syntax errors."""
        if not _OFF.search(self.text):  # true of most scripts, and tokenizing takes as long as parsing
            return frozenset()
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(self.text).readline))
        except (tokenize.TokenError, SyntaxError):
            return frozenset()
        return frozenset(
            token.start[0]
            for token in tokens
            if token.type == tokenize.COMMENT and _OFF.fullmatch(token.string)
        )

    def position(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Return line and column of a node, counted from 1 in characters."""
        return node.lineno, self._index(node.lineno, node.col_offset) + 1

    def error(self, node: ast.expr | ast.stmt | ast.keyword, message: str) -> ScriptError:
        """Return an error at the position of a node."""
        return self._error(message, *self.position(node))

    def text_of(self, node: ast.stmt) -> str:
        """Return the source of a statement in one line; for a block, its first line."""
        end = node.end_lineno or node.lineno
        last = node.lineno if isinstance(node, (ast.For, ast.With)) else min(end, node.lineno + MAX_TEXT)
        if end == node.lineno:  # many may stand in one line, which must not be copied for each
            return _shorten(self._lines[end - 1][self._index(end, node.col_offset) : self._end(node)])
        lines = self._lines[node.lineno - 1 : last]
        if last == end:
            lines[-1] = lines[-1][: self._end(node)]
        lines[0] = lines[0][self._index(node.lineno, node.col_offset) :]
        return _shorten(" ".join(line.strip() for line in lines))

    def _end(self, node: ast.stmt) -> int:
        """Return the index of the character after a statement in its last line."""
        return self._index(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _index(self, number: int, offset: int) -> int:
        """Return the index of the character at a byte offset, which is how Python counts columns."""
        line = self._lines[number - 1]
        if line.isascii():
            return offset
        if number not in self._columns:  # once for each line: there may be very many nodes in it
            widths = (len(letter.encode()) for letter in line)
            indices = (index for index, width in enumerate(widths) for _ in range(width))
            self._columns[number] = array("I", [*indices, len(line)])
        return self._columns[number][offset]

    def _error(self, message: str, line: int | None = 1, column: int | None = 1) -> ScriptError:
        return ScriptError(message, max(line or 1, 1), max(column or 1, 1), self.filename)

    def _line_and_column(self, index: int) -> tuple[int, int]:
        before = _LINE_END.split(self.text[:index])
        return len(before), len(before[-1]) + 1


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _parse_quietly(text: str) -> ast.Module:
    """What Python would only warn of, such as the backslash in "\\d", is an error."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(text)


def _sentence(error: SyntaxError) -> str:
    message = error.msg or "invalid syntax"
    return "this cannot be read" if message == "invalid syntax" else message
