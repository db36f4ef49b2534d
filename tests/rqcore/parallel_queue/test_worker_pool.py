# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker pool with real processes, and a reorder buffer that the test fills."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from rqcore.errors import Closed, WorkerLost
from rqcore.parallel_queue.reorder_buffer import Bounds, PassedValue, ReorderBuffer
from rqcore.parallel_queue.task_messages import TaskResult, pickled, work
from rqcore.parallel_queue.worker_pool import WorkerPool
from rqcore.parallel_queue.worker_process import WorkerProcess, context_of
from rqcore.protocol.event_batch import Outcome

PATIENCE = 20


def divide(dividend, divisor=1):
    return dividend // divisor


def wait_for_file(path):
    while not os.path.exists(path):
        threading.Event().wait(0.002)
    return path


def kill_me():
    os.kill(os.getpid(), signal.SIGKILL)


def fail_to_start():
    raise OSError("no disk")


class Queue:
    """A reorder buffer with its pool, as in a parallel queue."""

    def __init__(self, size=1, most=10, bounds=None, begin=None):
        self.order = ReorderBuffer(bounds or Bounds(1000, 1000, 1000))
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.pool = WorkerPool(
            self.order,
            self.lock,
            self.changed.notify_all,
            lambda: WorkerProcess(context_of("fork"), "worker", True, work, None, begin),
            size,
            most,
        )
        self.pool.start()

    def put(self, function, *args, **options):
        with self.lock:
            self.order.add(pickled((function, args, options)))
            self.pool.wake()

    def pass_value(self, value):
        with self.lock:
            self.order.add(PassedValue(value))
            self.pool.wake()

    def take(self):
        """Return the value of the next result, or raise its error."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.order.ready or self.pool.broken, PATIENCE)
            if not self.order.ready:
                raise self.pool.broken
            result = self.order.take()
            self.pool.wake()
        if isinstance(result, WorkerLost):
            raise result
        return result.open() if isinstance(result, TaskResult) else result.value


@pytest.fixture
def create():
    queues = []

    def create(**options):
        queues.append(Queue(**options))
        return queues[-1]

    yield create
    for queue in queues:
        queue.pool.terminate()


def test_results_come_in_the_order_of_the_tasks(create):
    queue = create(size=3)
    for number in range(50):
        queue.put(divide, number)
    assert [queue.take() for _ in range(50)] == list(range(50))


def test_exception_of_a_task_is_raised_and_counted(create):
    queue = create()
    queue.put(divide, 1, 0)
    queue.put(divide, 4, 2)
    with pytest.raises(ZeroDivisionError):
        queue.take()
    assert queue.take() == 2
    assert queue.pool.failed == 1


def test_passed_value_is_returned_in_its_turn(create):
    queue = create()
    queue.put(divide, 1)
    queue.pass_value("between")
    queue.put(divide, 3)
    assert [queue.take() for _ in range(3)] == [1, "between", 3]


def test_killed_worker_loses_only_the_task_that_it_ran(create):
    # given a worker that gets several tasks in advance, because its tasks were short so far
    queue = create(most=6)
    for number in range(30):
        queue.put(divide, number)
        queue.take()
    # when the first of six tasks kills it
    with queue.lock:
        queue.order.add(pickled((kill_me, (), {})))
        for number in range(5):
            queue.order.add(pickled((divide, (number,), {})))
        queue.pool.wake()
    # then that task fails, and the others go to another worker
    with pytest.raises(WorkerLost, match=r"worker \d+ was killed by SIGKILL in task 30"):
        queue.take()
    assert [queue.take() for _ in range(5)] == list(range(5))
    assert queue.pool.failed == 1


def test_dead_worker_is_replaced_by_another_process(create, until):
    queue = create()
    queue.put(os.getpid)
    first = queue.take()
    os.kill(first, signal.SIGKILL)
    queue.put(os.getpid)
    try:
        second = queue.take()
    except WorkerLost:  # the worker had taken that task already
        queue.put(os.getpid)
        second = queue.take()
    assert second != first
    assert [worker.pid for worker in queue.pool.running_tasks(0.0)] == [second]


def test_worker_gets_at_most_its_limit_of_tasks_in_advance(create, tmp_path, until):
    queue = create(most=3)
    for number in range(10):
        queue.put(wait_for_file, str(tmp_path / str(number)))
    until(lambda: queue.pool.idle is False and len(queue.order.waiting) <= 9)
    with queue.lock:
        (worker,) = queue.pool.running_tasks(0.0)
        assert worker.queued <= 2
        assert len(queue.order.waiting) >= 7
    for number in range(10):
        (tmp_path / str(number)).touch()
    assert len([queue.take() for _ in range(10)]) == 10


def test_at_work_shows_the_task_of_each_worker(create, tmp_path, until):
    queue = create()
    queue.put(wait_for_file, str(tmp_path / "go"))

    def running_tasks():
        with queue.lock:
            return queue.pool.running_tasks(1e9)

    until(lambda: running_tasks()[0].task is not None)
    (worker,) = running_tasks()
    assert (worker.task.number, worker.name, worker.held) == (0, f"worker-{worker.pid}", False)
    assert worker.busy > 0
    (tmp_path / "go").touch()
    assert queue.take() == str(tmp_path / "go")
    until(lambda: running_tasks()[0].task is None)


def test_failing_worker_init_breaks_the_pool_with_its_cause(create):
    queue = create(begin=fail_to_start)
    queue.put(divide, 1)
    with pytest.raises(WorkerLost, match=r"worker_init_f raised OSError\('no disk'\)") as caught:
        queue.take()
    assert isinstance(caught.value.__cause__, OSError)


def test_workers_that_die_before_they_are_ready_break_the_pool(create):
    queue = create(begin=kill_me)
    queue.put(divide, 1)
    with pytest.raises(
        WorkerLost, match="3 workers died before their first task; the last was killed by SIGKILL"
    ):
        queue.take()


def test_stop_ends_a_busy_worker_and_closes(create, tmp_path, gone, until):
    queue = create()
    queue.put(wait_for_file, str(tmp_path / "never"))
    with queue.lock:
        (worker,) = queue.pool.running_tasks(0.0)
    queue.pool.terminate()
    assert gone(worker.pid)
    with pytest.raises(Closed, match="was stopped"):
        queue.take()


class Watcher:
    def __init__(self):
        self.calls = []

    def began(self, worker, task, duration):
        self.calls.append(("began", task.number))

    def ended(self, worker, task, outcome, duration, time):
        self.calls.append((outcome, task.number))


def test_watcher_is_notified_how_each_task_ended(create):
    queue = create()
    queue.pool.watcher = watcher = Watcher()
    queue.put(divide, 1)
    queue.put(divide, 1, 0)
    queue.put(kill_me)
    queue.take()
    with pytest.raises(ZeroDivisionError):
        queue.take()
    with pytest.raises(WorkerLost):
        queue.take()
    assert watcher.calls == [(Outcome.OK, 0), (Outcome.ERROR, 1), (Outcome.ERROR, 2)]


def test_watcher_is_notified_once_of_a_long_task(create, tmp_path, until):
    queue = create()
    queue.pool.watcher = watcher = Watcher()
    queue.put(wait_for_file, str(tmp_path / "go"))
    until(lambda: not queue.order.waiting)
    with queue.lock:
        queue.pool.report_long_tasks(0.0)  # the task is not long yet
        queue.pool.report_long_tasks(1e9)
        queue.pool.report_long_tasks(1e9)
    (tmp_path / "go").touch()
    queue.take()
    assert watcher.calls == [("began", 0), (Outcome.OK, 0)]
