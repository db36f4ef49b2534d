# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of targets in a real window."""

from __future__ import annotations

from PyQt5.QtCore import Qt


def test_empty_panel_explains_how_to_connect(window, attached):
    panel = window.panels["targets"]
    assert panel.tree.isVisible()
    window.context.attachments.detach(attached)
    assert not panel.tree.isVisible()


def test_activated_target_is_opened(window, attached):
    panel, tabs = window.panels["targets"], window.context.tabs
    tabs.request_close()
    assert tabs.count() == 0
    panel.tree.activated.emit(panel.tree.model().index(0, 0))
    assert window.context.current.target.attachment is attached


def test_activated_queue_is_selected(qtbot, window, attached, jobs):
    tree = window.panels["targets"].tree
    target = tree.model().index(0, 0)
    # A queue of the test before can still be in the tree.
    qtbot.waitUntil(
        lambda: tree.model().namespace_at(tree.model().index(0, 0, target)) == jobs.namespace,
    )
    tree.activated.emit(tree.model().index(0, 0, target))
    qtbot.waitUntil(lambda: window.context.current.queue is not None)
    assert window.context.current.queue.stat.namespace == jobs.namespace


def test_context_menu_depends_on_the_row(qtbot, window, attached, jobs):
    panel = window.panels["targets"]
    tree, asked = panel.tree, []
    panel.menu_requested.disconnect()
    panel.menu_requested.connect(lambda group, position: asked.append(group))
    target = tree.model().index(0, 0)
    qtbot.waitUntil(lambda: tree.model().rowCount(target) == 1)
    tree.expand(target)
    for index in (target, tree.model().index(0, 0, target)):
        tree.customContextMenuRequested.emit(tree.visualRect(index).center())
    tree.customContextMenuRequested.emit(tree.viewport().rect().bottomRight())
    assert asked == ["target", "queue"]


def test_panel_command_focuses_the_tree(qtbot, window, attached, trigger):
    window.activateWindow()
    trigger("panel.targets")
    qtbot.waitUntil(window.panels["targets"].tree.hasFocus)
    assert window.panels["targets"].tree.focusPolicy() & Qt.TabFocus
