# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of results: summary, and navigation to lines and events."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QTextDocument
from PyQt5.QtWidgets import QMenu

from rqdebug.scripts.report import Report, RunStatus, Verdict
from rqdebug.ui.scripts.report_dock import ReportPanel, RunFacts

SECOND = 10**9
VERDICT, LINE = 0, 1


@pytest.fixture
def panel(qtbot, theme):
    panel = ReportPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(900, 220)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def begun(panel):
    panel.begin(RunFacts("night.rqs", ["edge-1", "edge-2"], loops=2))
    return panel


@pytest.fixture
def report():
    usual = Report("night.rqs", ("edge-1",), (), Counter(), 1, 1_500_000_000, False, {})
    return lambda **fields: replace(usual, **fields)


def summary(panel):
    """Return the summary as plain text."""
    document = QTextDocument()
    document.setHtml(panel.summary.text())
    return re.sub(r"[\s\xa0]+", " ", document.toPlainText())


def lines(panel):
    model = panel.table.model()
    return [int(model.index(row, LINE).data()) for row in range(model.rowCount())]


def middle(panel, row, column=2):
    return panel.table.visualRect(panel.table.model().index(row, column)).center()


def test_started_run_is_shown_with_its_targets(begun):
    assert summary(begun) == "night.rqs on edge-1, edge-2 · running"
    assert begun.table.isVisible()
    assert lines(begun) == []


def test_results_are_counted_by_verdict(begun, result):
    begun.add([result(1), result(2)])
    begun.add([result(3, Verdict.FAILED), result(4, Verdict.ERROR), result(5)])
    assert summary(begun) == "night.rqs on edge-1, edge-2 · 3 passed · 1 failed · 1 error · running"
    assert lines(begun) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_counts_have_the_colors_of_their_verdicts(qtbot, theme, begun, result, colors_of, name):
    begun.add([result(1)])
    theme.use(name)
    qtbot.waitUntil(lambda: theme.palette.ok in colors_of(begun.summary))
    assert theme.palette.error not in colors_of(begun.summary)
    begun.add([result(2, Verdict.FAILED)])
    qtbot.waitUntil(lambda: theme.palette.error in colors_of(begun.summary))


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize(
    ("fields", "status", "end"),
    [
        ({}, RunStatus.PASSED, "Passed · 1 passed · 1.50 s"),
        ({"stopped": True}, RunStatus.STOPPED, "Stopped · 1 passed · 1.50 s"),
        (
            {"stopped": True, "problem": "did not end in 9 s"},
            RunStatus.TIMED_OUT,
            "Timed out · 1 passed · 1.50 s · night.rqs did not end in 9 s",
        ),
        (
            {"unreachable": {"edge-2": "no <route>"}},
            RunStatus.UNREACHABLE,
            "Target unreachable · 1 passed · 1.50 s · no <route>",
        ),
        (
            {"lost": {"edge-1": "it is gone"}},
            RunStatus.LOST,
            "Connection lost · 1 passed · 1.50 s · it is gone",
        ),
        (
            {"differs": True},
            RunStatus.DIFFERENT,
            "Different results · 1 passed · 1.50 s · night.rqs gave different results on its targets",
        ),
        (
            {"breakdown": "the debugger broke"},
            RunStatus.ERROR,
            "Error · 1 passed · 1.50 s · the debugger broke",
        ),
    ],
)
def test_finished_run_shows_its_status_which_is_red_unless_it_passed(
    qtbot, theme, begun, result, report, colors_of, name, fields, status, end
):
    theme.use(name)
    begun.add([result(1)])
    finished = report(counts=Counter({Verdict.PASSED: 1}), **fields)
    assert finished.status is status
    begun.end(finished)
    assert summary(begun).endswith(end)
    is_red = theme.palette.error in begun.summary.text()
    assert is_red is not finished.ok


def test_run_that_checked_nothing_is_no_success(theme, begun, report):
    begun.end(report())
    assert "Nothing checked" in summary(begun)
    assert theme.palette.error in begun.summary.text()


def test_unreachable_target_has_a_row_that_is_no_result(begun, result, report):
    begun.add([result(1)])
    begun.end(report(counts=Counter({Verdict.PASSED: 1}), unreachable={"edge-2": "no route"}))
    row = [begun.table.model().index(1, column).data() for column in range(9)]
    assert row == ["! error", "", "", "a connection", "no route", "edge-2", "", "", ""]
    assert "error" not in summary(begun).lower()
    assert begun.table.currentIndex().row() == 1
    begun.only_failures.click()
    assert begun.table.model().rowCount() == 1


