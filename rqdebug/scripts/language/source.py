# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script: its syntax tree, and where in it something stands."""

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

PART = 1000
"""Lines of a script that are parsed together."""
MAX_TEXT = 120
"""Characters of a statement that are shown."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Zero bytes, and halves of surrogate pairs."""
_FORMATTED = re.compile(r"\b[rR]?[fF][rR]?['\"]")
_BEGINNING = re.compile(r"[A-Za-z_]")
"""The first letter of a line with which a statement may begin that is in no block."""
_CUT_OFF = re.compile("never closed|unterminated|EOF")
"""What is said of a part that ends within a bracket or a string."""
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

    def tree(self) -> ast.Module:
        """Python's syntax tree of the text. Raises ScriptError where it has none."""
        if len(self.text) > MAX_SCRIPT:
            raise self._error(f"a script may have {MAX_SCRIPT:,} characters, this has {len(self.text):,}")
        formatted = _FORMATTED.search(self.text) and self.text.count("{") > MAX_HOLES
        if formatted or sum(map(self.text.count, MARKS)) > MAX_MARKS:
            raise self._error("a script may not have so many parts; let it make them, with for or repeat")
        if odd := _NO_TEXT.search(self.text):
            raise self._error("no text can hold this character", *self._line_and_column(odd.start()))
        try:
            return self._parsed()
        except SyntaxError as error:
            raise self._error(_sentence(error), error.lineno, error.offset) from None
        except (RecursionError, MemoryError):  # both are Python's way to say so
            raise self._error("this is nested too deeply") from None

    def _parsed(self) -> ast.Module:
        """Part by part, where it is long: Python lets no other thread go on while it parses."""
        if len(self._lines) > 2 * PART:
            try:
                bodies = [_quietly_parsed(part).body for part in self._parts()]
            except SyntaxError as error:
                if not _CUT_OFF.search(error.msg or ""):
                    raise
            else:
                return ast.Module([statement for body in bodies for statement in body], [])
        return _quietly_parsed(self.text)

    def _parts(self) -> Iterator[str]:
        """The text in parts that seem to be whole, each with as many empty lines as come before it."""
        first = 0
        for number, line in enumerate(self._lines):
            if number - first >= PART and _BEGINNING.match(line):
                yield "\n" * first + "\n".join(self._lines[first:number])
                first = number
        yield "\n" * first + "\n".join(self._lines[first:])

    def off(self) -> frozenset[int]:
        """The lines that end in ``# off``, in a text that has a tree."""
        if not _OFF.search(self.text):  # as nearly always: reading it again takes a while
            return frozenset()
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return frozenset(
            token.start[0]
            for token in tokens
            if token.type == tokenize.COMMENT and _OFF.fullmatch(token.string)
        )

    def place(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Line and column of a node, counted from 1 in characters."""
        return node.lineno, self._index(node.lineno, node.col_offset) + 1

    def error(self, node: ast.expr | ast.stmt | ast.keyword, message: str) -> ScriptError:
        """An error to be raised, at the place of this node."""
        return self._error(message, *self.place(node))

    def text_of(self, node: ast.stmt) -> str:
        """The source of a statement in one line; of a block, its head."""
        end = node.end_lineno or node.lineno
        last = node.lineno if isinstance(node, (ast.For, ast.With)) else min(end, node.lineno + MAX_TEXT)
        if end == node.lineno:  # many may stand in one line, which must not be copied for each
            return _cut(self._lines[end - 1][self._index(end, node.col_offset) : self._end(node)])
        lines = self._lines[node.lineno - 1 : last]
        if last == end:
            lines[-1] = lines[-1][: self._end(node)]
        lines[0] = lines[0][self._index(node.lineno, node.col_offset) :]
        return _cut(" ".join(line.strip() for line in lines))

    def _end(self, node: ast.stmt) -> int:
        """Which character of its last line comes after a statement."""
        return self._index(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _index(self, number: int, offset: int) -> int:
        """Which character of a line begins at this byte, as Python counts."""
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


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _quietly_parsed(text: str) -> ast.Module:
    """What Python would only warn of, such as the backslash in "\\d", is an error."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(text)


def _sentence(error: SyntaxError) -> str:
    message = error.msg or "invalid syntax"
    return "this cannot be read" if message == "invalid syntax" else message
