# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.dialogs.target_dialog import TargetDialog
from rqdebug.ui.services.saved_targets import SavedTarget

EDGE = SavedTarget("edge-1", "rq://10.0.0.1:7654", "#c0392b", favourite=True)


@pytest.fixture
def dialog(shown, theme):
    return shown(TargetDialog(EDGE))


def test_settings_are_shown_and_returned_unchanged(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.name, Qt.Key_Return)
    assert chosen.args == [EDGE]


def test_changed_settings_are_returned(qtbot, dialog):
    qtbot.keyClicks(dialog.name, "hall")
    dialog.color.show_color("")
    dialog.read_only.click()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [SavedTarget("hall", EDGE.url, "", read_only=True, favourite=True)]


def test_url_can_be_copied_but_not_changed(dialog):
    assert dialog.url.text() == EDGE.url
    assert dialog.url.isReadOnly()
