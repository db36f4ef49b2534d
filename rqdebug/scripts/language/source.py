# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script: its syntax trees, and positions in the text."""

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
from rqdebug.scripts.language.expression_nodes import Literal
from rqdebug.scripts.language.vocabulary import MARKS, MAX_HOLES, MAX_MARKS, MAX_SCRIPT
from rqdebug.scripts.text.text_repair import TextRepair

PART_LINES = 100
"""The number of lines that are parsed together."""
MAX_TEXT = 120
"""The maximum number of characters of a statement that results show."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Zero bytes and lone surrogates."""
_FORMATTED = re.compile(r"\b[rR]?[fF][rR]?['\"]")
_STATEMENT_START = re.compile(r"[A-Za-z_]")
"""The first character of a line that can begin a statement outside any block."""
_CUT_OFF = re.compile("never closed|unterminated|EOF")
"""Python's error messages for text that ends inside a bracket or a string."""
_OFF = re.compile(r"#\s*off\s*")
_warnings_lock = threading.Lock()
"""``warnings.catch_warnings`` changes global state, and scripts can be parsed in several threads."""


class ScriptSource:
    """The text of a script while it is parsed.

    Args:
        text: The whole script.
        filename: The name that errors show.
        problems: Receives all syntax errors; None raises the first.
        line_offset: Is added to the lines of nodes of an included file.
    """

    def __init__(
        self,
        text: str,
        filename: str,
        problems: list[ScriptError] | None = None,
        line_offset: int = 0,
    ) -> None:
        self.text = text
        self.filename = filename
        self.line_offset = line_offset
        # splitlines() also splits at characters that do not end a line in Python's syntax.
        self._lines = _LINE_END.split(text)
        self._problems = problems
        self._repair = TextRepair(self._lines)
        self._columns: dict[int, array[int]] = {}

    @property
    def line_count(self) -> int:
        """The number of lines of the text."""
        return len(self._lines)

    def broken_names(self, line: int) -> frozenset[str] | None:
        """Return the names that a line would define without its syntax error; None if it has none."""
        return self._repair.removed.get(line)

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the statements of the text as Python's syntax trees.

        A long text is parsed in parts, for two reasons. No other thread can run
        while Python parses a text. And the syntax tree of each part, which is
        three times as large as the resulting nodes, is freed before the next
        part is parsed.

        Raises:
            ScriptError: When the next part has a syntax error. The statements
                of the parts before it have been yielded.
        """
        self._check_size()
        try:
            yield from self._parse_parts()
        except SyntaxError as error:
            raise self._syntax_error(error) from None
        except (RecursionError, MemoryError):  # Python's parser can raise both
            raise self._error(
                "the script is nested too deeply; assign inner parts to variables first"
            ) from None

    def _check_size(self) -> None:
        if len(self.text) > MAX_SCRIPT:
            raise self._error(
                f"the script has {len(self.text):,} characters; at most {MAX_SCRIPT:,} are allowed"
            )
        formatted = _FORMATTED.search(self.text) and self.text.count("{") > MAX_HOLES
        if formatted or sum(map(self.text.count, MARKS)) > MAX_MARKS:
            raise self._error(
                "the script has too many elements; use for or repeat instead of writing each call"
            )
        if invalid := _NO_TEXT.search(self.text):
            message = f"the character U+{ord(invalid[0]):04X} is not allowed in a script; delete it"
            raise self._error(message, *self._line_and_column(invalid.start()))

    def _parse_parts(self) -> Iterator[ast.stmt]:
        """Parse the text in parts; if a part ends inside a bracket or a string, parse all the rest together.

        A part that can be parsed is complete: the next line begins a new
        statement. Only ``else`` and similar keywords could continue it, and
        scripts do not have them.
        """
        first = 0
        for end in self._part_ends():
            body, end = self._parse_part(first, end)
            yield from body
            if end == len(self._lines):
                return
            first = end

    def _parse_part(self, first: int, end: int) -> tuple[list[ast.stmt], int]:
        """Parse a part, or all the rest; return its statements and the line index at which it ends."""
        while True:
            try:
                return _parse_quietly(self._lines_as_text(first, end)).body, end
            except SyntaxError as error:
                problem = error
            if end < len(self._lines) and _CUT_OFF.search(problem.msg or ""):
                try:
                    return _parse_quietly(self._lines_as_text(first, len(self._lines))).body, len(self._lines)
                except SyntaxError as error:
                    problem = error
            if self._problems is None or not self._repair.remove(problem):
                raise problem
            self._problems.append(self._syntax_error(problem))

    def _syntax_error(self, error: SyntaxError) -> ScriptError:
        return self._error(error.msg or "invalid syntax", error.lineno, error.offset)

    def _part_ends(self) -> Iterator[int]:
        """Yield the line indices at which the text can probably be divided, and its end."""
        last = 0
        for index, line in enumerate(self._lines):
            if index - last >= PART_LINES and _STATEMENT_START.match(line):
                yield index
                last = index
        yield len(self._lines)

    def _lines_as_text(self, first: int, end: int) -> str:
        """Return these lines, after enough empty lines to keep their line numbers."""
        return "\n" * first + "\n".join(self._lines[first:end])

    def defines(self, name: str) -> bool:
        """Whether a line of the text begins to define a function of this name."""
        return re.search(rf"^def\s+{re.escape(name)}\s*\(", self.text, re.MULTILINE) is not None

    def off_lines(self) -> frozenset[int]:
        """Return the numbers of the lines that end in ``# off``; none if the text has syntax errors."""
        if not _OFF.search(self.text):  # most scripts; tokenizing takes as long as parsing
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
        """Return the line and column of a node, in characters, counted from 1."""
        number, offset = node.lineno, node.col_offset
        # Almost always ASCII, and asked six times for each statement (bench_vectors.py, row "read").
        index = offset if self._lines[number - 1].isascii() else self._index(number, offset)
        return number + self.line_offset, index + 1

    def error(
        self, node: ast.expr | ast.stmt | ast.keyword, message: str, cause: ScriptError | None = None
    ) -> ScriptError:
        """Return an error at the position of a node; ``cause`` is the error in a file that it includes."""
        line, column = self.position(node)
        return ScriptError(message, line - self.line_offset, column, self.filename, cause)

    def error_in(self, literal: Literal, message: str, column: int = 1) -> ScriptError:
        """Return an error in a constant text.

        Args:
            literal: The text.
            message: What is wrong.
            column: The character of the text that is wrong, counted from 1. The error is at the beginning
                of the text if that is not written as it is, for example with escapes.
        """
        line = literal.line - self.line_offset
        written = self._lines[line - 1][literal.column - 1 :]
        value = str(literal.value)
        is_plain = written[:1] in ("'", '"') and written[1 : len(value) + 2] == value + written[:1]
        return ScriptError(message, line, literal.column + (column if is_plain else 0), self.filename)

    def text_of(self, node: ast.stmt) -> str:
        """Return the source of a statement as one line, shortened if long; for a block, its first line."""
        end = node.end_lineno or node.lineno
        if end == node.lineno:  # a line can have many statements: do not copy it for each
            return _shorten(self._lines[end - 1][self._index(end, node.col_offset) : self._end(node)])
        last = (
            node.lineno
            if isinstance(node, (ast.For, ast.With, ast.FunctionDef))
            else min(end, node.lineno + MAX_TEXT)
        )
        lines = self._lines[node.lineno - 1 : last]
        if last == end:
            lines[-1] = lines[-1][: self._end(node)]
        lines[0] = lines[0][self._index(node.lineno, node.col_offset) :]
        return _shorten(" ".join(line.strip() for line in lines))

    def _end(self, node: ast.stmt) -> int:
        """Return the index of the first character after a statement, in its last line."""
        return self._index(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _index(self, number: int, offset: int) -> int:
        """Return the index of the character at a byte offset; Python counts columns in bytes of UTF-8."""
        line = self._lines[number - 1]
        if line.isascii():
            return offset
        if number not in self._columns:  # once for each line, which can have very many nodes
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
    """Parse a text; what causes only a warning in Python, such as an invalid escape, is an error here."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(text)
