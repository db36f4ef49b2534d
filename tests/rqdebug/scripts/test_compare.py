# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from uuid import uuid4

import pytest

from rqdebug.scripts.compare import compare_targets, compare_with_first
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.run_tally import RunTally


def result(target, line, got, duration=100, verdict=Verdict.PASSED):
    return VectorResult(target, "main", line, f"line {line}", verdict, "ok", got, duration)


def report_of(*results, targets=("a", "b")):
    tally = RunTally()
    for one in results:
        tally.add(one)
    return tally.report("some.rqs", targets, 1, False)


def test_equal_results_do_not_differ():
    report = report_of(result("a", 1, "x"), result("b", 1, "x", 250))
    found = compare_targets(report, "a", "b")
    assert (len(found.pairs), found.different, found.slower) == (1, (), 2.5)


def test_other_values_verdicts_and_missing_vectors_differ():
    report = report_of(
        *(result("a", 1, "x"), result("b", 1, "y")),
        *(result("a", 2, "z"), result("b", 2, "z", verdict=Verdict.FAILED)),
        result("a", 3, "only here"),
    )
    different = compare_targets(report, "a", "b").different
    assert [pair.line.line for pair in different] == [1, 2, 3]
    assert [pair.example for pair in different] == [("x", "y"), ("z", "z"), ("only here", "nothing")]
    assert different[2].slower is None


def test_example_is_the_first_difference():
    report = report_of(*(result("a", 1, got) for got in "xyz"), *(result("b", 1, got) for got in "xwz"))
    (pair,) = compare_targets(report, "a", "b").different
    assert pair.example == ("y", "w")


def test_namespaces_do_not_differ():
    one, other = (f"Empty: queue {uuid4()} is empty" for _ in "ab")
    report = report_of(result("a", 1, one), result("b", 1, other))
    assert compare_targets(report, "a", "b").different == ()
    report = report_of(
        *(result("a", 1, one), result("b", 1, other)),
        *(result("a", 1, one), result("b", 1, other.replace("Empty", "Full"))),
    )
    (pair,) = compare_targets(report, "a", "b").different
    assert pair.example == (one, other.replace("Empty", "Full"))


def test_first_target_is_compared_with_each_other():
    report = report_of(result("a", 1, "x"), targets=("a", "b", "c"))
    assert [(found.one, found.other) for found in compare_with_first(report)] == [("a", "b"), ("a", "c")]


@pytest.mark.parametrize("times", [1, 3])
def test_ratio_of_durations_is_by_call(times):
    report = report_of(result("a", 1, "x", 100), *[result("b", 1, "x", 300)] * times)
    assert compare_targets(report, "a", "b").slower == 3.0
