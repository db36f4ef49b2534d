# SPDX-License-Identifier: GPL-3.0-or-later
"""Reused connections, interrupted calls, and forks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

import rqcore
from rqcore import ConnectionLost
from rqcore.client import exchanges, session_exchanges
from rqcore.client.connection import Connection
from rqcore.client.native import native_queue
from rqcore.client.pool import ConnectionPool


class Interrupted(BaseException):
    """Raised by a signal handler, like KeyboardInterrupt."""


@pytest.fixture
def interrupting():
    """SIGUSR1 interrupts a call of the main thread, in which the test runs. Between calls it does nothing."""

    def handle(number, frame):
        while frame is not None:
            if frame.f_code.co_filename == native_queue.__file__:
                raise Interrupted
            frame = frame.f_back

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
    receive = Connection._receive

    def interrupted(link, timeout):
        monkeypatch.setattr(Connection, "_receive", receive)
        until(lambda: link._transport.readable)
        raise Interrupted

    return lambda: monkeypatch.setattr(Connection, "_receive", interrupted)


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


STORM = """
import os, random, signal, sys, threading, time, rqcore
url, name, pid = sys.argv[1], sys.argv[2], int(sys.argv[3])
with rqcore.connect(url) as controller:
    jobs, ended = controller.queue(name), threading.Event()
    def interrupt():
        for _ in range(100):
            time.sleep(random.uniform(0, 0.004))
            os.kill(pid, signal.SIGUSR1)
        ended.set()
    threading.Thread(target=interrupt).start()
    count = 0
    while not ended.is_set():
        jobs.put(count)
        count += 1
        if sys.argv[4] == "waiting" or count % 100 == 0:
            time.sleep(random.uniform(0, 0.002))
    jobs.put("end")
    print(count)
"""
"""Another process that puts items, and sends signals to a consumer."""


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # of an idle connection, which is replaced
@pytest.mark.usefixtures("interrupting")
@pytest.mark.parametrize("getter", ["busy", "waiting"])
def test_signals_at_any_moment_of_get_lose_and_double_no_item(process, controller, getter):
    # Given
    jobs = controller.create(f"storm-{getter}")
    arguments = [process.url, jobs.name, str(os.getpid()), getter]
    storm = subprocess.Popen([sys.executable, "-c", STORM, *arguments], stdout=subprocess.PIPE, text=True)
    # When
    taken, interruptions = [], 0
    while "end" not in taken[-1:]:
        try:
            taken.append(jobs.get())
        except Interrupted:
            interruptions += 1
    put = int(storm.communicate(timeout=20)[0])
    taken += jobs.get_many(put) if jobs.qsize() else []
    # Then
    assert interruptions > 50
    assert sorted(item for item in taken if item != "end") == list(range(put))
    jobs.close()


@pytest.mark.usefixtures("interrupting")
def test_interrupt_while_an_item_is_decoded_loses_nothing(process):
    # Given
    with process.connect(codec="pickle") as trusting:
        jobs = trusting.create()
        jobs.put(InterruptsWhenLoaded())
        # When
        with pytest.raises(Interrupted):
            jobs.get()
        # Then
        assert jobs.qsize() == 1
        jobs.close()


class InterruptsWhenLoaded:
    def __reduce__(self):
        return interrupt, ()


@pytest.mark.usefixtures("interrupting")
def test_second_interrupt_does_not_wait_and_loses_nothing(controller, jobs, monkeypatch, aside, until):
    # Given
    began, allowed = threading.Event(), threading.Event()
    recall = controller._pool._recall

    def slow_recall(*args):
        began.set()
        allowed.wait(20)
        recall(*args)

    def disturb():
        until(lambda: jobs.stat().blocked_gets == 1)
        interrupt()
        began.wait(20)
        interrupt()

    monkeypatch.setattr(controller._pool, "_recall", slow_recall)
    disturber = aside(disturb)
    # When
    with pytest.raises(Interrupted):
        jobs.get()
    disturber.result(20)
    # Then
    jobs.put(1)
    allowed.set()
    controller._pool._endings.wait()
    assert jobs.get(timeout=5) == 1


@pytest.mark.parametrize("step", ["add", "discard"])
def test_call_within_a_call_does_not_wait_for_it(controller, jobs, monkeypatch, step):
    """A signal handler or a finalizer can run at any moment, and may use the same handle."""

    class Meddler(set):
        is_armed = True

    def meddle(busy, connection):
        if Meddler.is_armed:
            Meddler.is_armed = False
            jobs.put_nowait("from a signal handler")
        getattr(set, step)(busy, connection)

    # Given
    setattr(Meddler, step, meddle)
    monkeypatch.setattr(controller._pool, "_busy", Meddler())
    # When
    jobs.qsize()
    # Then
    assert jobs.get_nowait() == "from a signal handler"


@pytest.mark.parametrize("rounds", [30])
def test_closing_a_handle_beside_its_waiting_get_loses_no_item(process, controller, jobs, aside, rounds):
    # Given
    kept = 0
    for _ in range(rounds):
        other = process.connect()
        getter = aside(other.queue(jobs.namespace).get)
        # When
        putter = aside(jobs.put, 1)
        other.close()
        putter.result(20)
        # Then
        error = getter.exception(20)
        assert error is None or "was closed" in str(error)
        kept += error is None
    assert kept + jobs.qsize() == rounds


@pytest.mark.usefixtures("interrupting")
def test_signal_handler_closes_the_handle_of_a_waiting_get(process, jobs, aside, until):
    # Given
    other = process.connect()
    mine = other.queue(jobs.namespace)

    def stop():
        until(lambda: jobs.stat().blocked_gets == 1)
        interrupt()

    before = signal.signal(signal.SIGUSR1, lambda *_: other.close())
    stopper = aside(stop)
    # When
    with pytest.raises(ConnectionLost, match="was closed"):
        mine.get()
    # Then
    stopper.result(20)
    signal.signal(signal.SIGUSR1, before)
    assert jobs.stat().blocked_gets == 0


def test_interrupted_call_that_was_not_sent_is_given_up(process, monkeypatch):
    def send(link, request):
        if b"RQ.GET" in request:
            raise Interrupted
        original(link, request)

    original = Connection.send
    with process.connect(network_timeout=1.0) as controller:
        jobs = controller.create()
        monkeypatch.setattr(Connection, "send", send)
        with pytest.raises(Interrupted):
            jobs.get()
        assert controller._pool._busy == set()
        jobs.close()


def test_connection_that_opens_while_the_pool_closes_is_closed(process, monkeypatch):
    pool = ConnectionPool(rqcore.url.Url.parse(process.url), "", 5.0)
    hello = session_exchanges.hello

    def slow_hello(*args):
        pool.close()
        return hello(*args)

    monkeypatch.setattr(session_exchanges, "hello", slow_hello)
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
