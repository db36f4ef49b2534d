# SPDX-License-Identifier: GPL-3.0-or-later
"""One script on one target: passes, how they end, and the progress that is reported."""

from __future__ import annotations

import re
import threading

import pytest

from rqcore.errors import ConnectionLost
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Verdict
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.target_run import Ending, RunFeed, TargetRun

PASSES = "jobs = create('jobs')\njobs.put(1)\nassert jobs.get() == 1"
FAILS = "jobs = create('jobs')\nassert jobs.qsize() == 1"


class Signals:
    """Records what a feed emits."""

    def __init__(self, feed):
        self.lines, self.lanes, self.notes, self.results = [], [], [], []
        feed.line_started.connect(lambda *args: self.lines.append(args))
        feed.lane_ended.connect(lambda *args: self.lanes.append(args))
        feed.note_written.connect(lambda *args: self.notes.append(args))
        feed.result_added.connect(self.results.append)


def execute(text, controller, ending=None, **options):
    """Run a script to its end in this thread; return the report and what was emitted."""
    feed = RunFeed()
    signals = Signals(feed)
    run = TargetRun("edge", {"edge": controller}, feed, Options(**options), ending or Ending())
    run.run(parse(text))
    return feed.tally.report("x", ("edge",), 0, False), signals


def test_progress_is_reported_in_order(controller):
    report, signals = execute(PASSES, controller)
    assert signals.lines == [("edge", "main", 1), ("edge", "main", 2), ("edge", "main", 3)]
    assert signals.lanes == [("edge", "main")]
    assert [result.line for result in signals.results] == [1, 2, 3]
    assert report.ok
    assert report.results == tuple(signals.results)


def test_note_is_reported_without_a_result(controller):
    report, signals = execute("x = 2\nnote(f'x is {x}')", controller)
    assert signals.notes == [("edge", "main", 2, "x is 2")]
    assert report.total == 0


@pytest.mark.parametrize("loops", [1, 3])
def test_script_runs_the_given_number_of_times(controller, loops):
    report, _ = execute(PASSES, controller, loops=loops)
    assert (report.loops, report.total) == (loops, 3 * loops)
    assert [result.loop for result in report.results] == [
        loop for loop in range(1, loops + 1) for _ in range(3)
    ]
    assert controller.queues == {}


def test_queues_are_closed_after_each_pass(controller):
    report, _ = execute("create('jobs')", controller, loops=3)
    assert report.passed == 3
    assert controller.queues == {}


def test_run_until_failure_ends_after_a_failure(controller):
    report, _ = execute(FAILS, controller, loops=5, until_failure=True)
    assert (report.loops, report.failed) == (1, 1)
    report, _ = execute(FAILS, controller, loops=2)
    assert (report.loops, report.failed) == (2, 2)


def test_no_pass_begins_after_the_given_seconds(controller):
    report, _ = execute(PASSES, controller, loops=0, seconds=0.0)
    assert report.loops == 1


def test_stop_after_loop_finishes_the_current_pass(controller):
    ending = Ending()
    ending.after_loop.set()
    report, _ = execute(PASSES, controller, ending, loops=0)
    assert (report.loops, report.total) == (1, 3)


def test_stopped_run_executes_no_statement(controller):
    ending = Ending()
    ending.now.set()
    report, signals = execute(PASSES, controller, ending)
    assert report.total == 0
    assert signals.lanes == []


def test_stop_interrupts_a_sleep(controller):
    ending = Ending()
    feed = RunFeed()
    feed.line_started.connect(lambda target, lane, line: ending.now.set() if line == 1 else None)
    TargetRun("edge", {"edge": controller}, feed, Options(), ending).run(parse("sleep(3600)\ncreate()"))
    assert feed.tally.report("x", ("edge",), 0, True).total == 0


NOT_RUN = {
    "behind an error": ("queues()\nx = 1 / 0\nassert x == 1\nassert x == 2", {3, 4}),
    "in a loop that cannot begin": ("n = 'a'\nfor i in range(n):\n  queues()\nassert n == 'a'", {3, 4}),
    "behind an error in a loop": ("for i in range(3):\n  assert i == 0\n  x = 1 // i\n  assert x == 1", {4}),
    "behind an error in the second iteration": (
        "for i in range(3):\n  assert i < 3\n  x = 1 // (1 - i)\n  assert x == 1\nassert 1 == 1",
        {4, 5},
    ),
    "in blocks": ("x = 1 / 0\nwith repeat(2):\n  with timing(max='1s'): queues()", {3}),
    "in lanes that did not begin": (
        "x = 1 / 0\nwith parallel():\n  with lane('a'): queues()\n  with lane('b'):\n    queues()",
        {3, 5},
    ),
    "in a turn that cannot begin": ("with turn('t', 2):\n  queues()\nqueues()", {2, 3}),
    "but not what is off": ("x = 1 / 0\nqueues()  # off\nqueues()", {3}),
    "but not in a loop of no iterations": ("for i in range(0):\n  queues()", set()),
    "but not what passed in a loop before": ("with repeat(2): queues()\nx = 1 / 0", set()),
}


@pytest.mark.parametrize("where", NOT_RUN)
def test_vectors_that_are_due_when_their_lane_ends_are_not_run(controller, where):
    text, lines = NOT_RUN[where]
    report, signals = execute(text, controller)
    not_run = [result for result in signals.results if result.outcome is Verdict.NOT_RUN]
    assert {result.line for result in not_run} == lines
    assert report.not_run == len(not_run) == len(lines)
    assert not (report.ok and lines)


