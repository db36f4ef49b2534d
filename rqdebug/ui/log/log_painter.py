# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the rows of the log with as few calls to Qt as possible, because it changes many times a second."""

from __future__ import annotations

from PyQt5.QtCore import QObject, QRect, Qt
from PyQt5.QtGui import QColor, QFontMetrics, QPainter

from rqdebug.ui.log.row_view import ColumnSpan
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.models.log_model import Cell, LogModel
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import PADDING

MARK_WIDTH, NOTICE_HEIGHT = 4, 2
"""Pixels: the mark at the left end of a row, and the line above a row before which events are missing."""
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter | Qt.TextSingleLine)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter | Qt.TextSingleLine)


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
        for column, left, width in spans:
            cell = model.cell(row, column)
            if cell.text:
                painter.setPen(self._text if selected else cell.color)
                elide = Qt.ElideMiddle if column == Column.TARGET else Qt.ElideRight
                self._write(painter, cell, left + PADDING, top, width - 2 * PADDING, height, elide)
                if self.target_colors and column == Column.TARGET:
                    self._draw_target(painter, cell.text, left, top, height)
        if (mark := model.mark(row)) is not None:
            painter.fillRect(area.left(), top, MARK_WIDTH, height, mark)
        if model.notice(row):
            painter.fillRect(area.left(), top, area.width(), NOTICE_HEIGHT, self._missing)

    def _draw_target(self, painter: QPainter, name: str, left: int, top: int, height: int) -> None:
        if (color := self.target_colors.get(name)) is not None:
            painter.fillRect(left, top, MARK_WIDTH, height, color)

    def _write(
        self,
        painter: QPainter,
        cell: Cell,
        left: int,
        top: int,
        width: int,
        height: int,
        elide: Qt.TextElideMode,
    ) -> None:
        text = cell.text
        painter.setFont(cell.font or self._theme.mono)
        if cell.font is not None or not text.isascii() or len(text) * self._letter > width:
            text = QFontMetrics(painter.font()).elidedText(text, elide, width)
        painter.drawText(left, top, width, height, _RIGHT if cell.right else _LEFT, text)

    def _update_colors(self) -> None:
        palette = self._theme.palette
        self._selection, self._text = QColor(palette.selection), QColor(palette.text)
        self._missing = QColor(palette.error)
        self._letter = QFontMetrics(self._theme.mono).horizontalAdvance("M")
