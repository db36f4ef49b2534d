# SPDX-License-Identifier: GPL-3.0-or-later
"""The charts in a real window: from the log to a chart, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from rqdebug.events.event_log import EventLog

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def open_log(qtbot, window, rows):
    """Open a capture with ten events, and wait until it is shown."""

    def open_log(queue):
        log = EventLog()
        log.append(
            rows(*({"queue": queue, "time": MORNING + n * SECOND, "call": n, "depth": n} for n in range(10)))
        )
        tab = window.context.logs.open_capture(Path(f"/tmp/{queue}.arrows"), log)
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 10)
        return tab

    return open_log


@pytest.fixture
def charts(qtbot, window):
    window.docks["charts"].show()
    window.docks["charts"].raise_()
    panel = window.panels["charts"].panel
    qtbot.waitUntil(panel.isVisible)
    return panel


@pytest.fixture
def drawn(qtbot, charts):
    """Wait until the charts have drawn the log of a tab."""

    def drawn(tab):
        qtbot.waitUntil(
            lambda: charts._data is not None and charts._source is not None and charts._source[0] is tab,
            timeout=10_000,
        )

    return drawn


def test_selected_event_is_marked_in_the_charts(qtbot, window, charts, open_log, drawn):
    tab = open_log("jobs")
    drawn(tab)
    charts.show_page(charts.timeline)
    tab.log.selectRow(4)
    assert charts.depths._cursor.value() == MORNING // SECOND + 4
    qtbot.waitUntil(lambda: charts.timeline._frame is not None)  # its bars are computed when it is in front


def test_point_leads_to_its_event_and_marks_it(window, charts, open_log, drawn):
    tab = open_log("jobs")
    drawn(tab)
    charts.depths.event_clicked.emit(6)
    assert tab.log.current_row() == 6
    assert charts.depths._cursor.value() == MORNING // SECOND + 6


def test_charts_mark_the_event_of_the_log_that_they_show(window, charts, open_log, drawn):
    jobs, other = open_log("jobs"), open_log("other")
    drawn(other)
    jobs.log.selectRow(4)
    assert not charts.depths._cursor.isVisible()
    window.context.tabs.setCurrentWidget(jobs)
    drawn(jobs)
    assert charts.depths._cursor.value() == MORNING // SECOND + 4


def test_log_that_is_shown_again_keeps_the_zoom(window, charts, open_log, drawn):
    tab = open_log("jobs")
    drawn(tab)
    charts.depths._zoom(0.5)
    window.context.current.changed.emit()
    assert charts.depths.is_zoomed
