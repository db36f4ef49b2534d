# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from rqdebug.cli import common
from rqdebug.cli.common import (
    attach_all,
    open_captures,
    parse_filter,
    resolve_urls,
    run_with_progress,
    sigterm_as_interrupt,
)
from rqdebug.cli.documented_command import exit_quietly
from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import CaptureError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import State

SECOND = 10**9


# Targets


def test_url_comes_from_arguments_environment_or_default(monkeypatch):
    monkeypatch.delenv("RQ_URL", raising=False)
    assert resolve_urls(()) == ("rq://127.0.0.1:7654",)
    monkeypatch.setenv("RQ_URL", "rq://edge")
    assert resolve_urls(()) == ("rq://edge",)
    assert resolve_urls(["rq://a", "rq://b"]) == ("rq://a", "rq://b")
    monkeypatch.setenv("RQ_URL", "")
    assert resolve_urls(()) == ("rq://127.0.0.1:7654",)


def test_session_is_live_inside_and_closed_afterwards(controller_url):
    with attach_all([controller_url]) as session:
        (attachment,) = session.attachments
        assert attachment.state is State.LIVE
    assert session.attachments == ()


def test_one_live_target_of_two_is_enough(controller_url):
    with attach_all([controller_url, "rq://127.0.0.1:1"]) as session:
        assert len(session.attachments) == 2


def test_session_is_closed_when_its_block_fails(controller_url):
    with pytest.raises(KeyError), attach_all([controller_url]) as session:
        raise KeyError
    assert session.attachments == ()


def test_unreachable_targets_are_named_together(monkeypatch):
    monkeypatch.setattr(common, "CONNECT_TIMEOUT", 0.5)
    with pytest.raises(CommandFailed) as error, attach_all(["rq://127.0.0.1:1", "rq://127.0.0.1:2"]):
        pass
    assert str(error.value).count("cannot reach") == 2 and "; " in str(error.value)


def test_malformed_url_leaves_nothing_attached(controller_url):
    threads = set(threading.enumerate())
    with (
        pytest.raises(CommandFailed, match="is not the URL of a target"),
        attach_all([controller_url, "nonsense"]),
    ):
        pass
    assert set(threading.enumerate()) <= threads


# Filters


def test_filter_can_use_a_saved_one(rows):
    SavedFilters().save("slow", "duration > 5ms")
    batch = rows({"waited": 9 * 10**6}, {"waited": 10**6}, {"waited": 9 * 10**6, "queue": "done"})
    assert parse_filter("@slow and queue == jobs").mask(batch).to_pylist() == [True, False, False]


def test_empty_filter_matches_every_event(rows):
    assert parse_filter("").mask(rows({}, {})).to_pylist() == [True, True]


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("dept > 1", "invalid filter, column 1"),
        ("queue ==", "invalid filter, column 9"),
        ("@unknown", "unknown"),
    ],
)
def test_malformed_filter_is_one_sentence(expression, sentence):
    with pytest.raises(CommandFailed) as error:
        parse_filter(expression)
    assert sentence in str(error.value) and "\n" not in str(error.value)


# Captures


def test_single_capture_is_not_reordered(capture):
    log = open_captures([capture("a.arrows", {"time": 2 * SECOND}, {"time": SECOND})])
    assert [event.time_ns for event in log.events(range(2))] == [2 * SECOND, SECOND]


def test_several_captures_are_merged_in_the_order_of_time(capture):
    paths = [
        capture("a.arrows", {"time": SECOND, "target": "a"}, {"time": 3 * SECOND, "target": "a"}),
        capture("b.arrows", {"time": 2 * SECOND, "target": "b"}),
    ]
    log = open_captures(paths)
    assert [event.time_ns for event in log.events(range(log.num_rows))] == [SECOND, 2 * SECOND, 3 * SECOND]


def test_truncated_capture_is_reported_and_opened(capture, capsys):
    path = capture("a.arrows", {"time": SECOND}, {"time": 2 * SECOND})
    path.write_bytes(path.read_bytes()[:-20])
    open_captures([path])
    assert capsys.readouterr().err.count("\n") <= 1


@pytest.mark.parametrize("content", [None, b"", b"some other file"])
def test_file_that_is_not_a_capture_is_one_sentence(tmp_path, content):
    path = tmp_path / "a.arrows"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandFailed) as error:
        open_captures([path])
    assert str(path) in str(error.value) and "\n" not in str(error.value)


# Work


def test_work_runs_to_its_end():
    steps = []

    def work():
        for share in (0.0, 0.5, 1.0):
            steps.append(share)
            yield share

    run_with_progress(work(), "working")
    assert steps == [0.0, 0.5, 1.0]


def test_work_that_fails_is_one_sentence_and_closed():
    closed = []

    def work():
        try:
            yield 0.5
            raise CaptureError("the disk is full")
        finally:
            closed.append(True)

    with pytest.raises(CommandFailed, match="the disk is full"):
        run_with_progress(work(), "working")
    assert closed == [True]


def test_work_is_closed_when_it_is_interrupted():
    closed = []

    def work():
        try:
            yield 0.1
            raise KeyboardInterrupt
        finally:
            closed.append(True)

    with pytest.raises(KeyboardInterrupt):
        run_with_progress(work(), "working")
    assert closed == [True]


def test_work_that_was_interrupted_outside_is_closed():
    class Work:
        closed = False

        def __iter__(self):
            return self

        def __next__(self):
            raise KeyboardInterrupt

        def close(self):
            self.closed = True

    work = Work()
    with pytest.raises(KeyboardInterrupt):
        run_with_progress(work, "working")
    assert work.closed


def test_work_can_be_any_iterator():
    run_with_progress(iter([0.5, 1.0]), "working")


def test_progress_is_shown_only_on_a_terminal(capsys):
    run_with_progress(iter([0.5, 1.0]), "working")
    assert capsys.readouterr() == ("", "")


# Ends


def test_interrupt_exits_with_130_without_a_message(capsys):
    with pytest.raises(SystemExit) as end, exit_quietly():
        raise KeyboardInterrupt
    assert end.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_other_errors_are_raised():
    with pytest.raises(KeyError), exit_quietly():
        raise KeyError


def test_reader_that_closes_the_output_ends_the_command_quietly():
    program = (
        "from rqdebug.cli.documented_command import exit_quietly\n"
        "with exit_quietly():\n"
        "    while True: print('x' * 1000, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_sigterm_interrupts_inside_and_is_restored():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), sigterm_as_interrupt():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
    assert signal.getsignal(signal.SIGTERM) == before
