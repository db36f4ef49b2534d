# SPDX-License-Identifier: GPL-3.0-or-later
"""The debugger sessions of a window, with a real controller and a program that uses it."""

from __future__ import annotations

import threading

import pytest
from PyQt5.QtCore import QObject, pyqtSignal

import rqcore
from rqcore.debug import attach
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.session import State
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.ui.services.debugger_service import DebuggerControl

PATIENCE = 20
HOLD_PUTS = RuleDefinition("queue == jobs and method == put")


class Attachments(QObject):
    changed = pyqtSignal(object)
    detached = pyqtSignal(object)


@pytest.fixture
def attachments(qapp):
    return Attachments()


@pytest.fixture
def control(attachments, bridge, saved):
    control = DebuggerControl(attachments, bridge, saved)
    yield control
    control.close()


@pytest.fixture
def attachment(make_attachment, url):
    return make_attachment("edge-1", url, debug=ControllerTarget(url).debug)


@pytest.fixture
def jobs(controller):
    return controller.create("jobs")


@pytest.fixture
def put(jobs):
    """Put an item in another thread. Returns the thread."""

    def put(item):
        thread = threading.Thread(target=jobs.put, args=(item,), daemon=True)
        thread.start()
        return thread

    return put


@pytest.fixture
def heard(control):
    entries = []
    control.held.connect(lambda attachment, call: entries.append(("held", call.number)))
    control.continued.connect(lambda attachment, number, why: entries.append((why, number)))
    control.failed.connect(lambda attachment, why: entries.append(("failed", why)))
    control.ended.connect(lambda attachment, why: entries.append(("ended", why)))
    return entries


@pytest.fixture
def set_rule(qtbot, control, attachment):
    """Add a rule, and wait until it is in force. Returns its key."""

    def set_rule(definition=HOLD_PUTS):
        key = control.add_rule(attachment, definition)
        qtbot.waitUntil(lambda: rule_of(control, attachment, key).number is not None)
        return key

    return set_rule


def rule_of(control, attachment, key):
    return next(rule for rule in control.rules(attachment) if rule.key == key)


def test_session_begins_with_the_first_rule_that_is_on(qtbot, control, attachment, url):
    control.add_rule(attachment, HOLD_PUTS, is_enabled=False)
    assert not control.is_debugging(attachment)
    control.enable(attachment, control.rules(attachment)[0].key, True)
    qtbot.waitUntil(lambda: control.is_debugging(attachment))


def test_held_call_is_listed_until_it_continues(qtbot, control, attachment, jobs, set_rule, put, heard):
    key = set_rule()
    thread = put(1)
    qtbot.waitUntil(lambda: len(control.held_calls(attachment)) == 1)
    (call,) = control.held_calls(attachment)
    assert (call.queue, call.payload) == ("jobs", b"1")
    control.run(attachment, lambda debugger: call.release(payload=b"2"))
    qtbot.waitUntil(lambda: control.held_calls(attachment) == ())
    thread.join(PATIENCE)
    assert jobs.get() == 2
    assert heard == [("held", call.number), ("released", call.number)]
    qtbot.waitUntil(lambda: rule_of(control, attachment, key).hits == 1)


def test_many_calls_are_listed_in_their_order(qtbot, control, attachment, jobs, set_rule, put):
    set_rule()
    threads = [put(number) for number in range(20)]
    qtbot.waitUntil(lambda: len(control.held_calls(attachment)) == 20)
    numbers = [call.number for call in control.held_calls(attachment)]
    assert numbers == sorted(numbers)
    control.run(attachment, lambda debugger: debugger.release_all())
    qtbot.waitUntil(lambda: control.held_calls(attachment) == ())
    for thread in threads:
        thread.join(PATIENCE)


def test_rule_that_is_set_is_reported(qtbot, control, attachment):
    numbers = []
    control.rules_changed.connect(lambda _: numbers.append(control.rules(attachment)[0].number))
    control.add_rule(attachment, HOLD_PUTS)
    qtbot.waitUntil(lambda: numbers[-1] is not None)


def test_invalid_filter_is_an_error_of_its_rule(qtbot, control, attachment, heard):
    key = control.add_rule(attachment, RuleDefinition("outcome == ok"))
    qtbot.waitUntil(lambda: bool(rule_of(control, attachment, key).error))
    rule = rule_of(control, attachment, key)
    assert "only the log knows it; use" in rule.error and not rule.is_enabled
    assert heard == [("failed", rule.error)]


def test_rule_that_is_switched_off_lets_calls_pass(qtbot, control, attachment, jobs, set_rule):
    key = set_rule()
    control.enable(attachment, key, False)
    control.run(attachment, lambda debugger: None, lambda _: jobs.put(1))
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    rule = rule_of(control, attachment, key)
    assert (rule.hits, rule.is_enabled) == (0, False)


def test_changed_rule_is_set_again(qtbot, control, attachment, set_rule):
    key = set_rule()
    before = rule_of(control, attachment, key).number
    control.change_rule(attachment, key, RuleDefinition("queue == other", {"kind": "log"}))
    qtbot.waitUntil(lambda: rule_of(control, attachment, key).number != before)
    assert rule_of(control, attachment, key).definition.filter == "queue == other"


