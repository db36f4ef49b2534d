# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that disturb and watch other programs, which are processes of their own."""

from __future__ import annotations

import pytest

import rqcore
from rqdebug.debug import attach
from rqdebug.debug.script_filters import check_script_filter
from rqdebug.errors import ScriptError
from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS, FAULTS
from rqdebug.scripts.language.parser import parse
from tests.rqdebug.scripts.interventions.conftest import make_run, outcomes, run_script, wait_until

QUEUES = 'todo = queue("todo")\ndone = queue("done")\n'


def check(text, controller_url, **options):
    """Run a script with the queues of the worker. Every line must pass."""
    report = run_script(QUEUES + text, controller_url, **options)
    assert outcomes(report) == []
    assert report.ok
    return report


# Events


def test_event_of_another_program_is_returned_with_its_fields(beside, controller_url):
    with beside():
        check(
            'todo.put({"order": 17})\n'
            'event = wait_for("method == put and queue == done and payload.order == 17", timeout=20)\n'
            'assert event.payload == {"order": 17, "ok": True}\n'
            'assert event.client == "worker" and event.queue == "done" and event.outcome == "ok"\n'
            "assert event.items == 1 and event.timeout == None and event.waited >= 0 and event.rule == 0\n",
            controller_url,
        )


def test_event_before_the_line_is_found_and_each_only_once(beside, controller_url):
    check(
        "done.put(1)\ndone.put(2)\nsleep(0.2)\n"
        'one = wait_for("queue == done and method == put")\n'
        'two = wait_for("queue == done and method == put")\n'
        "assert one.payload == 1 and two.payload == 2\n"
        'never("queue == done and method == put", within=0.1)\n'
        'assert count("queue == done and method == put") == 2\n'
        'with parallel():\n    with lane("a"): never("queue == done and method == put", within=0.1)\n',
        controller_url,
    )


def test_test_looks_only_at_its_own_events(beside, controller_url):
    check(
        "done.put(1)\n"
        'with test("a"):\n'
        '    assert count("method == put") == 0\n'
        "    done.put(2)\n"
        '    event = wait_for("method == put")\n'
        "    assert event.payload == 2\n"
        'assert count("method == put") == 2\n',
        controller_url,
    )


def test_each_pass_looks_only_at_its_own_events(beside, controller_url):
    check('done.put(1)\nassert count("method == put") == 1\n', controller_url, loops=3)


def test_expected_number_of_events_passes(beside, controller_url):
    with beside():
        check(
            'with expect("method == put and queue == done", times=2, within=20):\n'
            '    with repeat(2): todo.put({"order": 1})\n'
            'with expect("method == put and queue == dead", times=0, within=0): todo.qsize()\n',
            controller_url,
        )


@pytest.mark.parametrize(
    ("line", "expected", "got"),
    [
        ('e = wait_for("queue == dead", timeout=0.1)', "an event that matches within 0.1 s", "none"),
        ('never("method == put", within=0)', "no event that matches", "put on 'done' by rqdebug, ok: b'1'"),
        ('with expect("method == put", times=2, within=0.1): done.put(2)', "2 matching events", "1"),
        ('with expect("method == put", times=0, within=0.1): done.put(2)', "0 matching events", "1"),
        ('assert count("method == put") == 2', "2", "1"),
        ('held = break_on("queue == dead", timeout=0.1)', "a call that matches within 0.1 s", "none"),
    ],
)
def test_expectation_that_is_not_met_fails_with_its_reason(beside, controller_url, line, expected, got):
    report = run_script(f"{QUEUES}done.put(1)\n{line}", controller_url)
    (failure,) = [each for each in report.results if each.outcome.value == "failed"]
    assert (failure.line, failure.expected, failure.got) == (4, expected, got)


def test_number_of_events_can_be_awaited(beside, controller_url):
    with beside():
        check(
            'todo.put({"order": 1})\n'
            'assert eventually(count("method == put and client == worker") == 1, timeout=20)\n',
            controller_url,
        )


