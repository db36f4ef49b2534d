# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts of a report, and when a run is a success."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.report import Report, VectorResult, VectorSummary, Verdict

RESULT = VectorResult("edge", "main", 1, "jobs.put(1)", Verdict.PASSED, "ok", "ok")
COUNTS = st.fixed_dictionaries({verdict: st.integers(0, 9) for verdict in Verdict})


def report_of(counts, results=(), **more):
    return Report(
        "x.rqs", ("edge",), tuple(results), counts, 1, 0, False, more.pop("unreachable", {}), **more
    )


def only(verdict):
    return {each: int(each is verdict) for each in Verdict}


@given(COUNTS)
def test_counts_are_by_verdict(counts):
    report = report_of(counts)
    assert (report.passed, report.failed, report.errors) == (
        counts[Verdict.PASSED],
        counts[Verdict.FAILED],
        counts[Verdict.ERROR],
    )
    assert report.total + report.not_run == sum(counts.values())
    assert report.ok is (sum(counts.values()) == report.passed > 0)


@pytest.mark.parametrize(
    ("counts", "more", "ok"),
    [
        (only(None), {}, False),
        (only(Verdict.PASSED), {}, True),
        (only(Verdict.FAILED), {}, False),
        (only(Verdict.ERROR), {}, False),
        (only(Verdict.INTERRUPTED), {}, False),
        ({**only(Verdict.PASSED), Verdict.NOT_RUN: 1}, {}, False),
        (only(Verdict.PASSED), {"unreachable": {"edge": "no route"}}, False),
        (only(Verdict.PASSED), {"lost": {"edge": "closed"}}, False),
    ],
)
def test_report_is_a_success_without_failures_and_lost_targets(counts, more, ok):
    assert report_of(counts, **more).ok is ok


@pytest.mark.parametrize(("kept", "kept_all"), [(2, True), (1, False), (0, False)])
def test_kept_all_is_false_if_results_are_missing(kept, kept_all):
    counts = {**only(None), Verdict.PASSED: 2}
    assert report_of(counts, [RESULT] * kept).kept_all is kept_all


@given(COUNTS)
def test_summary_counts_its_results(counts):
    worst = replace(RESULT, outcome=Verdict.FAILED)
    summary = VectorSummary("edge", "main", 1, "", counts, 0, 0, RESULT, worst, 0)
    assert summary.total + counts[Verdict.NOT_RUN] == sum(counts.values())
    assert summary.outcome is Verdict.FAILED


def test_verdicts_are_hashable_and_have_their_values():
    assert len({hash(verdict) for verdict in Verdict}) == 5
    assert [verdict.value for verdict in Verdict] == ["passed", "failed", "error", "interrupted", "not run"]
    assert Verdict.NOT_RUN.key == "not_run"
    assert {Verdict("failed"): 1}[Verdict.FAILED] == 1
