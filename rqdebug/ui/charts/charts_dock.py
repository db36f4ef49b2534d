# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with charts of the current log: depth, rates, latency, blocked calls and a timeline."""

from __future__ import annotations

import time

import numpy as np
from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from rqdebug.events.views.chart_data import ChartData, compute_chart_data
from rqdebug.events.views.find import find_time
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.charts.plots import Curve, HistogramPlot, LatencyAxis, Plot, Timeline, TimePlot
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel

INTERVAL = 1000
"""Milliseconds between two updates of a growing log."""
REST = 4
"""Pause after drawing, as a multiple of the drawing time, so that a busy log does not use all of the CPU."""
SPANS = (
    (later("Last 10 s"), 10),
    (later("Last minute"), 60),
    (later("Last 10 min"), 600),
    (later("All events"), 0),
)
DEFAULT_SPAN = 1
QUANTILES = ("p50", "p90", "p99", "max")
MAX_ROWS = 5_000_000
"""Charts use at most this many events, the newest ones."""


class ChartsPanel(QWidget):
    """Shows charts of one log, and updates them while it is visible."""

    range_wanted = pyqtSignal(str)
    """Apply this filter, which matches the selected time range."""

    def __init__(self, tasks: BackgroundTasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._theme = theme
        self._tab: LogTab | None = None
        self._task: BackgroundTask | None = None
        self._drawn: tuple[FilteredRows, int] | None = None
        self._data: ChartData | None = None
        self._rested = 0.0
        self._ends: tuple[float, float] | None = None
        self.span = QComboBox()
        self.select_range = QPushButton(tr("Select Range"))
        self.filter_range = QPushButton(tr("Filter Log by Range"))
        self.reset_zoom = QPushButton(tr("Reset Zoom"))
        self.empty = PlainLabel(tr("No data yet. Charts appear here when the log shows events."))
        self.pages = QTabWidget()
        self.depths, self.rates, self.blocked = (TimePlot(theme) for _ in range(3))
        self.latency = TimePlot(theme)
        self.latency.setAxisItems({"left": LatencyAxis("left")})
        self.latency.setLogMode(y=True)
        self.latency.paint()
        self.histogram = HistogramPlot(theme)
        self.timeline = Timeline(theme)
        self.over_time = (self.depths, self.rates, self.latency, self.blocked, self.timeline)
        self._lay_out()
        self._connect()
        self._timer = every(INTERVAL, self.refresh, self)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 180)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def show_log(self, tab: LogTab | None) -> None:
        """Show the log of a tab; None to show no log."""
        self._tab, self._drawn, self._rested = tab, None, 0.0
        self._select_range(None)
        self._reset_all_zooms()
        self.refresh()

    def show_moment(self, ns: int) -> None:
        """Mark the time of the selected event."""
        for plot in self.over_time:
            plot.show_moment(ns / 1e9)

    def refresh(self) -> None:
        """Redraw if there are new events and the panel is visible."""
        if self._task is not None or not self.isVisible() or time.monotonic() < self._rested:
            return
        if self._tab is None:
            self._show(None)
            return
        found, span = self._tab.log_model.view.matches, SPANS[self.span.currentIndex()][1]
        if self._drawn == (found, span):
            return
        self._drawn = found, span
        began = time.monotonic()

        def drawn(data: ChartData | None) -> None:
            self._task = None
            self._rested = time.monotonic() + REST * (time.monotonic() - began)
            self._show(data)

        self._task = self._tasks.run(self, lambda: _compute_data(found, span), drawn)

    def _show(self, data: ChartData | None) -> None:
        self.empty.setVisible(data is None)
        self.pages.setVisible(data is not None)
        if data is None:
            return
        self._data = data
        self._draw_page()

    def _draw_page(self) -> None:
        """Draw the visible page only; drawing all pages would block the window."""
        data, page = self._data, self._current()
        self._show_zoom()
        if data is None:
            return
        if page is not self.histogram:
            page.keep_in_sight(data.starts[0] / 1e9, (data.starts[-1] + data.width) / 1e9)
        if page is self.histogram:
            self.histogram.show_data(data)
        elif page is self.timeline:
            self.timeline.show_data(data)
        else:
            x = data.starts / 1e9
            next(plot for plot in self.over_time if plot is page).show_curves(x, self._curves(data, page))

    def _curves(self, data: ChartData, page: QWidget) -> list[Curve]:
        palette = self._theme.palette
        if page is self.depths:
            colors = (palette.accent, palette.ok, palette.notice, palette.get, palette.number, palette.error)
            depths = zip(data.depths.items(), colors, strict=False)
            return [(name, level, color) for (name, level), color in depths]
        if page is self.rates:
            return [
                (tr("items put/s"), data.puts, palette.put),
                (tr("items taken/s"), data.gets, palette.get),
            ]
        if page is self.latency:
            shades = (palette.ok, palette.blocked, palette.notice, palette.error)
            taken = np.where(data.latencies > 0, data.latencies, np.nan)  # no blocked calls: draw no point
            return list(zip(QUANTILES, taken.T, shades, strict=True))
        return [(tr("blocked calls"), data.blocked, palette.blocked)]

    # The range

    def _toggle_range(self, on: bool) -> None:
        if not on:
            self._select_range(None)
            return
        page = self._current()
        (low, high), _ = (page if isinstance(page, TimePlot) else self.depths).getPlotItem().viewRange()
        third = (high - low) / 3
        self._select_range((low + third, high - third))

    def _select_range(self, ends: tuple[float, float] | None) -> None:
        self._ends = ends
        self.select_range.setChecked(ends is not None)
        self.filter_range.setEnabled(ends is not None)
        for plot in self.over_time:
            plot.show_range(ends)

    def _current(self) -> Plot:
        page = self.pages.currentWidget()
        return page if isinstance(page, Plot) else self.depths

    # The zoom

    def _show_zoom(self) -> None:
        self.reset_zoom.setEnabled(self._current().is_zoomed)

    def _reset_all_zooms(self) -> None:
        for plot in (*self.over_time, self.histogram):
            plot.reset_zoom()

    def _filter_by_range(self) -> None:
        if self._ends is not None:
            first, last = map(formats.instant, self._ends)
            self.range_wanted.emit(f"time in {first}..{last}")

    # Layout

    def _connect(self) -> None:
        self.pages.currentChanged.connect(lambda _: self._draw_page())
        self.span.currentIndexChanged.connect(lambda _: self._change_span())
        self.select_range.toggled.connect(self._toggle_range)
        self.filter_range.clicked.connect(lambda _: self._filter_by_range())
        self.reset_zoom.clicked.connect(lambda _: self._current().reset_zoom())
        for plot in (*self.over_time, self.histogram):
            plot.zoom_changed.connect(self._show_zoom)
        for plot in self.over_time:
            plot.range_changed.connect(self._select_range)
        self._theme.changed.connect(self._repaint)

    def _change_span(self) -> None:
        self._reset_all_zooms()
        self._refresh_now()

    def _refresh_now(self) -> None:
        self._rested = 0.0
        self.refresh()

    def _repaint(self) -> None:
        """Redraw everything in the new colours."""
        self._drawn = None
        self._refresh_now()

    def _lay_out(self) -> None:
        for title, _ in SPANS:
            self.span.addItem(tr(title))
        self.span.setCurrentIndex(DEFAULT_SPAN)
        self.span.setAccessibleName(tr("Time range"))
        self.select_range.setCheckable(True)
        self.filter_range.setEnabled(False)
        self.reset_zoom.setEnabled(False)
        self.reset_zoom.setToolTip(tr("Show all data again; a double click on the chart does so too"))
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignCenter)
        self.pages.setDocumentMode(True)
        for title, plot in (
            (tr("Depth"), self.depths),
            (tr("Rates"), self.rates),
            (tr("Latency"), self.latency),
            (tr("Blocked"), self.blocked),
            (tr("Histogram"), self.histogram),
            (tr("Timeline"), self.timeline),
        ):
            self.pages.addTab(plot, title)
        self.pages.setCornerWidget(self._controls())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.pages, 1)

    def _controls(self) -> QWidget:
        """Return the controls, which are placed beside the tabs to leave more height to the plots."""
        whole = QWidget()
        whole.setAutoFillBackground(True)  # otherwise Qt draws a line below it
        row = QHBoxLayout(whole)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(6)
        for widget in (self.span, self.reset_zoom, self.select_range, self.filter_range):
            row.addWidget(widget)
        return whole


def _compute_data(found: FilteredRows, span: int) -> ChartData | None:
    """Return the data for the charts; None without events.

    ``span`` is the time range before the last event, in seconds; 0 means all events.
    """
    count = found.num_rows
    if not count:
        return None
    first = max(count - MAX_ROWS, 0)
    if span:
        end = found.log.event(found.row(count - 1)).time_ns
        first = max(first, find_time(found, end - span * 10**9))
    return compute_chart_data(found.batches(first))
