# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with charts of the current log: depth, rates, latency, blocked calls and a timeline."""

from __future__ import annotations

import time
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from rqdebug.events.event_log import Event
from rqdebug.events.views.chart_data import ChartData, compute_chart_data, label_with_target
from rqdebug.events.views.find import find_time
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.charts.axes import LatencyAxis
from rqdebug.ui.charts.chart_page import ChartPage
from rqdebug.ui.charts.plots import Curve, HistogramPlot, Plot, TimePlot
from rqdebug.ui.charts.series_colors import ColorSlots, series_colors
from rqdebug.ui.charts.timeline import Timeline
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
LONG_REST, LONG = 1.5, 60
"""Minimum pause after drawing, in seconds, for time ranges of at least LONG seconds, which hardly move."""
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
        self._has_bars = False
        """Whether the data has the bars of the timeline, which are computed only while it is in front."""
        self._source: tuple[LogTab, FilteredRows, int] | None = None
        """Where the data came from: the tab, its rows, and the position of the first event."""
        self._slots: WeakKeyDictionary[LogTab, ColorSlots] = WeakKeyDictionary()
        self._rested = 0.0
        self._ends: tuple[float, float] | None = None
        self.span = QComboBox()
        self.select_range = QPushButton(tr("Select Range"))
        self.filter_range = QPushButton(tr("Filter Log by Range"))
        self.reset_zoom = QPushButton(tr("Reset Zoom"))
        self.empty = PlainLabel(tr("No data yet. Charts appear here when the log shows events."))
        self.pages = QTabWidget()
        self.depths = TimePlot(theme, tr("items"), _count)
        self.rates = TimePlot(theme, tr("items/s"), formats.rate)
        self.blocked = TimePlot(theme, tr("calls"), _count)
        self.latency = TimePlot(theme, tr("waited"), _duration)
        self.latency.setAxisItems({"left": LatencyAxis("left")})
        self.latency.setLogMode(y=True)
        self.latency.paint()
        self.histogram = HistogramPlot(theme)
        self.timeline = Timeline(theme)
        self.over_time = (self.depths, self.rates, self.latency, self.blocked, self.timeline)
        self.plots: tuple[Plot, ...] = (
            *(self.depths, self.rates, self.latency, self.blocked),
            *(self.histogram, self.timeline),
        )
        """All plots, in the order of their pages."""
        self._lay_out()
        self._connect()
        self._timer = every(INTERVAL, self.refresh, self)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 180)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def show_log(self, tab: LogTab | None) -> None:
        """Show the log of a tab; None to show no log. The log that is shown already keeps zoom and range."""
        if tab is self._tab and tab is not None:
            self.refresh()
            return
        self._tab, self._drawn, self._rested = tab, None, 0.0
        self.empty.hide()  # until the data is computed, it is unknown whether there is any
        self._select_range(None)
        self._reset_all_zooms()
        row = tab.log.current_row() if tab is not None else None
        self.show_event(tab.log_model.event_at(row) if tab is not None and row is not None else None)
        self.refresh()

    def show_event(self, event: Event | None) -> None:
        """Mark the selected event; None marks none."""
        for plot in self.over_time:
            plot.show_moment(event.time_ns / 1e9 if event else None)
        self.timeline.show_call((event.target, event.call) if event else None)

    def show_page(self, plot: Plot) -> None:
        """Show the page of a plot."""
        self.pages.setCurrentIndex(self.plots.index(plot))

    def refresh(self) -> None:
        """Redraw if there are new events and the panel is visible."""
        if self._task is not None or not self.isVisible() or time.monotonic() < self._rested:
            return
        if self._tab is None:
            self._show(None)
            return
        found, span = self._tab.log_model.view.matches, SPANS[self.span.currentIndex()][1]
        if self._drawn == (found, span) and not self._lacks_bars():
            return
        self._drawn, self._has_bars = (found, span), self._current() is self.timeline
        with_bars = self._has_bars
        self._task = self._tasks.run(
            self,
            lambda: _compute_data(found, span, with_bars),
            partial(self._take, self._tab, found, span, time.monotonic()),
        )

    def _take(
        self,
        tab: LogTab,
        found: FilteredRows,
        span: int,
        began: float,
        computed: tuple[int, ChartData] | None,
    ) -> None:
        """Draw what was computed for a tab, unless another one is shown meanwhile."""
        self._task = None
        if tab is not self._tab or self._lacks_bars():
            self._refresh_now()
            return
        least = LONG_REST if not 0 < span < LONG else 0.0
        self._rested = time.monotonic() + max(REST * (time.monotonic() - began), least)
        first, data = computed if computed is not None else (0, None)
        self._source = tab, found, first
        self._show(data)

    def _lacks_bars(self) -> bool:
        """Return whether the timeline is in front, and the data was computed for another page."""
        return self._current() is self.timeline and not self._has_bars

    def _change_page(self) -> None:
        if self._lacks_bars():
            self._show_zoom()
            self._refresh_now()
        else:
            self._draw_page()

    def _show(self, data: ChartData | None) -> None:
        self.empty.setVisible(data is None)
        self.pages.setVisible(data is not None)
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
        elif len(data.edges):
            page.keep_in_sight(np.log10(data.edges[0]), np.log10(data.edges[-1]))
        if page is self.histogram:
            self.histogram.show_data(data)
        elif page is self.timeline:
            self.timeline.show_data(data)
        elif isinstance(page, TimePlot):
            page.interval_ns = data.width
            middles = (data.starts + data.width // 2) / 1e9
            page.show_curves(middles, self._curves(data, page), self._note(data, page))

    def _curves(self, data: ChartData, page: Plot) -> list[Curve]:
        palette, events = self._theme.palette, data.events
        if page is self.depths:
            return self._depth_curves(data)
        if page is self.rates:
            return [
                Curve(tr("items put/s"), data.puts, palette.put, events.puts),
                Curve(tr("items taken/s"), data.gets, palette.get, events.gets),
            ]
        if page is self.latency:
            shades = (palette.ok, palette.blocked, palette.get, palette.error)
            taken = np.where(data.latencies > 0, data.latencies, np.nan)  # no blocked calls: draw no point
            return list(map(Curve, QUANTILES, taken.T, shades, events.latencies.T))
        return [Curve(tr("blocked calls"), data.blocked, palette.blocked, events.blocked)]

    def _depth_curves(self, data: ChartData) -> list[Curve]:
        """Return a curve for each queue of each target, in a color that it keeps in this log."""
        colors = series_colors(self._theme.palette)
        slots = ColorSlots(len(colors))
        if self._tab is not None:
            slots = self._slots.setdefault(self._tab, slots)
        numbers = slots.assign(list(data.depths))
        return [
            Curve(
                label_with_target(queue, target, data.target_count),
                level,
                colors[number],
                data.events.depths[target, queue],
            )
            for ((target, queue), level), number in zip(data.depths.items(), numbers, strict=True)
        ]

    def _note(self, data: ChartData, page: Plot) -> str:
        """Return what the legend says of curves that are not drawn."""
        if page is not self.depths or data.queue_count <= len(data.depths):
            return ""
        return tr("The {n} busiest of {all} queues", n=len(data.depths), all=formats.count(data.queue_count))

    # The event of a point

    def _go_to(self, event: int) -> None:
        """Select an event of the charts in the log; ``event`` is its index in the data."""
        if self._source is None or self._source[0] is not self._tab:
            return
        tab, found, first = self._source
        tab.go_to_row(found.row(first + event))

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
        return page.plot if isinstance(page, ChartPage) else self.depths

    # The zoom

    def _show_zoom(self) -> None:
        self.reset_zoom.setEnabled(self._current().is_zoomed)

    def _reset_all_zooms(self) -> None:
        for plot in self.plots:
            plot.reset_zoom()

    def _filter_by_range(self) -> None:
        if self._ends is not None:
            first, last = map(formats.instant, self._ends)
            self.range_wanted.emit(f"time in {first}..{last}")

    # Layout

    def _connect(self) -> None:
        self.pages.currentChanged.connect(lambda _: self._change_page())
        self.span.currentIndexChanged.connect(lambda _: self._change_span())
        self.select_range.toggled.connect(self._toggle_range)
        self.filter_range.clicked.connect(lambda _: self._filter_by_range())
        self.reset_zoom.clicked.connect(lambda _: self._current().reset_zoom())
        for plot in self.plots:
            plot.zoom_changed.connect(self._show_zoom)
            plot.event_clicked.connect(self._go_to)
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
        """Redraw the visible page in the new colours; other pages are drawn when they become visible."""
        self._change_page()

    def _lay_out(self) -> None:
        for title, _ in SPANS:
            self.span.addItem(tr(title))
        self.span.setCurrentIndex(DEFAULT_SPAN)
        self.span.setAccessibleName(tr("Time range"))
        self.select_range.setCheckable(True)
        self.filter_range.setEnabled(False)
        self.reset_zoom.setEnabled(False)
        self.reset_zoom.setToolTip(
            tr("Show all data again. A double click on the chart, or Home in it, does so too.")
        )
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
            self.pages.addTab(ChartPage(plot), title)
        self.pages.setCornerWidget(self._controls())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.pages, 1)
        self.pages.hide()

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


def _compute_data(found: FilteredRows, span: int, with_bars: bool) -> tuple[int, ChartData] | None:
    """Return the position of the first event and the data for the charts; None without events.

    Args:
        found: The events.
        span: The time range before the last event, in seconds; 0 means all events.
        with_bars: Whether to compute the bars of the timeline.
    """
    count = found.num_rows
    if not count:
        return None
    first = max(count - MAX_ROWS, 0)
    if span:
        end = found.log.event(found.row(count - 1)).time_ns
        first = max(first, find_time(found, end - span * 10**9))
    data = compute_chart_data(found.batches(first), with_bars=with_bars)
    return (first, data) if data is not None else None


def _count(number: float) -> str:
    return formats.count(round(number))


def _duration(ns: float) -> str:
    return formats.duration(round(ns))
