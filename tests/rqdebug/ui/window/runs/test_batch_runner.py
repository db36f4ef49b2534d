# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of a folder in the window: one after the other, each with a report."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QMessageBox

from rqdebug.scripts.report import RunStatus
from rqdebug.ui.dialogs.batch_dialog import BatchDialog
from rqdebug.ui.window.runs import batch_runner

PASSES, FAILS, WAITS = "assert 1 == 1", "assert 1 == 2", "jobs = create()\njobs.get()\nqueues()"


@pytest.fixture
def batches(window, attached):
    return window.context.tools.batches


@pytest.fixture
def folder(tmp_path):
    """Write scripts into a folder."""

    def folder(**scripts):
        for name, text in scripts.items():
            file = tmp_path / f"{name.replace('__', '/')}.rqs"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        return tmp_path

    return folder


def test_scripts_of_a_folder_run_in_order_and_the_first_failure_is_shown(
    qtbot, batches, folder, runs, reports, trigger, opened, monkeypatch
):
    path = folder(b=PASSES, inner__c=FAILS, a=PASSES)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    trigger("script.run_folder")
    dialog = opened(BatchDialog)
    assert dialog.targets.text() == "edge-1"
    assert dialog.scripts.text() == "3 scripts: a.rqs, b.rqs, inner/c.rqs"
    with qtbot.waitSignal(batches.done) as done:
        dialog.run_button.click()
    assert done.args == ["3 scripts · Passed: 2 · Failed: 1"]
    assert [run.title for run in runs.kept] == ["a.rqs", "b.rqs", "inner/c.rqs"]
    texts = [reports.tabs.tabText(index) for index in range(3)]
    assert texts == ["✓ a.rqs", "✓ b.rqs", "✗ inner/c.rqs"]
    assert runs.current.title == "inner/c.rqs"


def test_included_file_of_a_folder_has_no_report(qtbot, batches, folder, runs):
    path = folder(common="def nothing(): sleep(0)", a='include("common.rqs")\n' + PASSES)
    with qtbot.waitSignal(batches.done) as done:
        batches.run_paths([path])
    assert done.args == ["1 script · Passed: 1"]


def test_stop_leaves_out_the_rest_and_says_so(qtbot, batches, folder, runs, reports):
    with qtbot.waitSignal(runs.started):
        batches.run_paths([folder(a=WAITS, b=PASSES)])
    qtbot.waitUntil(lambda: "1 of 2" in reports.current.summary.text())
    with qtbot.waitSignal(batches.done) as done:
        runs.stop()
    assert done.args == ["2 scripts · Stopped: 1 · Not run: 1"]
    _, second = runs.kept
    assert second.report.status is RunStatus.NOT_RUN
    assert (second.report.total, second.report.not_run) == (0, 1)
    assert "1 not run" in reports.panel_of(second).summary.text()


def test_click_on_a_result_opens_the_script_at_its_line(qtbot, window, batches, folder, runs, reports):
    with qtbot.waitSignal(batches.done):
        batches.run_paths([folder(a="queues()\n" * 20 + FAILS)])
    reports.line_chosen.emit(runs.kept[0], 21, 1)
    qtbot.waitUntil(lambda: window.context.current.script.editor.line == 21)


def test_next_batch_replaces_the_reports_of_the_last(qtbot, batches, folder, runs):
    for _ in range(2):
        with qtbot.waitSignal(batches.done):
            batches.run_paths([folder(a=PASSES, b=PASSES)])
    assert len(runs.kept) == 2


def test_nothing_runs_if_a_script_cannot_be_read(qtbot, window, batches, folder, runs):
    batches.failed.disconnect(window.warn)
    with qtbot.waitSignal(batches.failed) as failed:
        batches.run_paths([folder(a=PASSES, b="import os")])
    assert "b.rqs, line 1" in failed.args[0]
    with qtbot.waitSignal(batches.failed) as failed:
        batches.run_paths([folder() / "missing.rqs"])
    assert runs.kept == []


def test_second_batch_waits_for_the_first(qtbot, window, batches, folder, runs):
    batches.failed.disconnect(window.warn)
    with qtbot.waitSignal(runs.started):
        batches.run_paths([folder(a=WAITS)])
    with qtbot.waitSignal(batches.failed) as failed:
        batches.run_paths([folder()])
    assert "already" in failed.args[0]


