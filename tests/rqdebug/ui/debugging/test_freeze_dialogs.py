# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs that freeze and step a queue."""

from __future__ import annotations

import pytest

from rqdebug.ui.debugging.freeze_dialogs import FreezeDialog, StepDialog


@pytest.mark.parametrize(("row", "side"), [(0, "both"), (1, "puts"), (2, "gets")])
@pytest.mark.parametrize("fails", [False, True])
def test_freeze_dialog_reports_what_was_chosen(qtbot, theme, row, side, fails):
    dialog = FreezeDialog("jobs on edge-1")
    qtbot.addWidget(dialog)
    dialog.side.setCurrentIndex(row)
    dialog.fails.setChecked(fails)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [side, fails]


@pytest.mark.parametrize(
    ("frozen", "sides"),
    [("both", ["gets", "puts"]), ("gets", ["gets"]), ("puts", ["puts"]), ("", ["gets", "puts"])],
)
def test_step_dialog_offers_the_frozen_sides(qtbot, theme, frozen, sides):
    dialog = StepDialog("jobs on edge-1", frozen)
    qtbot.addWidget(dialog)
    assert [dialog.side.itemData(row) for row in range(dialog.side.count())] == sides
    dialog.count.setValue(5)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [sides[0], 5]
