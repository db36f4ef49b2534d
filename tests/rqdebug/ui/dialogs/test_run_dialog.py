# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the options of a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QCheckBox, QLabel, QLineEdit

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options, Pauses
from rqdebug.ui.dialogs.input_rows import KeptInputs
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
        (lambda d: d.fail_fast.setChecked(True), {"fail_fast": True, "until_failure": True}),
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


SCRIPT = parse(
    'count = parameter(100, "how many orders")\nfast = parameter(False, "without pauses")\n'
    'price = parameter(1.5)\nnames = parameter(["a", "b"])\nt = secret("RQ_NO_TOKEN")\n'
    'with test("arrive", "orders"): assert 1 == 1\nwith test("late", "slow"): assert 1 == 1\n',
    "some.rqs",
)


@pytest.fixture
def with_inputs(shown):
    return lambda kept=None, script=SCRIPT: shown(RunDialog(None, script, kept))


def test_each_parameter_has_a_field_with_its_default_and_help(with_inputs):
    dialog = with_inputs()
    fields = dialog.inputs.parameters
    assert {name: field.text() for name, field in fields.items()} == {
        "count": "100",
        "fast": "without pauses",
        "price": "1.5",
        "names": '["a", "b"]',
    }
    assert isinstance(fields["fast"], QCheckBox) and not fields["fast"].isChecked()
    texts = [label.text() for label in dialog.inputs.findChildren(QLabel)]
    assert {"count", "how many orders", "Secret RQ_NO_TOKEN", "Tests"} <= {*texts}
    assert dialog.options().inputs.parameters == {}


def test_fields_set_parameters_of_their_type_and_the_secret(with_inputs):
    dialog = with_inputs()
    dialog.inputs.parameters["count"].setText("5")
    dialog.inputs.parameters["fast"].setChecked(True)
    dialog.inputs.parameters["names"].setText("[1]")
    dialog.inputs.secrets["RQ_NO_TOKEN"].setText("geheim")
    inputs = dialog.options().inputs
    assert inputs.parameters == {"count": 5, "fast": True, "names": [1]}
    assert inputs.secret("RQ_NO_TOKEN") == "geheim"
    assert dialog.inputs.secrets["RQ_NO_TOKEN"].echoMode() == QLineEdit.Password


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("count", "x", "the parameter count is a whole number, not 'x'"),
        ("price", "", "the parameter price is a number"),
        ("names", "{}", "the parameter names is a list"),
    ],
)
def test_wrong_value_is_explained_and_cannot_run(with_inputs, name, text, words):
    dialog = with_inputs()
    dialog.inputs.parameters[name].setText(text)
    assert words in dialog.problem.text()
    assert not dialog.run_button.isEnabled()
    dialog.inputs.parameters[name].setText("[]" if name == "names" else "1")
    assert dialog.problem.isHidden() and dialog.run_button.isEnabled()


def test_tests_are_chosen_by_tag_or_expression(with_inputs):
    dialog = with_inputs()
    tests = dialog.inputs.tests
    assert [tests.itemText(index) for index in range(tests.count())] == ["", "orders", "slow"]
    tests.setCurrentText("orders and not slow")
    assert dialog.options().off == {7}
    tests.setCurrentText("nothing")
    assert not dialog.run_button.isEnabled()
    tests.setCurrentText("and")
    assert "is not an expression" in dialog.problem.text()


def test_entered_values_are_kept_but_no_secret(with_inputs):
    dialog = with_inputs()
    dialog.inputs.parameters["count"].setText("5")
    dialog.inputs.secrets["RQ_NO_TOKEN"].setText("geheim")
    dialog.inputs.tests.setCurrentText("slow")
    kept = dialog.inputs.kept()
    assert kept == KeptInputs({"count": "5"}, "slow")
    again = with_inputs(kept)
    assert again.inputs.parameters["count"].text() == "5"
    assert (again.inputs.tests.currentText(), again.inputs.secrets["RQ_NO_TOKEN"].text()) == ("slow", "")


def test_script_without_inputs_has_no_rows(with_inputs):
    assert not with_inputs(script=parse("jobs = create()")).inputs.isVisible()


def test_dialog_with_very_many_parameters_fits_the_screen(with_inputs, fits):
    text = "\n".join(f'p{number} = parameter({number}, "the number {number}")' for number in range(150))
    assert fits(with_inputs(script=parse(text)))
