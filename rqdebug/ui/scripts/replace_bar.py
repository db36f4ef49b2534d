# SPDX-License-Identifier: GPL-3.0-or-later
"""The find and replace bar of the script editor."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class ReplaceBar(QFrame):
    """A bar to find and replace text. It is hidden until ``open`` is called; Escape hides it again."""

    def __init__(self, editor: ScriptEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._editor = editor
        self.line, self.replacement = QLineEdit(), QLineEdit()
        self.message = PlainLabel()
        self._lay_out()
        self.line.returnPressed.connect(lambda: self.search(back=False))
        self.replacement.returnPressed.connect(self.replace)
        self.hide()

    def open(self) -> None:
        """Show the bar, with the selected text as search text."""
        selected = self._editor.selectedText()
        if selected and "\n" not in selected:
            self.line.setText(selected)
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def search(self, back: bool) -> None:
        """Go to the next or previous match. Without a search text, open the bar."""
        if not self.line.text():
            self.open()
            return
        is_found = self._editor.find_text(self.line.text(), back)
        self.message.setText("" if is_found else tr("Not found"))

    def replace(self) -> None:
        """Replace the selected match and go to the next one."""
        if self._editor.selectedText().lower() == self.line.text().lower() != "":
            self._editor.replaceSelectedText(self.replacement.text())
        self.search(back=False)

    def replace_all(self) -> None:
        count = self._editor.replace_all(self.line.text(), self.replacement.text())
        self.message.setText(counted(count, "{n} match replaced", "{n} matches replaced"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            self.hide()
            self._editor.setFocus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.message.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 10, 5)
        row.setSpacing(6)
        for line, text in ((self.line, tr("Find")), (self.replacement, tr("Replace with"))):
            line.setPlaceholderText(text)
            line.setAccessibleName(text)
            row.addWidget(line, 1)
        for title, act in (
            (tr("Previous"), lambda: self.search(back=True)),
            (tr("Next"), lambda: self.search(back=False)),
            (tr("Replace"), self.replace),
            (tr("Replace All"), self.replace_all),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _, act=act: act())
            row.addWidget(button)
        row.addWidget(self.message)
