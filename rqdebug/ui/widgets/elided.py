# SPDX-License-Identifier: GPL-3.0-or-later
"""A label for texts from elsewhere, which may be longer than there is room."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import QLabel, QSizePolicy, QWidget

from rqdebug.ui.models.formats import tip

LEAST = 8
"""Letters that are shown in any case."""


class ElidedLabel(QLabel):
    """Leaves out the middle of what does not fit; the tooltip has all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.PlainText)
        self.setSizePolicy(QSizePolicy.Maximum, QSizePolicy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * LEAST), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), Qt.ElideMiddle, area.width())
        painter.drawText(area, int(self.alignment()) | Qt.TextSingleLine, shown)
