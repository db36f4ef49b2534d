# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of a folder in the window: one after the other, each with a report."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QFileDialog

from rqdebug.scripts.report import RunStatus
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
    qtbot, batches, folder, runs, reports, trigger, monkeypatch
):
    path = folder(b=PASSES, inner__c=FAILS, a=PASSES)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    with qtbot.waitSignal(batches.done) as done:
        trigger("script.run_folder")
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
    reports.line_chosen.emit(runs.kept[0], 21)
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
