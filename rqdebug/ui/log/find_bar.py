# SPDX-License-Identifier: GPL-3.0-or-later
"""The find bar of the log."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class FindBar(QFrame):
    """A bar with the search text. It is hidden until ``open`` is called; Escape hides it again."""

    wanted = pyqtSignal(str, bool)
    """Find this text; True searches backwards."""
    left = pyqtSignal()
    """The user closed the bar; the focus goes back to the log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.line = QLineEdit()
        self.message = PlainLabel()
        self._lay_out()
        self.line.returnPressed.connect(lambda: self.search(back=False))
        self.hide()

    def open(self) -> None:
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def search(self, back: bool) -> None:
        """Search for the next or previous match. Without a search text, open the bar."""
        if self.line.text():
            self.message.clear()
            self.wanted.emit(self.line.text(), back)
        else:
            self.open()

    def show_message(self, message: str) -> None:
        self.message.setText(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.line.setPlaceholderText(tr("Find in the log"))
        self.line.setAccessibleName(tr("Find in the log"))
        self.line.setClearButtonEnabled(True)
        self.message.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 10, 5)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        for title, back in ((tr("Previous"), True), (tr("Next"), False)):
            button = QPushButton(title)
            button.clicked.connect(lambda _, back=back: self.search(back))
            row.addWidget(button)
        row.addWidget(self.message)
