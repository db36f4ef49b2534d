# SPDX-License-Identifier: GPL-3.0-or-later
"""A table view for millions of rows, whose cost depends only on the visible rows.

QTableView stores eight bytes for each row and scrolls in pixels: its memory would grow with the log,
and it could not show more than a hundred million rows.
"""

from __future__ import annotations

from typing import TypeAlias

from PyQt5.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt
from PyQt5.QtGui import QFontMetrics, QPainter, QPaintEvent, QRegion, QResizeEvent
from PyQt5.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.table_style import ROW_PADDING

MAX_INT = 2**31 - 1
"""The largest coordinate that Qt can represent."""
ColumnSpan: TypeAlias = tuple[int, int, int]
"""A visible column, its left edge and its width in pixels."""
Command: TypeAlias = "QItemSelectionModel.SelectionFlags | QItemSelectionModel.SelectionFlag"
MOVES = {
    QAbstractItemView.MoveUp: -1,
    QAbstractItemView.MovePrevious: -1,
    QAbstractItemView.MoveDown: 1,
    QAbstractItemView.MoveNext: 1,
    QAbstractItemView.MoveHome: -MAX_INT,
    QAbstractItemView.MoveEnd: MAX_INT,
}
"""Rows by which a key moves the cursor. Other keys move by a page or between columns."""

_STEPS = frozenset(action for action, rows in MOVES.items() if abs(rows) == 1)


