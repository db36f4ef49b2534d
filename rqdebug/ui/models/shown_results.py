# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a run that the user wants to see, in the order that the user has chosen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models.report_model import LINE, LOOP, ReportModel, texts_of

VERDICT, DURATION = 0, 8
_KEYS: dict[int, Callable[[VectorResult], Any]] = {
    VERDICT: lambda result: result.outcome.severity,
    LINE: lambda result: result.line,
    LOOP: lambda result: result.loop,
    DURATION: lambda result: result.duration_ns,
}
"""The values by which columns are sorted; the other columns are sorted by their texts."""


class ShownResults(QAbstractTableModel):
    """Filters and sorts a ReportModel.

    A ``QSortFilterProxyModel`` would compare row by row in Python: a second for 20,000 results.
    """

    def __init__(self, model: ReportModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._only_failures = False
        self._words: list[str] = []
        self._column, self._order = -1, Qt.AscendingOrder
        self._shown: list[int] = []
        """The row of each result in the model."""
        self._keys: list[Any] = []
        """By what each result is sorted; empty in the order of arrival."""
        model.rowsInserted.connect(self._add)
        model.rowsAboutToBeRemoved.connect(self._begin_drop)
        model.rowsRemoved.connect(self._drop)
        model.modelReset.connect(self._refresh)
        self._refresh()

    def show_only_failures(self, only: bool) -> None:
        self._only_failures = only
        self._refresh()

    def show_matching(self, text: str) -> None:
        """Show only results with all words of this text, in any column and any case."""
        self._words = text.casefold().split()
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of arrival."""
        self._column, self._order = column, order
        self._refresh()

    def result_at(self, index: QModelIndex) -> VectorResult:
        return self._model.result_at(self._shown[index.row()])

    def first_failure(self) -> QModelIndex:
        """Return the index of the first result that did not pass; an invalid index if all passed.

        What was not run comes last: it is a consequence.
        """
        verdicts = [self._model.result_at(row).outcome for row in self._shown]
        bad = [row for row, verdict in enumerate(verdicts) if verdict is not Verdict.PASSED]
        cause = (row for row in bad if verdicts[row] is not Verdict.NOT_RUN)
        row = next(cause, bad[0] if bad else None)
        return QModelIndex() if row is None else self.index(row, 0)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return self._model.columnCount(parent)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        return self._model.headerData(section, orientation, role) if orientation == Qt.Horizontal else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        return self._model.data(self._model.index(self._shown[index.row()], index.column()), role)

    def _accepts(self, row: int) -> bool:
        result = self._model.result_at(row)
        if self._only_failures and result.outcome is Verdict.PASSED:
            return False
        if not self._words:
            return True
        text = "\n".join(texts_of(result, self._model.files)).casefold()
        return all(word in text for word in self._words)

    def _key(self, row: int) -> Any:
        result = self._model.result_at(row)
        key = _KEYS.get(self._column)
        return key(result) if key else texts_of(result)[self._column].casefold()

    def _refresh(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in range(self._model.rowCount()) if self._accepts(row)]
        self._keys = self._keys_of(self._shown)
        self._shown = self._in_order()
        self.endResetModel()

    def _add(self, parent: QModelIndex, first: int, last: int) -> None:
        new = [row for row in range(first, last + 1) if self._accepts(row)]
        if not new:
            return
        self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(new) - 1)
        self._shown += new
        self.endInsertRows()
        if self._column >= 0:
            self._keys += self._keys_of(new)
            self._move_to(self._in_order())

    def _begin_drop(self, parent: QModelIndex, first: int, last: int) -> None:
        """Announce that the oldest results go, while they exist: views ask for the next one now."""
        gone = bisect_right(self._shown, last) if self._column < 0 else 0
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)

    def _drop(self, parent: QModelIndex, first: int, last: int) -> None:
        """Forget the oldest results. The others keep their selection and their place."""
        if self._column >= 0:
            self._drop_sorted(last)
            return
        gone = bisect_right(self._shown, last)
        self._shown = [row - last - 1 for row in self._shown[gone:]]
        if gone:
            self.endRemoveRows()

    def _drop_sorted(self, last: int) -> None:
        """Forget the results up to a row, wherever they are shown."""
        self.beginResetModel()
        stay = [place for place, row in enumerate(self._shown) if row > last]
        self._shown = [self._shown[place] - last - 1 for place in stay]
        self._keys = [self._keys[place] for place in stay]
        self.endResetModel()

    def _keys_of(self, rows: list[int]) -> list[Any]:
        """Return the keys of rows. Texts are made once for each result, not whenever others arrive."""
        return [self._key(row) for row in rows] if self._column >= 0 else []

    def _in_order(self) -> list[int]:
        """Return the shown rows in the chosen order, and put the keys into it."""
        if self._column < 0:
            return self._shown
        is_reversed = self._order == Qt.DescendingOrder
        places = sorted(range(len(self._shown)), key=self._keys.__getitem__, reverse=is_reversed)
        self._keys = [self._keys[place] for place in places]
        return [self._shown[place] for place in places]

    def _move_to(self, rows: list[int]) -> None:
        """Take on another order; selected rows stay selected."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {row: place for place, row in enumerate(rows)} if before else {}
        after = [self.index(places[self._shown[index.row()]], index.column()) for index in before]
        self._shown = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
