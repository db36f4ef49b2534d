# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for a note of several lines. Ctrl+Enter saves it, and Tab leads to the buttons."""

from __future__ import annotations

from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QInputDialog, QPlainTextEdit, QPushButton, QShortcut, QWidget

from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.focus_order import order_focus


class NoteDialog(QInputDialog):
    """Edits a note with the keyboard alone: Enter begins a line, Ctrl+Enter ends the note."""

    def __init__(self, note: str, count: int = 1, parent: QWidget | None = None) -> None:
        """``count`` is the number of events that get the note."""
        super().__init__(parent)
        self.setOption(QInputDialog.UsePlainTextEditForTextInput)
        self.setWindowTitle(tr("Note"))
        self.setLabelText(
            counted(
                count,
                "Note on this event (Ctrl+Enter saves it):",
                "Note on each of {n} events (Ctrl+Enter saves it):",
            )
        )
        self.setTextValue(note)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.accept)
        for edit in self.findChildren(QPlainTextEdit):
            edit.setTabChangesFocus(True)
            order_focus([edit, *self.findChildren(QPushButton)])

    @classmethod
    def ask(cls, parent: QWidget, note: str, count: int = 1) -> tuple[str, bool]:
        """Return the edited note, and whether it was accepted."""
        dialog = cls(note, count, parent)
        accepted = dialog.exec() == cls.Accepted
        text = dialog.textValue()
        dialog.deleteLater()
        return text, accepted
