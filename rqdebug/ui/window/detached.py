# SPDX-License-Identifier: GPL-3.0-or-later
"""A tab in a window of its own, beside the others or on another screen."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QIcon
from PyQt5.QtWidgets import QVBoxLayout, QWidget


class DetachedWindow(QWidget):
    """Gives the tab back when it is closed."""

    closed = pyqtSignal(object)
    """The QWidget that was the tab."""

    def __init__(self, tab: QWidget, title: str, icon: QIcon, parent: QWidget) -> None:
        super().__init__(parent, Qt.Window)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(f"{title} – rqdebug")
        self.setWindowIcon(icon)
        self.tab = tab
        self.title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(tab)
        self.resize(tab.size())
        tab.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit(self.tab)
        super().closeEvent(event)
