# SPDX-License-Identifier: GPL-3.0-or-later
"""The parallel queues with real processes and signals."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rqcore.errors import BadCall, Closed, CodecError, Empty, Full, TaskError, WorkerLost
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue

pytestmark = pytest.mark.usefixtures("start_methods")
METHODS = ("fork", "spawn", "forkserver")
PATIENCE = 20


class LocatedError(Exception):
    def __init__(self, what, where):
        super().__init__(what, where)
        self.where = where


class UnpicklableError(Exception):
    """Cannot be unpickled: it takes two arguments and is pickled with one."""

    def __init__(self, what, where):
        super().__init__(what)


def square(number, plus=0):
    return number * number + plus


def raise_located(what, where):
    raise LocatedError(what, where)


def raise_unpicklable():
    raise UnpicklableError("a", "b")


def make_lambda():
    return lambda: 1


def sleep(seconds, value=None):
    time.sleep(seconds)
    return value


def stubborn(path):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(f"{path}.new").write_text(str(os.getpid()))
    os.rename(f"{path}.new", path)
    time.sleep(60)


def crash():
    faulthandler.disable()  # or pytest prints a traceback
    os.kill(os.getpid(), signal.SIGSEGV)


def fork_and_return():
    if os.fork() == 0:
        return "the child's"
    return "the parent's"


def fork_and_die():
    if os.fork() == 0:
        time.sleep(2)
        os._exit(0)
    os._exit(7)


def fail_to_start():
    raise OSError("no licence")


def die_immediately():
    os._exit(9)


def results(queue, count):
    found = []
    for _ in range(count):
        try:
            found.append(queue.get(timeout=PATIENCE))
        except Exception as error:
            found.append(type(error))
    return found


@pytest.mark.parametrize("method", METHODS)
def test_results_come_in_the_order_of_the_puts(method):
    with ParallelQueue(3, context=method) as queue:
        queue.put(sleep, 0.2, "slow")
        queue.put("a value")
        for number in range(50):
            queue.put(square, number, plus=1)
        assert list(queue) == ["slow", "a value", *(n * n + 1 for n in range(50))]
        progress = queue.progress
        assert (progress.put, progress.finished, progress.failed, progress.got) == (52, 52, 0, 52)


def test_function_of_a_single_task_queue_is_inherited():
    offset = 5
    with ParallelSingleTaskQueue(lambda number, sign=1: sign * number + offset, 2, context="fork") as queue:
        queue.put(1)
        queue.put(2, sign=-1)
        assert [queue.get(timeout=PATIENCE), queue.get(timeout=PATIENCE)] == [6, 3]


def test_more_tasks_than_all_limits_together_succeed(aside):
    with ParallelQueue(2, in_q_max=3, out_q_max=2, worker_q_max=2, consumer_buffer_max=1) as queue:
        putter = aside(lambda: [queue.put(square, number) for number in range(300)])
        assert results(queue, 300) == [number * number for number in range(300)]
        putter.result(PATIENCE)


def test_large_tasks_and_results_pass():
    with ParallelQueue(2) as queue:
        for letter in "abc":
            queue.put(str.upper, letter * 3_000_000)
        assert list(queue) == ["A" * 3_000_000, "B" * 3_000_000, "C" * 3_000_000]


def test_slow_task_holds_back_at_most_the_bounds(aside, until, tmp_path):
    with ParallelQueue(2, in_q_max=4, out_q_max=5, worker_q_max=2, consumer_buffer_max=6) as queue:
        queue.put(stubborn, str(tmp_path / "pid"))
        putter = aside(lambda: [queue.put(square, number) for number in range(200)])
        until(lambda: queue.stat().buffered == 6 and queue.stat().waiting == 4)
        until(lambda: (tmp_path / "pid").exists())
        stat = queue.stat()
        assert (stat.ready, stat.holding) == (0, 0)
        assert 0 in {worker.task for worker in stat.workers}
        assert queue.progress.put < 30
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
        assert results(queue, 201) == [WorkerLost, *(number * number for number in range(200))]
        putter.result(PATIENCE)


def test_exception_keeps_type_arguments_and_traceback():
    with ParallelQueue(1) as queue:
        queue.put(raise_located, "jam", where="belt 3")
        queue.put(square, 2)
        with pytest.raises(LocatedError) as caught:
            queue.get(timeout=PATIENCE)
        assert caught.value.args == ("jam", "belt 3")
        assert caught.value.where == "belt 3"
        assert "in raise_located" in caught.value.stack_trace
        assert queue.get(timeout=PATIENCE) == 4
        assert queue.progress.failed == 1


@pytest.mark.parametrize(
    ("task", "expected"), [(raise_unpicklable, "UnpicklableError"), (make_lambda, "function")]
)
def test_result_that_cannot_be_pickled_raises_in_its_turn(task, expected):
    with ParallelQueue(1) as queue:
        queue.put(task)
        queue.put(square, 2)
        with pytest.raises(TaskError, match=expected):
            queue.get(timeout=PATIENCE)
        assert queue.get(timeout=PATIENCE) == 4


def test_put_refuses_a_task_that_cannot_be_pickled():
    with ParallelQueue(1) as queue:
        with pytest.raises(CodecError, match="ParallelSingleTaskQueue"):
            queue.put(lambda: 1)
        with pytest.raises(BadCall, match="str"):
            queue.put("value", 1)
        assert queue.progress.put == 0


DEATHS = [
    (os._exit, 4, "code 4"),
    (sys.exit, 5, "code 5"),
    (crash, None, "SIGSEGV"),
    (fork_and_die, None, "code 7"),
]


@pytest.mark.parametrize(("task", "argument", "expected"), DEATHS)
def test_task_whose_worker_dies_raises_and_the_worker_is_replaced(until, task, argument, expected):
    with ParallelQueue(2) as queue:
        for number in range(20):
            queue.put(square, number)
        queue.put(task, *(() if argument is None else (argument,)))
        for number in range(20):
            queue.put(square, number)
        assert results(queue, 20) == [number * number for number in range(20)]
        with pytest.raises(WorkerLost, match=f"{expected} in task 20"):
            queue.get(timeout=PATIENCE)
        assert results(queue, 20) == [number * number for number in range(20)]
        until(lambda: len(queue.stat().workers) == 2)


def test_killed_idle_workers_are_replaced(until):
    with ParallelQueue(2) as queue:
        queue.put(square, 1)
        assert queue.get(timeout=PATIENCE) == 1
        before = {worker.pid for worker in queue.stat().workers}
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(queue.stat().workers) == 2 and not before & {w.pid for w in queue.stat().workers})
        queue.put(square, 2)
        assert queue.get(timeout=PATIENCE) == 4


def test_child_of_a_forking_task_sends_no_result():
    with ParallelQueue(1) as queue:
        for _ in range(3):
            queue.put(fork_and_return)
        assert results(queue, 3) == ["the parent's"] * 3


@pytest.mark.parametrize(("begin", "expected"), [(fail_to_start, "no licence"), (die_immediately, "code 9")])
def test_workers_that_cannot_start_break_the_queue(begin, expected):
    with ParallelQueue(2, worker_init_f=begin) as queue:
        with pytest.raises(WorkerLost, match=expected):
            queue.get(timeout=PATIENCE)
        assert not queue.is_alive()
        with pytest.raises(WorkerLost):
            queue.put(square, 1)


def test_timeouts_end_waiting_calls():
    with ParallelQueue(1, in_q_max=1) as queue:
        with pytest.raises(Empty):
            queue.get(timeout=0.01)
        queue.put(sleep, 60)
        with pytest.raises(Full):
            for _ in range(3):
                queue.put(sleep, 60, timeout=0.01)
        assert not queue.join(0.01)


def test_stop_ends_workers_that_ignore_sigterm(tmp_path, until, gone, aside):
    queue = ParallelQueue(1)
    queue.put(stubborn, str(tmp_path / "pid"))
    until(lambda: (tmp_path / "pid").exists())
    getter = aside(queue.get)
    queue.terminate()
    assert gone(int((tmp_path / "pid").read_text()))
    with pytest.raises(Closed):
        getter.result(PATIENCE)
    with pytest.raises(Closed):
        queue.put(square, 1)
    assert not queue.is_alive()
    queue.terminate()


def test_collected_queue_ends_its_workers(gone):
    queue = ParallelQueue(2)
    pids = [worker.pid for worker in queue.stat().workers]
    del queue
    gc.collect()
    assert all(map(gone, pids))


def test_join_waits_for_all_tasks():
    with ParallelQueue(2) as queue:
        for _ in range(3):
            queue.put(sleep, 0.05, "x")
        assert queue.join(PATIENCE)
        assert queue.progress.finished == 3
        assert list(queue) == ["x"] * 3


def test_results_can_be_awaited_in_an_event_loop():
    async def main(queue):
        for number in range(5):
            queue.put(sleep, 0.02, number)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                async for _ in queue:
                    raise AssertionError("too early")
        return [result async for result in queue]

    with ParallelQueue(2) as queue:
        assert asyncio.run(main(queue)) == list(range(5))


PROGRAM = """
import sys, time
from tests_of_parallel_queue import stubborn
from rqcore.parallel_queue import ParallelQueue
if __name__ == "__main__":
    queue = ParallelQueue(2, context=sys.argv[2])
    queue.put(stubborn, sys.argv[1])
    print(*(worker.pid for worker in queue.stat().workers), flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, "end"])
