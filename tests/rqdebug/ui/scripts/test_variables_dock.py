# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the variables of a paused run."""

from __future__ import annotations

import pytest

from rqdebug.ui.scripts.variables_dock import VariablesPanel


@pytest.fixture
def panel(qtbot, theme):
    panel = VariablesPanel(theme)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def rows(panel):
    """Each lane with its variables."""
    lanes = (panel.tree.topLevelItem(row) for row in range(panel.tree.topLevelItemCount()))
    return {
        lane.text(0): [(lane.child(row).text(0), lane.child(row).text(1)) for row in range(lane.childCount())]
        for lane in lanes
    }


def bold(panel):
    lane = panel.tree.topLevelItem(0)
    return [lane.child(row).text(0) for row in range(lane.childCount()) if lane.child(row).font(1).bold()]


def test_panel_explains_how_to_see_variables(panel):
    assert panel.empty.isVisible()
    panel.show_lanes([("edge-1", "main", 4, {"i": "2"})])
    assert panel.tree.isVisible()
    panel.show_lanes([])
    assert panel.empty.isVisible()


def test_each_lane_has_its_variables(panel):
    panel.show_lanes([("edge-1", "main", 4, {"i": "2", "x": "'a'"}), ("edge-2", "main", 1, {})])
    assert rows(panel) == {"edge-1, main: line 4": [("i", "2"), ("x", "'a'")], "edge-2, main: line 1": []}


def test_values_that_have_changed_are_bold(panel):
    panel.show_lanes([("edge-1", "main", 4, {"i": "1", "x": "5"})])
    assert bold(panel) == []
    panel.show_lanes([])
    panel.show_lanes([("edge-1", "main", 4, {"i": "2", "x": "5", "y": "0"})])
    assert bold(panel) == ["i", "y"]
    panel.forget()
    panel.show_lanes([("edge-1", "main", 4, {"i": "3"})])
    assert bold(panel) == []


def test_click_goes_to_the_line_of_the_lane(qtbot, panel):
    panel.show_lanes([("edge-1", "main", 4, {"i": "2"})])
    lane = panel.tree.topLevelItem(0)
    for item in (lane, lane.child(0)):
        with qtbot.waitSignal(panel.lane_chosen) as chosen:
            panel.tree.itemClicked.emit(item, 0)
        assert chosen.args == ["edge-1", "main", 4]
