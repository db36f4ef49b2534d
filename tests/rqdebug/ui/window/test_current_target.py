# SPDX-License-Identifier: GPL-3.0-or-later
"""With several targets, every command works on the queue that is shown as the current one."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QMessageBox

import rqcore
from rqdebug.events.event_log import EventLog
from rqdebug.session import State
from rqdebug.ui.window.documents.detached_window import DetachedWindow


@pytest.fixture
def second(qtbot, window, attached):
    """Another target, with a queue of the same name as that of the first one, and the client."""
    with rqcore.serve() as served, rqcore.connect(served.url, name="tester") as handle:
        handle.create("jobs").put("kept")
        attachment = window.context.attachments.attach(str(served.url), "edge-2")
        qtbot.waitUntil(lambda: attachment.state is State.LIVE and bool(attachment.queues))
        yield attachment, handle
        window.context.attachments.detach(attachment)


@pytest.fixture
def both(qtbot, window, attached, jobs, second):
    """The queue ``jobs`` of each target, by the name of the target."""
    qtbot.waitUntil(lambda: bool(attached.queues))
    return {"edge-1": (attached, jobs.namespace), "edge-2": (second[0], second[0].queues[0].stat.namespace)}


def go_to(qtbot, window, attachment, namespace):
    tab = window.context.logs.open_target(attachment)
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() > 0)
    tab.choose_queue(namespace)


def current(window):
    queue = window.context.current.queue
    return (queue.attachment.name, queue.stat.name) if queue else None


def asked(trigger, opened, command):
    trigger(command)
    box = opened(QMessageBox)
    text = box.text()
    box.reject()
    return text


@pytest.mark.parametrize("command", ["queue.purge", "queue.close", "queue.take", "queue.shutdown"])
def test_question_names_the_queue_of_the_current_target(qtbot, window, both, trigger, opened, command):
    for name in ("edge-1", "edge-2"):
        go_to(qtbot, window, *both[name])
        assert current(window) == (name, "jobs")
        assert f"jobs on {name}" in asked(trigger, opened, command)


def test_confirmed_question_acts_on_the_queue_that_it_names(
    qtbot, window, both, second, jobs, trigger, opened
):
    jobs.put("kept")
    go_to(qtbot, window, *both["edge-2"])
    trigger("queue.purge")
    box = opened(QMessageBox)
    window.context.logs.open_target(both["edge-1"][0])  # the user goes elsewhere meanwhile
    next(button for button in box.buttons() if button.text().replace("&", "") == "Purge").click()
    qtbot.waitUntil(lambda: second[1].queue("jobs").qsize() == 0)
    assert jobs.qsize() == 1


def test_queue_that_another_client_creates_or_closes_leaves_the_selection(
    qtbot, window, both, second, controller
):
    go_to(qtbot, window, *both["edge-2"])
    for handle, attachment in ((second[1], both["edge-2"][0]), (controller, both["edge-1"][0])):
        other = handle.create("a-new-one")
        qtbot.waitUntil(lambda attachment=attachment: len(attachment.queues) == 2)
        other.close()
        qtbot.waitUntil(lambda attachment=attachment: len(attachment.queues) == 1)
    window.context.bridge.deliver()
    assert current(window) == ("edge-2", "jobs")


def test_each_tab_keeps_its_queue(qtbot, window, both):
    for name in ("edge-1", "edge-2"):
        go_to(qtbot, window, *both[name])
    window.context.logs.open_target(both["edge-1"][0])
    assert current(window) == ("edge-1", "jobs")
    window.context.logs.open_target(both["edge-2"][0])
    assert current(window) == ("edge-2", "jobs")


@pytest.mark.parametrize("kind", ["capture", "script", "merged"])
def test_other_tabs_have_no_current_target_and_no_queue(qtbot, window, both, kind, tmp_path):
    go_to(qtbot, window, *both["edge-2"])
    context = window.context
    if kind == "capture":
        context.logs.open_capture(tmp_path / "night.arrows", EventLog())
    elif kind == "script":
        context.scripts.open_text("")
    else:
        context.logs.open_merged(context.attachments.active)
    assert context.current.target is None and context.current.queue is None
    assert not any(
        context.commands[name].isEnabled() for name in ("queue.purge", "queue.put", "target.remove")
    )
    assert not window.panels["targets"].tree.currentIndex().isValid()


def test_removed_target_makes_no_other_queue_current(qtbot, window, both):
    go_to(qtbot, window, *both["edge-1"])
    go_to(qtbot, window, *both["edge-2"])
    tab = window.context.logs.open_target(both["edge-1"][0])
    tab.queues.select_queue(None)
    window.context.attachments.detach(both["edge-2"][0])
    assert window.context.current.target is tab and current(window) is None


def test_windows_of_two_targets_have_a_queue_each(qtbot, window, both, trigger, opened):
    go_to(qtbot, window, *both["edge-1"])
    trigger("view.detach")
    detached = opened(DetachedWindow)
    window.activateWindow()
    qtbot.waitUntil(lambda: current(window) is None or current(window)[0] == "edge-2")
    go_to(qtbot, window, *both["edge-2"])
    assert current(window) == ("edge-2", "jobs")
    detached.activateWindow()
    qtbot.waitUntil(lambda: current(window) == ("edge-1", "jobs"))
    assert "jobs on edge-1" in asked(trigger, opened, "queue.purge")
    detached.close()


def test_table_of_queues_selects_one_queue_at_most(qtbot, window, both, controller):
    controller.create("more")
    go_to(qtbot, window, *both["edge-1"])
    table = window.context.current.target.queues
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    table.selectAll()
    assert len(table.selectionModel().selectedRows()) == 1
