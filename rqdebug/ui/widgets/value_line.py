# SPDX-License-Identifier: GPL-3.0-or-later
"""A value that can be selected and copied, as wide as its text."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QLineEdit, QSizePolicy, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip

MIN_LETTERS = 8
"""Width that a long value always keeps, in average letters."""
_MARGIN = 6
"""Pixels for the cursor and the frame that is not drawn."""


class ValueLine(QLineEdit):
    """Shows a text on one line, which mouse and keyboard can select. The tooltip shows all of it."""

    value: str
    """The text itself; shown is a text with escapes for letters that would change the order of others."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrame(False)
        self.setObjectName("value")
        self.setFocusPolicy(Qt.ClickFocus)
        self.setSizePolicy(QSizePolicy.Maximum, QSizePolicy.Fixed)
        self.setText(text)

    def setText(self, text: str | None) -> None:
        self.value = text or ""
        text = escape_unsafe(self.value)
        if text != self.text():  # a selection stays while the value is the same
            super().setText(text)
            self.setCursorPosition(0)
            self.setToolTip(tip(text))
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + _MARGIN, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        least = self.fontMetrics().averageCharWidth() * MIN_LETTERS
        return QSize(min(self.sizeHint().width(), least), self.sizeHint().height())
