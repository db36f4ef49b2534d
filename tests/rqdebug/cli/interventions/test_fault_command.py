# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug fault`` in a process of its own, while a program calls queues."""

from __future__ import annotations

import time

import pytest

import rqcore

FILTER = "queue == disturbed and method == put"


@pytest.fixture
def disturbed(controller):
    return controller.create("disturbed")


def test_fault_lasts_until_ctrl_c_and_is_counted(start, controller_url, disturbed):
    program = start("fault", controller_url, FILTER, "--fail", "toomany", terminal=True)
    program.wait_for("fail disturbs calls that match; Ctrl\\+C ends it")
    for _ in range(2):
        with pytest.raises(rqcore.TooMany):
            disturbed.put("x")
    program.wait_for("2 calls matched, 2 disturbed")
    assert program.interrupt() == 130
    program.wait_for("the fault has ended: 2 calls matched, 2 disturbed")
    disturbed.put("x")
    assert disturbed.qsize() == 1


def test_counts_are_printed_at_the_end_only_without_a_terminal(start, controller_url, disturbed):
    program = start("fault", controller_url, FILTER, "--drop")
    program.wait_for("drop disturbs")
    disturbed.put("x")
    assert program.interrupt() == 130
    program.wait_for("the fault has ended: 1 call matched, 1 disturbed\n")
    assert program.text.count("matched") == 1
    assert disturbed.qsize() == 0


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--duplicate"], ["one", "one"]),
        (["--corrupt", "payload=other"], ["other"]),
        (["--corrupt", "bytes=2"], ["on"]),
        (["--drop", "--probability", "0"], ["one"]),
    ],
)
def test_items_are_changed(start, controller_url, disturbed, options, found):
    program = start("fault", controller_url, FILTER, *options)
    program.wait_for("disturbs")
    disturbed.put("one")
    assert program.interrupt() == 130
    assert [disturbed.get_nowait() for _ in range(disturbed.qsize())] == found


@pytest.mark.parametrize("delay", ["200ms", "0.2s", "200ms..300ms"])
def test_delayed_call_takes_at_least_so_long(start, controller_url, disturbed, delay):
    program = start("fault", controller_url, FILTER, "--delay", delay)
    program.wait_for("disturbs")
    began = time.monotonic()
    disturbed.put("x")
    assert time.monotonic() - began >= 0.2
    assert program.interrupt() == 130


def test_same_seed_disturbs_the_same_calls(start, controller_url, disturbed):
    def lost():
        program = start("fault", controller_url, FILTER, "--drop", "--probability", "0.5", "--seed", "7")
        program.wait_for("disturbs")
        for number in range(20):
            disturbed.put(number)
        assert program.interrupt() == 130
        return [disturbed.get_nowait() for _ in range(disturbed.qsize())]

    first = lost()
    assert 0 < len(first) < 20
    assert lost() == first


def test_reset_removes_the_rules_of_all_debuggers(start, rqdebug, controller_url, disturbed):
    program = start("fault", controller_url, FILTER, "--fail", "FULL")
    program.wait_for("disturbs")
    assert rqdebug("fault", "reset", controller_url) == (0, "1 rule is removed\n", "")
    disturbed.put("x")
    assert program.end() == 0
    program.wait_for("another debugger has removed the fault\n")
    assert rqdebug("fault", "reset", controller_url) == (0, "0 rules are removed\n", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["queue == jobs"], "choose one of --delay, --drop, --duplicate, --corrupt, --reorder, --throttle, "),
        (["queue == jobs", "--drop", "--duplicate"], "choose one of --delay, --drop"),
        (["queue == jobs", "--delay", "soon"], "'soon' is not a duration such as 200ms or 1.5s;"),
        (["queue == jobs", "--corrupt", "all"], "'all' is not bits=N (flip N bits), bytes=N (keep N bytes)"),
        (["queue == jobs", "--drop", "--probability", "2"], "'2' is not a probability from 0 to 1;"),
        (["{url}", "queue == jobs", "--fail", "NONSENSE"], "NONSENSE"),
        (["{url}", "queue == jobs", "--delay", "2ms..1ms"], "high"),
        (["{url}", "waited > 5ms", "--drop"], "column 1: `waited` cannot be used here"),
        (["reset", "redis://cache"], "only a controller can be debugged"),
        (["reset", "rq://127.0.0.1:1"], "cannot reach rq://127.0.0.1:1"),
        (["reset", "a", "b"], "wrong number of arguments; usage: rqdebug fault [URL] FILTER"),
    ],
)
def test_impossible_request_is_one_sentence(rqdebug, controller_url, words, sentence):
    code, out, message = rqdebug("fault", *(word.format(url=controller_url) for word in words))
    assert (code, out) == (2, "")
    assert message.startswith("rqdebug: ") and sentence in message and message.count("\n") == 1
