# SPDX-License-Identifier: GPL-3.0-or-later
"""What is drawn in tables and trees beyond text."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QModelIndex, QObject, QPointF, QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PyQt5.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rqdebug.ui.models.queue_table_model import HISTORY, HISTORY_ROLE
from rqdebug.ui.models.target_model import COLOR_ROLE, NAMESPACE_ROLE, NOTE_ROLE
from rqdebug.ui.style.theme import Theme

AIR = 8
"""Pixels between the side of a cell and its text."""
RADIUS = 4
"""Pixels of the dot for the state of a target."""


class CellDelegate(QStyledItemDelegate):
    """Draws a cell of one line with some air at its sides, and faster than style sheets can."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        selected = bool(option.state & QStyle.State_Selected)
        ground = QColor(self._theme.palette.selection) if selected else index.data(Qt.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        text = index.data(Qt.DisplayRole)
        if text:
            self._write(painter, option, index, text, selected)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex,
        text: str,
        selected: bool,
    ) -> None:
        area = option.rect.adjusted(AIR, 0, -AIR, 0)
        brush = None if selected else index.data(Qt.ForegroundRole)
        painter.setFont(option.font)
        painter.setPen(brush.color() if brush else QColor(self._theme.palette.text))
        elided = option.fontMetrics.elidedText(text, Qt.ElideRight, area.width())
        painter.drawText(area, index.data(Qt.TextAlignmentRole) | Qt.TextSingleLine, elided)


class DepthDelegate(CellDelegate):
    """Draws how deep a queue was, the newest at the right; full height is its bound."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        depths, maxsize = index.data(HISTORY_ROLE)
        palette = self._theme.palette
        full = 0 < maxsize <= depths[-1]
        area = QRectF(option.rect).adjusted(AIR, 5, -AIR, -5)
        points = _points(depths, maxsize or max(4, *depths), area)
        painter.save()
        painter.setRenderHint(QPainter.Antialiasing)
        _draw_curve(painter, points, area, QColor(palette.blocked if full else palette.accent))
        painter.restore()


def _points(depths: Sequence[int], top: int, area: QRectF) -> list[QPointF]:
    step = area.width() / (HISTORY - 1)
    start = area.right() - step * (len(depths) - 1)
    return [
        QPointF(start + step * n, area.bottom() - area.height() * min(depth / top, 1))
        for n, depth in enumerate(depths)
    ]


def _draw_curve(painter: QPainter, points: list[QPointF], area: QRectF, color: QColor) -> None:
    shade = QColor(color)
    shade.setAlpha(56)
    below = QPainterPath(QPointF(points[0].x(), area.bottom()))
    for point in points:
        below.lineTo(point)
    below.lineTo(points[-1].x(), area.bottom())
    painter.fillPath(below, shade)
    painter.setPen(QPen(color, 1.2))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(color)
    painter.setPen(Qt.NoPen)
    painter.drawEllipse(points[-1], 1.8, 1.8)


class TargetDelegate(QStyledItemDelegate):
    """Draws a target with a dot for its state, and a note at the right end of every row."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 9)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.font.setBold(index.data(NAMESPACE_ROLE) is None)
        room = option.rect.width() - _note_width(option, index)
        option.text = QFontMetrics(option.font).elidedText(option.text, Qt.ElideMiddle, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        mark = QColor(index.data(COLOR_ROLE))
        area = option.rect.adjusted(0, 0, -AIR, 0)
        painter.save()
        if index.data(NAMESPACE_ROLE) is None:
            _draw_dot(painter, QPointF(area.right() - RADIUS, area.center().y() + 0.5), mark)
            area.adjust(0, 0, -2 * RADIUS - AIR, 0)
            mark = QColor(self._theme.palette.muted)
        painter.setPen(mark)
        painter.drawText(area, int(Qt.AlignRight | Qt.AlignVCenter), index.data(NOTE_ROLE))
        painter.restore()


def _draw_dot(painter: QPainter, center: QPointF, color: QColor) -> None:
    painter.setRenderHint(QPainter.Antialiasing)
    painter.setPen(Qt.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(center, RADIUS, RADIUS)


def _note_width(option: QStyleOptionViewItem, index: QModelIndex) -> int:
    """Pixels that dot and note take, with the air around them."""
    return option.fontMetrics.horizontalAdvance(index.data(NOTE_ROLE) or "") + 2 * RADIUS + 3 * AIR
