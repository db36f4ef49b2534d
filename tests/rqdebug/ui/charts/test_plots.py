# SPDX-License-Identifier: GPL-3.0-or-later
"""Plots: their curves, axes, range and cursor, and the colours in which they are drawn."""

from __future__ import annotations

import time
from datetime import datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rqdebug.events.views.chart_data import Bar, ChartData
from rqdebug.ui.charts.axes import LATENCY_HEIGHT, LATENCY_WIDTH, ClockAxis, LaneAxis, LatencyAxis
from rqdebug.ui.charts.plots import Curve, HistogramPlot, Plot, TimePlot
from rqdebug.ui.charts.timeline import Timeline, bar_color

SECOND = 10**9
NOTHING = np.zeros(1)
EMPTY = ChartData(
    np.zeros(1, np.int64), SECOND, NOTHING, NOTHING, np.zeros((1, 4), np.int64), np.zeros(1, np.int64)
)


@pytest.fixture
def shown(qtbot, theme):
    def shown(kind):
        plot = kind(theme)
        qtbot.addWidget(plot)
        plot.resize(600, 250)
        with qtbot.waitExposed(plot):
            plot.show()
        return plot

    return shown


def data(**fields):
    return ChartData(
        **{name: getattr(EMPTY, name) for name in ("starts", "width", "puts", "gets", "latencies", "blocked")}
        | fields
    )


def curves(plot):
    """Name, values and colour of each curve in the plot."""
    found = {}
    for name, curve in plot._shown.items():
        assert curve in plot.getPlotItem().listDataItems()
        found[name] = (curve.getData()[1].tolist(), curve.opts["pen"].color().name())
    return found


class TestCurves:
    X = np.arange(4.0)

    def test_curves_have_their_values_and_colors(self, shown):
        plot = shown(Plot)
        plot.show_curves(
            self.X,
            [Curve("jobs", np.array([1.0, 2, 3, 4]), "#ff0000"), Curve("other", np.zeros(4), "#00ff00")],
        )
        assert curves(plot) == {"jobs": ([1, 2, 3, 4], "#ff0000"), "other": ([0, 0, 0, 0], "#00ff00")}
        assert [name for name, _ in plot.legend.entries] == ["jobs", "other"]

    def test_new_curves_replace_the_old_ones(self, shown):
        plot = shown(Plot)
        plot.show_curves(self.X, [Curve("jobs", np.ones(4), "#ff0000"), Curve("gone", np.ones(4), "#0000ff")])
        plot.show_curves(self.X, [Curve("jobs", np.zeros(4), "#00ff00")])
        assert curves(plot) == {"jobs": ([0, 0, 0, 0], "#00ff00")}
        assert [name for name, _ in plot.legend.entries] == ["jobs"]
        assert len(plot.getPlotItem().listDataItems()) == 1
        plot.show_curves(self.X, [])
        assert curves(plot) == {}

    @pytest.mark.parametrize(
        ("values", "dots"),
        [
            ([1, 2, 3, 4], False),
            ([1, np.nan, 3, 4], True),
            ([np.nan, 2, np.nan, np.nan], True),
            ([1, 2, np.nan, np.nan], False),
            ([np.nan] * 4, False),
        ],
    )
    def test_isolated_point_is_drawn_as_a_dot(self, shown, values, dots):
        plot = shown(Plot)
        plot.show_curves(self.X, [Curve("jobs", np.array(values, float), "#ff0000")])
        assert (plot._shown["jobs"].opts["symbol"] == "o") is dots

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_curve_and_background_have_the_colors_of_the_theme(self, theme, shown, colors_of, name):
        theme.use(name)
        plot = shown(Plot)
        plot.show_curves(self.X, [Curve("jobs", np.zeros(4), theme.palette.ok)])
        assert theme.palette.ground in colors_of(plot)

    def test_plot_follows_a_change_of_the_theme(self, theme, shown, colors_of):
        plot = shown(Plot)
        theme.use("light")
        assert theme.palette.ground in colors_of(plot)
        assert plot.getAxis("left").textPen().color().name() == theme.palette.muted

    def test_wheel_does_not_stretch_the_height(self, shown):
        assert shown(Plot).getViewBox().state["mouseEnabled"] == [True, False]


