# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.dialogs.merge_dialog import MergeDialog


@pytest.fixture
def targets(make_attachment):
    return [make_attachment(f"edge-{number}") for number in range(3)]


@pytest.fixture
def dialog(shown, theme, targets):
    return shown(MergeDialog(targets, lambda _: "#c0392b"))


def test_two_targets_at_least_can_be_merged(dialog):
    assert not dialog.merge_button.isEnabled()
    dialog.targets.item(0).setCheckState(Qt.Checked)
    assert not dialog.merge_button.isEnabled()
    dialog.targets.item(2).setCheckState(Qt.Checked)
    assert dialog.merge_button.isEnabled()


def test_checked_targets_are_returned_in_order(qtbot, dialog, targets):
    for row in (2, 0):
        dialog.targets.item(row).setCheckState(Qt.Checked)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [[targets[0], targets[2]]]
