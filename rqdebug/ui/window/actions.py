# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands as Qt actions, and the menus and bars that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PyQt5.QtCore import QObject, QPoint, Qt
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QAction, QMenu, QMenuBar, QToolBar, QWidget

from rqdebug.commands import COMMANDS, MENUS, TOOLBAR, Command, names_of
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

_COLORS = {"capture.record": "error", "script.run": "ok", "script.loop": "ok", "script.stop": "error"}
"""Commands whose icon has a colour of its own, by its name in the palette."""


class Actions(QObject):
    """One action for each command; whoever can carry it out binds it, and it can be given from then on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parent = parent
        self._actions = {command.name: self._action(command, parent) for command in COMMANDS}
        self._draw_icons()
        theme.changed.connect(self._draw_icons)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def bind(self, name: str, function: Callable[[], Any]) -> None:
        """What the command does."""
        self.bind_state(name, lambda _: function())

    def bind_state(self, name: str, function: Callable[[bool], Any]) -> None:
        """What a checkable command does: it is told whether it is now on."""
        action = self._actions[name]
        action.triggered.connect(function)
        action.setEnabled(True)

    def fill_menus(self, bar: QMenuBar) -> None:
        for title, groups in MENUS:
            menu = bar.addMenu(tr(title))
            menu.setToolTipsVisible(True)
            for group in groups:
                menu.addSeparator()
                menu.addActions([self[name] for name in names_of(group)])

    def pop_up(self, group: str, place: QPoint) -> None:
        """Show the menu of a group of commands at a place of the screen."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WA_DeleteOnClose)
        menu.addActions([self[name] for name in names_of(group)])
        menu.popup(place)

    def fill_tool_bar(self, bar: QToolBar, block: int) -> None:
        """Add one block of the toolbar, with its titles beside the icons."""
        bar.addActions([self[name] for name in TOOLBAR[block]])

    def _action(self, command: Command, parent: QWidget) -> QAction:
        title = tr(command.title)
        action = QAction(title, parent)
        action.setObjectName(command.name)
        action.setIconText(title.rstrip("…"))
        action.setStatusTip(tr(command.help))
        action.setToolTip(_tool_tip(command))
        action.setCheckable(command.checkable)
        action.setEnabled(False)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        parent.addAction(action)
        return action

    def _draw_icons(self) -> None:
        for command in COMMANDS:
            if command.icon:
                color = getattr(self._theme.palette, _COLORS.get(command.name, "text"))
                self[command.name].setIcon(self._theme.icon(command.icon, color))


def _tool_tip(command: Command) -> str:
    help, shortcut = tr(command.help), QKeySequence(command.shortcut).toString(QKeySequence.NativeText)
    return f"{help}  ({shortcut})" if shortcut else help
