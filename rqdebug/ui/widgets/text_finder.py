# SPDX-License-Identifier: GPL-3.0-or-later
"""A field that finds text in a view, over its upper right corner."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PyQt5.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.styled_name import restyle

WIDTH, MARGIN = 240, 8
"""Width of the field, and its distance from the corner, in pixels."""


class TextFinder(QLineEdit):
    """Ctrl+F in the view opens the field. Enter and F3 find the next match, with Shift the previous one.

    The view takes these keys only while it has the keyboard focus: elsewhere they are commands of the window.
    """

    def __init__(self, view: QPlainTextEdit | QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self.setPlaceholderText(tr("Find"))
        self.setAccessibleName(tr("Find"))
        self.setClearButtonEnabled(True)
        self.hide()
        self.textChanged.connect(self._find_as_typed)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def open(self) -> None:
        """Show the field with the selected text, and give it the keyboard focus."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected:  # the separator of paragraphs
            self.setText(selected)
        self._place()
        self.show()
        self.setFocus(Qt.ShortcutFocusReason)
        self.selectAll()

    def search(self, back: bool) -> None:
        """Select the next or previous match; after the last one, begin again."""
        found = not self.text() or self._find(back)
        if not found:
            before = self._view.textCursor()
            self._view.moveCursor(QTextCursor.End if back else QTextCursor.Start)
            found = self._find(back)
            if not found:
                self._view.setTextCursor(before)
        self.setProperty("wrong", not found)
        restyle(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the view; the window would take them for its own commands."""
        if event.type() == QEvent.Resize and watched is not self._view:
            self._place()
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.ShortcutOverride, QEvent.KeyPress):
            return self._take_key(event)
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.ShortcutOverride and self._take_key(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            cursor = self._view.textCursor()
            self.hide()
            self._view.setFocus()
            self._view.setTextCursor(cursor)  # a browser of pages forgets the selection with the focus
        elif event.key() in (Qt.Key_Return, Qt.Key_Enter):
            self.search(back=bool(event.modifiers() & Qt.ShiftModifier))
        elif not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of finding, or accept it if a shortcut of the window is about to take it."""
        is_next = event.key() == Qt.Key_F3 and not self.isHidden()
        if not (is_next or event.matches(QKeySequence.Find)):
            return False
        event.accept()
        if event.type() == QEvent.KeyPress and is_next:
            self.search(back=bool(event.modifiers() & Qt.ShiftModifier))
        elif event.type() == QEvent.KeyPress:
            self.open()
        return True

    def _find_as_typed(self) -> None:
        """Find the first match at or after the beginning of the selection."""
        cursor = self._view.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._view.setTextCursor(cursor)
        self.search(back=False)

    def _find(self, back: bool) -> bool:
        flags = QTextDocument.FindFlags(QTextDocument.FindBackward if back else QTextDocument.FindFlag(0))
        return self._view.find(self.text(), flags)

    def _place(self) -> None:
        area = self._view.viewport().geometry()
        width = min(WIDTH, area.width() - 2 * MARGIN)
        self.setGeometry(
            area.right() - width - MARGIN, area.top() + MARGIN, max(width, 1), self.sizeHint().height()
        )
