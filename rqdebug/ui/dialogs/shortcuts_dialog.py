# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user changes the shortcuts of commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.mnemonics import retitle
from rqdebug.ui.widgets.plain_label import PlainLabel

_MODIFIERS = int(Qt.ControlModifier) | int(Qt.AltModifier) | int(Qt.MetaModifier)
_KEYS = 0x01FFFFFF
"""The part of a key combination that is the key itself."""


class ShortcutRow(NamedTuple):
    """A command with its shortcut."""

    name: str
    title: str
    default: str
    keys: str
    """The present shortcut in Qt's notation; empty for none."""


class ShortcutsDialog(QDialog):
    """Lists all commands. A shortcut that another command has is assigned only after a second click."""

    assigned = pyqtSignal(str, str)
    """Give the command with this name this shortcut, which is empty for none."""
    reset_wanted = pyqtSignal()
    """Give all commands their default shortcuts."""

    def __init__(
        self,
        rows: Sequence[ShortcutRow],
        users: Callable[[str, str], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """``users`` returns the titles of the other commands that have a shortcut, given a name and it."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard Shortcuts"))
        self.resize(620, 520)
        self._users = users
        self.line = QLineEdit()
        self.list = QTreeWidget()
        self.keys = QKeySequenceEdit()
        self.message = PlainLabel()
        self.assign_button = QPushButton(tr("Assign"))
        self.clear_button = QPushButton(tr("No Shortcut"))
        self.default_button = QPushButton(tr("Default"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.Close)
        self.reset_button = self._buttons.addButton(tr("Reset All"), QDialogButtonBox.ResetRole)
        self._lay_out()
        self.show_rows(rows)
        self._connect_signals()
        self._show_current()

    def show_rows(self, rows: Sequence[ShortcutRow]) -> None:
        """Show all commands; the current one stays."""
        self._rows = {row.name: row for row in rows}
        current = self._current()
        self._find(self.line.text(), current.name if current else "")

    def _find(self, text: str, name: str = "") -> None:
        """List the commands whose title or shortcut has each word of the text."""
        words = text.lower().split()
        self.list.clear()
        for row in self._rows.values():
            keys = _shown(row.keys)
            if all(word in f"{row.title} {keys}".lower() for word in words):
                item = QTreeWidgetItem(self.list, [row.title, keys])
                item.setData(0, Qt.UserRole, row)
                font = item.font(1)
                font.setBold(row.keys != row.default)
                item.setFont(1, font)
                if row.name == name:
                    self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentItem(self.list.topLevelItem(0))

    def _current(self) -> ShortcutRow | None:
        item = self.list.currentItem()
        return item.data(0, Qt.UserRole) if item is not None else None

    def _show_current(self) -> None:
        row = self._current()
        for widget in (self.keys, self.clear_button, self.default_button):
            widget.setEnabled(row is not None)
        self.keys.setKeySequence(QKeySequence(row.keys if row else ""))
        self._check()

    def _check(self) -> None:
        """Show whether the typed shortcut can be used."""
        row, sequence = self._current(), self.keys.keySequence()
        if sequence.count() > 1:  # a shortcut is one combination of keys
            self.keys.setKeySequence(QKeySequence(sequence[sequence.count() - 1]))
            return
        keys = sequence.toString()
        problem = _problem(sequence)
        users = self._users(row.name, keys) if row and not problem else []
        if users:
            problem = tr(
                "{keys} is the shortcut of “{command}”.", keys=_shown(keys), command=", ".join(users)
            )
        self.message.setText(problem)
        retitle(self.assign_button, tr("Assign Anyway") if users else tr("Assign"))
        self.assign_button.setEnabled(row is not None and keys != row.keys and not _problem(sequence))

    def _assign(self) -> None:
        self._emit(self.keys.keySequence().toString())

    def _emit(self, keys: str) -> None:
        row = self._current()
        if row is not None:
            self.assigned.emit(row.name, keys)
            self._show_current()

    def _use_default(self) -> None:
        row = self._current()
        if row is not None:
            self.keys.setKeySequence(QKeySequence(row.default))
            if not self._users(row.name, row.default):
                self._emit(row.default)

    def _reset(self) -> None:
        self.reset_wanted.emit()
        self._show_current()

    def _connect_signals(self) -> None:
        self.line.textChanged.connect(lambda text: self._find(text))
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.list.itemActivated.connect(lambda _: self.keys.setFocus())
        self.keys.keySequenceChanged.connect(lambda _: self._check())
        self.assign_button.clicked.connect(self._assign)
        self.clear_button.clicked.connect(lambda: self._emit(""))
        self.default_button.clicked.connect(self._use_default)
        self.reset_button.clicked.connect(self._reset)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self.line.setPlaceholderText(tr("Type part of a command or shortcut"))
        self.line.setAccessibleName(tr("Find"))
        self.line.setClearButtonEnabled(True)
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Shortcut")])
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeToContents)
        self.list.setAccessibleName(tr("Commands"))
        self.message.setObjectName("error")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(self.fontMetrics().lineSpacing())
        row = QHBoxLayout()
        row.addWidget(self.keys, 1)
        for button in (self.assign_button, self.clear_button, self.default_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        form = QFormLayout()
        self.reset_button.setAutoDefault(False)  # otherwise Enter would reset all shortcuts
        label = PlainLabel(tr("New shortcut"))
        label.setBuddy(self.keys)
        form.addRow(label, row)
        form.addRow("", self.message)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addWidget(self._buttons)


def _shown(keys: str) -> str:
    """Return a shortcut as it is labelled on this platform."""
    return QKeySequence(keys).toString(QKeySequence.NativeText)


def _problem(sequence: QKeySequence) -> str:
    """Return why a combination of keys cannot be a shortcut; empty if it can, or if there is none."""
    if sequence.isEmpty():
        return ""
    key = sequence[0] & _KEYS
    is_function_key = Qt.Key_F1 <= key <= Qt.Key_F35
    if sequence[0] & _MODIFIERS or is_function_key:
        return ""
    return tr("Use a function key, or a key with Ctrl or Alt: other keys are for typing.")
