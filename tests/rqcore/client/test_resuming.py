# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls go on after their connection was cut, and the receipt of each item is proved."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

import rqcore
from rqcore import aio
from rqcore.client import pool as pool_module
from rqcore.client.async_pool import AsyncConnectionPool
from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange
from rqcore.codec import Codec, Payload
from rqcore.errors import ConnectionLost, Empty, OutcomeUnknown
from tests.rqcore.relay import Relay, lost_sessions

PATIENCE = 20.0


@pytest.fixture
def relay(process):
    with closing(Relay(process.port)) as relay:
        yield relay


@pytest.fixture
def far(relay):
    """A handle whose connections can be cut."""
    with rqcore.connect(relay.url) as controller:
        yield controller


def resumed(controller):
    return int(controller.info()["resumed_sessions"])


def test_waiting_get_goes_on_after_its_connection_was_cut(relay, far, controller, jobs, aside, until):
    mine = far.queue(jobs.namespace)
    waiting = aside(mine.get, timeout=60)
    for _ in range(3):
        until(lambda: jobs.stat().blocked_gets == 1)
        before = resumed(controller)
        relay.cut()
        until(lambda before=before: resumed(controller) > before)
    jobs.put("x")
    assert waiting.result(20) == "x"
    assert jobs.qsize() == 0


def test_waiting_put_is_done_once_after_its_connection_was_cut(relay, far, controller, aside, until):
    jobs = controller.create(maxsize=1)
    jobs.put(1)
    mine = far.queue(jobs.namespace)
    waiting = aside(mine.put, 2)
    until(lambda: jobs.stat().blocked_puts == 1)
    relay.cut()
    assert jobs.get() == 1
    assert waiting.result(20) is None
    assert jobs.get_many(9) == [2]


def test_call_that_is_interrupted_and_cut_keeps_its_session(relay, controller, jobs, monkeypatch):
    # Given a client that has just received an item, and waits for another one
    unblock = AsyncConnectionPool._unblock

    async def cut(pool, connection):
        relay.cut()
        return await unblock(pool, connection)

    async def run():
        async with aio.connect(relay.url) as far:
            mine = await far.queue(jobs.namespace)
            jobs.put(1)
            assert await mine.get() == 1
            waiting = asyncio.create_task(mine.get())
            while not jobs.stat().blocked_gets:
                await asyncio.sleep(0.01)
            before = resumed(controller)
            # When the call is cancelled while the link is cut
            monkeypatch.setattr(AsyncConnectionPool, "_unblock", cut)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            monkeypatch.undo()
            # Then its session continues, so that the first item is not delivered again
            assert (resumed(controller) > before, jobs.stat().blocked_gets) == (True, 0)

    asyncio.run(run())


@pytest.fixture
def cutting(relay, monkeypatch):
    """Cut the connections each time when a session was resumed."""
    resume = Connection.resume

    def cut(connection):
        is_received = resume(connection)
        relay.cut()
        return is_received

    monkeypatch.setattr(Connection, "resume", cut)


@pytest.mark.parametrize("timeout", [0, 0.1, None])
def test_call_ends_although_each_resumed_connection_is_cut_again(relay, jobs, cutting, monkeypatch, timeout):
    with rqcore.connect(relay.url, network_timeout=1.0) as far:
        mine = far.queue(jobs.namespace)
        send = Connection.send

        def cut(connection, request):
            if request.startswith(b"*") and b"RQ.PUT" in request:
                relay.cut()
            send(connection, request)

        monkeypatch.setattr(Connection, "send", cut)
        with pytest.raises(OutcomeUnknown):
            mine.put(1, timeout=timeout)


def test_timeout_of_a_get_is_not_stretched_by_cuts(relay, far, jobs, aside, until):
    mine = far.queue(jobs.namespace)
    waiting = aside(mine.get, timeout=1.0)
    until(lambda: jobs.stat().blocked_gets == 1)
    relay.cut()
    with pytest.raises(Empty):
        waiting.result(20)


def test_items_go_back_in_order_although_the_connection_is_cut_meanwhile(relay, far, jobs, monkeypatch):
    jobs.put_many([1, 2, 3, Payload(Codec.JSON, b"{"), 5, 6])
    undo = Exchange.undo

    def cut_meanwhile(exchange, reply):
        for number, each in enumerate(undo(exchange, reply)):
            if number == 1:
                relay.cut()
            yield each

    monkeypatch.setattr(Exchange, "undo", cut_meanwhile)
    assert far.queue(jobs.namespace).get_many(9) == [1, 2, 3]
    left = [each.data for each in jobs.get_many(9, decoded=False)]
    assert left == [b"{", b"5", b"6"]


