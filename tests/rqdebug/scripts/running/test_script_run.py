# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import queue
import threading
import time

import pytest

from rqdebug.scripts.compare import compare_targets
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus, Verdict
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

PATIENCE = 10


def run_of(text, targets, **options):
    targets = targets if isinstance(targets, dict) else {"edge": targets}
    return ScriptRun(parse(text, "some.rqs"), targets, Options(**options))


def report_of(text, targets, **options):
    run = run_of(text, targets, **options)
    run.start()
    return run.wait(PATIENCE)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the condition was never met"
        time.sleep(0.005)


def test_run_without_failures_is_a_success(controller):
    report = report_of("jobs = create('jobs')\njobs.put(1)\nassert jobs.get() == 1", controller)
    assert report.ok
    assert (report.passed, report.failed, report.errors, report.total) == (3, 0, 0, 3)
    assert (report.filename, report.targets, report.loops) == ("some.rqs", ("edge",), 1)
    assert not report.stopped
    assert report.kept_all
    assert report.duration_ns > 0


def test_run_with_failures_is_no_success(controller):
    report = report_of("jobs = create('jobs')\nassert jobs.qsize() == 1\njobs.get(timeout=0)", controller)
    assert not report.ok
    assert [(result.line, result.outcome) for result in report.results] == [
        (1, Verdict.PASSED),
        (2, Verdict.FAILED),
        (3, Verdict.FAILED),
    ]


def test_lanes_run_in_parallel(controller):
    report = report_of(
        "jobs = create(maxsize=1)\n"
        "with parallel():\n"
        "  with lane('producer'):\n"
        "    for i in range(50): jobs.put(i)\n"
        "  with lane('consumer'):\n"
        "    for i in range(50): assert jobs.get(timeout=5) == i\n"
        "assert jobs.qsize() == 0",
        controller,
    )
    assert report.ok
    assert report.total == 102
    assert {result.lane for result in report.results} == {"main", "producer", "consumer"}


def test_lanes_have_connections_with_their_names(controller):
    report = report_of(
        "jobs = create()\n"
        "with parallel():\n"
        "  with lane('producer'): jobs.put(1)\n"
        "  with lane('my consumer'): jobs.get()",
        controller,
    )
    assert report.ok
    names = sorted(handle.name for handle in controller.handles)
    assert names == ["rqdebug", "rqdebug:my-consumer", "rqdebug:producer"]
    assert all(handle.closed for handle in controller.handles)


@pytest.mark.parametrize(
    "signal", ["line_started", "result_added", "note_written", "lane_ended", "pass_started"]
)
@pytest.mark.parametrize("lane", ["", "with parallel():\n  with lane('a'): "])
def test_exception_of_a_slot_ends_the_run_as_an_error(controller, signal, lane, monkeypatch):
    # Given
    monkeypatch.setattr(threading, "excepthook", lambda *_: pytest.fail("a thread ended silently"))

    def fail(*_):
        raise RuntimeError("broken slot")

    text = (
        "jobs = create()\n"
        + lane
        + "note('hello'); jobs.put(1)"
        + ("\n  with lane('b'): jobs.get()" if lane else "")
    )
    run = run_of(text, controller, loops=0)
    getattr(run, signal).connect(fail)
    # When
    run.start()
    report = run.wait(PATIENCE)
    # Then
    assert report.status is RunStatus.ERROR
    assert not report.ok
    assert any("RuntimeError: broken slot" in reason for reason in report.reasons)


def test_signals_report_the_progress_of_a_run(controller):
    run = run_of("note('hello')\nx = 1\nassert x == 1", controller)
    emitted = []
    run.line_started.connect(lambda *line: emitted.append(line))
    run.note_written.connect(lambda *note: emitted.append(note))
    run.result_added.connect(emitted.append)
    run.lane_ended.connect(lambda *lane: emitted.append(lane))
    run.finished.connect(emitted.append)
    run.start()
    report = run.wait(PATIENCE)
    assert emitted == [
        ("edge", "main", 1),
        ("edge", "main", 1, "hello"),
        ("edge", "main", 2),
        ("edge", "main", 3),
        report.results[0],
        ("edge", "main"),
        report,
    ]


def test_queues_are_closed_between_loops(controller):
    report = report_of("jobs = create('jobs')\nassert jobs.qsize() == 0\njobs.put(1)", controller, loops=3)
    assert report.ok
    assert (report.loops, report.total) == (3, 9)
    assert [result.loop for result in report.results] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_script_runs_on_several_targets(controller):
    other = type(controller)()
    controller().create("jobs")
    report = report_of("jobs = create('jobs')", {"a": controller, "b": other})
    assert {result.target: result.outcome for result in report.results} == {
        "a": Verdict.FAILED,
        "b": Verdict.PASSED,
    }


