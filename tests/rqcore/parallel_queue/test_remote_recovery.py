# SPDX-License-Identifier: GPL-3.0-or-later
"""Parallel queues with remote workers survive lost connections, restarts, and data of any size and form."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from importlib import import_module

import pytest

from rqcore.client.connection import open_connection
from rqcore.errors import Closed, ConnectionLost, TaskError, TooBig
from rqcore.parallel_queue import ParallelQueue, remote_tasks, remote_workers
from rqcore.parallel_queue.remote_tasks import server_url
from tests.rqcore.relay import Relay

PATIENCE = 20
TASKS = """
def square(number, plus=0):
    return number * number + plus

def repeat(text, count):
    return text * count

def length(text):
    return len(text)
"""


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """The module that workers and queues import."""
    folder = tmp_path_factory.mktemp("recovery")
    (folder / "tasks_of_recovery.py").write_text(TASKS)
    sys.path.insert(0, str(folder))
    yield import_module("tasks_of_recovery")
    sys.path.remove(str(folder))


@pytest.fixture
def work(tasks):
    """Start a worker for a function of a server."""
    workers = []

    def work(url, function):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((os.getcwd(), os.path.dirname(tasks.__file__))),
        }
        command = [sys.executable, "-m", "rqcore", "work", url, f"tasks_of_recovery:{function}"]
        worker = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        workers.append(worker)
        assert worker.stdout.readline() == f"rqcore: working at {url}\n"
        return worker

    yield work
    for worker in workers:
        worker.terminate()
        assert "Traceback" not in worker.communicate(timeout=PATIENCE)[1]


def test_queue_survives_cut_connections(process, work, tasks):
    work(process.url, "square")
    with closing(Relay(process.port)) as relay, ParallelQueue(url=relay.url, lease=1) as queue:
        for number in range(40):
            queue.put(tasks.square, number)
            if number % 10 == 5:
                assert queue.get(timeout=PATIENCE) == (number // 10) ** 2
                relay.cut()
        found = [queue.get(timeout=PATIENCE) for _ in range(36)]
        assert found == [number * number for number in range(4, 40)]


def test_idle_queue_and_idle_worker_survive_cut_connections(process, work, tasks):
    with closing(Relay(process.port)) as relay, ParallelQueue(url=relay.url) as queue:
        work(relay.url, "square")
        for number in range(3):
            queue.put(tasks.square, number)
            assert queue.get(timeout=PATIENCE) == number * number
            relay.cut()


def test_queue_survives_a_restart_of_the_controller(launch, work, tasks):
    with launch() as process:
        port, url = str(process.port), process.url
        worker = work(url, "square")
        queue = ParallelQueue(url=url, lease=1)
        queue.put(tasks.square, 2)
        assert queue.get(timeout=PATIENCE) == 4
        os.kill(worker.pid, signal.SIGSTOP)  # so that tasks wait on the controller that ends
        for number in range(5):
            queue.put(tasks.square, number)
        process.end(signal.SIGKILL)
    with launch("--port", port), queue:
        os.kill(worker.pid, signal.SIGCONT)
        assert [queue.get(timeout=PATIENCE) for _ in range(5)] == [0, 1, 4, 9, 16]
        assert queue.is_alive()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("is_durable", [False, True])
def test_tasks_put_right_after_a_restart_run_before_a_lease_ends(
    launch, work, tasks, tmp_path, is_durable, number
):
    options = ("--data", str(tmp_path / "data")) if is_durable else ()
    with launch(*options) as process, ParallelQueue(url=process.url, lease=600) as queue:
        work(process.url, "square")
        queue.put(tasks.square, 7)
        assert queue.get(timeout=PATIENCE) == 49
        process.restart(number)
        for each in range(5):
            queue.put(tasks.square, each)
        assert [queue.get(timeout=PATIENCE) for _ in range(5)] == [0, 1, 4, 9, 16]


def test_long_outage_is_raised_and_ends_with_it(launch, work, tasks, monkeypatch):
    monkeypatch.setattr(remote_workers, "OUTAGE", 0.0)
    with launch() as process:
        port, queue = str(process.port), ParallelQueue(url=process.url)
        process.end(signal.SIGKILL)
    with pytest.raises(ConnectionLost):
        queue.get()
    with launch("--port", port) as process, queue:
        work(process.url, "square")
        while True:
            try:
                queue.put(tasks.square, 7)
            except ConnectionLost:
                continue  # the queue has not connected again yet
            assert queue.get(timeout=PATIENCE) == 49
            break


def test_too_large_argument_fails_its_own_task(launch, work, tasks):
    with launch("--max-payload", "10000") as process, ParallelQueue(url=process.url) as queue:
        work(process.url, "length")
        for count in (5, 50_000, 6):
            queue.put(tasks.length, "x" * count)
        assert queue.get(timeout=PATIENCE) == 5
        with pytest.raises(TooBig):
            queue.get(timeout=PATIENCE)
        assert queue.get(timeout=PATIENCE) == 6
        assert queue.progress.failed == 1


def test_too_large_result_fails_its_own_task(launch, work, tasks):
    with launch("--max-payload", "10000") as process, ParallelQueue(url=process.url) as queue:
        worker = work(process.url, "repeat")
        for count in (5, 50_000, 6):
            queue.put(tasks.repeat, "x", count)
        assert queue.get(timeout=PATIENCE) == "xxxxx"
        with pytest.raises(TaskError, match="the result of the task is too large"):
            queue.get(timeout=PATIENCE)
        assert queue.get(timeout=PATIENCE) == "xxxxxx"
        assert worker.poll() is None


MALFORMED_TASKS = [
    b"",
    b"\xff",
    b"7",
    b"[1,2]",
    b'["q",Infinity,1,[],{}]',
    b'["q",1,NaN,[],{}]',
    b'["q",1,1e999,[],{}]',
    b'["q",1,1,7,{}]',
    b'["\\ud800",1,1,[],{}]',
    b'["' + b"q" * 5000 + b'",1,1,[3],{}]',
    b'["",1,1,[3],{}]',
    b"[" * 100_000,
]


def test_malformed_task_does_not_end_the_worker(process, work, tasks):
    connection = open_connection(server_url(process.url), "test", 5.0)
    for data in MALFORMED_TASKS:
        connection.run(remote_tasks.push(remote_tasks.tasks_of("tasks_of_recovery:square"), data))
    connection.close()
    worker = work(process.url, "square")
    with ParallelQueue(url=process.url) as queue:
        queue.put(tasks.square, 3)
        assert queue.get(timeout=PATIENCE) == 9
    assert worker.poll() is None


MALFORMED_RESULTS = [
    b"",
    b"\xff",
    b"7",
    b"{}",
    b'{"task":Infinity,"worker":"w","is":"value"}',
    b'{"task":null,"worker":"w","is":"value"}',
    b'{"task":9999999999999999999999,"worker":"w","is":[]}',
    b'{"task":0,"worker":"w","is":{"a":1}}',
    b'["task","worker","is"]',
    b"[" * 100_000,
]


def test_malformed_result_is_skipped(process, work, tasks):
    with ParallelQueue(url=process.url, lease=1) as queue:
        queue.put(tasks.square, 3)
        connection = open_connection(server_url(process.url), "test", 5.0)
        for data in MALFORMED_RESULTS:
            connection.run(remote_tasks.push(remote_tasks.results_of(queue._pool.name), data))
        connection.close()
        work(process.url, "square")
        assert queue.get(timeout=PATIENCE) == 9
        assert queue.is_alive()


@pytest.mark.parametrize(
    "raised", [7, [], ["builtins", "ValueError"], ["builtins", "UnicodeDecodeError", [1], "t", 0], {}]
)
def test_malformed_exception_of_a_task_is_a_task_error(process, tasks, raised, until):
    with ParallelQueue(url=process.url) as queue:
        queue.put(tasks.square, 3)
        connection = open_connection(server_url(process.url), "test", 5.0)
        until(lambda: connection.run(remote_tasks.length(remote_tasks.tasks_of("tasks_of_recovery:square"))))
        message = json.dumps({"task": 0, "worker": "w", "is": "raised", "raised": raised}).encode()
        connection.run(remote_tasks.push(remote_tasks.results_of(queue._pool.name), message))
        connection.run(remote_tasks.take(remote_tasks.tasks_of("tasks_of_recovery:square")))
        connection.close()
        with pytest.raises(TaskError):
            queue.get(timeout=PATIENCE)


def test_stopped_queue_with_remote_workers_gives_every_result(process, work, tasks):
    queue = ParallelQueue(url=process.url)
    for number in range(20):
        queue.put(tasks.square, number)
        queue.put("a value")
    queue.stop()
    with pytest.raises(Closed):
        queue.put(tasks.square, 1)
    work(process.url, "square")
    assert queue.join(PATIENCE)
    assert not queue.is_alive()
    expected = [value for number in range(20) for value in (number * number, "a value")]
    assert [queue.get() for _ in expected] == expected
