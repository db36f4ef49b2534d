# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts in the window: run in part, step by step, generated, made of events, saved in spite of a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QFileDialog, QMessageBox

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Verdict
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.scripts.script_tab import only
from rqdebug.ui.services.recovery import RecoveredScript, Recovery

SCRIPT = """\
jobs = create(name="stepped", maxsize=2)
note("begun")
jobs.put("a")
jobs.put("b")
assert jobs.get() == "a"
jobs.close()
"""


@pytest.fixture
def script(qtbot, window, attached):
    tab = window.context.scripts.open_text(SCRIPT)
    qtbot.waitUntil(lambda: window.context.commands["script.run"].isEnabled())
    return tab


def trigger(window, name):
    action = window.context.commands[name]
    assert action.isEnabled()
    action.trigger()


def dialog_of(window, kind):
    return next(dialog for dialog in window.findChildren(kind))


def test_a_run_pauses_at_a_breakpoint_and_goes_on_step_by_step(qtbot, window, script):
    runs = window.context.runs
    script.editor.setCursorPosition(3, 0)
    trigger(window, "script.breakpoint")
    assert script.editor.breakpoints == {4}
    trigger(window, "script.run")
    qtbot.waitUntil(lambda: runs.paused and bool(script.editor.markersAtLine(3) & 4))
    assert runs.report.passed == 2
    trigger(window, "script.step")
    qtbot.waitUntil(lambda: runs.report is not None and runs.report.passed == 3)
    qtbot.waitUntil(lambda: bool(script.editor.markersAtLine(4) & 4))
    assert runs.running
    trigger(window, "script.pause")
    qtbot.waitUntil(lambda: not runs.running)
    assert runs.report.ok and runs.report.total == 5
    script.editor.toggle_breakpoint(4)
    assert not script.editor.breakpoints


def test_only_the_selected_lines_run(qtbot, window, script, controller):
    controller.create("stepped")
    script.editor.setText('jobs = queue("stepped")\nassert 1 == 2\n')
    script.editor.setSelection(0, 0, 0, 5)
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger(window, "script.run_selection")
    (report,) = finished.args
    assert report.ok and report.total == 1
    assert only("a\n  b\n  c\nd\n", range(2, 4)) == "\nb\nc\n"


def test_a_run_with_options(qtbot, window, script):
    trigger(window, "script.run_with")
    dialog = dialog_of(window, RunDialog)
    dialog.loops.setValue(3)
    dialog.seed.setText("17")
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        qtbot.mouseClick(dialog.run_button, Qt.LeftButton)
    (report,) = finished.args
    assert (report.loops, report.seed, report.counts[Verdict.PASSED]) == (3, 17, 15)


def test_what_a_script_notes_is_told(qtbot, window, script):
    with qtbot.waitSignal(window.context.runs.noted) as noted:
        trigger(window, "script.run")
    assert noted.args == ["edge-1, line 2: begun"]
    qtbot.waitUntil(lambda: not window.context.runs.running)


def test_a_report_is_saved_in_three_forms(qtbot, window, script, tmp_path, monkeypatch):
    with qtbot.waitSignal(window.context.runs.finished):
        trigger(window, "script.run")
    for name in ("r.json", "r.xml", "r.html"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        trigger(window, "script.report")
        qtbot.waitUntil((tmp_path / name).exists)
    qtbot.waitUntil(lambda: "r.html" in window.context.status.notice.text())
    assert json.loads((tmp_path / "r.json").read_text())
    assert "<testsuite" in (tmp_path / "r.xml").read_text()


def test_a_generated_script_opens_and_passes(qtbot, window, attached):
    trigger(window, "script.generate")
    dialog = dialog_of(window, GenerateDialog)
    qtbot.waitUntil(lambda: "200 vectors" in dialog.amount.text())
    dialog.maxsizes.setText("three")
    qtbot.waitUntil(lambda: "whole numbers" in dialog.problem.text())
    assert not dialog.generate_button.isEnabled()
    dialog.maxsizes.setText("0 3")
    dialog.amount_wanted.setValue(40)
    qtbot.waitUntil(lambda: "40 vectors" in dialog.amount.text() and dialog.generate_button.isEnabled())
    qtbot.mouseClick(dialog.generate_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: window.context.current.script is not None)
    qtbot.waitUntil(lambda: window.context.commands["script.run"].isEnabled())
    with qtbot.waitSignal(window.context.runs.finished, timeout=20_000) as finished:
        trigger(window, "script.run")
    assert finished.args[0].ok


def test_events_become_a_script(qtbot, window, attached, controller):
    jobs = controller.create("seen", maxsize=1)
    jobs.put("x")
    assert jobs.get() == "x"
    tab = window.context.current.log
    tab.filter_bar.set_filter("queue == seen")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 3)
    trigger(window, "log.vectors")
    qtbot.waitUntil(lambda: window.context.current.script is not None)
    text = window.context.current.script.editor.text()
    assert ".put(" in text and parse(text)