@pytest.mark.parametrize("ending", ["", "x = jobs.get(timeout=0)", "x = 1 / 0", "jobs.close()"])
def test_created_queues_are_closed_however_the_pass_ends(controller, ending):
    controller().create("mine")
    report_of(f"jobs = create('jobs')\njobs.put(1)\njobs.get()\nother = create()\n{ending}", controller)
    assert controller.names == ["mine"]


def test_existing_queue_is_not_closed(controller):
    controller().create("mine")
    report = report_of(
        "a = create('mine', exist_ok=True)\nb = create('new', exist_ok=True)\nc = queue('mine')", controller
    )
    assert report.ok
    assert controller.names == ["mine"]


@pytest.mark.parametrize(
    ("waiting", "calls"),
    [("jobs.get()", 1), ("sleep(1000)", 0), ("with parallel():\n  with lane('a'): jobs.get()", 1)],
)
def test_stop_ends_waiting_calls(controller, waiting, calls):
    run = run_of(f"jobs = create('jobs')\n{waiting}\nnote('never')", controller)
    emitted = []
    run.note_written.connect(lambda *note: emitted.append(note))
    run.start()
    until(lambda: controller.names)
    run.stop()
    report = run.wait(PATIENCE)
    assert report.stopped
    assert (report.passed, report.counts[Verdict.INTERRUPTED] + report.not_run) == (1, calls)
    assert controller.names == []
    assert emitted == []


def test_endless_run_continues_until_stopped(controller):
    run = run_of("jobs = create('jobs')\njobs.put(1)", controller, loops=0)
    run.start()
    until(lambda: run.report().loops > 20)
    run.stop()
    report = run.wait(PATIENCE)
    assert report.status is RunStatus.STOPPED
    assert controller.names == []


def test_run_can_be_stopped_from_a_slot(controller):
    run = run_of("for i in range(100000): x = create()", controller)
    run.result_added.connect(lambda result: run.stop())
    run.start()
    assert run.wait(PATIENCE).total < 100
    assert controller.names == []


def test_unreachable_target_is_reported(controller):
    controller.unreachable = True
    report = report_of("x = 1", controller)
    assert not report.ok
    assert report.unreachable == {"edge": "connection refused"}
    assert report.results == ()


def test_lost_target_ends_an_endless_run(controller):
    run = run_of("jobs = create('jobs')\njobs.get()", controller, loops=0)
    run.start()
    until(lambda: controller.names)
    controller.handles[0].close()
    report = run.wait(PATIENCE)
    assert not report.ok
    assert report.results[-1].got.startswith("ConnectionLost")
    assert controller.names == [], "they are closed over a new connection"


def test_wait_for_a_run_times_out(controller):
    run = run_of("sleep(1000)", controller)
    run.start()
    with pytest.raises(TimeoutError):
        run.wait(0.01)
    assert not run.report().stopped
    run.stop()
    run.wait(PATIENCE)


def test_no_thread_remains_after_a_run(controller):
    before = set(threading.enumerate())
    report_of("jobs = create()\nwith parallel():\n  with lane('a'): jobs.put(1)", controller)
    until(lambda: set(threading.enumerate()) <= before)


def test_error_of_any_kind_is_a_result(controller):
    report = report_of("jobs = create()\njobs.get(timeout='soon')", controller)
    assert report.results[1].outcome is Verdict.ERROR
    assert report.results[1].got.startswith("TypeError")


def test_run_loops_for_a_duration(controller):
    report = report_of("sleep(0.01)\nqueues()", controller, loops=0, seconds=0.2)
    assert 1 <= report.loops <= 25
    assert not report.stopped
    assert report_of("queues()", controller, loops=2, seconds=1000).loops == 2


def test_run_loops_until_a_failure(controller):
    mine = controller().create("mine")
    text = "q = queue('mine')\nq.put(1)\nassert q.qsize() < 4"
    report = report_of(text, controller, loops=0, until_failure=True)
    assert (report.loops, report.failed) == (4, 1)
    assert mine.qsize() == 4


def test_run_stops_after_the_current_loop(controller):
    run = run_of("note('begun')\nsleep(0.1)\nqueues()", controller, loops=0)
    run.note_written.connect(lambda *_: run.stop_after_loop())
    run.start()
    report = run.wait(PATIENCE)
    assert (report.loops, report.total, report.stopped) == (1, 1, False)


