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
    program.wait_for("the fault was removed by another debugger: 0 calls matched, 0 disturbed\n")
    assert rqdebug("fault", "reset", controller_url) == (0, "0 rules are removed\n", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["queue == jobs"], "choose one of --delay, --drop, --duplicate, --corrupt, --reorder, --throttle, "),
        (["queue == jobs", "--drop", "--duplicate"], "choose one of --delay, --drop"),
        (["queue == jobs", "--delay", "soon"], "'soon' is not a duration such as 200ms or 1.5s;"),
        (["queue == jobs", "--corrupt", "all"], "'all' is not bits=N (flip N bits), bytes=N (keep N bytes)"),
        (["queue == jobs", "--drop", "--probability", "much"], "'much' is not a probability from 0 to 1;"),
        (["queue == jobs", "--drop", "--probability", "2"], "'2' is not a probability from 0 to 1;"),
        (
            ["{url}", "queue == jobs", "--fail", "NONSENSE"],
            "'NONSENSE' is not the code of an error; choose from ",
        ),
        (
            ["{url}", "queue == jobs", "--delay", "2ms..1ms"],
            "'2ms..1ms' is no range; begin with the shorter duration;",
        ),
        (
            ["{url}", "queue == jobs", "--fail", "ful"],
            "'ful' is not the code of an error; did you mean `FULL`?",
        ),
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


@pytest.fixture
def faults_file(tmp_path):
    """Return a function that replaces a file as editors do, and the path of the file."""

    def write(text):
        new = tmp_path / "new"
        new.write_text(text)
        new.rename(tmp_path / "faults.toml")
        return tmp_path / "faults.toml"

    return write


def table(name, fault, filter=FILTER):
    return f"[{name}]\nfilter = {filter!r}\n{fault}\n"


TWICE = table("twice", "duplicate = true")


def test_faults_of_file_act_together_and_are_counted(start, controller_url, disturbed, faults_file):
    path = faults_file(TWICE + table("other", "corrupt = 'payload=other'"))
    program = start("fault", controller_url, "--file", path)
    program.wait_for("2 faults disturb calls that match; Ctrl\\+C ends it")
    disturbed.put("one")
    assert program.interrupt() == 130
    program.wait_for("the fault twice has ended: 1 call matched, 1 disturbed")
    program.wait_for("the fault other has ended: 1 call matched, 1 disturbed")
    assert [disturbed.get_nowait() for _ in range(disturbed.qsize())] == ["other", "other"]


def test_changed_file_replaces_only_what_differs(start, controller_url, disturbed, faults_file):
    path = faults_file(TWICE + table("other", "corrupt = 'payload=other'"))
    program = start("fault", controller_url, "--file", path)
    program.wait_for("2 faults disturb")
    disturbed.put("one")
    faults_file(TWICE + table("other", "corrupt = 'payload=third'") + table("more", "empty = true"))
    program.wait_for("the file has changed: 2 faults added, 1 removed, 1 unchanged")
    disturbed.put("two")
    assert program.interrupt() == 130
    program.wait_for("the fault twice has ended: 2 calls matched, 2 disturbed")
    program.wait_for("the fault other has ended: 1 call matched, 1 disturbed")
    assert [disturbed.get_nowait() for _ in range(disturbed.qsize())] == ["other"] * 2 + ["third"] * 2


def test_wrong_file_changes_nothing(start, controller_url, disturbed, faults_file):
    program = start("fault", controller_url, "--file", faults_file(TWICE))
    program.wait_for("1 fault disturbs")
    faults_file(table("twice", "duplicate = 1"))
    program.wait_for("line 3: duplicate: it must be true; remove the line otherwise; the faults stay")
    disturbed.put("x")
    assert disturbed.qsize() == 2
    faults_file("")
    program.wait_for("the file has changed: 0 faults added, 1 removed, 0 unchanged")
    disturbed.put("x")
    assert disturbed.qsize() == 3
    assert program.interrupt() == 130


def test_second_command_with_the_same_file_adds_nothing(start, controller_url, disturbed, faults_file):
    path = faults_file(TWICE)
    programs = [start("fault", controller_url, "--file", path)]
    programs[0].wait_for("1 fault disturbs")
    programs.append(start("fault", controller_url, "--file", path))
    programs[1].wait_for("1 fault disturbs")
    disturbed.put("x")
    assert disturbed.qsize() == 2
    assert programs[0].interrupt() == 130
    programs[1].wait_for("the fault twice was removed by another debugger: ")
    assert programs[1].end() == 0


def test_reset_removes_the_faults_of_file(start, rqdebug, controller_url, disturbed, faults_file):
    program = start("fault", controller_url, "--file", faults_file(TWICE + table("none", "empty = true")))
    program.wait_for("2 faults disturb")
    assert rqdebug("fault", "reset", controller_url) == (0, "2 rules are removed\n", "")
    program.wait_for("the fault none was removed by another debugger")
    assert program.end() == 0


def test_file_replaces_options(rqdebug, controller_url, faults_file):
    code, _, message = rqdebug("fault", controller_url, "--file", faults_file(TWICE), "--seed", "1")
    assert (code, message) == (2, "rqdebug: --seed does not apply to a file; write seed into the file\n")
    code, _, message = rqdebug("fault", controller_url, FILTER, "--file", faults_file(TWICE))
    assert code == 2 and "wrong number of arguments" in message
