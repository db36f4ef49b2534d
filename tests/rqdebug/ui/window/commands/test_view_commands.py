# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for tabs and for the look of the window."""

from __future__ import annotations

from PyQt5.QtCore import Qt


def test_theme_of_the_menu_is_saved(window, settings):
    window.commands["view.dark"].trigger()
    assert settings.theme == window.theme.palette.name == "light"


def test_layout_is_reset(qtbot, window):
    docks = window.docks
    places = {name: window.dockWidgetArea(docks[name]) for name in docks}
    window.addDockWidget(Qt.RightDockWidgetArea, docks["targets"])
    docks["scripts"].close()
    docks["inspector"].setFloating(True)
    window.commands["view.layout"].trigger()
    assert {name: window.dockWidgetArea(docks[name]) for name in docks} == places
    assert not docks["scripts"].isHidden() and not docks["inspector"].isFloating()
    assert docks["report"].isHidden()
    assert docks["charts"] in window.tabifiedDockWidgets(docks["inspector"])
    qtbot.waitUntil(lambda: docks["targets"].height() > docks["scripts"].height())
