# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons that show a colour beside its name."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QIcon, QPixmap

SIZE = 14


def swatch(color: str) -> QIcon:
    """Return a square icon in ``color`` (``#rrggbb``); transparent if empty."""
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(QColor(color) if color else Qt.transparent)
    return QIcon(pixmap)