class RowView(QAbstractItemView):
    """Shows single-line rows of equal height, selected as a whole. The scroll bar counts rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = QHeaderView(Qt.Horizontal, self)
        self._header.setSectionsClickable(False)
        self._header.setHighlightSections(False)
        self._header.setDefaultAlignment(Qt.AlignLeft | Qt.AlignVCenter)
        self._header.sectionResized.connect(self._lay_out_columns)
        self._header.sectionMoved.connect(self._lay_out_columns)
        self.setObjectName("mono")
        self._letter = QFontMetrics(theme.mono).horizontalAdvance("M")
        theme.follow_mono(self)
        self.setSelectionBehavior(QAbstractItemView.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        # Qt moves the drawn rows when the view scrolls only if nothing behind them is visible.
        self.viewport().setAttribute(Qt.WA_OpaquePaintEvent)

    # The interface of QTableView

    def horizontalHeader(self) -> QHeaderView:
        return self._header

    def isColumnHidden(self, column: int) -> bool:
        return self._header.isSectionHidden(column)

    def setColumnHidden(self, column: int, hidden: bool) -> None:
        self._header.setSectionHidden(column, hidden)
        self._lay_out_columns()

    def selectRow(self, row: int) -> None:
        self.setCurrentIndex(self.model().index(row, max(self.currentIndex().column(), 0)))

    @property
    def row_height(self) -> int:
        return self.fontMetrics().height() + ROW_PADDING

    def height_of(self, rows: int) -> int:
        """Return the height in pixels that shows this number of rows, with header and scroll bar."""
        bar = self.horizontalScrollBar().sizeHint().height()
        return self._header.sizeHint().height() + rows * self.row_height + bar

    def rowAt(self, y: int) -> int:
        """Return the row at ``y`` in the viewport; -1 if there is none."""
        row = self._first + y // self.row_height
        return row if y >= 0 and row < self._count else -1

    # Overridden methods of QAbstractItemView

    def setModel(self, model: object) -> None:
        super().setModel(model)  # type: ignore[arg-type]
        self._header.setModel(model)  # type: ignore[arg-type]
        self.updateGeometries()

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()

    def visualRect(self, index: QModelIndex) -> QRect:
        if not index.isValid() or self.isIndexHidden(index):
            return QRect()
        most = MAX_INT // self.row_height - 2  # stay within the range of int
        rows = max(min(index.row() - self._first, most), -most)
        left = self._header.sectionViewportPosition(index.column())
        return QRect(left, rows * self.row_height, self._header.sectionSize(index.column()), self.row_height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        row, column = self.rowAt(point.y()), self._header.logicalIndexAt(point.x())
        return self.model().index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    def isIndexHidden(self, index: QModelIndex) -> bool:
        return self.isColumnHidden(index.column())

    def horizontalOffset(self) -> int:
        return self._header.offset()

    def verticalOffset(self) -> int:
        return min(self._first * self.row_height, MAX_INT)

    def scrollTo(
        self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.EnsureVisible
    ) -> None:
        bar, row, page = self.verticalScrollBar(), index.row(), self._page
        if hint == QAbstractItemView.PositionAtCenter:
            bar.setValue(row - page // 2)
        elif hint == QAbstractItemView.PositionAtTop or row < self._first:
            bar.setValue(row)
        elif hint == QAbstractItemView.PositionAtBottom or row >= self._first + page:
            bar.setValue(row - page + 1)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: object) -> QModelIndex:
        current = self.currentIndex()
        if action in (QAbstractItemView.MoveLeft, QAbstractItemView.MoveRight):
            by = -1 if action == QAbstractItemView.MoveLeft else 1
            self.horizontalScrollBar().setValue(
                self.horizontalScrollBar().value() + by * self.horizontalScrollBar().singleStep()
            )
            return current
        if not current.isValid() and action in _STEPS:
            return self._enter(action)
        pages = {QAbstractItemView.MovePageUp: -self._page, QAbstractItemView.MovePageDown: self._page}
        row = max(current.row(), 0) + MOVES.get(action, pages.get(action, 0))
        row = min(max(row, 0), self._count - 1)
        return self.model().index(row, max(current.column(), 0))

    def _enter(self, action: QAbstractItemView.CursorAction) -> QModelIndex:
        """Return the row that the first step goes to: a visible one. The focus alone goes to none."""
        if action not in (QAbstractItemView.MoveUp, QAbstractItemView.MoveDown):
            return QModelIndex()
        last = min(self._first + self._page, self._count) - 1
        return self.model().index(last if action == QAbstractItemView.MoveUp else self._first, 0)

    def setSelection(self, rect: QRect, command: Command) -> None:
        area = rect.normalized()
        first, last = (
            min(max(self._first + y // self.row_height, 0), self._count - 1)
            for y in (area.top(), area.bottom())
        )
        if self._count:
            self._select(first, last, command)

    def _select(self, first: int, last: int, command: Command) -> None:
        model, right = self.model(), self._header.count() - 1
        selection = QItemSelection(model.index(first, 0), model.index(last, right))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Do nothing: Qt would ask the X server where the mouse is, and wait for the reply."""

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would compare the typed letters with each row of the model, in this thread."""

    # Visible rows and columns

    @property
    def _first(self) -> int:
        return self.verticalScrollBar().value()

    @property
    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model else 0

    @property
    def _page(self) -> int:
        """Number of rows that are completely visible."""
        return max(self.viewport().height() // self.row_height, 1)

    def rowsInserted(self, parent: QModelIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        rows = self.verticalScrollBar()
        if rows.maximum():  # both bars and all sizes stay as they are
            rows.setMaximum(self._count - rows.pageStep())
        else:
            self.updateGeometries()
        if start <= self._first + self._page:
            self.update_rows(start, self._first + self._page)

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: object = ()) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    def changeEvent(self, event: QEvent) -> None:
        """Give the columns the width that another font needs."""
        super().changeEvent(event)
        letter, before = self.fontMetrics().horizontalAdvance("M"), self._letter
        if event.type() == QEvent.FontChange and letter != before:
            self._letter = letter
            header = self._header
            for section in filter(lambda each: not header.isSectionHidden(each), range(header.count())):
                header.resizeSection(section, round(header.sectionSize(section) * letter / before))
            self._lay_out_columns()

    def updateGeometries(self) -> None:
        height = self._header.sizeHint().height()
        self.setViewportMargins(0, height, 0, 0)
        area, size = self.viewport().geometry(), self._available_size()
        self._header.setGeometry(area.left(), area.top() - height, size.width(), height)
        rows, columns = self.verticalScrollBar(), self.horizontalScrollBar()
        page = max(size.height() // self.row_height, 1)
        rows.setPageStep(page)
        rows.setRange(0, max(self._count - page, 0))
        columns.setPageStep(size.width())
        columns.setSingleStep(max(size.width() // 8, 1))
        columns.setRange(0, max(self._header.length() - size.width(), 0))
        super().updateGeometries()

    def _available_size(self) -> QSize:
        """Return the size that the scroll bars leave for the viewport.

        It is calculated from the content. If it came from the current viewport, each scroll bar that
        appears or disappears would change the result, and the layout could alternate forever.
        """
        most, rows, columns = self.maximumViewportSize(), self.verticalScrollBar(), self.horizontalScrollBar()
        size = most
        for _ in range(2):  # one bar may make the other necessary
            tall = self._count * self.row_height > size.height()
            wide = self._min_length() > size.width()
            size = most - QSize(tall * rows.sizeHint().width(), wide * columns.sizeHint().height())
        return size

    def _min_length(self) -> int:
        """Return the width of all columns in pixels, with a stretched column at its minimum."""
        header = self._header
        if not header.stretchLastSection():
            return header.length()
        sizes = [header.sectionSize(header.logicalIndex(n)) for n in range(header.count())]
        return sum(list(filter(None, sizes))[:-1]) + header.minimumSectionSize()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the rows that stay visible, because drawing them again would take most of the time."""
        self._header.setOffset(self.horizontalScrollBar().value())
        if dx or abs(dy) > self._page:
            self.viewport().update()
        else:
            self.viewport().scroll(0, dy * self.row_height, self.viewport().rect())

    def update_rows(self, first: int, last: int) -> None:
        """Draw these rows again, as far as they are visible."""
        first, last = max(first, self._first), min(last, self._first + self._page)
        if first <= last:
            top, height = (first - self._first) * self.row_height, (last - first + 1) * self.row_height
            self.viewport().update(0, top, self.viewport().width(), height)

    def _lay_out_columns(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, stripe = QPainter(self.viewport()), self.palette().alternateBase()
        spans, selected = self._column_spans(), self._selected()
        width, height, first = self.viewport().width(), self.row_height, self._first
        painter.fillRect(event.rect(), self.palette().base())
        for row in self._rows_in(event.region()):
            area = QRect(0, (row - first) * height, width, height)
            if row % 2:
                painter.fillRect(area, stripe)
            self.paint_row(painter, row, area, spans, any(row in rows for rows in selected))

    def _rows_in(self, region: QRegion) -> list[int]:
        """Return the rows in a region of the viewport; not those between two parts of it."""
        first, height = self._first, self.row_height
        parts = (range(area.top() // height, area.bottom() // height + 1) for area in region.rects())
        return sorted({first + line for part in parts for line in part if first + line < self._count})

    def paint_row(
        self, painter: QPainter, row: int, area: QRect, spans: list[ColumnSpan], selected: bool
    ) -> None:
        """Draw the content of a row on its background. Subclasses override this."""
        raise NotImplementedError

    def _column_spans(self) -> list[ColumnSpan]:
        header = self._header
        shown = (column for column in range(header.count()) if not header.isSectionHidden(column))
        return [
            (column, header.sectionViewportPosition(column), header.sectionSize(column)) for column in shown
        ]

    def _selected(self) -> list[range]:
        selection = self.selectionModel().selection()
        return [range(selection[n].top(), selection[n].bottom() + 1) for n in range(selection.count())]
