# SPDX-License-Identifier: GPL-3.0-or-later
"""Worker processes: framed messages, and their end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.parallel_queue import worker_process
from rqcore.parallel_queue.worker_process import (
    CHUNK,
    Frames,
    WorkerChannel,
    WorkerProcess,
    context_of,
    end,
    framed,
)

PATIENCE = 20


def echo(channel):
    for data in channel:
        channel.send(data[::-1])


def ignore_terminate(channel):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    channel.send(b"ready")
    time.sleep(1000)


def exit_with_3(channel):
    os._exit(3)


@pytest.fixture
def spawn():
    """Start a worker that runs a function."""
    workers = []

    def spawn(function):
        worker = WorkerProcess(context_of(None), "worker", True, function)
        worker.socket.settimeout(PATIENCE)
        workers.append(worker)
        return worker

    yield spawn
    end(workers)
    for worker in workers:
        worker.close()


def receive(worker):
    frames = Frames()
    while not (found := frames.feed(worker.socket.recv(CHUNK))):
        pass
    return found


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(1, 30))
def test_frames_are_decoded_for_any_split_of_the_stream(contents, size):
    data = b"".join(map(framed, contents))
    frames, found = Frames(), []
    for at in range(0, len(data), size):
        found += frames.feed(data[at : at + size])
    assert found == contents


def test_frame_is_kept_until_it_is_complete():
    frames = Frames()
    assert frames.feed(framed(b"abc")[:-1]) == []
    assert frames.feed(b"c" + framed(b"d")) == [b"abc", b"d"]


def test_channel_ends_at_an_empty_frame():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(framed(b"a") + framed(b"") + framed(b"b"))
        assert list(WorkerChannel(theirs)) == [b"a"]


def test_channel_ends_when_the_other_end_is_shut():
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(framed(b"a"))
        ours.close()
        assert list(WorkerChannel(theirs)) == [b"a"]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_context_is_found_by_the_name_of_its_start_method(method):
    assert context_of(method).get_start_method() == method


def test_context_object_is_returned_unchanged():
    context = multiprocessing.get_context("spawn")
    assert context_of(context) is context


def test_worker_answers_on_its_socket(spawn):
    worker = spawn(echo)
    worker.socket.sendall(framed(b"abc"))
    assert receive(worker) == [b"cba"]


def test_dismissed_worker_finishes_and_exits_with_0(spawn):
    worker = spawn(echo)
    worker.socket.sendall(framed(b"abc"))
    worker.dismiss()
    assert receive(worker) == [b"cba"]
    worker.process.join(PATIENCE)
    assert worker.exit_reason() == "ended with exit code 0"


def test_exit_reason_names_the_exit_code(spawn):
    worker = spawn(exit_with_3)
    worker.process.join(PATIENCE)
    assert worker.exit_reason() == "ended with exit code 3"


def test_exit_reason_names_the_signal_that_killed_it(spawn):
    worker = spawn(echo)
    worker.process.kill()
    worker.process.join(PATIENCE)
    assert worker.exit_reason() == "was killed by SIGKILL"


def test_end_kills_a_worker_that_ignores_sigterm(spawn, monkeypatch):
    monkeypatch.setattr(worker_process, "GRACE", 0.05)
    worker = spawn(ignore_terminate)
    assert receive(worker) == [b"ready"]
    end([worker])
    assert worker.exit_reason() == "was killed by SIGKILL"


def test_end_lets_an_idle_worker_exit(spawn, monkeypatch):
    monkeypatch.setattr(worker_process, "GRACE", PATIENCE)
    worker = spawn(echo)
    end([worker])
    assert worker.exit_reason() == "ended with exit code 0"


def test_worker_ignores_ctrl_c(spawn):
    worker = spawn(echo)
    worker.socket.sendall(framed(b"abc"))
    receive(worker)
    os.kill(worker.process.pid, signal.SIGINT)
    worker.socket.sendall(framed(b"def"))
    assert receive(worker) == [b"fed"]


PARENT = """
import os, time
from rqcore.parallel_queue.worker_process import WorkerProcess, context_of
def sleep(channel):
    time.sleep(1000)
worker = WorkerProcess(context_of("fork"), "worker", True, sleep)
print(worker.process.pid, flush=True)
os._exit(0)
"""


def test_worker_ends_with_its_parent(gone, until):
    result = subprocess.run(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, timeout=PATIENCE
    )
    until(lambda: gone(int(result.stdout)))
