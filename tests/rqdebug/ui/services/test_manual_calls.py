# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual calls on a real controller; each has its own connection."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest
from PyQt5.QtCore import QObject

import rqcore
from rqcore.errors import RqError
from rqdebug.inspection.queue_snapshot import take_snapshot
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.ui.services.manual_calls import CallControl, KeptConnection, connect_unseen


@pytest.fixture
def attachment(make_attachment, url):
    return make_attachment("edge-1", url, connect=lambda: rqcore.connect(url, name="by-hand"))


@pytest.fixture
def heard():
    return []


@pytest.fixture
def begin(qapp, tasks, attachment, heard):
    """Start a call; its end is recorded as ``("done", value)`` or ``("failed", sentence)``."""
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


def test_result_of_a_call_is_reported(qtbot, begin, heard, controller):
    jobs = controller.create("jobs")
    jobs.put("a")
    begin(lambda handle: handle.queue("jobs").get(block=False))
    qtbot.waitUntil(lambda: heard == [("done", "a")])
    assert jobs.qsize() == 0


def test_call_has_its_own_connection_and_closes_it(qtbot, begin, heard, controller):
    handles = []
    begin(lambda handle: handles.append(handle) or len(handle.queues()))
    qtbot.waitUntil(lambda: heard == [("done", 0)])
    with pytest.raises(RqError):
        handles[0].queues()
    assert controller.queues() == []


def test_error_of_the_target_is_reported_as_a_sentence(qtbot, begin, heard):
    begin(lambda handle: handle.queue("missing").qsize())
    qtbot.waitUntil(lambda: bool(heard))
    ((kind, sentence),) = heard
    assert kind == "failed" and "missing" in sentence


def test_unreachable_target_is_reported_as_a_sentence(qtbot, begin, heard, make_attachment):
    away = make_attachment(connect=lambda: rqcore.connect("rq://127.0.0.1:1"))
    begin(lambda handle: handle.queues(), away)
    qtbot.waitUntil(lambda: bool(heard))
    ((kind, sentence),) = heard
    assert kind == "failed" and "127.0.0.1:1" in sentence


def test_cancelled_call_leaves_the_item_in_the_queue(qtbot, begin, heard, controller):
    jobs = controller.create("jobs")
    call = begin(lambda handle: handle.queue("jobs").get())
    qtbot.waitUntil(lambda: jobs.stat().blocked_gets == 1)
    call.cancel()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] == "failed"
    jobs.put("kept")
    assert jobs.get(timeout=5) == "kept"


def test_call_cancelled_before_it_started_has_no_effect(
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


def test_result_is_discarded_if_the_owner_was_deleted(qtbot, begin, heard, tasks, controller):
    jobs, owner = controller.create("jobs"), QObject()
    begin(lambda handle: handle.queue("jobs").put("a"), owner=owner)
    owner.deleteLater()
    del owner
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    tasks.close()
    qtbot.wait(0)
    assert heard == []


def test_unexpected_error_is_raised(qtbot, begin, heard):
    def work(handle):
        raise ZeroDivisionError("a mistake")

    with qtbot.captureExceptions() as caught:
        begin(work)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert not issubclass(ZeroDivisionError, RqError)
    assert heard == []


def test_looking_at_a_queue_causes_no_events(qtbot, begin, heard, controller, url):
    """Not even reads that are refused, such as one of too many items."""
    # Given
    jobs = controller.create("jobs")
    jobs.put_many(["x" * 5000] * 600)
    kept = KeptConnection(partial(connect_unseen, make_lasting(url)))
    with ControllerTarget(url).observe() as observation:
        # When
        for _ in range(2):
            assert kept.run(partial(take_snapshot, reference="jobs")).stat.size == 600
        begin(lambda handle: handle.queue("jobs").get(block=False))
        qtbot.waitUntil(lambda: bool(heard))
        kept._close()
        # Then
        methods = []
        while "get" not in methods:
            for batch in observation.receive(1):
                methods += batch.column("method").to_pylist()
    assert not {"stat", "peek", "qsize", "waiters"} & set(methods)


def make_lasting(url):
    return SimpleNamespace(target=SimpleNamespace(connect=lambda: rqcore.connect(url, name="by-hand")))


def test_kept_connection_is_one_and_is_replaced_after_an_error(controller, url):
    kept, handles = KeptConnection(partial(connect_unseen, make_lasting(url))), []
    for _ in range(2):
        kept.run(handles.append)
    with pytest.raises(RqError):
        kept.run(lambda handle: handle.queue("missing"))
    kept.run(handles.append)
    kept._close()
    assert handles[0] is handles[1] is not handles[2]
    with pytest.raises(RqError):
        kept.run(handles.append)
    with pytest.raises(RqError):
        handles[2].queues()
