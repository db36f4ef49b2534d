# SPDX-License-Identifier: GPL-3.0-or-later
"""The line that evaluates an expression."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.debugging.evaluation_line import EvaluationLine


@pytest.fixture
def line(qtbot, theme):
    line = EvaluationLine(theme)
    qtbot.addWidget(line)
    line.show()
    return line


def test_expression_is_evaluated_with_return_and_with_the_button(qtbot, line, click):
    with qtbot.assertNotEmitted(line.wanted):
        qtbot.keyClick(line.expression, Qt.Key_Return)
    qtbot.keyClicks(line.expression, "size > 1")
    for act in (lambda: qtbot.keyClick(line.expression, Qt.Key_Return), lambda: click(line.button)):
        with qtbot.waitSignal(line.wanted) as wanted:
            act()
        assert wanted.args == ["size > 1"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("17", "17"),
        ('"true"', '"true"'),
        ("unknown", "unknown"),
        ("missing", "The payload has no such member"),
    ],
)
def test_value_is_shown_until_the_expression_changes(qtbot, line, value, shown):
    line.show_value(value)
    assert line.value.text() == shown
    qtbot.keyClicks(line.expression, "x")
    assert not line.value.isVisible()


def test_problem_is_shown_as_an_error(line):
    line.show_problem("column 3: no such field")
    assert (line.value.objectName(), line.value.text()) == ("error", "column 3: no such field")
