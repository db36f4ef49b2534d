# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls by hand, on a real controller, each with a connection of its own."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QObject

import rqcore
from rqcore.errors import RqError
from rqdebug.ui.services.manual_calls import CallControl


@pytest.fixture
def attachment(make_attachment, url):
    return make_attachment("edge-1", url, connect=lambda: rqcore.connect(url, name="by-hand"))


@pytest.fixture
def heard():
    return []


@pytest.fixture
def begin(qapp, tasks, attachment, heard):
    """Begin a call, and hear how it ended: ``("done", value)`` or ``("failed", sentence)``."""
    control, owner = CallControl(tasks), QObject()

    def begin(work, attachment=attachment, owner=owner):
        return control.begin(
            owner,
            attachment,
            work,
            lambda value: heard.append(("done", value)),
            lambda sentence: heard.append(("failed", sentence)),
        )

    return begin


def test_result_of_a_call_comes_back(qtbot, begin, heard, controller):
    jobs = controller.create("jobs")
    jobs.put("a")
    begin(lambda handle: handle.queue("jobs").get(block=False))
    qtbot.waitUntil(lambda: heard == [("done", "a")])
    assert jobs.qsize() == 0


def test_call_has_a_connection_of_its_own_that_ends_with_it(qtbot, begin, heard, controller):
    handles = []
    begin(lambda handle: handles.append(handle) or len(handle.queues()))
    qtbot.waitUntil(lambda: heard == [("done", 0)])
    with pytest.raises(RqError):
        handles[0].queues()
    assert controller.queues() == []


def test_refusal_of_the_target_is_a_sentence(qtbot, begin, heard):
    begin(lambda handle: handle.queue("nowhere").qsize())
    qtbot.waitUntil(lambda: bool(heard))
    ((kind, sentence),) = heard
    assert kind == "failed" and "nowhere" in sentence


def test_target_that_cannot_be_reached_is_a_sentence(qtbot, begin, heard, make_attachment):
    away = make_attachment(connect=lambda: rqcore.connect("rq://127.0.0.1:1"))
    begin(lambda handle: handle.queues(), away)
    qtbot.waitUntil(lambda: bool(heard))
    ((kind, sentence),) = heard
    assert kind == "failed" and "127.0.0.1:1" in sentence


def test_waiting_call_is_called_off_and_its_item_stays(qtbot, begin, heard, controller):
    jobs = controller.create("jobs")
    call = begin(lambda handle: handle.queue("jobs").get())
    qtbot.waitUntil(lambda: jobs.stat().blocked_gets == 1)
    call.cancel()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] == "failed"
    jobs.put("kept")
    assert jobs.get(timeout=5) == "kept"


def test_call_that_was_called_off_before_it_began_does_nothing(
    qtbot, heard, controller, begin, make_attachment, url
):
    jobs, calls = controller.create("jobs"), []

    def connect():
        calls[0].cancel()
        return rqcore.connect(url)

    calls.append(None)
    slow = make_attachment(connect=connect)
    calls[0] = begin(lambda handle: handle.queue("jobs").put("late"), slow)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] == "failed"
    assert jobs.qsize() == 0


def test_cancel_after_the_end_has_no_effect(qtbot, begin, heard):
    call = begin(lambda handle: 7)
    qtbot.waitUntil(lambda: heard == [("done", 7)])
    call.cancel()
    call.cancel()
    qtbot.wait(0)
    assert heard == [("done", 7)]


def test_end_is_not_told_once_the_owner_is_gone(qtbot, begin, heard, tasks, controller):
    jobs, owner = controller.create("jobs"), QObject()
    begin(lambda handle: handle.queue("jobs").put("a"), owner=owner)
    owner.deleteLater()
    del owner
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    tasks.close()
    qtbot.wait(0)
    assert heard == []


def test_error_that_is_no_refusal_is_a_fault_of_the_program(qtbot, begin, heard):
    def work(handle):
        raise ZeroDivisionError("a mistake")

    with qtbot.captureExceptions() as caught:
        begin(work)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert not issubclass(ZeroDivisionError, RqError)
    assert heard == []
