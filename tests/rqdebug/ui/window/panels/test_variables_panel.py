# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables of a real run that is paused."""

from __future__ import annotations

from rqdebug.ui.scripts.variables_dock import VariablesPanel

TEXT = 'jobs = create(name="seen")\nfor i in range(3):\n    jobs.put(i)\n'


def test_variables_are_shown_while_a_run_is_paused(qtbot, window, attached, controller):
    context = window.context
    tab = context.scripts.open_text(TEXT)
    qtbot.waitUntil(lambda: context.commands["script.run"].isEnabled())
    qtbot.waitUntil(lambda: tab.editor._stops is not None)
    panel = window.docks.panel(VariablesPanel)
    assert window.docks["variables"].isHidden()
    tab.editor.toggle_breakpoint(3)
    context.commands["script.run"].trigger()
    qtbot.waitUntil(lambda: panel.tree.topLevelItemCount() == 1)
    assert not window.docks["variables"].isHidden()
    lane = panel.tree.topLevelItem(0)
    shown = {lane.child(row).text(0): lane.child(row).text(1) for row in range(lane.childCount())}
    assert shown == {"jobs": "queue 'seen' on edge-1", "i": "0"}
    assert tab.editor.values.at("i") == "i = 0"
    context.commands["script.step"].trigger()
    qtbot.waitUntil(lambda: tab.editor.values.at("i") == "i = 1")
    tab.editor.toggle_breakpoint(3)
    context.commands["script.pause"].trigger()
    qtbot.waitUntil(lambda: not context.runs.running)
    qtbot.waitUntil(panel.empty.isVisible)
    assert tab.editor.values.at("i") == ""
    tab.editor.setModified(False)
