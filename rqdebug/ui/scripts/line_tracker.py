# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the lines of a script again after the text was edited, as the results of a run need it."""

from __future__ import annotations

from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import QObject

_TEXT_CHANGED = QsciScintilla.SC_MOD_INSERTTEXT | QsciScintilla.SC_MOD_DELETETEXT


class LineTracker(QObject):
    """Follows the lines that an editor had at the last ``reset``. Lines are counted from 1."""

    def __init__(self, editor: QsciScintilla) -> None:
        super().__init__(editor)
        self._editor = editor
        self._edits: list[tuple[int, int]] = []
        """Of each edit: the line before the first one that moved, and by how many lines it moved."""
        self._known: dict[int, int] = {}
        editor.SCN_MODIFIED.connect(self._add)

    def reset(self) -> None:
        """Follow the present lines from now on."""
        self._edits.clear()
        self._known.clear()

    def current(self, line: int) -> int:
        """Return the number that a line has now. A deleted line becomes the line in front of it."""
        if not self._edits:
            return line
        if line not in self._known:
            moved = line
            for before, added in self._edits:
                if moved > before:
                    moved = max(moved + added, before, 1)
            self._known[line] = moved
        return self._known[line]

    def _add(self, position: int, kind: int, text: bytes, length: int, added: int, *_: object) -> None:
        if not (added and kind & _TEXT_CHANGED):
            return
        send = self._editor.SendScintilla
        line = int(send(QsciScintilla.SCI_LINEFROMPOSITION, position))
        is_start = int(send(QsciScintilla.SCI_POSITIONFROMLINE, line)) == position
        self._edits.append((line if is_start else line + 1, added))
        self._known.clear()
