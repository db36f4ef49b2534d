# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded calls are repeated on a target, from the window."""

from __future__ import annotations

import pytest

from rqdebug.ui.dialogs.replay_dialog import ReplayDialog


@pytest.fixture
def log(qtbot, window, attached, controller):
    """The log of a target with four calls on a queue."""
    queue = controller.create("night", maxsize=2)
    queue.put("a")
    queue.put("b")
    assert queue.get() == "a"
    queue.close()
    tab = window.context.current.target
    tab.filter_bar.set_filter("queue == night")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 5)
    return tab


@pytest.fixture
def replay(qtbot, window, log, trigger, opened):
    """Repeat the calls of the log as fast as possible; return the run."""

    def replay():
        trigger("capture.replay")
        dialog = opened(ReplayDialog)
        dialog.targets.setCurrentIndex(0)
        dialog.speed.setValue(0)
        with qtbot.waitSignal(window.context.runs.started) as started:
            dialog.replay_button.click()
        return started.args[0]

    return replay


def test_recorded_calls_are_repeated_and_compared(window, replay, reports, ended):
    run = replay()
    report = ended(run)
    assert report.ok, report.results
    assert run.calls >= 4
    assert "edge-1" in reports.panel_of(run).summary.text()


def test_click_on_a_result_goes_to_the_recorded_event(window, log, replay, reports, ended):
    run = replay()
    ended(run)
    number = next(result.line for result in run.report.results if ".get(" in result.text)
    reports.line_chosen.emit(run, number, 1)
    assert window.context.current.log is log
    assert log.log_model.event_at(log.log.current_row()).method == "get"


def test_log_without_calls_is_not_replayed(qtbot, window, attached, answer_warnings, show_matching):
    tab = window.context.current.target
    show_matching(tab, "queue == nothing_has_this_name", 0)
    with qtbot.waitSignal(window.context.tools.replays.failed) as failed:
        window.context.tools.replays.ask(tab)
    assert "shows no events" in failed.args[0]


@pytest.fixture
def answer_warnings(window):
    window.context.tools.replays.failed.disconnect(window.warn)


def test_next_run_of_a_script_shows_what_has_changed(qtbot, runs, reports, start, attached, ended):
    tab, first = start("queues()\nassert 1 == 2\nassert 2 == 2")
    ended(first)
    tab.editor.setText("# a comment\nqueues()\nassert 1 == 1\nassert 2 == 2\nassert 1 == 2")
    with qtbot.waitSignal(runs.started):
        runs.start(tab, [attached], first.options)
    ended(runs.current)
    assert "since the last run" not in reports.current.facts.text(), "the failing vector has another text"
    tab.editor.setText("queues()\nassert queues() == 1\nassert 2 == 2")
    for text in ("q = create()\nassert q.qsize() == 0", "q = create()\nq.put(1)\nassert q.qsize() == 0"):
        tab.editor.setText(text)
        with qtbot.waitSignal(runs.started):
            runs.start(tab, [attached], first.options)
        ended(runs.current)
    assert "since the last run: 1 newly failing" in reports.current.facts.text()
