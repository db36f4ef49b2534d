# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the options of a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt

from rqdebug.scripts.running.options import Options, Pauses
from rqdebug.ui.dialogs.run_dialog import DAY, RunDialog

ONCE = Options(seed=0)


@pytest.fixture
def dialog(shown):
    return shown(RunDialog())


def options(dialog):
    """The options without the seed, which is new in each run."""
    return replace(dialog.options(), seed=0)


def test_default_options_run_once_at_normal_speed(dialog):
    assert options(dialog) == ONCE
    assert dialog.run_button.isDefault()


@pytest.mark.parametrize(
    ("change", "chosen"),
    [
        (lambda d: d.loops.setValue(0), {"loops": 0}),
        (lambda d: d.loops.setValue(10**9), {"loops": 10**9}),
        (lambda d: d.seconds.setValue(1.5), {"seconds": 1.5}),
        (lambda d: d.seconds.setValue(0), {"seconds": None}),
        (lambda d: d.until_failure.setChecked(True), {"until_failure": True}),
        (lambda d: d.speed.setValue(0), {"speed": 0.0}),
        (lambda d: d.speed.setValue(2.5), {"speed": 2.5}),
        (lambda d: d.before.setValue(0.25), {"pauses": Pauses(before=0.25)}),
        (lambda d: d.after.setValue(0.125), {"pauses": Pauses(after=0.125)}),
    ],
)
def test_each_field_is_one_option(dialog, change, chosen):
    change(dialog)
    assert options(dialog) == replace(ONCE, **chosen)


def test_seed_is_used_as_typed(dialog):
    dialog.seed.setText(" 4711 ")
    assert dialog.options().seed == 4711


def test_without_a_seed_each_run_has_a_new_one(dialog):
    assert len({dialog.options().seed for _ in range(8)}) > 1


def test_lowest_values_are_shown_as_words(dialog):
    for field in (dialog.loops, dialog.seconds, dialog.speed, dialog.before, dialog.after):
        field.setValue(0)
        assert field.text() == field.specialValueText() != ""
    dialog.seconds.setValue(0.5)
    assert dialog.seconds.text() == "0.500 s"


def test_longest_time_is_a_day(dialog):
    dialog.seconds.setValue(DAY + 1)
    assert dialog.options().seconds == 86_400


@pytest.mark.parametrize("paused", [False, True])
def test_run_emits_the_options_and_whether_to_start_paused(qtbot, dialog, click, paused):
    dialog.loops.setValue(3)
    dialog.stepping.setChecked(paused)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        click(dialog.run_button)
    assert chosen.args[0].loops == 3
    assert chosen.args[1] is paused
    assert not dialog.isVisible()


def test_return_runs_and_escape_does_not(qtbot, dialog):
    with qtbot.assertNotEmitted(dialog.chosen), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key_Escape)
    dialog.show()
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(dialog.loops, Qt.Key_Return)


def test_dialog_fits_the_screen(dialog, fits):
    assert fits(dialog)
