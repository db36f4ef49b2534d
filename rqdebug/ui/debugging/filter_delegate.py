# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits filters in the cells of a table, with completion. A wrong filter is not accepted."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    pyqtSignal,
)
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QStyleOptionViewItem, QWidget

from rqdebug.ui.log.filter_line import Complete, FilterLine
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import CellDelegate


class FilterDelegate(CellDelegate):
    """Enter accepts a valid filter, and Escape leaves the old one.

    Args:
        complete: Returns the completions of a text.
        problem_of: Returns why a filter cannot be used in a row; an empty text if it can.
    """

    problem_found = pyqtSignal(str)
    """What is wrong with the filter that is edited; empty if it is valid, or nothing is edited."""

    def __init__(
        self,
        theme: Theme,
        complete: Complete,
        problem_of: Callable[[QModelIndex, str], str],
        parent: QObject,
    ) -> None:
        super().__init__(theme, parent)
        self._complete = complete
        self._problem_of = problem_of
        self._problem = ""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> FilterLine:
        kept = QPersistentModelIndex(index)
        line = FilterLine(self._complete, parent)
        line.setObjectName("mono")
        line.setFrame(False)
        line.textChanged.connect(lambda text: self._report(self._problem_of(QModelIndex(kept), text.strip())))
        return line

    def destroyEditor(self, editor: QWidget, index: QModelIndex) -> None:
        self._report("")
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        assert isinstance(editor, FilterLine)
        if not editor.isModified():  # the counts of the row change while the user types
            editor.setText(index.data(Qt.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:
        assert isinstance(editor, FilterLine)
        text = editor.text().strip()
        if not self._problem_of(index, text):
            model.setData(index, text)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave the editor open while the filter is wrong."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.KeyPress
            and isinstance(editor, FilterLine)
        ):
            is_enter = event.key() in (Qt.Key_Return, Qt.Key_Enter)
            if is_enter and self._problem:
                return True
        return super().eventFilter(editor, event)

    def _report(self, problem: str) -> None:
        self._problem = problem
        self.problem_found.emit(problem)
