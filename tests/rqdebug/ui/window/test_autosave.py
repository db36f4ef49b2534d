# SPDX-License-Identifier: GPL-3.0-or-later
"""Unsaved scripts are restored after a crash, and only then."""

from __future__ import annotations

import threading

from PyQt5.QtWidgets import QMessageBox

from rqdebug.ui.services.recovery import RecoveredScript, Recovery


def kept_edits(settings):
    return any("sleep(0)" in file.read_text() for file in settings.recovery.glob("*.json"))


def test_unsaved_script_is_restored_after_a_crash(qtbot, window, script, settings):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: kept_edits(settings))
    (kept,) = settings.recovery.glob("*.json")
    assert Recovery(settings.recovery).take() == []  # this process is still running
    kept.rename(kept.with_name("gone-1.json"))
    window.context.tools.autosave.restore()
    assert window.context.current.script is not script
    assert window.context.current.script.editor.text().endswith("sleep(0)\n")
    assert window.context.current.script.modified


def test_generated_script_is_kept_before_it_is_edited(qtbot, window, settings):
    window.context.scripts.open_text("sleep(0)\n")
    qtbot.waitUntil(lambda: bool(list(settings.recovery.glob("*.json"))))


def test_script_that_runs_while_it_is_typed_is_kept(qtbot, window, script, settings):
    script.editor.append("sleep(0)\n")
    script.parse_to_run(lambda _: None)
    qtbot.waitUntil(lambda: kept_edits(settings))


def test_saved_script_is_not_restored(qtbot, window, script, settings, tmp_path):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: kept_edits(settings))
    with qtbot.waitSignal(script.saved):
        script.save(tmp_path / "x.rqs")
    assert not list(settings.recovery.glob("*.json"))


def test_discarded_script_is_not_restored(qtbot, window, script, settings, monkeypatch):
    script.editor.append("sleep(0)\n")
    qtbot.waitUntil(lambda: kept_edits(settings))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Discard)
    window.context.tabs.request_close()
    assert not list(settings.recovery.glob("*.json"))


def test_script_discarded_while_its_file_is_written_is_not_restored(
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


def test_incomplete_recovery_files_are_ignored(tmp_path):
    recovery = Recovery(tmp_path)
    recovery.keep(recovery.new_key(), RecoveredScript(None, "a"))
    (tmp_path / "999999999-1.json").write_text('{"path": nu')
    (tmp_path / "999999999-2.json").write_text('{"path": null, "text": "b"}')
    assert recovery.take() == [RecoveredScript(None, "b")]
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_undone_edit_is_not_restored(qtbot, window, settings):
    tab = window.context.scripts.open()
    qtbot.waitUntil(lambda: bool(tab.editor.text()))
    tab.editor.insert("# x")
    tab.edited.emit()
    qtbot.waitUntil(lambda: any(settings.recovery.glob("*.json")))
    tab.editor.undo()
    tab.edited.emit()
    qtbot.waitUntil(lambda: not any(settings.recovery.glob("*.json")))
