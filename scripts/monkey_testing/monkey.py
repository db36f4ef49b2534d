# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses the window at random: commands, keys, clicks, context menus and whatever is in an open dialog."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from PyQt5.QtCore import QObject, QPoint, Qt, QTimer, pyqtSignal  # noqa: TID251
from PyQt5.QtGui import QContextMenuEvent, QKeySequence  # noqa: TID251
from PyQt5.QtTest import QTest  # noqa: TID251
from PyQt5.QtWidgets import (  # noqa: TID251
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from rqdebug.ui.window.main_window import MainWindow

T = TypeVar("T")

NEVER = ("window.quit",)
"""Commands that would end the game."""
PAUSE_MS = 15
"""Milliseconds between two actions."""
USABLE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)
"""Kinds of widgets to click."""
KEYS = (
    *("Up", "Down", "Left", "Right", "PgUp", "PgDown", "Home", "End", "Return", "Escape"),
    *("Tab", "Backtab", "Space", "Del", "F10", "Ctrl+A", "Ctrl+C", "Ctrl+End"),
)
"""Keys that are pressed besides letters and the shortcuts of commands."""
TEXTS = (
    "method == put",
    "queue == jobs and waited > 1ms",
    "payload.order > 500",
    "last 5s",
    "method ==",
    "jobs",
    "17",
    "",
    "ä 中 \u200d",
    "x" * 300,
)
FILES = (
    "saved.arrows",
    "saved.rqs",
    "saved.rqw",
    "saved.csv",
    "recorded.arrows",
    "vector.rqs",
    "none",
)
FORMER = 25
"""Number of former actions to remember."""


