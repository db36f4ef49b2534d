# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog for the condition of a breakpoint."""

from __future__ import annotations

import pytest

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.scripts.breakpoint_dialog import BreakpointDialog


@pytest.fixture
def dialog(qtbot, theme):
    dialog = BreakpointDialog(Breakpoint(4, "n > 1", 7), theme)
    qtbot.addWidget(dialog)
    return dialog


def test_dialog_shows_what_is_set(dialog):
    assert (dialog.condition.text(), dialog.skip.value()) == ("n > 1", 7)
    assert dialog.ok.isEnabled()


def test_chosen_breakpoint_has_condition_and_hits(qtbot, dialog):
    dialog.condition.setText(" n == 40 ")
    dialog.skip.setValue(2)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.ok.click()
    assert chosen.args == [Breakpoint(4, "n == 40", 2)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("n = 40", "a condition is an expression; write == to compare"),
        ("jobs.get()", "a condition cannot call a queue or target"),
        ("n ==", "invalid syntax"),
    ],
)
def test_wrong_condition_is_not_accepted(dialog, text, problem):
    dialog.condition.setText(text)
    assert dialog.problem.text() == problem
    assert not dialog.ok.isEnabled()
    dialog.condition.setText("")
    assert dialog.ok.isEnabled()
    assert dialog.problem.text() == ""
