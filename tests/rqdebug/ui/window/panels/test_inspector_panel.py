# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtWidgets import QApplication

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
    context_menu = inspector.menu_for("Queue")
    menu = next(action.menu() for action in context_menu.actions() if action.menu() is not None)
    menu.actions()[0].trigger()


def is_empty(inspector):
    return inspector._stack.currentIndex() == 0 and inspector._event.sequence == 0


def test_event_stays_visible_beside_a_script_and_its_filter_goes_to_its_log(window, open_log):
    jobs = open_log("jobs")
    jobs.log.selectRow(0)
    window.context.scripts.open()
    assert window.context.current.log is None
    apply_as_filter(window.panels["inspector"])
    assert jobs.filter_bar.text == 'queue == "jobs"'
    assert window.context.current.log is jobs


def test_member_of_a_payload_filters_the_log_and_is_copied(qtbot, window, rows):
    log = EventLog()
    payloads = [b'{"order": {"id": 98}}', b'{"order": {"id": 99}}']
    log.append(rows(*({"payload": each, "size": len(each), "codec": "json"} for each in payloads)))
    tab = window.context.logs.open_capture(Path("/tmp/orders.arrows"), log)
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    tab.log.selectRow(1)
    tree = window.panels["inspector"].payload.forms.pages["Tree"]
    qtbot.waitUntil(lambda: tree.model().rowCount() == 1)
    member = tree.model().index(0, 1, tree.model().index(0, 0))
    titles = {action.text(): action for action in tree.menu_for(member).actions()}
    titles["Copy Value"].trigger()
    assert QApplication.clipboard().text() == "99"
    apply_as_filter_menu = next(action.menu() for action in titles.values() if action.menu() is not None)
    apply_as_filter_menu.actions()[0].trigger()
    assert tab.filter_bar.text == "payload.order.id == 99"
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
    assert tab.log_model.event_at(0).payload == payloads[1]


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


def test_inspector_is_empty_in_a_log_without_a_selection(window, open_log):
    jobs = open_log("jobs")
    jobs.log.selectRow(0)
    assert not is_empty(window.panels["inspector"])
    open_log("other")
    assert is_empty(window.panels["inspector"])
    window.context.tabs.setCurrentWidget(jobs)
    assert not is_empty(window.panels["inspector"])


def test_inspector_is_empty_after_the_selection_was_removed(window, open_log):
    jobs = open_log("jobs")
    jobs.log.selectRow(0)
    jobs.log.clearSelection()
    assert is_empty(window.panels["inspector"])
    jobs.log.selectRow(0)
    assert not is_empty(window.panels["inspector"])


def test_inspector_is_empty_after_its_log_was_closed(window, open_log):
    tab = open_log("jobs")
    tab.log.selectRow(0)
    window.context.logs.close(tab)
    assert is_empty(window.panels["inspector"])


def test_inspector_is_empty_while_a_filter_hides_the_event(window, open_log, show_matching):
    tab = open_log("jobs")
    tab.log.selectRow(0)
    show_matching(tab, 'queue == "other"', 0)
    assert is_empty(window.panels["inspector"])
    show_matching(tab, "", 1)
    assert not is_empty(window.panels["inspector"])


def test_inspector_is_empty_after_the_log_was_cleared(qtbot, window, open_log):
    tab = open_log("jobs")
    tab.log.selectRow(0)
    tab.clear()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 0)
    assert is_empty(window.panels["inspector"])
