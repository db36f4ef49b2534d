# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes statements with syntax errors from a text, so that the errors behind them are found too."""

from __future__ import annotations

import re

from rqdebug.scripts.text.loose_tokens import statement_extents

MAX_REPAIRS = 100
"""The maximum number of statements that are removed: each one costs the time to parse its part again."""
MAX_REPAIRED_TEXT = 500_000
"""The maximum number of characters of a text that is repaired; in a longer one, only the first syntax error
is reported."""

_NAMES = re.compile(r"\b([^\W\d]\w*)[ \t]*(?:=(?!=)|[ \t]in\b)")
"""Names before = or in; among them the parameters of calls, which does no harm."""
_HEADER = re.compile(r"after .* on line (\d+)")
"""Python's message for a block without statements, which has the line of its header."""


class TextRepair:
    """The lines of a text, and which of them are replaced by placeholders.

    Args:
        lines: The lines of the script. ``remove`` changes this list.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._is_allowed = sum(map(len, lines)) <= MAX_REPAIRED_TEXT
        self._extents: list[tuple[int, int]] | None = None
        self._repairs = 0
        self.removed: dict[int, frozenset[str]] = {}
        """The names that a removed line would have defined, by line, counted from 1."""

    def remove(self, error: SyntaxError) -> bool:
        """Replace the statement with an error by a placeholder.

        Returns:
            False if it cannot be found, so that the rest of the text cannot be checked.
        """
        self._repairs += 1
        if not self._is_allowed or self._repairs > MAX_REPAIRS or error.lineno is None:
            return False
        header = _HEADER.search(error.msg or "")
        number = int(header[1]) if header else min(max(error.lineno, 1), len(self._lines))
        first, last = self._statement_at(number)
        if isinstance(error, IndentationError) and not header:
            return self._blank(first, self._end_of_block(first))
        if number in self.removed:  # the placeholder itself does not fit here
            return self._blank(first, last)
        indent, has_block = self._indent(first), last < len(self._lines)
        has_block = has_block and self._indent(self._next_text(last)) > indent and not header
        self._blank(first, last)
        self._lines[first - 1] = " " * indent + ("if 1:" if has_block else "pass")
        return True

    def _blank(self, first: int, last: int) -> bool:
        """Remove these lines. Return False if they are empty already."""
        text = "\n".join(self._lines[first - 1 : last])
        names = frozenset(_NAMES.findall(text))
        for line in range(first, last + 1):
            self.removed[line] = self.removed.get(line, frozenset()) | names
            self._lines[line - 1] = ""
        return bool(text.strip())

    def _statement_at(self, line: int) -> tuple[int, int]:
        """Return the first and last line of the statement that includes a line."""
        if self._extents is None:
            self._extents = list(statement_extents("\n".join(self._lines)))
        return next((each for each in self._extents if each[0] <= line <= each[1]), (line, line))

    def _end_of_block(self, first: int) -> int:
        """Return the last of the lines that are indented at least as far as this one."""
        indent, last = self._indent(first), first
        for line in range(first + 1, len(self._lines) + 1):
            if self._lines[line - 1].strip():
                if self._indent(line) < indent:
                    break
                last = line
        return last

    def _next_text(self, line: int) -> int:
        """Return the next line with text after this one; the last line if there is none."""
        lines = range(line + 1, len(self._lines) + 1)
        return next((each for each in lines if self._lines[each - 1].strip()), len(self._lines))

    def _indent(self, line: int) -> int:
        text = self._lines[line - 1].expandtabs()
        return len(text) - len(text.lstrip()) if text.strip() else 0
