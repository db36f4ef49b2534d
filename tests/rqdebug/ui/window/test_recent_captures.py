# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures that were opened or recorded last are offered in the menu Capture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtWidgets import QMenu

from rqdebug.events.captures.capture_writer import CaptureWriter


@pytest.fixture
def capture(tmp_path, rows):
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(rows({}))
    writer.close()
    return path


@pytest.fixture
def listed(window):
    """The titles in the menu as the user sees it now."""

    def listed():
        menu = recent(window)
        menu.aboutToShow.emit()
        return [action.text().replace("&", "") for action in menu.actions() if action.text()]

    return listed


def recent(window):
    menus = [
        menu for menu in window.menuBar().findChildren(QMenu) if menu.title().replace("&", "") == "Capture"
    ]
    (menu,) = (action.menu() for action in menus[0].actions() if action.menu() is not None)
    return menu


def test_menu_is_below_open_capture_and_empty_at_first(window, listed):
    assert listed() == ["No captures yet"]
    (menu,) = (
        each for each in window.menuBar().findChildren(QMenu) if each.title().replace("&", "") == "Capture"
    )
    titles = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert titles[:2] == ["Open Capture…", "Open Recent Capture"]


def test_opened_capture_is_offered_and_opens_again(qtbot, window, window_session, capture, listed):
    window_session.open_file(capture)
    qtbot.waitUntil(lambda: window.context.tabs.count() == 1)
    assert listed() == ["night.arrows", "Clear List"]
    window.context.logs.close(window.context.current.log)
    recent(window).actions()[0].trigger()
    qtbot.waitUntil(lambda: window.context.tabs.count() == 1)
    recent(window).actions()[-1].trigger()
    assert listed() == ["No captures yet"]


def test_recorded_capture_is_offered(qtbot, window, attached, tmp_path, listed):
    context = window.context
    context.captures.record(attached.log, tmp_path / "rec.arrows", "edge-1")
    with qtbot.waitSignal(context.captures.done):
        context.captures.stop(attached.log)
    assert listed()[0] == "rec.arrows"


def test_captures_of_one_name_show_their_folders(window, listed):
    for folder in ("/a", "/b"):
        window.context.settings.remember_capture(Path(folder) / "x.arrows")
    assert listed()[:2] == ["x.arrows – /b", "x.arrows – /a"]
