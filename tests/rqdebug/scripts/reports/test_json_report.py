# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

from rqdebug.scripts.reports.json_report import render_json


def test_report_has_every_result(report):
    found = json.loads(render_json(report))
    assert (found["script"], found["ok"], found["seed"], found["loops"]) == ("some <1>.rqs", False, 42, 2)
    assert found["counts"] == {"passed": 9, "failed": 1, "error": 1, "interrupted": 0, "not_run": 0}
    assert [target["name"] for target in found["targets"]] == ["a", "b"]
    assert found["targets"][1]["lost"] == "lost b & all"
    assert found["targets"][0]["durations"]["count"] == 5
    assert sum(count for _, _, count in found["targets"][0]["durations"]["buckets"]) == 5
    assert found["targets"][0]["lateness"]["longest_ns"] == 200_000


def test_report_has_failures_and_differences(report):
    found = json.loads(render_json(report))
    assert [failure["line"] for failure in found["failures"]] == [3, 5]
    (comparison,) = found["comparisons"]
    assert [pair["line"] for pair in comparison["different"]] == [3, 5]
    assert comparison["different"][0]["slower"] == 3.0


def test_report_has_what_the_script_has_not_ended(report):
    ended = {"target": "a", "file": "some <1>.rqs", "line": 4, "text": "the freeze has ended", "times": 2}
    assert json.loads(render_json(report))["ended"] == [ended]