def test_too_many_scripts_are_refused(qtbot, window, batches, folder, runs, monkeypatch):
    monkeypatch.setattr(batch_runner, "MAX_SCRIPTS", 1)
    batches.failed.disconnect(window.warn)
    with qtbot.waitSignal(batches.failed) as failed:
        batches.run_paths([folder(a=PASSES, b=PASSES)])
    assert "too many" in failed.args[0]
    assert runs.kept == []


ON_THE_THIRD_RUN = """\
jobs = queue("rounds")
jobs.put(1)
assert jobs.qsize() < 3
"""


def titles(reports):
    return [reports.tabs.tabText(index) for index in range(reports.tabs.count())]


@pytest.fixture
def rounds(controller):
    """A queue that stays from round to round."""
    return controller.create("rounds")


def test_several_scripts_are_repeated_for_a_number_of_rounds(qtbot, batches, folder, runs, reports):
    with qtbot.waitSignal(batches.done) as done:
        batches.run_paths([folder(a=PASSES, b=FAILS)], rounds=3)
    assert done.args == ["2 scripts · 3 rounds · Passed: 3 · Failed: 3"]
    assert titles(reports) == [
        "✗ b.rqs, round 1",
        "✗ b.rqs, round 2",
        "✓ a.rqs, round 3",
        "✗ b.rqs, round 3",
    ]
    assert runs.current.title == "b.rqs, round 1"


def test_scripts_are_repeated_until_one_fails(qtbot, batches, folder, runs, reports, rounds):
    path = folder(a=PASSES, b=ON_THE_THIRD_RUN, c=PASSES)
    with qtbot.waitSignal(batches.done) as done:
        batches.run_paths([path], rounds=0, until_failure=True)
    assert done.args == ["3 scripts · 3 rounds · Passed: 7 · Failed: 1 · Not run: 1"]
    assert titles(reports) == ["✓ a.rqs, round 3", "✗ b.rqs, round 3", "✗ c.rqs, round 3"]
    assert runs.current.title == "b.rqs, round 3"
    assert not batches.is_running


def test_stop_ends_all_rounds(qtbot, batches, folder, runs, reports):
    with qtbot.waitSignal(runs.started):
        batches.run_paths([folder(a=WAITS, b=PASSES)], rounds=0)
    qtbot.waitUntil(lambda: "1 of 2 · round 1 · running" in reports.current.summary.text())
    with qtbot.waitSignal(batches.done) as done:
        runs.stop()
    assert done.args == ["2 scripts · 1 round · Stopped: 1 · Not run: 1"]


def test_stop_after_the_loop_completes_the_round(qtbot, batches, folder, runs, trigger):
    path = folder(a=f"sleep(0.3)\n{PASSES}", b=PASSES)
    with qtbot.waitSignal(runs.started):
        batches.run_paths([path], rounds=0)
    with qtbot.waitSignal(batches.done) as done:
        trigger("script.stop_after")
    assert done.args == ["2 scripts · 1 round · Passed: 2"]


def test_rounds_are_chosen_in_a_dialog(qtbot, window, batches, folder, attached, opened):
    batches.ask_rounds([folder(a=PASSES, b=FAILS)])
    dialog = opened(BatchDialog)
    dialog.rounds.setValue(0)
    assert dialog.rounds.text() == "until stopped"
    dialog.until_failure.setChecked(True)
    with qtbot.waitSignal(batches.done) as done:
        qtbot.keyClick(dialog, Qt.Key_Return)
    assert done.args == ["2 scripts · 1 round · Passed: 1 · Failed: 1"]


def test_target_removed_before_the_answer_is_not_run_on(
    qtbot, window, batches, folder, attached, runs, opened
):
    batches.failed.disconnect(window.warn)
    batches.ask_rounds([folder(a=PASSES)])
    dialog = opened(BatchDialog)
    window.context.attachments.detach(attached)
    dialog.run_button.click()
    box = opened(QMessageBox)
    assert "edge-1 was removed" in box.text()
    box.close()
    assert runs.kept == []


def test_number_of_kept_reports_of_failures_is_limited(qtbot, batches, folder, runs, monkeypatch):
    monkeypatch.setattr(batch_runner, "MAX_SCRIPTS", 2)
    with qtbot.waitSignal(batches.done) as done:
        batches.run_paths([folder(a=FAILS)], rounds=5)
    assert done.args == ["1 script · 5 rounds · Failed: 5"]
    assert [run.title for run in runs.kept] == ["a.rqs, round 1", "a.rqs, round 2", "a.rqs, round 5"]
