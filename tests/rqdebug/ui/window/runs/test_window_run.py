# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run is paused, and who makes its next step."""

from __future__ import annotations

from PyQt5.Qsci import QsciScintilla

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.options import Options
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


def below(editor, line):
    """The text below a line."""
    buffer = bytearray(editor.SendScintilla(QsciScintilla.SCI_ANNOTATIONGETTEXT, line - 1))
    if buffer:
        editor.SendScintilla(QsciScintilla.SCI_ANNOTATIONGETTEXT, line - 1, buffer)
    return buffer.decode()


def test_report_says_where_a_run_is_paused_and_time_stands_still(qtbot, reports, start, find_child, ended):
    _, run = start("queues()\nqueues()\nqueues()", breakpoints=[2])
    panel = reports.panel_of(run)
    qtbot.waitUntil(lambda: "paused at line 2 of edge-1" in panel.summary.text())
    elapsed = max(run.elapsed_ns for _ in range(9))  # it is less if another thread ran between its two clocks
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


def test_conditional_breakpoint_pauses_for_its_lane(qtbot, start, ended):
    text = LANES.replace("jobs.put(1)", "x = 1").replace("jobs.put(3)", "x = 3")
    _, run = start(text, breakpoints=[Breakpoint(5, "x == 3"), Breakpoint(8, "x == 3")])
    qtbot.waitUntil(lambda: ("edge-1", "two") in run.paused_at)
    assert run.paused_at["edge-1", "two"] == 8
    run.pause(False)
    assert ended(run).ok


def test_wrong_condition_pauses_and_is_shown_below_the_line(qtbot, start, runs, ended):
    notes = []
    runs.noted.connect(notes.append)
    tab, run = start("n = 1\nqueues()\nqueues()", breakpoints=[Breakpoint(2, "m == 1")])
    qtbot.waitUntil(lambda: run.paused_at == {("edge-1", "main"): 2})
    problem = "The condition of the breakpoint: 'm' has no value: no statement that assigns it has run"
    assert notes == [f"edge-1, main, line 2: {problem}"]
    assert below(tab.editor, 2) == problem
    run.pause(False)
    assert ended(run).ok
    assert below(tab.editor, 2) == ""


def test_note_names_the_line_where_it_is_now(qtbot, start, runs, ended):
    notes = []
    runs.noted.connect(notes.append)
    tab, run = start("queues()\nn = 1\nnote(n)\nqueues()", breakpoints=[1, Breakpoint(4, "m == 1")])
    qtbot.waitUntil(lambda: run.paused_at == {("edge-1", "main"): 1})
    tab.editor.insertAt("\n", 1, 0)
    run.pause(False)
    qtbot.waitUntil(lambda: run.paused_at == {("edge-1", "main"): 4})
    assert notes[0] == "edge-1, line 4: 1"
    assert notes[1].startswith("edge-1, main, line 5: The condition of the breakpoint: 'm' has no value")
    run.pause(False)
    assert ended(run).ok


def test_condition_that_changes_while_the_run_is_paused_counts(qtbot, start, ended):
    script = "for n in range(9):\n    queues()"
    tab, run = start(script, breakpoints=[Breakpoint(2, "n == 1")])
    qtbot.waitUntil(lambda: run.variables(("edge-1", "main")) == {"n": "1"})
    tab.editor.set_breakpoint(Breakpoint(2, "n == 7"))
    run.pause(False)
    qtbot.waitUntil(lambda: run.variables(("edge-1", "main")) == {"n": "7"})
    run.pause(False)
    assert ended(run).ok


def test_lane_in_an_included_file_is_paused_at_the_line_of_this_file(
    qtbot, window, runs, reports, attached, ended, tmp_path
):
    notes = []
    runs.noted.connect(notes.append)
    (tmp_path / "common.rqs").write_text("def fill(to: queue):\n    to.put(1)\n    note('filled')\n")
    (tmp_path / "a.rqs").write_text('include("common.rqs")\njobs = create()\nfill(jobs)\n')
    tab = window.context.scripts.open(tmp_path / "a.rqs")
    tab.restore_breakpoints([Breakpoint(3)])
    with qtbot.waitSignal(runs.started) as started:
        tab.when_loaded(lambda: runs.start(tab, [attached], Options()))
    (run,) = started.args
    panel = reports.panel_of(run)
    qtbot.waitUntil(lambda: "paused at line 3 of edge-1" in panel.summary.text())
    run.step()
    qtbot.waitUntil(lambda: "paused at line 2 (common.rqs) of edge-1" in panel.summary.text())
    (line,) = run.paused_at.values()
    window.panels["variables"].lane_chosen.emit("edge-1", "main", line)
    qtbot.waitUntil(lambda: window.context.current.script.path.name == "common.rqs")
    run.pause(False)
    assert ended(run).ok
    assert notes == ["edge-1, line 3 (common.rqs): filled"]


DISTURBED = """\
jobs = create("jobs")
with fault("drop", "queue == jobs and method == put"):
    jobs.put(1)
event = wait_for("queue == jobs and method == put")
assert event.rule > 0 and jobs.empty()
freeze(jobs)
"""


def test_run_in_the_window_disturbs_and_watches_its_target(qtbot, start, ended):
    notes = []
    _, run = start(DISTURBED)
    run.noted.connect(notes.append)
    assert ended(run).ok
    assert [each.ending for each in run.report.ended] == ["the freeze has ended"]
    qtbot.waitUntil(lambda: any("the freeze has ended" in note for note in notes))
