# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models import report_model
from rqdebug.ui.models.report_model import Failures, ReportModel

PASSED = VectorResult("edge-1", "main", 3, 'jobs.put("a")', Verdict.PASSED, "ok", "ok", 41_000)
FAILED = VectorResult("edge-1", "main", 4, 'assert jobs.get() == "b"', Verdict.FAILED, "'b'", "'a'", 41_000)


@pytest.fixture
def model(theme, qtmodeltester):
    model = ReportModel(theme)
    yield model
    qtmodeltester.check(model)


def test_results_as_they_come(model):
    model.add([PASSED, FAILED])
    assert [model.index(1, column).data() for column in range(model.columnCount())] == [
        *("✗ failed", "4", 'assert jobs.get() == "b"', "'b'", "'a'"),
        *("edge-1", "main", "1", "41.0 µs"),
    ]
    assert model.tally == {Verdict.PASSED: 1, Verdict.FAILED: 1}


def test_the_oldest_go_but_stay_counted(model, monkeypatch):
    monkeypatch.setattr(report_model, "KEPT", 100)
    for _ in range(30):
        model.add([PASSED] * 9)
    model.add([FAILED])
    assert model.rowCount() <= 100
    assert model.result_at(model.rowCount() - 1) is FAILED
    assert model.tally.total() == 271


def test_more_at_once_than_are_kept(model, monkeypatch):
    monkeypatch.setattr(report_model, "KEPT", 100)
    model.add([PASSED] * 50)
    model.add([FAILED] * 250)
    assert model.rowCount() == 100
    assert model.tally.total() == 300


def test_failures_alone(model):
    shown = Failures(model)
    model.add([PASSED, FAILED, PASSED])
    assert shown.first_failure().row() == 1
    shown.show_only_failures(True)
    assert shown.rowCount() == 1
    assert shown.result_at(shown.first_failure()) is FAILED


def test_no_failure(model):
    model.add([PASSED])
    assert not Failures(model).first_failure().isValid()
