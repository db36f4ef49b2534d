# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts show values under the mouse, lead to the event of a point, and mark the selected event."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PyQt5.QtCore import QEvent, QPointF, Qt
from PyQt5.QtWidgets import QApplication

from rqdebug.events.event_log import EventLog
from rqdebug.ui.models import formats

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def tab(open_tab, log, rows):
    log.append(
        rows(
            *(
                {
                    "time": MORNING + n * SECOND,
                    "call": n,
                    "depth": n % 7,
                    "waited": (n % 3) * SECOND // 10,
                    "client": f"client-{n % 3}",
                    "target": "edge-1",
                }
                for n in range(60)
            )
        )
    )
    return open_tab(log)


def place(plot, x, y):
    """Where a place in units of the axes is in the viewport."""
    return plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(x, y)))


@pytest.fixture
def point(qtbot):
    """Move the mouse to a place of a plot, in units of the axes."""

    def point(plot, x, y):
        plot.scene()._lastMoveEventTime = 0  # events that follow each other quickly are left out
        qtbot.mouseMove(plot.viewport(), place(plot, x, y))
        qtbot.waitUntil(plot._crosshair.isVisible)

    return point


@pytest.fixture
def click_at(qtbot):
    def click_at(plot, x, y):
        qtbot.mouseClick(plot.viewport(), Qt.LeftButton, pos=place(plot, x, y))

    return click_at


def chosen(tab):
    """The call that is selected in the log."""
    row = tab.log.current_row()
    return None if row is None else tab.log_model.event_at(row).call


def seconds(n):
    return MORNING // SECOND + n


