# SPDX-License-Identifier: GPL-3.0-or-later
"""The welcome page."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QAction, QLabel, QPushButton

from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.window.welcome import MAX_WIDTH, WelcomePage

LONG = SavedTarget("edge" * 40, "rq://edge-2:7654")
SAVED = [SavedTarget("edge-1", "rq://edge-1:7654"), LONG]


@pytest.fixture
def action(qapp):
    action = QAction("Connect…")
    action.setShortcut("Ctrl+K")
    action.setStatusTip("Connect to a target and watch its queues")
    action.setEnabled(False)
    return action


@pytest.fixture
def page(qtbot, theme, action):
    page = WelcomePage(QIcon(), [action], SAVED)
    qtbot.addWidget(page)
    page.show()
    return page


def buttons(page, name):
    return [button for button in page.findChildren(QPushButton) if button.objectName() == name]


def test_button_explains_its_command_and_follows_its_state(page, action):
    (offer,) = buttons(page, "offer")
    assert offer.text().strip() == "Connect…" and not offer.isEnabled()
    texts = {label.text() for label in page.findChildren(QLabel)}
    assert {"Connect to a target and watch its queues", "Ctrl+K"} <= texts
    action.setEnabled(True)
    assert offer.isEnabled()


def test_button_runs_its_command(qtbot, page, action):
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(buttons(page, "offer")[0], Qt.LeftButton)


def test_saved_targets_can_be_chosen_once_the_page_is_enabled(qtbot, page):
    first = buttons(page, "link")[0]
    assert not first.isEnabled()
    page.enable()
    with qtbot.waitSignal(page.target_chosen) as chosen:
        qtbot.mouseClick(first, Qt.LeftButton)
    assert chosen.args == [SAVED[0]]


def test_long_name_is_elided_and_complete_in_the_tooltip(page):
    long = buttons(page, "link")[1]
    assert "…" in long.text() and LONG.name in long.toolTip()
    assert long.fontMetrics().horizontalAdvance(long.text()) <= MAX_WIDTH


def test_without_saved_targets_there_is_no_list(qtbot, theme, action):
    page = WelcomePage(QIcon(), [action], [])
    qtbot.addWidget(page)
    page.show()
    assert "Recent targets" not in {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def test_texts_of_the_page_contain_no_markup(page):
    assert [label.text() for label in page.findChildren(QLabel) if "<" in label.text()] == []
