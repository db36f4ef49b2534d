# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanes of the timeline: each visible lane has its name, and the others can be scrolled to."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPoint, QPointF, Qt
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QApplication

from rqdebug.events.event_log import EventLog
from rqdebug.events.views.chart_data import compute_chart_data

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def tab(open_tab, rows):
    log = EventLog()
    log.append(rows(*({"time": MORNING + n * SECOND, "call": n, "client": f"c-{n % 3}"} for n in range(9))))
    return open_tab(log)


@pytest.fixture
def crowd(open_tab, rows):
    log = EventLog()
    log.append(rows(*({"time": MORNING + n * SECOND, "call": n, "client": f"c-{n:02}"} for n in range(60))))
    return open_tab(log)


def named(plot):
    low, high = plot.getViewBox().viewRange()[1]
    return plot._lanes.tickValues(low, high, plot.getViewBox().height())[0][1]


def test_each_visible_lane_is_named_and_the_others_can_be_scrolled_to(charts, crowd, draw):
    plot = charts.timeline
    draw(crowd, plot)
    assert plot.lane_bar.isVisible()
    seen = set()
    for first in range(plot.lane_bar.maximum() + 1):
        plot.lane_bar.setValue(first)
        assert named(plot) == list(range(first, first + plot.lane_bar.pageStep()))
        seen.update(named(plot))
    assert seen == set(range(40))
    assert plot.legend.note.text() == "The 40 busiest of 60 clients"


def test_few_lanes_need_no_scroll_bar(charts, tab, draw):
    draw(tab, charts.timeline)
    assert not charts.timeline.lane_bar.isVisible()
    assert named(charts.timeline) == [0, 1, 2]


def test_selected_call_is_scrolled_into_view(charts, crowd, draw):
    plot = charts.timeline
    draw(crowd, plot)
    bar = next(bar for bar in charts._data.bars if bar.lane == 39)
    charts.show_event(crowd.log_model.event_at(bar.event))
    assert 39 in named(plot)


def all_bars(tab):
    return compute_chart_data(tab.log_model.view.matches.batches(0)).bars


def test_bars_are_computed_only_while_the_timeline_is_in_front(qtbot, charts, crowd, draw):
    assert not draw(crowd, charts.depths).bars
    charts.show_page(charts.timeline)
    qtbot.waitUntil(lambda: charts.timeline._bars is not None)
    data = charts._data
    assert data.bars == all_bars(crowd)
    charts.show_page(charts.latency)
    charts.show_page(charts.timeline)
    assert charts._data is data and charts._task is None


def test_timeline_that_comes_in_front_while_other_charts_are_computed_has_bars(qtbot, charts, crowd):
    charts.show_log(crowd)
    assert charts._task is not None
    charts.show_page(charts.timeline)
    qtbot.waitUntil(lambda: charts.timeline._bars is not None)


def test_call_that_was_selected_before_it_was_drawn_is_scrolled_into_view(qtbot, charts, crowd, draw):
    plot = charts.timeline
    draw(crowd, charts.depths)
    bar = next(bar for bar in all_bars(crowd) if bar.lane == 39)
    charts.show_event(crowd.log_model.event_at(bar.event))
    charts.show_page(plot)
    qtbot.waitUntil(lambda: 39 in named(plot))
    plot.lane_bar.setValue(0)
    charts._draw_page()
    assert 39 not in named(plot)


def test_wheel_over_the_names_scrolls(charts, crowd, draw):
    plot = charts.timeline
    draw(crowd, plot)
    where = QPointF(10, 60)
    wheel = QWheelEvent(
        where,
        QPointF(plot.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.NoButton,
        Qt.NoModifier,
        Qt.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), wheel)
    assert plot.lane_bar.value() == 3 and not plot.is_zoomed


def test_zoom_of_the_time_keeps_the_lanes(charts, crowd, draw):
    plot = charts.timeline
    draw(crowd, plot)
    plot.lane_bar.setValue(4)
    plot.reset_zoom()
    assert named(plot)[0] == 4
