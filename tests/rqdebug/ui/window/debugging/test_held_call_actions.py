# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of held calls, on a real controller."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.debug import method
from rqdebug.ui.debugging.answer_dialog import AnswerDialog
from rqdebug.ui.inspection.difference_view import DifferenceWindow

pytestmark = pytest.mark.usefixtures("selected_jobs")


def test_first_held_call_opens_the_panel(qtbot, window, view, break_on, call_later, select):
    assert not window.docks["held"].isVisible()
    break_on("method == put")
    call_later("jobs", "put", "one")
    select()
    assert window.docks["held"].isVisible()
    assert view.editor.text.toPlainText() == "one"
    window.context.status.refresh()
    qtbot.waitUntil(lambda: window.context.status.held.text() == "1 held")


def test_call_is_released_with_its_shortcut(qtbot, window, trigger, break_on, call_later, select, jobs):
    break_on("method == put")
    assert not window.context.commands["held.release"].isEnabled()
    results = call_later("jobs", "put", "one")
    select()
    assert jobs.qsize() == 0
    trigger("held.release")
    qtbot.waitUntil(lambda: results == [None])
    assert jobs.get(timeout=5) == "one"


def test_call_is_released_with_the_edited_payload(qtbot, view, break_on, call_later, select, jobs):
    break_on("method == put and payload.n == 1")
    results = call_later("jobs", "put", {"n": 1})
    select()
    view.editor.text.setPlainText('{"n": 2}')
    view.change_button.click()
    qtbot.waitUntil(lambda: results == [None] and view.model.rowCount() == 0)
    assert jobs.get(timeout=5) == {"n": 2}


def test_duplicated_call_puts_its_item_twice(qtbot, view, break_on, call_later, select, jobs):
    break_on("method == put")
    call_later("jobs", "put", "one")
    select()
    view.duplicate_button.click()
    qtbot.waitUntil(lambda: jobs.qsize() == 2)


def test_discarded_put_is_acknowledged_and_lost(qtbot, view, break_on, call_later, select, jobs):
    break_on("method == put")
    results = call_later("jobs", "put", "one")
    select()
    view.discard_button.click()
    qtbot.waitUntil(lambda: results == [None])
    assert jobs.qsize() == 0


def test_stepped_call_is_held_again_before_its_reply(qtbot, view, break_on, call_later, select, jobs):
    break_on("method == put")
    results = call_later("jobs", "put", "one")
    select()
    view.step_button.click()
    qtbot.waitUntil(lambda: jobs.qsize() == 1 and view.model.rowCount() == 1)
    qtbot.waitUntil(lambda: view.model.row_at(0).call.is_at_end)
    assert results == []
    select()
    view.release_button.click()
    qtbot.waitUntil(lambda: results == [None])


def test_call_is_answered_with_an_error(qtbot, view, opened, break_on, call_later, select):
    break_on("method == put")
    results = call_later("jobs", "put", "one")
    select()
    view.answer_button.click()
    dialog = opened(AnswerDialog)
    dialog.message.setText("no space today")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(results))
    assert isinstance(results[0], rqcore.Full)
    assert "no space today" in str(results[0])


def test_call_that_another_debugger_releases_keeps_its_edited_text(
    qtbot, view, break_on, call_later, select, jobs, other_debugger
):
    break_on("method == put")
    call_later("jobs", "put", "one")
    row = select()
    view.editor.text.setPlainText("edited")
    other_debugger.run("RELEASE", row.call.number)
    qtbot.waitUntil(lambda: view.notice.isVisible())
    assert "This text was not sent" in view.notice.text()
    assert view.editor.text.toPlainText() == "edited"
    assert jobs.get(timeout=5) == "one"


def test_nothing_is_sent_to_a_call_that_has_gone(qtbot, view, break_on, call_later, select, other_debugger):
    break_on("method == put")
    call_later("jobs", "put", "one"), call_later("jobs", "put", "one")
    row = select(0, 2)
    other_debugger.run("RELEASE", row.call.number)
    view.released.emit(row, b"late")
    qtbot.waitUntil(lambda: f"Call {row.call.number}: no call" in view.notice.text())
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    assert view.model.row_at(0).call.number != row.call.number
    other_debugger.release_all()


def test_all_calls_are_released(qtbot, view, trigger, break_on, call_later, select, jobs):
    break_on("method == put")
    for number in range(3):
        call_later("jobs", "put", number)
    select(0, 3)
    trigger("held.release_all")
    qtbot.waitUntil(lambda: view.model.rowCount() == 0 and jobs.qsize() == 3)


@pytest.mark.parametrize(
    ("expression", "value"),
    [("payload.n", "17"), ("size > 1000", "false"), ("payload.none", "The payload has no such member")],
)
def test_expression_is_evaluated_on_the_selected_call(
    qtbot, view, break_on, call_later, select, expression, value
):
    break_on("method == put")
    call_later("jobs", "put", {"n": 17})
    select()
    view.evaluation.expression.setText(expression)
    view.evaluation.button.click()
    qtbot.waitUntil(lambda: view.evaluation.value.text() == value)


def test_original_and_edited_payload_are_compared(qtbot, view, opened, break_on, call_later, select):
    break_on("method == put")
    call_later("jobs", "put", {"n": 17})
    select()
    view.editor.text.setPlainText('{"n": 18}')
    view.editor.compare_button.click()
    window = opened(DifferenceWindow)
    assert window.view.tree.topLevelItem(0).text(1) == "17"
    window.close()


def test_held_calls_leave_the_panel_when_the_session_ends(
    qtbot, window, view, break_on, call_later, select, attached
):
    break_on("method == put")
    results = call_later("jobs", "put", "one")
    select()
    window.context.debuggers.stop_all(attached)
    qtbot.waitUntil(lambda: results == [None] and view.model.rowCount() == 0)


def test_click_in_the_status_bar_shows_calls_that_another_debugger_holds(
    qtbot, window, view, other_debugger, call_later
):
    other_debugger.hold(method.is_("put"))
    results = call_later("jobs", "put", "one")
    held = window.context.status.held
    qtbot.waitUntil(held.isVisible)
    assert view.model.rowCount() == 0
    held.click()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    assert window.docks["held"].isVisible()
    other_debugger.release_all()
    qtbot.waitUntil(lambda: results == [None])
