# SPDX-License-Identifier: GPL-3.0-or-later
"""``stop`` lets the workers finish what was put, as parallel_queue did; ``terminate`` does not."""

from __future__ import annotations

import gc
import os
import queue as standard
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rqcore.errors import Closed, Empty, Full
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue

pytestmark = pytest.mark.usefixtures("start_methods")
METHODS = ("fork", "spawn", "forkserver")
PATIENCE = 20


def square(number):
    return number * number


def wait_for_file(path):
    while not os.path.exists(path):
        time.sleep(0.002)
    return path


def wait_forever(path):
    Path(path).touch()
    time.sleep(60)


def write_later(path):
    time.sleep(0.2)
    Path(path).write_text("done")


@pytest.mark.parametrize("method", METHODS)
def test_stopped_queue_still_gives_every_result_in_order(method):
    queue = ParallelQueue(2, context=method)
    for number in range(20):
        queue.put(square, number)
        queue.put("a value")
    queue.stop()
    assert queue.join(PATIENCE)
    expected = [value for number in range(20) for value in (number * number, "a value")]
    assert [queue.get() for _ in expected] == expected
    assert not queue.is_alive()


def test_stop_returns_while_tasks_run(tmp_path):
    queue = ParallelQueue(1)
    queue.put(wait_for_file, str(tmp_path / "go"))
    queue.stop()
    assert queue.is_alive()
    assert not queue.join(0.01)
    (tmp_path / "go").touch()
    assert queue.join(PATIENCE)
    assert not queue.is_alive()
    assert queue.get() == str(tmp_path / "go")


def test_stopped_queue_finishes_more_results_than_it_keeps_before():
    queue = ParallelQueue(2, in_q_max=100, out_q_max=3, worker_q_max=2, consumer_buffer_max=2)
    for number in range(80):
        queue.put(square, number)
    queue.stop()
    assert queue.join(PATIENCE)
    assert [queue.get() for _ in range(80)] == [number * number for number in range(80)]


def test_stopped_queue_accepts_no_task(aside, until, tmp_path):
    queue = ParallelQueue(1, in_q_max=1, worker_q_max=1)
    queue.put(wait_for_file, str(tmp_path / "go"))
    until(lambda: not queue.full())
    queue.put(square, 1)
    waiting = aside(queue.put, square, 2)
    queue.stop()
    with pytest.raises(Closed):
        waiting.result(PATIENCE)
    with pytest.raises(Closed):
        queue.put(square, 3)
    (tmp_path / "go").touch()
    assert [queue.get(), queue.get()] == [str(tmp_path / "go"), 1]
    assert queue.join(PATIENCE)


@pytest.mark.parametrize("options", [{}, {"block": False}, {"timeout": 5}])
def test_get_after_the_last_result_of_a_stopped_queue_does_not_wait(options):
    queue = ParallelQueue(1)
    queue.put(square, 3)
    queue.stop()
    assert queue.get(**options if options != {"block": False} else {}) == 9
    with pytest.raises(Closed):
        queue.get(**options)
    with pytest.raises(standard.Empty):  # a loop that drains the queue ends as with queue.Queue
        queue.get(**options)
    assert queue.join(PATIENCE)


def test_get_that_waits_ends_when_the_queue_is_stopped(aside):
    queue = ParallelQueue(1)
    waiting = aside(queue.get)
    queue.stop()
    with pytest.raises(Closed):
        waiting.result(PATIENCE)
    assert queue.join(PATIENCE)


def test_terminate_ends_a_running_task(tmp_path, until, gone):
    queue = ParallelQueue(1)
    queue.put(wait_forever, str(tmp_path / "runs"))
    until(lambda: (tmp_path / "runs").exists())
    pids = [worker.pid for worker in queue.stat().workers]
    queue.stop()
    queue.terminate()
    assert all(map(gone, pids))
    with pytest.raises(Closed):
        queue.get()
    assert not queue.join(0)


def test_exception_in_the_block_of_with_ends_the_workers(tmp_path, gone):
    with pytest.raises(ZeroDivisionError), ParallelQueue(1) as queue:
        queue.put(wait_forever, str(tmp_path / "runs"))
        pids = [worker.pid for worker in queue.stat().workers]
        raise ZeroDivisionError
    assert all(map(gone, pids))


PROGRAM = """
import sys
from tests_of_graceful_stop import write_later
from rqcore.parallel_queue import ParallelQueue
if __name__ == "__main__":
    queue = ParallelQueue(1)
    queue.put(write_later, sys.argv[1])
    queue.stop()
    if sys.argv[2] == "delete":
        del queue
"""


@pytest.mark.parametrize("way", ["keep", "delete"])
def test_program_ends_after_the_tasks_of_a_stopped_queue(tmp_path, way):
    (tmp_path / "tests_of_graceful_stop.py").write_text(Path(__file__).read_text())
    (tmp_path / "program.py").write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), str(tmp_path)))}
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "result"), way]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "result").read_text() == "done"


@pytest.mark.parametrize("method", ["get", "queue"])
def test_get_takes_the_arguments_of_the_standard_queue(method):
    queue = ParallelQueue(1) if method == "get" else ParallelSingleTaskQueue(square, 1, context="fork")
    with queue:
        for arguments, options in [((False,), {}), ((True, 0.01), {}), ((), {"block": False, "timeout": 9})]:
            with pytest.raises(Empty):
                queue.get(*arguments, **options)
        queue.put(square, 3) if method == "get" else queue.put(3)
        assert queue.get(True, PATIENCE) == 9


def test_timeout_of_a_single_task_put_is_for_the_space(tmp_path):
    with ParallelSingleTaskQueue(wait_for_file, 1, in_q_max=1, worker_q_max=1, context="fork") as queue:
        with pytest.raises(Full):
            for _ in range(3):
                queue.put(str(tmp_path / "go"), timeout=0.01)
        (tmp_path / "go").touch()
        assert queue.get(timeout=PATIENCE) == str(tmp_path / "go")


class Collecting:
    """A watcher that collects garbage in the thread of the pool."""

    def began(self, worker, task, duration):
        pass

    def ended(self, worker, task, outcome, duration, time):
        gc.collect()


def test_queue_in_a_reference_cycle_is_deleted_from_its_own_thread(gone, until):
    queue = ParallelQueue(1)
    (worker,), pool = queue.stat().workers, queue._pool
    queue.watch(Collecting())
    queue.cycle = queue
    gc.disable()
    try:
        queue.put(square, 3)
        del queue
        until(lambda: gone(worker.pid) and not pool.is_alive())
    finally:
        gc.enable()
