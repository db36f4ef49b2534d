# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons that show a colour beside its name."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QIcon, QPainter, QPixmap

SIZE = 14


def swatch(*colors: str) -> QIcon:
    """Return a square icon in a color (``#rrggbb``; transparent if empty), or in stripes of several."""
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(Qt.transparent)
    painter = QPainter(pixmap)
    for number, color in enumerate(colors):
        left, right = (SIZE * edge // len(colors) for edge in (number, number + 1))
        if color:
            painter.fillRect(left, 0, right - left, SIZE, QColor(color))
    painter.end()
    return QIcon(pixmap)
