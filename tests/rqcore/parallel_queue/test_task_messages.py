# SPDX-License-Identifier: GPL-3.0-or-later
"""The messages between a pool and a worker, with a worker in this process."""

from __future__ import annotations

import pickle
import socket
import subprocess
import sys
import time

import pytest

from rqcore.errors import CodecError, TaskError
from rqcore.parallel_queue.task_messages import HEAD, NUMBER, ResultKind, TaskResult, pickled, work
from rqcore.parallel_queue.worker_process import Frames, WorkerChannel, framed


class Unloadable:
    """Can be pickled but not unpickled."""

    def __reduce__(self):
        return (int, ("not a number",))


class UnloadableError(Exception):
    """Takes two arguments and is pickled with one."""

    def __init__(self, first, second):
        super().__init__(first)


def divide(dividend, divisor=1):
    return dividend // divisor


def fail_badly():
    raise UnloadableError(1, 2)


def make_lambda():
    return lambda: None


def answers(*tasks, function=divide, begin=None):
    """Run tasks in a worker; return each answer as (number, kind, microseconds, ended, TaskResult)."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for number, task in enumerate(tasks, 40):
            ours.sendall(framed(NUMBER.pack(number) + pickled(task)))
        ours.shutdown(socket.SHUT_WR)
        work(WorkerChannel(theirs), function, begin)
        theirs.shutdown(socket.SHUT_WR)
        data = b"".join(iter(lambda: ours.recv(65536), b""))
    frames = Frames().feed(data)
    heads = [HEAD.unpack_from(frame) for frame in frames]
    return [
        (*head, TaskResult(ResultKind(head[1]), frame[HEAD.size :]))
        for head, frame in zip(heads, frames, strict=True)
    ]


def test_first_message_of_a_worker_is_ready():
    ((number, kind, _, _, result),) = answers()
    assert (number, kind, result.data) == (0, ResultKind.READY, b"")


def test_value_is_returned_with_number_and_time():
    before = time.time_ns()
    _, (number, kind, _, ended, result) = answers(((9, 2), {}))
    assert (number, kind) == (40, ResultKind.VALUE)
    assert before <= ended <= time.time_ns()
    assert result.open() == 4


def test_tasks_run_in_order_with_their_keyword_arguments():
    _, *done = answers(((9,), {"divisor": 3}), ((8,), {"divisor": 2}))
    assert [(number, result.open()) for number, _, _, _, result in done] == [(40, 3), (41, 4)]


def test_task_carries_its_function_if_the_worker_has_none():
    _, (_, _, _, _, result) = answers((divide, (6, 2), {}), function=None)
    assert result.open() == 3


def test_exception_keeps_type_and_arguments_and_brings_its_traceback():
    _, (_, kind, _, _, result) = answers(((1, 0), {}))
    assert kind == ResultKind.RAISED
    with pytest.raises(ZeroDivisionError, match="by zero") as caught:
        result.open()
    assert "in divide" in caught.value.stack_trace
    assert any("in divide" in note for note in caught.value.__notes__)


def test_exception_that_cannot_be_unpickled_becomes_a_task_error():
    _, (_, kind, _, _, result) = answers((fail_badly, (), {}), function=None)
    assert kind == ResultKind.RAISED
    with pytest.raises(TaskError, match=r"raised UnloadableError\(1\), which cannot be pickled"):
        result.open()


def test_value_that_cannot_be_pickled_becomes_a_task_error():
    _, (_, kind, _, _, result) = answers((make_lambda, (), {}), function=None)
    assert kind == ResultKind.RAISED
    with pytest.raises(TaskError, match="the task returned a function, which cannot be pickled"):
        result.open()


def test_value_that_cannot_be_unpickled_here_becomes_a_task_error():
    with pytest.raises(TaskError, match="cannot be unpickled here: ValueError"):
        TaskResult(ResultKind.VALUE, pickle.dumps(Unloadable())).open()


def test_task_that_cannot_be_pickled_is_refused():
    with pytest.raises(CodecError, match="a function must be importable"):
        pickled((lambda: None, (), {}))


def test_worker_whose_init_fails_reports_it_and_ends():
    def begin():
        raise OSError("no disk")

    ((_, kind, _, _, result),) = answers(((9,), {}), begin=begin)
    assert kind == ResultKind.INIT_FAILED
    with pytest.raises(OSError, match="no disk"):
        TaskResult(ResultKind.RAISED, result.data).open()


def test_init_runs_before_the_first_task():
    calls = []
    _, (_, _, _, _, result) = answers((len, (calls,), {}), function=None, begin=lambda: calls.append(1))
    assert calls == [1]
    assert result.open() == 0  # pickled before the worker started


FORKING = """
import os, socket, sys
from rqcore.parallel_queue.task_messages import NUMBER, pickled, work
from rqcore.parallel_queue.worker_process import Frames, WorkerChannel, framed
ours, theirs = socket.socketpair()
ours.sendall(framed(NUMBER.pack(1) + pickled((os.fork, (), {}))))
ours.shutdown(socket.SHUT_WR)
parent = os.getpid()
work(WorkerChannel(theirs), None, None)
assert os.getpid() == parent
os.wait()
theirs.close()
print(len(Frames().feed(b"".join(iter(lambda: ours.recv(65536), b"")))))
"""


def test_child_that_a_task_forks_sends_no_result():
    result = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=20)
    assert (result.stdout, result.stderr) == ("2\n", "")
