# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of variables in the editor while a run is paused: below the line, and under the mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PyQt5.Qsci import QsciScintilla, QsciStyle
from PyQt5.QtCore import QObject

from rqdebug.scripts.editing.name_places import PlaceKind, find_places

PausedLane: TypeAlias = tuple[str, str, int, Mapping[str, str]]
"""Target and name of a lane, the line before which it waits, and its variables as texts by name."""

MAX_VALUE = 60
"""The number of characters of a value below a line; all of it is under the mouse and in the panel."""
MAX_LANES = 3
"""The number of lanes whose values are below one line."""

_NAME = re.compile(r"\b[^\W\d]\w*\b(?!\s*\.)")
"""A name that is no receiver of a method."""


class EditorValues(QObject):
    """Shows the values that paused lanes use."""

    def __init__(
        self, editor: QsciScintilla, style: Callable[[], QsciStyle], restore: Callable[[int], object]
    ) -> None:
        """``style``: the style of the text below a line. ``restore``: draws the note of a run there again."""
        super().__init__(editor)
        self._editor = editor
        self._style = style
        self._restore = restore
        self._lanes: Sequence[PausedLane] = ()
        self._problems: Mapping[int, str] = {}
        self._lines: set[int] = set()

    def show(self, lanes: Sequence[PausedLane], problems: Mapping[int, str] | None = None) -> None:
        """Show the values of exactly these lanes, and above them what is wrong with a line."""
        self._lanes, self._problems = lanes, problems or {}
        before, self._lines = self._lines, {line for _, _, line, _ in lanes}
        for line in before - self._lines:
            self._editor.clearAnnotations(line - 1)
            self._restore(line)
        self.draw()

    def draw(self) -> None:
        """Draw the values again, for example in another theme."""
        for line in self._lines:
            self.draw_line(line)

    def draw_line(self, line: int) -> bool:
        """Draw the values below a line again. Return whether there are any."""
        text = "\n".join(self._below(line)) if line in self._lines else ""
        if text:
            self._editor.annotate(line - 1, text, self._style())
        return bool(text)

    def at(self, word: str) -> str:
        """Return the values of a variable, one line for each lane; empty if it has none."""
        found = [(target, lane, values[word]) for target, lane, _, values in self._lanes if word in values]
        if len(found) == 1:
            return f"{word} = {found[0][2]}"
        return "\n".join(f"{target}, {lane}: {word} = {value}" for target, lane, value in found)

    def _below(self, line: int) -> list[str]:
        text = self._editor.text(line - 1)
        words = [word for word in dict.fromkeys(_NAME.findall(text)) if _is_variable(text, word)]
        lanes = [lane for lane in self._lanes if lane[2] == line]
        texts = [self._problems[line]] if line in self._problems else []
        for target, name, _, values in lanes[:MAX_LANES]:
            pairs = ",  ".join(f"{word} = {_cut(values[word])}" for word in words if word in values)
            if pairs:
                texts.append(f"{target}, {name}:  {pairs}" if len(lanes) > 1 else pairs)
        return texts


def _is_variable(text: str, word: str) -> bool:
    """Whether a word is a variable somewhere in a line, and not only a text or the name of an argument."""
    return any(place.kind is PlaceKind.VARIABLE for place in find_places(text, word))


def _cut(value: str) -> str:
    return value if len(value) <= MAX_VALUE else value[: MAX_VALUE - 1] + "…"
