# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of breakpoints, as a user works with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QShortcut, QStyle, QStyleOptionFrame

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.ui.debugging.breakpoints_view import BreakpointsView
from rqdebug.ui.log.filter_line import FilterLine
from rqdebug.ui.models.rule_model import FILTER, RuleRow
from rqdebug.ui.services.debugged_target import DebugRule

JOBS = DebugRule(1, RuleDefinition("queue == jobs"), is_enabled=True, number=7)
OTHER = DebugRule(2, RuleDefinition("queue == other"), waiting=3, is_enabled=True, number=8)


@pytest.fixture
def attachment(make_attachment):
    return make_attachment("edge-1")


@pytest.fixture
def view(qtbot, theme, parse, completion):
    view = BreakpointsView(theme, completion, parse)
    qtbot.addWidget(view)
    view.resize(1000, 240)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def show(view, attachment):
    def show(*rules):
        view.show_rows([RuleRow(attachment, rule) for rule in rules])

    return show


@pytest.fixture
def edit(qtbot, view, show):
    """Edit the filter of the only rule. Returns the field."""
    show(JOBS)
    index = view.model.index(0, FILTER)
    view.table.setCurrentIndex(index)
    view.table.edit(index)
    return view.table.findChild(FilterLine)


def test_f2_edits_the_filter_from_each_column_although_the_window_uses_f2(qtbot, view, show):
    show(JOBS)
    next_mark = QShortcut(QKeySequence("F2"), view)
    view.table.setCurrentIndex(view.model.index(0, FILTER + 1))
    view.activateWindow()
    view.table.setFocus()
    qtbot.waitUntil(view.table.hasFocus)
    with qtbot.assertNotEmitted(next_mark.activated):
        qtbot.keyClick(view.table, Qt.Key_F2)
    assert view.table.findChild(FilterLine).text() == "queue == jobs"


def test_f2_does_not_edit_a_rule_of_another_debugger(qtbot, view, show):
    show(replace(JOBS, key=0))
    view.table.setCurrentIndex(view.model.index(0, FILTER))
    qtbot.keyClick(view.table, Qt.Key_F2)
    assert view.table.findChild(FilterLine) is None


def test_whole_height_of_a_filter_is_visible_while_it_is_edited(edit):
    option = QStyleOptionFrame()
    edit.initStyleOption(option)
    visible = edit.style().subElementRect(QStyle.SE_LineEditContents, option, edit)
    assert visible.height() >= edit.fontMetrics().ascent() + edit.fontMetrics().descent()


def test_filter_is_changed_in_its_cell(qtbot, view, edit):
    with qtbot.waitSignal(view.model.filter_changed) as changed:
        edit.setText("queue == other")
        qtbot.keyClick(edit, Qt.Key_Return)
    row, text = changed.args
    assert (row.rule.key, text) == (1, "queue == other")


def test_wrong_filter_stays_in_the_editor_with_its_error(qtbot, view, edit):
    with qtbot.assertNotEmitted(view.model.filter_changed):
        edit.setText("outcome == full")
        qtbot.keyClick(edit, Qt.Key_Return)
    assert edit.isVisible()
    assert "only the log knows it" in view.state.text()
    edit.setText("queue == jobs")
    assert view.state.isHidden()


def test_counts_that_change_leave_the_typed_filter(qtbot, edit, show):
    edit.selectAll()
    qtbot.keyClicks(edit, "queue == x")
    show(replace(JOBS, hits=5))
    assert edit.text() == "queue == x"


def test_completion_proposes_only_what_is_known_of_a_call(qtbot, edit):
    edit.selectAll()
    qtbot.keyClicks(edit, "o")
    texts = [edit._words.item(row).text() for row in range(edit._words.rowCount())]
    assert "codec" in texts and "outcome" not in texts


def test_same_rule_stays_selected_when_others_come_and_go(view, show, attachment):
    show(JOBS, OTHER)
    view.select(attachment, 2)
    show(OTHER)
    assert view.selected is not None and view.selected.rule.key == 2


def test_calls_that_waited_already_are_said(view, show, attachment):
    show(JOBS, OTHER)
    view.select(attachment, 2)
    assert view.state.text() == "3 calls waited already when the rule was set, and pass."
    view.select(attachment, 1)
    assert view.state.isHidden()


def test_enter_on_the_action_asks_for_another_definition(qtbot, view, show):
    show(JOBS)
    view.table.setCurrentIndex(view.model.index(0, 2))
    view.table.setFocus()
    with qtbot.waitSignal(view.edit_wanted) as wanted:
        qtbot.keyClick(view.table, Qt.Key_Return)
    assert wanted.args[0].rule.key == 1


def test_enter_on_the_filter_edits_it(qtbot, view, show, attachment):
    show(JOBS)
    view.select(attachment, 1)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key_Return)
    assert view.table.findChild(FilterLine).text() == "queue == jobs"


def test_delete_removes_only_own_rules(qtbot, view, show):
    foreign = replace(JOBS, key=0, number=9)
    show(JOBS, foreign)
    heard = []
    view.removal_wanted.connect(lambda row: heard.append(row.rule.key))
    for row in (1, 0):
        view.table.setCurrentIndex(view.model.index(row, FILTER))
        view.table.setFocus()
        qtbot.keyClick(view.table, Qt.Key_Delete)
    qtbot.waitUntil(lambda: heard == [1])


def test_empty_list_says_what_to_do(view, show):
    show()
    notes = [each.text() for each in view.table.viewport().children() if hasattr(each, "text")]
    assert any("Break on Calls Like This" in note for note in notes)