class TestLatencyAxis:
    @pytest.fixture(params=["left", "bottom"])
    def axis(self, qapp, request):
        return LatencyAxis(request.param)

    def test_ticks_are_written_as_durations(self, axis):
        assert axis.tickStrings([0, 3, 4.301, 6, 9], 1.0, 1.0) == [
            "1 ns",
            "1.00 µs",
            "20.0 µs",
            "1.00 ms",
            "1.00 s",
        ]

    def test_few_decades_have_ticks_at_1_2_and_5(self, axis):
        ((_, ticks),) = axis.tickValues(3.0, 5.0, 10_000)
        assert axis.tickStrings(ticks, 1.0, 1.0) == [
            *("1.00 µs", "2.00 µs", "5.00 µs", "10.0 µs", "20.0 µs", "50.0 µs", "100 µs")
        ]

    def test_many_decades_have_one_tick_each(self, axis):
        ((_, ticks),) = axis.tickValues(0.0, 9.0, 10_000)
        assert ticks == list(range(10))

    def test_axis_may_be_turned_upside_down(self, axis):
        assert axis.tickValues(5.0, 3.0, 500) == axis.tickValues(3.0, 5.0, 500)

    @given(
        low=st.floats(-1, 10),
        length=st.floats(0, 12),
        size=st.floats(0, 2000),
        side=st.sampled_from(["left", "bottom"]),
    )
    def test_labels_never_overlap(self, low, length, size, side):
        axis = LatencyAxis(side)
        ((_, ticks),) = axis.tickValues(low, low + length, size)
        assert all(low <= tick <= low + length for tick in ticks)
        assert ticks == sorted(set(ticks))
        room = LATENCY_HEIGHT if side == "left" else LATENCY_WIDTH
        assert len(ticks) <= max(size, 1) / room + 1


