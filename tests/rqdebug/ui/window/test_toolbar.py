# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QToolBar, QWidget

from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.window.command_actions import CommandActions
from rqdebug.ui.window.toolbar import WindowToolbar


@pytest.fixture
def tools(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    tools = WindowToolbar(CommandActions(theme, parent), RunTargets(), parent)
    parent.show()
    yield tools  # as long as it is used its parent lives


def styles(tools):
    return {bar.toolButtonStyle() for bar in tools.findChildren(QToolBar)}


def test_titles_are_hidden_in_a_narrow_window(tools):
    tools.fit(2000)
    wide = tools.sizeHint().width()
    assert styles(tools) == {Qt.ToolButtonTextBesideIcon}
    tools.fit(wide - 1)
    assert styles(tools) == {Qt.ToolButtonIconOnly}
    assert tools.sizeHint().width() < wide
    tools.fit(wide)
    assert styles(tools) == {Qt.ToolButtonTextBesideIcon}


def test_box_of_targets_is_narrow_in_a_very_narrow_window(tools):
    tools.fit(0)
    narrow = tools.sizeHint().width()
    box = tools.findChild(RunTargets)
    assert box.maximumWidth() < box.sizeHint().width()
    tools.fit(2000)
    assert box.maximumWidth() > 2000 and tools.sizeHint().width() > narrow
