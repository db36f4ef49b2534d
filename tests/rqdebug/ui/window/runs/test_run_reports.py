# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of runs in tabs: two together, where they are paused, and where values differ."""

from __future__ import annotations

from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtWidgets import QApplication

from rqdebug.scripts.running.options import Options
from rqdebug.ui.window.runs.result_details import ResultDetails

WAITS = "jobs = create()\njobs.get()\n"
ORDER = '{"order": {"id": 17, "lines": [{"sku": "A-1"}, {"sku": "B-2", "price": %s}], "note": "unchanged"}}'


def test_stop_ends_the_run_in_front_of_two(qtbot, window, runs, reports, start, trigger, ended):
    first_tab, first = start(WAITS)
    _, second = start(WAITS)
    assert runs.in_progress == [first, second]
    assert reports.tabs.count() == 2 and reports.current is reports.panel_of(second)
    window.context.tabs.setCurrentWidget(first_tab)
    assert reports.current is reports.panel_of(first)
    trigger("script.stop")
    assert ended(first).stopped
    assert second.running
    second.stop()
    ended(second)


def test_choosing_a_report_chooses_the_run_of_commands(qtbot, runs, reports, start, ended):
    _, first = start(WAITS)
    _, second = start(WAITS)
    reports.tabs.setCurrentIndex(0)
    runs.stop()
    assert ended(first).stopped and second.running


def test_next_run_of_a_script_replaces_its_report(qtbot, runs, reports, start, attached, ended):
    tab, first = start("queues()")
    ended(first)
    with qtbot.waitSignal(runs.started):
        runs.start(tab, [attached], Options())
    ended(runs.current)
    assert reports.tabs.count() == 1 and first not in runs.kept


def test_closed_report_is_forgotten(qtbot, runs, reports, start, ended):
    _, run = start("queues()")
    ended(run)
    reports.tabs.tabCloseRequested.emit(0)
    assert runs.kept == [] and runs.report is None and reports.current is None


def test_click_on_a_result_goes_to_its_line_after_edits_above(qtbot, reports, start, ended):
    tab, run = start("queues()\nassert 1 == 2\n")
    ended(run)
    tab.editor.insertAt("# a comment\n# another\n", 0, 0)
    reports.panel_of(run).line_chosen.emit(2, 1)
    assert tab.editor.line == 4


def test_head_shows_file_seed_and_loop(qtbot, reports, start, ended):
    _, run = start("queues()", loops=3, seed=42)
    ended(run)
    facts = reports.panel_of(run).facts.text()
    assert "seed 42" in facts and "loop 3 of 3" in facts and "started " in facts


def test_selected_failure_shows_where_its_values_differ(qtbot, reports, start, find_child, ended):
    _, run = start(f"jobs = create()\njobs.put({ORDER % 12})\nassert jobs.get() == {ORDER % 13}\nqueues()")
    ended(run)
    panel = reports.panel_of(run)
    details = find_child(panel, ResultDetails)
    qtbot.waitUntil(lambda: not details.isHidden())
    assert "order.lines[1].price" in details.view.summary.text()
    panel.table.selectRow(3)
    assert details.isHidden()


def test_results_are_copied_with_their_whole_texts(qtbot, reports, start, ended):
    _, run = start("queues()\nassert 1 == 2")
    ended(run)
    panel = reports.panel_of(run)
    panel.table.setFocus()
    panel.table.selectAll()
    qtbot.keyClick(panel.table, Qt.Key_C, Qt.ControlModifier)
    first, second = QApplication.clipboard().text().split("\n")
    assert first.split("\t")[:3] == ["✓ passed", "1", "queues()"]
    assert second.split("\t")[3:5] == ["2", "1"]


def test_find_key_in_the_results_goes_to_their_filter(qtbot, window, reports, start, ended):
    _, run = start("queues()\nassert 1 == 2")
    ended(run)
    panel = reports.panel_of(run)
    window.activateWindow()
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key_F, Qt.ControlModifier)
    qtbot.keyClicks(panel.filter_line, "assert")
    assert panel.shown.rowCount() == 1


def test_click_on_a_title_sorts_up_then_down_then_not(qtbot, reports, start, ended):
    _, run = start("assert 1 == 2\nqueues()")
    ended(run)
    panel = reports.panel_of(run)
    header = panel.table.horizontalHeader()

    def click():
        place = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=place)
        return [panel.shown.index(row, 1).data() for row in range(2)]

    assert [click(), click(), click()] == [["2", "1"], ["1", "2"], ["1", "2"]]
