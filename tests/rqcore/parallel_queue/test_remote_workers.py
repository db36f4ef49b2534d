# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers that ``rqcore work`` starts, at a real controller and at a real Redis."""

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
from rqcore.parallel_queue.remote_tasks import PREFIX, place_of, tasks_of

PATIENCE = 20
TASKS = """
import os, signal, sys, time
from pathlib import Path

class Own(Exception):
    pass

def square(number, plus=0):
    return number * number + plus

def trouble(what, how):
    if how == "own":
        raise Own(what)
    if how == "exit":
        sys.exit(what)
    if how == "set":
        return {what}
    raise ValueError(what, 7)

def once(path, seconds=60):
    '''The first who does it says who it is, and takes long.'''
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
    """The module that workers and queues know alike."""
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
    """Starts a worker of a function; it has begun when this returns."""
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


def test_results_come_in_order_from_workers_anywhere(url, work, tasks):
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
        assert queue.get(PATIENCE) == 16


def test_exceptions_come_in_their_turn(url, work, tasks):
    work("trouble")
    with ParallelQueue(url=url) as queue:
        for how in ("builtin", "own", "exit", "set"):
            queue.put(tasks.trouble, "jam", how)
        with pytest.raises(ValueError) as caught:
            queue.get(PATIENCE)
        assert caught.value.args == ("jam", 7)
        assert "in trouble" in caught.value.stack_trace
        for said in ("Own: jam", "SystemExit: jam", "set, which JSON"):
            with pytest.raises(TaskError, match=said):
                queue.get(PATIENCE)


@pytest.mark.parametrize(("number", "lease"), [(signal.SIGKILL, 0.5), (signal.SIGTERM, 60)])
def test_the_task_of_a_lost_worker_is_given_to_another(url, work, tasks, tmp_path, until, number, lease):
    first = work("once")
    with ParallelQueue(url=url, lease=lease) as queue:
        queue.put(tasks.once, str(tmp_path / "who"))
        queue.put("the end")
        until(lambda: (tmp_path / "who").exists() and (tmp_path / "who").read_text())
        first.send_signal(number)
        assert first.wait(PATIENCE) == (-9 if number == signal.SIGKILL else 0)
        work("once")
        assert queue.get(PATIENCE) == "the second"
        assert queue.get(PATIENCE) == "the end"


def test_a_long_task_outlives_its_lease_while_its_worker_lives(url, work, tasks, tmp_path):
    work("once")
    work("once")
    with ParallelQueue(url=url, lease=1.5) as queue:
        queue.put(tasks.once, str(tmp_path / "who"), seconds=3.5)
        assert queue.get(PATIENCE) == "the first"


def test_of_two_results_of_a_task_the_first_counts(url, work, tasks, tmp_path, until):
    silent = work("once")
    with ParallelQueue(url=url, lease=0.4) as queue:
        queue.put(tasks.once, str(tmp_path / "who"), seconds=1)
        until(lambda: (tmp_path / "who").exists())
        silent.send_signal(signal.SIGSTOP)
        work("once")
        assert queue.get(PATIENCE) == "the second"
        silent.send_signal(signal.SIGCONT)
        silent.send_signal(signal.SIGTERM)
        assert silent.wait(PATIENCE) == 0
        queue.put(tasks.once, str(tmp_path / "who"))
        assert queue.get(PATIENCE) == "the second"


def test_a_task_that_ends_every_worker_is_given_up(url, work, tasks):
    with ParallelQueue(url=url, lease=0.3) as queue:
        queue.put(tasks.crash)
        for _ in range(3):
            assert work("crash").wait(PATIENCE) == -9
        with pytest.raises(WorkerLost, match="3 workers were lost in task 0"):
            queue.get(PATIENCE)


def test_nothing_is_left_behind(url, tasks, process, controller):
    with ParallelQueue(url=url) as queue:
        queue.put(tasks.once, "/nowhere")
    if url == process.url:
        left = {stat.name for stat in controller.queues() if (stat.name or "").startswith(PREFIX)}
        assert not [name for name in left if "results:" in name or "open:" in name]


@pytest.fixture
def link(url):
    link = open_connection(place_of(url), "test", 5.0)
    yield link
    link.close()


def there(link, *names):
    return [link.run(remote_tasks.length(name)) for name in names]


def test_leftovers_of_a_killed_program_are_swept_by_the_next_queue(url, link):
    left = [remote_tasks.sign_of("dead"), remote_tasks.results_of("dead")]
    link.run(remote_tasks.push(heartbeat.QUEUES, b"dead"))
    long_ago = link.run(remote_tasks.time()) - heartbeat.SILENCE - 1
    for name in left:
        link.run(remote_tasks.push(name, b"%d" % long_ago))
    ParallelQueue(url=url).stop()
    assert there(link, heartbeat.QUEUES, *left) == [0, 0, 0]


def test_leftovers_of_a_killed_program_are_swept_by_the_next_worker(url, link, work, until):
    link.run(remote_tasks.push(heartbeat.QUEUES, b"dead"))
    link.run(remote_tasks.push(remote_tasks.results_of("dead"), b"?"))
    work("square")
    until(lambda: there(link, heartbeat.QUEUES, remote_tasks.results_of("dead")) == [0, 0])


def test_tasks_of_a_dead_queue_are_not_executed(url, link, work, tasks, tmp_path):
    path = tmp_path / "who"
    order = remote_tasks.order("gone", 0, 1.0, remote_tasks.packed((str(path), 0), {}))
    link.run(remote_tasks.push(remote_tasks.tasks_of("tasks_of_tests:once"), order))
    work("once")
    with ParallelQueue(url=url) as queue:
        queue.put(tasks.once, str(path) + "-too", 0)
        assert queue.get(PATIENCE) == "the first"
    assert not path.exists()


def test_a_queue_that_lives_is_left_alone(url, link, work, tasks):
    with ParallelQueue(url=url) as queue:
        ParallelQueue(url=url).stop()
        assert there(link, heartbeat.QUEUES) == [1]
        work("square")
        queue.put(tasks.square, 5)
        assert queue.get(PATIENCE) == 25
    assert there(link, heartbeat.QUEUES) == [0]


def test_queue_renews_its_heartbeat(url, link, monkeypatch, until):
    monkeypatch.setattr(heartbeat, "BEAT", 0.0)
    with ParallelQueue(url=url) as queue:
        sign = remote_tasks.sign_of(queue._crew.name)
        for _ in range(2):  # each time in the place of what it said before
            link.run(remote_tasks.push(sign, b"7"))
            until(lambda: link.run(remote_tasks.last(sign)) != b"7")
        until(lambda: there(link, sign) == [3])


def test_a_worker_outlives_the_controller(launch, tasks, until):
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
            assert queue.get(PATIENCE) == 9
    finally:
        worker.terminate()
        assert b"Traceback" not in worker.communicate(timeout=PATIENCE)[1]


def test_item_that_cannot_travel_is_refused_by_put(url, tasks):
    with ParallelQueue(url=url) as queue:
        with pytest.raises(CodecError, match="JSON"):
            queue.put(tasks.square, {1})
        with pytest.raises(BadCall, match="module"):
            queue.put(lambda: 1)


def test_a_controller_that_goes_ends_all_waiting(launch, tasks, aside):
    with launch() as process:
        queue = ParallelQueue(url=process.url)
        waiting = aside(queue.get)
        process.end(signal.SIGKILL)
        with pytest.raises(ConnectionLost):
            waiting.result(PATIENCE)
        queue.stop()
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
        (seen,) = queue.stat().workers
        assert queue.stat().holder.name == seen.name
        assert seen.name.endswith(f":{worker.pid}")
        assert seen.task == 0
        assert seen.text.startswith("once('/")
        work("square")
        until(lambda: queue.stat().early == (1,))


def test_watcher_is_notified_of_remote_tasks(url, work, tasks, tmp_path, until):
    heard = []

    class Watcher:
        def began(self, worker, task, duration):
            heard.append(("began", task.number, worker.rpartition(":")[2]))

        def ended(self, worker, task, outcome, duration, time):
            heard.append((outcome.name, task.number, worker.rpartition(":")[2]))

    first, second = work("square"), work("once")
    with ParallelQueue(url=url, lease=0.5) as queue:
        queue.watch(Watcher())
        queue.put(tasks.square, 3)
        assert queue.get(PATIENCE) == 9
        queue.put(tasks.once, str(tmp_path / "who"))
        until(lambda: (queue.tell_began(), len(heard) == 2)[1])
        second.kill()
        third = work("once")
        assert queue.get(PATIENCE) == "the second"
        queue.put(tasks.once, str(tmp_path / "another"))
        until(lambda: (tmp_path / "another").exists() and queue.stat().workers)
    assert heard == [
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
        pytest.skip("of a Redis nothing is known")
    busy = work("once")
    name = tasks_of("tasks_of_tests:once")
    with ParallelQueue(url=url) as queue:
        until(lambda: (told := controller.run(exchanges.tasks(name))) and told.workers[0].task is None)
        queue.put(tasks.once, str(tmp_path / "who"))
        until(lambda: controller.run(exchanges.tasks(name)).workers[0].task)
        (worker,) = controller.run(exchanges.tasks(name)).workers
        assert worker.name.endswith(f":{busy.pid}")
        assert worker.busy >= 0
