# SPDX-License-Identifier: GPL-3.0-or-later
"""The input field for filters, with a history and completion."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PyQt5.QtGui import QKeyEvent, QShowEvent, QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import QCompleter, QLineEdit, QTreeView, QWidget

from rqdebug.events.filters.filter_completion import Completion
from rqdebug.ui.style.tr import tr

WIDTH, HELP_SHARE = 460, 0.62
"""Width of the completion list in pixels, and the fraction of it for the explanations."""
ROWS = 12
"""Completions that are visible without scrolling."""

Complete = Callable[[str, int], Completion]
"""Returns the completions for a text and a cursor position."""


class FilterLine(QLineEdit):
    """Up and Down step through earlier filters; Ctrl+Space shows the completions at the cursor."""

    def __init__(self, complete: Complete, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complete = complete
        self._earlier: list[str] = []
        self._at = -1
        self._draft = ""
        self._completion: Completion | None = None
        self._space = 0
        self._words = QStandardItemModel(0, 2, self)
        self.completer_list = _WordList()
        self._completer = self._make_completer()
        self.textEdited.connect(lambda _: self.propose())

    def remember(self, earlier: list[str]) -> None:
        """Set the history, newest first."""
        self._earlier = earlier
        self._at = -1

    def leave_space(self, height: int) -> None:
        """Show the completions this many pixels below the field, so that a text between them is visible."""
        self._space = height
        if self.completer_list.isVisible():
            self._show_list(self.completer_list.currentIndex())

    def _show_list(self, current: QModelIndex) -> None:
        """Show the completions. ``current``: the one that Enter accepts; Qt would select the first one."""
        kept = QPersistentModelIndex(current)
        self._completer.complete(self.rect().adjusted(0, 0, 0, self._space))
        self.completer_list.setCurrentIndex(QModelIndex(kept))

    def propose(self) -> None:
        """Show the completions at the cursor, if there are any."""
        completion = self._completion = self._complete(self.text(), self.cursorPosition())
        typed = self.text()[completion.start : completion.stop]
        texts = [each.text for each in completion.candidates]
        if not texts or texts == [typed]:
            self._completer.popup().hide()
            return
        self._words.setRowCount(0)
        for each in completion.candidates:
            self._words.appendRow([QStandardItem(each.text), QStandardItem(tr(each.help))])
        self._show_list(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Up:
            self._go(self._at + 1)
        elif event.key() == Qt.Key_Down:
            self._go(self._at - 1)
        elif event.key() == Qt.Key_Space and int(event.modifiers()) == Qt.ControlModifier:
            self.propose()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the first completion with Tab, as in a shell."""
        if event.type() == QEvent.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key_Tab:
            index = self.completer_list.currentIndex()
            self._insert(index if index.isValid() else self._words.index(0, 0))
            self.completer_list.hide()
            return True
        return super().eventFilter(watched, event)

    def _insert(self, index: QModelIndex) -> None:
        """Insert a completion and move the cursor behind it."""
        completion = self._completion
        if completion is None or not index.isValid():
            return
        word = str(index.sibling(index.row(), 0).data())
        rest = self.text()[completion.stop :]
        space = "" if rest.startswith(" ") else " "
        self.setText(f"{self.text()[: completion.start]}{word}{space}{rest}")
        self.setCursorPosition(completion.start + len(word) + 1)
        self.textEdited.emit(self.text())

    def _go(self, at: int) -> None:
        if self._at == -1:
            self._draft = self.text()
        if -1 <= at < len(self._earlier):
            self._at = at
            self.setText(self._draft if at == -1 else self._earlier[at])

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(ROWS)
        completer.setWidget(self)
        completer.setPopup(self.completer_list)
        completer.activated[QModelIndex].connect(self._insert)
        self.completer_list.installEventFilter(self)
        return completer


class _WordList(QTreeView):
    """The completion list. Its columns are the word and its meaning."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("words")
        self.setRootIsDecorated(False)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMinimumWidth(WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        self.setColumnWidth(0, int(WIDTH * (1 - HELP_SHARE)))
        super().showEvent(event)
