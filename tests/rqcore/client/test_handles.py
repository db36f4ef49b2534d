# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
from multiprocessing import resource_tracker

import pytest

import rqcore
from rqcore import (
    BadCall,
    Closed,
    CodecError,
    ConnectionLost,
    Empty,
    Exists,
    Full,
    NoQueue,
    Payload,
    ShutDown,
)
from rqcore.client import exchanges
from rqcore.codec import Codec
from rqcore.protocol.resp import command


def test_items_come_as_they_were_put(jobs):
    items = [b"\x00", "é", None, True, 10**30, 0.5, [1, "a"], {"n": {}}]
    for item in items:
        jobs.put(item)
    assert [jobs.get() for _ in items] == items


def test_a_queue_is_found_by_name_and_namespace(controller):
    made = controller.create("found", kind="lifo", maxsize=3)
    for reference in ("found", made.namespace):
        found = controller.queue(reference)
        assert (found.namespace, found.name, found.kind, found.maxsize) == (
            made.namespace,
            "found",
            "lifo",
            3,
        )
    with pytest.raises(Exists):
        controller.create("found")
    assert controller.create("found", exist_ok=True).kind == "lifo"
    made.close()
    with pytest.raises(Closed):
        controller.queue("found")


def test_a_queue_that_never_was(controller):
    with pytest.raises(NoQueue) as missing:
        controller.queue("never")
    assert isinstance(missing.value, LookupError)


def test_full_and_empty_are_those_of_the_standard_library_too(controller):
    jobs = controller.create(maxsize=1)
    with pytest.raises(queue.Empty) as empty:
        jobs.get_nowait()
    jobs.put_nowait(1)
    with pytest.raises(queue.Full) as full:
        jobs.put(2, timeout=0.01)
    assert (type(empty.value), type(full.value)) == (Empty, Full)
    assert (jobs.qsize(), jobs.empty(), jobs.full()) == (1, False, True)
    jobs.close()


def test_a_get_that_waits_is_woken(jobs, aside, until):
    getter = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    jobs.put({"n": 1})
    assert getter.result(20) == {"n": 1}


def test_a_put_that_waits_is_woken(controller, aside, until):
    jobs = controller.create(maxsize=1)
    jobs.put(1)
    putter = aside(jobs.put, 2)
    until(lambda: jobs.stat().blocked_puts == 1)
    assert jobs.get() == 1
    assert putter.result(20) is None
    assert jobs.close() == 1


def test_closing_a_queue_raises_in_every_thread_that_waits(process, jobs, aside, until):
    getters = [aside(jobs.get, timeout=60) for _ in range(3)]
    until(lambda: jobs.stat().blocked_gets == 3)
    with process.connect() as other:
        other.queue(jobs.namespace).close()
    for getter in getters:
        with pytest.raises(Closed):
            getter.result(20)
    with pytest.raises(Closed):
        jobs.put(1)


def test_closing_a_handle_interrupts_what_waits_on_it(process, jobs, aside, until):
    handle = process.connect()
    getter = aside(handle.queue(jobs.namespace).get)
    until(lambda: jobs.stat().blocked_gets == 1)
    handle.close()
    with pytest.raises(ConnectionLost):
        getter.result(20)
    with pytest.raises(ConnectionLost, match="was closed"):
        handle.ping()
    handle.close()
    until(lambda: jobs.stat().blocked_gets == 0)


def test_many_threads_share_a_handle(jobs, aside):
    putters = [
        aside(lambda start=start: [jobs.put(n) for n in range(start, start + 25)])
        for start in range(0, 100, 25)
    ]
    getters = [aside(lambda: [jobs.get(timeout=20) for _ in range(25)]) for _ in range(4)]
    assert sorted(n for getter in getters for n in getter.result(20)) == list(range(100))
    assert all(putter.result(20) for putter in putters)


def test_many_items_at_once(controller):
    jobs = controller.create(maxsize=3)
    assert jobs.put_many([]) == 0
    assert jobs.put_many([1, {"n": 2}], timeout=0) == 2
    assert jobs.put_many([3, 4], timeout=0.01) == 1
    with pytest.raises(Full):
        jobs.put_many([5], timeout=0)
    assert jobs.peek() == jobs.get_many(9) == [1, {"n": 2}, 3]
    with pytest.raises(Empty):
        jobs.get_many(1, timeout=0)
    jobs.close()


def test_what_is_not_decoded_can_be_put_again(controller):
    jobs = controller.create()
    pickled = Payload(Codec.PICKLE, b"never loaded")
    jobs.put(pickled)
    jobs.put("a")
    assert jobs.peek(decoded=False) == [pickled, Payload(Codec.TEXT, b"a")]
    with pytest.raises(CodecError):
        jobs.peek()
    assert jobs.get(decoded=False) == pickled


def test_a_payload_is_seen_in_pieces(jobs):
    jobs.put_many(["abc", "abcdef"])
    first, second = jobs.previews(0, -1, 4)
    assert (second.codec, second.size, second.beginning) == (Codec.TEXT, 6, b"abcd")
    assert jobs.read_payload(second.number, 4, 9) == b"ef"
    jobs.get()
    assert jobs.read_payload(first.number, 0, 9) is None


