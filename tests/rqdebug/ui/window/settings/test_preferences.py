# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings apply to the open window, and to the next one."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest

from rqdebug.events.event_log import EventLog
from rqdebug.events.spill import Spill
from rqdebug.ui.dialogs.settings_dialog import SettingsDialog
from rqdebug.ui.models.log_model import Column
from rqdebug.ui.window.settings import preferences as module


@pytest.fixture
def log(qtbot, window, attached, controller):
    """The log of a target."""
    jobs = controller.create("jobs")
    for number in range(40):
        jobs.put(number)
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 40)
    return tab.log


def test_text_of_the_log_is_enlarged_with_the_keyboard(qtbot, window, log, settings):
    rows, width = log.row_height, log.horizontalHeader().sectionSize(Column.TIME)
    usual = window.theme.mono.pointSizeF()
    window.activateWindow()
    log.setFocus()
    qtbot.waitUntil(log.hasFocus)
    for _ in range(4):
        QTest.keyClick(log, Qt.Key_Plus, Qt.ControlModifier)
    assert settings.font_size == usual + 4
    assert log.row_height > rows and log.horizontalHeader().sectionSize(Column.TIME) > width
    assert window.panels["inspector"].payload.forms.pages["Text"].font().pointSizeF() == usual + 4
    QTest.keyClick(log, Qt.Key_Minus, Qt.ControlModifier)
    assert settings.font_size == usual + 3
    QTest.keyClick(log, Qt.Key_0, Qt.ControlModifier)
    assert (settings.font_size, window.theme.mono.pointSizeF(), log.row_height) == (0, usual, rows)


def test_size_of_the_text_has_limits(window):
    for _ in range(60):
        window.context.tools.preferences.zoom(-1)
    assert window.theme.mono.pointSizeF() == 6
    for _ in range(60):
        window.context.tools.preferences.zoom(1)
    assert window.theme.mono.pointSizeF() == 32


def test_dialog_shows_how_much_of_the_disk_logs_use(qtbot, window, log, monkeypatch):
    monkeypatch.setattr(EventLog, "file_bytes", 3 << 20)
    monkeypatch.setattr(module, "_free_bytes", lambda folder: 5 << 30)
    window.commands["settings.open"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    qtbot.waitUntil(lambda: dialog.usage.text() == "1 log uses 3.0 MiB on disk now; 5.0 GiB are free")
    dialog.close()


def test_folder_applies_to_later_targets(window, settings, tmp_path, qtbot):
    settings.log_folder = tmp_path
    window.commands["settings.open"].trigger()
    attachment = window.context.attachments.attach("rq://127.0.0.1:1", "gone")
    assert attachment.log._directory == tmp_path
    (dialog,) = window.findChildren(SettingsDialog)
    dialog.close()


def test_folder_that_does_not_exist_is_reported(tmp_path):
    assert module._free_bytes(tmp_path / "missing") is None
    assert "cannot be used" in module._usage([], None)


def test_size_of_the_file_of_a_log_is_known(tmp_path, rows):
    spill = Spill(tmp_path)
    spill.write(rows({}, {}))
    assert spill.size > 1000
    assert EventLog().file_bytes == 0