class Monkey(QObject):
    """Makes one random action after the other, also while a dialog or a menu is open.

    Args:
        window: The window.
        folder: Where file dialogs save and open.
        seed: Chooses the actions.
    """

    acted = pyqtSignal(str)
    """The next action begins: its number, and what it is."""
    finished = pyqtSignal()
    """The last action was made."""

    def __init__(self, window: MainWindow, folder: Path, seed: int) -> None:
        super().__init__(window)
        self.done = 0
        """Number of actions so far."""
        self.former: deque[str] = deque(maxlen=FORMER)
        """The latest actions, in words."""
        self.looks: list[Callable[[], object]] = []
        """Called after each action."""
        self._window = window
        self._folder = folder
        self._random = Random(seed)
        self._more: Callable[[int], bool] = lambda done: False

    def play(self, more: Callable[[int], bool]) -> None:
        """Begin. ``more``: given the number of actions, whether to go on."""
        self._more = more
        self._act()

    def _act(self) -> None:
        if not self._more(self.done):
            self.finished.emit()
            return
        # A timer that is busy with a modal dialog does not fire again, so that each action has its own.
        QTimer.singleShot(PAUSE_MS, self._act)
        self.done += 1
        popup: QWidget | None = QApplication.activePopupWidget()
        modal: QWidget | None = QApplication.activeModalWidget()
        if isinstance(popup, QMenu):
            self._use_menu(popup)
        elif popup is not None:
            self._press(popup, self._random.choice(["Down", "Return", "Escape"]))
        elif isinstance(modal, QFileDialog):
            self._use_file_dialog(modal)
        elif modal is not None:
            self._use_dialog(modal)
        else:
            self._use_windows()
        for look in self.looks:
            look()

    def _note(self, action: str) -> None:
        self.former.append(f"{self.done}: {action}")
        self.acted.emit(self.former[-1])

    def _pick(self, choices: Sequence[T]) -> T | None:
        return self._random.choice(choices) if choices else None

    # Windows and dialogs

    def _use_windows(self) -> None:
        chance = self._random.random()
        others = [
            one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self._window
        ]
        if others and chance < 0.3:
            other = self._random.choice(others)
            if chance < 0.05:
                self._note(f"close {other.windowTitle()!r}")
                other.close()
            else:
                other.activateWindow()
                self._use_dialog(other)
        elif chance < 0.4:
            self._use_queue()
        elif chance < 0.6:
            self._run_command()
        elif chance < 0.75:
            self._press_any(QApplication.focusWidget() or self._window)
        elif chance < 0.95:
            self._click(self._window)
        elif chance < 0.97:
            self._type(self._window)
        else:
            self._resize()

    def _use_dialog(self, dialog: QWidget) -> None:
        chance = self._random.random()
        if isinstance(dialog, QMessageBox):
            self._click(dialog)
        elif chance < 0.3:
            self._type(dialog)
        elif chance < 0.75:
            self._click(dialog)
        elif chance < 0.9:
            self._press_any(QApplication.focusWidget() or dialog)
        elif isinstance(dialog, QDialog):
            self._press(dialog, self._random.choice(["Return", "Escape"]))

    def _use_file_dialog(self, dialog: QFileDialog) -> None:
        """Choose a file of the folder, or none."""
        name = self._pick(FILES)
        if self._random.random() < 0.3:
            self._note("cancel a file dialog")
            dialog.reject()
        else:
            self._note(f"choose the file {name}")
            for line in dialog.findChildren(QLineEdit)[:1]:
                line.setText(str(self._folder / str(name)))
            self._press(dialog, "Return")

    def _use_menu(self, menu: QMenu) -> None:
        usable = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        action = self._pick([one for one in usable if one.objectName() not in NEVER])
        if action is None or self._random.random() < 0.3:
            self._press(menu, "Escape")
        elif action.menu() is not None:
            self._note(f"open the menu {action.text()}")
            menu.setActiveAction(action)
        else:
            self._note(f"choose {action.text()} in a menu")
            QTest.mouseClick(menu, Qt.LeftButton, pos=menu.actionGeometry(action).center())

    def _use_queue(self) -> None:
        """Click a queue in a table or in the tree, and run a command for queues."""
        views = [one for one in self._window.findChildren(QAbstractItemView) if one.isVisible()]
        view = self._pick([one for one in views if isinstance(one, (QTableView, QTreeView))])
        if view is not None and view.model() is not None:
            model = view.model()
            parent = model.index(self._random.randrange(max(model.rowCount(), 1)), 0)
            rows = model.rowCount(parent)
            index = model.index(self._random.randrange(rows), 0, parent) if rows else parent
            view.scrollTo(index)
            self._note(f"click {index.data()!r} in {_name(view)}")
            QTest.mouseClick(view.viewport(), Qt.LeftButton, pos=view.visualRect(index).center())
        self._run_command("queue.")

    # Single actions

    def _run_command(self, group: str = "") -> None:
        enabled = [one for one in self._window.context.commands if one.isEnabled()]
        of_group = [one for one in enabled if one.objectName().startswith(group)]
        action = self._pick([one for one in of_group if one.objectName() not in NEVER])
        if action is None:
            return
        keys = action.shortcut().toString()
        if keys and self._random.random() < 0.5:
            self._press(QApplication.focusWidget() or self._window, keys)
        else:
            self._note(f"command {action.objectName()}")
            action.trigger()

    def _press_any(self, widget: QWidget) -> None:
        keys = self._random.choice(KEYS) if self._random.random() < 0.8 else self._random.choice("abejnpqsx/")
        self._press(widget, keys)

    def _press(self, widget: QWidget, keys: str) -> None:
        self._note(f"press {keys} in {_name(widget)}")
        number = QKeySequence(keys)[0]
        modifiers = Qt.KeyboardModifiers(Qt.KeyboardModifier(number & int(Qt.KeyboardModifierMask)))
        QTest.keyClick(widget, Qt.Key(number & ~int(Qt.KeyboardModifierMask)), modifiers)

    def _click(self, window: QWidget) -> None:
        widgets = [
            one
            for one in window.findChildren(QWidget)
            if isinstance(one, USABLE) and one.isEnabled() and not one.visibleRegion().isEmpty()
        ]
        chosen = self._pick(widgets)
        if chosen is None:
            return
        widget = chosen.viewport() if isinstance(chosen, QAbstractItemView) else chosen
        place = QPoint(self._random.randrange(widget.width()), self._random.randrange(widget.height()))
        chance = self._random.random()
        if chance < 0.7:
            self._note(f"click {_name(widget)}")
            QTest.mouseClick(widget, Qt.LeftButton, pos=place)
        elif chance < 0.8:
            self._note(f"double-click {_name(widget)}")
            QTest.mouseDClick(widget, Qt.LeftButton, pos=place)
        else:
            self._note(f"context menu of {_name(widget)}")
            wanted = QContextMenuEvent(QContextMenuEvent.Mouse, place, widget.mapToGlobal(place))
            QApplication.sendEvent(widget, wanted)

    def _type(self, window: QWidget) -> None:
        lines = [one for one in window.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
        line = self._pick(lines)
        if line is not None:
            text = self._random.choice(TEXTS)
            self._note(f"type {text[:30]!r} in {_name(line)}")
            line.setFocus()
            line.selectAll()
            line.insert(text)

    def _resize(self) -> None:
        width, height = self._random.choice([(1024, 620), (1280, 720), (1920, 1080)])
        self._note(f"resize to {width} × {height}")
        self._window.resize(width, height)


def _name(widget: QWidget) -> str:
    """Return the class and the name of a widget, or of the nearest parent with a name."""
    named: QWidget | None = widget
    while named is not None and not named.objectName():
        named = named.parentWidget()
    return f"{type(widget).__name__} ({named.objectName() if named else ''})"