def test_a_result_leads_to_its_events_and_back(qtbot, window, script):
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger(window, "script.run")
    result = next(each for each in finished.args[0].results if each.line == 4)
    window.panels["report"].events_wanted.emit(result)
    tab = window.context.current.log

    def methods():
        return [tab.log_model.event_at(row).method for row in range(tab.log_model.rowCount())]

    qtbot.waitUntil(lambda: tab.feed.filtering is False and "put" in methods() and len(methods()) < 9)
    tab.filter_bar.set_filter("method == close")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
    tab.log.go_to(0)
    trigger(window, "log.line")
    assert window.context.current.script is script
    assert script.editor.line == 6


def test_the_outline_has_the_statements_and_what_became_of_them(qtbot, window, script):
    script.editor.setText("jobs = create()\nfor i in range(2):\n    jobs.put(i)\nassert jobs.get() == 7\n")
    trigger(window, "script.outline")
    qtbot.waitUntil(lambda: script.outline.topLevelItemCount() == 3)
    loop, check = script.outline.topLevelItem(1), script.outline.topLevelItem(2)
    assert loop.child(0).text(0) == "jobs.put(i)"
    with qtbot.waitSignal(window.context.runs.finished):
        trigger(window, "script.run")
    assert loop.child(0).text(1) == "✓ 2×"
    assert check.text(1) == "✗" and "expected 7, got 0" in check.toolTip(1)
    script.outline.itemClicked.emit(check, 0)
    assert script.editor.line == 4
    trigger(window, "script.outline")
    assert script.outline.isHidden()


def test_text_is_found_and_replaced(qtbot, window, script):
    trigger(window, "script.find")
    bar = script.replace_bar
    qtbot.keyClicks(bar.line, "JOBS.PUT")
    qtbot.keyClick(bar.line, Qt.Key_Return)
    assert script.editor.selectedText() == "jobs.put"
    bar.instead.setText("jobs.put_nowait")
    bar.replace_all()
    assert script.editor.text().count("jobs.put_nowait") == 2
    assert bar.message.text() == "2 places replaced"
    script.editor.undo()
    assert script.editor.text() == SCRIPT
    qtbot.keyClick(bar.line, Qt.Key_Escape)
    assert bar.isHidden()


def test_what_was_not_saved_comes_back_after_a_crash(qtbot, window, script, settings):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: bool(list(settings.recovery.glob("*.json"))))
    (kept,) = settings.recovery.glob("*.json")
    assert Recovery(settings.recovery).take() == []  # we are alive
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    kept.rename(kept.with_name(f"{gone.pid}-1.json"))
    window.context.tools.autosave.restore()
    assert window.context.current.script is not script
    assert window.context.current.script.editor.text().endswith("sleep(0)\n")
    assert window.context.current.script.modified


def test_what_was_decided_on_does_not_come_back(qtbot, window, script, settings, tmp_path):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: bool(list(settings.recovery.glob("*.json"))))
    with qtbot.waitSignal(script.saved):
        script.save(tmp_path / "x.rqs")
    assert not list(settings.recovery.glob("*.json"))


def test_what_was_thrown_away_does_not_come_back(qtbot, window, script, settings, monkeypatch):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: bool(list(settings.recovery.glob("*.json"))))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Discard)
    window.context.tabs.request_close()
    assert not list(settings.recovery.glob("*.json"))


def test_what_is_thrown_away_while_it_is_kept_does_not_come_back(
    qtbot, window, script, settings, monkeypatch
):
    script.editor.append("sleep(0)\n")
    begun, go_on = threading.Event(), threading.Event()
    keep = Recovery.keep

    def keep_slowly(*arguments):
        begun.set()
        assert go_on.wait(10)
        keep(*arguments)

    monkeypatch.setattr(Recovery, "keep", keep_slowly)
    qtbot.waitUntil(begun.is_set)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Discard)
    window.context.tabs.request_close()
    go_on.set()
    window.context.tasks._pool.waitForDone()
    assert list(settings.recovery.glob("*.json"))
    qtbot.waitUntil(lambda: not list(settings.recovery.glob("*.json")))


def test_drafts_that_were_cut_off_are_left_out(tmp_path):
    recovery = Recovery(tmp_path)
    recovery.keep(recovery.new_key(), RecoveredScript(None, "a"))
    (tmp_path / "999999999-1.json").write_text('{"path": nu')
    (tmp_path / "999999999-2.json").write_text('{"path": null, "text": "b"}')
    assert recovery.take() == [RecoveredScript(None, "b")]
    assert [file.name for file in tmp_path.glob("*.json")] == [f"{os.getpid()}-1.json"]


def test_words_of_the_language_are_proposed(qtbot, window, script):
    script.editor.setText("")
    script.editor.setFocus()
    qtbot.keyClicks(script.editor, "task_d")
    qtbot.waitUntil(script.editor.isListActive)
    QApplication.processEvents()
    qtbot.keyClick(script.editor, Qt.Key_Return)
    assert script.editor.text() == "task_done"
