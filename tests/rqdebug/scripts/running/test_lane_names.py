# SPDX-License-Identifier: GPL-3.0-or-later
"""No two lanes have one name in reports and in the window, although a script can give them one."""

from __future__ import annotations

import pytest

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.lane_names import unique_names
from rqdebug.scripts.running.script_run import ScriptRun

PATIENCE = 20
FILL = "def fill(jobs: queue, n):\n    assert jobs.qsize() < n\njobs = create()\n"


def report_of(text, controller):
    run = ScriptRun(parse(text, "some.rqs"), {"edge": controller})
    run.start()
    return run.wait(PATIENCE)


def lane(name, *body, level=1):
    indent = "    " * level
    return "".join([f'{indent}with lane("{name}"):\n', *(f"{indent}    {line}\n" for line in body)])


def parallel(*lanes):
    return "with parallel():\n" + "".join(lanes)


def summaries(report, line):
    return [(each.lane, each.total, each.outcome.value) for each in report.lines if each.line == line]


def test_lanes_of_one_name_that_call_a_function_have_summaries_of_their_own(controller):
    text = FILL + parallel(lane("worker", "fill(jobs, 1)")) + parallel(lane("worker", "fill(jobs, 0)"))
    report = report_of(text, controller)
    assert summaries(report, 2) == [("worker", 1, "passed"), ("worker#2", 1, "failed")]
    junit = render_junit(report)
    assert 'classname="some.rqs.worker"' in junit
    assert 'classname="some.rqs.worker#2"' in junit


@pytest.mark.parametrize(
    ("name", "shown"), [("main", "main#2"), ("teardown", "teardown#2"), ("other", "other")]
)
def test_lane_with_the_name_of_another_kind_of_lane_is_numbered(controller, name, shown):
    text = FILL + "fill(jobs, 1)\n" + parallel(lane(name, "fill(jobs, 0)"))
    assert summaries(report_of(text, controller), 2) == [("main", 1, "passed"), (shown, 1, "failed")]


def test_lane_that_looks_like_one_inside_another_is_numbered(controller):
    inner = ["with parallel():", '    with lane("b"):', "        fill(jobs, 1)"]
    text = FILL + parallel(lane("a", *inner), lane("a/b", "fill(jobs, 0)"))
    report = report_of(text, controller)
    assert sorted(summaries(report, 2)) == [("a/b", 1, "passed"), ("a/b#2", 1, "failed")]


def test_teardown_blocks_that_call_a_function_are_numbered(controller):
    text = FILL + "with teardown():\n    fill(jobs, 1)\nwith teardown():\n    fill(jobs, 0)\n"
    assert summaries(report_of(text, controller), 2) == [
        ("teardown#2", 1, "failed"),
        ("teardown", 1, "passed"),
    ]


def test_loop_and_function_with_lanes_keep_their_names(controller):
    text = "jobs = create()\nfor i in range(3):\n    with parallel():\n" + lane(
        "worker", "assert jobs.qsize() == 0", level=2
    )
    assert summaries(report_of(text, controller), 5) == [("worker", 3, "passed")]


def test_lanes_of_one_name_without_functions_keep_it():
    script = parse("jobs = create()\n" + 2 * parallel(lane("worker", "jobs.put(1)")))
    assert unique_names(script.lanes) == {}


def test_vectors_that_are_not_run_have_the_same_names(controller):
    controller.unreachable = True
    text = FILL + parallel(lane("worker", "fill(jobs, 1)")) + parallel(lane("worker", "fill(jobs, 0)"))
    report = report_of(text, controller)
    assert [each.lane for each in report.lines if each.line == 2] == ["worker", "worker#2"]
