# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs with a text: to read and copy, a warning, and an unexpected error."""

from __future__ import annotations

import traceback
from types import TracebackType

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from rqdebug.support.characters import escape_lines
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.text_finder import TextFinder


class TextDialog(QDialog):
    """Shows a text that the user can copy. Not modal: the user can continue in the main window."""

    def __init__(
        self, title: str, text: str, theme: Theme, parent: QWidget | None = None, *, sentence: str = ""
    ) -> None:
        """``sentence``: an introduction above the text."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(860, 560)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("mono")
        self.text.setFont(theme.mono)
        self.text.setReadOnly(True)
        self.finder = TextFinder(self.text)
        self.text.setLineWrapMode(QPlainTextEdit.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.Close)
        self.copy_button = buttons.addButton(tr("Copy"), QDialogButtonBox.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        if sentence:
            label = PlainLabel(sentence)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.text)
        column.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def warn(sentence: str, parent: QWidget) -> None:
    """Show in a dialog why something failed."""
    box = QMessageBox(QMessageBox.Warning, "rqdebug", escape_lines(sentence), QMessageBox.Ok, parent)
    box.setTextFormat(Qt.PlainText)
    box.setAttribute(Qt.WA_DeleteOnClose)
    box.open()


def error_dialog(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    theme: Theme,
    parent: QWidget | None,
) -> TextDialog:
    """Create a dialog that shows an unexpected exception with its traceback."""
    details = "".join(traceback.format_exception(kind, error, trace))
    sentence = tr(
        "An unexpected error occurred: {error}. You can continue working. "
        "To report the error, copy the text below.",
        error=kind.__name__,
    )
    return TextDialog(tr("Unexpected Error"), details, theme, parent, sentence=sentence)
