# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run is paused, and who makes its next step."""

from __future__ import annotations

from rqdebug.ui.window.runs.run_buttons import RunButtons

LANES = """\
jobs = create()
with parallel():
    with lane("one"):
        jobs.put(1)
        jobs.put(2)
    with lane("two"):
        jobs.put(3)
        jobs.put(4)
"""


def test_report_says_where_a_run_is_paused_and_time_stands_still(qtbot, reports, start, find_child, ended):
    _, run = start("queues()\nqueues()\nqueues()", breakpoints=[2])
    panel = reports.panel_of(run)
    qtbot.waitUntil(lambda: "paused at line 2 of edge-1" in panel.summary.text())
    elapsed = run.elapsed_ns
    buttons = find_child(panel, RunButtons)
    assert buttons.pause_button.accessibleName() == "Continue" and buttons.step_button.isEnabled()
    buttons.step_button.click()
    qtbot.waitUntil(lambda: "paused at line 3 of edge-1" in panel.summary.text())
    assert run.elapsed_ns - elapsed < 50_000_000
    buttons.pause_button.click()
    assert ended(run).passed == 3
    assert not buttons.isVisible()


def test_chosen_lane_makes_the_next_step(qtbot, reports, start, find_child, ended):
    _, run = start(LANES, breakpoints=[4, 7])
    qtbot.waitUntil(lambda: run.paused_at == {("edge-1", "one"): 4, ("edge-1", "two"): 7})
    buttons = find_child(reports.panel_of(run), RunButtons)
    assert buttons.places.count() == 2 and not buttons.places.isHidden()
    buttons.choose(("edge-1", "two"))
    buttons.step()
    qtbot.waitUntil(lambda: run.paused_at == {("edge-1", "one"): 4, ("edge-1", "two"): 8})
    assert buttons.chosen == ("edge-1", "two")
    run.pause(False)
    assert ended(run).ok
