# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug freeze``, ``step`` and ``thaw`` in processes of their own, while a program calls queues."""

from __future__ import annotations

import pytest

PATIENCE = 20


@pytest.fixture
def frozen(controller):
    return controller.create("frozen")


def test_items_pass_a_frozen_queue_step_by_step(start, rqdebug, controller_url, frozen, later):
    program = start("freeze", controller_url, "frozen")
    program.wait_for("frozen is frozen, puts and gets are stopped: 0 calls wait already; Ctrl\\+C ends it\n")
    put = later(frozen.put, "one", timeout=0.1)
    program.wait_for(" put +frozen +begins .* one")
    program.wait_for("1 call waits; 0 puts, 0 gets stepped\n")
    assert rqdebug("step", controller_url, "frozen") == (0, "1 put passed\n", "")
    assert put.result(PATIENCE) is None
    get = later(frozen.get, timeout=PATIENCE)
    program.wait_for(" get +frozen")
    assert rqdebug("step", controller_url, "frozen", "2") == (0, "0 puts, 1 get passed\n", "")
    assert get.result(PATIENCE) == "one"
    program.wait_for("0 calls wait; 1 put, 1 get stepped\n")
    assert program.interrupt() == 130


def test_ctrl_c_thaws_and_says_what_continues(start, controller_url, frozen, later):
    program = start("freeze", controller_url, "frozen", "--puts")
    program.wait_for("frozen is frozen, puts are stopped")
    puts = [later(frozen.put, number) for number in range(2)]
    program.wait_for("2 calls wait; 0 puts")
    assert not any(put.done() for put in puts)
    assert program.interrupt() == 130
    program.wait_for("frozen is not frozen any more: 2 calls continue\n")
    assert [put.result(PATIENCE) for put in puts] == [None, None]


def test_freeze_of_gets_lets_puts_pass(start, rqdebug, controller_url, frozen, later):
    program = start("freeze", controller_url, "frozen", "--gets")
    program.wait_for("gets are stopped")
    frozen.put("x")
    get = later(frozen.get)
    program.wait_for(" get +frozen")
    assert rqdebug("step", controller_url, "frozen") == (0, "1 get passed\n", "")
    assert get.result(PATIENCE) == "x"
    code, _, message = rqdebug("step", controller_url, "frozen", "--puts")
    assert (code, message) == (
        2,
        "rqdebug: the freeze of 'frozen' concerns gets; step through these\n",
    )
    program.interrupt()


def test_thaw_ends_the_freeze_of_another_terminal(start, rqdebug, controller_url, frozen, later):
    program = start("freeze", controller_url, "frozen")
    program.wait_for("is frozen")
    put = later(frozen.put, "x")
    program.wait_for(" put +frozen")
    code, out, message = rqdebug("thaw", controller_url, "frozen")
    assert (code, out, message) == (0, "frozen is not frozen any more: 1 call continues\n", "")
    assert put.result(PATIENCE) is None
    assert program.end() == 0
    program.wait_for("another debugger has thawed frozen; everything continues\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["freeze", "{url}", "missing"], "missing"),
        (["step", "{url}", "frozen"], "queue 'frozen' is not frozen"),
        (["thaw", "{url}", "frozen"], "queue 'frozen' is not frozen"),
        (["step", "{url}", "frozen", "many"], "'many' is not a number of items; write a whole number"),
        (["step", "{url}", "frozen", "0"], "'0' is not a number of items; write a whole number"),
        (["freeze", "{url}"], "wrong number of arguments; usage: rqdebug freeze [URL] QUEUE"),
        (["thaw", "redis://cache", "x"], "only a controller can be debugged, and redis://cache is none"),
        (["thaw", "rq://127.0.0.1:1", "x"], "cannot reach rq://127.0.0.1:1"),
    ],
)
def test_impossible_request_is_one_sentence(rqdebug, controller_url, frozen, words, sentence):
    code, out, message = rqdebug(*(word.format(url=controller_url) for word in words))
    assert (code, out) == (2, "")
    assert message.startswith("rqdebug: ") and sentence in message and message.count("\n") == 1
