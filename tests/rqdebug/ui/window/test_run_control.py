# SPDX-License-Identifier: GPL-3.0-or-later
"""One run at a time, with its results in the tab of its script."""

from __future__ import annotations

import pytest

from rqdebug.scripts.running.options import Options


@pytest.fixture
def runs(window):
    return window.context.runs


@pytest.fixture
def endless(script):
    """A script that waits until it is stopped."""
    script.editor.setText("jobs = create()\njobs.get()\n")
    return script


def test_run_without_a_target_does_nothing(qtbot, runs, script):
    with qtbot.assertNotEmitted(runs.started, wait=100):
        runs.start(script, [], Options())
    assert not runs.running and runs.report is None


def test_run_is_announced_with_its_targets_and_ends_with_a_report(qtbot, runs, script, attached):
    script.editor.setText("jobs = create()\njobs.put(1)\n")
    with qtbot.waitSignals([runs.started, runs.finished], order="strict") as signals:
        runs.start(script, [attached], Options())
    (title, targets), (report,) = (each.args for each in signals.all_signals_and_args)
    assert targets == ["edge-1"] and title
    assert report.ok and runs.report is report
    assert not runs.running and runs.tab is script


def test_second_run_is_ignored_while_one_is_in_progress(qtbot, runs, endless, attached):
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options())
    with qtbot.assertNotEmitted(runs.started, wait=100):
        runs.start(endless, [attached], Options())
    with qtbot.waitSignal(runs.finished):
        runs.stop()
    assert not runs.running


def test_run_can_start_paused_and_resume(qtbot, runs, script, attached):
    script.editor.setText("jobs = create()\njobs.put(1)\n")
    with qtbot.waitSignal(runs.started):
        runs.start(script, [attached], Options(), stepping=True)
    assert runs.paused
    with qtbot.waitSignal(runs.paused_changed):
        runs.step()
    with qtbot.waitSignal(runs.finished):
        runs.pause(False)
    assert not runs.paused and runs.report.ok


def test_endless_loop_stops_after_the_current_loop(qtbot, runs, script, attached):
    script.editor.setText("jobs = create()\njobs.put(1)\njobs.close()\n")
    with qtbot.waitSignal(runs.results_added):
        runs.start(script, [attached], Options(loops=0))
    with qtbot.waitSignal(runs.finished) as finished:
        runs.stop_after_loop()
    (report,) = finished.args
    assert report.ok and report.total % 3 == 0


def test_run_continues_after_its_tab_is_closed(qtbot, window, runs, endless, attached):
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options())
    endless.editor.setModified(False)
    with qtbot.waitSignal(endless.destroyed):
        window.context.scripts.close(endless)
    assert runs.tab is None and runs.running
    with qtbot.waitSignal(runs.finished):
        runs.stop()


def test_calls_without_a_run_have_no_effect(qtbot, runs):
    with qtbot.assertNotEmitted(runs.paused_changed):
        runs.pause(True)
        runs.step()
        runs.stop()
        runs.stop_after_loop()
    assert not runs.paused
