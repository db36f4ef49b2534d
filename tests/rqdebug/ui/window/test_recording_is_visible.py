# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tab is recorded, and to which file, is plain."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QFileDialog, QMessageBox

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.ui.window.capture_files import proposed_name


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """The titles and proposed names of file dialogs, which are all answered."""
    asked = []

    def answer(parent, title, name, types):
        asked.append((title, name))
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def test_recorded_tab_is_named_in_dialog_file_status_bar_and_its_tooltip(
    qtbot, window, attached, controller, trigger, asked, tmp_path
):
    tabs = window.context.tabs
    before = tabs.tabIcon(0).cacheKey()
    trigger("capture.record")
    ((title, name),) = asked
    assert title == "Record edge-1 to Capture"
    assert name.startswith("edge-1-2") and name.endswith(".arrows")
    window.context.status.refresh()
    assert "Recording edge-1" in window.context.status.summary.text()
    assert str(tmp_path / name) in tabs.tabToolTip(0)
    assert tabs.tabIcon(0).cacheKey() != before
    trigger("capture.record")
    assert "Recording" not in tabs.tabToolTip(0)


def test_other_tabs_are_not_shown_as_recorded(window, attached, url, trigger, asked):
    trigger("capture.record")
    other = window.context.attachments.attach(url, "edge-2")
    assert other is not None
    tabs = window.context.tabs
    assert ["Recording" in tabs.tabToolTip(index) for index in range(tabs.count())] == [True, False]
    assert not window.context.commands["capture.record"].isChecked()
    window.context.logs.open_target(attached)
    assert window.context.commands["capture.record"].isChecked()


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("local:7654", "local-7654-2"),
        ("All Targets", "All-Targets-2"),
        ("a/../b", "a-..-b-2"),
        ("…", "capture-2"),
    ],
)
def test_proposed_name_is_a_name_of_a_file(title, start):
    assert proposed_name(title).startswith(start)
    assert "/" not in proposed_name(title)


def test_file_of_a_recording_is_refused_in_another_tab_and_the_recording_goes_on(
    qtbot, window, attached, url, controller, trigger, monkeypatch, tmp_path, opened, wait_for_event
):
    path = tmp_path / "rec.arrows"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Save)
    trigger("capture.record")
    window.context.attachments.attach(f"{url}?preview=all", "edge-2")
    trigger("capture.record")
    box = opened(QMessageBox)
    assert "rec.arrows" in box.text() and "recorded" in box.text()
    box.close()
    window.context.logs.open_target(attached)
    controller.create("jobs").put("x")
    wait_for_event(attached.log, "put")
    with qtbot.waitSignal(window.context.captures.done) as done:
        trigger("capture.record")
    assert "Recorded" in done.args[0] and str(path) in done.args[0]
    assert open_capture(path).num_rows >= 2
