# SPDX-License-Identifier: GPL-3.0-or-later
"""One current target and one current queue, which the tree, the table and each command agree on."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMessageBox

from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.models.queue_table_model import CLOSED_ROLE
from rqdebug.ui.window.documents.detached_window import DetachedWindow


@pytest.fixture
def tree(window):
    return window.panels["targets"].tree


@pytest.fixture
def queues(qtbot, window, controller, attached):
    """Two queues, listed in the table."""
    made = [controller.create("labels"), controller.create("short")]
    table = window.context.current.target.queues.model()
    qtbot.waitUntil(lambda: len(attached.queues) == table.rowCount() == 2)
    return made


def row_of(tree, name):
    model, target = tree.model(), tree.model().index(0, 0)
    rows = (model.index(row, 0, target) for row in range(model.rowCount(target)))
    return next(row for row in rows if row.data() == name)


def current_name(window):
    queue = window.context.current.queue
    return queue.stat.name if queue else None


@pytest.fixture
def pick(qtbot, tree, queues):
    """Click a queue in the tree."""

    def pick(name):
        qtbot.waitUntil(lambda: tree.model().rowCount(tree.model().index(0, 0)) == 2)
        tree.expandAll()
        qtbot.mouseClick(tree.viewport(), Qt.LeftButton, pos=tree.visualRect(row_of(tree, name)).center())

    return pick


def test_click_in_the_tree_changes_the_queue_that_commands_work_on(
    qtbot, window, queues, pick, trigger, opened
):
    window.context.current.target.queues.select_queue(queues[1].namespace)
    qtbot.waitUntil(lambda: current_name(window) == "short")
    pick("labels")
    assert current_name(window) == "labels"
    assert window.context.current.target.header.queue.text().endswith("labels")
    trigger("queue.purge")
    box = opened(QMessageBox)
    assert "labels on edge-1" in box.text()
    box.reject()


def test_tree_follows_the_table(qtbot, window, tree, queues, pick):
    pick("labels")
    window.context.current.target.queues.select_queue(queues[1].namespace)
    assert tree.currentIndex().data() == "short"


def test_target_row_makes_no_queue_current(window, tree, pick):
    pick("labels")
    tree.setCurrentIndex(tree.model().index(0, 0))
    assert current_name(window) is None
    assert window.context.current.target.header.queue.text() == ""


def test_current_queue_survives_queues_that_come_and_go(qtbot, window, tree, controller, attached, pick):
    pick("labels")
    other = controller.create("a-new-one")
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.model().index(0, 0)) == 3)
    assert (current_name(window), tree.currentIndex().data()) == ("labels", "labels")
    other.close()
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.model().index(0, 0)) == 2)
    assert (current_name(window), tree.currentIndex().data()) == ("labels", "labels")


def test_closed_queue_leaves_no_neighbour_current(qtbot, window, tree, queues, pick):
    pick("labels")
    queues[0].close()
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.model().index(0, 0)) == 1)
    qtbot.waitUntil(lambda: current_name(window) != "labels")
    assert current_name(window) is None
    assert window.context.current.target.attachment is not None


def test_command_without_its_queue_says_what_it_needs(window, attached, trigger):
    trigger("queue.put")
    assert (
        window.context.status.notice.text()
        == "“Put Item…” needs a selected queue of a target that is not read-only"
    )


def test_created_queue_becomes_current(qtbot, window, attached, controller, trigger, opened):
    trigger("queue.create")
    dialog = opened(CreateDialog)
    dialog.name.setText("by-hand")
    dialog.accept()
    qtbot.waitUntil(lambda: current_name(window) == "by-hand")


def test_detached_window_has_the_shortcuts_and_its_own_current_queue(
    qtbot, window, queues, pick, trigger, opened
):
    pick("labels")
    tab = window.context.current.target
    trigger("view.detach")
    detached = opened(DetachedWindow)
    assert window.context.commands["queue.put"] in detached.actions()
    assert window.context.current.target is tab and current_name(window) == "labels"
    detached.activateWindow()
    qtbot.waitUntil(detached.isActiveWindow)
    qtbot.keyClick(tab.log, Qt.Key_F, Qt.ControlModifier)
    qtbot.waitUntil(tab.filter_bar.line.hasFocus)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.context.current.target is None)
    detached.close()
    assert window.context.current.target is tab


def test_closed_queues_are_listed_when_they_are_switched_on(qtbot, window, attached, queues, pick, trigger):
    pick("labels")
    queues[0].close()
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == 1)
    trigger("queue.closed")
    assert tab.queues.model().rowCount() == 2
    assert tab.queues.model().index(1, 0).data() == "labels"
    assert current_name(window) is None
    queues[1].close()
    qtbot.waitUntil(lambda: [row.row.stat.name for row in attached.closed_queues][-2:] == ["labels", "short"])
    qtbot.waitUntil(lambda: tab.queues.model().index(1, 0).data(CLOSED_ROLE) is True)
    trigger("queue.closed")
    assert tab.queues.model().rowCount() == 0
