# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for a note of several lines. Ctrl+Enter saves it, and Tab leads to the buttons."""

from __future__ import annotations

from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QInputDialog, QPlainTextEdit, QShortcut, QWidget

from rqdebug.ui.style.tr import tr


class NoteDialog(QInputDialog):
    """Edits a note with the keyboard alone: Enter begins a line, Ctrl+Enter ends the note."""

    def __init__(self, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOption(QInputDialog.UsePlainTextEditForTextInput)
        self.setWindowTitle(tr("Note"))
        self.setLabelText(tr("Note on this event (Ctrl+Enter saves it):"))
        self.setTextValue(note)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.accept)
        for edit in self.findChildren(QPlainTextEdit):
            edit.setTabChangesFocus(True)

    @classmethod
    def ask(cls, parent: QWidget, note: str) -> tuple[str, bool]:
        """Return the edited note, and whether it was accepted."""
        dialog = cls(note, parent)
        accepted = dialog.exec() == cls.Accepted
        text = dialog.textValue()
        dialog.deleteLater()
        return text, accepted
