# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues are created, filled, looked into and destroyed by hand, as a user does it."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from rqcore import ShutDown
from rqcore.codec import Codec, Payload
from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.dialogs.item_dialog import ItemDialog
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.inspection.content_window import ContentWindow


@pytest.fixture
def jobs(controller):
    return controller.create("jobs", maxsize=3)


@pytest.fixture
def chosen(qtbot, window, attached, jobs):
    """The window, with jobs selected in the table of queues."""
    qtbot.waitUntil(lambda: any(row.stat.namespace == jobs.namespace for row in attached.queues))
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == len(attached.queues))
    tab.choose_queue(jobs.namespace)
    return window


@pytest.fixture
def opened(qtbot):
    """The visible window of a class, when there is one."""

    def opened(kind):
        found = []

        def find():
            widgets = QApplication.topLevelWidgets()
            found[:] = [one for one in widgets if isinstance(one, kind) and one.isVisible()]
            return bool(found)

        qtbot.waitUntil(find)
        return found[-1]

    return opened


@pytest.fixture
def order(qtbot, chosen):
    """Give a command by its name."""

    def order(name):
        assert chosen.context.commands[name].isEnabled()
        chosen.context.commands[name].trigger()

    return order


def press(qtbot, box, text):
    qtbot.mouseClick(next(button for button in box.buttons() if button.text() == text), Qt.LeftButton)


def test_create_a_queue(qtbot, order, opened, controller):
    order("queue.create")
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


def test_put_items(qtbot, chosen, order, opened, jobs):
    order("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.codec, "j")
    qtbot.keyClicks(dialog.text, '{"n": 1')
    assert "line 1, column 8" in dialog.outcome.text()
    assert not dialog.put_button.isEnabled()
    qtbot.keyClicks(dialog.text, "}")
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text() == "Put; it holds 1 item now")
    assert jobs.peek(decoded=False) == [Payload(Codec.JSON, b'{"n":1}')]
    assert [dialog.saved.item(row).text() for row in range(dialog.saved.count())] == ['{"n": 1}']
    dialog.close()
    order("queue.again")
    qtbot.waitUntil(lambda: jobs.qsize() == 2)
    qtbot.waitUntil(lambda: chosen.context.status.notice.text() == "Put; it holds 2 items now – jobs")


def test_a_put_that_waits_is_called_off(qtbot, order, opened, jobs):
    jobs.put_many([1, 2, 3])
    order("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "late")
    dialog.wait.setValue(60)
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.stat().blocked_puts == 1)
    assert dialog.put_button.text() == "Cancel"
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.put_button.text() == "Put")
    qtbot.waitUntil(lambda: jobs.stat().blocked_puts == 0)
    assert jobs.get_many(9) == [1, 2, 3]


def test_a_full_queue_is_said(qtbot, order, opened, jobs):
    jobs.put_many([1, 2, 3])
    order("queue.put")
    dialog = opened(PutDialog)
    qtbot.keyClicks(dialog.text, "one too many")
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text() == "queue jobs holds 3 of 3")


def test_items_are_saved_under_a_name(qtbot, chosen, order, opened, jobs, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("greeting", True))
    order("queue.put")
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
    assert chosen.context.drafts.saved == []


def test_nothing_to_put_again_is_said(order, opened):
    order("queue.again")
    box = opened(QMessageBox)
    assert "Nothing has been put by hand yet" in box.text()
    box.close()


def test_an_item_is_taken_after_a_question(qtbot, order, opened, jobs):
    jobs.put("a")
    order("queue.take")
    press(qtbot, opened(QMessageBox), "Take")
    assert opened(ItemDialog).payload.forms.pages["Text"].toPlainText() == "a"
    assert jobs.qsize() == 0


def test_the_content_is_seen_and_compared(qtbot, order, opened, jobs):
    jobs.put_many(["a", "b"])
    order("queue.content")
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


LARGE = b"".join(b"%07d\n" % n for n in range(300_000))
"""More than a megabyte: nobody wants it at once."""


def test_a_large_item_is_seen_piece_by_piece(qtbot, order, opened, jobs):
    jobs.put(LARGE)
    order("queue.content")
    window = opened(ContentWindow)
    qtbot.waitUntil(lambda: window.items.model().rowCount() == 1)
    window.items.selectRow(0)
    payload = window.payload
    qtbot.waitUntil(lambda: payload.note.text() == "The first 64.0 KiB of 2.3 MiB")
    qtbot.keyClick(payload.slider, Qt.Key_End)
    qtbot.waitUntil(lambda: payload.forms.pages["Text"].toPlainText().endswith("0299999\n"))
    qtbot.mouseClick(window.again, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.qsize() == 2)
    assert jobs.get_many(2) == [LARGE, LARGE]
    qtbot.mouseClick(payload.back_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: "no more" in payload.note.text())


def test_more_of_the_payload_of_an_event_is_fetched_and_saved(qtbot, chosen, jobs, tmp_path, monkeypatch):
    jobs.put(LARGE)
    tab, view = chosen.context.current.target, chosen.panels["inspector"].payload
    chosen.context.commands["panel.inspector"].trigger()
    tab.filter_bar.set_filter("method == put")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() and tab.log_model.event_at(0).method == "put")
    tab.log.go_to(0)
    assert view.note.text() == "The first 256 B of 2.3 MiB"
    qtbot.mouseClick(view.more_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: view.note.text() == "The first 64.0 KiB of 2.3 MiB")
    assert view.forms.pages["Text"].toPlainText().startswith("0000000\n0000001")
    assert jobs.qsize() == 1
    path = tmp_path / "payload"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(view.save_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: chosen.context.status.notice.text() == f"Payload saved in {path}")
    assert path.read_bytes() == LARGE
    jobs.get()
    qtbot.mouseClick(view.save_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: any("no more" in box.text() for box in chosen.findChildren(QMessageBox)))


def test_a_queue_that_is_closed_while_it_is_looked_at(qtbot, order, opened, jobs):
    order("queue.content")
    window = opened(ContentWindow)
    qtbot.waitUntil(lambda: window.summary.text() == "It holds nothing.")
    jobs.close()
    qtbot.waitUntil(lambda: "closed" in window.summary.text())


@pytest.mark.parametrize(
    ("command", "button", "kept"),
    [("queue.purge", "Purge", True), ("queue.close", "Close Queue", False)],
)
def test_what_will_be_lost_is_named(
    qtbot, chosen, attached, order, opened, controller, jobs, command, button, kept
):
    jobs.put_many([1, 2])
    qtbot.waitUntil(lambda: [row.stat.size for row in attached.queues] == [2])
    qtbot.waitUntil(lambda: chosen.context.current.target.queues.chosen().stat.size == 2)
    order(command)
    box = opened(QMessageBox)
    assert "2 items of 2 B will be lost" in box.text()
    press(qtbot, box, "Cancel")
    assert jobs.qsize() == 2
    order(command)
    press(qtbot, opened(QMessageBox), button)
    qtbot.waitUntil(lambda: "2 items destroyed" in chosen.context.status.notice.text())
    assert bool(controller.queues()) == kept


def test_shut_down(qtbot, order, opened, jobs):
    jobs.put(1)
    order("queue.shutdown")
    press(qtbot, opened(QMessageBox), "Shut Down")

    qtbot.waitUntil(lambda: jobs.stat().shutdown)
    with pytest.raises(ShutDown):
        jobs.put(2, block=False)
    assert jobs.get() == 1
