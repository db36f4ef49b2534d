# SPDX-License-Identifier: GPL-3.0-or-later
"""Plots in the colours of the theme. Plots over time share a selected range and a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt5.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QMouseEvent
from PyQt5.QtWidgets import QGraphicsScene

from rqdebug.events.views.chart_data import ChartData
from rqdebug.ui.charts.axes import ClockAxis, LatencyAxis, NumberAxis, elide, show_number
from rqdebug.ui.charts.legend import ChartLegend, Entry
from rqdebug.ui.charts.readout import Readout
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr

Numbers = npt.NDArray[Any]
NO_EVENT = -1
"""In place of the index of an event: there is none."""
WIDTH, DOT = 1.6, 4
"""Pixels: the width of a line, and the size of an isolated point."""
NEAR = 20
"""Pixels: how far from a curve a click still means it."""
LETTERS = 30
"""Longer names of curves lose their middle in the values under the mouse."""
ZOOM, PAN = 0.5, 0.25
"""What part of the width is visible after one step of zoom, and by what part of it an arrow key moves."""


class Curve(NamedTuple):
    """A curve, and the events of its points."""

    name: str
    values: Numbers
    color: str
    events: Numbers | None = None
    """For each point the index of its event, or ``NO_EVENT``."""


class Plot(pg.PlotWidget):  # type: ignore[misc]  # it has no types
    """A plot that shows the values under the mouse, and reports the event of a click.

    A double click, Home, and ``reset_zoom`` show all data again after zooming. ``+``, ``-`` and the
    arrow keys zoom and move.
    """

    zoom_changed = pyqtSignal()
    """The user zoomed or moved the plot, or the zoom was reset."""
    event_clicked = pyqtSignal(int)
    """The user clicked a bar or a point: the index of its event among the events of the chart."""

    def __init__(
        self,
        theme: Theme,
        axes: dict[str, pg.AxisItem] | None = None,
        unit: str = "",
        show_value: Callable[[float], str] = show_number,
    ) -> None:
        """``unit`` is that of the vertical axis; ``show_value`` formats a value with its unit."""
        super().__init__(axisItems={"left": NumberAxis("left"), **(axes or {})}, enableMenu=False)
        self._theme = theme
        self._unit = unit
        self._show_value = show_value
        self.hideButtons()
        self.setMouseEnabled(y=False)
        # An index would keep items that the library resizes without telling the scene, and then crash.
        self.scene().setItemIndexMethod(QGraphicsScene.NoIndex)
        self.showGrid(x=True, y=True, alpha=0.15)
        self.legend = ChartLegend()
        self._readout = Readout(self)
        self._crosshair = pg.InfiniteLine(angle=90, movable=False)
        self._crosshair.hide()
        self.addItem(self._crosshair, ignoreBounds=True)
        self._shown: dict[str, pg.PlotDataItem] = {}
        self._x: Numbers = np.zeros(0)
        self._curves: tuple[Curve, ...] = ()
        self.is_zoomed = False
        """Whether the user has chosen what part of the data is visible."""
        self.getViewBox().sigRangeChangedManually.connect(self._note_zoom)
        self.scene().sigMouseMoved.connect(self._hover)
        self.scene().sigMouseClicked.connect(self._click)
        self.paint()
        theme.changed.connect(self.paint)

    def paint(self) -> None:
        """Apply the colours of the theme."""
        palette = self._theme.palette
        self.setBackground(palette.ground)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(palette.line)
            axis.setTextPen(palette.muted)
            axis.setStyle(hideOverlappingLabels=True)
            axis.enableAutoSIPrefix(False)  # "items (x1000)" hides what is shown
        self.setLabel("left", self._unit or None)
        self._crosshair.setPen(pg.mkPen(palette.muted, style=Qt.DotLine))

    # Zoom

    def reset_zoom(self) -> None:
        """Show all data, also data that comes later."""
        self.is_zoomed = False
        self.enableAutoRange()
        self.zoom_changed.emit()

    def keep_in_sight(self, first: float, last: float) -> None:
        """Reset the zoom if it shows nothing of the data, which is between two values of the x axis."""
        low, high = self.getViewBox().viewRange()[0]
        if self.is_zoomed and (last < low or high < first):
            self.reset_zoom()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_zoom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        low, high = self.getViewBox().viewRange()[0]
        steps: dict[int, Callable[[], None]] = {
            Qt.Key_Plus: lambda: self._zoom(ZOOM),
            Qt.Key_Equal: lambda: self._zoom(ZOOM),
            Qt.Key_Minus: lambda: self._zoom(1 / ZOOM),
            Qt.Key_Left: lambda: self._pan((low - high) * PAN),
            Qt.Key_Right: lambda: self._pan((high - low) * PAN),
            Qt.Key_Home: self.reset_zoom,
        }
        step = steps.get(event.key())
        if step is None or event.modifiers() & (Qt.ControlModifier | Qt.AltModifier):
            event.ignore()
            return
        step()

    def _zoom(self, factor: float) -> None:
        self.getViewBox().scaleBy(x=factor)
        self._note_zoom()

    def _pan(self, way: float) -> None:
        self.getViewBox().translateBy(x=way)
        self._note_zoom()

    def _note_zoom(self) -> None:
        self.is_zoomed = True
        self.zoom_changed.emit()

    # Curves

    def show_curves(self, x: Numbers, curves: Sequence[Curve], note: str = "") -> None:
        """Show exactly these curves, and a note below their names."""
        self._x, self._curves = x, tuple(curves)
        for name in set(self._shown) - {curve.name for curve in curves}:
            self.removeItem(self._shown.pop(name))
        for name, values, color, _ in curves:
            pen = pg.mkPen(color, width=WIDTH)
            if name not in self._shown:
                self._shown[name] = self.plot(name=name, connect="finite")
            dot = "o" if _has_isolated_point(values) else None
            self._shown[name].setData(
                x, values, pen=pen, symbol=dot, symbolSize=DOT, symbolBrush=color, symbolPen=None
            )
        entries: list[Entry] = [(curve.name, curve.color) for curve in curves]
        self.legend.show_entries(entries, note)

    # The mouse

    def describe(self, x: float, y: float) -> list[str]:
        """Return what is at a place of the plot, in lines of text; nothing if there is nothing."""
        place = self._nearest(x)
        if place is None:
            return []
        values = [f"{elide(curve.name, LETTERS)}: {self._format(curve, place)}" for curve in self._curves]
        return [self.describe_interval(place), *values]

    def describe_interval(self, place: int) -> str:
        """Return what the values of a point are for."""
        return show_number(self._x[place])

    def event_at(self, x: float, y: float) -> int:
        """Return the index of the event of the bar or point at a place, or ``NO_EVENT``."""
        place = self._nearest(x)
        if place is None:
            return NO_EVENT
        _, pixel_height = self.getViewBox().viewPixelSize()
        logarithmic = self.getPlotItem().ctrl.logYCheck.isChecked()
        best, event = NEAR * pixel_height, NO_EVENT
        for _, values, _, events in self._curves:
            value = float(values[place])
            if events is None or not np.isfinite(value) or (logarithmic and value <= 0):
                continue
            distance = abs((np.log10(value) if logarithmic else value) - y)
            if distance <= best:
                best, event = distance, int(events[place])
        return event

    def crosshair_at(self, x: float) -> float:
        """Return where the crosshair is drawn if the mouse is at ``x``: at the nearest point."""
        place = self._nearest(x)
        return x if place is None else float(self._x[place])

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hide_values()

    def _nearest(self, x: float) -> int | None:
        """Return the index of the nearest point."""
        if not len(self._x) or not self._curves:
            return None
        return int(np.argmin(np.abs(self._x - x)))

    def _format(self, curve: Curve, place: int) -> str:
        """Return the value of a point as text. A logarithmic axis cannot show 0, but it is a value."""
        value, events = float(curve.values[place]), curve.events
        if np.isfinite(value):
            return self._show_value(value)
        return self._show_value(0) if events is not None and events[place] != NO_EVENT else "–"

    def _place(self, position: QPointF) -> QPointF | None:
        """Return a position of the scene in units of the axes; None outside of the axes."""
        box = self.getViewBox()
        return box.mapSceneToView(position) if box.sceneBoundingRect().contains(position) else None

    def _hover(self, position: QPointF) -> None:
        place = self._place(position)
        lines = self.describe(place.x(), place.y()) if place is not None else []
        if place is None or not lines:
            self._hide_values()
            return
        self._crosshair.setValue(self.crosshair_at(place.x()))
        self._crosshair.show()
        self._readout.show_lines(lines, self.mapFromScene(position))
        clickable = self.event_at(place.x(), place.y()) != NO_EVENT
        self.viewport().setCursor(Qt.PointingHandCursor if clickable else Qt.CrossCursor)

    def _hide_values(self) -> None:
        self._crosshair.hide()
        self._readout.hide()
        self.viewport().unsetCursor()

    def _click(self, click: Any) -> None:
        place = self._place(click.scenePos())
        if click.button() == Qt.LeftButton and place is not None:
            event = self.event_at(place.x(), place.y())
            if event != NO_EVENT:
                self.event_clicked.emit(event)


def _has_isolated_point(values: Numbers) -> bool:
    """Return whether a point has no adjacent points, so that no line would show it."""
    finite = np.concatenate(([False], np.isfinite(values), [False]))
    return bool((finite[1:-1] & ~finite[:-2] & ~finite[2:]).any())


class TimePlot(Plot):
    """A plot over time, with a cursor at the selected event and a selectable range."""

    range_changed = pyqtSignal(object)
    """The user moved the range: start and end in seconds since 1970."""

    def __init__(
        self, theme: Theme, unit: str = "", show_value: Callable[[float], str] = show_number
    ) -> None:
        super().__init__(theme, {"bottom": ClockAxis("bottom")}, unit, show_value)
        self.interval_ns = 0
        """The length of the interval of each point."""
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._range = pg.LinearRegionItem()
        self._range.hide()
        self._range.sigRegionChangeFinished.connect(self._report_range)
        self.addItem(self._cursor, ignoreBounds=True)
        self.addItem(self._range, ignoreBounds=True)
        self.paint()

    def _report_range(self) -> None:
        self.range_changed.emit(self._range.getRegion())

    def paint(self) -> None:
        super().paint()
        if hasattr(self, "_cursor"):
            palette = self._theme.palette
            self._cursor.setPen(pg.mkPen(palette.accent, style=Qt.DashLine))
            self._range.setBrush(pg.mkColor(palette.accent + "30"))

    def describe_interval(self, place: int) -> str:
        start = round(self._x[place] * 1e9) - self.interval_ns // 2
        if not self.interval_ns:
            return formats.date_time(start)
        return f"{formats.date_time(start)} + {formats.duration(self.interval_ns)}"

    def show_moment(self, seconds: float | None) -> None:
        """Move the cursor to the time of the selected event; None hides it."""
        self._cursor.setVisible(seconds is not None)
        if seconds is not None:
            self._cursor.setValue(seconds)

    def show_range(self, ends: tuple[float, float] | None) -> None:
        """Show the selected range, in seconds since 1970; None hides it."""
        self._range.setVisible(ends is not None)
        if ends is not None and tuple(self._range.getRegion()) != ends:
            self._range.setRegion(ends)


class HistogramPlot(Plot):
    """A histogram of the durations of calls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, {"bottom": LatencyAxis("bottom")}, tr("calls"))
        self.setLabel("bottom", tr("waited"))
        self._bars: pg.BarGraphItem | None = None
        self._data: ChartData | None = None

    def show_data(self, data: ChartData | None) -> None:
        """Show the histogram of some data; None shows none."""
        if self._bars is not None:
            self.removeItem(self._bars)
            self._bars = None
        self._data = data if data is not None and len(data.edges) else None
        if self._data is None:
            return
        edges = np.log10(self._data.edges)
        color = self._theme.palette.accent
        self._bars = pg.BarGraphItem(
            x0=edges[:-1], x1=edges[1:], height=self._data.histogram, brush=color, pen=None
        )
        self.addItem(self._bars)

    def describe(self, x: float, y: float) -> list[str]:
        data, place = self._data, self._bin(x)
        if data is None or place is None:
            return []
        first, last = (formats.duration(round(edge)) for edge in data.edges[place : place + 2])
        calls = int(data.histogram[place])
        return [f"{first} – {last}", counted(calls, "{n} call", "{n} calls")]

    def event_at(self, x: float, y: float) -> int:
        """Return the newest call of the bar at ``x``; a click above a low bar means it too."""
        data, place = self._data, self._bin(x)
        if data is None or place is None or not len(data.events.histogram):
            return NO_EVENT
        return int(data.events.histogram[place])

    def crosshair_at(self, x: float) -> float:
        return x

    def _bin(self, x: float) -> int | None:
        """Return the index of the bar at ``x``, in log10 of ns."""
        if self._data is None:
            return None
        edges = np.log10(self._data.edges)
        place = int(np.searchsorted(edges, x, "right")) - 1
        return place if 0 <= place < len(edges) - 1 else None
