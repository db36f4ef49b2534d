# SPDX-License-Identifier: GPL-3.0-or-later
"""Target and speed of a replay."""

from __future__ import annotations

import pytest

from rqdebug.ui.dialogs.replay_dialog import ReplayDialog


@pytest.fixture
def dialog(qtbot, make_attachment):
    dialog = ReplayDialog("night.arrows", 12, [make_attachment("edge-1"), make_attachment("edge-2")])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_nothing_is_repeated_before_a_target_is_chosen(qtbot, dialog):
    assert not dialog.replay_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen, wait=50):
        dialog.accept()
    assert dialog.isVisible()


def test_chosen_target_speed_and_strictness_are_reported(qtbot, dialog):
    dialog.targets.setCurrentIndex(1)
    dialog.speed.setValue(10)
    dialog.strict.setChecked(True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.replay_button.click()
    attachment, speed, strict = chosen.args
    assert (attachment.name, speed, strict) == ("edge-2", 10, True)


def test_long_names_do_not_widen_the_dialog(qtbot, fits, long_name, make_attachment):
    dialog = ReplayDialog(long_name, 1, [make_attachment(long_name)])
    qtbot.addWidget(dialog)
    assert fits(dialog)
