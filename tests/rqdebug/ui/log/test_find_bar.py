# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rqdebug.ui.log.find_bar import FindBar


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 80)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def bar(page, theme):
    bar = FindBar()
    QVBoxLayout(page).addWidget(bar)
    return bar


def button(bar, text):
    return next(each for each in bar.findChildren(QPushButton) if each.text() == text)


def test_bar_is_hidden_until_it_is_opened(bar):
    assert not bar.isVisible()
    bar.open()
    assert bar.isVisible()
    assert bar.line.hasFocus()


def test_reopened_bar_selects_its_last_text(qtbot, bar):
    bar.open()
    qtbot.keyClicks(bar.line, "alpha")
    bar.open()
    qtbot.keyClicks(bar.line, "beta")
    assert bar.line.text() == "beta"


@pytest.mark.parametrize(
    ("act", "back"),
    [
        (lambda qtbot, bar: qtbot.keyClick(bar.line, Qt.Key_Return), False),
        (lambda qtbot, bar: qtbot.mouseClick(button(bar, "Next"), Qt.LeftButton), False),
        (lambda qtbot, bar: qtbot.mouseClick(button(bar, "Previous"), Qt.LeftButton), True),
    ],
    ids=["return", "next", "previous"],
)
def test_text_is_searched_in_the_requested_direction(qtbot, bar, act, back):
    bar.open()
    bar.line.setText("größe")
    with qtbot.waitSignal(bar.wanted) as wanted:
        act(qtbot, bar)
    assert wanted.args == ["größe", back]


def test_search_without_a_text_opens_the_bar(qtbot, bar):
    with qtbot.assertNotEmitted(bar.wanted):
        bar.search(back=False)
    assert bar.isVisible() and bar.line.hasFocus()


def test_hidden_bar_keeps_its_text(qtbot, bar):
    bar.open()
    bar.line.setText("alpha")
    bar.hide()
    with qtbot.waitSignal(bar.wanted) as wanted:
        bar.search(back=True)
    assert wanted.args == ["alpha", True]
    assert not bar.isVisible()


def test_message_is_plain_text_and_cleared_by_the_next_search(qtbot, bar):
    bar.open()
    bar.line.setText("alpha")
    bar.show_message("<b> is not there")
    assert bar.message.text() == "<b> is not there"
    assert bar.message.textFormat() == Qt.PlainText
    qtbot.keyClick(bar.line, Qt.Key_Return)
    assert bar.message.text() == ""


def test_escape_hides_the_bar_and_goes_back_to_the_log(qtbot, bar):
    bar.open()
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.line, Qt.Key_Escape)
    assert not bar.isVisible()


def test_other_keys_do_not_hide_the_bar(qtbot, bar):
    bar.open()
    with qtbot.assertNotEmitted(bar.left):
        qtbot.keyClick(bar, Qt.Key_F3)
        qtbot.keyClick(bar.line, Qt.Key_Delete)
    assert bar.isVisible()
