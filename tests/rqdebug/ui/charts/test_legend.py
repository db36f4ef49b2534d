# SPDX-License-Identifier: GPL-3.0-or-later
"""Legends are beside the plots, and colours of curves are stable and follow the theme."""

from __future__ import annotations

import pytest

from rqdebug.events.event_log import EventLog
from rqdebug.ui.charts.legend import MAX_WIDTH, ChartLegend
from rqdebug.ui.charts.series_colors import ColorSlots, series_colors
from rqdebug.ui.style.colors import PALETTES

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def tab_of(open_tab, rows):
    """Make a tab of a log with an event at each of these pairs of target and queue."""

    def tab_of(*pairs):
        log = EventLog()
        log.append(
            rows(
                *(
                    {"time": MORNING + n * SECOND, "call": n, "target": target, "queue": queue, "depth": n}
                    for n, (target, queue) in enumerate(pairs)
                )
            )
        )
        return open_tab(log)

    return tab_of


def colors(plot):
    return {name: item.opts["pen"].color().name() for name, item in plot._shown.items()}


def test_legend_is_beside_the_plot_and_bounded(charts, tab_of, draw):
    draw(tab_of(("", "x" * 200), ("", "jobs")), charts.depths)
    plot, legend = charts.depths, charts.depths.legend
    assert legend.isVisible() and legend.width() <= MAX_WIDTH
    assert legend.geometry().left() >= plot.geometry().right()
    assert plot.width() > 500
    assert "x" * 200 in legend.names[1].toolTip()


def test_readout_of_a_long_name_leaves_the_plot_visible(qtbot, charts, tab_of, draw):
    draw(tab_of(("", "x" * 200), ("", "jobs")), charts.depths)
    assert all(len(line) < 50 for line in charts.depths.describe(MORNING / 1e9, 0))


def test_legend_without_names_is_hidden(qtbot):
    legend = ChartLegend()
    qtbot.addWidget(legend)
    legend.show_entries([("jobs", "#ff0000")])
    legend.show_entries([])
    assert not legend.isVisible()


def test_legend_has_the_colors_of_the_curves_in_each_theme(charts, tab_of, draw, theme, colors_of, qapp):
    draw(tab_of(("", "done"), ("", "jobs")), charts.depths)
    for name in ("light", "dark"):
        theme.use(name)
        qapp.processEvents()  # for the layout
        assert dict(charts.depths.legend.entries) == colors(charts.depths)
        assert set(colors(charts.depths).values()) <= set(series_colors(theme.palette))
        assert set(colors(charts.depths).values()) <= colors_of(charts.depths.legend)
        assert theme.palette.text in colors_of(charts.depths.legend)


def test_hidden_page_has_the_new_colors_when_it_is_shown(charts, tab_of, draw, theme):
    draw(tab_of(("", "done"), ("", "jobs")), charts.depths)
    charts.show_page(charts.rates)
    theme.use("light")
    charts.show_page(charts.depths)
    assert set(colors(charts.depths).values()) <= set(series_colors(theme.palette))


def test_queue_keeps_its_color_when_another_one_appears(qtbot, charts, tab_of, draw, rows):
    tab = tab_of(("", "done"), ("", "jobs"))
    draw(tab, charts.depths)
    before = colors(charts.depths)
    tab.source.append(rows({"time": MORNING + 9 * SECOND, "queue": "alerts"}))
    qtbot.waitUntil(lambda: "alerts" in charts.depths._shown, timeout=10_000)
    after = colors(charts.depths)
    assert {name: after[name] for name in before} == before
    assert len(set(after.values())) == 3


def test_queues_of_one_name_have_a_curve_for_each_target(charts, tab_of, draw):
    draw(tab_of(("edge-1", "jobs"), ("edge-2", "jobs")), charts.depths)
    shown = {name: item.getData()[1][-1] for name, item in charts.depths._shown.items()}
    assert shown == {"jobs · edge-1": 0, "jobs · edge-2": 1}


def test_legend_says_that_it_has_not_all_queues(charts, tab_of, draw):
    draw(tab_of(*(("", f"queue-{n}") for n in range(9))), charts.depths)
    assert charts.depths.legend.note.text() == "The 6 busiest of 9 queues"


class TestColorSlots:
    def test_key_that_stays_keeps_its_number(self):
        slots = ColorSlots(6)
        assert slots.assign(["b", "c"]) == [0, 1]
        assert slots.assign(["a", "b", "c"]) == [2, 0, 1]
        assert slots.assign(["a", "c"]) == [2, 1]

    def test_key_that_comes_back_has_its_number_again(self):
        slots = ColorSlots(6)
        slots.assign(["a", "b"])
        slots.assign(["b", "c"])
        assert slots.assign(["a", "b", "c"]) == [0, 1, 2]

    def test_keys_that_are_shown_together_differ(self):
        slots = ColorSlots(3)
        slots.assign(["a", "b", "c"])
        slots.assign(["c", "d", "e"])
        for keys in (["a", "d", "e"], ["a", "b", "d"], ["e", "c", "b"]):
            assert len(set(slots.assign(keys))) == 3


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_colors_of_curves_differ(palette):
    assert len(set(series_colors(palette))) == 6
