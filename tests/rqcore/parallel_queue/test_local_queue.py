# SPDX-License-Identifier: GPL-3.0-or-later
"""parallel_queue's interface, with real processes and signals."""

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


class Trouble(Exception):
    def __init__(self, what, where):
        super().__init__(what, where)
        self.where = where


class Proud(Exception):
    """Cannot be unpickled: it wants two arguments and tells of one."""

    def __init__(self, what, where):
        super().__init__(what)


def square(number, plus=0):
    return number * number + plus


def raise_trouble(what, where):
    raise Trouble(what, where)


def raise_proud():
    raise Proud("a", "b")


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
    faulthandler.disable()  # pytest would print where
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


def fail_to_begin():
    raise OSError("no licence")


def die_at_once():
    os._exit(9)


def results(queue, count):
    found = []
    for _ in range(count):
        try:
            found.append(queue.get(PATIENCE))
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


def test_a_single_task_is_inherited():
    offset = 5
    with ParallelSingleTaskQueue(lambda number, sign=1: sign * number + offset, 2, context="fork") as queue:
        queue.put(1)
        queue.put(2, sign=-1)
        assert [queue.get(PATIENCE), queue.get(PATIENCE)] == [6, 3]


def test_more_than_all_bounds_together_passes(aside):
    with ParallelQueue(2, in_q_max=3, out_q_max=2, worker_q_max=2, consumer_buffer_max=1) as queue:
        putter = aside(lambda: [queue.put(square, number) for number in range(300)])
        assert results(queue, 300) == [number * number for number in range(300)]
        putter.result(PATIENCE)


def test_large_tasks_and_results_pass():
    with ParallelQueue(2) as queue:
        for letter in "abc":
            queue.put(str.upper, letter * 3_000_000)
        assert list(queue) == ["A" * 3_000_000, "B" * 3_000_000, "C" * 3_000_000]


def test_one_slow_task_holds_back_no_more_than_the_bounds(aside, until, tmp_path):
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


def test_an_exception_keeps_type_arguments_and_traceback():
    with ParallelQueue(1) as queue:
        queue.put(raise_trouble, "jam", where="belt 3")
        queue.put(square, 2)
        with pytest.raises(Trouble) as caught:
            queue.get(PATIENCE)
        assert caught.value.args == ("jam", "belt 3")
        assert caught.value.where == "belt 3"
        assert "in raise_trouble" in caught.value.stack_trace
        assert queue.get(PATIENCE) == 4
        assert queue.progress.failed == 1


@pytest.mark.parametrize(("task", "said"), [(raise_proud, "Proud"), (make_lambda, "function")])
def test_result_that_cannot_travel_is_reported_in_its_turn(task, said):
    with ParallelQueue(1) as queue:
        queue.put(task)
        queue.put(square, 2)
        with pytest.raises(TaskError, match=said):
            queue.get(PATIENCE)
        assert queue.get(PATIENCE) == 4


def test_task_that_json_cannot_carry_is_refused_by_put():
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


@pytest.mark.parametrize(("task", "argument", "said"), DEATHS)
def test_a_worker_that_dies_in_a_task_is_that_tasks_result_and_replaced(until, task, argument, said):
    with ParallelQueue(2) as queue:
        for number in range(20):
            queue.put(square, number)
        queue.put(task, *(() if argument is None else (argument,)))
        for number in range(20):
            queue.put(square, number)
        assert results(queue, 20) == [number * number for number in range(20)]
        with pytest.raises(WorkerLost, match=f"{said} in task 20"):
            queue.get(PATIENCE)
        assert results(queue, 20) == [number * number for number in range(20)]
        until(lambda: len(queue.stat().workers) == 2)


def test_idle_workers_that_are_killed_are_replaced(until):
    with ParallelQueue(2) as queue:
        queue.put(square, 1)
        assert queue.get(PATIENCE) == 1
        before = {worker.pid for worker in queue.stat().workers}
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(queue.stat().workers) == 2 and not before & {w.pid for w in queue.stat().workers})
        queue.put(square, 2)
        assert queue.get(PATIENCE) == 4


