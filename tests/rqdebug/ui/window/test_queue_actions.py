# SPDX-License-Identifier: GPL-3.0-or-later
"""The user creates, fills, inspects and deletes queues."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog, QMessageBox

import rqcore
from rqcore import ShutDown
from rqcore.codec import Codec, Payload
from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.dialogs.item_dialog import ItemDialog
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.inspection.content_window import ContentWindow
from rqdebug.ui.inspection.move_dialog import MoveDialog
from rqdebug.ui.window.commands.needs import QUEUE_WITH_ROLES

pytestmark = pytest.mark.usefixtures("selected_jobs")


def press(qtbot, box, text):
    qtbot.mouseClick(
        next(button for button in box.buttons() if button.text().replace("&", "") == text), Qt.LeftButton
    )


def test_queue_is_created_with_the_chosen_kind_and_size(qtbot, trigger, opened, controller):
    trigger("queue.create")
    dialog = opened(CreateDialog)
    qtbot.keyClicks(dialog.name, "jobs")
    assert "already" in dialog.problem.text()
    assert not dialog.create_button.isEnabled()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "urgent")
    qtbot.keyClicks(dialog.kind, "p")
    dialog.maxsize.setValue(5)
    qtbot.mouseClick(dialog.create_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: "urgent" in [stat.name for stat in controller.queues()])
    made = controller.queue("urgent")
    assert (made.kind, made.maxsize) == ("priority", 5)


def test_queue_is_created_with_its_dead_letter_queue(qtbot, trigger, opened, controller):
    trigger("queue.create")
    dialog = opened(CreateDialog)
    qtbot.waitUntil(lambda: dialog.no_durable.text() == "needs rqcore serve --data DIRECTORY")
    assert not dialog.durable.isEnabled()
    qtbot.keyClicks(dialog.name, "urgent")
    dialog.max_deliveries.setValue(5)
    qtbot.mouseClick(dialog.create_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: {"urgent", "urgent.dead"} <= {stat.name for stat in controller.queues()})
    made = controller.queue("urgent").stat()
    assert (made.max_deliveries, made.dead_letter) == (5, "urgent.dead")


def test_put_dialog_checks_the_item_and_puts_it(qtbot, window, trigger, opened, jobs):
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.codec, "j")
    qtbot.keyClicks(dialog.text, '{"n": 1')
    assert "line 1, column 8" in dialog.outcome.text()
    assert not dialog.put_button.isEnabled()
    qtbot.keyClicks(dialog.text, "}")
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text() == "Item put; jobs on edge-1 now holds 1 item")
    assert jobs.peek(decoded=False) == [Payload(Codec.JSON, b'{"n":1}')]
    assert [dialog.saved.item(row).text() for row in range(dialog.saved.count())] == ['{"n": 1}']
    dialog.close()
    trigger("queue.again")
    qtbot.waitUntil(lambda: jobs.qsize() == 2)
    qtbot.waitUntil(
        lambda: window.context.status.notice.text() == "Item put; jobs on edge-1 now holds 2 items"
    )


def test_keys_put_item_after_item_although_the_buttons_have_letters(qtbot, trigger, opened, jobs):
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.waitUntil(lambda: "&" in dialog.put_button.text())
    qtbot.keyClicks(dialog.text, "hello")
    keys = [
        (Qt.Key_Return, Qt.ControlModifier),
        (Qt.Key_Enter, Qt.ControlModifier),
        (Qt.Key_P, Qt.AltModifier),
    ]
    for n, key in enumerate(keys, 1):
        qtbot.keyClick(dialog.text, *key)
        qtbot.waitUntil(lambda n=n: f"now holds {n} item" in dialog.outcome.text())
    assert jobs.get_many(9) == ["hello"] * 3


def test_waiting_put_can_be_canceled(qtbot, trigger, opened, jobs):
    jobs.put_many([1, 2, 3])
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "late")
    dialog.wait.setValue(60)
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.stat().blocked_puts == 1)
    assert dialog.put_button.text().replace("&", "") == "Cancel"
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.put_button.text().replace("&", "") == "Put")
    qtbot.waitUntil(lambda: jobs.stat().blocked_puts == 0)
    assert jobs.get_many(9) == [1, 2, 3]


def test_put_dialog_shows_that_the_queue_is_full(qtbot, trigger, opened, jobs):
    jobs.put_many([1, 2, 3])
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "one too many")
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("queue 'jobs' holds 3 of 3"))


def test_items_are_saved_under_a_name_and_deleted(qtbot, window, trigger, opened, jobs, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("greeting", True))
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "hello")
    qtbot.mouseClick(dialog.save_button, Qt.LeftButton)
    assert dialog.saved.item(0).text() == "greeting"
    dialog.text.clear()
    rect = dialog.saved.visualItemRect(dialog.saved.item(0))
    qtbot.mouseClick(dialog.saved.viewport(), Qt.LeftButton, pos=rect.center())
    assert dialog.text.toPlainText() == "hello"
    qtbot.mouseClick(dialog.forget_button, Qt.LeftButton)
    assert dialog.saved.count() == 0
    assert window.context.drafts.saved == []


def test_putting_again_warns_if_nothing_was_put_before(trigger, opened):
    trigger("queue.again")
    box = opened(QMessageBox)
    assert "There is no item to put again" in box.text()
    box.close()


def test_item_is_taken_after_confirmation(qtbot, trigger, opened, jobs):
    jobs.put("a")
    trigger("queue.take")
    press(qtbot, opened(QMessageBox), "Take")
    assert opened(ItemDialog).payload.forms.pages["Text"].toPlainText() == "a"
    assert jobs.qsize() == 0


def test_content_window_shows_and_compares_items(qtbot, trigger, opened, jobs):
    jobs.put_many(["a", "b"])
    trigger("queue.content")
    window = opened(ContentWindow)
    model = window.items.model()

    def column(number):
        return [model.index(row, number).data() for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: column(4) == ["a", "b"])
    assert window.items.isColumnHidden(1)
    qtbot.mouseClick(window.compare, Qt.LeftButton)
    jobs.get()
    jobs.put("c")
    qtbot.waitUntil(lambda: column(4) == ["a", "b", "c"])
    assert column(1) == ["−", "", "+"]
    assert column(0) == ["", "1", "2"]
    window.items.selectRow(2)
    assert window.payload.forms.pages["Text"].toPlainText() == "c"
    qtbot.mouseClick(window.again, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.qsize() == 3)


def test_content_window_shows_that_the_queue_was_closed(qtbot, trigger, opened, jobs):
    trigger("queue.content")
    window = opened(ContentWindow)
    qtbot.waitUntil(lambda: window.summary.text() == "The queue is empty.")
    jobs.close()
    qtbot.waitUntil(lambda: "closed" in window.summary.text())


@pytest.mark.parametrize(
    ("command", "button", "kept"),
    [("queue.purge", "Purge", True), ("queue.close", "Close Queue", False)],
)
def test_question_before_deleting_shows_what_will_be_lost(
    qtbot, window, attached, trigger, opened, controller, jobs, command, button, kept
):
    jobs.put_many([1, 2])
    qtbot.waitUntil(lambda: [row.stat.size for row in attached.queues] == [2])
    qtbot.waitUntil(lambda: window.context.current.target.queues.selected().stat.size == 2)
    trigger(command)
    box = opened(QMessageBox)
    assert "2 items (2 B) will be lost" in box.text()
    press(qtbot, box, "Cancel")
    assert jobs.qsize() == 2
    trigger(command)
    press(qtbot, opened(QMessageBox), button)
    qtbot.waitUntil(lambda: "2 items deleted" in window.context.status.notice.text())
    assert bool(controller.queues()) == kept


def test_shut_down_queue_refuses_items_and_keeps_the_rest(qtbot, trigger, opened, jobs):
    jobs.put(1)
    trigger("queue.shutdown")
    press(qtbot, opened(QMessageBox), "Shut Down")

    qtbot.waitUntil(lambda: jobs.stat().shutdown)
    with pytest.raises(ShutDown):
        jobs.put(2, block=False)
    assert jobs.get() == 1


@pytest.fixture
def pressure_queue(redis_program, redis_server_of, window, qtbot):
    """A queue on a Redis, selected in the tab of its target."""
    pressure = pytest.importorskip("rqcore.pressure")
    with redis_server_of(redis_program) as server, pressure.Queue("pipes", url=server.url) as queue:
        queue.create()
        attachment = window.context.attachments.attach(f"{server.url}?changes=yes", "redis")
        qtbot.waitUntil(lambda: any(row.stat.namespace == "pipes" for row in attachment.queues))
        tab = window.context.current.target
        qtbot.waitUntil(lambda: tab.queues.model().rowCount() == len(attachment.queues))
        tab.choose_queue("pipes")
        yield queue
        window.context.attachments.detach(attachment)


def test_role_of_a_dead_client_is_freed_after_a_question(qtbot, window, trigger, opened, pressure_queue):
    # Given
    redis = pressure_queue._connection.client
    redis.delete("__pressure__:pipes:consumer_free")
    redis.set("__pressure__:pipes:consumer", "press-7_pid123")
    # When
    trigger("queue.free")
    box = opened(QMessageBox)
    # Then
    assert "Free the consumer role of pipes on redis? It is held by press-7_pid123" in box.text()
    press(qtbot, box, "Cancel")
    assert pressure_queue.holders()
    trigger("queue.free")
    press(qtbot, opened(QMessageBox), "Free Role")
    qtbot.waitUntil(lambda: not pressure_queue.holders())
    trigger("queue.free")
    notice = window.context.status.notice
    qtbot.waitUntil(lambda: notice.text() == "No client holds a role of pipes on redis")


def test_queue_of_rqcore_on_redis_has_no_roles(qtbot, window, pressure_queue):
    # Given
    tab, command = window.context.current.target, window.context.commands["queue.free"]
    assert command.isEnabled()
    with rqcore.connect(f"{tab.attachment.target.url}&queues=rqcore") as server:
        server.create("ours")
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == 2)
    # When
    tab.choose_queue("ours")
    # Then
    assert not command.isEnabled()
    assert QUEUE_WITH_ROLES.title == "a selected pressure queue of a Redis that is not read-only"


def test_controller_has_no_roles(window, selected_jobs):
    assert not QUEUE_WITH_ROLES.is_met(window.context)


def test_item_is_put_several_times(qtbot, trigger, opened, jobs):
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "same")
    dialog.times.setValue(3)
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text() == "3 items put; jobs on edge-1 now holds 3 items")
    assert jobs.get_many(9) == ["same"] * 3
    dialog.reject()


def test_puts_that_no_longer_fit_are_counted(qtbot, trigger, opened, jobs):
    jobs.put(1)
    trigger("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "same")
    dialog.times.setValue(5)
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("2 of 5 items were put; then: "))
    assert jobs.qsize() == 3
    dialog.reject()


def test_file_is_read_in_the_background_and_put(qtbot, trigger, opened, jobs, tmp_path):
    trigger("queue.put")
    dialog, path = opened(PutDialog), tmp_path / "big.bin"
    path.write_bytes(b"\xff" * 3_000_000)
    dialog.file_wanted.emit(path)
    qtbot.waitUntil(lambda: dialog.file.isVisible())
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.qsize() == 1)
    assert jobs.get(decoded=False) == Payload(Codec.RAW, b"\xff" * 3_000_000)
    dialog.file_wanted.emit(tmp_path / "missing")
    qtbot.waitUntil(lambda: "cannot read" in dialog.outcome.text())
    dialog.reject()


def test_one_item_is_moved_to_the_queue_that_is_chosen(qtbot, window, trigger, opened, jobs, controller):
    later = controller.create("later")
    for number in range(3):
        jobs.put(number)
    attachment = window.context.current.target.attachment
    qtbot.waitUntil(lambda: len(attachment.queues) == 2)
    trigger("queue.content")
    content = opened(ContentWindow)
    qtbot.waitUntil(lambda: content.items.model().rowCount() == 3)
    content.items.selectRow(1)
    content.move_button.click()
    dialog = opened(MoveDialog)
    assert not dialog.move_button.isEnabled()
    dialog.destination.setCurrentText("later")
    with qtbot.waitSignal(window.context.tools.queues.done) as done:
        dialog.move_button.click()
    assert "moved from jobs to later on edge-1" in done.args[0]
    assert (later.get(timeout=5), jobs.get(timeout=5), jobs.get(timeout=5)) == (1, 0, 2)
    content.close()


def test_item_that_has_left_its_queue_is_not_moved_and_no_other_is(
    qtbot, window, trigger, opened, jobs, controller
):
    later = controller.create("later")
    jobs.put("first")
    jobs.put("second")
    attachment = window.context.current.target.attachment
    qtbot.waitUntil(lambda: len(attachment.queues) == 2)
    trigger("queue.content")
    content = opened(ContentWindow)
    qtbot.waitUntil(lambda: content.items.model().rowCount() == 2)
    content.items.selectRow(0)
    content.move_button.click()
    dialog = opened(MoveDialog)
    dialog.destination.setCurrentText("later")
    assert jobs.get(timeout=5) == "first"
    dialog.move_button.click()
    box = opened(QMessageBox)
    assert "it has left jobs" in box.text()
    box.close()
    assert (jobs.qsize(), later.qsize()) == (1, 0)
    content.close()
