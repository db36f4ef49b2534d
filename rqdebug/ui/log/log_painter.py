# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the rows of the log with as few calls to Qt as possible, because it changes many times a second."""

from __future__ import annotations

from PyQt5.QtCore import QObject, QPointF, QRect, Qt
from PyQt5.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.log.row_view import ColumnSpan
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.models.log_model import Cell, LogModel
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import PADDING

MARK_WIDTH, NOTICE_HEIGHT = 4, 2
"""Pixels: the mark at the left end of a row, and the line above a row before which events are missing."""
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter | Qt.TextSingleLine)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter | Qt.TextSingleLine)

_SIGNS = str.maketrans("", "", "µ–…")
"""Signs of numbers and empty cells that are as wide as a letter in each monospace font."""


class LogPainter(QObject):
    """Draws the rows of a log model in the colours of the theme."""

    def __init__(self, model: LogModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.target_colors: dict[str, QColor] = {}
        """The colours beside the names of targets."""
        self._update_colors()
        theme.changed.connect(self._update_colors)

    def paint_row(
        self, painter: QPainter, row: int, area: QRect, spans: list[ColumnSpan], selected: bool
    ) -> None:
        model = self._model
        ground = self._selection if selected else model.ground(row)
        if ground is not None:
            painter.fillRect(area, ground)
        top, height = area.top(), area.height()
        cells = model.cells(row, [column for column, _, _ in spans])
        painter.setFont(cells[0].font or self._theme.mono if cells else self._theme.mono)
        pen: QColor | None = None
        for (column, left, width), cell in zip(spans, cells, strict=True):
            if not cell.text:
                continue
            color = self._text if selected else cell.color
            if color is not pen:
                painter.setPen(color)
                pen = color
            self._write(painter, cell, QRect(left + PADDING, top, width - 2 * PADDING, height), column)
            if self.target_colors and column == Column.TARGET:
                self._draw_target(painter, cell.text, left, top, height)
        if (mark := model.mark(row)) is not None:
            painter.fillRect(area.left(), top, MARK_WIDTH, height, mark)
        if model.notice(row):
            painter.fillRect(area.left(), top, area.width(), NOTICE_HEIGHT, self._missing)

    def _draw_target(self, painter: QPainter, name: str, left: int, top: int, height: int) -> None:
        if (color := self.target_colors.get(name)) is not None:
            painter.fillRect(left, top, MARK_WIDTH, height, color)

    def _write(self, painter: QPainter, cell: Cell, area: QRect, column: int) -> None:
        """Write the text of a cell, with an ellipsis if it is wider than the area."""
        text = escape_unsafe(cell.text)
        spare = area.width() - len(text) * self._letter
        if cell.font is None and spare >= 0 and _is_narrow(text):
            # Without a layout of lines, Qt takes 8 µs instead of 13 for it.
            x = area.left() + (spare if cell.right else 0)
            painter.drawText(QPointF(x, area.top() + (area.height() - self._line) // 2 + self._ascent), text)
            return
        elide = Qt.ElideMiddle if column == Column.TARGET else Qt.ElideRight
        metrics = self._metrics if cell.font is None else QFontMetrics(painter.font())
        shown = metrics.elidedText(text, elide, area.width())
        painter.drawText(area, _RIGHT if cell.right else _LEFT, shown)

    def _update_colors(self) -> None:
        palette = self._theme.palette
        self._selection, self._text = QColor(palette.selection), QColor(palette.text)
        self._missing = QColor(palette.error)
        self._metrics = QFontMetrics(self._theme.mono)
        self._letter = QFontMetricsF(self._theme.mono).horizontalAdvance("M")
        self._line, self._ascent = self._metrics.height(), self._metrics.ascent()


def _is_narrow(text: str) -> bool:
    """Whether each character has the width of a letter: ASCII, and the signs in numbers and empty cells."""
    return text.isascii() or text.translate(_SIGNS).isascii()
