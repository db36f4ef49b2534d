# SPDX-License-Identifier: GPL-3.0-or-later
"""A label for texts of any length, such as names and addresses."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import QLabel, QSizePolicy, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip

MIN_LETTERS = 8
"""Width that the label always keeps, in average letters."""


class ElidedLabel(QLabel):
    """Replaces a part of a text that does not fit by an ellipsis. The tooltip shows all of it."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        part: Qt.TextElideMode = Qt.ElideMiddle,
    ) -> None:
        """``part``: which part to replace."""
        super().__init__(parent)
        self._part = part
        self.setTextFormat(Qt.PlainText)
        self.setSizePolicy(QSizePolicy.Maximum, QSizePolicy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(escape_unsafe(text))
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * MIN_LETTERS), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), self._part, area.width())
        painter.drawText(area, int(self.alignment()) | Qt.TextSingleLine, shown)
