# SPDX-License-Identifier: GPL-3.0-or-later
"""The text that has the keyboard, for the commands of the menu Edit."""

from __future__ import annotations

from typing import TypeAlias

from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget

TextWidget: TypeAlias = QsciScintilla | QLineEdit | QPlainTextEdit | QTextEdit
"""Widgets with the methods undo, redo, cut, copy, paste and selectAll."""


class TextFocus(QObject):
    """Remembers which widget has the keyboard, also while a menu is open."""

    changed = pyqtSignal()
    """Another text has the keyboard, or none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = None
        self._remember(None, QApplication.focusWidget())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._remember)

    @property
    def text(self) -> TextWidget | None:
        """The widget with the keyboard if it has text; None otherwise."""
        widget = self._widget
        if widget is None or not widget.isVisible():
            return None
        return widget if isinstance(widget, TextWidget) else None

    def _remember(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now, (QMenu, QMenuBar)):
            before, self._widget = self._widget, now
            # sip.isdeleted does not notice the end of widgets that Qt creates, such as fields of its dialogs.
            if before is not None:
                before.destroyed.disconnect(self._forget)
            now.destroyed.connect(self._forget)
            if isinstance(before, TextWidget) or isinstance(now, TextWidget):
                self.changed.emit()

    def _forget(self) -> None:
        self._widget = None