def test_finished_run_selects_its_first_failure(begun, result, report):
    begun.add([result(1), result(2, Verdict.ERROR), result(3, Verdict.FAILED)])
    begun.end(report())
    assert begun.table.currentIndex().row() == 1


def test_finished_run_without_failure_selects_nothing(begun, result, report):
    begun.add([result(1)])
    begun.end(report())
    assert not begun.table.currentIndex().isValid()


def test_names_are_never_shown_as_html(panel):
    panel.begin(RunFacts("<b>other</b>.rqs", ["edge-1"]))
    assert summary(panel) == "<b>other</b>.rqs on edge-1 · running"


def test_only_failures_can_be_shown(begun, result, click):
    begun.add([result(1), result(2, Verdict.FAILED)])
    click(begun.only_failures)
    begun.add([result(3), result(4, Verdict.ERROR)])
    assert lines(begun) == [2, 4]
    click(begun.only_failures)
    assert lines(begun) == [1, 2, 3, 4]


def test_click_on_a_result_goes_to_its_line(qtbot, begun, result, click):
    begun.add([result(7), result(9, Verdict.FAILED)])
    click(begun.only_failures)
    with qtbot.waitSignal(begun.line_chosen) as chosen:
        click(begun.table.viewport(), middle(begun, 0))
    assert chosen.args == [9, 1]


def test_click_on_an_error_goes_to_its_column(qtbot, begun, result, click):
    begun.add([result(7, Verdict.ERROR, position=(8, 5))])
    assert begun.table.model().index(0, LINE).data() == "8:5"
    with qtbot.waitSignal(begun.line_chosen) as chosen:
        click(begun.table.viewport(), middle(begun, 0))
    assert chosen.args == [8, 5]


def test_return_on_a_result_goes_to_its_line(qtbot, begun, result):
    begun.add([result(7), result(9)])
    begun.table.selectRow(1)
    with qtbot.waitSignal(begun.line_chosen) as chosen:
        qtbot.keyClick(begun.table, Qt.Key_Return)
    assert chosen.args == [9, 1]


@pytest.fixture
def menu(qtbot, begun):
    """The actions of the menu of a result by title."""

    def menu(row):
        begun.table.customContextMenuRequested.emit(middle(begun, row))
        opened = begun.findChildren(QMenu)[-1]
        return {action.text(): action for action in opened.actions()}

    yield menu
    for opened in begun.findChildren(QMenu):
        opened.close()


def test_menu_leads_to_the_line_and_to_the_events_of_a_call(qtbot, begun, result, menu):
    called = result(5, ended=SECOND)
    begun.add([called])
    to_line, to_events = list(menu(0).values())[:2]
    with qtbot.waitSignal(begun.line_chosen) as chosen:
        to_line.trigger()
    assert chosen.args == [5, 1]
    with qtbot.waitSignal(begun.events_wanted) as wanted:
        to_events.trigger()
    assert wanted.args == [called]


def test_statement_without_a_call_has_no_events(begun, result, menu):
    begun.add([result(5)])
    assert [action.isEnabled() for action in menu(0).values()][:2] == [True, False]


def test_there_is_no_menu_outside_the_results(begun, result):
    begun.add([result(5)])
    begun.table.customContextMenuRequested.emit(begun.table.viewport().rect().bottomLeft())
    assert begun.findChildren(QMenu) == []


def test_table_follows_new_results_until_the_user_scrolls_up(qtbot, begun, result):
    bar = begun.table.verticalScrollBar()
    begun.add([result(n) for n in range(1, 200)])
    begun.table.scrollToBottom()
    begun.add([result(200)])
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    begun.add([result(201)])
    assert bar.value() == 10


def test_many_targets_with_long_names_do_not_widen_the_window(begun, result, report, fits, long_name):
    begun.begin(RunFacts(f"{long_name}.rqs", [long_name] * 5, path=long_name, began=1.0))
    begun.add([result(1, Verdict.FAILED, text=long_name, target=long_name)])
    begun.end(report(unreachable={long_name: long_name}))
    assert fits(begun)


def test_columns_fill_the_table_also_after_one_is_shown(qtbot, begun, result):
    begun.resize(1100, 220)
    header, viewport = begun.table.horizontalHeader(), begun.table.viewport()
    begun.add([result(1, lane="producer")])
    assert not begun.table.isColumnHidden(6)
    assert header.length() == viewport.width()
    header.resizeSection(2, 300)  # as a drag does
    begun.resize(1200, 220)
    assert header.sectionSize(2) == 300


def test_table_takes_all_the_height_that_a_large_screen_gives(begun, result):
    begun.add([result(1)])
    begun.resize(1100, 1000)
    assert begun.splitter.y() < 150
    assert begun.splitter.height() > 850
