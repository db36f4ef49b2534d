# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of breakpoints and faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PyQt5.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import QAbstractItemView, QHeaderView, QShortcut, QVBoxLayout, QWidget

from rqcore.debug.call_conditions import Parser
from rqdebug.session import Attachment
from rqdebug.ui.debugging.filter_delegate import FilterDelegate
from rqdebug.ui.debugging.rule_dialog import problem_of
from rqdebug.ui.log.filter_line import Complete
from rqdebug.ui.models.rule_model import FILTER, ON, RuleModel, RuleRow, describe_state
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.escaping_delegate import EscapingDelegate
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, titled_width

WIDTHS = {ON: 44, FILTER: 380, 2: 240, 3: 120, 4: 70, 5: 70, 6: 60, 7: 80}
"""Widths of the columns in pixels."""


class BreakpointTable(LargeTable):
    """F2 edits the filter of the selected rule; elsewhere in the window it goes to the next mark."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.ShortcutOverride and cast(QKeyEvent, event).key() == Qt.Key_F2:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key_F2:
            super().keyPressEvent(event)
            return
        index = self.currentIndex().siblingAtColumn(FILTER)
        if index.flags() & Qt.ItemIsEditable:
            self.edit(index)


class BreakpointsView(QWidget):
    """Switches, edits and removes rules. A filter is edited in its cell, everything else in a dialog.

    Args:
        theme: The theme.
        complete: Returns completions for filters.
        parse: Makes a condition of a filter.
    """

    edit_wanted = pyqtSignal(object)
    """Ask for another definition of a rule: its RuleRow."""
    removal_wanted = pyqtSignal(object)
    """Remove a rule: its RuleRow."""
    selection_changed = pyqtSignal()
    menu_requested = pyqtSignal(QPoint)
    """The user asked for the context menu of the selected rule, at a screen position."""

    def __init__(
        self, theme: Theme, complete: Complete, parse: Parser, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parse = parse
        self.model = RuleModel(theme, self)
        self.table = BreakpointTable()
        self.delegate = FilterDelegate(theme, complete, self._problem_of, self.table)
        self.state = PlainLabel()
        self._lay_out(theme)
        self.delegate.problem_found.connect(self._show_problem)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self.table.activated.connect(self._edit)
        self.table.customContextMenuRequested.connect(self._show_menu)
        QShortcut(QKeySequence.Delete, self.table, self._remove, context=Qt.WidgetShortcut)
        self._show_state()

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    @property
    def selected(self) -> RuleRow | None:
        """The selected rule; None if there is none."""
        return self.model.row_at(self.table.currentIndex())

    def show_rows(self, rows: Sequence[RuleRow]) -> None:
        """Show these rules, with the same one selected."""
        selected = self.selected
        self.model.show_rows(rows)
        if selected is not None and self.selected is None:
            self.table.setCurrentIndex(self.model.index_of(selected.identity))
        self._show_state()

    def select(self, attachment: Attachment, key: int) -> None:
        """Select a rule of this window."""
        self.table.setCurrentIndex(self.model.index_of((attachment, key, None)))

    def _problem_of(self, index: QModelIndex, text: str) -> str:
        row = self.model.row_at(index)
        return "" if row is None else problem_of(replace(row.rule.definition, filter=text), self._parse)

    def _edit(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is None or not row.rule.is_own:
            return
        if index.column() not in (ON, FILTER):
            self.edit_wanted.emit(row)
        elif self.table.state() != QAbstractItemView.EditingState and index.column() == FILTER:
            self.table.edit(index)

    def _remove(self) -> None:
        row = self.selected
        if row is not None and row.rule.is_own:
            self.removal_wanted.emit(row)

    def _show_menu(self, position: QPoint) -> None:
        if self.table.indexAt(position).isValid():
            self.menu_requested.emit(self.table.viewport().mapToGlobal(position))

    def _show_problem(self, problem: str) -> None:
        if problem:
            self._show_text(problem, "error")
        else:
            self._show_state()

    def _show_state(self) -> None:
        """Show what a user must know of the selected rule."""
        row = self.selected
        sentences = describe_state(row.rule) if row is not None else []
        self._show_text("  ".join(sentences), "error" if row is not None and row.rule.error else "muted")
        self.selection_changed.emit()

    def _show_text(self, text: str, style: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))
        if self.state.objectName() != style:
            self.state.setObjectName(style)
            self.state.style().polish(self.state)

    def _lay_out(self, theme: Theme) -> None:
        apply_table_style(self.table, theme)
        self.table.setFrameShape(QAbstractItemView.NoFrame)
        self.table.setAccessibleName(tr("Breakpoints"))
        self.table.setContextMenuPolicy(Qt.CustomContextMenu)
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(ON, EscapingDelegate(self.table))
        self.table.setItemDelegateForColumn(FILTER, self.delegate)
        header = self.table.horizontalHeader()
        for section, width in WIDTHS.items():
            self.table.setColumnWidth(section, titled_width(self.table, section, width))
        header.setSectionResizeMode(FILTER, QHeaderView.Stretch)
        TextWithKeys(EmptyNote(self.table, ""), _empty_text)
        self.state.setWordWrap(True)
        self.state.setContentsMargins(10, 6, 10, 6)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.state)


def _empty_text() -> str:
    return tr(
        "No breakpoints and faults.\n{keys} adds one; or right-click a call in the log, and choose "
        "“Break on Calls Like This”.",
        keys=COMMAND_KEYS["rule.breakpoint"],
    )
