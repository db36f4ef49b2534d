# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts run in part, step by step and with options; reports are saved."""

from __future__ import annotations

import json

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QMessageBox

from rqdebug.scripts.report import Verdict
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.services.saved_targets import SavedTarget


def test_run_pauses_at_a_breakpoint_and_continues_in_steps(qtbot, window, script, trigger):
    runs = window.context.runs
    script.editor.setCursorPosition(3, 0)
    trigger("script.breakpoint")
    assert script.editor.breakpoints == {4}
    trigger("script.run")
    qtbot.waitUntil(lambda: runs.paused and bool(script.editor.markersAtLine(3) & 8))
    assert runs.report.passed == 2
    trigger("script.step")
    qtbot.waitUntil(lambda: runs.report is not None and runs.report.passed == 3)
    qtbot.waitUntil(lambda: bool(script.editor.markersAtLine(4) & 8))
    assert runs.running
    trigger("script.pause")
    qtbot.waitUntil(lambda: not runs.running)
    assert runs.report.ok and runs.report.total == 5
    script.editor.toggle_breakpoint(4)
    assert not script.editor.breakpoints


def test_only_the_selected_lines_run(qtbot, window, script, controller, trigger):
    controller.create("stepped")
    script.editor.setText('jobs = queue("stepped")\nassert 1 == 2\n')
    script.editor.setSelection(0, 0, 0, 5)
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run_selection")
    (report,) = finished.args
    assert report.ok and report.total == 1


def test_definitions_above_the_selected_lines_run_too(qtbot, window, script, controller, trigger):
    script.editor.setCursorPosition(2, 0)
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run_selection")
    (report,) = finished.args
    assert report.ok and [result.line for result in report.results] == [1, 3]


def test_rest_of_a_script_runs_from_the_cursor_on(qtbot, window, script, controller, trigger):
    script.editor.setCursorPosition(3, 0)
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run_from")
    (report,) = finished.args
    assert [result.line for result in report.results] == [1, 4, 5, 6]


def test_selected_lines_without_a_statement_are_refused_in_words(qtbot, window, script, trigger):
    script.editor.setText("note(1)\n# nothing\n")
    script.editor.setCursorPosition(1, 0)
    with qtbot.waitSignal(window.context.scripts.refused) as refused:
        trigger("script.run_selection")
    assert "there is no statement in the selected lines" in refused.args[0]
    assert not window.context.runs.running
    assert script.problems.summary.isHidden()


def test_error_below_the_selected_lines_does_not_stop_them(qtbot, window, script, controller, trigger):
    script.editor.setText("jobs = create()\njobs.put(1)\njobs.nonsense()\n")
    script.editor.setCursorPosition(1, 0)
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        trigger("script.run_selection")
    assert finished.args[0].ok
    assert script.problems.summary.isVisible()


def test_run_uses_the_options_of_the_dialog(qtbot, window, script, trigger, find_child):
    trigger("script.run_with")
    qtbot.waitUntil(lambda: bool(window.findChildren(RunDialog)))
    dialog = find_child(window, RunDialog)
    dialog.loops.setValue(3)
    dialog.seed.setText("17")
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        qtbot.mouseClick(dialog.run_button, Qt.LeftButton)
    (report,) = finished.args
    assert (report.loops, report.seed, report.counts[Verdict.PASSED]) == (3, 17, 15)


def test_inputs_of_the_dialog_are_used_and_kept(qtbot, window, script, trigger, find_child):
    script.editor.setText(
        'n = parameter(1)\nwith test("a", "x"): assert n == 2\nwith test("b"): assert n == 1\n'
    )
    trigger("script.run_with")
    qtbot.waitUntil(lambda: bool(window.findChildren(RunDialog)))
    dialog = find_child(window, RunDialog)
    dialog.inputs.parameters["n"].setText("2")
    dialog.inputs.tests.setCurrentText("x")
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        qtbot.mouseClick(dialog.run_button, Qt.LeftButton)
    (report,) = finished.args
    assert (report.ok, report.passed, len(report.skipped)) == (True, 1, 1)
    qtbot.waitUntil(lambda: not window.findChildren(RunDialog))
    trigger("script.run_with")
    qtbot.waitUntil(lambda: bool(window.findChildren(RunDialog)))
    assert find_child(window, RunDialog).inputs.parameters["n"].text() == "2"
    find_child(window, RunDialog).close()


