# SPDX-License-Identifier: GPL-3.0-or-later
"""Document tabs: moved, detached and closed."""

from __future__ import annotations

import pytest
from PyQt5.QtGui import QIcon, QPixmap
from PyQt5.QtWidgets import QLabel

from rqdebug.ui.window.documents.detached_window import DetachedWindow
from rqdebug.ui.window.documents.document_tabs import DocumentTabs


@pytest.fixture
def icons():
    """Documents whose icon was requested."""
    return []


@pytest.fixture
def tabs(qtbot, theme, icons):
    """Three tabs, of which the first is the current one."""
    pixmap = QPixmap(8, 8)
    pixmap.fill()

    def icon(document):
        icons.append(document)
        return QIcon(pixmap)

    tabs = DocumentTabs(theme, icon)
    qtbot.addWidget(tabs)
    for name in ("a&b", "b", "c"):
        tabs.add(QLabel(name), name, f"tip of {name}")
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
    tabs = DocumentTabs(theme, lambda document: QIcon())
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
    tabs.refresh(document, "3 events lost")
    assert icons == [document] and "3 events lost" in tabs.tabToolTip(1)


def test_refresh_of_a_detached_document_is_ignored(tabs, icons):
    document = tabs.widget(1)
    tabs.detach(document)
    icons.clear()
    tabs.refresh(document, "tip")
    assert icons == []


def test_icons_follow_the_theme(tabs, icons, theme):
    icons.clear()
    theme.use("light")
    assert icons == tabs.documents()
