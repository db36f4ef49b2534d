# SPDX-License-Identifier: GPL-3.0-or-later
"""What to find in a script: a text or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSearch:
    """A search text and how it matches."""

    text: str
    match_case: bool = False
    whole_words: bool = False
    is_regex: bool = False

    @property
    def problem(self) -> str:
        """Why the regular expression is not valid; empty if it is."""
        try:
            self._pattern()
        except re.error as error:
            return str(error)
        return ""

    def matches(self, whole: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each match that is not empty, from the first to the last."""
        if not self.text or self.problem:
            return
        for match in self._pattern().finditer(whole):
            if match.end() > match.start():
                yield match.span()

    def _pattern(self) -> re.Pattern[str]:
        pattern = self.text if self.is_regex else re.escape(self.text)
        if self.whole_words:
            pattern = rf"(?<!\w)(?:{pattern})(?!\w)"
        return re.compile(pattern, re.MULTILINE | (0 if self.match_case else re.IGNORECASE))