def test_payload_that_was_cut_makes_a_count_uncertain(beside, controller_url):
    report = run_script(
        f'{QUEUES}done.put({{"fill": "x" * 70000, "order": 1}})\nassert count("payload.order == 1") == 1\n'
        'e = wait_for("queue == done and method == put")\nassert e.payload == 1',
        controller_url,
    )
    assert [line for line, _ in outcomes(report)] == [4, 6]
    assert "too little of 1 events was recorded" in outcomes(report)[0][1]
    assert "only 65,536 of 70,021 bytes" in outcomes(report)[1][1]


# Faults, frozen queues and held calls


def test_fault_disturbs_another_program_as_long_as_its_block_runs(beside, controller_url):
    with beside():
        report = check(
            'with fault("duplicate", "queue == done and method == put and client == worker"):\n'
            '    todo.put({"order": 1})\n'
            "    assert eventually(done.qsize() == 2, timeout=20)\n"
            "done.purge()\n"
            'todo.put({"order": 2})\n'
            'event = wait_for("queue == done and payload.order == 2", timeout=20)\n'
            "assert event.rule == 0 and done.qsize() == 1\n",
            controller_url,
        )
    assert [line.text for line in report.lines if line.line == 3] == [
        'with fault("duplicate", "queue == done and method == put and client == worker"):'
    ]
    assert report.ended == ()


@pytest.mark.parametrize("arguments", ["nth=2", "first=1", "after=1", "probability=0.5, seed=3"])
def test_fault_can_be_limited_to_some_calls(beside, controller_url, arguments):
    check(
        f'with fault("drop", "queue == done and method == put", {arguments}):\n'
        "    done.put(1)\n    done.put(2)\n"
        "assert 0 <= done.qsize() <= 2\n",
        controller_url,
    )


def test_frozen_queue_holds_the_calls_of_others_and_lets_items_through_in_steps(beside, controller_url):
    with beside():
        check(
            'with freeze(todo, "gets"):\n'
            '    todo.put({"order": 1})\n'
            '    todo.put({"order": 2})\n'
            '    never("queue == done and method == put", within=0.2)\n'
            '    assert eventually(step(todo, "gets", 1) == 1, timeout=20)\n'
            '    e = wait_for("queue == done and payload.order == 1 and method == put", timeout=20)\n'
            '    assert count("queue == done and method == put") == 1\n'
            'e = wait_for("queue == done and payload.order == 2 and method == put", timeout=20)\n'
            "freeze(done)\n"
            "thaw(done)\n"
            "assert done.get(timeout=5) == has({'order': 1})\n"
            "with freeze(done, fails=True):\n    with raises(NotAllowed): done.get(block=False)\n",
            controller_url,
        )


HELD = """\
held = break_on("queue == done and method == put and payload.order == 17", timeout=30)
assert held.payload == {"order": 17, "ok": True} and held.client == "worker"
assert held.method == "put" and held.queue == "done" and held.items == 1
"""


def run_held(text, beside, controller_url):
    """Run a script that holds a call of another program, and return its report."""
    run = make_run(f"{QUEUES}{HELD}{text}", controller_url)
    with beside(), attach(controller_url) as debugger:
        run.start()
        wait_until(debugger.rules)
        with rqcore.connect(controller_url) as client:
            client.queue("todo").put({"order": 17})
        return run.wait(60)


@pytest.mark.parametrize(
    "text",
    [
        'held.release()\nassert done.get(timeout=20) == {"order": 17, "ok": True}',
        'held.release(payload={"order": 18})\nassert done.get(timeout=20) == {"order": 18}',
        'held.discard()\ne = wait_for("client == worker and method == put and rule > 0 and phase == end", '
        "timeout=20)\nassert done.empty()",
        'held.fail("TOOMANY")\ne = wait_for("client == worker and method == put and rule > 0", timeout=20)',
    ],
)
def test_held_call_ends_as_the_script_says(beside, controller_url, text):
    report = run_held(text, beside, controller_url)
    assert outcomes(report) == []
    assert report.ended == ()