def test_receipt_is_proved_after_an_outage_longer_than_the_network_timeout(relay, jobs, until):
    jobs.put("x")
    with rqcore.connect(relay.url, network_timeout=1.0) as far:
        assert far.queue(jobs.namespace).get() == "x"
        (connection,) = far._pool._idle
        relay.is_down = True
        relay.cut()
        until(lambda: relay.refused > 7)  # the pauses between the attempts take longer than the timeout
        relay.is_down = False
        until(lambda: not connection.is_unproven and connection in far._pool._idle)
    assert jobs.qsize() == 0


def test_request_that_was_lost_is_sent_with_the_rest_of_its_timeout():
    exchange = rqcore.client.exchanges.get("jobs", True, 30.0, True, None, False)
    assert b"$3\r\n2.5\r\n" in exchange.within(2.5).request
    assert exchange.within(2.5).wait == 2.5
    for same in (exchange.within(None), rqcore.client.exchanges.qsize("jobs").within(1.0)):
        assert same.request in (exchange.request, b"*2\r\n$7\r\nRQ.SIZE\r\n$4\r\njobs\r\n")


def test_waiting_get_of_asyncio_goes_on_after_its_connection_was_cut(relay, controller, jobs):
    async def story():
        async with aio.connect(relay.url) as far:
            mine = await far.queue(jobs.namespace)
            waiting = asyncio.create_task(mine.get(timeout=60))
            for _ in range(3):
                while (await asyncio.to_thread(jobs.stat)).blocked_gets != 1:
                    await asyncio.sleep(0.002)
                before = resumed(controller)
                relay.cut()
                while await asyncio.to_thread(resumed, controller) == before:
                    await asyncio.sleep(0.002)
            jobs.put("x")
            return await waiting

    assert asyncio.run(asyncio.wait_for(story(), 20)) == "x"


def test_cancelled_get_of_a_cut_connection_takes_no_item(relay, jobs):
    async def story():
        async with aio.connect(relay.url) as controller:
            mine = await controller.queue(jobs.namespace)
            waiting = asyncio.create_task(mine.get())
            while (await asyncio.to_thread(jobs.stat)).blocked_gets != 1:
                await asyncio.sleep(0.002)
            relay.cut()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(asyncio.wait_for(story(), 20))
    jobs.put("x")
    assert jobs.get(timeout=0) == "x"


def test_call_on_a_controller_that_was_restarted_has_an_unknown_outcome(launch, aside, until):
    with launch() as process:
        port = process.port
        controller = process.connect()
        jobs = controller.create("jobs")
        waiting = aside(jobs.get)
        with process.connect() as other:
            until(lambda: other.queue("jobs").stat().blocked_gets == 1)
        process.end(signal.SIGKILL)
        with launch("--port", str(port)), pytest.raises(OutcomeUnknown, match="may have been carried out"):
            waiting.result(20)
        controller.close()


def test_call_that_cannot_connect_is_certainly_not_carried_out(launch, until):
    with launch() as process:
        controller = process.connect()
        controller.ping()
        process.end(signal.SIGKILL)
        until(lambda: controller._pool._idle[-1].lost)
        with pytest.raises(ConnectionLost) as lost:
            controller.queues()
        assert not isinstance(lost.value, OutcomeUnknown)
        controller.close()


def test_receipt_is_proved_while_the_client_is_idle(brief_relay, direct, until):
    jobs = direct.create("jobs")
    jobs.put("x")
    far = rqcore.connect(brief_relay.url)
    assert far.queue("jobs").get() == "x"
    (connection,) = far._pool._idle
    until(lambda: not connection.is_unproven)
    brief_relay.cut()
    until(lambda: lost_sessions(direct) == 0)
    assert jobs.qsize() == 0
    far.close()


