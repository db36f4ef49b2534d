# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of recent scripts and examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.scripts.scripts_dock import ScriptsPanel

NIGHT, OTHER = Path("/scripts/night.rqs"), Path("/other/größe & <b>.rqs")
FIRST, SECOND = Path("/examples/first_steps.rqs"), Path("/examples/lanes.rqs")


@pytest.fixture
def panel(qtbot, theme):
    panel = ScriptsPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(260, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def titles(panel):
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_recent_scripts_are_listed_before_the_examples(panel):
    panel.show_scripts([NIGHT, OTHER], [FIRST, SECOND])
    assert titles(panel) == [
        "night.rqs",
        "größe & <b>.rqs",
        "first_steps  (example)",
        "lanes  (example)",
    ]


def test_opened_example_is_listed_once(panel):
    panel.show_scripts([SECOND], [FIRST, SECOND])
    assert titles(panel) == ["lanes.rqs", "first_steps  (example)"]


def test_tooltip_shows_the_whole_path_unchanged(panel):
    panel.show_scripts([OTHER], [])
    assert "/other/größe &amp; &lt;b&gt;.rqs" in panel.list.item(0).toolTip()


@pytest.mark.parametrize("how", ["return", "double click"])
def test_script_is_opened_by_key_and_by_mouse(qtbot, panel, how):
    panel.show_scripts([NIGHT], [FIRST])
    panel.list.setCurrentRow(1)
    with qtbot.waitSignal(panel.opened) as opened:
        if how == "return":
            qtbot.keyClick(panel.list, Qt.Key_Return)
        else:
            place = panel.list.visualItemRect(panel.list.item(1)).center()
            qtbot.mouseClick(panel.list.viewport(), Qt.LeftButton, pos=place)
            qtbot.mouseDClick(panel.list.viewport(), Qt.LeftButton, pos=place)
    assert opened.args == [FIRST]


def test_one_click_opens_nothing(qtbot, panel, click):
    panel.show_scripts([NIGHT], [])
    with qtbot.assertNotEmitted(panel.opened):
        click(panel.list.viewport(), panel.list.visualItemRect(panel.list.item(0)).center())


def test_panel_without_scripts_is_empty(qtbot, panel):
    panel.show_scripts([NIGHT], [FIRST])
    panel.show_scripts([], [])
    assert titles(panel) == []
    with qtbot.assertNotEmitted(panel.opened):
        qtbot.keyClick(panel.list, Qt.Key_Return)


def test_icons_follow_the_theme(theme, panel, colors_of):
    panel.show_scripts([NIGHT], [FIRST])
    before = [panel.list.item(row).icon().pixmap(16, 16).toImage() for row in range(2)]
    theme.use("light")
    after = [panel.list.item(row).icon().pixmap(16, 16).toImage() for row in range(2)]
    assert before[0] != after[0] and before[1] != after[1]
    assert after[0] != after[1]
    assert titles(panel) == ["night.rqs", "first_steps  (example)"]


def test_long_name_is_cut_rather_than_scrolled(panel, long_name):
    panel.show_scripts([Path(f"/{long_name}.rqs")], [])
    assert not panel.list.horizontalScrollBar().isVisible()
    assert panel.minimumSizeHint().width() < 300
