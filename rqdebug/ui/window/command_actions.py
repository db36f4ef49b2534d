# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt actions for the commands, and the menus that contain them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PyQt5.QtCore import QEvent, QObject, QPoint, Qt
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import QAction, QMenu, QMenuBar, QWidget

from rqdebug.commands import Command, Need
from rqdebug.ui.models import formats
from rqdebug.ui.style.command_keys import COMMAND_KEYS
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.mnemonics import ContextMenu, mark_menu
from rqdebug.ui.window.commands import COMMAND_SETS, COMMANDS, CONTEXT_MENUS

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

ZOOM_IN = "view.zoom_in"


class CommandActions(QObject):
    """One action for each command. All are disabled until ``connect`` is called."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parent = parent
        self._context: WindowContext | None = None
        self._actions = {command.name: self._create(command) for command in COMMANDS}
        self.use_shortcuts({})
        self._draw_icons()
        theme.changed.connect(self._draw_icons)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def connect(self, context: WindowContext) -> None:
        """Use this context for the commands, and enable each command whose need is met."""
        self._context = context
        for signal in (
            context.current.changed,
            context.current.queue_changed,
            context.attachments.attached,
            context.attachments.edited,
            context.attachments.detached,
            context.runs.started,
            context.runs.finished,
            context.runs.current_changed,
            context.runs.paused_changed,
            context.captures.changed,
            context.logs.paused_changed,
            context.tools.debugging.held_calls.selection_changed,
            context.theme.changed,
            context.text_focus.changed,
            context.tools.rules.changed,
            context.logs.event_chosen,
            context.logs.event_left,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Update the enabled and checked state of all actions. No other place changes these states."""
        context = self._context
        if context is None:
            return
        met = {need: need is None or need.is_met(context) for need in {each.need for each in COMMANDS}}
        for command in COMMANDS:
            action = self._actions[command.name]
            action.setEnabled(met[command.need])
            if command.checked is not None:
                action.setChecked(command.is_checked(context))

    def use_shortcuts(self, changed: Mapping[str, str]) -> None:
        """Give each action its shortcut: that of its command, or the one that the user has changed it to."""
        for command in COMMANDS:
            keys, action = QKeySequence(changed.get(command.name, command.shortcut)), self[command.name]
            if command.name == ZOOM_IN and keys == QKeySequence(command.shortcut):
                action.setShortcuts(
                    [keys, QKeySequence(Qt.CTRL + Qt.Key_Equal)]
                )  # the same key without Shift
            else:
                action.setShortcut(keys)
            action.setToolTip(_tool_tip(command, keys))
        COMMAND_KEYS.show({command.name: _keys_or_title(command, self[command.name]) for command in COMMANDS})

    def explain_keys_in(self, window: QWidget) -> None:
        """Say why nothing happens when keys of a disabled command are pressed in a window."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys come here if no widget in the window has used them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.KeyPress:
            reasons = self._reasons(QKeySequence(event.key() | int(event.modifiers() & ~Qt.KeypadModifier)))
            if reasons and self._context is not None:
                self._context.status.show_notice("; ".join(reasons))
                return True
        return super().eventFilter(watched, event)

    def _reasons(self, keys: QKeySequence) -> list[str]:
        """Return what each command with these keys needs; nothing if one of them is enabled."""
        commands = [command for command in COMMANDS if keys in self[command.name].shortcuts()]
        if any(self[command.name].isEnabled() for command in commands):
            return []
        return [_missing(command, command.need) for command in commands if command.need is not None]

    def fill_menus(self, bar: QMenuBar) -> None:
        """Add a menu for each menu title, with a separator between groups of commands."""
        groups = [
            (title, list(sets)) for title, sets in groupby(COMMAND_SETS, lambda commands: commands.menu)
        ]
        titles = formats.with_mnemonics([tr(title) for title, _ in groups])
        for marked, (_, sets) in zip(titles, groups, strict=True):
            menu = bar.addMenu(marked)
            menu.setToolTipsVisible(True)
            for commands in sets:
                menu.addSeparator()
                menu.addActions([self[command.name] for command in commands])
            mark_menu(menu)
            for command in (each for commands in sets for each in commands if each.widget_keys):
                action, keys = self[command.name], QKeySequence(command.widget_keys)
                action.setText(f"{action.text()}\t{keys.toString(QKeySequence.NativeText)}")

    def insert_menu(self, name: str, menu: QMenu) -> None:
        """Insert a submenu below a command, in the menu of the window that has it."""
        action = self[name]
        for parent in action.associatedWidgets():
            if isinstance(parent, QMenu):
                below = parent.actions()[parent.actions().index(action) + 1 :]
                if below:
                    parent.insertMenu(below[0], menu)
                else:
                    parent.addMenu(menu)
                mark_menu(parent)

    def pop_up(self, group: str, position: QPoint) -> None:
        """Show a context menu, or a group of commands, at a screen position."""
        menu = ContextMenu(self._parent)
        whole = tuple(command.name for command in COMMANDS if command.group == group)
        for names in CONTEXT_MENUS.get(group, (whole,)):
            if not menu.isEmpty():
                menu.addSeparator()
            menu.addActions([self[name] for name in names])
        menu.popup(position)

    def _create(self, command: Command) -> QAction:
        title = tr(command.title)
        action = QAction(title, self._parent)
        action.setObjectName(command.name)
        action.setIconText(title.rstrip("…"))
        action.setStatusTip(tr(command.help))
        action.setCheckable(command.checked is not None)
        action.setEnabled(False)
        action.triggered.connect(lambda: self._run(command))
        self._parent.addAction(action)
        return action

    def _run(self, command: Command) -> None:
        if self._context is not None:
            if command.need is not None and command.need.find(self._context) is None:
                self._context.status.show_notice(_missing(command, command.need))
            command.run(self._context)
            self.refresh()  # Qt toggles a checkable action even if the command changed nothing

    def _draw_icons(self) -> None:
        for command in COMMANDS:
            if command.icon:
                color = getattr(self._theme.palette, command.icon_color)
                self[command.name].setIcon(self._theme.icon(command.icon, color))


def _keys_or_title(command: Command, action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.NativeText) or f"“{tr(command.title)}”"


def _missing(command: Command, need: Need[Any]) -> str:
    return tr("“{command}” needs {need}", command=tr(command.title), need=tr(need.title))


def _tool_tip(command: Command, keys: QKeySequence) -> str:
    help, shortcut = tr(command.help), keys.toString(QKeySequence.NativeText)
    return formats.tip(f"{help}  ({shortcut})" if shortcut else help)
