# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts of what the current log shows: depth, rates, latency, calls that wait, and a timeline."""

from __future__ import annotations

import time

import numpy as np
from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from rqdebug.events.views.chart_data import Picture, build_picture
from rqdebug.events.views.find import find_time
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.charts.plots import Curve, HistogramPlot, LatencyAxis, Timeline, TimePlot
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

INTERVAL = 1000
"""Milliseconds between two pictures of a log that grows."""
REST = 4
"""After drawing, wait this many times as long as it took, so that a busy log does not take all of the CPU."""
SPANS = (
    (later("Last 10 s"), 10),
    (later("Last minute"), 60),
    (later("Last 10 min"), 600),
    (later("Everything"), 0),
)
USUAL_SPAN = 1
QUANTILES = ("p50", "p90", "p99", "max")
MOST_ROWS = 5_000_000
"""Events that are looked at for a picture: the newest."""


class ChartsPanel(QWidget):
    """Shows charts of one log, and updates them while it is visible."""

    range_wanted = pyqtSignal(str)
    """A filter for the range that was chosen."""

    def __init__(self, tasks: BackgroundTasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._theme = theme
        self._tab: LogTab | None = None
        self._task: BackgroundTask | None = None
        self._drawn: tuple[FilteredRows, int] | None = None
        self._picture: Picture | None = None
        self._rested = 0.0
        self._ends: tuple[float, float] | None = None
        self.span = QComboBox()
        self.choose_range = QPushButton(tr("Choose Range"))
        self.filter_range = QPushButton(tr("Filter Log by Range"))
        self.empty = QLabel(tr("Nothing to draw yet: the log shows no event."))
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
        self._timer = every(INTERVAL, self.look, self)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 180)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def show_log(self, tab: LogTab | None) -> None:
        """Show the log of a tab from now on; None to show none."""
        self._tab, self._drawn, self._rested = tab, None, 0.0
        self._choose(None)
        self.look()

    def show_moment(self, ns: int) -> None:
        """Where the selected event is."""
        for plot in self.over_time:
            plot.show_moment(ns / 1e9)

    def look(self) -> None:
        """Draw again if there are new events and the panel is visible."""
        if self._task is not None or not self.isVisible() or time.monotonic() < self._rested:
            return
        if self._tab is None:
            self._show(None)
            return
        found, span = self._tab.log_model.view.found, SPANS[self.span.currentIndex()][1]
        if self._drawn == (found, span):
            return
        self._drawn = found, span
        began = time.monotonic()

        def drawn(build_picture: Picture | None) -> None:
            self._task = None
            self._rested = time.monotonic() + REST * (time.monotonic() - began)
            self._show(build_picture)

        self._task = self._tasks.run(self, lambda: _picture(found, span), drawn)

    def _show(self, build_picture: Picture | None) -> None:
        self.empty.setVisible(build_picture is None)
        self.pages.setVisible(build_picture is not None)
        if build_picture is None:
            return
        self._picture = build_picture
        self._draw_page()

    def _draw_page(self) -> None:
        """Only that which can be seen: drawing all would keep the window from its other work."""
        build_picture, page = self._picture, self.pages.currentWidget()
        if build_picture is None:
            return
        if page is self.histogram:
            self.histogram.show_picture(build_picture)
        elif page is self.timeline:
            self.timeline.show_picture(build_picture)
        else:
            x = build_picture.starts / 1e9
            next(plot for plot in self.over_time if plot is page).show_curves(
                x, self._curves(build_picture, page)
            )

    def _curves(self, build_picture: Picture, page: QWidget) -> list[Curve]:
        palette = self._theme.palette
        if page is self.depths:
            colors = (palette.accent, palette.ok, palette.notice, palette.get, palette.number, palette.error)
            depths = zip(build_picture.depths.items(), colors, strict=False)
            return [(name, level, color) for (name, level), color in depths]
        if page is self.rates:
            return [
                (tr("items put/s"), build_picture.puts, palette.put),
                (tr("items got/s"), build_picture.gets, palette.get),
            ]
        if page is self.latency:
            shades = (palette.ok, palette.blocked, palette.notice, palette.error)
            taken = np.where(
                build_picture.latencies > 0, build_picture.latencies, np.nan
            )  # nothing waited: no point
            return list(zip(QUANTILES, taken.T, shades, strict=True))
        return [(tr("calls that wait"), build_picture.blocked, palette.blocked)]

    # The range

    def _toggle(self, on: bool) -> None:
        if not on:
            self._choose(None)
            return
        (low, high), _ = self._current().getPlotItem().viewRange()
        third = (high - low) / 3
        self._choose((low + third, high - third))

    def _choose(self, ends: tuple[float, float] | None) -> None:
        self._ends = ends
        self.choose_range.setChecked(ends is not None)
        self.filter_range.setEnabled(ends is not None)
        for plot in self.over_time:
            plot.show_range(ends)

    def _current(self) -> TimePlot:
        page = self.pages.currentWidget()
        return page if isinstance(page, TimePlot) else self.depths

    def _filter(self) -> None:
        if self._ends is not None:
            first, last = map(formats.instant, self._ends)
            self.range_wanted.emit(f"time in {first}..{last}")

    # Laying out

    def _connect(self) -> None:
        self.pages.currentChanged.connect(lambda _: self._draw_page())
        self.span.currentIndexChanged.connect(lambda _: self._look_at_once())
        self.choose_range.toggled.connect(self._toggle)
        self.filter_range.clicked.connect(lambda _: self._filter())
        for plot in self.over_time:
            plot.range_changed.connect(self._choose)
        self._theme.changed.connect(self._forget)

    def _look_at_once(self) -> None:
        self._rested = 0.0
        self.look()

    def _forget(self) -> None:
        """Draw the same again, in other colours."""
        self._drawn = None
        self._look_at_once()

    def _lay_out(self) -> None:
        for title, _ in SPANS:
            self.span.addItem(tr(title))
        self.span.setCurrentIndex(USUAL_SPAN)
        self.span.setAccessibleName(tr("Time shown"))
        self.choose_range.setCheckable(True)
        self.filter_range.setEnabled(False)
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
        self.pages.setCornerWidget(self._choices())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.pages, 1)

    def _choices(self) -> QWidget:
        """Beside the titles of the pages, so that the plots have the height."""
        whole = QWidget()
        whole.setAutoFillBackground(True)  # or Qt draws a line there
        row = QHBoxLayout(whole)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(6)
        for widget in (self.span, self.choose_range, self.filter_range):
            row.addWidget(widget)
        return whole


def _picture(found: FilteredRows, span: int) -> Picture | None:
    """Of the newest events; ``span`` in seconds before the last, 0: of all."""
    count = found.num_rows
    if not count:
        return None
    first = max(count - MOST_ROWS, 0)
    if span:
        end = found.log.event(found.row(count - 1)).time
        first = max(first, find_time(found, end - span * 10**9))
    return build_picture(found.batches(first))
