# SPDX-License-Identifier: GPL-3.0-or-later
"""The line of results, drawn: a box for each task, from the next to be got on."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt5.QtWidgets import QSizePolicy, QToolTip, QWidget

from rqcore.protocol.parallel_stats import ParallelStat
from rqdebug.inspection.parallel_progress import ResultStep, TaskPlace, list_steps
from rqdebug.ui.models import formats
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

ROWS = 3
AIR = 6
"""Pixels beside a number in its box, and below the boxes of a row."""
GAP = 4
"""Pixels between boxes."""
ROUND = 4.0
TOLD = 50
"""Steps in the description for screen readers."""
MOST = 1000
"""Boxes that fit on any screen."""


class LineView(QWidget):
    """Says which worker's task was clicked."""

    worker_chosen = pyqtSignal(str)
    """The name of a worker."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: list[ResultStep] = []
        self._rest = 0
        """Tasks that are behind those."""
        self.setFont(theme.mono)
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.setAccessibleName(tr("Line of results"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, ROWS * self._step_height() - GAP)

    def show_stat(self, stat: ParallelStat) -> None:
        self._steps = list_steps(stat, MOST)
        self._rest = stat.put - stat.got - len(self._steps)
        told = (f"{one.number} {tr(one.place.value)}" for one in self._steps[:TOLD])
        self.setAccessibleDescription(", ".join(told))
        self.update()

    def box_of(self, place: int) -> QRect:
        """Where the box of a step is, counted from 0."""
        row, column = divmod(place, self._columns())
        width, height = self._box_width(), self._step_height()
        return QRect(column * (width + GAP), row * height, width, height - GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.Antialiasing)
        painter.setFont(self.font())
        shown = self._shown()
        for place in range(shown):
            self._paint_step(painter, self._steps[place], self.box_of(place))
        hidden = len(self._steps) - shown + self._rest
        if hidden:
            self._write_hidden(painter, shown, hidden)

    def _paint_step(self, painter: QPainter, step: ResultStep, box: QRect) -> None:
        palette = self._theme.palette
        color = QColor(place_color(palette, step.place))
        begun = step.place is not TaskPlace.AHEAD
        painter.setPen(Qt.NoPen if begun else QPen(QColor(palette.line)))
        painter.setBrush(color if begun else QColor(palette.ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        painter.setPen(QColor(palette.ground if begun else palette.muted))
        painter.drawText(box, int(Qt.AlignCenter), str(step.number))

    def _write_hidden(self, painter: QPainter, shown: int, hidden: int) -> None:
        area = self.box_of(shown)
        area.setRight(self.width())
        painter.setPen(QColor(self._theme.palette.muted))
        painter.drawText(area.adjusted(AIR, 0, 0, 0), int(Qt.AlignVCenter), _more(hidden))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self._step_at(event)
        if step is not None and step.worker is not None:
            self.worker_chosen.emit(step.worker.name)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            step = self._step_at(event)
            QToolTip.showText(event.globalPos(), _tip(step) if step else "", self)
            return True
        return super().event(event)

    def _step_at(self, event: QMouseEvent | QHelpEvent) -> ResultStep | None:
        places = (place for place in range(self._shown()) if self.box_of(place).contains(event.pos()))
        return next((self._steps[place] for place in places), None)

    def _shown(self) -> int:
        """How many steps have a box; the room of some is for the words that say how many have not."""
        room = self._columns() * ROWS
        if len(self._steps) <= room and not self._rest:
            return len(self._steps)
        words = self.fontMetrics().horizontalAdvance(_more(self._rest + MOST)) + 2 * AIR
        return min(max(room - -(-words // (self._box_width() + GAP)), 0), len(self._steps))

    def _columns(self) -> int:
        return max((self.width() + GAP) // (self._box_width() + GAP), 1)

    def _box_width(self) -> int:
        last = self._steps[-1].number if self._steps else 0
        return self.fontMetrics().horizontalAdvance(str(last)) + 2 * AIR

    def _step_height(self) -> int:
        return self.fontMetrics().height() + AIR + GAP


def place_color(palette: ColorPalette, place: TaskPlace) -> str:
    """The colour in which tasks of a place are drawn."""
    return {
        TaskPlace.READY: palette.ok,
        TaskPlace.HOLDING: palette.blocked,
        TaskPlace.EARLY: palette.put,
        TaskPlace.BUSY: palette.number,
        TaskPlace.AHEAD: palette.muted,
    }[place]


def _tip(step: ResultStep) -> str:
    who = f", {step.worker.name}\n{step.worker.text}" if step.worker else ""
    task = tr("Task {number} {place}", number=formats.count(step.number), place=tr(step.place.value))
    return formats.tip(task + who)


def _more(count: int) -> str:
    return tr("… {n} more", n=formats.count(count))
