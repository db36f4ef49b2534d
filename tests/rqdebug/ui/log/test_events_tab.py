# SPDX-License-Identifier: GPL-3.0-or-later
"""Tabs of captures and of merged targets, with a header that names the sources."""

from __future__ import annotations

import os

import pytest

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.provenance import Origin
from rqdebug.ui.log.events_tab import EventsTab

SECOND = 10**9


@pytest.fixture
def open_tab(qtbot, log, bridge, tasks, theme, settings, saved):
    tabs = []

    def open_tab(title="night.arrows", ended=True, **more):
        tab = EventsTab(title, log, bridge, tasks, theme, settings, saved, ended, **more)
        tabs.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1000, 400)
        with qtbot.waitExposed(tab):
            tab.show()
        return tab

    yield open_tab
    for tab in tabs:
        tab.close_feed()


def test_capture_tab_lists_its_targets(log, open_tab):
    log.add_origin(Origin("edge-1", "rq://edge:1"))
    log.add_origin(Origin("", "rq://unnamed:2"))
    tab = open_tab()
    assert tab.title == "night.arrows"
    assert tab.is_file
    assert tab.about.text() == "edge-1, rq://unnamed:2"


def test_tab_of_all_targets_is_not_a_file(open_tab):
    assert not open_tab("All Targets", ended=False).is_file


def test_gaps_and_losses_are_counted_in_the_header(log, bridge, open_tab):
    tab = open_tab(ended=False)
    assert tab.about.text() == ""
    log.add_gap(0, SECOND)
    log.record_loss(1200)
    bridge.deliver()
    assert tab.about.text() == "1 gap  ·  1,200 lost"
    log.add_gap(0, SECOND)
    bridge.deliver()
    assert tab.about.text() == "2 gaps  ·  1,200 lost"


def test_log_error_is_shown_only_if_there_is_one(log, bridge, open_tab, colors_of, theme):
    tab = open_tab()
    assert not tab.problem.isVisible()
    log.problem = "events stay in memory: <disk> full"
    log.changed.emit()
    bridge.deliver()
    assert tab.problem.isVisible()
    assert tab.problem.text() == "events stay in memory: <disk> full"
    assert theme.palette.error in colors_of(tab.problem)


def test_events_are_shown_and_filtered(qtbot, log, rows, open_tab):
    log.append(rows({"method": "put"}, {"method": "get"}))
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    tab.filter_bar.set_filter("method == get")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)


def test_closed_tab_releases_its_log_and_stops_updating(log, bridge, open_tab):
    closed = []
    tab = open_tab(on_close=lambda: closed.append(True))
    tab.close_feed()
    log.record_loss(3)
    bridge.deliver()
    assert closed == [True]
    assert tab.about.text() == ""


def test_long_titles_and_names_do_not_widen_the_window(log, open_tab, fits, long_name):
    log.add_origin(Origin(long_name, "rq://edge:1"))
    tab = open_tab(f"/captures/{long_name}.arrows")
    assert fits(tab)
    assert long_name in tab.about.toolTip()


def test_long_error_does_not_widen_the_window(log, open_tab, fits):
    log.problem = "events stay in memory, because the temporary file cannot be written. " * 20
    assert fits(open_tab())


@pytest.fixture
def night(rows, tmp_path):
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(rows({}, {}))
    writer.close()
    return path


@pytest.fixture
def open_night(qtbot, night, bridge, tasks, theme, settings, saved):
    tab = EventsTab(str(night), open_capture(night), bridge, tasks, theme, settings, saved, True)
    qtbot.addWidget(tab)
    yield tab
    tab.close_feed()


def _append(night):
    with night.open("ab") as file:
        file.write(b"more")


def _truncate(night):
    os.truncate(night, 0)


def _remove(night):
    night.unlink()


AGAIN, UNSAVED = "Open the file again to see what it holds now.", "New marks are not saved."


@pytest.mark.parametrize(
    ("change", "message", "advice"),
    [
        (_append, "has grown since", AGAIN),
        (_truncate, "was truncated after", f"{UNSAVED} {AGAIN}"),
        (_remove, "was removed after", UNSAVED),
    ],
)
def test_changed_file_of_a_capture_is_reported_once(qtbot, night, open_night, change, message, advice):
    assert open_night.problem.text() == ""
    change(night)
    qtbot.waitUntil(lambda: open_night.problem.text() != "")
    first, _, rest = open_night.problem.text().partition("; ")
    assert first.startswith(f"{night} {message}")
    assert rest == f"the events are those that it had then. {advice}"
    assert open_night.source.num_rows == 2


def test_later_change_replaces_the_earlier_one(qtbot, night, open_night):
    _append(night)
    qtbot.waitUntil(lambda: "has grown" in open_night.problem.text())
    _truncate(night)
    qtbot.waitUntil(lambda: "was truncated" in open_night.problem.text())
    assert "has grown" not in open_night.problem.text()
