# SPDX-License-Identifier: GPL-3.0-or-later
"""The values under the mouse, shown beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QPalette
from PyQt5.QtWidgets import QFrame, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.charts.axes import elide
from rqdebug.ui.widgets.plain_label import PlainLabel

LETTERS = 60
"""Longer lines lose their middle."""
DISTANCE = 14
"""Pixels between the mouse and the values."""


class Readout(PlainLabel):
    """Lines of text beside the mouse, inside of a plot. The mouse goes through it."""

    def __init__(self, plot: QWidget) -> None:
        super().__init__("", plot)
        self.setAttribute(Qt.WA_TransparentForMouseEvents)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ToolTipBase)
        self.setForegroundRole(QPalette.ToolTipText)
        self.setFrameShape(QFrame.StyledPanel)
        self.setContentsMargins(6, 3, 6, 3)
        self.hide()

    def show_lines(self, lines: Sequence[str], mouse: QPoint) -> None:
        """Show lines beside the mouse, whose position is that in the plot; without lines, hide."""
        self.setVisible(bool(lines))
        if not lines:
            return
        self.setText("\n".join(elide(escape_unsafe(line), LETTERS) for line in lines))
        self.adjustSize()
        room = self.parentWidget().size() - self.size()
        left = mouse.x() + DISTANCE
        if left > room.width():
            left = mouse.x() - DISTANCE - self.width()
        self.move(max(left, 0), max(min(mouse.y() + DISTANCE, room.height()), 0))