def test_the_child_of_a_task_that_forks_gives_no_result():
    with ParallelQueue(1) as queue:
        for _ in range(3):
            queue.put(fork_and_return)
        assert results(queue, 3) == ["the parent's"] * 3


@pytest.mark.parametrize(("begin", "said"), [(fail_to_begin, "no licence"), (die_at_once, "code 9")])
def test_workers_that_cannot_begin_are_given_up(begin, said):
    with ParallelQueue(2, worker_init_f=begin) as queue:
        with pytest.raises(WorkerLost, match=said):
            queue.get(PATIENCE)
        assert not queue.is_alive()
        with pytest.raises(WorkerLost):
            queue.put(square, 1)


def test_waiting_has_an_end():
    with ParallelQueue(1, in_q_max=1) as queue:
        with pytest.raises(Empty):
            queue.get(timeout=0.01)
        queue.put(sleep, 60)
        with pytest.raises(Full):
            for _ in range(3):
                queue.put(sleep, 60, timeout=0.01)
        assert not queue.join(0.01)


def test_stop_ends_workers_that_do_not_end_themselves(tmp_path, until, gone, aside):
    queue = ParallelQueue(1)
    queue.put(stubborn, str(tmp_path / "pid"))
    until(lambda: (tmp_path / "pid").exists())
    getter = aside(queue.get)
    queue.stop()
    assert gone(int((tmp_path / "pid").read_text()))
    with pytest.raises(Closed):
        getter.result(PATIENCE)
    with pytest.raises(Closed):
        queue.put(square, 1)
    assert not queue.is_alive()
    queue.stop()


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


def test_results_for_an_event_loop():
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
def test_no_worker_outlives_its_parent(tmp_path, until, gone, method, way):
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


class Heard:
    """A watcher that writes down what it is told."""

    def __init__(self):
        self.told = []

    def began(self, worker, task, duration):
        assert duration > 0
        self.told.append(("began", worker, task.number))

    def ended(self, worker, task, outcome, duration, time):
        assert duration >= 0 and time > 1.7e18
        self.told.append((outcome.name, worker, task.number))


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


def test_a_worker_whose_result_has_no_room_is_held(until, tmp_path):
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
    heard = Heard()
    with ParallelQueue(1) as queue:
        queue.watch(heard)
        (worker,) = queue.stat().workers
        queue.put(square, 3)
        queue.put(raise_trouble, "jam", where="here")
        queue.put("no task")
        assert results(queue, 3) == [9, Trouble, "no task"]
        queue.put(stubborn, str(tmp_path / "a"))
        until(lambda: (tmp_path / "a").exists())
        queue.tell_began()
        assert heard.told == [("OK", worker.name, 0), ("ERROR", worker.name, 1)]
        until(lambda: (queue.tell_began(), len(heard.told) == 3)[1])
        queue.tell_began()
        os.kill(worker.pid, signal.SIGKILL)
        assert results(queue, 1) == [WorkerLost]
        assert heard.told[2:] == [("began", worker.name, 3), ("ERROR", worker.name, 3)]
        queue.put(stubborn, str(tmp_path / "b"))
        until(lambda: (tmp_path / "b").exists())
    assert [told[0] for told in heard.told[4:]] == ["CANCELLED"]


def test_removed_watcher_is_not_notified():
    heard = Heard()
    with ParallelQueue(1) as queue:
        queue.watch(heard)
        queue.watch(None)
        queue.put(square, 3)
        assert queue.get(PATIENCE) == 9
        queue.tell_began()
    assert heard.told == []


def test_a_task_that_was_given_in_advance_begins_when_the_one_before_is_over(until):
    heard = Heard()
    with ParallelQueue(1) as queue:
        for number in range(30):  # so quick that the worker is given several at once
            queue.put(square, number)
        results(queue, 30)
        queue.watch(heard)
        queue.put(sleep, 0.5, "a")
        queue.put(sleep, 0.5, "b")
        until(lambda: [worker.queued for worker in queue.stat().workers] == [1])
        until(lambda: (queue.tell_began(), len(heard.told) == 4)[1])
        told = [(what, number) for what, _, number in heard.told]
        assert told == [("began", 30), ("OK", 30), ("began", 31), ("OK", 31)]
