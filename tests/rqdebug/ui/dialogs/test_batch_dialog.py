# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts, targets and rounds of a run of several scripts."""

from __future__ import annotations

from rqdebug.ui.dialogs.batch_dialog import BatchDialog


def test_scripts_and_targets_are_named(shown):
    dialog = shown(BatchDialog(["a.rqs", "b.rqs"], ["edge-1", "edge-2"]))
    assert (dialog.scripts.text(), dialog.targets.text()) == ("2 scripts: a.rqs, b.rqs", "edge-1, edge-2")
    assert "a.rqs\nb.rqs" in dialog.scripts.toolTip()


def test_scripts_run_once_and_to_the_last_by_default(qtbot, shown):
    dialog = shown(BatchDialog(["a.rqs"], ["edge-1"]))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.run_button.click()
    assert chosen.args == [1, False]


def test_many_long_names_do_not_widen_the_dialog(shown, fits, long_name):
    assert fits(shown(BatchDialog([long_name] * 200, [long_name] * 40)))
