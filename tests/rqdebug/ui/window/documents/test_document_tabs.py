# SPDX-License-Identifier: GPL-3.0-or-later
"""Document tabs: moved, detached and closed."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QContextMenuEvent, QIcon, QPixmap
from PyQt5.QtWidgets import QApplication, QDialog, QLabel

from rqdebug.ui.window.documents.detached_window import DetachedWindow
from rqdebug.ui.window.documents.document_tabs import DocumentLook, DocumentTabs

RED = "#c0392b"


@pytest.fixture
def icons():
    """Documents whose icon was requested."""
    return []


@pytest.fixture
def tabs(qtbot, theme, icons):
    """Three tabs, of which the first is the current one."""
    pixmap = QPixmap(8, 8)
    pixmap.fill()

    def look(document):
        icons.append(document)
        return DocumentLook(QIcon(pixmap), RED if document.text() == "b" else "", f"tip of {document.text()}")

    tabs = DocumentTabs(theme, look)
    qtbot.addWidget(tabs)
    for name in ("a&b", "b", "c"):
        tabs.add(QLabel(name), name)
    tabs.show()
    yield tabs


def titles(tabs):
    return [tabs.tabText(index).replace("&&", "&") for index in range(tabs.count())]


def test_documents_are_added_at_the_right_with_title_icon_and_tool_tip(tabs, icons):
    assert titles(tabs) == ["a&b", "b", "c"]
    assert icons == tabs.documents()
    assert "tip of b" in tabs.tabToolTip(1)
    assert not tabs.tabIcon(2).isNull()


@pytest.mark.parametrize(("by", "current"), [(1, 1), (-1, 2), (3, 0)])
def test_step_wraps_around_at_the_ends(tabs, by, current):
    tabs.step(by)
    assert tabs.currentIndex() == current


def test_closing_is_requested_but_not_done(qtbot, tabs):
    with qtbot.waitSignal(tabs.close_requested) as request:
        tabs.request_close()
    assert request.args == [tabs.widget(0)]
    with qtbot.waitSignal(tabs.close_requested) as request:
        tabs.tabCloseRequested.emit(2)
    assert request.args == [tabs.widget(2)]
    assert tabs.count() == 3


def test_removed_document_is_deleted(qtbot, tabs):
    document = tabs.widget(1)
    with qtbot.waitSignal(document.destroyed):
        tabs.remove(document)
    assert titles(tabs) == ["a&b", "c"]


def test_request_without_a_tab_does_nothing(qtbot, theme):
    tabs = DocumentTabs(theme, lambda document: DocumentLook(QIcon()))
    qtbot.addWidget(tabs)
    with qtbot.assertNotEmitted(tabs.close_requested):
        tabs.request_close()


def test_detached_document_moves_into_a_window_and_back(qtbot, tabs):
    document = tabs.widget(0)
    tabs.detach(document)
    window = document.window()
    assert isinstance(window, DetachedWindow) and window.windowTitle().endswith(" – rqdebug")
    assert titles(tabs) == ["b", "c"]
    assert tabs.documents()[-1] is document
    window.close()
    assert titles(tabs) == ["b", "c", "a&b"]
    assert tabs.currentWidget() is document


def test_detached_document_can_be_removed(qtbot, tabs):
    document = tabs.widget(0)
    tabs.detach(document)
    with qtbot.waitSignal(document.destroyed):
        tabs.remove(document)
    assert titles(tabs) == ["b", "c"]
    assert len(tabs.documents()) == 2


def test_document_in_a_tab_or_window_is_brought_to_front(tabs):
    first, last = tabs.widget(0), tabs.widget(2)
    tabs.bring_to_front(last)
    assert tabs.currentWidget() is last
    tabs.detach(first)
    tabs.bring_to_front(first)
    assert tabs.count() == 2 and tabs.currentWidget() is last


def test_title_and_tool_tip_of_a_document_change(qtbot, tabs, icons):
    document = tabs.widget(1)
    with qtbot.waitSignal(tabs.titles_changed):
        tabs.set_title(document, "b & c")
    assert titles(tabs)[1] == "b & c"
    icons.clear()
    document.setText("3 events lost")
    tabs.refresh(document)
    assert icons == [document] and "tip of 3 events lost" in tabs.tabToolTip(1)


def test_window_of_a_detached_document_is_refreshed(tabs, icons):
    document = tabs.widget(1)
    tabs.detach(document)
    icons.clear()
    tabs.refresh(document)
    assert icons == [document] and not document.window().windowIcon().isNull()


def test_icons_follow_the_theme(tabs, icons, theme):
    icons.clear()
    theme.use("light")
    assert icons == tabs.documents()


def test_colour_of_a_target_is_at_the_top_of_its_tab(tabs, colors_of):
    bar = tabs.tabBar()
    assert RED in colors_of(bar, bar.tabRect(1))
    assert RED not in colors_of(bar, bar.tabRect(0))


def test_colour_moves_with_its_tab(qtbot, tabs, colors_of):
    bar = tabs.tabBar()
    tabs.resize(600, 200)
    bar.moveTab(1, 2)
    qtbot.waitUntil(lambda: RED in colors_of(bar, bar.tabRect(2)))


def test_middle_click_asks_to_close_the_tab(qtbot, tabs):
    bar = tabs.tabBar()
    with qtbot.waitSignal(tabs.close_requested) as request:
        qtbot.mouseClick(bar, Qt.MiddleButton, pos=bar.tabRect(1).center())
    assert request.args == [tabs.widget(1)]


def test_middle_button_that_moves_to_another_tab_closes_none(qtbot, tabs):
    bar = tabs.tabBar()
    with qtbot.assertNotEmitted(tabs.close_requested):
        qtbot.mousePress(bar, Qt.MiddleButton, pos=bar.tabRect(1).center())
        qtbot.mouseRelease(bar, Qt.MiddleButton, pos=bar.tabRect(2).center())


def test_menu_of_a_tab_makes_it_the_current_one(qtbot, tabs):
    bar = tabs.tabBar()
    place = bar.tabRect(2).center()
    with qtbot.waitSignal(tabs.menu_requested) as request:
        QApplication.sendEvent(bar, QContextMenuEvent(QContextMenuEvent.Mouse, place, bar.mapToGlobal(place)))
    assert request.args == ["tab", bar.mapToGlobal(place)]
    assert tabs.currentIndex() == 2


def test_other_tabs_and_windows_are_asked_to_close(tabs):
    asked = []
    tabs.close_requested.connect(lambda document: asked.append(document.text()))
    tabs.detach(tabs.widget(2))
    tabs.setCurrentIndex(0)
    tabs.set_active_window(None)
    tabs.request_close_others()
    assert asked == ["b", "c"]


def test_many_tabs_stay_readable_and_the_bar_scrolls(qtbot, tabs):
    for number in range(40):
        tabs.add(QLabel(str(number)), f"the-{number}-th-controller-of-the-hall")
    tabs.resize(900, 300)
    bar = tabs.tabBar()
    assert all(bar.tabRect(index).width() == bar.tabSizeHint(index).width() for index in range(bar.count()))
    tabs.setCurrentIndex(30)
    assert bar.rect().contains(bar.tabRect(30).center())


def test_list_of_tabs_has_all_documents_and_leads_to_one(qtbot, tabs):
    tabs.detach(tabs.widget(1))
    menu = tabs.list_menu()
    assert [action.text() for action in menu.actions()] == ["a&&b", "c", "b"]
    menu.actions()[1].trigger()
    assert tabs.currentWidget().text() == "c"


def test_keyboard_goes_to_the_next_document_when_a_question_has_been_asked_first(qtbot, tabs):
    for document in tabs.documents():
        document.setFocusPolicy(Qt.StrongFocus)
    tabs.activateWindow()
    tabs.documents()[0].setFocus()
    question = QDialog(tabs)
    question.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is question)
    tabs.remove(tabs.documents()[0])
    question.close()
    assert tabs.window().focusWidget() is tabs.current_document()
