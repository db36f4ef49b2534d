# SPDX-License-Identifier: GPL-3.0-or-later
"""The widths of the margins of the script editor: as wide as what they show, so that most is for the text."""

from __future__ import annotations

from PyQt5.Qsci import QsciScintilla

NUMBERS, SIGNS, NOTES, FOLDS = range(4)
"""The margins, from left to right."""
FOLD_SIGNS = (QsciScintilla.SC_MARKNUM_FOLDER, QsciScintilla.SC_MARKNUM_FOLDEROPEN)
"""The markers of a block that is folded, and of one that is not."""
LEAST_DIGITS = 3
"""Digits for which the margin of line numbers always has space."""
SIGN = 16
"""Width of the margin of breakpoints in pixels."""
BEFORE_TEXT = 6
"""Pixels between the margins and the text."""
SHORT_NOTE = "✓"


class EditorMargins:
    """Widens a margin when something longer is shown, so that the text seldom moves."""

    def __init__(self, editor: QsciScintilla) -> None:
        self._editor = editor
        self._digits = LEAST_DIGITS
        self._note = SHORT_NOTE
        editor.SendScintilla(QsciScintilla.SCI_SETMARGINLEFT, 0, BEFORE_TEXT)
        editor.linesChanged.connect(self._fit_numbers)

    def fit(self) -> None:
        """Set all widths again, for example after the font has changed."""
        self._editor.setMarginWidth(NUMBERS, "0" * (self._digits + 1))
        self._editor.setMarginWidth(SIGNS, SIGN)
        self._editor.setMarginWidth(NOTES, f"{self._note} ")

    def fit_note(self, text: str) -> None:
        """Make the margin of notes wide enough for this one."""
        if len(text) > len(self._note):
            self._note = text
            self.fit()

    def forget_notes(self) -> None:
        """Make the margin of notes narrow again, because there are none."""
        if self._note != SHORT_NOTE:
            self._note = SHORT_NOTE
            self.fit()

    def _fit_numbers(self) -> None:
        digits = max(len(str(self._editor.lines())), LEAST_DIGITS)
        if digits != self._digits:
            self._digits = digits
            self.fit()
