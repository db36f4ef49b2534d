# SPDX-License-Identifier: GPL-3.0-or-later
"""A label that shows any text unchanged. Qt would interpret a text that looks like HTML."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel, QWidget

from rqdebug.support.characters import escape_lines


class PlainLabel(QLabel):
    """A label for text, which can come from a server, a file or another program."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text. What would change the order of its letters is shown as an escape."""
        super().setText(escape_lines(text))
