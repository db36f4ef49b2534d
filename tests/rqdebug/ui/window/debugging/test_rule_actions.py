# SPDX-License-Identifier: GPL-3.0-or-later
"""Breakpoints and faults in a window, on a real controller and a program that uses it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.session import State
from rqdebug.ui.debugging.rule_dialog import RuleDialog
from rqdebug.ui.log.log_view import Column

PATIENCE = 20
NUMBER = 7
"""The column with the number of a rule."""


@pytest.fixture
def jobs(controller):
    return controller.create("jobs")


@pytest.fixture
def put(jobs):
    def put(item):
        thread = threading.Thread(target=jobs.put, args=(item,), daemon=True)
        thread.start()
        return thread

    return put


@pytest.fixture
def rules(window, attached):
    return window.context.tools.rules


@pytest.fixture
def view(window):
    return window.panels["breakpoints"]


@pytest.fixture
def dialog(qtbot, window):
    """Return the dialog that is open."""

    def dialog():
        qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(RuleDialog)))
        return next(each for each in window.findChildren(RuleDialog) if each.isVisible())

    return dialog


@pytest.fixture
def run(qtbot, window):
    def run(name):
        qtbot.waitUntil(window.commands[name].isEnabled)
        window.commands[name].trigger()

    return run


@pytest.fixture
def log(qtbot, window, attached, jobs):
    """The log, with a put of order 17."""
    jobs.put({"order": {"id": 17}})
    tab = window.context.logs.open_target(attached)
    qtbot.waitUntil(
        lambda: any(text(tab, row, Column.METHOD) == "put" for row in range(tab.log_model.rowCount()))
    )
    return tab


def text(tab, row, column):
    return str(tab.log_model.index(row, column).data())


def puts(tab):
    return [row for row in range(tab.log_model.rowCount()) if text(tab, row, Column.METHOD) == "put"]


@pytest.fixture
def is_set(qtbot, view):
    """Wait until the only rule is in force."""
    return lambda: qtbot.waitUntil(lambda: view.model.index(0, NUMBER).data() not in (None, "–"))


def test_breakpoint_holds_calls_until_it_is_removed(
    qtbot, window, attached, rules, view, dialog, run, put, jobs, is_set
):
    run("rule.breakpoint")
    dialog().filter.setText("queue == jobs and method == put")
    dialog().ok.click()
    is_set()
    assert window.docks["breakpoints"].isVisible()
    thread = put(1)
    qtbot.waitUntil(lambda: len(window.context.debuggers.held_calls(attached)) == 1)
    qtbot.waitUntil(lambda: view.selected.rule.hits == 1)
    run("rule.remove")
    thread.join(PATIENCE)
    assert jobs.qsize() == 1 and view.model.rowCount() == 0


def test_fault_is_edited_and_counts_again(qtbot, view, dialog, run, jobs, attached, is_set):
    run("rule.fault")
    dialog().filter.setText("queue == jobs and method == put")
    dialog().action.inputs["seconds"].setValue(0.001)
    dialog().ok.click()
    is_set()
    jobs.put(1)
    qtbot.waitUntil(lambda: view.selected.rule.acted == 1)
    run("rule.edit")
    dialog().action.inputs["seconds"].setValue(0.002)
    dialog().ok.click()
    qtbot.waitUntil(lambda: (view.selected.rule.acted, view.selected.rule.number is None) == (0, False))
    assert view.selected.rule.definition.action == {"kind": "delay", "seconds": 0.002}


@pytest.mark.parametrize(
    ("column", "filter"),
    [
        (Column.QUEUE, 'queue == "jobs" and method == "put"'),
        (Column.OUTCOME, 'queue == "jobs" and method == "put"'),
        (Column.CLIENT, 'client == "tester"'),
    ],
)
def test_break_on_calls_like_this_begins_with_the_clicked_cell(log, run, dialog, attached, column, filter):
    log.log.setCurrentIndex(log.log_model.index(puts(log)[0], column))
    run("rule.break_like")
    assert dialog().filter.text() == filter
    assert dialog().definition.kind == "hold"


def test_menu_of_a_cell_delays_calls_like_it(log, dialog):
    event = log.log_model.event_at(puts(log)[0])
    menu = log.log.menu_for(event, Column.QUEUE)
    (delay,) = [
        action for action in menu.actions() if action.text().replace("&", "").startswith("Delay Calls")
    ]
    delay.trigger()
    assert dialog().definition == RuleDefinition(
        'queue == "jobs" and method == "put"', {"kind": "delay", "seconds": 0.2}
    )


def test_menu_of_a_member_breaks_on_its_value(window, log, dialog):
    log.log.setCurrentIndex(log.log_model.index(puts(log)[0], Column.PAYLOAD))
    window.panels["inspector"].payload.forms.rule_wanted.emit("hold", "payload.order.id == 17")
    assert dialog().filter.text() == "payload.order.id == 17"


def test_rule_is_set_on_the_target_of_the_event_in_a_merged_log(
    qtbot, window, url, attached, jobs, dialog, run
):
    other = window.context.attachments.attach(f"{url}?preview=50", "edge-2")
    qtbot.waitUntil(lambda: other.state is State.LIVE)
    jobs.put(1)
    merged = window.context.logs.open_merged((attached, other))
    qtbot.waitUntil(lambda: any(merged_target(merged, row) == "edge-2" for row in puts(merged)))
    row = next(row for row in puts(merged) if merged_target(merged, row) == "edge-2")
    merged.log.setCurrentIndex(merged.log_model.index(row, Column.QUEUE))
    run("rule.break_like")
    dialog().ok.click()
    debuggers = window.context.debuggers
    qtbot.waitUntil(lambda: len(debuggers.rules(other)) == 1)
    assert debuggers.rules(attached) == ()


def merged_target(tab, row):
    return tab.log_model.event_at(row).target


def test_events_of_a_target_that_was_removed_break_nothing(window, attached, log, rules):
    window.context.attachments.detach(attached)
    event = log.log_model.event_at(puts(log)[0])
    heard = []
    rules.failed.connect(heard.append)
    rules.failed.disconnect(window.warn)
    rules.ask_like("hold", "queue == jobs", log, event)
    assert heard == ["Only calls of a target that is attached can be stopped or delayed"]


def test_all_rules_are_switched_together(qtbot, window, attached, rules, view):
    debuggers = window.context.debuggers
    for queue in ("jobs", "other"):
        debuggers.add_rule(attached, RuleDefinition(f"queue == {queue}"), is_enabled=False)
    rules.switch_all(True)
    qtbot.waitUntil(lambda: all(rule.number is not None for rule in debuggers.rules(attached)))
    rules.switch_all(False)
    assert [rule.is_enabled for rule in debuggers.rules(attached)] == [False, False]


def test_stop_all_releases_everything_and_says_so(qtbot, window, attached, rules, view, put, run, is_set):
    window.context.debuggers.add_rule(attached, RuleDefinition("queue == jobs and method == put"))
    is_set()
    thread = put(1)
    qtbot.waitUntil(lambda: len(window.context.debuggers.held_calls(attached)) == 1)
    with qtbot.waitSignal(rules.done) as done:
        run("rule.stop_all")
    assert done.args == ["1 breakpoint, fault or freeze ends, and 1 held call continues"]
    thread.join(PATIENCE)
    assert not view.model.row_at(view.model.index(0, 0)).rule.is_enabled


def test_closed_window_releases_everything_and_says_so(
    qtbot, capsys, window_session, attached, jobs, put, is_set
):
    window_session.context.debuggers.add_rule(attached, RuleDefinition("queue == jobs and method == put"))
    is_set()
    thread = put(1)
    qtbot.waitUntil(lambda: len(window_session.context.debuggers.held_calls(attached)) == 1)
    window_session.close()
    thread.join(PATIENCE)
    assert not thread.is_alive() and jobs.qsize() == 1
    assert "1 breakpoint, fault or freeze ends, and 1 held call continues" in capsys.readouterr().err


def test_read_only_target_cannot_be_debugged(qtbot, window, attached, rules):
    attachments = window.context.attachments
    attachments.edit(attached, replace(attachments.saved_target(attached), read_only=True))
    assert not window.commands["rule.breakpoint"].isEnabled()
    heard = []
    rules.failed.disconnect(window.warn)
    rules.failed.connect(heard.append)
    window.context.debuggers.add_rule(attached, RuleDefinition(), is_enabled=False)
    rules.switch_all(True)
    assert "read-only here" in heard[0]
    (rule,) = window.context.debuggers.rules(attached)
    assert not rule.is_enabled
