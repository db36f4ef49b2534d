# SPDX-License-Identifier: GPL-3.0-or-later
"""The user sends items of a dead-letter queue back."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMessageBox

from rqdebug.ui.log.send_back_dialog import SendBackDialog

pytestmark = pytest.mark.usefixtures("attached")


@pytest.fixture
def dead(qtbot, window, attached, controller):
    """A dead-letter queue with three orders, selected."""
    controller.create("jobs", max_deliveries=1, dead_letter="jobs.dead")
    dead = controller.queue("jobs.dead")
    dead.put_many([{"order": 17}, {"order": 18}, {"order": 19}])
    tab = window.context.current.target
    qtbot.waitUntil(lambda: len(attached.queues) == tab.queues.model().rowCount() == 2)
    tab.choose_queue(dead.namespace)
    return dead


def press(qtbot, box, text):
    button = next(button for button in box.buttons() if button.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.LeftButton)


def test_items_that_match_are_moved_after_a_question(qtbot, window, trigger, opened, controller, dead):
    # Given
    trigger("queue.send_back")
    dialog = opened(SendBackDialog)
    assert [dialog.to.itemText(row) for row in range(dialog.to.count())] == ["jobs"]
    # When
    dialog.line.setText("payload.order > 17")
    qtbot.waitUntil(lambda: dialog.note.text() == "2 of 3 items match.")
    qtbot.mouseClick(dialog.send_button, Qt.LeftButton)
    box = opened(QMessageBox)
    assert box.text() == "Move 2 items from jobs.dead to jobs on edge-1?"
    press(qtbot, box, "Send Back")
    # Then
    expected = "2 items moved from jobs.dead to jobs on edge-1"
    qtbot.waitUntil(lambda: window.context.status.notice.text() == expected)
    assert controller.queue("jobs").get_many(9) == [{"order": 18}, {"order": 19}]
    assert window.context.settings.filters[0] == "payload.order > 17"


def test_items_stay_when_the_question_is_cancelled(qtbot, trigger, opened, dead):
    trigger("queue.send_back")
    dialog = opened(SendBackDialog)
    qtbot.waitUntil(lambda: dialog.note.text() == "3 items")
    qtbot.mouseClick(dialog.send_button, Qt.LeftButton)
    press(qtbot, opened(QMessageBox), "Cancel")
    assert dialog.isVisible()
    assert dead.qsize() == 3
    dialog.reject()


def test_status_bar_says_why_not_all_items_were_moved(qtbot, window, trigger, opened, dead):
    trigger("queue.send_back")
    dialog = opened(SendBackDialog)
    qtbot.waitUntil(lambda: dialog.note.text() == "3 items")
    dead.get()
    qtbot.mouseClick(dialog.send_button, Qt.LeftButton)
    press(qtbot, opened(QMessageBox), "Send Back")
    expected = (
        "2 items moved from jobs.dead to jobs on edge-1; 1 item was not: it has left jobs.dead, or jobs on "
        "edge-1 is full"
    )
    qtbot.waitUntil(lambda: window.context.status.notice.text() == expected)


def test_completion_offers_only_fields_of_items(qtbot, trigger, opened, dead):
    trigger("queue.send_back")
    dialog = opened(SendBackDialog)
    words = [each.text for each in dialog.line._complete("", 0).candidates]
    assert {"payload", "size", "codec", "item"} <= set(words)
    assert not {"method", "queue", "waited"} & set(words)
    dialog.reject()


def test_command_needs_a_dead_letter_queue(window, attached, controller, qtbot):
    jobs = controller.create("plain")
    tab = window.context.current.target
    qtbot.waitUntil(lambda: len(attached.queues) == tab.queues.model().rowCount() == 1)
    tab.choose_queue(jobs.namespace)
    window.context.commands["queue.send_back"].trigger()
    assert "needs a selected dead-letter queue" in window.context.status.notice.text()
