# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts of a log, and their links to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt

from rqdebug.events.filters.filter import parse
from rqdebug.events.views.chart_data import Bar
from rqdebug.ui.charts.charts_dock import SPANS
from rqdebug.ui.charts.timeline import bar_color

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def tab(open_tab, log, rows):
    events = [
        {"time": MORNING + n * SECOND, "call": n, "depth": n % 5, "waited": n * 1000} for n in range(90)
    ]
    log.append(rows(*events))
    return open_tab(log)


def curve(charts, plot, name):
    return plot._shown[name].getData()


def test_panel_without_a_log_shows_a_hint(charts):
    charts.show_log(None)
    assert charts.empty.isVisible() and not charts.pages.isVisible()


def test_panel_says_nothing_before_the_data_is_computed(qtbot, charts, tab):
    charts.show_log(tab)
    assert not charts.empty.isVisible() and not charts.pages.isVisible()
    qtbot.waitUntil(charts.pages.isVisible)


def test_charts_follow_the_filtered_log(qtbot, charts, tab, log, rows):
    def last():
        return curve(charts, charts.depths, "jobs")[0][-1] if charts.depths._shown else 0

    charts.show_log(tab)
    tab.filter_bar.set_filter("depth == 3")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 18 and last() >= MORNING // SECOND)
    log.append(rows({"time": MORNING + 95 * SECOND, "depth": 3}, {"time": MORNING + 99 * SECOND, "depth": 1}))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 19)
    charts._rested = 0.0
    qtbot.waitUntil(lambda: last() >= MORNING // SECOND + 94)


def test_chosen_span_limits_what_is_drawn(qtbot, charts, tab):
    charts.show_log(tab)
    qtbot.waitUntil(lambda: "jobs" in charts.depths._shown)
    x, _ = curve(charts, charts.depths, "jobs")
    assert 59 <= x[-1] - x[0] <= 61
    charts.span.setCurrentIndex(len(SPANS) - 1)
    qtbot.waitUntil(lambda: curve(charts, charts.depths, "jobs")[0][0] < MORNING // SECOND + 1)
    charts.show_page(charts.latency)
    assert set(charts.latency._shown) == {"p50", "p90", "p99", "max"}
    charts.show_page(charts.timeline)
    qtbot.waitUntil(lambda: charts.timeline._bars is not None)
    charts.show_page(charts.histogram)
    assert charts.histogram._bars is not None


def test_chosen_range_becomes_a_filter(qtbot, charts, tab):
    charts.show_log(tab)
    qtbot.waitUntil(lambda: bool(charts.depths._shown))
    charts.span.setCurrentIndex(len(SPANS) - 1)
    qtbot.mouseClick(charts.select_range, Qt.LeftButton)
    charts.depths._range.setRegion((MORNING // SECOND + 20, MORNING // SECOND + 29.5))
    assert charts.timeline._range.getRegion() == charts.depths._range.getRegion()
    with qtbot.waitSignal(charts.range_wanted) as wanted:
        qtbot.mouseClick(charts.filter_range, Qt.LeftButton)
    assert parse(wanted.args[0]).mask(tab.source.batches[0]).true_count == 10
    qtbot.mouseClick(charts.select_range, Qt.LeftButton)
    assert not charts.filter_range.isEnabled()


def test_selected_event_is_marked_by_the_cursor(charts, tab):
    charts.show_log(tab)
    charts.show_event(tab.log_model.event_at(5))
    assert charts.rates._cursor.isVisible()
    assert charts.rates._cursor.value() == MORNING // SECOND + 5


def test_charts_follow_the_theme(qtbot, charts, tab, theme):
    charts.show_page(charts.rates)
    charts.show_log(tab)
    qtbot.waitUntil(lambda: bool(charts.rates._shown))
    theme.use("light")
    assert charts.rates.backgroundBrush().color().name() == theme.palette.ground


def test_charts_are_redrawn_for_another_filter(qtbot, charts, tab):
    charts.show_page(charts.timeline)
    charts.show_log(tab)
    for expression, count in (("call in 10..19", 10), ("call in 10..14", 5)):
        tab.filter_bar.set_filter(expression)
        qtbot.waitUntil(lambda count=count: tab.log_model.rowCount() == count)
        qtbot.waitUntil(lambda: charts._task is None)  # which may still be drawing the last data
        charts._rested = 0.0
        charts.refresh()
        qtbot.waitUntil(lambda: charts._task is None)
        assert len(charts._data.bars) == count


def test_worker_tasks_have_their_own_colors(theme):
    palette, bar = theme.palette, Bar(0, 0, 1, "task", "ok")
    assert bar_color(palette, bar) == bar_color(palette, replace(bar, outcome="busy")) == palette.number
    assert bar_color(palette, replace(bar, outcome="error")) == palette.error
    assert bar_color(palette, Bar(0, 0, 1, "get", "blocked", waiting=True)) == palette.blocked
    assert bar_color(palette, Bar(0, 0, 1, "put_many", "ok")) == palette.put


def zoom(plot, first, last):
    plot.setXRange(first, last, padding=0)
    plot.getViewBox().sigRangeChangedManually.emit([True, False])


def sees_the_data(charts):
    low, high = charts.depths.getViewBox().viewRange()[0]
    times = curve(charts, charts.depths, "jobs")[0]
    return low <= times[-1] and times[0] <= high


@pytest.fixture
def zoomed(qtbot, charts, tab):
    charts.show_log(tab)
    qtbot.waitUntil(lambda: bool(charts.depths._shown))
    zoom(charts.depths, MORNING // SECOND + 80, MORNING // SECOND + 81)
    return charts


def test_zoom_ends_with_the_button_and_with_a_double_click(zoomed, click, qtbot):
    plot = zoomed.depths
    assert plot.is_zoomed and zoomed.reset_zoom.isEnabled()
    click(zoomed.reset_zoom)
    assert not plot.is_zoomed and not zoomed.reset_zoom.isEnabled()
    zoom(plot, 1, 2)
    qtbot.mouseDClick(plot.viewport(), Qt.LeftButton)
    assert not plot.is_zoomed and plot.getViewBox().autoRangeEnabled()[0]


def test_zoom_is_not_carried_to_another_log(qtbot, zoomed, tab):
    zoomed.show_log(None)
    zoomed.show_log(tab)
    assert not zoomed.depths.is_zoomed
    qtbot.waitUntil(lambda: sees_the_data(zoomed))


def test_zoom_ends_when_the_data_has_moved_out_of_sight(qtbot, zoomed, log, rows):
    zoom(zoomed.depths, MORNING // SECOND - 80, MORNING // SECOND - 70)
    log.append(rows({"time": MORNING + 95 * SECOND, "depth": 3}))
    qtbot.waitUntil(lambda: not zoomed.depths.is_zoomed and sees_the_data(zoomed), timeout=10_000)
