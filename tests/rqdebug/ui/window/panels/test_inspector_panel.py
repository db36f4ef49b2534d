# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from rqdebug.events.event_log import EventLog


@pytest.fixture
def open_log(qtbot, window, rows):
    """Open a capture with one event, and wait until it is shown."""

    def open_log(queue):
        log = EventLog()
        log.append(rows({"queue": queue}))
        tab = window.context.logs.open_capture(Path(f"/tmp/{queue}.arrows"), log)
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
        return tab

    return open_log


def apply_as_filter(inspector):
    """Choose Apply as Filter, Selected for the queue of the shown event."""
    menu = inspector.menu_for("Queue").actions()[-1].menu()
    menu.actions()[0].trigger()


def test_filter_of_a_field_goes_to_the_log_of_its_event(window, open_log):
    jobs = open_log("jobs")
    jobs.log.selectRow(0)
    other = open_log("other")
    apply_as_filter(window.panels["inspector"])
    assert (jobs.filter_bar.text, other.filter_bar.text) == ('queue == "jobs"', "")
    assert window.context.current.log is jobs


def test_inspector_shows_the_selected_event_of_the_current_log(window, open_log):
    shown = window.panels["inspector"]
    logs = [open_log(queue) for queue in ("jobs", "other")]
    for tab in logs:
        tab.log.selectRow(0)
    for tab, queue in zip(logs, ("jobs", "other"), strict=True):
        window.context.tabs.setCurrentWidget(tab)
        assert shown._values["Queue"].text() == queue
        apply_as_filter(shown)
        assert window.context.current.log is tab and tab.filter_bar.text == f'queue == "{queue}"'


def test_closed_log_cannot_be_filtered_and_says_so(window, open_log):
    tab = open_log("jobs")
    tab.log.selectRow(0)
    window.context.logs.close(tab)
    failures = []
    window.context.logs.failed.connect(failures.append)
    apply_as_filter(window.panels["inspector"])
    assert failures == ["The log of this event is closed"]
