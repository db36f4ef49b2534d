# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.Qsci import QsciScintilla

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.scripts import script_tab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.recovery import RecoveredScript

PASSED = VectorResult("edge-1", "main", 1, 'jobs.put("a")', Verdict.PASSED, "ok", "ok")
FAILED = VectorResult("edge-1", "main", 2, "assert jobs.get() == 1", Verdict.FAILED, "1", "'a'")


@pytest.fixture
def open_tab(qtbot, tasks, theme):
    def open_tab(path):
        tab = ScriptTab(path, tasks, theme)
        qtbot.addWidget(tab)
        tab.show()
        return tab

    return open_tab


@pytest.fixture
def tab(qtbot, open_tab, tmp_path):
    path = tmp_path / "größe.rqs"
    path.write_text('jobs = create("jobs")\njobs.close()\n', "utf-8")
    tab = open_tab(path)
    qtbot.waitUntil(lambda: tab.editor.lines() == 3)
    return tab


def running_lines(tab):
    return [line + 1 for line in range(tab.editor.lines()) if tab.editor.markersAtLine(line)]


def lines_with_something_below(tab):
    below = QsciScintilla.SCI_ANNOTATIONGETLINES
    return [line + 1 for line in range(tab.editor.lines()) if tab.editor.SendScintilla(below, line)]


def test_file_is_read_into_the_editor(tab):
    assert tab.editor.text().startswith("jobs = create")
    assert tab.title == "größe.rqs"
    assert not tab.modified


def test_new_script_can_be_parsed(qtbot, open_tab):
    tab = open_tab(None)
    parsed = []
    tab.parse(parsed.append)
    qtbot.waitUntil(lambda: bool(parsed))
    assert tab.problems.summary.first.isHidden()
    assert not tab.modified


def test_title_marks_a_changed_script(qtbot, tab):
    with qtbot.waitSignal(tab.title_changed):
        qtbot.keyClicks(tab.editor, "# ")
    assert tab.title == "größe.rqs •"


def test_error_is_shown_with_its_position_until_it_is_corrected(qtbot, tab):
    tab.editor.insertAt("import os\n", 0, 0)
    qtbot.waitUntil(tab.problems.summary.first.isVisible)
    assert tab.problems.summary.first.text().startswith("Line 1, column 1: ")
    assert tab.editor.SendScintilla(QsciScintilla.SCI_INDICATORALLONFOR, 2)
    tab.editor.undo()
    qtbot.waitUntil(tab.problems.summary.first.isHidden)
    assert not tab.editor.SendScintilla(QsciScintilla.SCI_INDICATORALLONFOR, 2)


def test_error_in_a_filter_is_shown_with_its_column(qtbot, tab):
    tab.editor.setText('assert count("outcome == ful") == 0\n')
    tab.check()
    qtbot.waitUntil(tab.problems.summary.first.isVisible)
    assert tab.problems.summary.first.text().startswith("Line 1, column 26: `ful` is not valid")


def test_click_on_the_error_goes_to_its_line(qtbot, tab):
    tab.editor.setText("jobs = create()\njobs.nonsense()\n")
    tab.check()
    qtbot.waitUntil(tab.problems.summary.first.isVisible)
    tab.problems.summary.first.click()
    assert tab.editor.getCursorPosition()[0] == 1


def test_saving_writes_the_text_and_leaves_nothing_else(qtbot, tab, tmp_path):
    tab.editor.setText('note("ü")\n')
    with qtbot.waitSignal(tab.saved):
        tab.save(tab.path)
    assert tab.path.read_bytes() == 'note("ü")\n'.encode()
    assert not tab.modified
    assert list(tmp_path.iterdir()) == [tab.path]


def test_text_typed_during_a_save_stays_unsaved(qtbot, tab):
    tab.editor.setText("# 1\n")
    with qtbot.waitSignal(tab.saved):
        tab.save(tab.path)
        tab.editor.setText("# 2\n")
    assert tab.modified


def test_file_error_is_reported(qtbot, tab, open_tab, tmp_path):
    with qtbot.waitSignal(tab.failed) as failed:
        tab.save(tmp_path / "missing" / "a.rqs")
    assert "No such file" in failed.args[0]
    missing = open_tab(tmp_path / "missing.rqs")
    with qtbot.waitSignal(missing.unreadable) as failed:
        pass
    assert "missing.rqs" in failed.args[0]


def test_binary_file_is_rejected(qtbot, open_tab, tmp_path):
    path = tmp_path / "binary.rqs"
    path.write_bytes(b"\xff\xfe")
    tab = open_tab(path)
    with qtbot.waitSignal(tab.unreadable) as failed:
        pass
    assert failed.args == [f"{path} is not UTF-8 text"]


