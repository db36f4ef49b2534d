# SPDX-License-Identifier: GPL-3.0-or-later
"""The find and replace bar of the script editor."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from rqdebug.ui.models import formats
from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.scripts.text_search import TextSearch
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class ReplaceBar(QFrame):
    """A bar to find and replace text. It is hidden until ``open`` is called; Escape hides it again."""

    def __init__(self, editor: ScriptEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._editor = editor
        self.line, self.replacement = QLineEdit(), QLineEdit()
        self.match_case = _switch("Aa", tr("Match case"))
        self.whole_words = _switch("|ab|", tr("Whole words"))
        self.regex = _switch(".*", tr("Regular expression"))
        self.message = PlainLabel()
        self._lay_out()
        self.line.returnPressed.connect(lambda: self.search(back=False))
        self.replacement.returnPressed.connect(self.replace)
        self.line.textChanged.connect(self._show_count)
        for switch in (self.match_case, self.whole_words, self.regex):
            switch.toggled.connect(self._show_count)
        self.hide()

    @property
    def _search(self) -> TextSearch:
        return TextSearch(
            self.line.text(),
            self.match_case.isChecked(),
            self.whole_words.isChecked(),
            self.regex.isChecked(),
        )

    def open(self) -> None:
        """Show the bar, with the selected text as search text."""
        selected = self._editor.selectedText()
        if selected and "\n" not in selected:
            self.line.setText(selected)
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def open_replace(self) -> None:
        """Show the bar; with a search text, the cursor is in the replacement."""
        self.open()
        if self.line.text():
            self.replacement.setFocus()
            self.replacement.selectAll()

    def search(self, back: bool) -> None:
        """Go to the next or previous match. Without a search text, open the bar."""
        if not self.line.text():
            self.open()
            return
        self._editor.find_match(self._search, back)
        self._show_count()

    def replace(self) -> None:
        """Replace the selected match and go to the next one."""
        if self._editor.is_match(self._search):
            self._editor.replaceSelectedText(self.replacement.text())
        self.search(back=False)

    def replace_all(self) -> None:
        count = self._editor.replace_all(self._search, self.replacement.text())
        self.message.setText(counted(count, "{n} match replaced", "{n} matches replaced"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            self.hide()
            self._editor.setFocus()
        else:
            super().keyPressEvent(event)

    def _show_count(self) -> None:
        search = self._search
        count = sum(1 for _ in search.matches(self._editor.text()))
        if search.problem:
            self.message.setText(tr("Not a regular expression: {why}", why=search.problem))
        elif not count:
            self.message.setText(tr("Not found") if search.text else "")
        else:
            self.message.setText(counted(count, "{n} match", "{n} matches"))

    def _lay_out(self) -> None:
        self.message.setObjectName("muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 5, 10, 5)
        grid.setSpacing(6)
        for row, (line, text) in enumerate(
            ((self.line, tr("Find")), (self.replacement, tr("Replace with"))),
        ):
            line.setPlaceholderText(text)
            line.setAccessibleName(text)
            grid.addWidget(line, row, 0)
        grid.setColumnStretch(0, 1)
        find, replace = QHBoxLayout(), QHBoxLayout()
        for switch in (self.match_case, self.whole_words, self.regex):
            find.addWidget(switch)
        for title, act, row_layout in (
            (tr("Previous"), lambda: self.search(back=True), find),
            (tr("Next"), lambda: self.search(back=False), find),
            (tr("Replace"), self.replace, replace),
            (tr("Replace All"), self.replace_all, replace),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _, act=act: act())
            row_layout.addWidget(button)
        replace.addWidget(self.message, 1)
        grid.addLayout(find, 0, 1)
        grid.addLayout(replace, 1, 1)


def _switch(title: str, help: str) -> QPushButton:
    switch = QPushButton(title)
    switch.setObjectName("chip")
    switch.setCheckable(True)
    switch.setToolTip(formats.tip(help))
    switch.setAccessibleName(help)
    return switch
