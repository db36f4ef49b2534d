# SPDX-License-Identifier: GPL-3.0-or-later
"""Plots in the colours of the theme. Plots over time share a selected range and a cursor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QMouseEvent
from PyQt5.QtWidgets import QWidget

from rqdebug.events.views.chart_data import Bar, ChartData
from rqdebug.ui.models import formats
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.theme import Theme

Numbers = npt.NDArray[Any]
Curve = tuple[str, Numbers, str]
"""Name, values, colour."""
WIDTH, DOT = 1.6, 4
"""Pixels: the width of a line, and the size of an isolated point."""
BAR_HEIGHT = 0.7
"""Height of a bar, as a fraction of its lane."""
LEGEND_COLUMNS = 6
"""Legend entries beside each other, because a plot has more free width than height."""
LATENCY_HEIGHT, LATENCY_WIDTH = 16, 64
"""Pixels that a latency label needs on a vertical and on a horizontal axis."""
FINE, FEW_DECADES = (1, 2, 5), 4
"""Ticks in each decade, if there are at most ``FEW_DECADES`` decades."""
LANE_LABEL = 18
"""Pixels that a lane name needs."""


class Plot(pg.PlotWidget):  # type: ignore[misc]  # it has no types
    """A plot of curves with a legend. A double click shows all data again after zooming."""

    zoom_changed = pyqtSignal()
    """The user zoomed or moved the plot, or the zoom was reset."""

    def __init__(self, theme: Theme, axes: dict[str, pg.AxisItem] | None = None) -> None:
        super().__init__(axisItems=axes or {})
        self._theme = theme
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(y=False)
        self.showGrid(x=True, y=True, alpha=0.15)
        self.legend = self.addLegend(offset=(-8, 2), colCount=LEGEND_COLUMNS)
        self._shown: dict[str, pg.PlotDataItem] = {}
        self.is_zoomed = False
        """Whether the user has chosen what part of the data is visible."""
        self.getViewBox().sigRangeChangedManually.connect(self._note_zoom)
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
        self.legend.setLabelTextColor(palette.text)

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

    def _note_zoom(self) -> None:
        self.is_zoomed = True
        self.zoom_changed.emit()

    def show_curves(self, x: Numbers, curves: Sequence[Curve]) -> None:
        """Show exactly these curves."""
        for name in set(self._shown) - {name for name, _, _ in curves}:
            self.removeItem(self._shown.pop(name))
        for name, values, color in curves:
            pen = pg.mkPen(color, width=WIDTH)
            if name not in self._shown:
                self._shown[name] = self.plot(name=name, connect="finite")
            dot = "o" if _has_isolated_point(values) else None
            self._shown[name].setData(
                x, values, pen=pen, symbol=dot, symbolSize=DOT, symbolBrush=color, symbolPen=None
            )


def _has_isolated_point(values: Numbers) -> bool:
    """Return whether a point has no adjacent points, so that no line would show it."""
    finite = np.concatenate(([False], np.isfinite(values), [False]))
    return bool((finite[1:-1] & ~finite[:-2] & ~finite[2:]).any())


class LatencyAxis(pg.AxisItem):  # type: ignore[misc]
    """A logarithmic axis in ns, labelled with durations. Labels do not overlap."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        first, last = sorted((low, high))
        decades = range(math.floor(first), math.ceil(last) + 1)
        factors = FINE if len(decades) <= FEW_DECADES else (1,)
        ticks = [decade + math.log10(factor) for decade in decades for factor in factors]
        shown = [tick for tick in ticks if first <= tick <= last]
        label_size = LATENCY_HEIGHT if self.orientation in ("left", "right") else LATENCY_WIDTH
        step = max(math.ceil(label_size * len(shown) / max(size, 1)), 1)
        return [(1.0, shown[::step])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [formats.duration(round(10**value)) for value in values]


class ClockAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis in seconds since 1970, labelled with local time of day at the precision of its ticks."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        digits = 0 if spacing >= 1 else 3 if spacing >= 0.001 else 6
        return [_clock(value, digits) for value in values]


def _clock(seconds: float, digits: int) -> str:
    text = formats.clock(round(seconds * 1e6) * 1000)
    return text[: 8 + digits + bool(digits)]


class TimePlot(Plot):
    """A plot over time, with a cursor at the selected event and a selectable range."""

    range_changed = pyqtSignal(object)
    """The user moved the range: start and end in seconds since 1970."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, {"bottom": ClockAxis("bottom")})
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._range = pg.LinearRegionItem()
        self._range.hide()
        self._range.sigRegionChangeFinished.connect(lambda: self.range_changed.emit(self._range.getRegion()))
        self.addItem(self._cursor, ignoreBounds=True)
        self.addItem(self._range, ignoreBounds=True)
        self.paint()

    def paint(self) -> None:
        super().paint()
        if hasattr(self, "_cursor"):
            palette = self._theme.palette
            self._cursor.setPen(pg.mkPen(palette.accent, style=Qt.DashLine))
            self._range.setBrush(pg.mkColor(palette.accent + "30"))

    def show_moment(self, seconds: float) -> None:
        """Move the cursor to the time of the selected event."""
        self._cursor.setValue(seconds)
        self._cursor.show()

    def show_range(self, ends: tuple[float, float] | None) -> None:
        """Show the selected range, in seconds since 1970; None hides it."""
        self._range.setVisible(ends is not None)
        if ends is not None and tuple(self._range.getRegion()) != ends:
            self._range.setRegion(ends)


class HistogramPlot(Plot):
    """A histogram of the durations of calls."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, {"bottom": LatencyAxis("bottom")})
        self._bars: pg.BarGraphItem | None = None

    def show_data(self, data: ChartData | None) -> None:
        if self._bars is not None:
            self.removeItem(self._bars)
            self._bars = None
        if data is None or not len(data.edges):
            return
        edges = np.log10(data.edges)
        color = self._theme.palette.accent
        self._bars = pg.BarGraphItem(
            x0=edges[:-1], x1=edges[1:], height=data.histogram, brush=color, pen=None
        )
        self.addItem(self._bars)


class LaneAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis with the names of lanes."""

    def __init__(self) -> None:
        super().__init__("left")
        self.lanes: tuple[str, ...] = ()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[int]]]:
        first, last = sorted((low, high))
        shown = [n for n in range(len(self.lanes)) if first <= n <= last]
        step = max(round(LANE_LABEL * len(shown) / size), 1)  # labels must not overlap
        return [(1.0, shown[::step])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self.lanes[int(value)][:28] for value in values]


class Timeline(TimePlot):
    """Shows calls as bars in a lane for each client, and tasks as bars in a lane for each worker."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._lanes = LaneAxis()
        self.setAxisItems({"left": self._lanes})
        self.paint()
        self.setMouseEnabled(y=True)
        self.getPlotItem().invertY(True)
        self._bars: pg.BarGraphItem | None = None

    def show_data(self, data: ChartData | None) -> None:
        if self._bars is not None:
            self.removeItem(self._bars)
            self._bars = None
        self._lanes.lanes = data.lanes if data else ()
        if data is None or not data.bars:
            return
        bars, palette = data.bars, self._theme.palette
        min_width = data.width / 1e9 / 4  # keeps very short calls visible
        starts = np.array([bar.start / 1e9 for bar in bars])
        ends = np.maximum(np.array([bar.end / 1e9 for bar in bars]), starts + min_width)
        rows = np.array([bar.lane for bar in bars])
        colors = [bar_color(palette, bar) for bar in bars]
        brush_of = {color: pg.mkBrush(color) for color in set(colors)}
        brushes = [brush_of[color] for color in colors]
        self._bars = pg.BarGraphItem(
            x0=starts, x1=ends, y0=rows - BAR_HEIGHT / 2, height=BAR_HEIGHT, brushes=brushes, pen=None
        )
        self.addItem(self._bars)


def bar_color(palette: ColorPalette, bar: Bar) -> str:
    """Return the colour of a bar. Blocked calls and failed tasks have their own colours."""
    if bar.waiting:
        return palette.blocked
    if bar.method == "task":
        return palette.number if bar.outcome in ("ok", "busy", "unknown") else palette.error
    return {"put": palette.put, "get": palette.get}.get(bar.method[:3], palette.muted)
