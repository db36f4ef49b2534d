# SPDX-License-Identifier: GPL-3.0-or-later
"""The help: every page can be read, and F1 opens the right one."""

from __future__ import annotations

import re

import pytest
from PyQt5.QtCore import Qt

from rqdebug.commands import COMMANDS
from rqdebug.ui.panels.help_window import HelpWindow, pages


@pytest.fixture
def help_window(qtbot, theme):
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    return window


def test_every_page_can_be_read(qtbot, help_window):
    titles = [help_window.titles.item(row).text() for row in range(help_window.titles.count())]
    assert len(set(titles)) == len(titles) >= 11
    for title in titles:
        help_window.open_page(title)
        assert title in help_window.text.toPlainText()
    help_window.open_page("nothing of the kind")
    assert help_window.titles.currentRow() == 0


def test_it_names_only_shortcuts_that_there_are():
    known = {command.shortcut for command in COMMANDS} | {"Ctrl+Space"}
    named = {key for _, text in pages() for key in re.findall(r"\b(?:Ctrl|Alt|Shift)\+[\w+]+|\bF\d+\b", text)}
    assert named <= known


def test_a_page_is_chosen_by_keyboard(qtbot, help_window):
    help_window.titles.setFocus()
    qtbot.keyClick(help_window.titles, Qt.Key_Down)
    assert "Targets" in help_window.text.toPlainText()


def test_f1_opens_the_page_of_the_panel(qtbot, window, attached):
    tab = window.parts.tabs.log()
    for widget, title in (
        (tab.filter_bar.line, "Filters and styles"),
        (tab.log, "Log"),
        (tab.queues, "Queues"),
    ):
        window.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        window.parts.commands["help.here"].trigger()
        (shown,) = window.findChildren(HelpWindow)
        assert shown.titles.currentItem().text() == title
    shown.close()
