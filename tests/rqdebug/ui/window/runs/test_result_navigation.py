# SPDX-License-Identifier: GPL-3.0-or-later
"""Navigation from results to events and script lines, and from events to script lines."""

from __future__ import annotations

import pytest


@pytest.fixture
def namesake(qtbot, window, script, attached, url, trigger):
    """Another target that is attached under the name of the one on which a script ran."""
    with qtbot.waitSignal(window.context.runs.finished):
        trigger("script.run")
    attachments = window.context.attachments
    attachments.detach(attached)
    namesake = attachments.attach(f"{url}?preview=all", "edge-1")
    qtbot.waitUntil(lambda: bool(namesake.queues) or namesake.has_listed_all)
    return namesake


def test_result_shows_its_events_and_event_shows_its_line(qtbot, window, script, trigger):
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run")
    result = next(each for each in finished.args[0].results if each.line == 4)
    window.panels["report"].events_wanted.emit(window.context.runs.current, result)
    tab = window.context.current.log

    def methods():
        return [tab.log_model.event_at(row).method for row in range(tab.log_model.rowCount())]

    qtbot.waitUntil(lambda: tab.feed.filtering is False and "put" in methods() and len(methods()) < 9)
    tab.filter_bar.set_filter("method == close")
    qtbot.waitUntil(lambda: methods() == ["close"])
    tab.log.go_to(0)
    trigger("log.line")
    assert window.context.current.script is script
    assert script.editor.line == 6


def test_event_without_a_run_has_no_script_line(qtbot, window, attached, controller, trigger):
    controller.create("jobs").put(1)
    tab = window.context.current.log
    qtbot.waitUntil(lambda: tab.log_model.rowCount() > 0)
    tab.log.go_to(0)
    trigger("log.line")
    assert window.context.status.notice.text() == "This event was not made by the last script run on edge-1"


def test_result_does_not_show_the_events_of_another_target_of_the_same_name(window, namesake):
    run = window.context.runs.current
    tab = window.context.logs.open_target(namesake)
    window.panels["report"].panel_of(run).events_wanted.emit(run.report.results[0])
    assert window.context.status.notice.text() == "edge-1 is not attached any more"
    assert tab.filter_bar.text == ""


def test_event_of_another_target_of_the_same_name_has_no_script_line(
    qtbot, window, namesake, controller, trigger
):
    tab = window.context.logs.open_target(namesake)
    controller.create("later").put(1)
    qtbot.waitUntil(lambda: tab.log_model.rowCount() > 0)
    tab.log.go_to(0)
    trigger("log.line")
    assert window.context.current.log is tab
    assert window.context.status.notice.text() == "This event was not made by the last script run on edge-1"
