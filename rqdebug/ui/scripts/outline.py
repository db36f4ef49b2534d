# SPDX-License-Identifier: GPL-3.0-or-later
"""The outline of a script: a tree of its statements with their results."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QBrush, QColor
from PyQt5.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from rqdebug.scripts.language.script_nodes import Script, Statement, children
from rqdebug.ui.models import formats
from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.escaping_delegate import escape_items

MAX_STATEMENTS = 2000
"""The outline shows at most this many statements, from the beginning of the script."""


class Outline(QTreeWidget):
    """Shows statements and blocks. A click goes to the line."""

    line_chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: dict[int, QTreeWidgetItem] = {}
        self._remaining = MAX_STATEMENTS
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        theme.follow_mono(self)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeToContents)
        self.setAccessibleName(tr("Outline"))
        escape_items(self)
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)

    def show_script(self, script: Script) -> None:
        """Show another script, without results."""
        self.clear()
        self._items, self._remaining = {}, MAX_STATEMENTS
        self._add(self.invisibleRootItem(), script.body)
        self.expandAll()

    def show_note(self, line: int, note: LineNote) -> None:
        """Show the result of the statement in a line."""
        item = self._items.get(line)
        if item is not None:
            palette = self._theme.palette
            item.setText(1, note.margin)
            item.setForeground(1, QBrush(QColor(palette.ok if note.passed else palette.error)))
            item.setToolTip(1, formats.tip(note.below))

    def clear_notes(self) -> None:
        for item in self._items.values():
            item.setText(1, "")
            item.setToolTip(1, "")

    def _add(self, parent: QTreeWidgetItem, statements: Iterable[Statement]) -> None:
        for statement in statements:
            if not self._remaining:
                return
            self._remaining -= 1
            item = QTreeWidgetItem(parent, [statement.text.partition("\n")[0]])
            item.setData(0, Qt.UserRole, statement.line)
            self._items[statement.line] = item
            self._add(item, children(statement))

    def _choose(self, item: QTreeWidgetItem) -> None:
        self.line_chosen.emit(int(item.data(0, Qt.UserRole)))
