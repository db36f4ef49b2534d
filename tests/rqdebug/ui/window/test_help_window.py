# SPDX-License-Identifier: GPL-3.0-or-later
"""The help: every page can be read, and F1 opens the right one."""

from __future__ import annotations

import re

import pytest
from PyQt5.QtCore import Qt, QUrl
from PyQt5.QtGui import QTextDocument

from rqdebug.support.paths import resources
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.help_window import HelpWindow, pages


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
    tab = window.context.current.log
    for widget, title in (
        (tab.filter_bar.line, "Filters and styles"),
        (tab.log, "Log"),
        (tab.queues, "Queues"),
    ):
        window.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        window.context.commands["help.here"].trigger()
        (shown,) = window.findChildren(HelpWindow)
        assert shown.titles.currentItem().text() == title
    shown.close()


def test_only_code_keeps_its_lines(help_window):
    help_window.open_page("Filters and styles")
    block = help_window.text.document().begin()
    kept = {True: [], False: []}
    while block.isValid():
        kept[block.blockFormat().nonBreakableLines()].append(block.text())
        block = block.next()
    assert any("method == put" in line for line in kept[True])
    assert any(line.startswith("Write an expression") for line in kept[False])


PICTURE = re.compile(r"!\[.+\]\((\S+)\)")


def test_pictures_are_there_for_both_themes():
    found = [name for _, text in pages() for name in PICTURE.findall(text)]
    assert len(found) >= 5
    for name in found:
        path = resources() / "help" / name
        assert path.is_file() and path.with_name(path.name.replace("-light", "-dark")).is_file()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_picture_is_in_the_theme_and_no_wider_than_the_page(qtbot, theme, name):
    theme.use(name)
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    picture = window.text.loadResource(QTextDocument.ImageResource, QUrl("../screenshots/script-light.png"))
    assert 0 < picture.width() < window.text.width()
    assert (picture.pixelColor(5, 5).lightness() < 128) == (name == "dark")
    gone = window.text.loadResource(QTextDocument.ImageResource, QUrl("../screenshots/none.png"))
    assert gone.isNull()
