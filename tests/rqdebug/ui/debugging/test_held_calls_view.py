# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of held calls."""

from __future__ import annotations

import pytest

from rqdebug.ui.debugging.held_calls_view import HeldCallsView
from rqdebug.ui.models.held_call_model import LEFT
from rqdebug.ui.widgets.delegates import PADDING
from rqdebug.ui.widgets.empty_note import EmptyNote


@pytest.fixture
def edge(make_attachment):
    return make_attachment("edge-1")


@pytest.fixture
def panel(qtbot, theme):
    panel = HeldCallsView(theme)
    qtbot.addWidget(panel)
    panel.resize(1200, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def hold(panel, edge, held_call):
    """Hold calls with these numbers, and show them."""

    def hold(*numbers, **facts):
        for number in numbers:
            panel.add_call(edge, held_call(number, f"item {number}".encode(), **facts))
        panel.model.flush()

    return hold


def shown(panel):
    return [panel.model.row_at(row).call.number for row in range(panel.model.rowCount())]


def test_empty_panel_says_how_to_hold_calls(panel):
    note = panel.findChild(EmptyNote).text()
    assert "Add a breakpoint" in note and "other debuggers" in note
    assert panel.summary.text() == ""
    assert not any(
        button.isEnabled() for button in (panel.release_button, panel.step_button, panel.all_button)
    )


def test_time_of_a_frozen_call_is_not_cut(panel):
    needed = panel.calls.fontMetrics().horizontalAdvance("23:59:59")
    assert panel.calls.columnWidth(LEFT) >= needed + 2 * PADDING


def test_smallest_panel_has_room_for_its_buttons_and_a_problem(panel, hold):
    panel.editor.show_nothing()
    hold(3)
    panel.show_problem(panel.model.row_at(0), "it is not held any more")
    assert panel.layout().minimumSize().height() <= panel.minimumSizeHint().height()


def test_selected_call_is_released_and_the_next_one_is_selected(qtbot, panel, hold):
    hold(3, 4, 5)
    panel.calls.selectRow(1)
    assert panel.editor.text.toPlainText() == "item 4"
    with qtbot.waitSignal(panel.released) as released:
        panel.release_button.click()
    assert (released.args[0].call.number, released.args[1]) == (4, None)
    assert panel.selected.call.number == 5


def test_edited_payload_is_sent_with_its_call_only(qtbot, panel, edge, hold):
    hold(3, 4)
    panel.calls.selectRow(0)
    assert not panel.change_button.isEnabled()
    panel.editor.text.setPlainText("other")
    panel.calls.selectRow(1)
    assert panel.editor.text.toPlainText() == "item 4"
    panel.calls.selectRow(0)
    assert panel.editor.text.toPlainText() == "other"
    with qtbot.waitSignal(panel.released) as released:
        panel.change_button.click()
    row, payload = released.args
    assert (row.call.number, payload) == (3, b"other")
    panel.show_sent(row)
    panel.remove_call(edge, 3, "released")
    panel.model.flush()
    assert shown(panel) == [4]


def test_call_that_continues_while_it_is_edited_keeps_its_text(qtbot, panel, edge, hold):
    hold(3, 4)
    panel.calls.selectRow(0)
    panel.editor.text.setPlainText("other")
    panel.remove_call(edge, 3, "expired")
    panel.model.flush()
    assert panel.editor.text.toPlainText() == "other"
    assert "Call 3 continues: its time was over. This text was not sent" in panel.notice.text()
    assert panel.selected is None
    buttons = (panel.release_button, panel.change_button, panel.discard_button, panel.answer_button)
    assert not any(button.isEnabled() for button in buttons)
    with qtbot.assertNotEmitted(panel.released):
        panel.release_selected()
    panel.editor.revert_button.click()
    panel.model.flush()
    assert shown(panel) == [4]
    assert not panel.notice.isVisible()


def test_selection_follows_the_call_and_not_the_row(panel, edge, hold):
    hold(*range(100))
    panel.calls.selectRow(99)
    for number in range(0, 98, 2):
        panel.remove_call(edge, number, "released")
    panel.model.flush()
    assert panel.selected.call.number == 99
    assert panel.calls.currentIndex().row() == panel.model.rowCount() - 1


def test_no_other_call_is_selected_when_the_selected_one_continues_by_itself(qtbot, panel, edge, hold):
    hold(3, 4, 5)
    panel.calls.selectRow(1)
    panel.remove_call(edge, 4, "left")
    panel.model.flush()
    assert panel.selected is None
    assert panel.editor.text.toPlainText() == ""
    with qtbot.assertNotEmitted(panel.released):
        panel.release_selected()


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("step_button", "stepped"),
        ("duplicate_button", "duplicated"),
        ("discard_button", "discarded"),
        ("answer_button", "answer_wanted"),
    ],
)
def test_each_button_names_the_selected_call(qtbot, panel, hold, button, signal):
    hold(3, 4)
    panel.calls.selectRow(0)
    with qtbot.waitSignal(getattr(panel, signal)) as wanted:
        getattr(panel, button).click()
    assert wanted.args[0].call.number == 3


def test_what_is_not_possible_is_off(panel, edge, held_call):
    panel.add_call(edge, held_call(1, b"x", method="get", at="end"))
    panel.add_call(edge, held_call(2, method="join", at="end"))
    panel.model.flush()
    panel.calls.selectRow(0)
    assert (panel.duplicate_button.isEnabled(), panel.discard_button.isEnabled()) == (False, True)
    panel.calls.selectRow(1)
    assert (panel.duplicate_button.isEnabled(), panel.discard_button.isEnabled()) == (False, False)


def test_invalid_text_is_not_sent(qtbot, panel, edge, held_call):
    panel.add_call(edge, held_call(1, b'{"n":1}', codec="json"))
    panel.model.flush()
    panel.calls.selectRow(0)
    panel.editor.text.setPlainText("{")
    with qtbot.assertNotEmitted(panel.released):
        panel.change_button.click()
    assert panel.notice.text().startswith("Call 1: line 1, column 2")


def test_failure_is_shown_until_the_next_action(panel, hold):
    hold(3, 4)
    panel.calls.selectRow(0)
    row = panel.selected
    panel.show_problem(row, "no call 3 is held")
    panel.calls.selectRow(1)
    assert panel.notice.text() == "Call 3: no call 3 is held"
    panel.release_button.click()
    assert not panel.notice.isVisible()


def test_expression_is_evaluated_on_the_edited_payload(qtbot, panel, hold):
    hold(3)
    panel.calls.selectRow(0)
    panel.editor.text.setPlainText("xy")
    panel.evaluation.expression.setText("size")
    with qtbot.waitSignal(panel.evaluation_wanted) as wanted:
        panel.evaluation.button.click()
    assert (wanted.args[0].call.number, *wanted.args[1:]) == (3, b"xy", "size")


def test_payload_is_beside_the_calls_in_a_wide_panel_and_below_in_a_high_one(qtbot, panel):
    assert panel.calls.geometry().height() > 100
    panel.resize(500, 900)
    qtbot.waitUntil(lambda: panel.calls.width() > 490)


def test_call_that_comes_into_an_empty_list_is_selected(panel, hold):
    hold(3, 4)
    assert panel.selected.call.number == 3
    hold(5)
    assert panel.selected.call.number == 3


def test_panel_gives_the_focus_to_its_calls(qtbot, panel):
    panel.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(panel.calls.hasFocus)
