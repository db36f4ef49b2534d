# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the script editor, as in other editors, without the other defaults of QScintilla.

QScintilla takes its own keys before any shortcut of the window. Keys that other editors do not have, such as
Ctrl+Shift+L, which deletes a line, would change the text of a user who meant a command of the window.
"""

from __future__ import annotations

from PyQt5.Qsci import QsciCommand, QsciScintilla
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeyEvent

REMOVED = (
    QsciCommand.Command.LineDelete,  # Ctrl+Shift+L
    QsciCommand.Command.LineCut,  # Ctrl+L
    QsciCommand.Command.LineCopy,  # Ctrl+Shift+T
    QsciCommand.Command.LineTranspose,  # Ctrl+T
    QsciCommand.Command.SelectionLowerCase,  # Ctrl+U
    QsciCommand.Command.SelectionUpperCase,  # Ctrl+Shift+U
    QsciCommand.Command.WordPartLeft,  # Ctrl+/
    QsciCommand.Command.WordPartLeftExtend,
    QsciCommand.Command.WordPartRight,  # Ctrl+\
    QsciCommand.Command.WordPartRightExtend,
    QsciCommand.Command.ParaDown,  # Ctrl+]
    QsciCommand.Command.ParaDownExtend,
    QsciCommand.Command.ParaUp,  # Ctrl+[
    QsciCommand.Command.ParaUpExtend,
    QsciCommand.Command.EditToggleOvertype,  # Ins
    QsciCommand.Command.ZoomIn,  # Ctrl++: the window enlarges all texts
    QsciCommand.Command.ZoomOut,
)
"""Commands of QScintilla that lose their keys."""

ADDED = (
    (QsciCommand.Command.MoveSelectedLinesUp, Qt.ALT + Qt.Key_Up),
    (QsciCommand.Command.MoveSelectedLinesDown, Qt.ALT + Qt.Key_Down),
)
"""Commands of QScintilla that get a key."""


def bind_keys(editor: QsciScintilla) -> None:
    """Give an editor the keys that users know from other editors."""
    commands = editor.standardCommands()
    for command in REMOVED:
        commands.find(command).setKey(0)
        commands.find(command).setAlternateKey(0)
    for command, key in ADDED:
        commands.find(command).setKey(key)
    commands.find(QsciCommand.Command.Redo).setAlternateKey(Qt.CTRL + Qt.SHIFT + Qt.Key_Z)


def bound_keys(editor: QsciScintilla) -> dict[int, str]:
    """Return each key that the editor takes before the window, and what it does."""
    commands = editor.standardCommands().commands()
    keys = ((key, each.description()) for each in commands for key in (each.key(), each.alternateKey()))
    return {key: description for key, description in keys if key}


def is_unbound(editor: QsciScintilla, event: QKeyEvent) -> bool:
    """Whether a key is Ctrl with a letter that does nothing in an editor. QScintilla swallows it."""
    is_letter = Qt.Key_A <= event.key() <= Qt.Key_Z
    has_control = event.modifiers() & Qt.ControlModifier and not event.modifiers() & Qt.AltModifier
    return bool(has_control and is_letter) and event.key() | int(event.modifiers()) not in bound_keys(editor)
