# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts are loaded when they become visible, and show the current log."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.log.events_tab import EventsTab


@pytest.fixture
def lazy(qtbot, tasks, theme):
    lazy = LazyCharts(tasks, theme)
    qtbot.addWidget(lazy)
    lazy.resize(700, 300)
    with qtbot.waitExposed(lazy):
        lazy.show()
    return lazy


@pytest.fixture
def tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    log.append(rows({}, {}))
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    yield tab
    tab.close_feed()


def made(lazy):
    return lazy.layout().count() == 1


def test_charts_are_not_loaded_before_they_are_visible(lazy, tab):
    lazy.show_log(tab)
    lazy.show_event(tab.log_model.event_at(0))
    lazy.set_charts_visible(False)
    assert not made(lazy)


def test_module_of_the_plots_is_not_imported_with_the_placeholder():
    code = "import sys, rqdebug.ui.charts.charts_lazy; print('pyqtgraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_earlier_log_is_shown_when_the_charts_become_visible(qtbot, lazy, tab):
    lazy.show_log(tab)
    lazy.set_charts_visible(True)
    assert made(lazy)
    qtbot.waitUntil(lambda: lazy.panel.pages.isVisible())
    qtbot.waitUntil(lambda: not lazy.panel.empty.isVisible())


def test_charts_are_created_once(lazy):
    first = lazy.panel
    lazy.set_charts_visible(True)
    assert lazy.panel is first


def test_invisible_charts_do_no_work(lazy):
    lazy.set_charts_visible(True)
    assert lazy.panel.isVisible()
    lazy.set_charts_visible(False)
    assert not lazy.panel.isVisible()
    lazy.set_charts_visible(True)
    assert lazy.panel.isVisible()


def test_charts_receive_a_new_log_and_time(qtbot, lazy, tab):
    lazy.set_charts_visible(True)
    lazy.show_log(tab)
    event = tab.log_model.event_at(1)
    lazy.show_event(event)
    assert lazy.panel.depths._cursor.value() == event.time_ns / 1e9
    lazy.show_log(None)
    qtbot.waitUntil(lazy.panel.empty.isVisible)


def test_chosen_range_is_passed_on(qtbot, lazy):
    panel = lazy.panel
    with qtbot.waitSignal(lazy.range_wanted) as wanted:
        panel.range_wanted.emit("time in a..b")
    assert wanted.args == ["time in a..b"]


def test_placeholder_has_the_size_hint_of_the_charts(lazy):
    assert (lazy.sizeHint().width(), lazy.sizeHint().height()) == (520, 260)
