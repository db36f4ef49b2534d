# SPDX-License-Identifier: GPL-3.0-or-later
"""When a lane pauses at a breakpoint."""

from __future__ import annotations

import pytest

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.breakpoints import Breakpoint, Breakpoints
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

PATIENCE = 20
LANES = """\
jobs = create()
with parallel():
    with lane("low"):
        with turn("order", 1):
            for n in range(5):
                jobs.put(n)
    with lane("high"):
        with turn("order", 2):
            for n in range(100, 105):
                jobs.put(n)
"""
LOW, HIGH = 6, 10


def table(*breakpoints):
    result = Breakpoints()
    result.replace(breakpoints)
    return result


class TestHit:
    def test_plain_breakpoint_pauses_each_time(self):
        points = table(Breakpoint(3))
        assert [points.hit(line, {}) for line in (2, 3, 3)] == [None, "", ""]

    def test_condition_decides_with_the_variables_of_the_lane(self):
        points = table(Breakpoint(3, "n % 2 == 1 and name != 'x'"))
        hits = [points.hit(3, {"n": n, "name": "a"}) for n in range(4)]
        assert hits == [None, "", None, ""]

    def test_skipped_hits_are_those_that_meet_the_condition(self):
        points = table(Breakpoint(3, "n > 2", skip=2))
        paused = [n for n in range(8) if points.hit(3, {"n": n}) is not None]
        assert paused == [5, 6, 7]

    def test_breakpoint_that_stays_keeps_its_hits(self):
        points = table(Breakpoint(3, skip=2))
        assert points.hit(3, {}) is None
        points.replace([Breakpoint(3, skip=2), Breakpoint(9)])
        assert [points.hit(3, {}), points.hit(3, {})] == [None, ""]

    def test_changed_breakpoint_counts_again(self):
        points = table(Breakpoint(3, skip=1))
        assert points.hit(3, {}) is None
        points.replace([Breakpoint(3, "True", skip=1)])
        assert points.hit(3, {}) is None

    @pytest.mark.parametrize(
        ("condition", "why"),
        [
            ("n ==", "invalid syntax"),
            ("m == 1", "'m' has no value: no statement that assigns it has run"),
            ("n / 0 > 1", "ZeroDivisionError: division by zero"),
            ("row['b']", "there is no 'b'; the keys are 'a'"),
            ("jobs.qsize() > 1", "a condition cannot call a queue or target"),
        ],
    )
    def test_condition_without_a_value_pauses_and_says_why(self, condition, why):
        points = table(Breakpoint(3, condition, skip=100))
        assert points.hit(3, {"n": 1, "row": {"a": 1}}) == why


def start(script, target, *breakpoints, **options):
    """Run a script; return its report, and each lane, line and value of n with which it pauses."""
    run = ScriptRun(parse(script), {"edge": target}, Options(**options), breakpoints)
    places, lines = [], {each.line for each in breakpoints}

    def note(target, lane, line):
        if line in lines:  # another lane stops wherever it is
            places.append((lane, line, run.variables((target, lane)).get("n")))
        run.resume()

    run.lane_paused.connect(note)
    run.start()
    assert run.wait(PATIENCE).status is not RunStatus.ERROR
    return places


def test_each_lane_pauses_for_its_own_values(controller):
    places = start(LANES, controller, Breakpoint(LOW, "n == 3"), Breakpoint(HIGH, "n == 104"))
    assert places == [("low", LOW, "3"), ("high", HIGH, "104")]


def test_hits_of_all_lanes_are_counted_together(controller):
    script = "def fill(jobs: queue, n):\n    jobs.put(n)\n" + LANES.replace("jobs.put(n)", "fill(jobs, n)")
    places = start(script, controller, Breakpoint(2, "n % 100 < 3", skip=4))
    assert places == [("high", 2, "101"), ("high", 2, "102")]


def test_condition_sees_the_arguments_of_a_function(controller):
    script = "def double(n):\n    x = n * 2\n    assert x == n * 2\ndouble(1)\ndouble(7)"
    assert start(script, controller, Breakpoint(3, "x == 14")) == [("main", 3, "7")]


def test_condition_does_not_change_the_random_values_of_a_run(controller):
    script = "for n in range(20):\n    x = random_int(1, 1000)\n    note(x)"
    notes = []
    for condition in ("n == 99", "random_int(1, 9) == 99"):
        run = ScriptRun(parse(script), {"edge": controller}, Options(seed=5), [Breakpoint(3, condition)])
        found = []
        run.note_written.connect(lambda *note, found=found: found.append(note[-1]))
        run.start()
        run.wait(PATIENCE)
        notes.append(found)
    assert notes[0] == notes[1]
    assert len(notes[0]) == 20


def test_reason_without_a_value_names_no_secret(controller, monkeypatch):
    monkeypatch.setenv("TOKEN", "hunter22")
    script = 'key = secret("TOKEN")\nrow = {"a": 1}\nnote("here")'
    run = ScriptRun(parse(script), {"edge": controller}, Options(), [Breakpoint(3, "row[key] == 1")])
    reasons = []
    run.condition_failed.connect(lambda *reason: reasons.append(reason))
    run.lane_paused.connect(lambda *_: run.resume())
    run.start()
    run.wait(PATIENCE)
    assert [reason[:3] for reason in reasons] == [("edge", "main", 3)]
    assert "there is no" in reasons[0][3]
    assert "hunter22" not in reasons[0][3]


def test_queue_in_a_condition_is_no_value(controller):
    run = ScriptRun(
        parse("jobs = create()\nqueues()"), {"edge": controller}, Options(), [Breakpoint(2, "jobs == 1")]
    )
    reasons = []
    run.condition_failed.connect(lambda *reason: reasons.append(reason[-1]))
    run.lane_paused.connect(lambda *_: run.resume())
    run.start()
    run.wait(PATIENCE)
    assert reasons == ["'jobs' is a queue or a target, not a value"]
