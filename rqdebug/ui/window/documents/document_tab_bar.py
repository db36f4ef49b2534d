# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar with the tabs of documents: readable tabs, however many there are."""

from __future__ import annotations

from PyQt5.QtCore import QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt5.QtWidgets import QTabBar, QWidget

COLOR_HEIGHT = 3
"""Height in pixels of the colour of a target at the top of its tab."""


class DocumentTabBar(QTabBar):
    """Tabs keep a readable width and scroll. A middle click closes a tab, a right click opens its menu."""

    close_clicked = pyqtSignal(int)
    """The user clicked a tab with the middle button."""
    menu_wanted = pyqtSignal(int, QPoint)
    """The user asked for the menu of a tab: its index, and a position on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed = -1
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.ElideMiddle)
        self.setExpanding(False)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Let no tab shrink: names of targets differ in a letter, which an elided title would lose."""
        return self.tabSizeHint(index)

    def set_color(self, index: int, color: str) -> None:
        """Show a colour (``#rrggbb``) at the top of a tab; empty for none."""
        if self.tabData(index) != color:
            self.setTabData(index, color)
            self.update(self.tabRect(index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the middle button was pressed, so that a drag to another tab closes none."""
        self._pressed = self.tabAt(event.pos()) if event.button() == Qt.MiddleButton else -1
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MiddleButton and self._pressed == self.tabAt(event.pos()) >= 0:
            self.close_clicked.emit(self._pressed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Keyboard
        index = self.currentIndex() if by_key else self.tabAt(event.pos())
        if index >= 0:
            place = self.tabRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(index, self.mapToGlobal(place))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tabs, and the colours of their targets."""
        super().paintEvent(event)
        painter = QPainter(self)
        for index in range(self.count()):
            if color := self.tabData(index):
                area = self.tabRect(index)
                painter.fillRect(area.left() + 1, area.top(), area.width() - 2, COLOR_HEIGHT, QColor(color))
