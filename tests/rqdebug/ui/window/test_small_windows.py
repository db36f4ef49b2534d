# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window shows the log first: panels close that it has no space for."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QRect
from PyQt5.QtGui import QGuiApplication, QScreen

from rqdebug.ui.services.window_settings import LAYOUT_VERSION
from rqdebug.ui.window.main_window import MainWindow


@pytest.fixture
def log(qtbot, window, attached, controller):
    """The log of a target with eight queues."""
    for number in range(8):
        controller.create(f"jobs-{number}").put(number)
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == 8)
    return tab.log


@pytest.mark.parametrize(("width", "height", "rows"), [(1280, 700, 15), (1024, 620, 8), (900, 560, 8)])
def test_small_window_has_space_for_the_log(qtbot, window, log, width, height, rows):
    window.resize(width, height)
    qtbot.waitUntil(lambda: log.viewport().height() // log.row_height >= rows)
    tab = window.context.current.target
    assert tab.queues.viewport().height() >= 3 * tab.queues.rowHeight(0)


def test_border_below_the_queues_stays_where_the_user_moved_it(qtbot, window, log):
    tab = window.context.current.target
    tab._splitter.splitterMoved.emit(300, 1)
    tab._splitter.setSizes([300, tab._splitter.height() - 300])
    window.resize(1290, 790)
    qtbot.wait(1)
    assert tab.queues.height() == 300


def test_panels_close_in_a_small_window_and_open_again(window):
    docks = window.docks
    assert not docks["inspector"].isHidden() and not docks["targets"].isHidden()
    window.resize(1280, 700)
    assert docks["inspector"].isHidden() and docks["charts"].isHidden() and not docks["targets"].isHidden()
    window.resize(930, 700)
    assert docks["targets"].isHidden()
    window.resize(1280, 900)
    assert not docks["inspector"].isHidden() and not docks["targets"].isHidden()
    assert docks["report"].isHidden()


def test_panel_that_the_user_opens_in_a_small_window_stays_open(window):
    window.resize(1280, 700)
    window.docks.focus("inspector")
    window.resize(1280, 690)
    assert not window.docks["inspector"].isHidden()


def test_panel_with_the_keyboard_focus_stays_open(window):
    window.docks.focus("inspector")
    window.resize(1280, 700)
    assert not window.docks["inspector"].isHidden() and window.docks["charts"].isHidden()


def test_panel_that_the_user_closed_stays_closed(window):
    window.docks["inspector"].close()
    window.resize(1280, 700)
    window.resize(1280, 900)
    assert window.docks["inspector"].isHidden() and not window.docks["charts"].isHidden()


def test_layout_of_a_tall_window_leaves_room_in_a_small_one(qtbot, theme, settings, window):
    state = window.saveState(LAYOUT_VERSION)
    window.resize(1280, 700)
    window.restore_docks(state)
    assert window.docks["inspector"].isHidden()


def test_next_window_knows_which_panels_were_closed_for_room(qtbot, theme, settings, window):
    window.resize(1280, 700)
    window.docks.show("charts")
    window.context.tabs.setFocus()
    window.close()
    later = MainWindow(theme, settings)
    qtbot.addWidget(later)
    later.resize(1280, 700)
    later.show()
    assert later.docks["inspector"].isHidden() and not later.docks["charts"].isHidden()
    later.resize(1280, 900)
    assert not later.docks["inspector"].isHidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (853, 480), (1024, 620), (3840, 2160)])
def test_first_window_is_smaller_than_the_screen(qtbot, theme, settings, monkeypatch, width, height):
    screen = QGuiApplication.primaryScreen()
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, width, height))
    assert QGuiApplication.primaryScreen() is screen
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.show()
    assert window.width() < width and window.height() <= height - 40