def test_held_call_continues_at_the_end_of_its_lane(beside, controller_url):
    report = run_held("note('over')", beside, controller_url)
    (ended,) = report.ended
    assert (ended.line, ended.ending, ended.times) == (3, "the held call continues", 1)


def test_released_call_cannot_be_released_again(beside, controller_url):
    ((line, got),) = outcomes(run_held("held.release()\nheld.release()", beside, controller_url))
    assert line == 7
    assert "BadCall" in got


# Checks before the run


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ('with fault("dely", "queue == jobs"): j.qsize()', 6, "no fault 'dely'; did you mean 'delay'"),
        ('with fault("x", "queue == jobs"): j.qsize()', 6, "the faults are delay, drop, duplicate"),
        ('with fault("delay", "outcome == full", seconds=1): j.qsize()', 22, "`outcome` cannot be used here"),
        ('with fault("delay", rate=1): j.qsize()', 6, "has no 'rate'; it takes seconds, low, high"),
        ('with fault("drop", seconds=1): j.qsize()', 6, "has no 'seconds'; it takes no fields"),
        ('with fault("delay"): j.qsize()', 6, "needs the field seconds"),
        ('with fault("drop", nth=1, after=2): j.qsize()', 6, "takes nth or after, not both"),
        ('with fault("drop", probability=2): j.qsize()', 6, "a number from 0 to 1"),
        ('with fault("drop", 5): j.qsize()', 20, "a filter is a text, not 5"),
        ('fault("drop")', 1, "begins a block and needs with"),
        ('x = wait_for("method == pt")', 25, "did you mean `put`"),
        ("x = wait_for('''\nmethod == pt''')", 14, "did you mean `put`"),
        ('assert count("note == x") == 0', 15, "cannot use marks and notes"),
        ('x = break_on("waited > 5ms")', 15, "only the log knows it; use method, queue"),
        ('break_on("queue == jobs")', 1, "needs a name"),
        ('x = wait_for("queue == jobs", timeout="a")', 5, "a number of seconds from 0"),
        ('with expect("queue == jobs", times=1.5): j.qsize()', 6, "times is a whole number"),
        ('with freeze(j, "get"): j.qsize()', 6, "'puts' or 'gets' or 'both', not 'get'"),
        ('step(j, "both")', 1, "'puts' or 'gets', not 'both'"),
        ('assert wait_for("queue == jobs") == 1', 8, "an event is no value"),
        ('assert wait_for("queue == jobs") and j.full()', 8, "cannot be part of a condition"),
        ('x = wait_for("queue == jobs")\nassert x.payload == x.paylod', 2, "did you mean 'payload'"),
        ('x = wait_for("queue == jobs")\nassert x == 1', 2, "'x' is an event, not a value"),
        ('with fault("drop") as x: j.qsize()', 1, "leave out as"),
    ],
)
def test_mistake_is_found_before_the_run(line, column, sentence):
    with pytest.raises(ScriptError) as error:
        parse(f"j = create()\n{line}", check_filter=check_script_filter)
    assert sentence in error.value.message
    assert error.value.line == 2 or column == 2
    assert error.value.column == column or column == 2


def test_filter_that_is_computed_is_checked_in_the_run(beside, controller_url):
    report = run_script(QUEUES + 'name = "pt"\nassert count(f"method == {name}") == 0', controller_url)
    ((line, got),) = outcomes(report)
    assert line == 4
    assert "column 11" in got


def test_computed_filter_must_be_a_text(beside, controller_url):
    report = run_script("x = 5\nassert count(x) == 0", controller_url)
    assert outcomes(report) == [(2, "FilterError: a filter is a text, not 5")]


def test_expectation_of_a_block_that_ended_early_is_not_run(beside, controller_url):
    text = 'with expect("queue == done", within=0):\n    x = 1 / 0\n    done.put(1)'
    report = run_script(QUEUES + text, controller_url)
    verdicts = {line.line: line.outcome.value for line in report.lines}
    assert verdicts == {1: "passed", 2: "passed", 3: "not run", 4: "error", 5: "not run"}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_explained(kind):
    assert kind in DEBUGGER_FUNCTIONS["fault"].signature.help
