# SPDX-License-Identifier: GPL-3.0-or-later
"""Results filtered and sorted, while more arrive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import QPersistentModelIndex, Qt
from PyQt5.QtWidgets import QTableView

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models import report_model, shown_results
from rqdebug.ui.models.report_model import ReportModel
from rqdebug.ui.models.shown_results import ShownResults

PASSED = VectorResult("edge-1", "main", 3, 'jobs.put("a")', Verdict.PASSED, "ok", "ok", 41_000)
FAILED = VectorResult("edge-1", "main", 4, 'assert jobs.get() == "b"', Verdict.FAILED, "'b'", "'a'", 41_000)
NOT_RUN = replace(PASSED, outcome=Verdict.NOT_RUN, line=9)
LINE, VECTOR, DURATION = 1, 2, 8


@pytest.fixture
def model(theme):
    return ReportModel(theme)


@pytest.fixture
def shown(model, qtmodeltester):
    shown = ShownResults(model)
    yield shown
    qtmodeltester.check(shown)


def lines(shown):
    return [int(shown.index(row, LINE).data()) for row in range(shown.rowCount())]


def results(*numbers, **fields):
    return [replace(PASSED, line=number, **fields) for number in numbers]


def test_only_failures_can_be_shown(model, shown):
    model.add([PASSED, FAILED, PASSED])
    assert shown.first_failure().row() == 1
    shown.show_only_failures(True)
    model.add([PASSED, NOT_RUN])
    assert lines(shown) == [4, 9]
    assert shown.result_at(shown.first_failure()) is FAILED


def test_report_without_failure_has_no_first_failure(model, shown):
    model.add([PASSED])
    assert not shown.first_failure().isValid()


def test_cause_comes_before_what_was_not_run(model, shown):
    model.add([NOT_RUN, FAILED])
    assert shown.first_failure().row() == 1


def test_words_filter_in_all_columns_and_any_case(model, shown):
    model.add([PASSED, FAILED])
    shown.show_matching("JOBS failed")
    assert lines(shown) == [4]
    model.add([PASSED, FAILED])
    assert lines(shown) == [4, 4]
    shown.show_matching("")
    assert shown.rowCount() == 4


def test_numbers_are_sorted_as_numbers_and_new_results_are_sorted_in(model, shown):
    model.add(results(10, 9, 100))
    shown.sort(LINE)
    assert lines(shown) == [9, 10, 100]
    model.add(results(50))
    assert lines(shown) == [9, 10, 50, 100]
    shown.sort(LINE, Qt.DescendingOrder)
    assert lines(shown) == [100, 50, 10, 9]
    shown.sort(-1)
    assert lines(shown) == [10, 9, 100, 50]


def test_results_are_sorted_by_duration(model, shown):
    model.add([replace(PASSED, line=1, duration_ns=2_000_000), replace(PASSED, line=2, duration_ns=999)])
    shown.sort(DURATION)
    assert lines(shown) == [2, 1]


def test_texts_of_a_result_are_made_once_for_sorting(model, shown, monkeypatch):
    # Given results that are sorted by a text
    made = []
    texts_of = shown_results.texts_of
    monkeypatch.setattr(
        shown_results, "texts_of", lambda result: made.append(result.line) or texts_of(result)
    )
    monkeypatch.setattr(report_model, "KEPT", 6)
    shown.sort(VECTOR, Qt.DescendingOrder)
    # When others arrive, and the oldest go
    for numbers in ((1, 2, 3), (4, 5), (6, 7, 8)):
        model.add([replace(PASSED, line=number, text=f"call {number}") for number in numbers])
    # Then
    assert made == [1, 2, 3, 4, 5, 6, 7, 8]
    assert lines(shown) == sorted(lines(shown), reverse=True) and lines(shown)[0] == 8


def test_selected_result_stays_selected_while_results_arrive(model, shown):
    model.add(results(10, 9))
    shown.sort(LINE)
    selected = QPersistentModelIndex(shown.index(1, 0))
    model.add(results(1))
    assert selected.row() == 2


def test_dropped_results_leave_the_others_in_place(model, shown, monkeypatch):
    monkeypatch.setattr(report_model, "KEPT", 100)
    shown.show_only_failures(True)
    model.add(results(*range(1, 100)))
    model.add([FAILED])
    place = QPersistentModelIndex(shown.index(0, 0))
    model.add(results(1, 2))
    assert lines(shown) == [4]
    assert place.row() == 0
    shown.show_only_failures(False)
    assert shown.rowCount() == model.rowCount()


def test_current_result_is_right_while_the_oldest_ones_go(qtbot, model, shown, monkeypatch):
    """A view chooses the next result when its current one goes."""
    monkeypatch.setattr(report_model, "KEPT", 100)
    table, chosen = QTableView(), []
    qtbot.addWidget(table)
    table.setModel(shown)
    table.selectionModel().currentRowChanged.connect(
        lambda current: chosen.append(shown.result_at(current).line if current.isValid() else None)
    )
    model.add(results(*range(100)))
    table.setCurrentIndex(shown.index(10, 0))
    model.add(results(*range(100, 150)))
    dropped = 150 - shown.rowCount()
    assert chosen == [10, dropped]
    assert table.currentIndex().row() == 0
