# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl+F finds in the text that has the keyboard focus."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeySequence
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QAction, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget

from rqdebug.ui.widgets.text_finder import TextFinder

TEXT = "an item\nan Item of a queue\nanother item\n"


@pytest.fixture(params=[QPlainTextEdit, QTextBrowser])
def view(qtbot, theme, request):
    """A view in a window that has its own commands for Ctrl+F and F3."""
    window = QWidget()
    qtbot.addWidget(window)
    view = request.param()
    view.setPlainText(TEXT)
    QVBoxLayout(window).addWidget(view)
    window.ran = []
    for keys in ("Ctrl+F", "F3"):
        action = QAction(keys, window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _, keys=keys: window.ran.append(keys))
        window.addAction(action)
    view.finder = TextFinder(view)
    window.resize(500, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.setFocus()
    yield view
    assert window.ran == view.expected if hasattr(view, "expected") else window.ran == []


def place(view):
    cursor = view.textCursor()
    return cursor.selectedText(), cursor.blockNumber()


def test_matches_are_found_in_turn(qtbot, view):
    QTest.keyClick(view, Qt.Key_F, Qt.ControlModifier)
    assert view.finder.isVisible() and view.finder.hasFocus()
    qtbot.keyClicks(view.finder, "item")
    assert place(view) == ("item", 0)
    QTest.keyClick(view.finder, Qt.Key_Return)
    assert place(view) == ("Item", 1)
    QTest.keyClick(view.finder, Qt.Key_F3)
    assert place(view) == ("item", 2)
    QTest.keyClick(view.finder, Qt.Key_Return)
    assert place(view) == ("item", 0)
    QTest.keyClick(view.finder, Qt.Key_Return, Qt.ShiftModifier)
    assert place(view) == ("item", 2)


def test_escape_returns_to_the_match(qtbot, view):
    QTest.keyClick(view, Qt.Key_F, Qt.ControlModifier)
    qtbot.keyClicks(view.finder, "queue")
    QTest.keyClick(view.finder, Qt.Key_Escape)
    assert view.finder.isHidden() and view.hasFocus()
    assert place(view) == ("queue", 1)
    view.expected = ["F3"]
    QTest.keyClick(view, Qt.Key_F3)  # without the field it is a command of the window


def test_text_that_does_not_occur_keeps_the_place(qtbot, view):
    QTest.keyClick(view, Qt.Key_F, Qt.ControlModifier)
    qtbot.keyClicks(view.finder, "another")
    qtbot.keyClicks(view.finder, "x")
    assert view.finder.property("wrong")
    assert view.textCursor().blockNumber() == 2
    QTest.keyClick(view.finder, Qt.Key_Backspace)
    assert not view.finder.property("wrong")
    assert place(view) == ("another", 2)


def test_selected_text_is_searched(qtbot, view):
    view.find("queue")
    QTest.keyClick(view, Qt.Key_F, Qt.ControlModifier)
    assert view.finder.text() == "queue"
    assert view.finder.selectedText() == "queue"


def test_field_stays_within_a_narrow_view(qtbot, view):
    QTest.keyClick(view, Qt.Key_F, Qt.ControlModifier)
    view.window().resize(160, 120)
    qtbot.waitUntil(lambda: view.finder.geometry().right() <= view.width())
    assert view.finder.geometry().left() >= 0
