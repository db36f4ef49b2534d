# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with charts, visible, and tabs with logs."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication

from rqdebug.ui.charts.charts_dock import SPANS, ChartsPanel
from rqdebug.ui.log.events_tab import EventsTab


@pytest.fixture
def charts(qtbot, tasks, theme):
    charts = ChartsPanel(tasks, theme)
    qtbot.addWidget(charts)
    charts.resize(800, 300)
    with qtbot.waitExposed(charts):
        charts.show()
    return charts


@pytest.fixture
def open_tab(qtbot, bridge, tasks, theme, settings, saved):
    """Make a tab of a log, which is complete."""
    tabs = []

    def open_tab(log):
        tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
        qtbot.addWidget(tab)
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == log.num_rows)
        tabs.append(tab)
        return tab

    yield open_tab
    for tab in tabs:
        tab.close_feed()


@pytest.fixture
def draw(qtbot, charts):
    """Show all events of a tab on the page of a plot, and wait until they are drawn."""

    def draw(tab, plot):
        charts.span.setCurrentIndex(len(SPANS) - 1)
        charts.show_page(plot)
        charts.show_log(tab)
        qtbot.waitUntil(lambda: charts._source is not None and charts._source[0] is tab)
        for _ in range(2):  # axes find their size when they are drawn
            charts.grab()
            QApplication.processEvents()
        return charts._data

    return draw
