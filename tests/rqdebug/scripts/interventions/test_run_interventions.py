# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run has set on its targets ends with it, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from rqdebug.debug import attach
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.script_run import ScriptRun
from tests.rqdebug.scripts.interventions.conftest import make_run, outcomes, run_script, wait_until

SETTING = """\
todo = queue("todo")
freeze(todo)
with fault("delay", "queue == other", seconds=1):
    held = break_on("queue == other", timeout=30)
"""


@pytest.fixture
def debugger(controller_url, beside):
    with attach(controller_url) as debugger:
        yield debugger


def rules(debugger):
    """Return the rules that are set now; a frozen queue has one, too."""
    return sorted(each["action"]["kind"] for each in debugger.rules())


def test_stopped_run_leaves_nothing_behind_and_says_so(debugger, controller_url):
    run = make_run(SETTING, controller_url)
    run.start()
    wait_until(lambda: len(debugger.rules()) == 3)
    run.stop()
    report = run.wait(30)
    wait_until(lambda: not debugger.rules())
    assert {each.ending for each in report.ended} >= {"the freeze has ended", "the fault 'delay' has ended"}
    assert outcomes(report)[-1][1].startswith("no answer after")


def test_call_that_the_script_holds_itself_continues_at_a_stop(debugger, controller_url):
    run = make_run('todo = queue("todo")\nfreeze(todo)\ntodo.put(1)', controller_url)
    run.start()
    wait_until(debugger.held)
    run.stop()
    assert outcomes(run.wait(60)) == []


def test_failed_script_leaves_nothing_behind(debugger, controller_url):
    report = run_script('todo = queue("todo")\nfreeze(todo)\nx = 1 / 0', controller_url)
    assert not report.ok
    assert rules(debugger) == []
    assert [each.ending for each in report.ended] == ["the freeze has ended"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killed_program_leaves_nothing_behind(debugger, controller_url, tmp_path, number):
    (tmp_path / "some.rqs").write_text(SETTING)
    command = [sys.executable, "-m", "rqdebug", "run", "some.rqs", "--target", controller_url]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE) as process:
        wait_until(lambda: len(debugger.rules()) == 3)
        process.send_signal(number)
        process.communicate()
    wait_until(lambda: not debugger.rules())


def test_test_leaves_nothing_for_the_next_one(debugger, controller_url):
    text = (
        'todo = queue("todo")\n'
        'with test("a"): freeze(todo)\n'
        'with test("b"): todo.put(1, timeout=20)\n'
        "todo.purge()"
    )
    report = run_script(text, controller_url)
    assert outcomes(report) == []
    assert [(each.line, each.ending) for each in report.ended] == [(2, "the freeze has ended")]


def test_teardown_begins_after_everything_has_ended(debugger, controller_url):
    text = 'todo = queue("todo")\nwith teardown(): todo.put(1, timeout=20)\nfreeze(todo)'
    report = run_script(text, controller_url)
    assert outcomes(report) == []


def test_lanes_share_a_session_and_can_thaw_the_queues_of_others(debugger, controller_url):
    text = """\
todo = queue("todo")
freeze(todo)
with parallel():
    with lane("a"): todo.put(1, timeout=20)
    with lane("b"):
        e = wait_for("queue == todo and outcome == held", timeout=20)
        assert e.client == "rqdebug:a"
        thaw(todo)
"""
    report = run_script(text, controller_url)
    assert outcomes(report) == []
    assert report.ended == ()


def test_targets_have_their_own_sessions_and_events(debugger, controller_url):
    text = """\
one = target("t0")
other = target("t1")
jobs = one.create("jobs")
with one.fault("drop", "queue == jobs"): jobs.put(1)
assert jobs.empty()
e = one.wait_for("queue == jobs and method == put")
assert e.rule > 0
assert other.count("queue == jobs and method == put") == 1
"""
    report = run_script(text, controller_url, controller_url)
    assert outcomes(report) == []


def test_target_that_cannot_be_debugged_says_why(redis_program, redis_server_of):
    pytest.importorskip("redis")
    with redis_server_of(redis_program) as server:
        text = """\
jobs = create("jobs")
jobs.put(1)
e = wait_for("queue == jobs and method == put")
assert count("queue == jobs and method == put") == 1
with soft(): freeze(jobs)
with fault("drop"): jobs.put(1)
"""
        report = run_script(text, server.url)
    assert [line for line, _ in outcomes(report)] == [5, 6]
    assert "only a controller can be debugged" in outcomes(report)[0][1]


def test_run_without_debuggers_says_so():
    class Nowhere:
        def close(self):
            pass

    run = ScriptRun(parse('assert count("method == put") == 0'), {"t": Nowhere})
    run.start()
    ((_, got),) = outcomes(run.wait(30))
    assert "t can be neither debugged nor observed" in got