def test_note_of_a_script_is_reported_with_its_line(qtbot, window, script, trigger):
    with qtbot.waitSignal(window.context.runs.noted) as noted:
        trigger("script.run")
    assert noted.args == ["edge-1, line 2: begun"]
    qtbot.waitUntil(lambda: not window.context.runs.running)


def test_report_is_saved_in_three_formats(qtbot, window, script, tmp_path, monkeypatch, trigger):
    with qtbot.waitSignal(window.context.runs.finished):
        trigger("script.run")
    for name in ("r.json", "r.xml", "r.html"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        trigger("script.report")
        qtbot.waitUntil((tmp_path / name).exists)
    qtbot.waitUntil(lambda: "r.html" in window.context.status.notice.text())
    assert json.loads((tmp_path / "r.json").read_text())
    assert "<testsuite" in (tmp_path / "r.xml").read_text()


def test_script_does_not_run_on_a_read_only_target(qtbot, window, url, opened):
    saved = SavedTarget("edge", url, read_only=True)
    attachment = window.context.attachments.attach(url, "edge", saved)
    tab = window.context.scripts.open_text("sleep(0)\n")
    with qtbot.assertNotEmitted(window.context.runs.started, wait=100):
        window.context.tools.runner.run_once(tab)
    box = opened(QMessageBox)
    assert attachment.name in box.text() and "read-only" in box.text()
    box.close()


def test_report_needs_a_known_extension(qtbot, window, script, trigger, tmp_path, monkeypatch, opened):
    with qtbot.waitSignal(window.context.runs.finished):
        trigger("script.run")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "r.pdf"), ""))
    trigger("script.report")
    box = opened(QMessageBox)
    assert box.text() == "unknown file type of r.pdf; use one of these extensions: .xml, .json, .html"
    box.close()


def test_report_that_cannot_be_written_is_reported(
    qtbot, window, script, trigger, tmp_path, monkeypatch, opened
):
    with qtbot.waitSignal(window.context.runs.finished):
        trigger("script.run")
    path = tmp_path / "missing" / "r.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    trigger("script.report")
    box = opened(QMessageBox)
    assert str(path) in box.text()
    box.close()


def test_ticked_targets_and_no_others_are_in_question_run_and_report(
    qtbot, window, script, url, trigger, find_child
):
    attachments = window.context.attachments
    others = [attachments.attach(f"{url}?preview={size}KiB", f"edge-{size}") for size in (2, 3)]
    window.run_targets.choose([*others])
    window.context.tabs.setCurrentWidget(script)
    script.editor.setText("jobs = create()\nassert jobs.qsize() == 0\n")
    trigger("script.run_with")
    qtbot.waitUntil(lambda: bool(window.findChildren(RunDialog)))
    dialog = find_child(window, RunDialog)
    assert dialog.targets.text() == "edge-2, edge-3"
    with qtbot.waitSignal(window.context.runs.finished) as finished:
        qtbot.mouseClick(dialog.run_button, Qt.LeftButton)
    (report,) = finished.args
    assert report.targets == ("edge-2", "edge-3")
    assert {result.target for result in report.results} == {"edge-2", "edge-3"}
    assert "on edge-2, edge-3" in window.panels["report"].current.summary.text()


def test_target_removed_while_the_options_are_chosen_is_not_run_on(
    qtbot, window, script, attached, url, trigger, find_child, opened
):
    other = window.context.attachments.attach(f"{url}?preview=all", "edge-2")
    window.run_targets.choose([attached, other])
    window.context.tabs.setCurrentWidget(script)
    trigger("script.run_with")
    qtbot.waitUntil(lambda: bool(window.findChildren(RunDialog)))
    window.context.attachments.detach(other)
    with qtbot.assertNotEmitted(window.context.runs.started, wait=50):
        qtbot.mouseClick(find_child(window, RunDialog).run_button, Qt.LeftButton)
    box = opened(QMessageBox)
    assert "edge-2 was removed in the meantime" in box.text()
    box.close()


def test_question_before_a_run_is_stopped_names_its_targets(qtbot, window, script, trigger, monkeypatch):
    script.editor.setText("jobs = create()\njobs.get()\n")
    with qtbot.waitSignal(window.context.runs.started):
        trigger("script.run")
    asked = []
    monkeypatch.setattr(QMessageBox, "question", lambda *texts: asked.append(texts[2]) or QMessageBox.No)
    assert not window.context.tools.runner.may_end_run(script)
    assert f"{window.context.runs.current.title} on edge-1" in asked[0]
