# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu of a tab works on the tab that was clicked."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QContextMenuEvent, QGuiApplication
from PyQt5.QtWidgets import QApplication, QMenu


def open_menu(window, index):
    bar = window.context.tabs.tabBar()
    place = bar.tabRect(index).center()
    QApplication.sendEvent(bar, QContextMenuEvent(QContextMenuEvent.Mouse, place, bar.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def titles(menu):
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}


def test_menu_of_a_target_copies_the_url_of_the_clicked_tab(window, attached, url):
    window.context.attachments.attach("rq://ann:secret@127.0.0.1:1", "off")
    menu = open_menu(window, 0)
    entries = titles(menu)
    assert list(entries)[:2] == ["Close Tab", "Close Other Tabs"]
    assert {"Move Tab to New Window", "Reconnect", "Target Settings…", "Record"} <= set(entries)
    entries["Copy URL or Path"].trigger()
    assert QGuiApplication.clipboard().text() == url
    menu.close()


def test_close_other_tabs_keeps_the_clicked_one_and_the_targets(window, attached, url):
    window.context.attachments.attach(url, "edge-2")
    window.context.scripts.open_text("")
    window.context.scripts.script_tabs()[0].editor.setModified(False)
    menu = open_menu(window, 1)
    titles(menu)["Close Other Tabs"].trigger()
    menu.close()
    assert [window.context.tabs.tabText(index) for index in range(window.context.tabs.count())] == ["edge-2"]
    assert len(window.context.attachments.active) == 2


def test_new_script_has_nothing_to_copy(window, script):
    assert not window.context.commands["view.copy"].isEnabled()


def test_middle_click_closes_the_tab_of_a_target(qtbot, window, attached):
    bar = window.context.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MiddleButton, pos=bar.tabRect(0).center())
    assert window.context.tabs.count() == 0
