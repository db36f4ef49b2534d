# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import QLocale

from rqdebug.ui.debugging.rule_inputs import RuleInput, make_double_box
from rqdebug.ui.models.rule_texts import ACTIONS, TRIGGERS


@pytest.fixture
def make_input(qtbot):
    def make_input(forms, values):
        made = RuleInput(forms, values, "Action")
        qtbot.addWidget(made)
        return made

    return make_input


@pytest.mark.parametrize(
    ("forms", "values"),
    [
        (ACTIONS, {"kind": "hold"}),
        (ACTIONS, {"kind": "delay", "mean": 0.5, "deviation": 0.125}),
        (ACTIONS, {"kind": "corrupt", "payload": "x"}),
        (ACTIONS, {"kind": "fail", "code": "FULL", "message": "no space today"}),
        (TRIGGERS, {"kind": "probability", "p": 0.001}),
    ],
)
def test_values_stay_as_they_are(make_input, forms, values):
    assert make_input(forms, values).values() == values


def test_other_choice_has_its_own_fields(qtbot, make_input):
    made = make_input(ACTIONS, {"kind": "delay", "seconds": 0.5})
    with qtbot.waitSignal(made.changed):
        made.choice.setCurrentIndex([form.kind for form in ACTIONS].index("throttle"))
    assert made.values() == {"kind": "throttle", "rate": 10.0}


def test_changed_field_is_reported(qtbot, make_input):
    made = make_input(ACTIONS, {"kind": "corrupt", "bits": 3})
    with qtbot.waitSignal(made.changed):
        made.inputs["bits"].setValue(4)
    assert made.values() == {"kind": "corrupt", "bits": 4}


def test_number_has_the_notation_of_the_language(qtbot):
    box = make_double_box(0, 10, 0.25)
    qtbot.addWidget(box)
    box.setLocale(QLocale("de"))
    assert box.textFromValue(0.25) == "0,25"
