# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the run dialog that a script asks for."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QCheckBox, QLabel, QLineEdit

from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options
from rqdebug.ui.dialogs.input_rows import InputRows, KeptInputs

SCRIPT = """\
count = parameter(100, "how many orders")
fast = parameter(False, "without pauses")
key = secret("KEY_THAT_NO_ENVIRONMENT_HAS")
assert count > 0
"""


@pytest.fixture
def rows(qtbot):
    rows = InputRows(parse(SCRIPT), KeptInputs({"count": "7"}))
    qtbot.addWidget(rows)
    return rows


def test_each_input_has_a_field_of_its_type(rows):
    assert isinstance(rows.parameters["count"], QLineEdit)
    assert isinstance(rows.parameters["fast"], QCheckBox)
    assert rows.secrets["KEY_THAT_NO_ENVIRONMENT_HAS"].echoMode() == QLineEdit.Password
    assert not rows.is_empty


def test_kept_values_replace_defaults_and_secrets_are_not_kept(rows):
    rows.parameters["fast"].setChecked(True)
    rows.secrets["KEY_THAT_NO_ENVIRONMENT_HAS"].setText("hidden")
    assert rows.kept() == KeptInputs({"count": "7", "fast": "true"}, "")


def test_entered_values_are_options_of_the_run(rows):
    rows.secrets["KEY_THAT_NO_ENVIRONMENT_HAS"].setText("hidden")
    inputs = rows.apply(Options()).inputs
    assert inputs.parameters == {"count": 7}
    assert inputs.secrets == {"KEY_THAT_NO_ENVIRONMENT_HAS": "hidden"}


def test_value_of_the_wrong_type_is_explained(rows):
    rows.parameters["count"].setText("many")
    assert "count" in rows.problem()
    with pytest.raises(ValueError, match="count"):
        rows.apply(Options())


def test_script_without_inputs_has_no_rows(qtbot):
    rows = InputRows(parse("sleep(0)\n"), KeptInputs())
    qtbot.addWidget(rows)
    assert rows.is_empty


def test_secret_of_the_keyring_has_no_field_and_is_an_option_of_the_run(qtbot):
    stored = Inputs(secrets={"KEY_THAT_NO_ENVIRONMENT_HAS": "kept"})
    rows = InputRows(parse(SCRIPT), KeptInputs(), stored)
    qtbot.addWidget(rows)
    assert not rows.secrets
    assert rows.apply(Options()).inputs.secret("KEY_THAT_NO_ENVIRONMENT_HAS") == "kept"


def test_problem_of_the_keyring_is_below_the_field_of_a_secret(qtbot):
    rows = InputRows(parse(SCRIPT), KeptInputs(), Inputs(keyring_problem="the keyring is locked"))
    qtbot.addWidget(rows)
    assert "the keyring is locked" in [label.text() for label in rows.findChildren(QLabel)]
