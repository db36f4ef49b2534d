# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocking handle of a controller, in this process and in others."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from multiprocessing import resource_tracker

import pytest

import rqcore
from rqcore import (
    BadCall,
    Closed,
    ConnectionLost,
    Exists,
    NoQueue,
)
from rqcore.client import exchanges
from rqcore.protocol.resp import command


def test_queue_is_found_by_name_and_namespace(controller):
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


def test_unknown_queue_raises_lookup_error(controller):
    with pytest.raises(NoQueue) as missing:
        controller.queue("never")
    assert isinstance(missing.value, LookupError)


def test_closed_handle_interrupts_waiting_calls(process, jobs, aside, until):
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


def test_environment_names_the_controller(process, monkeypatch):
    monkeypatch.setenv("RQ_URL", process.url)
    with rqcore.connect() as controller:
        assert str(controller.url) == process.url


def test_info_describes_the_controller(process, controller):
    assert controller.ping()
    assert controller.info()["server"] == "rqcore"
    assert repr(controller) == f"<controller {process.url}>"


def _echo(jobs: rqcore.QueueHandle, back: rqcore.QueueHandle) -> None:
    back.put([jobs.get(timeout=20), back.name])
    jobs.controller.close()
    back.controller.close()


@pytest.fixture(scope="module")
def spawn():
    """The start method that exists on every system; its helper process must run before."""
    resource_tracker.ensure_running()
    return multiprocessing.get_context("spawn")


def test_handle_works_in_another_process(spawn, controller, jobs):
    back = controller.create("back")
    process = spawn.Process(target=_echo, args=(jobs, back))
    process.start()
    jobs.put("hello")
    assert back.get(timeout=20) == ["hello", "back"]
    process.join(20)
    assert process.exitcode == 0
    process.close()
    back.close()


def test_pickled_handle_works(jobs):
    same = pickle.loads(pickle.dumps(jobs))
    same.put(1)
    assert (jobs.get(), same.namespace) == (1, jobs.namespace)
    same.controller.close()


def _client_number(controller: rqcore.ControllerHandle) -> int:
    """Return the number of the connection in use, which identifies it."""
    return controller.run(exchanges.Exchange(command(["CLIENT", "ID"]), int))


def _consume(jobs: rqcore.QueueHandle, done: rqcore.QueueHandle) -> None:
    """Take items until None, like a worker of ``multiprocessing``."""
    while (item := jobs.get()) is not None:
        done.put(item * 2)
    for each in (jobs, done):
        each.join_thread()
        each.controller.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_worker_processes_share_a_queue(spawn, controller, jobs, method):
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
def test_forked_child_has_its_own_connections(controller, jobs):
    """The child opens its own connections: on a shared one, either process could read a reply."""
    mine = _client_number(controller)
    child = os.fork()
    if child == 0:  # must not run the exit handlers of pytest
        try:
            jobs.put(_client_number(controller))
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert jobs.get(timeout=20) != mine == _client_number(controller)


def test_network_timeout_of_a_single_call(launch):
    with launch() as process, process.connect(network_timeout=50) as controller:
        jobs, number = controller.create("jobs"), int(controller.info()["process_id"])
        quick = jobs.with_network_timeout(0.5)
        assert quick.qsize() == 0
        os.kill(number, signal.SIGSTOP)
        for _ in range(2):  # on a connection, and while one is opened
            with pytest.raises(ConnectionLost, match=r"within 0\.5 s"):
                quick.qsize()
        with pytest.raises(ConnectionLost, match=r"within 0\.7 s"):
            quick.with_network_timeout(0.7).controller.ping()
        os.kill(number, signal.SIGCONT)
        assert jobs.qsize() == 0


def test_network_timeout_is_added_to_the_timeout_of_the_call(jobs, aside):
    quick = jobs.with_network_timeout(0.5)
    with pytest.raises(rqcore.Empty):
        quick.get(timeout=0.6)
    waiting = aside(quick.get)
    jobs.put("after any time")
    assert waiting.result(20) == "after any time"


def test_handle_with_another_network_timeout_can_be_pickled(controller):
    with pickle.loads(pickle.dumps(controller.with_network_timeout(0.5))) as quick:
        assert quick.ping()
        assert quick._pool._network_timeout == 0.5


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_network_timeout_must_be_positive(controller, seconds):
    with pytest.raises(BadCall, match="positive number of seconds"):
        controller.with_network_timeout(seconds)


@pytest.mark.parametrize("maxsize", ["two", None, 2.5])
def test_maxsize_that_is_no_whole_number_is_named(controller, maxsize):
    with pytest.raises(BadCall, match=f"{maxsize}.*whole number|whole number.*{maxsize}"):
        controller.create(maxsize=maxsize)
