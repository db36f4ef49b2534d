# SPDX-License-Identifier: GPL-3.0-or-later
"""A run compared with an earlier one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rqdebug.scripts.baseline import compare_with_baseline, describe_baseline, outcomes_of, read_baseline
from rqdebug.scripts.language.included_files import IncludedFile
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.running.run_tally import RunTally


def report_of(*lines, target="edge"):
    """Make a report of pairs of a text and a verdict, in the order of lines."""
    tally = RunTally()
    for number, (text, verdict) in enumerate(lines, 1):
        tally.add(VectorResult(target, "main", number, text, verdict, "1", "2"))
    return tally.report("a.rqs", (target,), 1, False)


GOOD, BAD, NOT_RUN = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_RUN
BEFORE = report_of(("a", GOOD), ("b", BAD), ("c", GOOD), ("d", NOT_RUN), ("e", BAD), ("gone", GOOD))
AFTER = report_of(
    ("new", GOOD), ("a", BAD), ("b", GOOD), ("c", NOT_RUN), ("d", GOOD), ("e", Verdict.ERROR), target="other"
)


@pytest.mark.parametrize("before", [outcomes_of(BEFORE), read_baseline(render_json(BEFORE))])
def test_each_vector_is_compared_by_its_text(before):
    found = compare_with_baseline([AFTER], before)
    assert [vector.text for vector in found.newly_failing] == ["a"]
    assert [vector.line for vector in found.newly_failing] == [2]
    assert [vector.text for vector in found.newly_passing] == ["b", "d"]
    assert (found.still_failing, found.not_run, found.added, found.gone) == (1, 1, 1, 1)


def test_equal_texts_are_compared_in_their_order():
    before = outcomes_of(report_of(("a", GOOD), ("a", BAD)))
    found = compare_with_baseline([report_of(("a", GOOD), ("a", GOOD))], before)
    assert [vector.line for vector in found.newly_passing] == [2]
    assert describe_baseline(found) == "1 newly passing"


def test_same_run_has_no_change():
    assert describe_baseline(compare_with_baseline([BEFORE], {})) == "6 new"
    passing = report_of(("a", GOOD))
    assert describe_baseline(compare_with_baseline([passing], outcomes_of(passing))) == "no change"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "1", '{"scripts": 3}', '{"lines": [], "targets": []}', "[" * 5000]
)
def test_what_is_no_report_is_refused(text):
    with pytest.raises(ValueError, match="it is not a JSON report of a run"):
        read_baseline(text)


def test_vector_of_an_included_file_is_the_same_after_a_line_is_inserted_before_it():
    def report(line):
        files = (IncludedFile(Path("common.rqs"), 5, "common.rqs"),)
        tally = RunTally()
        for number, verdict in ((1, GOOD), (5 + line, BAD)):
            tally.add(VectorResult("edge", "main", number, "jobs.empty()", verdict, "1", "2"))
        return replace(tally.report("a.rqs", ("edge",), 1, False), files=files)

    for before in (outcomes_of(report(1)), read_baseline(render_json(report(1)))):
        found = compare_with_baseline([report(7)], before)
        assert describe_baseline(found) == "1 still failing"
    (failing,) = compare_with_baseline([report(7)], {key: "passed" for key in before}).newly_failing
    assert (failing.file, failing.line) == ("common.rqs", 7)
