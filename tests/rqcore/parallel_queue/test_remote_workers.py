# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers of ``rqcore work``, on a real controller and on a real Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module

import pytest

import rqcore
from rqcore.client import exchanges
from rqcore.client.connection import open_connection
from rqcore.errors import BadCall, CodecError, ConnectionLost, TaskError, WorkerLost
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue, heartbeat, remote_tasks
from rqcore.parallel_queue.remote_tasks import PREFIX, server_url, tasks_of

PATIENCE = 20
TASKS = """
import os, signal, sys, time
from pathlib import Path

class Own(Exception):
    pass

def square(number, plus=0):
    return number * number + plus

def fail(what, how):
    if how == "own":
        raise Own(what)
    if how == "exit":
        sys.exit(what)
    if how == "set":
        return {what}
    raise ValueError(what, 7)

def once(path, seconds=60):
    '''The first worker writes its process number and takes long.'''
    try:
        with open(path, "x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return "the second"
    time.sleep(seconds)
    return "the first"

def crash():
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """The module that workers and queues import."""
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "tasks_of_tests.py").write_text(TASKS)
    sys.path.insert(0, str(folder))
    yield import_module("tasks_of_tests")
    sys.path.remove(str(folder))


@pytest.fixture(params=["rq", "redis"])
def url(request, process):
    if request.param == "rq":
        yield process.url
        return
    program = request.getfixturevalue("redis_program")
    with request.getfixturevalue("redis_server_of")(program) as server:
        yield server.url


@pytest.fixture
def work(url, tasks):
    """Start a worker for a function and wait until it is connected."""
    workers = []

    def work(function):
        folder = os.path.dirname(tasks.__file__)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), folder))}
        command = [sys.executable, "-m", "rqcore", "work", url, f"tasks_of_tests:{function}"]
        pipe = subprocess.PIPE
        worker = subprocess.Popen(command, env=environment, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        workers.append(worker)
        assert worker.stdout.readline() == f"rqcore: working at {url}\n"
        return worker

    yield work
    for worker in workers:
        worker.kill()
        worker.communicate()


def test_results_of_remote_workers_come_in_order(url, work, tasks):
    work("square")
    work("square")
    with ParallelQueue(url=url) as queue:
        for number in range(50):
            queue.put(tasks.square, number, plus=1)
            queue.put({"a": number})
        expected = [value for number in range(50) for value in (number * number + 1, {"a": number})]
        assert list(queue) == expected
        assert queue.progress.failed == 0
    with ParallelSingleTaskQueue(tasks.square, url=url) as queue:
        queue.put(4)
        assert queue.get(timeout=PATIENCE) == 16


def test_exceptions_are_raised_in_their_turn(url, work, tasks):
    work("fail")
    with ParallelQueue(url=url) as queue:
        for how in ("builtin", "own", "exit", "set"):
            queue.put(tasks.fail, "jam", how)
        with pytest.raises(ValueError) as caught:
            queue.get(timeout=PATIENCE)
        assert caught.value.args == ("jam", 7)
        assert "in fail" in caught.value.stack_trace
        for text in ("Own: jam", "SystemExit: jam", "set, which cannot be written as JSON"):
            with pytest.raises(TaskError, match=text):
                queue.get(timeout=PATIENCE)


@pytest.mark.parametrize(("number", "lease"), [(signal.SIGKILL, 0.5), (signal.SIGTERM, 60)])
def test_task_of_a_lost_worker_is_given_to_another(url, work, tasks, tmp_path, until, number, lease):
    first = work("once")
    with ParallelQueue(url=url, lease=lease) as queue:
        queue.put(tasks.once, str(tmp_path / "who"))
        queue.put("the end")
        until(lambda: (tmp_path / "who").exists() and (tmp_path / "who").read_text())
        first.send_signal(number)
        assert first.wait(PATIENCE) == (-9 if number == signal.SIGKILL else 0)
        work("once")
        assert queue.get(timeout=PATIENCE) == "the second"
        assert queue.get(timeout=PATIENCE) == "the end"


def test_task_longer_than_its_lease_stays_with_a_running_worker(url, work, tasks, tmp_path):
    work("once")
    work("once")
    with ParallelQueue(url=url, lease=1.5) as queue:
        queue.put(tasks.once, str(tmp_path / "who"), seconds=3.5)
        assert queue.get(timeout=PATIENCE) == "the first"


def test_first_of_two_results_of_a_task_counts(url, work, tasks, tmp_path, until):
    silent = work("once")
    with ParallelQueue(url=url, lease=0.4) as queue:
        queue.put(tasks.once, str(tmp_path / "who"), seconds=1)
        until(lambda: (tmp_path / "who").exists())
        silent.send_signal(signal.SIGSTOP)
        work("once")
        assert queue.get(timeout=PATIENCE) == "the second"
        silent.send_signal(signal.SIGCONT)
        silent.send_signal(signal.SIGTERM)
        assert silent.wait(PATIENCE) == 0
        queue.put(tasks.once, str(tmp_path / "who"))
        assert queue.get(timeout=PATIENCE) == "the second"


def test_task_that_kills_three_workers_fails(url, work, tasks):
    with ParallelQueue(url=url, lease=0.3) as queue:
        queue.put(tasks.crash)
        for _ in range(3):
            assert work("crash").wait(PATIENCE) == -9
        with pytest.raises(WorkerLost, match="3 workers were lost in task 0"):
            queue.get(timeout=PATIENCE)


def test_stopped_queue_leaves_no_lists(url, tasks, process, controller):
    with ParallelQueue(url=url) as queue:
        queue.put(tasks.once, "/no/such/folder")
    if url == process.url:
        left = {stat.name for stat in controller.queues() if (stat.name or "").startswith(PREFIX)}
        assert not [name for name in left if "results:" in name or "open:" in name]


@pytest.fixture
def connection(url):
    connection = open_connection(server_url(url), "test", 5.0)
    yield connection
    connection.close()


def lengths(connection, *names):
    return [connection.run(remote_tasks.length(name)) for name in names]


def test_next_queue_deletes_the_lists_of_a_killed_program(url, connection):
    left = [remote_tasks.heartbeat_of("dead"), remote_tasks.results_of("dead")]
    connection.run(remote_tasks.push(heartbeat.QUEUES, b"dead"))
    long_ago = connection.run(remote_tasks.time()) - heartbeat.EXPIRY - 1
    for name in left:
        connection.run(remote_tasks.push(name, b"%d" % long_ago))
    ParallelQueue(url=url).terminate()
    assert lengths(connection, heartbeat.QUEUES, *left) == [0, 0, 0]


def test_next_worker_deletes_the_lists_of_a_killed_program(url, connection, work, until):
    connection.run(remote_tasks.push(heartbeat.QUEUES, b"dead"))
    connection.run(remote_tasks.push(remote_tasks.results_of("dead"), b"?"))
    work("square")
    until(lambda: lengths(connection, heartbeat.QUEUES, remote_tasks.results_of("dead")) == [0, 0])


def test_tasks_of_a_dead_queue_are_not_executed(url, connection, work, tasks, tmp_path):
    path = tmp_path / "who"
    order = remote_tasks.encode_request("gone", 0, 1.0, remote_tasks.encode_arguments((str(path), 0), {}))
    connection.run(remote_tasks.push(remote_tasks.tasks_of("tasks_of_tests:once"), order))
    work("once")
    with ParallelQueue(url=url) as queue:
        queue.put(tasks.once, str(path) + "-too", 0)
        assert queue.get(timeout=PATIENCE) == "the first"
    assert not path.exists()


def test_lists_of_a_running_queue_are_not_deleted(url, connection, work, tasks):
    with ParallelQueue(url=url) as queue:
        ParallelQueue(url=url).terminate()
        assert lengths(connection, heartbeat.QUEUES) == [1]
        work("square")
        queue.put(tasks.square, 5)
        assert queue.get(timeout=PATIENCE) == 25
    assert lengths(connection, heartbeat.QUEUES) == [0]


def test_queue_renews_its_heartbeat(url, connection, monkeypatch, until):
    monkeypatch.setattr(heartbeat, "INTERVAL", 0.0)
    with ParallelQueue(url=url) as queue:
        key = remote_tasks.heartbeat_of(queue._pool.name)
        for _ in range(2):  # each heartbeat replaces the one before
            connection.run(remote_tasks.push(key, b"7"))
            until(lambda: connection.run(remote_tasks.last(key)) != b"7")
        until(lambda: lengths(connection, key) == [3])


def test_worker_reconnects_to_a_new_controller(launch, tasks, until):
    folder = os.path.dirname(tasks.__file__)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), folder))}
    with launch() as process:
        port = str(process.port)
        command = [sys.executable, "-m", "rqcore", "work", process.url, "tasks_of_tests:square"]
        worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with rqcore.connect(process.url) as controller:
            until(lambda: any(stat.blocked_gets for stat in controller.queues()))
        process.end()
    try:
        with launch("--port", port) as process, ParallelQueue(url=process.url) as queue:
            queue.put(tasks.square, 3)
            assert queue.get(timeout=PATIENCE) == 9
    finally:
        worker.terminate()
        assert b"Traceback" not in worker.communicate(timeout=PATIENCE)[1]


def test_put_refuses_arguments_that_are_not_json(url, tasks):
    with ParallelQueue(url=url) as queue:
        with pytest.raises(CodecError, match="JSON"):
            queue.put(tasks.square, {1})
        with pytest.raises(BadCall, match="module"):
            queue.put(lambda: 1)


def test_lost_controller_ends_waiting_calls(launch, tasks, aside):
    with launch() as process:
        queue = ParallelQueue(url=process.url)
        waiting = aside(queue.get)
        process.end(signal.SIGKILL)
        with pytest.raises(ConnectionLost):
            waiting.result(PATIENCE)
        queue.terminate()
        with pytest.raises(ConnectionLost):
            ParallelQueue(url=process.url)


@pytest.mark.parametrize("name", ["nonsense", "os:nothing", "os:name", "no_such_module:f"])
def test_missing_function_is_reported(rqcore_command, name):
    result = rqcore_command("work", "rq://127.0.0.1:1", name)
    assert result.returncode == 2
    assert repr(name) in result.stderr


def test_stat_names_each_remote_worker_and_its_task(url, work, tasks, tmp_path, until):
    worker = work("once")
    with ParallelQueue(url=url) as queue:
        queue.put(tasks.once, str(tmp_path / "who"))
        queue.put(tasks.square, 3)
        until(lambda: queue.stat().workers)
        (found,) = queue.stat().workers
        assert queue.stat().holder.name == found.name
        assert found.name.endswith(f":{worker.pid}")
        assert found.task == 0
        assert found.text.startswith("once('/")
        work("square")
        until(lambda: queue.stat().early == (1,))


def test_watcher_is_notified_of_remote_tasks(url, work, tasks, tmp_path, until):
    events = []

    class Watcher:
        def began(self, worker, task, duration):
            events.append(("began", task.number, worker.rpartition(":")[2]))

        def ended(self, worker, task, outcome, duration, time):
            events.append((outcome.name, task.number, worker.rpartition(":")[2]))

    first, second = work("square"), work("once")
    with ParallelQueue(url=url, lease=0.5) as queue:
        queue.watch(Watcher())
        queue.put(tasks.square, 3)
        assert queue.get(timeout=PATIENCE) == 9
        queue.put(tasks.once, str(tmp_path / "who"))
        until(lambda: (queue.report_long_tasks(), len(events) == 2)[1])
        second.kill()
        third = work("once")
        assert queue.get(timeout=PATIENCE) == "the second"
        queue.put(tasks.once, str(tmp_path / "another"))
        until(lambda: (tmp_path / "another").exists() and queue.stat().workers)
    assert events == [
        ("OK", 0, str(first.pid)),
        ("began", 1, str(second.pid)),
        ("ERROR", 1, str(second.pid)),
        ("OK", 1, str(third.pid)),
        ("CANCELLED", 2, str(third.pid)),
    ]


def test_controller_remembers_which_client_took_which_items(
    process, controller, work, tasks, tmp_path, until, url
):
    if url != process.url:
        pytest.skip("a Redis does not count tasks")
    busy = work("once")
    name = tasks_of("tasks_of_tests:once")
    with ParallelQueue(url=url) as queue:
        until(lambda: (stat := controller.run(exchanges.tasks(name))) and stat.workers[0].task is None)
        queue.put(tasks.once, str(tmp_path / "who"))
        until(lambda: controller.run(exchanges.tasks(name)).workers[0].task)
        (worker,) = controller.run(exchanges.tasks(name)).workers
        assert worker.name.endswith(f":{busy.pid}")
        assert worker.busy >= 0