class TestClockAxis:
    @pytest.mark.parametrize(
        ("spacing", "text"),
        [(60, ":20"), (1, ":20"), (0.25, ":20.250"), (0.001, ":20.250"), (0.0001, ":20.250000")],
    )
    def test_tick_labels_are_as_precise_as_their_distance(self, qapp, spacing, text):
        (label,) = ClockAxis("bottom").tickStrings([1_700_000_000.25], 1.0, spacing)
        hour = time.strftime("%H:%M", time.localtime(1_700_000_000))
        assert label == hour + text

    @given(st.floats(0, 4e9), st.sampled_from([1.0, 0.01, 0.00001]))
    def test_tick_is_the_local_time_of_day(self, seconds, spacing):
        (label,) = ClockAxis("bottom").tickStrings([seconds], 1.0, spacing)
        exact = datetime.fromtimestamp(round(seconds * 1e6) // 10**6)
        assert label[:8] == exact.strftime("%H:%M:%S")
        assert len(label) == {1.0: 8, 0.01: 12, 0.00001: 15}[spacing]


class TestLaneAxis:
    @pytest.fixture
    def axis(self, qapp):
        axis = LaneAxis()
        axis.lanes = tuple(f"client-{n}" for n in range(10))
        return axis

    def test_each_lane_has_its_name(self, axis):
        ((_, ticks),) = axis.tickValues(-0.5, 9.5, 500)
        assert axis.tickStrings(ticks, 1.0, 1.0) == [f"client-{n}" for n in range(10)]

    def test_only_visible_lanes_are_named(self, axis):
        assert axis.tickValues(2.5, 5.5, 500) == axis.tickValues(5.5, 2.5, 500) == [(1.0, [3, 4, 5])]

    def test_names_that_would_touch_are_left_out(self, axis):
        ((_, ticks),) = axis.tickValues(-0.5, 9.5, 60)
        assert ticks == [0, 3, 6, 9]

    def test_long_name_is_cut(self, axis):
        axis.lanes = ("x" * 100,)
        assert axis.tickStrings([0], 1.0, 1.0) == ["x" * 14 + "…" + "x" * 13]


class TestTimePlot:
    def test_cursor_appears_at_the_selected_event(self, theme, shown):
        plot = shown(TimePlot)
        assert not plot._cursor.isVisible()
        plot.show_moment(1_700_000_005.5)
        assert plot._cursor.isVisible()
        assert plot._cursor.value() == 1_700_000_005.5
        theme.use("light")
        assert plot._cursor.pen.color().name() == theme.palette.accent

    def test_range_appears_and_goes(self, shown):
        plot = shown(TimePlot)
        assert not plot._range.isVisible()
        plot.show_range((10.0, 20.0))
        assert plot._range.isVisible()
        assert plot._range.getRegion() == (10.0, 20.0)
        plot.show_range(None)
        assert not plot._range.isVisible()

    def test_range_that_the_user_moves_is_signalled(self, qtbot, shown):
        plot = shown(TimePlot)
        plot.show_range((10.0, 20.0))
        with qtbot.waitSignal(plot.range_changed) as changed:
            plot._range.setRegion((12.0, 18.0))
        assert changed.args == [(12.0, 18.0)]

    def test_range_that_is_shown_again_is_not_signalled(self, qtbot, shown):
        plot = shown(TimePlot)
        plot.show_range((10.0, 20.0))
        with qtbot.assertNotEmitted(plot.range_changed):
            plot.show_range((10.0, 20.0))

    def test_cursor_and_range_do_not_stretch_the_view(self, shown):
        plot = shown(TimePlot)
        plot.show_curves(np.arange(10.0), [Curve("a", np.arange(10.0), "#ff0000")])
        plot.show_moment(1e6)
        plot.show_range((1e6, 2e6))
        plot.getViewBox().autoRange()
        low, high = plot.getViewBox().viewRange()[0]
        assert low > -5 and high < 15


class TestHistogram:
    def test_bars_are_between_their_edges(self, theme, shown):
        plot = shown(HistogramPlot)
        plot.show_data(data(edges=np.array([10.0, 100, 1000]), histogram=np.array([3, 7])))
        bars = plot._bars.opts
        assert (bars["x0"].tolist(), bars["x1"].tolist(), bars["height"].tolist()) == ([1, 2], [2, 3], [3, 7])
        assert bars["brush"] == theme.palette.accent

    @pytest.mark.parametrize("nothing", [None, EMPTY], ids=["no events", "no durations"])
    def test_without_durations_there_are_no_bars(self, shown, nothing):
        plot = shown(HistogramPlot)
        plot.show_data(data(edges=np.array([10.0, 100]), histogram=np.array([3])))
        before = plot._bars
        plot.show_data(nothing)
        assert plot._bars is None
        assert before.scene() is None

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_bars_are_drawn_in_the_accent(self, theme, shown, colors_of, name):
        theme.use(name)
        plot = shown(HistogramPlot)
        plot.show_data(data(edges=np.array([10.0, 100]), histogram=np.array([3])))
        assert theme.palette.accent in colors_of(plot)


class TestTimeline:
    BARS = (Bar(0, 0, 2 * SECOND, "put", "ok"), Bar(1, SECOND, SECOND, "get", "blocked", waiting=True))

    def test_calls_are_bars_in_their_lanes(self, theme, shown):
        plot = shown(Timeline)
        plot.show_data(data(lanes=("loader", "writer"), bars=self.BARS))
        bars = plot._bars.opts
        assert bars["x0"].tolist() == [0, 1]
        assert (bars["y0"] + bars["height"] / 2).tolist() == [0, 1]
        assert [brush.color().name() for brush in bars["brushes"]] == [
            theme.palette.put,
            theme.palette.blocked,
        ]
        assert plot._lanes.lanes == ("loader", "writer")

    def test_very_short_call_is_visible(self, shown):
        plot = shown(Timeline)
        plot.show_data(data(width=4 * SECOND, lanes=("a", "b"), bars=self.BARS))
        assert plot._bars.opts["x1"].tolist() == [2, 2]

    def test_first_lane_is_at_the_top(self, shown):
        assert shown(Timeline).getViewBox().yInverted()

    def test_without_calls_there_are_no_lanes_and_bars(self, shown):
        plot = shown(Timeline)
        plot.show_data(data(lanes=("a", "b"), bars=self.BARS))
        plot.show_data(None)
        assert (plot._bars, plot._lanes.lanes) == (None, ())

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_bars_are_drawn_in_the_colors_of_the_theme(self, theme, shown, colors_of, name):
        theme.use(name)
        plot = shown(Timeline)
        plot.show_data(data(lanes=("a", "b"), bars=self.BARS))
        plot.getViewBox().autoRange()
        assert {theme.palette.put, theme.palette.blocked} <= colors_of(plot)


@pytest.mark.parametrize(
    ("bar", "color"),
    [
        (Bar(0, 0, 1, "put", "ok"), "put"),
        (Bar(0, 0, 1, "put_many", "full"), "put"),
        (Bar(0, 0, 1, "get_nowait", "empty"), "get"),
        (Bar(0, 0, 1, "qsize", "ok"), "muted"),
        (Bar(0, 0, 1, "task", "ok"), "number"),
        (Bar(0, 0, 1, "task", "lost"), "error"),
        (Bar(0, 0, 1, "put", "blocked", waiting=True), "blocked"),
    ],
)
def test_bar_has_the_color_of_its_method_unless_it_failed(theme, bar, color):
    for name in ("dark", "light"):
        theme.use(name)
        assert bar_color(theme.palette, bar) == getattr(theme.palette, color)


DEPTHS = st.lists(st.one_of(st.floats(0, 100), st.just(float("nan"))), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(DEPTHS)
def test_dots_are_drawn_exactly_at_isolated_points(shown, values):
    plot = shown(Plot)
    plot.show_curves(np.arange(float(len(values))), [Curve("a", np.array(values), "#ff0000")])
    there = [value == value for value in values]
    alone = [
        here and not any(there[max(n - 1, 0) : n]) and not any(there[n + 1 : n + 2])
        for n, here in enumerate(there)
    ]
    assert (plot._shown["a"].opts["symbol"] == "o") is any(alone)
