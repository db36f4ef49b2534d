# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the variables of the lanes of a paused run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt5.QtCore import QPoint, Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QHeaderView,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from rqdebug.ui.models import formats
from rqdebug.ui.scripts.editor_values import PausedLane
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.filter_menu import add_copy_action
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.plain_label import PlainLabel

_NAME, _VALUE = range(2)


class VariablesPanel(QWidget):
    """A tree: the lanes that wait, and the variables of each. Values that have changed are bold."""

    lane_chosen = pyqtSignal(str, str, int)
    """The user chose a lane: its target, its name, and the line before which it waits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before: dict[tuple[str, str, str], str] = {}
        """The values that were shown last, by target, lane and name."""
        self.empty = PlainLabel()
        TextWithKeys(self.empty, _empty_text)
        self.tree = QTreeWidget()
        self._layout = QStackedLayout(self)
        self._lay_out()
        self.tree.itemActivated.connect(self._choose)
        self.tree.itemClicked.connect(self._choose)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.setFocusProxy(self.tree)

    def show_lanes(self, lanes: Sequence[PausedLane], describe: Callable[[int], str] = str) -> None:
        """Show the variables of exactly these lanes; ``describe`` returns a line as it is shown."""
        self._layout.setCurrentIndex(1 if lanes else 0)
        shown: dict[tuple[str, str, str], str] = {}
        self.tree.clear()
        for target, lane, line, variables in lanes:
            title = tr("{target}, {lane}: line {line}", target=target, lane=lane, line=describe(line))
            item = QTreeWidgetItem(self.tree, [title])
            item.setFirstColumnSpanned(True)
            item.setData(_NAME, Qt.UserRole, (target, lane, line))
            for name, value in variables.items():
                shown[target, lane, name] = value
                self._add(item, name, value, self._before.get((target, lane, name)) != value)
        self.tree.expandAll()
        if lanes:  # a lane that makes a step is gone for a moment
            self._before = shown

    def forget(self) -> None:
        """Mark no value as changed when the next run is paused."""
        self._before = {}

    def _add(self, lane: QTreeWidgetItem, name: str, value: str, has_changed: bool) -> None:
        item = QTreeWidgetItem(lane, [name, value])
        item.setToolTip(_VALUE, formats.tip(value))
        font = self.tree.font()
        font.setBold(has_changed and bool(self._before))
        item.setFont(_VALUE, font)

    def _choose(self, item: QTreeWidgetItem) -> None:
        lane = item.parent() or item
        self.lane_chosen.emit(*lane.data(_NAME, Qt.UserRole))

    def _show_menu(self, position: QPoint) -> None:
        item = self.tree.itemAt(position)
        if item is None or item.parent() is None:
            return
        name, value = item.text(_NAME), item.text(_VALUE)
        menu = ContextMenu(self)
        add_copy_action(menu, tr("Copy Value"), value)
        add_copy_action(menu, tr("Copy Name and Value"), f"{name} = {value}")
        menu.popup(self.tree.viewport().mapToGlobal(position))

    def _lay_out(self) -> None:
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignCenter)
        self.empty.setMargin(14)
        tree = self.tree
        tree.setColumnCount(2)
        tree.setHeaderLabels([tr("Name"), tr("Value")])
        tree.setUniformRowHeights(True)
        tree.setIndentation(14)
        tree.setAccessibleName(tr("Variables"))
        escape_items(tree)
        tree.setContextMenuPolicy(Qt.CustomContextMenu)
        tree.header().setSectionResizeMode(_NAME, QHeaderView.ResizeToContents)
        self._theme.follow_mono(tree)
        self._layout.addWidget(self.empty)
        self._layout.addWidget(tree)


def _empty_text() -> str:
    return tr(
        "No run is paused. {breakpoint} sets a breakpoint, {pause} pauses a run. Its variables appear here.",
        breakpoint=COMMAND_KEYS["script.breakpoint"],
        pause=COMMAND_KEYS["script.pause"],
    )
