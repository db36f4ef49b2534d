# SPDX-License-Identifier: GPL-3.0-or-later
"""The services of a window are connected with each other."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqdebug.ui.window.window_builder import MENU_OF_EVENT


def visible_boxes(window):
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


@pytest.mark.parametrize(
    "signal",
    ["captures.done", "runs.noted", "tools.queues.done", "tools.runner.done", "tools.results.failed"],
)
def test_successes_are_shown_in_the_status_bar(window, signal):
    emit_on(window.context, signal, "it is done")
    assert window.context.status.notice.text() == "it is done"
    assert visible_boxes(window) == []


@pytest.mark.parametrize(
    "signal",
    ["captures.refused", "logs.failed", "scripts.failed", "tools.queues.failed", "tools.workspaces.failed"],
)
def test_failures_are_shown_in_a_dialog(qtbot, window, signal):
    emit_on(window.context, signal, "it failed")
    (box,) = visible_boxes(window)
    assert box.text() == "it failed"
    box.close()


def emit_on(context, signal, sentence):
    *path, name = signal.split(".")
    for part in path:
        context = getattr(context, part)
    getattr(context, name).emit(sentence)


def test_attached_target_is_opened_and_chosen_for_runs(window, attached):
    context = window.context
    assert context.current.target.attachment is attached
    assert context.run_targets.selected() == (attached,)
    context.attachments.detach(attached)
    assert context.tabs.count() == 0 and context.run_targets.selected() == ()


def test_look_at_another_target_does_not_send_runs_there(window, attached, url):
    other = window.context.attachments.attach(url, "edge-2")
    assert window.context.current.target.attachment is other
    assert window.context.run_targets.selected() == (attached,)
    window.context.run_targets.choose([other])
    window.context.logs.open_target(attached)
    assert window.context.run_targets.selected() == (other,)


def test_menu_of_an_event_has_its_commands(window, attached):
    actions = window.context.current.log.log.log_actions
    assert [action.objectName() for action in actions] == list(MENU_OF_EVENT)
