# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline: calls as bars in a lane for each client."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QScrollBar

from rqdebug.events.views.chart_data import Bar, ChartData
from rqdebug.ui.charts.axes import LANE_LABEL, LaneAxis
from rqdebug.ui.charts.plots import NO_EVENT, Numbers, TimePlot
from rqdebug.ui.models import formats
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

BAR_HEIGHT = 0.7
"""Height of a bar, as a fraction of its lane."""
OUTLINE = 2
"""Pixels: the width of the frame of the selected call."""
BESIDE = 4
"""Pixels: how far beside a short bar the mouse still means it."""
WHEEL_STEP = 120
"""What Qt calls one notch of a wheel."""

CallKey = tuple[str, int]
"""A target and the number of a call at it."""


class Timeline(TimePlot):
    """Shows calls as bars in a lane for each client, and tasks as bars in a lane for each worker.

    Each visible lane is high enough for its name; ``lane_bar`` scrolls if not all are visible.
    """

    def __init__(self, theme: Theme) -> None:
        self.lane_bar = QScrollBar(Qt.Vertical)
        self.lane_bar.hide()
        super().__init__(theme)
        self._lanes = LaneAxis()
        self.setAxisItems({"left": self._lanes})
        self.paint()
        self.getPlotItem().invertY(True)
        self._bars: pg.BarGraphItem | None = None
        self._frame: pg.BarGraphItem | None = None
        self._drawn: tuple[Bar, ...] = ()
        self._starts: Numbers = np.zeros(0)
        self._ends: Numbers = np.zeros(0)
        self._rows: Numbers = np.zeros(0)
        self._call: CallKey | None = None
        self._revealed = False
        self.lane_bar.valueChanged.connect(lambda _: self._scroll_lanes())
        self.getViewBox().sigResized.connect(self._fit_lanes)

    def show_data(self, data: ChartData | None) -> None:
        """Show the calls of some data; None shows none."""
        if self._bars is not None:
            self.removeItem(self._bars)
            self._bars = None
        self._lanes.lanes = data.lanes if data else ()
        self._lanes.picture = None  # the names may have changed
        self._drawn = data.bars if data else ()
        if data is not None and data.bars:
            self._draw(data)
        self.legend.show_entries(self._legend() if self._drawn else [], _lane_note(data))
        self._fit_lanes()
        self._mark_call()

    def show_call(self, call: CallKey | None) -> None:
        """Frame the bar of the selected call, and scroll to its lane."""
        self._call, self._revealed = call, False
        self._mark_call()

    def _mark_call(self) -> None:
        """Frame the selected call. Scroll to it once, as soon as it is drawn."""
        bar = self._draw_frame()
        if bar is not None and not self._revealed:
            self._revealed = True
            first, page = self.lane_bar.value(), self.lane_bar.pageStep()
            if not first <= bar.lane < first + page:
                self.lane_bar.setValue(bar.lane - page // 2)

    def reset_zoom(self) -> None:
        super().reset_zoom()
        self._fit_lanes()

    def describe(self, x: float, y: float) -> list[str]:
        lane, place = round(y), self._bar_at(x, y)
        if not 0 <= lane < len(self._lanes.lanes):
            return []
        if place is None:
            return [formats.date_time(round(x * 1e9)), self._lanes.lanes[lane]]
        bar = self._drawn[place]
        waited = formats.duration(bar.end - bar.start)
        return [
            formats.date_time(bar.start),
            self._lanes.lanes[bar.lane],
            " ".join(filter(None, (bar.method, bar.queue))),
            _state(bar, waited),
        ]

    def event_at(self, x: float, y: float) -> int:
        place = self._bar_at(x, y)
        return NO_EVENT if place is None else self._drawn[place].event

    def crosshair_at(self, x: float) -> float:
        return x

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the lanes if the mouse is over their names, or with Shift; otherwise zoom."""
        left = self.mapFromScene(self.getViewBox().sceneBoundingRect().topLeft()).x()
        if not event.modifiers() & Qt.ShiftModifier and event.pos().x() >= left:
            super().wheelEvent(event)
            return
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.lane_bar.setValue(self.lane_bar.value() - round(turned / WHEEL_STEP) * 3)
        event.accept()

    # Bars

    def _draw(self, data: ChartData) -> None:
        bars, palette = data.bars, self._theme.palette
        min_width = data.width / 1e9 / 4  # keeps very short calls visible
        self._starts = np.array([bar.start / 1e9 for bar in bars])
        self._ends = np.maximum(np.array([bar.end / 1e9 for bar in bars]), self._starts + min_width)
        self._rows = np.array([bar.lane for bar in bars])
        colors = [bar_color(palette, bar) for bar in bars]
        brush_of = {color: pg.mkBrush(color) for color in set(colors)}
        brushes = [brush_of[color] for color in colors]
        self._bars = pg.BarGraphItem(
            x0=self._starts,
            x1=self._ends,
            y0=self._rows - BAR_HEIGHT / 2,
            height=BAR_HEIGHT,
            brushes=brushes,
            pen=None,
        )
        self.addItem(self._bars)

    def _draw_frame(self) -> Bar | None:
        """Frame the selected call, and return its bar."""
        if self._frame is not None:
            self.removeItem(self._frame)
            self._frame = None
        wanted = (n for n, bar in enumerate(self._drawn) if (bar.target, bar.call) == self._call)
        place = next(wanted, None)
        if place is None:
            return None
        self._frame = pg.BarGraphItem(
            x0=self._starts[place : place + 1],
            x1=self._ends[place : place + 1],
            y0=self._rows[place : place + 1] - BAR_HEIGHT / 2,
            height=BAR_HEIGHT,
            brush=None,
            pen=pg.mkPen(self._theme.palette.text, width=OUTLINE),
        )
        self.addItem(self._frame, ignoreBounds=True)
        return self._drawn[place]

    def _bar_at(self, x: float, y: float) -> int | None:
        """Return the index of the nearest bar at a place, the newest of several."""
        if not self._drawn:
            return None
        pixel_width, _ = self.getViewBox().viewPixelSize()
        distance = np.maximum(np.maximum(self._starts - x, x - self._ends), 0)
        near = (distance <= BESIDE * pixel_width) & (np.abs(self._rows - y) <= BAR_HEIGHT / 2)
        places = np.flatnonzero(near)
        if not len(places):
            return None
        nearest = distance[places].min()
        return int(places[distance[places] == nearest][-1])

    def _legend(self) -> list[tuple[str, str]]:
        """Return the colours that the bars have, with what they mean."""
        palette, used = self._theme.palette, {bar_color(self._theme.palette, bar) for bar in self._drawn}
        meanings = [
            (tr("put"), palette.put),
            (tr("get"), palette.get),
            (tr("blocked"), palette.blocked),
            (tr("held"), palette.held),
            (tr("task"), palette.number),
            (tr("failed task"), palette.error),
            (tr("other calls"), palette.muted),
        ]
        return [(text, color) for text, color in meanings if color in used]

    # Lanes

    def _fit_lanes(self, _: object = None) -> None:
        """Show as many lanes as there is height for their names; ``lane_bar`` scrolls to the others."""
        count = len(self._lanes.lanes)
        page = min(max(int(self.getViewBox().height() / LANE_LABEL), 1), max(count, 1))
        self.lane_bar.setPageStep(page)
        self.lane_bar.setRange(0, count - page if count else 0)
        self.lane_bar.setVisible(page < count)
        self._scroll_lanes()

    def _scroll_lanes(self) -> None:
        first = self.lane_bar.value() - 0.5
        self.setYRange(first, first + self.lane_bar.pageStep(), padding=0)


def _state(bar: Bar, waited: str) -> str:
    if not bar.waiting:
        return f"{bar.outcome}, {waited}"
    if bar.outcome == "held":
        return tr("held for {time}", time=waited)
    return tr("blocked for {time}", time=waited)


def _lane_note(data: ChartData | None) -> str:
    if data is None or data.lane_count <= len(data.lanes):
        return ""
    return tr("The {n} busiest of {all} clients", n=len(data.lanes), all=formats.count(data.lane_count))


def bar_color(palette: ColorPalette, bar: Bar) -> str:
    """Return the colour of a bar. Blocked and held calls and failed tasks have their own colours."""
    if bar.waiting:
        return palette.held if bar.outcome == "held" else palette.blocked
    if bar.method == "task":
        return palette.number if bar.outcome in ("ok", "busy", "unknown") else palette.error
    return {"put": palette.put, "get": palette.get}.get(bar.method[:3], palette.muted)
