# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a table of results: their widths, which of them are shown, and by which one it is sorted."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtWidgets import QHeaderView, QTableView

from rqdebug.ui.models.shown_results import ShownResults
from rqdebug.ui.widgets.table_style import titled_width

_WIDTHS = (92, 54, 0, 0, 0, 116, 92, 58, 88)
"""Minimum width of each column in pixels; columns with 0 share the remaining width."""
_LEAST = 120
"""Minimum width of a column that shares the remaining width, in pixels."""
_PADDING = 24
"""Pixels that a cell needs besides its text."""


class ResultColumns(QObject):
    """Gives texts the width that is left, until the user drags a column. A click on a title sorts.

    The first click sorts up, the second down, the third restores the order of arrival.
    """

    def __init__(self, table: QTableView, shown: ShownResults, widest_verdict: str) -> None:
        super().__init__(table)
        self._table = table
        self._shown = shown
        self._is_dragged = False
        self._fits = False
        self._sorted: tuple[int, int] | None = None
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.Interactive)
        header.setMinimumSectionSize(40)
        for section, width in enumerate(_WIDTHS):
            if width:
                header.resizeSection(section, titled_width(table, section, width))
        header.resizeSection(0, table.fontMetrics().horizontalAdvance(widest_verdict) + _PADDING)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._note_drag)
        table.viewport().installEventFilter(self)

    @property
    def is_sorted(self) -> bool:
        """Whether the results are in another order than that of their arrival."""
        return self._sorted is not None

    def show(self, column: int, shown: bool) -> None:
        """Show or hide a column."""
        if self._table.isColumnHidden(column) is shown:
            self._fits = True  # it is no drag
            self._table.setColumnHidden(column, not shown)
            self._fits = False
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Resize:
            self._fit()
        return bool(super().eventFilter(watched, event))

    def _fit(self) -> None:
        if self._is_dragged:
            return
        header = self._table.horizontalHeader()
        visible = [column for column in range(len(_WIDTHS)) if not self._table.isColumnHidden(column)]
        texts = [column for column in visible if not _WIDTHS[column]]
        fixed = sum(header.sectionSize(column) for column in visible if _WIDTHS[column])
        share, rest = divmod(max(self._table.viewport().width() - fixed, _LEAST * len(texts)), len(texts))
        self._fits = True
        for number, column in enumerate(texts):
            header.resizeSection(column, share + (rest if number == 0 else 0))
        self._fits = False

    def _note_drag(self) -> None:
        self._is_dragged = self._is_dragged or (not self._fits and self._table.isVisible())

    def _sort(self, column: int) -> None:
        header = self._table.horizontalHeader()
        if self._sorted == (column, Qt.DescendingOrder):
            self._sorted = None
            header.setSortIndicatorShown(False)
            self._shown.sort(-1)
            return
        is_second = self._sorted == (column, Qt.AscendingOrder)
        order = Qt.DescendingOrder if is_second else Qt.AscendingOrder
        self._sorted = column, order
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, order)
        self._shown.sort(column, order)
