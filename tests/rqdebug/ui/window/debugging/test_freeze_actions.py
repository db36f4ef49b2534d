# SPDX-License-Identifier: GPL-3.0-or-later
"""The user freezes a queue, steps it, and changes its items, on a real controller."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqdebug.ui.debugging.edit_item_dialog import EditItemDialog
from rqdebug.ui.debugging.freeze_dialogs import FreezeDialog, StepDialog
from rqdebug.ui.inspection.content_window import ContentWindow

pytestmark = pytest.mark.usefixtures("selected_jobs")


@pytest.fixture
def frozen(qtbot, window, trigger, opened, jobs, attached):
    """Freeze the selected queue with the dialog."""

    def frozen(side="both"):
        trigger("freeze.queue")
        dialog = opened(FreezeDialog)
        dialog.side.setCurrentIndex(dialog.side.findData(side))
        dialog.accept()
        qtbot.waitUntil(lambda: jobs.stat().frozen == side)
        qtbot.waitUntil(lambda: attached.queues[0].stat.frozen == side)

    yield frozen
    window.context.debuggers.stop_all()


def test_queue_is_frozen_stepped_and_thawed(qtbot, view, trigger, frozen, call_later, jobs):
    frozen()
    puts = [call_later("jobs", "put", number, name=f"loader-{number}") for number in range(3)]
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    assert jobs.qsize() == 0
    trigger("freeze.step_put")
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    trigger("freeze.thaw")
    qtbot.waitUntil(lambda: all(put == [None] for put in puts))
    assert (jobs.qsize(), jobs.stat().frozen) == (3, "")


def test_several_items_are_stepped_with_a_dialog(qtbot, view, trigger, opened, frozen, call_later, jobs):
    jobs.put_many(["a", "b", "c"])
    frozen("gets")
    results = [call_later("jobs", "get") for _ in range(3)]
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    trigger("freeze.step")
    dialog = opened(StepDialog)
    assert [dialog.side.itemData(row) for row in range(dialog.side.count())] == ["gets"]
    dialog.count.setValue(2)
    dialog.accept()
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    trigger("freeze.step_get")
    qtbot.waitUntil(lambda: sorted(item for each in results for item in each) == ["a", "b", "c"])


def test_item_of_a_frozen_queue_is_edited_moved_and_deleted(qtbot, trigger, opened, frozen, jobs):
    jobs.put_many([{"n": 1}, {"n": 2}, {"n": 3}])
    frozen()
    trigger("queue.content")
    content = opened(ContentWindow)
    qtbot.waitUntil(lambda: content.edit_button.isVisible())
    content.items.selectRow(1)
    content.edit_button.click()
    dialog = opened(EditItemDialog)
    assert not dialog.change_button.isEnabled()
    dialog.editor.text.setPlainText('{"n": 7}')
    dialog.change_button.click()
    qtbot.waitUntil(lambda: jobs.peek() == [{"n": 1}, {"n": 7}, {"n": 3}])
    qtbot.waitUntil(lambda: content.items.model().index(1, 4).data() == '{"n":7}')
    content.items.selectRow(1)
    content.front_button.click()
    qtbot.waitUntil(lambda: jobs.peek() == [{"n": 7}, {"n": 1}, {"n": 3}])
    qtbot.waitUntil(lambda: content.items.model().index(0, 4).data() == '{"n":7}')
    content.items.selectRow(2)
    content.remove_button.click()
    box = opened(QMessageBox)
    next(button for button in box.buttons() if button.text().replace("&", "") == "Delete").click()
    qtbot.waitUntil(lambda: jobs.peek() == [{"n": 7}, {"n": 1}])
    content.close()


def test_items_of_a_queue_that_is_not_frozen_cannot_be_edited(qtbot, trigger, opened, jobs):
    jobs.put("a")
    trigger("queue.content")
    content = opened(ContentWindow)
    qtbot.waitUntil(lambda: content.items.model().rowCount() == 1)
    content.items.selectRow(0)
    assert not content.edit_button.isVisible()
    content.close()


def test_queue_of_a_read_only_target_cannot_be_frozen(window, attached):
    attachments, freeze = window.context.attachments, window.context.commands["freeze.queue"]
    assert freeze.isEnabled()
    attachments.edit(attached, replace(attachments.saved_target(attached), read_only=True))
    assert not freeze.isEnabled()