def test_many_items_that_need_different_codecs(jobs):
    """Each comes back as it was put, or the call is refused before anything is sent."""
    try:
        jobs.put_many([1, "a"])
    except CodecError:
        assert jobs.qsize() == 0
    else:
        assert jobs.get_many(2) == [1, "a"]


def test_tasks_are_done(jobs, aside, until):
    jobs.put(1)
    assert jobs.join(timeout=0.01) is False
    joiner = aside(jobs.join)
    until(lambda: jobs.stat().blocked_joins == 1)
    jobs.get()
    jobs.task_done()
    assert joiner.result(20) is True
    with pytest.raises(ValueError, match="too many times"):
        jobs.task_done()


def test_waiters_purge_and_shutdown(jobs, aside, until):
    getter = aside(jobs.get, timeout=60)
    until(lambda: len(jobs.waiters()) == 1)
    (waiter,) = jobs.waiters()
    assert (waiter.method, waiter.timeout) == ("get", 60.0)
    assert waiter.name.startswith("test@127.0.0.1:")
    jobs.shutdown()
    with pytest.raises(ShutDown):
        getter.result(20)
    assert jobs.purge() == 0


def test_the_order_of_a_priority_queue(controller):
    jobs = controller.create(kind="priority")
    jobs.put(3)
    jobs.put([1, "first"])
    jobs.put("second", priority=2)
    assert [jobs.get() for _ in range(3)] == [[1, "first"], "second", 3]
    with pytest.raises(BadCall, match="priority="):
        jobs.put("no number")
    jobs.close()


@pytest.mark.parametrize("timeout", [-1, float("nan")])
def test_a_timeout_is_no_negative_number(jobs, timeout):
    with pytest.raises(ValueError, match="non-negative"):
        jobs.get(timeout=timeout)


@pytest.mark.parametrize("timeout", [1e30, float("inf")])
def test_a_very_long_timeout_waits(jobs, timeout):
    jobs.put("x")
    assert jobs.get(timeout=timeout) == "x"


def test_pickles_are_for_those_who_ask(process, jobs):
    with process.connect(codec="pickle") as trusting:
        trusted = trusting.queue(jobs.namespace)
        trusted.put({1, 2})
        with pytest.raises(CodecError, match="can run code"):
            jobs.get()
        trusted.put({3})
        assert trusted.get() == {3}
    with pytest.raises(CodecError):
        jobs.put({1, 2})


def test_a_program_written_for_multiprocessing_finds_its_methods(jobs):
    """A put is done when it comes back, so there is no thread to wait for."""
    jobs.put(1)
    assert jobs.join_thread() is None
    assert jobs.cancel_join_thread() is None
    assert jobs.qsize() == 1


def test_the_environment_says_where(process, monkeypatch):
    monkeypatch.setenv("RQ_URL", process.url)
    with rqcore.connect() as controller:
        assert str(controller.url) == process.url


def test_the_controller_tells_of_itself(process, controller):
    assert controller.ping()
    assert controller.info()["server"] == "rqcore"
    assert repr(controller) == f"<controller {process.url}>"


# Other processes


def _echo(jobs: rqcore.QueueHandle, back: rqcore.QueueHandle) -> None:
    back.put([jobs.get(timeout=20), back.name])
    jobs.controller.close()
    back.controller.close()


@pytest.fixture(scope="module")
def spawn():
    """The way of starting processes that is the same on every system; it keeps a helper of its own."""
    resource_tracker.ensure_running()
    return multiprocessing.get_context("spawn")


def test_a_handle_goes_to_another_process(spawn, controller, jobs):
    back = controller.create("back")
    process = spawn.Process(target=_echo, args=(jobs, back))
    process.start()
    jobs.put("hello")
    assert back.get(timeout=20) == ["hello", "back"]
    process.join(20)
    assert process.exitcode == 0
    process.close()
    back.close()


def test_a_handle_goes_through_pickle(jobs):
    same = pickle.loads(pickle.dumps(jobs))
    same.put(1)
    assert (jobs.get(), same.namespace) == (1, jobs.namespace)
    same.controller.close()


def _client_number(controller: rqcore.ControllerHandle) -> int:
    """Of the connection that is used, so that two can be told apart."""
    return controller.run(exchanges.Exchange(command(["CLIENT", "ID"]), int))


def _consume(jobs: rqcore.QueueHandle, done: rqcore.QueueHandle) -> None:
    """As the workers of ``multiprocessing``: until None comes."""
    while (item := jobs.get()) is not None:
        done.put(item * 2)
    for each in (jobs, done):
        each.join_thread()
        each.controller.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_share_a_queue(spawn, controller, jobs, method):
    assert spawn
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    done = controller.create()
    context = multiprocessing.get_context(method)
    workers = [context.Process(target=_consume, args=(jobs, done)) for _ in range(2)]
    for worker in workers:
        worker.start()
    jobs.put_many(list(range(20)))
    assert sorted(done.get(timeout=20) for _ in range(20)) == list(range(0, 40, 2))
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.join(20)
        assert worker.exitcode == 0
        worker.close()
    done.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_handle_survives_a_fork(controller, jobs):
    """The child makes connections of its own: replies on a shared one would go to either."""
    mine = _client_number(controller)
    child = os.fork()
    if child == 0:  # must not run what pytest has to do at the end
        try:
            jobs.put(_client_number(controller))
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert jobs.get(timeout=20) != mine == _client_number(controller)
