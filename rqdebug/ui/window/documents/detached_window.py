# SPDX-License-Identifier: GPL-3.0-or-later
"""A document in a separate window, for example on another screen."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, Qt, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QIcon
from PyQt5.QtWidgets import QVBoxLayout, QWidget

from rqdebug.support.characters import escape_unsafe


class DetachedWindow(QWidget):
    """Window with one document. Emits ``closed`` before it is deleted, so the document can be moved back."""

    closed = pyqtSignal()
    activated = pyqtSignal()
    """The user works in this window now."""

    def __init__(self, document: QWidget, title: str, icon: QIcon, parent: QWidget) -> None:
        super().__init__(parent, Qt.Window)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.show_title(title)
        self.setWindowIcon(icon)
        self.document = document
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(document)
        self.resize(document.size())
        document.show()

    def show_title(self, title: str) -> None:
        """Show the title of the document."""
        self.title = title
        self.setWindowTitle(f"{escape_unsafe(title)} – rqdebug")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
