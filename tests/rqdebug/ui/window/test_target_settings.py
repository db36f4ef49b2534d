# SPDX-License-Identifier: GPL-3.0-or-later
"""Name, colour and read-only of an attached target change everywhere in the window."""

from __future__ import annotations

import pytest
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QMessageBox

from rqdebug.session import State
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.dialogs.target_dialog import TargetDialog
from rqdebug.ui.window.documents.detached_window import DetachedWindow

RED = "#c0392b"


@pytest.fixture
def change(trigger, opened):
    """Change the settings of the current target in the dialog."""

    def change(name="hall", color=RED, read_only=False):
        trigger("target.settings")
        dialog = opened(TargetDialog)
        dialog.name.setText(name)
        dialog.color.show_color(color)
        dialog.read_only.setChecked(read_only)
        dialog.accept()

    return change


def test_new_name_is_shown_in_tab_header_tree_and_run_targets(window, attached, change):
    change("hall & yard")
    tabs, tab = window.context.tabs, window.context.current.target
    assert tabs.tabText(0) == "hall && yard"
    assert window.windowTitle().startswith("hall & yard")
    assert tab.header._name.text() == "hall & yard"
    assert window.panels["targets"].tree.model().index(0, 0).data() == "hall & yard"
    assert window.run_targets.itemText(0) == "hall & yard"


def test_new_colour_is_shown_at_the_top_of_the_tab(attached, window, change, colors_of):
    change()
    assert RED in colors_of(window.context.current.target.header)
    change(color="")
    assert RED not in colors_of(window.context.current.target.header)


def test_target_becomes_read_only_and_writable_again(window, attached, change):
    create = window.context.commands["queue.create"]
    change(read_only=True)
    assert not create.isEnabled()
    assert window.context.current.target.header._read_only.isVisible()
    change(read_only=False)
    assert create.isEnabled()


def test_open_dialog_puts_nothing_into_a_target_that_became_read_only(
    window, attached, selected_jobs, trigger, opened, change
):
    trigger("queue.put")
    dialog = opened(PutDialog)
    change(read_only=True)
    dialog.text.setPlainText("x")
    dialog.put_button.click()
    assert "is read-only here" in dialog.outcome.text()
    assert selected_jobs.qsize() == 0
    dialog.reject()


def test_open_question_purges_nothing_of_a_target_that_became_read_only(
    qtbot, window, attached, selected_jobs, trigger, opened, change, monkeypatch
):
    selected_jobs.put("kept")
    trigger("queue.purge")
    box = opened(QMessageBox)
    change(read_only=True)
    warnings = []
    window.context.tools.queues.failed.disconnect()
    window.context.tools.queues.failed.connect(warnings.append)
    next(button for button in box.buttons() if button.text().replace("&", "") == "Purge").click()
    assert "is read-only here" in warnings[0]
    assert selected_jobs.qsize() == 1


def test_new_name_is_shown_by_a_detached_window(window, attached, trigger, opened, change):
    trigger("view.detach")
    change("hall")
    detached = opened(DetachedWindow)
    assert detached.windowTitle() == "hall – rqdebug"
    detached.close()
    assert window.context.tabs.tabText(0) == "hall"


def test_copied_url_has_no_password(window, trigger):
    attachment = window.context.attachments.attach("rq://ann:secret@127.0.0.1:1", "off")
    assert attachment is not None
    trigger("target.copy_url")
    assert QGuiApplication.clipboard().text() == "rq://ann@127.0.0.1:1"


def test_lost_target_is_tried_again_by_its_button(qtbot, window, click, monkeypatch):
    monkeypatch.setattr("rqdebug.session.FIRST_RETRY", 3600.0)
    attachment = window.context.attachments.attach("rq://127.0.0.1:1", "off")
    qtbot.waitUntil(lambda: attachment.state is State.LOST)
    header = window.context.current.target.header
    qtbot.waitUntil(header.retry_button.isVisible)
    losses = []
    attachment.state_changed.connect(lambda: losses.append(attachment.reason))
    click(header.retry_button)
    qtbot.waitUntil(lambda: bool(losses))


def test_server_that_is_attached_is_asked_for_again(window, attached, url):
    second = window.context.attachments.attach("rq://127.0.0.1:1", "off")
    assert window.context.current.target.attachment is second
    window.context.attachments.requested.emit(window.context.attachments.find(url))
    assert window.context.current.target.attachment is attached
