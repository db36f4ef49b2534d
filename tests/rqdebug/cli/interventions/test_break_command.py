# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug break`` in its own process, on pipes, while a program calls queues."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

import rqcore

PATIENCE = 20
FILTER = "method == put and queue == stopped"


@pytest.fixture
def stopped(controller):
    return controller.create("stopped")


# On pipes


def test_lines_decide_what_becomes_of_each_held_call(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER)
    program.wait_for("holding")
    for text, line, outcome in (
        ("one", "release", None),
        ("two", "discard", None),
        ("three", "fail", rqcore.Full),
    ):
        put = later(stopped.put, text)
        (number,) = program.wait_for(rf"(?m)^ *(\d+) .* put +stopped +begins +\d+ B tester@.* {text}$")
        assert not put.done()
        program.type(f"{line} {number}{' full' if line == 'fail' else ''}\n")
        error = put.exception(PATIENCE)
        assert type(error) is outcome if outcome else error is None
    assert program.interrupt() == 130
    assert [stopped.get_nowait()] == ["one"] and stopped.empty()


def test_nothing_is_released_before_ctrl_c_which_says_what_continues(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER)
    program.wait_for("holding")
    puts = [later(stopped.put, number) for number in range(2)]
    program.wait_for(" put +stopped", 2)
    assert stopped.qsize() == 0
    assert program.interrupt() == 130
    program.wait_for("the breakpoint has ended: 2 held calls continue, and nothing is stopped any more\n")
    assert [put.result(PATIENCE) for put in puts] == [None, None]


def test_unknown_lines_and_numbers_are_one_sentence(start, controller_url, stopped):
    program = start("break", controller_url, FILTER)
    program.type("release 1\nhello\n" + "x" * 1500)
    program.wait_for("rqdebug: this breakpoint holds no call 1\n")
    program.wait_for("rqdebug: 'hello' is not understood; write release N, discard N or fail N CODE\n")
    program.wait_for("rqdebug: 'x{100}' is not understood")
    program.interrupt()
    assert "Traceback" not in program.text


def test_calls_that_wait_already_are_counted(start, controller_url, stopped, later):
    get = later(stopped.get, timeout=PATIENCE)
    while not stopped.waiters():
        time.sleep(0.01)
    program = start("break", controller_url, "method == get and queue == stopped")
    program.wait_for("rqdebug: 1 call waits already and is not stopped\n")
    program.interrupt()
    stopped.put("x")
    assert get.result(PATIENCE) == "x"


def test_call_whose_client_leaves_is_reported(start, controller_url, stopped):
    program = start("break", controller_url, FILTER)
    program.wait_for("holding")
    code = f"import rqcore; rqcore.connect({controller_url!r}).queue('stopped').put(1)"
    with subprocess.Popen([sys.executable, "-c", code]) as other:
        (number,) = program.wait_for(r"(?m)^ *(\d+) .* put +stopped")
        other.kill()
    program.wait_for(f"call {number} has continued, or its client has left\n")
    program.interrupt()


def test_control_characters_of_clients_are_escaped(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER)
    program.wait_for("holding")
    put = later(stopped.put, "\x1b]0;x\x07\nnext")
    program.wait_for("put +stopped")
    assert "\x1b]0" not in program.text
    program.interrupt()
    assert put.result(PATIENCE) is None


# What is impossible


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rq://127.0.0.1:1", "queue == jobs"], "cannot reach rq://127.0.0.1:1: connection refused; "),
        (
            ["redis://me:secret@127.0.0.1:1", "queue == jobs"],
            "only a controller can be debugged, and redis://me@127.0.0.1:1 is none; write rq://host\n",
        ),
        (["nonsense://x", "queue == jobs"], "is not the URL of a"),
        (["outcome == full"], "invalid filter, column 1: `outcome` cannot be used here"),
        (["payload ~ '('"], "invalid filter, column 11: `(` is not a regular expression"),
        (["rq://127.0.0.1:1"], "wrong number of arguments; usage: rqdebug break [URL] FILTER\n"),
        (["a", "b"], "wrong number of arguments; usage: rqdebug break [URL] FILTER\n"),
    ],
)
def test_impossible_request_is_one_sentence(rqdebug, words, sentence):
    code, out, message = rqdebug("break", *words)
    assert (code, out) == (2, "")
    assert message.startswith("rqdebug: ") and sentence in message and message.count("\n") == 1


@contextmanager
def serving(*options):
    """Run a controller of its own, and yield its port."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline().strip().rpartition(":")[2])
        finally:
            process.terminate()


def test_controller_that_refuses_debuggers_is_one_sentence(rqdebug):
    with serving("--no-debug") as port:
        code, out, message = rqdebug("break", f"rq://127.0.0.1:{port}", "queue == jobs")
    assert (code, out) == (2, "")
    assert message == (
        "rqdebug: this controller was started with --no-debug; start it without, to debug it\n"
    )


def test_user_without_the_role_is_refused_in_one_sentence(rqdebug, tmp_path):
    words = [sys.executable, "-m", "rqcore", "user", "loader", "--role", "use"]
    made = subprocess.run(words, input="secret\n", capture_output=True, text=True, check=True)
    users = tmp_path / "users"
    users.touch(0o600)
    users.write_text(made.stdout)
    with serving("--users", str(users)) as port:
        url = f"rq://loader:secret@127.0.0.1:{port}"
        code, out, message = rqdebug("break", url, "queue == jobs")
    assert (code, out) == (2, "")
    assert message == "rqdebug: this user has the role use; the command needs debug\n"