def test_run_is_paused_stepped_and_resumed(controller):
    run = run_of("queues()\nqueues()\nqueues()", controller)
    places = queue.Queue()
    run.lane_paused.connect(lambda *place: places.put(place))
    run.set_breakpoints([Breakpoint(2)])
    run.start()
    assert places.get(timeout=PATIENCE) == ("edge", "main", 2)
    assert run.paused
    assert run.report().total == 1
    run.step()
    assert places.get(timeout=PATIENCE) == ("edge", "main", 3)
    assert run.report().total == 2
    run.resume()
    assert run.wait(PATIENCE).total == 3


def test_paused_run_can_be_stopped(controller):
    run = run_of("jobs = create('jobs')\nqueues()", controller)
    run.set_breakpoints([Breakpoint(2)])
    run.start()
    until(lambda: run.paused)
    run.stop()
    assert run.wait(PATIENCE).stopped
    assert controller.names == []


def test_lost_target_does_not_end_the_run_on_others(controller):
    other = type(controller)()
    run = run_of(
        "jobs = create('jobs')\nwith repeat(20):\n  sleep(0.02)\n  jobs.qsize()",
        {"a": controller, "b": other},
    )
    run.start()
    until(lambda: run.report().total > 4)
    controller.handles[0].close()
    controller.unreachable = True
    report = run.wait(PATIENCE)
    assert set(report.lost) == {"a"}
    assert not report.ok
    assert sum(result.target == "b" and result.outcome is Verdict.PASSED for result in report.results) == 21


def test_script_that_names_its_targets_runs_once(controller):
    other = type(controller)()
    text = (
        "a = target('a')\nb = target('b')\nx = a.create('x')\ny = b.create('y')\n"
        "y.put(1)\nassert x.qsize() == 0"
    )
    report = report_of(text, {"a": controller, "b": other})
    assert report.ok
    assert [result.target for result in report.results] == ["a", "b", "a", "b", "b", "a"]
    assert (controller.names, other.names) == ([], [])


def test_unknown_target_is_an_error(controller):
    report = report_of("c = target('c')\nc.queues()", controller)
    result, behind = report.results
    assert (result.outcome, behind.outcome) == (Verdict.ERROR, Verdict.NOT_RUN)
    assert "this run has no target 'c'" in result.got


def test_all_targets_get_the_same_random_values(controller):
    text = "jobs = create()\njobs.put(random_int(0, 1000000000))\nx = jobs.get()"
    report = report_of(text, {"a": controller, "b": type(controller)()}, seed=3)
    first, second = [result.got for result in report.results if result.line == 3]
    assert first == second
    assert report.seed == 3


def test_at_waits_relative_to_the_start(controller):
    text = "sleep(0.05)\nat(0.1)\nwith parallel():\n  with lane('a'): at(0.1)\n  with lane('b'): at(0)"
    report = report_of(text, controller)
    assert report.duration_ns >= 2 * 10**8
    assert len(report.lateness["edge"]) == 3


def test_speed_scales_the_clock_of_at(controller):
    assert report_of("at(1000)", controller, speed=10_000).duration_ns >= 10**8
    report = report_of("at(1000)", controller, speed=0)
    assert report.lateness == {}


def test_lines_can_be_skipped_by_an_option(controller):
    assert report_of("queues()\nqueues()\nqueues()  # off", controller, off=frozenset({1})).total == 1


@pytest.mark.parametrize("value", ["'a' * 300 + item", "b'a' * 300 + item", "['a' * 300, item]"])
def test_targets_that_differ_behind_a_cut_are_different(controller, value):
    def report_with(first, second):
        targets = {"a": type(controller)(), "b": type(controller)()}
        for target, item in zip(targets.values(), (first, second), strict=True):
            target().create("given").put(item)
        text = f"jobs = queue('given')\nitem = jobs.get()\nlong = {value}\nout = create()\nout.put(long)\n"
        text += "x = out.get()"
        return compare_targets(report_of(text, targets), "a", "b")

    kind = bytes if value.startswith("b") else str
    one, other = (b"x", b"y") if kind is bytes else ("x", "y")
    different = [pair.line.line for pair in report_with(one, other).different]
    assert 6 in different
    (pair,) = (each for each in report_with(one, other).pairs if each.line.line == 6)
    assert all(text.endswith("(differs later)") for text in pair.example)
    assert report_with(one, one).different == ()
