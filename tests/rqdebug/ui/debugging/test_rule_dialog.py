# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.ui.debugging.rule_dialog import RuleDialog
from rqdebug.ui.models.rule_texts import ACTIONS, TRIGGERS

HOLD = RuleDefinition()


@pytest.fixture
def make_dialog(qtbot, theme, parse, completion):
    def make_dialog(before=HOLD):
        dialog = RuleDialog("New Breakpoint", "edge-1", before, completion, parse)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make_dialog


def choose(rule_input, forms, title):
    rule_input.choice.setCurrentIndex([form.title for form in forms].index(title))


FULL = RuleDefinition(
    "queue == jobs",
    {"kind": "delay", "low": 0.1, "high": 0.3},
    "end",
    {"kind": "probability", "p": 0.25},
    seed=7,
    name="slow",
    max_hold=2.5,
    max_held=4,
)


def test_rule_stays_as_it_is_without_a_change(make_dialog):
    assert make_dialog(FULL).definition == FULL
    assert make_dialog().definition == HOLD


def test_chosen_rule_has_the_fields_of_its_action(qtbot, make_dialog):
    dialog = make_dialog(RuleDefinition("queue == jobs"))
    choose(dialog.action, ACTIONS, "Fail with an error")
    dialog.action.inputs["code"].setCurrentText("FULL")
    choose(dialog.trigger, TRIGGERS, "Call number")
    dialog.trigger.inputs["n"].setValue(5)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.ok.click()
    (definition,) = chosen.args
    assert definition == RuleDefinition(
        "queue == jobs", {"kind": "fail", "code": "FULL"}, trigger={"kind": "on", "n": 5}
    )


def test_filter_of_what_only_the_log_knows_is_not_accepted(make_dialog):
    dialog = make_dialog(RuleDefinition("outcome == full"))
    assert not dialog.ok.isEnabled()
    assert "only the log knows it; use method, queue" in dialog.problem.text()
    dialog.filter.setText("queue == jobs")
    assert dialog.ok.isEnabled() and dialog.problem.isHidden()


def test_action_that_the_controller_would_refuse_is_not_accepted(make_dialog):
    dialog = make_dialog(FULL)
    dialog.action.inputs["high"].setValue(0.05)
    assert not dialog.ok.isEnabled() and "high" in dialog.problem.text()


def test_limits_of_holding_are_for_breakpoints_only(make_dialog):
    dialog = make_dialog()
    assert dialog.max_hold.isEnabled() and dialog.max_held.isEnabled()
    choose(dialog.action, ACTIONS, "Drop items")
    assert not dialog.max_hold.isEnabled() and not dialog.max_held.isEnabled()


def test_seed_is_for_what_is_random_only(make_dialog):
    dialog = make_dialog()
    assert not dialog.seed.isEnabled()
    choose(dialog.action, ACTIONS, "Delay, evenly random")
    assert dialog.seed.isEnabled()
    choose(dialog.action, ACTIONS, "Delay")
    assert not dialog.seed.isEnabled()
    choose(dialog.trigger, TRIGGERS, "By chance")
    assert dialog.seed.isEnabled()


def test_numbers_have_no_zeros_at_their_end(make_dialog):
    assert make_dialog(FULL).action.inputs["low"].text() == "0.1 s"


def test_dialog_fits_on_the_smallest_screen(make_dialog, fits):
    assert fits(make_dialog(FULL))


def test_tab_goes_through_the_fields_of_a_new_action(make_dialog):
    dialog = make_dialog()
    choose(dialog.action, ACTIONS, "Fail with an error")
    order = [dialog.action.choice, *dialog.action.inputs.values(), dialog.at]
    assert [next_of(widget) for widget in order[:-1]] == order[1:]


def next_of(widget):
    """What Tab visits next."""
    widget = widget.nextInFocusChain()
    takes = widget.focusPolicy() & Qt.TabFocus and widget.focusProxy() is None
    return widget if takes else next_of(widget)
