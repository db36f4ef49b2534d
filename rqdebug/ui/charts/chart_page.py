# SPDX-License-Identifier: GPL-3.0-or-later
"""A page of the charts: a plot, and beside it its scroll bar and its legend."""

from __future__ import annotations

from PyQt5.QtWidgets import QHBoxLayout, QWidget

from rqdebug.ui.charts.plots import Plot
from rqdebug.ui.charts.timeline import Timeline


class ChartPage(QWidget):
    """A plot with its legend beside it."""

    def __init__(self, plot: Plot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = plot
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(plot, 1)
        if isinstance(plot, Timeline):
            row.addWidget(plot.lane_bar)
        row.addWidget(plot.legend)
        self.setFocusProxy(plot)
