# SPDX-License-Identifier: GPL-3.0-or-later
"""Navigation from results to events and script lines, and from events to script lines."""

from __future__ import annotations


def test_result_shows_its_events_and_event_shows_its_line(qtbot, window, script, trigger):
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run")
    result = next(each for each in finished.args[0].results if each.line == 4)
    window.panels["report"].events_wanted.emit(result)
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
