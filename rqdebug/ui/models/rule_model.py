# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of all targets as a table. The rules of other debuggers are grey, and cannot be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from PyQt5.QtGui import QBrush, QColor

from rqdebug.session import Attachment
from rqdebug.ui.models import formats
from rqdebug.ui.models.rule_texts import describe_rule
from rqdebug.ui.services.debugged_target import DebugRule
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, and its target."""

    attachment: Attachment
    rule: DebugRule

    @property
    def identity(self) -> tuple[Attachment, int, int | None]:
        """What stays while the rule changes."""
        return self.attachment, self.rule.key, None if self.rule.is_own else self.rule.number


def _number(row: RuleRow) -> str:
    return "–" if row.rule.number is None else str(row.rule.number)


COLUMNS: tuple[tuple[str, Callable[[RuleRow], str]], ...] = (
    (later("On"), lambda row: ""),
    (later("Filter"), lambda row: row.rule.definition.filter or tr("all calls")),
    (later("Action"), lambda row: describe_rule(row.rule.definition)),
    (later("Target"), lambda row: row.attachment.name),
    (later("Hits"), lambda row: formats.count(row.rule.hits)),
    (later("Acted"), lambda row: formats.count(row.rule.acted)),
    (later("Held"), lambda row: formats.count(row.rule.held)),
    (later("Number"), _number),
)
"""Title and text of each column. Events show the number of a rule that has acted."""
ON, FILTER = 0, 1
_RIGHT_COLUMNS = frozenset(range(4, 8))
_RIGHT, _LEFT = int(Qt.AlignRight | Qt.AlignVCenter), int(Qt.AlignLeft | Qt.AlignVCenter)


class RuleModel(QAbstractTableModel):
    """Has a row for each rule, in the order in which calls meet them."""

    switched = pyqtSignal(object, bool)
    """The user has switched a rule on or off: its RuleRow."""
    filter_changed = pyqtSignal(object, str)
    """The user has changed the filter of a rule: its RuleRow, and the filter."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[RuleRow] = []

    def show_rows(self, rows: Sequence[RuleRow]) -> None:
        """Show these rules."""
        before = [row.identity for row in self._rows]
        if [row.identity for row in rows] == before:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_at(self, index: QModelIndex) -> RuleRow | None:
        """The rule that an index shows; None if it shows none."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def index_of(self, identity: tuple[Attachment, int, int | None]) -> QModelIndex:
        """The index that shows a rule; invalid if none does."""
        places = (place for place, row in enumerate(self._rows) if row.identity == identity)
        return self.index(next(places, -1), FILTER)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(COLUMNS[section][0])
        return _alignment(section) if role == Qt.TextAlignmentRole else None

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = super().flags(index)
        row = self.row_at(index)
        if row is None or not row.rule.is_own:
            return flags
        extra = {ON: Qt.ItemIsUserCheckable, FILTER: Qt.ItemIsEditable}
        return flags | extra.get(index.column(), Qt.NoItemFlags)

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.DisplayRole:
            return COLUMNS[column][1](row)
        if role == Qt.EditRole and column == FILTER:
            return row.rule.definition.filter
        if role == Qt.CheckStateRole and column == ON:
            return Qt.Checked if row.rule.is_enabled else Qt.Unchecked
        if role == Qt.ForegroundRole:
            return self._brush(row)
        if role == Qt.ToolTipRole:
            return formats.tip("\n".join(describe_state(row.rule)))
        if role == Qt.AccessibleTextRole and column == ON:
            return tr("on") if row.rule.is_enabled else tr("off")
        return _alignment(column) if role == Qt.TextAlignmentRole else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or not row.rule.is_own:
            return False
        if role == Qt.CheckStateRole:
            self.switched.emit(row, value == Qt.Checked)
            return True
        if role == Qt.EditRole and value != row.rule.definition.filter:
            self.filter_changed.emit(row, value)
            return True
        return False

    def _brush(self, row: RuleRow) -> QBrush | None:
        palette = self._theme.palette
        if row.rule.error:
            return QBrush(QColor(palette.error))
        return None if row.rule.is_own and row.rule.is_enabled else QBrush(QColor(palette.muted))


def _alignment(column: int) -> int:
    return _RIGHT if column in _RIGHT_COLUMNS else _LEFT


def describe_state(rule: DebugRule) -> list[str]:
    """Return what a user must know of a rule, in sentences."""
    sentences = [] if rule.is_own else [tr("Another debugger has set this rule; it cannot be changed here.")]
    if rule.definition.name:
        sentences.append(tr("Name: {name}.", name=rule.definition.name))
    if rule.error:
        sentences.append(translate_message(rule.error))
    if rule.waiting and rule.number is not None:
        sentences.append(
            counted(
                rule.waiting,
                "{n} call waited already when the rule was set, and passes.",
                "{n} calls waited already when the rule was set, and pass.",
            )
        )
    if rule.unknown:
        sentences.append(
            counted(
                rule.unknown,
                "{n} call passed because its payload is too large to know whether it matches.",
                "{n} calls passed because their payloads are too large to know whether they match.",
            )
        )
    if rule.passed:
        sentences.append(
            counted(
                rule.passed,
                "{n} call passed because the rule held its maximum already.",
                "{n} calls passed because the rule held its maximum already.",
            )
        )
    return sentences