def test_results_are_shown_next_to_and_below_their_lines(tab):
    tab.begin_run()
    tab.show_lines([("edge-1", "main", 1)])
    tab.show_results([PASSED, FAILED])
    assert running_lines(tab) == [1]
    assert tab.editor.note(1) == LineNote(True, "✓")
    assert tab.editor.note(2) == LineNote(False, "✗", "expected 1, got 'a'  –  edge-1, main")
    assert lines_with_something_below(tab) == [2]
    tab.end_run()
    assert running_lines(tab) == []
    assert lines_with_something_below(tab) == [2]
    tab.begin_run()
    assert lines_with_something_below(tab) == []


def test_each_lane_marks_the_line_it_runs(tab):
    tab.show_lines([("a", "main", 1), ("b", "main", 2)])
    assert running_lines(tab) == [1, 2]
    tab.show_lines([("a", "main", 2)])
    assert running_lines(tab) == [2]


def test_arrow_of_a_paused_lane_is_at_its_next_line(tab):
    tab.show_lines([("a", "main", 1), ("b", "main", 3)])
    tab.show_paused({("a", "main"): 2})
    assert running_lines(tab) == [2, 3]


def test_notes_stay_when_the_theme_changes(tab, theme):
    tab.show_results([FAILED])
    theme.use("light")
    assert lines_with_something_below(tab) == [2]


def test_recovered_text_counts_as_modified(qtbot, tasks, theme, tmp_path):
    tab = ScriptTab(tmp_path / "night.rqs", tasks, theme, RecoveredScript(None, 'note("recovered")\n'))
    qtbot.addWidget(tab)
    assert tab.editor.text() == 'note("recovered")\n'
    assert tab.modified
    assert tab.title == "night.rqs •"


@pytest.mark.parametrize("lines", [1, 9, 10, 11, 1000])
def test_long_script_is_read_whole_and_unchanged(qtbot, open_tab, tmp_path, monkeypatch, lines):
    monkeypatch.setattr(script_tab, "CHUNK", 80)
    path, text = tmp_path / "long.rqs", "note(1)\n" * lines
    path.write_text(text)
    tab = open_tab(path)
    qtbot.waitUntil(lambda: tab.editor.text() == text and not tab.editor.isReadOnly())
    assert not tab.modified
    assert not tab.editor.isUndoAvailable()
    assert tab.editor.getCursorPosition() == (0, 0)


def test_cursor_position_is_shown(qtbot, tab):
    tab.editor.setCursorPosition(1, 4)
    qtbot.waitUntil(lambda: tab.position.text() == "Ln 2, Col 5")


def test_parts_of_a_script_are_parsed_alone(qtbot, tab):
    tab.editor.setText("nonsense(\nfor n in range(2):\n    note(n)\n")
    parsed = []
    tab.parse(parsed.append, range(3, 4))
    qtbot.waitUntil(lambda: bool(parsed) or tab.problems.summary.first.isVisible())
    tab.editor.setText("jobs = create()\nfor n in range(2):\n    note(1)\n")
    tab.parse(parsed.append, range(3, 4))
    qtbot.waitUntil(lambda: bool(parsed))
    assert [statement.line for statement in parsed[-1].body] == [3]


def test_long_error_does_not_widen_the_window(qtbot, tab, fits, long_name):
    tab.editor.setText(f"{long_name.replace('-', '_').replace('.', '_')}.put(1)\n")
    tab.check()
    qtbot.waitUntil(tab.problems.summary.first.isVisible)
    assert fits(tab)
    assert tab.problems.summary.first.width() > tab.width() // 2
    assert long_name.replace("-", "_").replace(".", "_") in tab.problems.summary.first.toolTip()


def test_script_error_is_german_in_a_german_window(german, qtbot, tab):
    tab.editor.setText("import os\n")
    tab.check()
    qtbot.waitUntil(tab.problems.summary.first.isVisible)
    assert tab.problems.summary.first.text().endswith(": Skripte können keine Module importieren")


def test_breakpoint_in_an_empty_line_goes_to_the_next_statement(qtbot, open_tab, tmp_path):
    path = tmp_path / "a.rqs"
    path.write_text('q = create()\n\nwith parallel():\n    with lane("a"):\n        q.put(1)\n')
    tab = open_tab(path)
    parsed = []
    qtbot.waitUntil(lambda: tab.editor.lines() == 6)
    tab.parse(parsed.append)
    qtbot.waitUntil(lambda: bool(parsed))
    for line in (2, 4):
        tab.editor.toggle_breakpoint(line)
    assert tab.editor.breakpoints == {3, 5}


def test_breakpoint_below_the_last_statement_is_refused_in_words(qtbot, tab):
    with qtbot.waitSignal(tab.refused) as refused:
        tab.editor.toggle_breakpoint(3)
    assert "no statement follows" in refused.args[0]


def test_breakpoints_of_the_last_time_are_set_when_the_text_is_read(qtbot, open_tab, tmp_path):
    path = tmp_path / "a.rqs"
    path.write_text("a = 1\nb = 2\n")
    tab = open_tab(path)
    tab.restore_breakpoints([Breakpoint(2), Breakpoint(70)])
    assert set(tab.breakpoints) >= {Breakpoint(2)}
    qtbot.waitUntil(lambda: tab.editor.breakpoints == {2})
    assert not tab.modified
