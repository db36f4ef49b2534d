# SPDX-License-Identifier: GPL-3.0-or-later
"""A target goes away between a question and its answer: nothing is done, on no other target either."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from PyQt5.QtWidgets import QMessageBox, QPushButton

import rqcore
from rqdebug.session import State
from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.dialogs.login_dialog import LoginDialog
from rqdebug.ui.dialogs.merge_dialog import MergeDialog
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.dialogs.replay_dialog import ReplayDialog
from rqdebug.ui.dialogs.target_dialog import TargetDialog
from rqdebug.ui.inspection.clients_window import ClientsWindow

REMOVED = "edge-1 was removed in the meantime"


@pytest.fixture
def other(qtbot, window, selected_jobs, url):
    """Another target with a queue of the same name, whose tab is in front after the first is removed."""
    other = window.context.attachments.attach(f"{url}?preview=all", "edge-2")
    qtbot.waitUntil(lambda: bool(other.queues))
    tab = window.context.logs.open_target(other)
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() > 0)
    tab.choose_queue(selected_jobs.namespace)
    window.context.logs.open_target(window.context.attachments.named("edge-1"))
    return other


@pytest.fixture
def remove(window, attached, other):
    """Remove the target of the question; the tab of the other one comes to the front."""

    def remove():
        window.context.attachments.detach(attached)
        assert window.context.current.target.attachment is other

    return remove


@pytest.fixture
def warned(opened):
    """Close the warning that is open; return its text."""

    def warned():
        box = opened(QMessageBox)
        text = box.text()
        box.close()
        return text

    return warned


def press(box, text):
    (button,) = (each for each in box.findChildren(QPushButton) if each.text().replace("&", "") == text)
    button.click()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("queue.purge", "Purge"),
        ("queue.close", "Close Queue"),
        ("queue.shutdown", "Shut Down"),
        ("queue.take", "Take"),
    ],
)
def test_no_queue_of_another_target_is_changed(trigger, opened, jobs, other, remove, warned, command, answer):
    jobs.put("kept")
    trigger(command)
    box = opened(QMessageBox)
    assert "jobs on edge-1" in box.text()
    remove()
    press(box, answer)
    assert REMOVED in warned()
    assert jobs.qsize() == 1
    jobs.put("and open")


def test_no_item_is_put_and_the_dialog_says_why(trigger, opened, jobs, other, remove):
    trigger("queue.put")
    dialog = opened(PutDialog)
    dialog.text.setPlainText("1")
    remove()
    dialog.put_button.click()
    assert REMOVED in dialog.outcome.text()
    assert jobs.qsize() == 0
    dialog.close()


def test_no_queue_is_created_on_another_target(trigger, opened, controller, other, remove, warned):
    trigger("queue.create")
    dialog = opened(CreateDialog)
    dialog.name.setText("new")
    remove()
    dialog.accept()
    assert REMOVED in warned()
    assert "new" not in {stat.name for stat in controller.queues()}


def test_no_other_target_is_removed_in_its_place(
    qtbot, window, attached, trigger, opened, other, remove, warned
):
    qtbot.waitUntil(lambda: attached.log.num_rows > 0)
    trigger("target.remove")
    box = opened(QMessageBox)
    assert "Remove edge-1?" in box.text()
    remove()
    press(box, "Remove Target")
    assert REMOVED in warned()
    assert window.context.attachments.active == (other,)
    assert window.panels["targets"].tree.model().rowCount() == 1


def test_settings_of_another_target_stay(window, trigger, opened, other, remove, warned):
    trigger("target.settings")
    dialog = opened(TargetDialog)
    dialog.name.setText("renamed")
    remove()
    dialog.accept()
    assert REMOVED in warned()
    assert other.name == "edge-2"
    assert window.context.tabs.count() == 1


def test_login_of_a_removed_target_is_not_used(window, attached, opened, other, remove, warned):
    window.context.tools.connector.ask_login(attached)
    dialog = opened(LoginDialog)
    remove()
    dialog.chosen.emit("ann", "secret", False)
    dialog.close()
    assert REMOVED in warned()
    assert other.url.count("ann") == 0


def test_removed_target_is_not_merged(window, trigger, opened, other, remove, warned):
    trigger("target.merge_some")
    dialog = opened(MergeDialog)
    for row in (0, 1):
        dialog.targets.item(row).setCheckState(2)
    remove()
    dialog.accept()
    assert REMOVED in warned()
    assert window.context.tabs.count() == 1


def test_calls_are_not_replayed_on_a_removed_target(qtbot, window, trigger, opened, other, remove, warned):
    qtbot.waitUntil(lambda: window.context.current.log.log_model.rowCount() > 0)
    trigger("capture.replay")
    dialog = opened(ReplayDialog)
    dialog.targets.setCurrentIndex(0)
    remove()
    with qtbot.assertNotEmitted(window.context.runs.started, wait=50):
        dialog.accept()
    assert REMOVED in warned()


def test_clients_of_a_removed_target_lead_to_no_other_log(
    qtbot, window, trigger, opened, other, remove, warned
):
    trigger("target.clients")
    clients = opened(ClientsWindow)
    remove()
    clients.client_opened.emit("tester", "10.0.0.7:1")
    assert REMOVED in warned()
    assert window.context.current.log.filter_bar.text == ""
    assert window.context.tabs.count() == 1
    clients.close()


@pytest.fixture
def second_server(tmp_path):
    """A controller that a test can end."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server, server.stdout.readline().split()[-1]
        server.kill()


def test_lost_target_fails_by_its_address_and_no_other_target_is_changed(
    qtbot, window, attached, jobs, second_server, trigger, opened, warned
):
    server, place = second_server
    jobs.put("kept")
    with rqcore.connect(place) as handle:
        handle.create("jobs").put("lost")
    lost = window.context.attachments.attach(place, "lost")
    tab = window.context.current.target
    qtbot.waitUntil(lambda: bool(lost.queues) and tab.queues.model().rowCount() == 1)
    tab.choose_queue(lost.queues[0].stat.namespace)
    trigger("queue.purge")
    box = opened(QMessageBox)
    server.send_signal(signal.SIGKILL)
    qtbot.waitUntil(lambda: lost.state is State.LOST)
    press(box, "Purge")
    assert place.removeprefix("rq://") in warned()
    assert jobs.qsize() == 1


def test_disconnected_target_is_removed_and_no_other(qtbot, window, attached, trigger, opened, other):
    qtbot.waitUntil(lambda: attached.log.num_rows > 0)
    trigger("target.detach")
    qtbot.waitUntil(lambda: attached.state is State.DISCONNECTED)
    trigger("target.remove")
    press(opened(QMessageBox), "Remove Target")
    assert window.context.attachments.active == (other,)
    assert window.context.current.target.attachment is other
