# SPDX-License-Identifier: GPL-3.0-or-later
"""A label for figures that change many times a second."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, Qt
from PyQt5.QtWidgets import QLabel, QWidget

SLACK = 120
"""Pixels that the label can be wider than its text before it shrinks."""


class SteadyLabel(QLabel):
    """Keeps its size while its text fits. Another size makes Qt lay out and draw the whole window again."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, text_format: Qt.TextFormat = Qt.PlainText
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(text_format)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.FontChange, QEvent.StyleChange):
            self._fit()

    def _fit(self) -> None:
        wanted, size = self.sizeHint(), self.minimumSize()
        if not 0 <= size.width() - wanted.width() <= SLACK or size.height() != wanted.height():
            self.setFixedSize(wanted)
