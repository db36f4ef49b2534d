# SPDX-License-Identifier: GPL-3.0-or-later
"""Reused connections, interrupted calls, and forks."""

from __future__ import annotations

import os
import signal
import threading

import pytest

import rqcore
from rqcore import ConnectionLost, Empty
from rqcore.client import exchanges
from rqcore.client.connection import Connection
from rqcore.client.pool import ConnectionPool


class Interrupted(BaseException):
    """Raised by a signal handler, like KeyboardInterrupt."""


@pytest.fixture
def interrupting():
    """SIGUSR1 interrupts the main thread, in which the test runs."""

    def handle(number, frame):
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, handle)
    yield
    signal.signal(signal.SIGUSR1, before)


def interrupt() -> None:
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)


@pytest.mark.usefixtures("interrupting")
def test_interrupted_get_ends_and_its_connection_is_reused(controller, jobs, aside, until):
    def disturb():
        until(lambda: jobs.stat().blocked_gets == 1)
        interrupt()

    mine = controller._pool._idle[-1]
    disturber = aside(disturb)
    with pytest.raises(Interrupted):
        jobs.get()
    disturber.result(20)
    assert mine in controller._pool._idle
    assert jobs.stat().blocked_gets == 0
    jobs.put("x")
    assert jobs.get(timeout=0) == "x"


@pytest.fixture
def interrupted(monkeypatch, until):
    """The next call is interrupted after its reply has arrived, but before it is read."""
    receive = Connection.receive

    def interrupted(link, timeout):
        monkeypatch.setattr(Connection, "receive", receive)
        until(lambda: link._transport.readable)
        raise Interrupted

    return lambda: monkeypatch.setattr(Connection, "receive", interrupted)


@pytest.mark.parametrize("method", ["get", "get_nowait"])
def test_item_of_cancelled_get_returns_to_the_head(jobs, interrupted, method):
    jobs.put_many([1, 2])
    interrupted()
    with pytest.raises(Interrupted):
        getattr(jobs, method)()
    assert jobs.get_many(9) == [1, 2]


def test_cancelled_get_many_returns_all_items_in_order(jobs, interrupted):
    for item in (b"raw", "text", 3):
        jobs.put(item)
    interrupted()
    with pytest.raises(Interrupted):
        jobs.get_many(9)
    assert jobs.get_many(9) == [b"raw", "text", 3]


def test_interrupted_call_that_was_not_sent_is_given_up(process, monkeypatch):
    def send(link, request):
        if b"RQ.GET" in request:
            raise Interrupted
        original(link, request)

    original = Connection.send
    with process.connect(network_timeout=0.2) as controller:
        jobs = controller.create()
        monkeypatch.setattr(Connection, "send", send)
        with pytest.raises(Interrupted):
            jobs.get()
        assert controller._pool._busy == set()
        jobs.close()


def test_connection_that_opens_while_the_pool_closes_is_closed(process, monkeypatch):
    pool = ConnectionPool(rqcore.url.Url.parse(process.url), "", 5.0)
    hello = exchanges.hello

    def slow_hello(*args):
        pool.close()
        return hello(*args)

    monkeypatch.setattr(exchanges, "hello", slow_hello)
    with pytest.raises(ConnectionLost, match="was closed"):
        pool.run(exchanges.ping())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_forked_child_closes_the_connections_of_its_parent(process, controller, jobs):
    """Otherwise the controller would not notice the end of the parent."""
    (idle,) = controller._pool._idle
    child = os.fork()
    if child == 0:  # must not run the exit handlers of pytest
        try:
            closed = idle._transport._socket.fileno() == -1
            jobs.put([closed, controller._pool._idle == []])
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert jobs.get(timeout=20) == [True, True]
    assert controller._pool._idle == [idle]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_while_another_thread_has_the_lock(controller, jobs):
    with controller._pool._lock:
        child = os.fork()
        if child == 0:
            try:
                jobs.put("not stuck")
            finally:
                os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert jobs.get(timeout=20) == "not stuck"
    with pytest.raises(Empty):
        jobs.get_nowait()