def test_workers_end_with_their_parent(tmp_path, until, gone, method, way):
    (tmp_path / "tests_of_parallel_queue.py").write_text(Path(__file__).read_text())
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "pid"), method]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), str(tmp_path)))}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as parent:
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        until(lambda: (tmp_path / "pid").exists())
        parent.stdin.close() if way == "end" else parent.send_signal(way)
        parent.wait(PATIENCE)
    until(lambda: all(map(gone, pids)))


class RecordingWatcher:
    """A watcher that keeps its notifications."""

    def __init__(self):
        self.calls = []

    def began(self, worker, task, duration):
        assert duration > 0
        self.calls.append(("began", worker, task.number))

    def ended(self, worker, task, outcome, duration, time):
        assert duration >= 0 and time > 1.7e18
        self.calls.append((outcome.name, worker, task.number))


def test_stat_names_each_worker_its_task_and_the_head_of_line_task(until, tmp_path):
    with ParallelQueue(2, worker_q_max=5) as queue:
        queue.put(square, 3)
        queue.put(stubborn, str(tmp_path / "pid"))
        for number in range(5):
            queue.put(square, number, plus=1)
        until(lambda: queue.stat().buffered == 5 and (tmp_path / "pid").exists())
        stat = queue.stat()
        assert (stat.put, stat.got, stat.ready, stat.holding, stat.waiting) == (7, 0, 1, 1, 0)
        assert stat.early == (2, 3, 4, 5, 6)
        assert stat.holder.text.startswith("stubborn('")
        assert stat.holder.pid == int((tmp_path / "pid").read_text())
        assert stat.holder.busy > 0
        (other,) = set(stat.workers) - {stat.holder}
        assert (other.task, other.text, other.busy) == (None, "", 0.0)
        os.kill(stat.holder.pid, signal.SIGKILL)
        assert results(queue, 2) == [9, WorkerLost]
        until(lambda: queue.stat().holding is None)


