# SPDX-License-Identifier: GPL-3.0-or-later
"""The command palette, which finds a command by name and runs it."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import (
    QAction,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import tr

_LIST_KEYS = (Qt.Key_Up, Qt.Key_Down, Qt.Key_PageUp, Qt.Key_PageDown)


class PaletteDialog(QDialog):
    """Lists the enabled actions whose names contain every typed word."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Command Palette"))
        self.resize(560, 420)
        self._actions = [action for action in actions if action.isEnabled()]
        self.line = QLineEdit()
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeToContents)
        self.line.setPlaceholderText(tr("Type part of a command's name"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self.accept)
        self.list.itemActivated.connect(lambda _: self.accept())
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self._find("")

    def accept(self) -> None:
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            action: QAction = item.data(0, Qt.UserRole)
            action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the line has the keyboard focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.KeyPress and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _find(self, text: str) -> None:
        words = text.lower().split()
        self.list.clear()
        for action in self._actions:
            group, title = (
                action.objectName().partition(".")[0],
                formats.without_mnemonic(action.text()).partition("\t")[0],
            )
            name = f"{tr(group.title())}: {title}"
            if all(word in name.lower() for word in words):
                item = QTreeWidgetItem(self.list, [name, action.shortcut().toString(QKeySequence.NativeText)])
                item.setToolTip(0, formats.tip(action.statusTip()))
                item.setData(0, Qt.UserRole, action)
        self.list.setCurrentItem(self.list.topLevelItem(0))
