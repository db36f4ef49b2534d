# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of a window, from FRAME to CLOSED."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.session import State
from rqdebug.ui.services.workspace_file import SavedTab, Workspace, load, save
from rqdebug.ui.window import window_session as module
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession, WindowState


@pytest.fixture
def frame(qtbot, theme, settings):
    """The session of a window whose engine is not loaded."""
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.show()
    session = WindowSession(window)
    yield session
    session.close()


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "a.rqs"
    path.write_text("sleep(0)\n")
    return path


def test_frame_is_filled_and_opened_in_the_background(qtbot, frame, url, script):
    assert frame.state is WindowState.FRAME
    frame.start([url], [script])
    assert frame.state is WindowState.LOADING
    assert not frame.window.commands["script.new"].isEnabled()
    qtbot.waitUntil(lambda: frame.state is WindowState.OPEN)
    assert frame.window.commands["script.new"].isEnabled()
    (tab,) = frame.context.scripts.script_tabs()
    assert tab.path == script
    (attachment,) = frame.context.attachments.active
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)


def test_log_of_the_first_target_is_in_front_of_scripts(frame, url, script):
    frame.build()
    frame.open([url, url], [script])
    first, _ = frame.context.attachments.active
    assert frame.context.current.target.attachment is first
    assert frame.window.focusWidget() is frame.context.current.target.log
    assert frame.window.docks["report"].isHidden()


def test_last_workspace_is_opened_only_without_targets_and_files(qtbot, frame, settings, script):
    save(Workspace(places=(SavedTab("script", str(script)),)), settings.workspace)
    frame.build()
    frame.open(files=[script.with_name("other.rqs")])
    assert [tab.path.name for tab in frame.context.scripts.script_tabs()] == ["other.rqs"]
    frame.open()
    assert frame.context.current.script.path == script


def test_malformed_url_opens_nothing_and_ends_the_program(qtbot, frame, url):
    frame.build()
    with qtbot.waitSignal(frame.ended) as ended:
        assert not frame.open([url, "http://edge"])
    assert "http://edge" in ended.args[0]
    assert frame.context.attachments.active == ()
    assert frame.state is WindowState.CLOSING


def test_engine_that_cannot_be_loaded_ends_the_program(qtbot, frame, monkeypatch):
    def fail():
        raise ModuleNotFoundError("no pyarrow")

    monkeypatch.setattr(module, "load_engine", fail)
    with qtbot.waitSignal(frame.ended):
        frame.start([], [])
    assert isinstance(frame.load_error, ModuleNotFoundError)
    assert frame.state is WindowState.CLOSING


def test_window_closed_while_loading_keeps_the_last_workspace(qtbot, frame, settings, script, monkeypatch):
    save(Workspace(places=(SavedTab("script", str(script)),)), settings.workspace)
    built = []
    monkeypatch.setattr(module, "load_engine", lambda: built.append)
    frame.start([], [])
    frame.window.close()
    assert frame.state is WindowState.CLOSING
    frame.close()
    qtbot.wait(50)
    assert built == [] and frame.state is WindowState.CLOSED
    assert load(settings.workspace).places[0].where == str(script)


def test_closed_window_saves_its_workspace(qtbot, frame, settings, script):
    frame.build()
    frame.open(files=[script])
    frame.window.close()
    assert frame.state is WindowState.CLOSING
    assert [place.where for place in load(settings.workspace).places] == [str(script)]


def test_unsaved_script_keeps_the_window_open(qtbot, frame, monkeypatch):
    frame.build()
    tab = frame.context.scripts.open_text("")
    tab.editor.append("sleep(0)\n")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Cancel)
    assert not frame.window.close()
    assert frame.state is WindowState.READY
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Discard)
    assert frame.window.close()
    assert frame.state is WindowState.CLOSING


def test_window_closes_after_its_scripts_were_saved(qtbot, frame, monkeypatch, script):
    frame.build()
    tab = frame.context.scripts.open(script)
    qtbot.waitUntil(lambda: tab.editor.text() == "sleep(0)\n")
    tab.editor.append("sleep(1)\n")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Save)
    assert not frame.window.close()
    qtbot.waitUntil(lambda: not frame.window.isVisible())
    assert script.read_text() == "sleep(0)\nsleep(1)\n"


def test_close_detaches_from_all_targets(qtbot, frame, url):
    frame.build()
    frame.open([url])
    frame.close()
    assert frame.context.session.attachments == ()
    assert frame.state is WindowState.CLOSED


def test_file_is_opened_according_to_its_extension(qtbot, frame, script, tmp_path):
    frame.build()
    workspace = tmp_path / "work.rqw"
    save(Workspace(places=(SavedTab("script", str(script)),)), workspace)
    frame.open_file(workspace)
    assert frame.context.current.script.path == script
    notes = tmp_path / "notes.txt"
    notes.write_text("hello")
    with qtbot.waitSignal(frame.context.captures.refused) as refused:
        frame.window.warn = lambda sentence: None
        frame.open_file(notes)
    assert "notes.txt" in refused.args[0]


def test_recording_is_complete_after_a_signal(window_session, attached, controller, tmp_path, wait_for_event):
    captures = window_session.context.captures
    captures.record(attached.log, tmp_path / "a.arrows")
    recorder = captures.recorder(attached.log)
    controller.create("jobs").put(b"last")
    wait_for_event(attached.log, "put")
    window_session.close()  # as after SIGTERM, without the event that closes the window
    assert not recorder.recording
    log = open_capture(tmp_path / "a.arrows")
    assert (log.num_rows, log.problem) == (attached.log.num_rows - recorder.first_row, "")
