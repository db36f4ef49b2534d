# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the tasks of a parallel queue in the order of their results, the next result first."""

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
"""Rows of boxes."""
PADDING = 6
"""Pixels beside a number in its box, and below each row of boxes."""
GAP = 4
"""Pixels between boxes."""
RADIUS = 4.0
"""Corner radius of a box, in pixels."""
MAX_DESCRIBED = 50
"""Tasks that are listed in the description for screen readers."""
MAX_BOXES = 1000
"""No screen shows more boxes than this."""


class LineView(QWidget):
    """Shows a box for each task. A click on a box selects its worker."""

    worker_chosen = pyqtSignal(str)
    """The user clicked a task of the worker with this name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: list[ResultStep] = []
        self._rest = 0
        """Number of tasks after ``_steps``."""
        theme.follow_mono(self)
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.setAccessibleName(tr("Tasks in the order of their results"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, ROWS * self._step_height() - GAP)

    def show_stat(self, stat: ParallelStat) -> None:
        self._steps = list_steps(stat, MAX_BOXES)
        self._rest = stat.put - stat.got - len(self._steps)
        described = (f"{one.number} {tr(one.place.value)}" for one in self._steps[:MAX_DESCRIBED])
        self.setAccessibleDescription(", ".join(described))
        self.update()

    def box_of(self, number: int) -> QRect:
        """Return the area of a box, counted from 0."""
        row, column = divmod(number, self._columns())
        width, height = self._box_width(), self._step_height()
        return QRect(column * (width + GAP), row * height, width, height - GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.Antialiasing)
        painter.setFont(self.font())
        shown = self._shown()
        for number in range(shown):
            self._paint_step(painter, self._steps[number], self.box_of(number))
        hidden = len(self._steps) - shown + self._rest
        if hidden:
            self._write_hidden(painter, shown, hidden)

    def _paint_step(self, painter: QPainter, step: ResultStep, box: QRect) -> None:
        palette = self._theme.palette
        color = QColor(place_color(palette, step.place))
        started = step.place is not TaskPlace.AHEAD
        painter.setPen(Qt.NoPen if started else QPen(QColor(palette.line)))
        painter.setBrush(color if started else QColor(palette.ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(QColor(palette.ground if started else palette.muted))
        painter.drawText(box, int(Qt.AlignCenter), str(step.number))

    def _write_hidden(self, painter: QPainter, shown: int, hidden: int) -> None:
        area = self.box_of(shown)
        area.setRight(self.width())
        painter.setPen(QColor(self._theme.palette.muted))
        painter.drawText(area.adjusted(PADDING, 0, 0, 0), int(Qt.AlignVCenter), _more(hidden))

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
        hits = (n for n in range(self._shown()) if self.box_of(n).contains(event.pos()))
        return next((self._steps[n] for n in hits), None)

    def _shown(self) -> int:
        """Return the number of boxes that fit, beside the text with the number of the other tasks."""
        capacity = self._columns() * ROWS
        if len(self._steps) <= capacity and not self._rest:
            return len(self._steps)
        text_width = self.fontMetrics().horizontalAdvance(_more(self._rest + MAX_BOXES)) + 2 * PADDING
        return min(max(capacity - -(-text_width // (self._box_width() + GAP)), 0), len(self._steps))

    def _columns(self) -> int:
        return max((self.width() + GAP) // (self._box_width() + GAP), 1)

    def _box_width(self) -> int:
        last = self._steps[-1].number if self._steps else 0
        return self.fontMetrics().horizontalAdvance(str(last)) + 2 * PADDING

    def _step_height(self) -> int:
        return self.fontMetrics().height() + PADDING + GAP


def place_color(palette: ColorPalette, place: TaskPlace) -> str:
    """Return the colour of tasks in this state."""
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
