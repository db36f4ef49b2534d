# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that was stopped, or that did not reach a target, is no success in the window or in any file."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from PyQt5.QtWidgets import QFileDialog

from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.options import Options

HANGS = 'jobs = create()\njobs.put("a")\nassert jobs.get() == "a"\njobs.get()\nassert jobs.qsize() == 0\n'


@pytest.fixture
def stopped(qtbot, runs, start, ended, controller):
    """A run that was stopped while its call in line 4 waited."""
    _, run = start(HANGS)
    qtbot.waitUntil(lambda: any(stat.blocked_gets for stat in controller.queues()))
    runs.stop()
    assert ended(run).status is RunStatus.STOPPED
    return run


def test_window_shows_the_stop_in_red_and_the_call_that_waited(window, reports, stopped):
    shown = reports.panel_of(stopped).summary.text()
    assert f'<b style="color:{window.theme.palette.error}">Stopped</b>' in shown
    assert "1 interrupted" in shown and "1 not run" in shown
    assert reports.tabs.tabText(0).startswith("✗")


def test_files_agree_with_the_window(qtbot, window, stopped, trigger, tmp_path, monkeypatch):
    for name in ("r.json", "r.xml", "r.html"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        trigger("script.report")
        qtbot.waitUntil((tmp_path / name).exists)
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["ok"] is False and report["status"] == "stopped"
    cases = ElementTree.fromstring((tmp_path / "r.xml").read_text()).iter("testcase")
    bad = [case.get("name") for case in cases if case.find("error") is not None]
    assert bad == ["jobs.get()", "end of the run"]
    page = (tmp_path / "r.html").read_text()
    assert "stopped" in page and "interrupted" in page


def test_target_that_is_not_reached_is_a_red_end_with_a_row(
    qtbot, window, attached, runs, reports, script_of_one_check
):
    gone = window.context.attachments.attach("rq://127.0.0.1:1", "gone")
    with qtbot.waitSignal(runs.finished) as finished:
        runs.start(script_of_one_check, [attached, gone], Options())
    (report,) = finished.args
    assert report.status is RunStatus.UNREACHABLE
    shown = reports.current.summary.text()
    assert f'<b style="color:{window.theme.palette.error}">Target unreachable</b>' in shown
    assert "1 passed" in shown
    table = reports.current.shown
    targets = [table.result_at(table.index(row, 0)).target for row in range(table.rowCount())]
    assert sorted(targets) == ["edge-1", "gone", "gone"]  # that it was not reached, and what was not run


@pytest.fixture
def script_of_one_check(window):
    return window.context.scripts.open_text("assert 1 == 1\n")
