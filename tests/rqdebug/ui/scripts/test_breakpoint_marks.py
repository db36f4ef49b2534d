# SPDX-License-Identifier: GPL-3.0-or-later
"""Breakpoints in the margin of the editor, and their menu."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QEvent, QPoint
from PyQt5.QtGui import QContextMenuEvent, QHelpEvent
from PyQt5.QtWidgets import QApplication, QToolTip

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.scripts.breakpoint_marks import describe_breakpoint
from rqdebug.ui.widgets.mnemonics import ContextMenu

TEXT = "a = 1\nb = 2\nc = 3\nd = 4\n"
CONDITIONAL = Breakpoint(2, "a == 1", 3)


@pytest.fixture
def script(editor):
    editor.setText(TEXT)
    editor.show_stops([1, 2, 3, 4])
    return editor


@pytest.fixture
def menu_of(script):
    """Open the menu of the margin beside a line; return its entries by their texts."""

    def menu_of(line):
        place = QPoint(8, script.textHeight(0) * (line - 1) + 5)
        event = QContextMenuEvent(QContextMenuEvent.Mouse, place, script.viewport().mapToGlobal(place))
        QApplication.sendEvent(script.viewport(), event)
        (menu,) = script.findChildren(ContextMenu)
        return {action.text().replace("&", ""): action for action in menu.actions()}

    return menu_of


def test_condition_moves_with_its_line(script):
    script.set_breakpoints([Breakpoint(1), CONDITIONAL])
    script.insertAt("# one\n# two\n", 0, 0)
    assert script.marks.all() == (Breakpoint(3), Breakpoint(4, "a == 1", 3))
    script.undo()
    assert script.marks.all() == (Breakpoint(1), CONDITIONAL)


def test_breakpoint_replaces_the_one_of_its_line(script):
    script.toggle_breakpoint(2)
    script.set_breakpoint(CONDITIONAL)
    assert script.marks.all() == (CONDITIONAL,)
    script.toggle_breakpoint(2)
    assert script.marks.all() == ()


def test_lines_that_become_one_keep_the_condition(script):
    script.set_breakpoints([CONDITIONAL, Breakpoint(3)])
    script.setSelection(1, 0, 2, 0)
    script.removeSelectedText()
    (left,) = script.marks.all()
    assert (left.condition, left.skip) == ("a == 1", 3)


def test_settled_breakpoint_keeps_its_condition(script):
    script.set_breakpoints([Breakpoint(2, "a == 1")])
    script.show_stops([1, 3])
    script.settle_breakpoints()
    assert script.marks.all() == (Breakpoint(3, "a == 1"),)


def test_menu_of_the_margin_adds_and_removes(script, menu_of):
    menu = menu_of(2)
    assert list(menu) == ["Add Breakpoint", "Add Conditional Breakpoint…"]
    menu["Add Breakpoint"].trigger()
    assert script.marks.all() == (Breakpoint(2),)


def test_menu_of_a_breakpoint_edits_it(qtbot, script, menu_of):
    script.set_breakpoint(CONDITIONAL)
    menu = menu_of(2)
    assert list(menu) == ["Remove Breakpoint", "Edit Breakpoint…"]
    with qtbot.waitSignal(script.breakpoint_wanted) as wanted:
        menu["Edit Breakpoint…"].trigger()
    assert wanted.args == [2]


def test_tip_over_the_mark_names_the_condition(qtbot, script):
    script.set_breakpoint(CONDITIONAL)
    place = QPoint(8, script.textHeight(0) + 5)
    event = QHelpEvent(QEvent.ToolTip, place, script.viewport().mapToGlobal(place))
    QApplication.sendEvent(script.viewport(), event)
    qtbot.waitUntil(lambda: "a == 1" in QToolTip.text())


@pytest.mark.parametrize(
    ("breakpoint", "text"),
    [
        (Breakpoint(2), ""),
        (Breakpoint(2, "a"), "Condition: a"),
        (Breakpoint(2, "a", 1), "Condition: a\nSkips the first hit"),
        (Breakpoint(2, "", 1200), "Skips the first 1,200 hits"),
    ],
)
def test_description_says_when_it_pauses(breakpoint, text):
    assert describe_breakpoint(breakpoint) == text


def test_conditional_breakpoint_has_another_mark(qtbot, theme, script):
    def picture():
        image = script.grab().toImage()
        return [image.pixel(x, y) for y in range(40) for x in range(script.marginWidth(0), 90)]

    pictures = []
    for breakpoint in (Breakpoint(2), CONDITIONAL):
        script.set_breakpoint(breakpoint)
        pictures.append(picture())
    assert pictures[0] != pictures[1]
