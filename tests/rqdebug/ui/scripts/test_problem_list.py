# SPDX-License-Identifier: GPL-3.0-or-later
"""All errors of a script, in a tab."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.scripts.problem_list import MAX_PROBLEMS
from rqdebug.ui.scripts.script_tab import ScriptTab

TEXT = "jobs = create()\njobs.nonsense()\njobs.put(2\nx = y\n"


@pytest.fixture
def tab(qtbot, tasks, theme):
    tab = ScriptTab(None, tasks, theme)
    qtbot.addWidget(tab, before_close_func=lambda tab: tab.editor.setModified(False))
    tab.resize(700, 500)
    tab.show()
    tab.editor.setText(TEXT)
    tab.check()
    qtbot.waitUntil(lambda: len(tab.problems.problems) == 3)
    return tab


def rows(tab):
    return [tab.problems.item(row).text() for row in range(tab.problems.count())]


def test_all_errors_are_counted_and_listed_in_order(tab):
    assert tab.problems.summary.count.text() == "3 errors"
    assert [row.partition(":")[0] for row in rows(tab)] == [
        *("Line 2, column 1", "Line 3, column 9", "Line 4, column 5"),
    ]
    assert tab.problems.summary.first.text() == rows(tab)[0]


def test_list_opens_and_closes_by_its_button(tab):
    assert tab.problems.isHidden()
    tab.problems.summary.count.click()
    assert tab.problems.isVisible()
    tab.problems.summary.count.click()
    assert tab.problems.isHidden()


def test_list_closes_with_escape_and_the_editor_has_the_keyboard(qtbot, tab):
    tab.activateWindow()
    tab.problems.open()
    qtbot.keyClick(tab.problems, Qt.Key_Escape)
    assert tab.problems.isHidden()
    qtbot.waitUntil(tab.editor.hasFocus)


def test_chosen_error_is_in_the_editor(tab):
    tab.problems.open()
    tab.problems.itemClicked.emit(tab.problems.item(1))
    assert tab.editor.getCursorPosition() == (2, 8)


def test_single_error_needs_no_list(qtbot, tab):
    tab.problems.open()
    tab.editor.setText("jobs = creat()\n")
    qtbot.waitUntil(lambda: len(tab.problems.problems) == 1)
    assert tab.problems.isHidden()
    assert not tab.problems.summary.count.isVisible()
    assert tab.problems.summary.first.isVisible()


def test_corrected_script_shows_no_error(qtbot, tab):
    tab.problems.open()
    tab.editor.setText("jobs = create()\n")
    qtbot.waitUntil(lambda: not tab.problems.problems)
    assert tab.problems.isHidden()
    assert tab.problems.summary.isHidden()


def test_list_has_a_limit(qtbot, tab):
    tab.editor.setText("".join(f"note(y{n})\n" for n in range(MAX_PROBLEMS + 10)))
    qtbot.waitUntil(lambda: len(tab.problems.problems) == MAX_PROBLEMS + 10)
    assert tab.problems.count() == MAX_PROBLEMS


def test_run_with_an_error_goes_to_it_and_says_why(qtbot, tab):
    tab.editor.setCursorPosition(0, 0)
    with qtbot.waitSignal(tab.refused) as refused:
        tab.parse_to_run(lambda _: pytest.fail("it has errors"))
    assert refused.args == ["The script does not run: there is an error in line 2"]
    assert tab.editor.getCursorPosition() == (1, 0)
    assert tab.problems.isVisible()