def test_lane_that_ends_early_leaves_the_vectors_of_other_lanes(controller):
    lanes = "  with lane('a'):\n    x = 1 / 0\n    queues()\n  with lane('b'): queues()\n"
    text = f"with parallel():\n{lanes}queues()"
    report, _ = execute(text, controller)
    assert report.passed == 2
    ((lane, line),) = [(each.lane, each.line) for each in report.results if each.outcome is Verdict.NOT_RUN]
    assert (lane, line) == ("a", 4)


@pytest.mark.parametrize("place", [1, 2, 4])
def test_stopped_run_counts_the_vectors_that_were_not_run(controller, place):
    text = "queues()\nwith parallel():\n  with lane('a'):\n    queues()\n    queues()\nqueues()"
    ending, feed = Ending(), RunFeed()
    feed.line_started.connect(lambda target, lane, line: ending.now.set() if line == place else None)
    TargetRun("edge", {"edge": controller}, feed, Options(), ending).run(parse(text))
    report = feed.tally.report("x", ("edge",), 0, True)
    assert (report.passed, report.not_run) == {1: (0, 4), 2: (1, 3), 4: (1, 3)}[place]


def test_call_that_waits_when_the_run_is_stopped_is_interrupted(controller):
    ending, feed = Ending(), RunFeed()
    run = TargetRun("edge", {"edge": controller}, feed, Options(), ending)
    signals = Signals(feed)

    def stop():
        ending.now.set()
        run.disconnect()

    feed.line_started.connect(
        lambda target, lane, line: threading.Timer(0.05, stop).start() if line == 2 else None
    )
    run.run(parse("jobs = create()\njobs.get()\njobs.put(1)"))
    assert [result.outcome for result in signals.results] == [
        Verdict.PASSED,
        Verdict.INTERRUPTED,
        Verdict.NOT_RUN,
    ]
    assert re.fullmatch(r"no answer after \S+ s, when the run was stopped", signals.results[1].got)


def test_vectors_of_an_unreachable_target_are_not_run(controller):
    controller.unreachable = True
    report, _ = execute(PASSES, controller)
    assert (report.total, report.not_run, report.loops) == (0, 3, 0)


def test_unreachable_target_is_reported_with_its_reason(controller):
    controller.unreachable = True
    report, signals = execute(PASSES, controller)
    assert report.unreachable == {"edge": "connection refused"}
    assert not report.ok
    assert signals.lines == []


def test_connection_error_without_a_message_is_reported_by_its_class():
    def connect():
        raise OSError

    report, _ = execute(PASSES, connect)
    assert report.unreachable == {"edge": "OSError"}


def test_lost_target_ends_the_run(controller):
    feed = RunFeed()
    feed.line_started.connect(
        lambda target, lane, line: controller.handles[-1].close() if line == 2 else None
    )
    TargetRun("edge", {"edge": controller}, feed, Options(loops=3), Ending()).run(parse(PASSES))
    report = feed.tally.report("x", ("edge",), 0, False)
    assert report.lost == {"edge": "the handle was closed"}
    assert report.loops == 1
    outcomes = [Verdict.PASSED, Verdict.ERROR, Verdict.NOT_RUN]
    assert [result.outcome for result in report.results] == outcomes


def test_connection_closed_by_stop_is_not_reported_as_lost(controller):
    ending, feed = Ending(), RunFeed()
    run = TargetRun("edge", {"edge": controller}, feed, Options(), ending)

    def stop(target, lane, line):
        if line == 2:
            ending.now.set()
            run.disconnect()

    feed.line_started.connect(stop)
    run.run(parse(PASSES))
    assert feed.tally.report("x", ("edge",), 0, True).lost == {}


def test_script_error_is_a_result_and_ends_the_lane(controller):
    report, _ = execute("x = 1 / 0\ncreate()", controller)
    result, behind = report.results
    assert (result.line, result.outcome) == (1, Verdict.ERROR)
    assert "ZeroDivisionError" in result.got
    assert (behind.line, behind.outcome) == (2, Verdict.NOT_RUN)


@pytest.mark.parametrize(("speed", "waits"), [(0, 0), (10.0, 1)])
def test_lateness_is_counted_unless_the_speed_is_zero(controller, speed, waits):
    report, _ = execute("at(0.01)", controller, speed=speed)
    assert sum(len(histogram) for histogram in report.lateness.values()) == waits


def test_lanes_run_in_threads_of_their_own(controller):
    names = set()
    feed = RunFeed()
    feed.line_started.connect(lambda target, lane, line: names.add((lane, threading.current_thread().name)))
    text = "with parallel():\n    with lane('a'): sleep(0)\n    with lane('b'): sleep(0)"
    TargetRun("edge", {"edge": controller}, feed, Options(), Ending()).run(parse(text))
    assert {("a", "a"), ("b", "b")} < names
    assert {lane for lane, _ in names} == {"main", "a", "b"}


def test_off_lines_are_skipped(controller):
    report, signals = execute("create('a')\ncreate('b')  # off\ncreate('c')", controller, off=frozenset({3}))
    assert [result.line for result in report.results] == [1]
    assert [line for _, _, line in signals.lines] == [1]


def test_duration_of_each_call_is_measured(controller):
    report, _ = execute(PASSES, controller)
    assert all(result.duration_ns > 0 and result.ended > 0 for result in report.results)
    assert len(report.durations["edge"]) == 3


def test_error_of_a_call_is_not_a_lost_target(controller):
    report, _ = execute("queue('nothing')", controller)
    assert report.results[0].outcome is Verdict.FAILED
    assert not isinstance(report.results[0], ConnectionLost)
    assert report.lost == {}