def test_receipt_is_proved_on_another_connection_if_the_first_was_cut(
    brief_relay, direct, monkeypatch, until
):
    monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 3600)
    jobs = direct.create("jobs")
    jobs.put("x")
    far = rqcore.connect(brief_relay.url)
    mine = far.queue("jobs")
    assert mine.get() == "x"
    (connection,) = far._pool._idle
    assert connection.is_unproven
    brief_relay.cut()
    monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 0.02)
    far._pool._begin_proving()
    until(lambda: not connection.is_unproven)
    until(lambda: lost_sessions(direct) == 0)
    assert jobs.qsize() == 0
    far.close()


PROGRAM = """
import multiprocessing, os, sys, rqcore
def take():
    jobs = rqcore.connect(sys.argv[1]).queue("jobs")
    assert jobs.get(timeout=10) == "x"
    return jobs
end = sys.argv[2]
if end == "fork":
    child = multiprocessing.get_context("fork").Process(target=take)
    child.start()
    child.join()
elif end == "close":
    take().controller.close()
    os._exit(0)
elif end == "kill":
    take()
    os.kill(os.getpid(), 9)
else:
    jobs = take()
    sys.exit(0 if end == "exit" else 3 // 0)
"""


ASYNCIO_PROGRAM = """
import asyncio, os, sys
from rqcore import aio
async def main():
    jobs = await (await aio.connect(sys.argv[1])).queue("jobs")
    assert await jobs.get() == "x"
    if sys.argv[2] == "forked" and os.fork() == 0:
        sys.exit()
    elif sys.argv[2] == "forked":
        os.wait()
        assert await jobs.qsize() == 0
    return jobs if sys.argv[2] == "kept" else None
jobs = asyncio.run(main())
"""


@pytest.mark.parametrize("end", ["kept", "deleted", "forked"])
def test_receipt_is_proved_if_the_event_loop_ends_without_closing_the_handle(brief, direct, until, end):
    jobs = direct.create("jobs")
    jobs.put("x")
    arguments = [sys.executable, "-c", ASYNCIO_PROGRAM, brief.url, end]
    assert subprocess.run(arguments, stderr=subprocess.DEVNULL, timeout=60).returncode == 0
    until(lambda: lost_sessions(direct) == 0)
    assert jobs.qsize() == 0


@pytest.mark.parametrize(("end", "left"), [("exit", 0), ("error", 0), ("close", 0), ("fork", 0), ("kill", 1)])
def test_receipt_is_proved_at_the_end_of_a_program_unless_it_is_killed(brief, direct, until, end, left):
    jobs = direct.create("jobs", exist_ok=True)
    jobs.put("x")
    subprocess.run([sys.executable, "-c", PROGRAM, brief.url, end], stderr=subprocess.DEVNULL, timeout=60)
    until(lambda: lost_sessions(direct) == 0)
    assert jobs.qsize() == left


def test_closed_handle_leaves_no_session(brief, direct, until):
    with brief.connect() as controller:
        controller.create("jobs")
    until(lambda: int(direct.info()["connected_clients"]) == 1)
    assert lost_sessions(direct) == 0


def test_forked_child_ends_no_session_of_its_parent(controller, jobs):
    jobs.put("x")
    assert jobs.qsize() == 1
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert jobs.get(timeout=0) == "x"


def test_server_without_sessions_is_used_without_them(stranger, aside):
    answers = {
        b"SESSION": b"-ERR HELLO option 'SESSION' is unknown or has no value\r\n",
        b"HELLO": b"%1\r\n+id\r\n:7\r\n",
        b"RQ.SPOOL": b"-NOTALLOWED no spool\r\n",
        b"PING": b"+PONG\r\n",
        b"RQ.SIZE": b":3\r\n",
    }

    def serve():
        with stranger.accept()[0] as wire:
            while data := wire.recv(1000):
                wire.sendall(next(answer for word, answer in answers.items() if word in data))

    served = aside(serve)
    with rqcore.connect(f"rq://127.0.0.1:{stranger.getsockname()[1]}") as controller:
        assert controller.run(rqcore.client.exchanges.qsize("jobs")) == 3
    served.result(20)


@pytest.fixture
def stranger():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def test_server_that_closes_connections_is_said_to_refuse_once_it_has_answered(relay):
    with rqcore.connect(relay.url, network_timeout=1.0) as controller:
        controller.info()
        relay.is_down = True
        relay.cut()
        with pytest.raises(ConnectionLost):  # its session cannot be resumed
            controller.info()
        with pytest.raises(ConnectionLost) as raised:
            controller.info()
    assert "refuses further connections now" in str(raised.value)
    assert "TLS" not in str(raised.value)