class TestHover:
    def test_values_of_the_nearest_point_stand_beside_the_mouse(self, charts, tab, draw, point):
        draw(tab, charts.depths)
        point(charts.depths, seconds(20), 3)
        when, depth = charts.depths._readout.text().splitlines()
        start, width = when.split(" + ")
        assert formats.date_time(MORNING + 19 * SECOND + 753 * SECOND // 1000) < start
        assert start <= formats.date_time(MORNING + 20 * SECOND) and width == "246 ms"
        assert depth == "jobs: 6"
        assert charts.depths._readout.isVisible()
        assert abs(charts.depths._crosshair.value() - seconds(20)) < 0.5

    def test_values_have_their_units(self, charts, tab, draw, point):
        draw(tab, charts.latency)
        point(charts.latency, seconds(20), 8)
        assert "max: 200 ms" in charts.latency._readout.text()
        assert charts.latency.getAxis("left").labelText == "waited"
        assert charts.depths.getAxis("left").labelText == "items"
        assert charts.rates.getAxis("left").labelText == "items/s"
        assert charts.blocked.getAxis("left").labelText == "calls"

    def test_latency_of_0_is_a_value_though_the_axis_has_no_place_for_it(self, charts, tab, draw, point):
        draw(tab, charts.latency)
        point(charts.latency, seconds(21), 8)
        assert "max: 0" in charts.latency._readout.text()

    def test_bar_of_the_timeline_tells_its_call(self, charts, tab, draw, point):
        draw(tab, charts.timeline)
        point(charts.timeline, seconds(20) - 0.1, 2)
        text = charts.timeline._readout.text().splitlines()
        assert text == [formats.date_time(MORNING + 198 * SECOND // 10), "client-2", "put jobs", "ok, 200 ms"]

    def test_bar_of_the_histogram_tells_its_range_and_count(self, charts, tab, draw, point):
        draw(tab, charts.histogram)
        point(charts.histogram, np.log10(SECOND // 5), 5)
        assert charts.histogram._readout.text().endswith("20 calls")

    def test_values_vanish_with_the_mouse(self, charts, tab, draw, point):
        draw(tab, charts.depths)
        point(charts.depths, seconds(20), 3)
        QApplication.sendEvent(charts.depths, QEvent(QEvent.Leave))
        assert not charts.depths._readout.isVisible()
        assert not charts.depths._crosshair.isVisible()

    def test_readout_stays_inside_of_the_plot(self, charts, tab, draw, point):
        draw(tab, charts.depths)
        for n in (0, 30, 59):
            point(charts.depths, seconds(n), 0.1)
            assert charts.depths.rect().contains(charts.depths._readout.geometry())


class TestClick:
    def test_click_on_a_point_selects_its_event(self, charts, tab, draw, click_at):
        draw(tab, charts.depths)
        click_at(charts.depths, seconds(20), 20 % 7)
        assert chosen(tab) == 20

    def test_click_on_a_bar_selects_its_event(self, charts, tab, draw, click_at):
        draw(tab, charts.timeline)
        click_at(charts.timeline, seconds(23) - 0.05, 2)
        assert chosen(tab) == 23

    def test_click_on_a_latency_selects_a_call_that_waited_so_long(self, charts, tab, draw, click_at):
        draw(tab, charts.latency)
        click_at(charts.latency, seconds(19), np.log10(SECOND // 10))
        assert chosen(tab) == 19

    def test_click_on_a_bar_of_the_histogram_selects_its_newest_call(self, charts, tab, draw, click_at):
        draw(tab, charts.histogram)
        click_at(charts.histogram, np.log10(SECOND // 5), 5)
        assert chosen(tab) == 59

    def test_click_in_a_short_time_range_selects_its_event(self, qtbot, charts, tab, draw, click_at):
        draw(tab, charts.depths)
        charts.span.setCurrentIndex(0)
        qtbot.waitUntil(lambda: charts._source[2] > 0, timeout=10_000)
        for _ in range(2):  # axes find their size when they are drawn
            charts.grab()
            QApplication.processEvents()
        click_at(charts.depths, seconds(55), 55 % 7)
        assert chosen(tab) == 55

    def test_click_far_from_each_point_keeps_the_selected_event(self, charts, tab, draw, click_at):
        draw(tab, charts.depths)
        tab.log.go_to(5)
        click_at(charts.depths, seconds(21), 5)
        assert chosen(tab) == 5

    def test_click_finds_its_event_among_filtered_rows(self, qtbot, charts, tab, draw, click_at):
        tab.filter_bar.set_filter("call >= 30")
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 30)
        draw(tab, charts.depths)
        click_at(charts.depths, seconds(40), 40 % 7)
        assert chosen(tab) == 40

    def test_click_on_an_event_that_the_filter_hides_says_so(self, qtbot, charts, tab, draw, click_at):
        draw(tab, charts.depths)
        charts._rested = math.inf  # they show what the log showed before
        tab.filter_bar.set_filter("call < 10")
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 10)
        assert charts._source[1].num_rows == 60
        with qtbot.waitSignal(tab.done):
            charts._go_to(20)
        assert chosen(tab) != 20

    def test_double_click_on_nothing_keeps_the_selected_event(self, qtbot, charts, tab, draw):
        draw(tab, charts.timeline)
        tab.log.go_to(5)
        where = place(charts.timeline, seconds(30.5), 0)
        qtbot.mouseClick(charts.timeline.viewport(), Qt.LeftButton, pos=where)
        qtbot.mouseDClick(charts.timeline.viewport(), Qt.LeftButton, pos=where)
        assert chosen(tab) == 5


class TestSelectedEvent:
    def test_selected_call_is_framed_in_the_timeline(self, charts, tab, draw, theme, colors_of):
        draw(tab, charts.timeline)
        charts.show_event(tab.log_model.event_at(23))
        frame = charts.timeline._frame.opts
        assert (frame["x1"].tolist(), (frame["y0"] + frame["height"] / 2).tolist()) == ([seconds(23)], [2])
        assert theme.palette.text in colors_of(charts.timeline)
        charts.show_event(None)
        assert charts.timeline._frame is None and not charts.timeline._cursor.isVisible()

    def test_frame_stays_when_the_chart_is_drawn_again(self, charts, tab, draw, theme):
        draw(tab, charts.timeline)
        charts.show_event(tab.log_model.event_at(23))
        theme.use("light")
        assert charts.timeline._frame.opts["pen"].color().name() == theme.palette.text

    def test_calls_of_other_targets_are_not_framed(self, charts, open_tab, draw, rows):
        log = EventLog()
        same = {"time": MORNING, "call": 7, "waited": 0}
        log.append(
            rows({**same, "target": "edge-1", "client": "a"}, {**same, "target": "edge-2", "client": "b"})
        )
        tab = open_tab(log)
        draw(tab, charts.timeline)
        charts.show_event(tab.log_model.event_at(1))
        assert round((charts.timeline._frame.opts["y0"] + 0.35)[0]) == 1

    def test_event_of_another_log_is_not_marked(self, charts, tab, open_tab, draw, rows):
        draw(tab, charts.depths)
        charts.show_event(tab.log_model.event_at(23))
        other = EventLog()
        other.append(rows({"time": MORNING}))
        charts.show_log(open_tab(other))
        assert not charts.depths._cursor.isVisible()
        tab.log.go_to(11)
        charts.show_log(tab)
        assert charts.depths._cursor.value() == seconds(11)


class TestKeys:
    def test_zoom_by_keys_ends_with_home(self, qtbot, charts, tab, draw):
        plot = charts.depths
        draw(tab, plot)
        low, high = plot.getViewBox().viewRange()[0]
        qtbot.keyClick(plot, Qt.Key_Plus)
        near, far = plot.getViewBox().viewRange()[0]
        assert far - near == pytest.approx((high - low) / 2)
        assert charts.reset_zoom.isEnabled()
        qtbot.keyClick(plot, Qt.Key_Right)
        assert plot.getViewBox().viewRange()[0][0] > near
        qtbot.keyClick(plot, Qt.Key_Home)
        assert not plot.is_zoomed and plot.getViewBox().autoRangeEnabled()[0]