def test_removed_rule_lets_its_calls_continue(qtbot, control, attachment, set_rule, put, heard):
    key = set_rule()
    thread = put(1)
    qtbot.waitUntil(lambda: len(control.held_calls(attachment)) == 1)
    control.remove(attachment, key)
    qtbot.waitUntil(lambda: not control.held_calls(attachment))
    thread.join(PATIENCE)
    assert heard[-1][0] == "removed" and control.rules(attachment) == ()


def test_stop_all_lets_everything_continue_and_switches_rules_off(
    qtbot, control, attachment, set_rule, put, heard
):
    key = set_rule()
    thread = put(1)
    qtbot.waitUntil(lambda: len(control.held_calls(attachment)) == 1)
    control.stop_all()
    rule = rule_of(control, attachment, key)
    assert (rule.is_enabled, rule.number, rule.error) == (False, None, "")
    assert control.held_calls(attachment) == () and not control.is_debugging(attachment)
    thread.join(PATIENCE)
    assert heard[-1] == ("ended", "")


def test_rules_are_off_after_the_connection_was_lost(qtbot, control, make_attachment, heard):
    with rqcore.serve() as server:
        url = str(server.url)
        attachment = make_attachment("edge-2", url, debug=ControllerTarget(url).debug)
        key = control.add_rule(attachment, HOLD_PUTS)
        qtbot.waitUntil(lambda: rule_of(control, attachment, key).number is not None)
    qtbot.waitUntil(lambda: not control.is_debugging(attachment))
    rule = rule_of(control, attachment, key)
    assert not rule.is_enabled and rule.error.startswith("off, because the connection was lost")
    assert heard[-1][0] == "ended" and heard[-1][1]


def test_unreachable_target_is_reported_and_tried_again(qtbot, control, make_attachment, url, heard):
    attachment = make_attachment(debug=ControllerTarget("rq://127.0.0.1:1").debug)
    key = control.add_rule(attachment, HOLD_PUTS)
    qtbot.waitUntil(lambda: bool(heard))
    assert "127.0.0.1:1" in rule_of(control, attachment, key).error
    attachment.target.debug = ControllerTarget(url).debug
    control.enable(attachment, key, True)
    qtbot.waitUntil(lambda: rule_of(control, attachment, key).number is not None)


@pytest.mark.parametrize("leave", ["detached", "changed"])
def test_session_ends_with_the_attachment(qtbot, attachments, control, attachment, set_rule, put, leave):
    set_rule()
    thread = put(1)
    qtbot.waitUntil(lambda: len(control.held_calls(attachment)) == 1)
    attachment.state = State.DISCONNECTED
    getattr(attachments, leave).emit(attachment)
    thread.join(PATIENCE)
    assert not thread.is_alive() and not control.is_debugging(attachment)


def test_rules_and_held_calls_of_another_debugger_are_listed(qtbot, control, attachment, url, jobs, put):
    with attach(url) as other:
        other.add({"kind": "hold"}, None, name="theirs")
        thread = put(1)
        other.wait(PATIENCE)
        control.run(attachment, lambda debugger: None)
        qtbot.waitUntil(lambda: bool(control.rules(attachment)) and bool(control.held_calls(attachment)))
        (rule,) = control.rules(attachment)
        assert not rule.is_own
        assert (rule.definition.name, rule.definition.kind, rule.held) == ("theirs", "hold", 1)
    thread.join(PATIENCE)
    qtbot.waitUntil(lambda: control.rules(attachment) == () and control.held_calls(attachment) == ())


def test_rule_that_another_debugger_removes_is_off(qtbot, control, attachment, url, set_rule):
    key = set_rule()
    with attach(url) as other:
        other.run("REMOVE", "ALL")
    qtbot.waitUntil(lambda: bool(rule_of(control, attachment, key).error))
    rule = rule_of(control, attachment, key)
    assert (rule.error, rule.is_enabled) == ("another debugger has removed it", False)


def test_freeze_is_listed_with_the_calls_that_it_holds(qtbot, control, attachment, jobs, put):
    control.run(attachment, lambda debugger: debugger.freeze("jobs", "puts"))
    qtbot.waitUntil(lambda: len(control.freezes(attachment)) == 1)
    (freeze,) = control.freezes(attachment)
    assert (freeze.queue, freeze.side, freeze.held, freeze.fails, freeze.is_own) == (
        "jobs",
        "puts",
        0,
        False,
        True,
    )
    thread = put(1)
    qtbot.waitUntil(lambda: control.freezes(attachment)[0].held == 1)
    control.run(attachment, lambda debugger: debugger.run("THAW", "jobs"))
    qtbot.waitUntil(lambda: control.freezes(attachment) == ())
    thread.join(PATIENCE)
    assert control.rules(attachment) == ()


def test_target_that_is_no_controller_says_so(qtbot, control, make_attachment, heard):
    pytest.importorskip("redis")
    from rqdebug.targets.target_registry import create_target

    target = create_target("redis://127.0.0.1:1")
    attachment = make_attachment("cache", target.url, debug=target.debug)
    control.add_rule(attachment, HOLD_PUTS)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("failed", "only a controller can be debugged, and 127.0.0.1:1 is none")]
