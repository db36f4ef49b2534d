# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

from rqdebug.script import tally as tally_module
from rqdebug.script.report import Result, Verdict
from rqdebug.script.tally import Tally

PASSED = Result("edge", "main", 1, "jobs.get()", Verdict.PASSED, "ok", "1")
FAILED = replace(PASSED, outcome=Verdict.FAILED)


def test_a_very_long_run_keeps_its_counts_and_its_first_failures(monkeypatch):
    monkeypatch.setattr(tally_module, "MAX_KEPT_PASSED", 3)
    monkeypatch.setattr(tally_module, "MAX_KEPT", 5)
    tally = Tally()
    for _ in range(10):
        tally.add(PASSED)
    for _ in range(10):
        tally.add(FAILED)
    report = tally.report("some.rqs", ("edge",), 1, False)
    assert report.results == (PASSED,) * 3 + (FAILED,) * 2
    assert (report.passed, report.failed) == (10, 10)
    assert not report.kept_all


def test_a_report_does_not_change_any_more():
    tally = Tally()
    before = tally.report("some.rqs", ("edge",), 1, False)
    tally.add(FAILED)
    tally.add_unreachable("edge", "gone")
    assert before.ok
    assert (before.total, before.results, before.unreachable) == (0, (), {})
