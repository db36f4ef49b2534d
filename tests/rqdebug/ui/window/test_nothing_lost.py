# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs are not lost without a question, and a target that wants a password is asked for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqdebug.session import State
from rqdebug.ui.dialogs.login_dialog import LoginDialog
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.window.window_session import WindowState


@pytest.fixture
def logged(attached, controller, wait_for_event):
    """A target with events in its log, to which no others come."""
    controller.create("jobs").put(1)
    wait_for_event(attached.log, "put")
    return attached


@pytest.fixture
def locked_url():
    """A controller that wants a password."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    environment = os.environ | {"RQ_PASSWORD": "secret"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        yield server.stdout.readline().split()[-1]
        server.send_signal(signal.SIGTERM)


def press(box, title):
    next(button for button in box.buttons() if button.text() == title).click()


def test_disconnect_keeps_the_tab_and_its_log_and_reconnect_goes_on(
    qtbot, window, logged, trigger, controller
):
    tab, count = window.context.current.target, logged.log.num_rows
    trigger("target.detach")
    qtbot.waitUntil(lambda: "Reconnect" in tab.header.reason.text())
    assert window.context.current.target is tab and logged.log.num_rows == count
    trigger("target.reconnect")
    qtbot.waitUntil(lambda: logged.state is State.LIVE)
    controller.create("more").put(2)
    qtbot.waitUntil(lambda: logged.log.num_rows > count)
    assert len(logged.log.gaps) == 1


def test_target_is_removed_with_its_log_only_after_a_question(qtbot, window, logged, trigger, opened):
    trigger("target.remove")
    box = opened(QMessageBox)
    assert "Remove edge-1?" in box.text() and "will be lost" in box.text()
    press(box, "Cancel")
    assert window.context.attachments.active == (logged,)
    trigger("target.remove")
    press(opened(QMessageBox), "Remove Target")
    assert window.context.attachments.active == ()


def test_window_with_events_in_memory_closes_only_after_a_question(window, window_session, logged, opened):
    window.close()
    box = opened(QMessageBox)
    assert "will be lost" in box.text()
    press(box, "Cancel")
    assert window.isVisible() and window_session.state is not WindowState.CLOSING
    window.close()
    press(opened(QMessageBox), "Close")
    assert window_session.state is WindowState.CLOSING


def test_window_whose_events_are_exported_closes_without_a_question(
    qtbot, window, window_session, logged, tmp_path
):
    tab, captures = window.context.current.target, window.context.captures
    qtbot.waitUntil(lambda: tab.log_model.view.num_rows == logged.log.num_rows)
    with qtbot.waitSignal(captures.done):
        captures.export(tab.log_model.view.matches, tmp_path / "all.arrows")
    assert captures.unsaved_count(logged.log) == 0
    window.close()
    assert window_session.state is WindowState.CLOSING


def test_notes_that_are_in_no_capture_are_lost_only_after_a_question(
    qtbot, window, window_session, logged, tmp_path, opened
):
    tab, captures = window.context.current.target, window.context.captures
    qtbot.waitUntil(lambda: tab.log_model.view.num_rows == logged.log.num_rows)

    def save():
        with qtbot.waitSignal(captures.done):
            captures.export(tab.log_model.view.matches, tmp_path / "all.arrows")

    save()
    logged.log.marks.set(0, "this one is wrong")
    window.close()
    box = opened(QMessageBox)
    assert "Marks and notes" in box.text()
    press(box, "Cancel")
    assert window_session.state is not WindowState.CLOSING
    save()
    window.close()
    assert window_session.state is WindowState.CLOSING


def test_password_is_asked_for_once_and_then_the_target_is_connected(qtbot, window, locked_url, opened):
    attachments = window.context.attachments
    attachments.attach_saved(SavedTarget("edge-9", locked_url))
    dialog = opened(LoginDialog)
    (attachment,) = attachments.active
    assert dialog.windowTitle() == "Log In to edge-9"
    dialog.password.setText("secret")
    dialog.accept()
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)
    assert "secret" not in attachment.url


def test_wrong_password_is_asked_for_again(qtbot, window, locked_url, opened, trigger):
    window.context.attachments.attach(locked_url)
    for _ in range(2):
        dialog = opened(LoginDialog)
        dialog.password.setText("wrong")
        dialog.accept()
        qtbot.waitUntil(lambda shown=dialog: opened(LoginDialog) is not shown)
    opened(LoginDialog).reject()
    trigger("target.reconnect")
    assert opened(LoginDialog).isVisible()


def test_quit_asks_as_closing_the_window_does(window, logged, trigger, opened):
    trigger("window.quit")
    assert "will be lost" in opened(QMessageBox).text()


@pytest.fixture
def removed_recording(window, logged, tmp_path):
    """A log that is being recorded, in a file that another program has just removed."""
    path = tmp_path / "night.arrows"
    window.context.captures.record(logged.log, path, logged.name)
    path.unlink()
    return logged.log


def test_recording_whose_file_is_gone_is_not_reported_as_recorded(qtbot, window, removed_recording):
    captures, done = window.context.captures, []
    captures.done.connect(done.append)
    with qtbot.waitSignal(captures.refused) as refused:
        captures.stop(removed_recording)
    assert "night.arrows was removed or changed by another program" in refused.args[0]
    assert not done
    assert captures.unsaved_count(removed_recording) == removed_recording.num_rows


def test_window_stays_open_when_a_recording_cannot_be_completed(
    window, window_session, removed_recording, opened, monkeypatch
):
    warnings = []
    monkeypatch.setattr("rqdebug.ui.window.main_window.warn", lambda sentence, _: warnings.append(sentence))
    window_session._losses_accepted = True
    window.close()
    assert window.isVisible() and window_session.state is not WindowState.CLOSING
    assert ["night.arrows was removed" in warning for warning in warnings] == [True]
    window.close()
    box = opened(QMessageBox)
    assert "will be lost" in box.text()
    press(box, "Close")
    assert window_session.state is WindowState.CLOSING
