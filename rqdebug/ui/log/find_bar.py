# SPDX-License-Identifier: GPL-3.0-or-later
"""The line for the text to find in the log."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from rqdebug.ui.style.tr import tr


class FindBar(QFrame):
    """Hidden until it is asked for; Escape hides it again."""

    wanted = pyqtSignal(str, bool)
    """A text, and whether the one before rather than the next is wanted."""
    left = pyqtSignal()
    """The user wants to go on in the log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.line = QLineEdit()
        self.message = QLabel()
        self._lay_out()
        self.line.returnPressed.connect(lambda: self.ask(back=False))
        self.hide()

    def open(self) -> None:
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def ask(self, back: bool) -> None:
        """Ask for the next or the previous place of what is written; without a text, ask for that."""
        if self.line.text():
            self.message.clear()
            self.wanted.emit(self.line.text(), back)
        else:
            self.open()

    def tell(self, sentence: str) -> None:
        self.message.setText(sentence)

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
        self.message.setTextFormat(Qt.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 10, 5)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        for title, back in ((tr("Previous"), True), (tr("Next"), False)):
            button = QPushButton(title)
            button.clicked.connect(lambda _, back=back: self.ask(back))
            row.addWidget(button)
        row.addWidget(self.message)
