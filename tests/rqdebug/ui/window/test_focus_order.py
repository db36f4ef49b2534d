# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab goes through dialogs, panels and tabs as the eye does: from left to right, and from top to bottom."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PyQt5.QtCore import QPoint, QRect, Qt, QTimer
from PyQt5.QtWidgets import QApplication, QDialog

from rqdebug.ui.window.commands import COMMANDS

WITHOUT_QUESTION = ("log.marks", "target.clients", "queue.workers", "queue.content", "help.about")
FILES = ("Open", "Save", "Run F", "Export", "Record", "Merge", "Screenshot")
"""The beginnings of the titles of commands that open the file dialog of the platform."""
NO_DIALOG = {
    "script.find",
    "script.replace",
    "log.find",
    "log.sort",
    "queue.send_back",
    "queue.free",
    "rule.edit",
}
"""Commands that open a bar or a menu, or need another kind of queue, or a rule."""
ASKING = [
    command.name
    for command in COMMANDS
    if (command.title.endswith("…") and not command.title.startswith(FILES))
    or command.name in WITHOUT_QUESTION
    if command.name not in NO_DIALOG
]


def visited(top):
    """Return what Tab visits in a widget, in order."""
    widget, chain = top.nextInFocusChain(), []
    while widget is not top:
        takes = widget.isEnabled() and widget.focusPolicy() & Qt.TabFocus and widget.focusProxy() is None
        is_inside = top.isAncestorOf(widget) and widget.window() is top.window()
        if takes and is_inside and widget.isVisible() and not widget.visibleRegion().isEmpty():
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


def place(widget, top):
    return QRect(widget.mapTo(top.window(), QPoint(0, 0)), widget.size())


def goes_back(before, after):
    """Whether a place is to the left in the same row, or above. The next column begins at the top again."""
    if before.top() < after.bottom() and after.top() < before.bottom():
        return after.right() <= before.left()
    return after.bottom() <= before.top() and after.left() < before.right()


def assert_follows_the_eye(top):
    chain = visited(top)
    names = {widget: widget.accessibleName() or widget.objectName() or repr(widget) for widget in chain}
    back = [
        (names[before], names[after])
        for before, after in pairwise(chain)
        if goes_back(place(before, top), place(after, top))
    ]
    assert back == []
    return len(chain)


@pytest.fixture
def busy_window(qtbot, window, attached, controller):
    """A window with a selected queue, a selected event and an open search."""
    window.resize(1600, 1000)
    controller.create("jobs").put_many(["a", "b", "c"])
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 4)
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == 1)
    tab.queues.selectRow(0)
    tab.log.go_to(2)
    tab.find_bar.open()
    window.activateWindow()
    return window


def check_dialogs_of(command, window, qtbot):
    """Run a command, and check each dialog that it opens."""
    before, checked, problems = set(QApplication.topLevelWidgets()), [], []

    def check():
        for dialog in set(QApplication.topLevelWidgets()) - before:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                try:
                    assert_follows_the_eye(dialog)
                except AssertionError as error:
                    problems.append(error)
                checked.append(dialog)
                dialog.close()

    timer = QTimer()
    timer.timeout.connect(check)
    timer.start(200)
    window.context.commands[command].trigger()
    qtbot.waitUntil(lambda: bool(checked))
    timer.stop()
    for problem in problems:
        raise problem


@pytest.mark.parametrize("command", ASKING)
def test_dialog_of_a_command_has_the_order_of_the_eye(qtbot, busy_window, command):
    if not busy_window.context.commands[command].isEnabled():
        busy_window.context.scripts.open_text('jobs = create(name="x")\n')
        busy_window.context.current.script.editor.setModified(False)
    check_dialogs_of(command, busy_window, qtbot)


@pytest.mark.parametrize("panel", ["targets", "scripts", "inspector", "report", "charts", "variables"])
def test_panel_has_the_order_of_the_eye(qtbot, busy_window, panel):
    busy_window.docks.focus(panel)
    qtbot.wait(50)
    assert_follows_the_eye(busy_window.docks[panel])


def test_tab_of_a_target_has_the_order_of_the_eye(busy_window):
    assert assert_follows_the_eye(busy_window.context.current.log) >= 8


def test_tab_of_a_script_has_the_order_of_the_eye(qtbot, busy_window):
    script = busy_window.context.scripts.open_text('jobs = create(name="x")\n')
    script.replace_bar.open()
    qtbot.wait(50)
    assert assert_follows_the_eye(script) >= 8
    script.editor.setModified(False)
