# SPDX-License-Identifier: GPL-3.0-or-later
"""Delegates that draw the cells of tables and trees."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PyQt5.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.queue_table_model import HISTORY, HISTORY_ROLE
from rqdebug.ui.models.target_model import COLOR_ROLE, NAMESPACE_ROLE, NOTE_ROLE, TARGET_COLOR_ROLE
from rqdebug.ui.style.theme import Theme

PADDING = 8
"""Pixels between the edge of a cell and its text."""
COLOR_WIDTH = 4
"""Width in pixels of the colour of a target, at the left edge of the tree."""
RADIUS = 4
"""Radius of the status dot of a target, in pixels."""


class CellDelegate(QStyledItemDelegate):
    """Draws a cell of one line with padding at its sides, faster than a style sheet."""

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
        area = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        brush = None if selected else index.data(Qt.ForegroundRole)
        painter.setFont(option.font)
        painter.setPen(brush.color() if brush else QColor(self._theme.palette.text))
        elided = option.fontMetrics.elidedText(escape_unsafe(text), Qt.ElideRight, area.width())
        painter.drawText(area, index.data(Qt.TextAlignmentRole) | Qt.TextSingleLine, elided)


class NameDelegate(CellDelegate):
    """Draws an icon before the text of a cell that has one."""

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex,
        text: str,
        selected: bool,
    ) -> None:
        icon = index.data(Qt.DecorationRole)
        if icon is not None:
            side = option.fontMetrics.height()
            place = QRect(option.rect.left() + PADDING, option.rect.center().y() - side // 2, side, side)
            icon.paint(painter, place)
            option.rect.setLeft(place.right())
        super()._write(painter, option, index, text, selected)


class DepthDelegate(CellDelegate):
    """Draws the recent depth of a queue as a curve, newest at the right. Full height is its maxsize."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        depths, maxsize = index.data(HISTORY_ROLE)
        palette = self._theme.palette
        full = 0 < maxsize <= depths[-1]
        area = QRectF(option.rect).adjusted(PADDING, 5, -PADDING, -5)
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
    """Draws a target with a status dot, and a note at the right end of each row."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 9)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.font.setBold(index.data(NAMESPACE_ROLE) is None)
        width = option.rect.width() - _note_width(option, index)
        option.text = QFontMetrics(option.font).elidedText(escape_unsafe(option.text), Qt.ElideMiddle, width)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        mark = QColor(index.data(COLOR_ROLE))
        area = option.rect.adjusted(0, 0, -PADDING, 0)
        painter.save()
        if index.data(NAMESPACE_ROLE) is None:
            if chosen := index.data(TARGET_COLOR_ROLE):
                painter.fillRect(0, area.top() + 2, COLOR_WIDTH, area.height() - 4, QColor(chosen))
            _draw_dot(painter, QPointF(area.right() - RADIUS, area.center().y() + 0.5), mark)
            area.adjust(0, 0, -2 * RADIUS - PADDING, 0)
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
    """Return the width of the dot and the note in pixels, including padding."""
    return option.fontMetrics.horizontalAdvance(index.data(NOTE_ROLE) or "") + 2 * RADIUS + 3 * PADDING