def test_worker_whose_result_has_no_space_is_held(until, tmp_path):
    with ParallelSingleTaskQueue(
        lambda path: stubborn(path) if path else 1, 2, context="fork", consumer_buffer_max=1
    ) as queue:
        queue.put(str(tmp_path / "pid"))
        for _ in range(4):
            queue.put("")
        until(lambda: any(worker.held for worker in queue.stat().workers))
        stat = queue.stat()
        assert stat.buffered == 1
        assert [worker.task for worker in stat.workers if worker.held] == [stat.early[0] + 1]
        assert not stat.holder.held


def test_watcher_is_notified_of_every_task(until, tmp_path):
    watcher = RecordingWatcher()
    with ParallelQueue(1) as queue:
        queue.watch(watcher)
        (worker,) = queue.stat().workers
        queue.put(square, 3)
        queue.put(raise_located, "jam", where="here")
        queue.put("a value")
        assert results(queue, 3) == [9, LocatedError, "a value"]
        queue.put(stubborn, str(tmp_path / "a"))
        until(lambda: (tmp_path / "a").exists())
        queue.report_long_tasks()
        assert watcher.calls == [("OK", worker.name, 0), ("ERROR", worker.name, 1)]
        until(lambda: (queue.report_long_tasks(), len(watcher.calls) == 3)[1])
        queue.report_long_tasks()
        os.kill(worker.pid, signal.SIGKILL)
        assert results(queue, 1) == [WorkerLost]
        assert watcher.calls[2:] == [("began", worker.name, 3), ("ERROR", worker.name, 3)]
        queue.put(stubborn, str(tmp_path / "b"))
        until(lambda: (tmp_path / "b").exists())
    assert [call[0] for call in watcher.calls[4:]] == ["CANCELLED"]


def test_removed_watcher_is_not_notified():
    watcher = RecordingWatcher()
    with ParallelQueue(1) as queue:
        queue.watch(watcher)
        queue.watch(None)
        queue.put(square, 3)
        assert queue.get(timeout=PATIENCE) == 9
        queue.report_long_tasks()
    assert watcher.calls == []


def test_task_given_in_advance_begins_when_the_one_before_ends(until):
    watcher = RecordingWatcher()
    with ParallelQueue(1) as queue:
        for number in range(30):  # short tasks, so that the worker gets several in advance
            queue.put(square, number)
        results(queue, 30)
        queue.watch(watcher)
        queue.put(sleep, 0.5, "a")
        queue.put(sleep, 0.5, "b")
        until(lambda: [worker.queued for worker in queue.stat().workers] == [1])
        until(lambda: (queue.report_long_tasks(), len(watcher.calls) == 4)[1])
        events = [(what, number) for what, _, number in watcher.calls]
        assert events == [("began", 30), ("OK", 30), ("began", 31), ("OK", 31)]
