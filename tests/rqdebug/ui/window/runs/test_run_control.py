# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs with their results in the tabs of their scripts: started, paused, stopped, several together."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqdebug.scripts.report import Verdict
from rqdebug.scripts.running import stored_secrets
from rqdebug.scripts.running.options import Options
from rqdebug.support.keyring_reader import KeyringAnswer


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
    (run,), (report,) = (each.args for each in signals.all_signals_and_args)
    assert run.targets == ["edge-1"] and run.title
    assert report.ok and runs.report is report
    assert not runs.running and run.tab is script


def test_second_run_of_a_script_is_ignored_while_it_runs(qtbot, runs, endless, attached):
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
    with qtbot.waitSignal(runs.started) as started:
        runs.start(script, [attached], Options(loops=0))
    (run,) = started.args
    qtbot.waitSignal(run.results_added).wait()
    with qtbot.waitSignal(runs.finished) as finished:
        runs.stop_after_loop()
    (report,) = finished.args
    assert report.ok and report.total % 3 == 0


@pytest.fixture
def answer(monkeypatch):
    """Answer each question the same; returns the questions."""

    def answer(choice):
        asked = []

        def ask(parent, title, question, *_):
            asked.append(question)
            return choice

        monkeypatch.setattr(QMessageBox, "question", ask)
        return asked

    return answer


def test_tab_of_a_run_closes_only_if_the_user_stops_the_run(qtbot, window, runs, endless, attached, answer):
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options(loops=0))
    endless.editor.setModified(False)
    asked = answer(QMessageBox.No)
    window.context.scripts.close(endless)
    assert len(asked) == 1 and runs.running and runs.current.tab is endless
    answer(QMessageBox.Yes)
    destroyed = []
    endless.destroyed.connect(lambda: destroyed.append(True))
    with qtbot.waitSignal(runs.finished):
        window.context.scripts.close(endless)
    qtbot.waitUntil(lambda: bool(destroyed))
    assert not runs.running and runs.current.tab is None


def test_other_tabs_close_during_a_run(qtbot, window, runs, endless, attached, answer):
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options())
    asked = answer(QMessageBox.No)
    other = window.context.scripts.open()
    with qtbot.waitSignal(other.destroyed):
        window.context.scripts.close(other)
    assert asked == [] and runs.running


def test_window_closes_during_a_run_only_if_the_user_stops_it(
    qtbot, window, runs, endless, attached, answer, monkeypatch
):
    monkeypatch.setattr(window.context.captures, "unsaved_count", lambda _: 0)  # it asks about logs, too
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options())
    endless.editor.setModified(False)
    asked = answer(QMessageBox.No)
    assert not window.close()
    assert len(asked) == 1 and runs.running and window.isVisible()
    answer(QMessageBox.Yes)
    with qtbot.waitSignal(runs.finished):
        assert window.close()


def test_run_that_is_being_stopped_needs_no_second_answer(qtbot, window, runs, endless, attached, answer):
    with qtbot.waitSignal(runs.started):
        runs.start(endless, [attached], Options())
    endless.editor.setModified(False)
    asked = answer(QMessageBox.No)
    with qtbot.waitSignal(runs.finished):
        runs.stop()
        window.context.scripts.close(endless)
    assert asked == []


def test_calls_without_a_run_have_no_effect(qtbot, runs):
    with qtbot.assertNotEmitted(runs.paused_changed):
        runs.pause(True)
        runs.step()
        runs.stop()
        runs.stop_after_loop()
    assert not runs.paused


def test_secret_of_the_keyring_is_used_without_a_question(qtbot, runs, script, attached, monkeypatch):
    monkeypatch.setattr(
        stored_secrets, "read_keyring", lambda names: KeyringAnswer(dict.fromkeys(names, "geheim1234"))
    )
    script.editor.setText('key = secret("RQ_NO_X")\nassert key == "geheim1234"\nassert len(key) == 9\n')
    with qtbot.waitSignal(runs.finished):
        runs.start(script, [attached], Options())
    first, second = runs.report.results
    assert first.outcome is Verdict.PASSED and second.outcome is Verdict.FAILED
    assert "geheim" not in repr(runs.report)


def test_log_of_a_window_shows_no_secret_of_its_runs(
    qtbot, runs, script, attached, controller, monkeypatch, wait_for_event
):
    monkeypatch.setenv("RQ_NO_X", "geheim1234")
    script.editor.setText(
        'key = secret("RQ_NO_X")\njobs = queue("shared")\njobs.put({"key": key})\n'
        'with parallel():\n    with lane("other"):\n        jobs.put(f"x{key}")\n'
    )
    shared = controller.create("shared")
    with qtbot.waitSignal(runs.finished):
        runs.start(script, [attached], Options())
    assert shared.get() == {"key": "geheim1234"}  # another client, after the run
    log = attached.log
    wait_for_event(log, "get")
    texts = [event.payload for event in log.events(range(log.num_rows)) if event.payload]
    assert texts == [b'{"key":"**********"}', b"x**********", b'{"key":"**********"}']
