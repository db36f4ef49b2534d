# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that wait, and calls whose connection is cut: each is carried out once."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import rqcore
import rqcore.redis
from rqcore.errors import ConnectionLost, Empty, Full, OutcomeUnknown, ProtocolError, TooMany
from rqcore.pressure import redis_connection
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.redis import lease_scripts, queue_steps
from rqcore.redis.queue_keys import CallSlot, QueueKeys
from rqcore.redis.redis_queue import RedisQueue
from rqcore.redis.redis_server import RedisServer
from rqcore.redis.script_parts import KEPT_REPLIES, RENEWED

ROOT = Path(rqcore.__file__).parents[1]


@pytest.fixture
def lose_replies(monkeypatch):
    """Let the reply to each script be lost once: the server has carried it out."""
    send, lost = RedisConnection._send, set()

    def lose(connection, step):
        reply = send(connection, step)
        if step.script.writes and step not in lost:
            lost.add(step)
            raise ConnectionLost("the test has cut the connection")
        return reply

    monkeypatch.setattr(RedisConnection, "_send", lose)
    return lost


CALLS = {
    "put": lambda queue: queue.put(1, block=False),
    "get": lambda queue: queue.get(block=False),
    "get_many": lambda queue: queue.get_many(2, timeout=0),
    "peek": lambda queue: queue.peek(),
    "previews": lambda queue: queue.previews(0, -1, 10),
    "read_payload": lambda queue: queue.read_payload(1, 0, 10),
    "qsize": lambda queue: queue.qsize(),
    "move": lambda queue: queue.move("other", 2),
    "purge": lambda queue: queue.purge(),
    "join": lambda queue: queue.join(timeout=0),
    "waiters": lambda queue: queue.waiters(),
    "stat": lambda queue: queue.stat(),
    "close": lambda queue: queue.close(),
}


@pytest.mark.parametrize("reply", [None, 7, [], [1], [None, 1, 2], [b"OK", b"x", b"y", b"z"]], ids=repr)
@pytest.mark.parametrize("call", CALLS)
def test_reply_that_no_script_sends_is_an_error_that_says_so(monkeypatch, call, reply):
    monkeypatch.setattr(RedisConnection, "_send", lambda *_: reply)
    connection = RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)
    with RedisServer(connection) as server, pytest.raises(ProtocolError):
        CALLS[call](RedisQueue(server, "jobs", "jobs", "fifo", 0))


@pytest.mark.parametrize("reply", [None, 7, [], [1], [b"x", 1]], ids=repr)
@pytest.mark.parametrize(
    "call",
    [RedisQueue.create_on_server, RedisQueue.task_done, RedisQueue.shutdown],
    ids=lambda call: call.__name__,
)
def test_call_without_a_result_needs_the_reply_ok(monkeypatch, call, reply):
    monkeypatch.setattr(RedisConnection, "_send", lambda *_: reply)
    connection = RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)
    with RedisServer(connection) as server, pytest.raises(ProtocolError):
        call(RedisQueue(server, "jobs", "jobs", "fifo", 0))


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_calls_whose_replies_are_lost_are_carried_out_once(server, name, kind, lose_replies):
    # When
    jobs = server.create(name, kind=kind)
    for number in range(5):
        jobs.put(number)
    taken = jobs.get_many(2)
    taken.append(jobs.get())
    jobs.task_done()
    # Then
    assert sorted(taken) == ([2, 3, 4] if kind == "lifo" else [0, 1, 2])
    stat = jobs.stat()
    assert (stat.puts, stat.gets, stat.size, stat.unfinished) == (5, 3, 2, 4)
    assert jobs.move(server.create("another")) == 2
    assert server.queue("another").purge() == 2
    jobs.shutdown()
    assert jobs.close() == 0
    assert len(lose_replies) >= 12


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_leases_whose_replies_are_lost_are_carried_out_once(server, name, kind, lose_replies):
    # Given
    jobs = server.create(name, kind=kind, max_deliveries=3, dead_letter="dead")
    jobs.put(1)
    # When
    jobs.lease().nack()
    jobs.lease().nack(delay=0.001)
    item = jobs.lease(timeout=20)
    item.extend(50)
    item.nack()
    jobs.put(2, delay=100)
    jobs.put(3)
    jobs.lease().ack()
    # Then
    stat = jobs.stat()
    assert (stat.puts, stat.size, stat.leased, stat.delayed, stat.dead) == (3, 0, 0, 1, 1)
    assert (item.deliveries, stat.unfinished, server.queue("dead").peek()) == (3, 1, [1])
    assert len(lose_replies) >= 11


def test_unreadable_item_is_given_back_once(server, name, lose_replies):
    jobs = server.create(name)
    jobs.put(rqcore.Payload(rqcore.codec.Codec.JSON, b"{"))
    with pytest.raises(rqcore.CodecError):
        jobs.get()
    assert jobs.qsize() == 1


def test_waiting_call_whose_replies_are_lost_takes_one_item(server, name, lose_replies, aside, until):
    jobs = server.create(name, maxsize=1)
    waiting = aside(jobs.get)
    until(jobs.waiters)
    jobs.put(1)
    assert waiting.result(20) == 1
    jobs.put(2)
    putting = aside(jobs.put, 3)
    until(lambda: jobs.stat().blocked_puts)
    assert [jobs.get(), jobs.get(timeout=20)] == [2, 3]
    putting.result(20)
    assert jobs.waiters() == []


def test_outcome_is_unknown_if_the_server_does_not_come_back(server, name, monkeypatch):
    # Given
    jobs = server.create(name)
    send = RedisConnection._send

    def lose(connection, step):
        send(connection, step)
        raise ConnectionLost("the test has cut the connection")

    server.connection.network_timeout = 0.2
    monkeypatch.setattr(RedisConnection, "_send", lose)
    # When
    with pytest.raises(OutcomeUnknown, match="may have been carried out"):
        jobs.put(1)
    # Then
    monkeypatch.undo()
    assert jobs.qsize() == 1


def test_call_is_not_repeated_when_the_server_may_have_forgotten_its_reply(server, name, monkeypatch):
    # Given
    jobs, sent = server.create(name), []
    send = RedisConnection._send

    def lose(connection, step):
        sent.append(step)
        send(connection, step)
        raise ConnectionLost("the test has cut the connection")

    monkeypatch.setattr(redis_connection, "LONGEST_REPEAT", 0.0)
    monkeypatch.setattr(RedisConnection, "_send", lose)
    # When
    with pytest.raises(OutcomeUnknown):
        jobs.put(1)
    # Then
    assert len(sent) == 1


def test_reply_is_kept_for_longer_than_its_call_is_repeated():
    assert KEPT_REPLIES / 1000 - RENEWED > redis_connection.LONGEST_REPEAT


def test_call_that_was_never_sent_is_known_not_to_be_carried_out(redis_program, redis_server_of, name):
    with redis_server_of(redis_program) as own, rqcore.redis.connect(own.url) as server:
        jobs = server.create(name)
        own.stop()
        with pytest.raises(ConnectionLost):  # the idle connection is cut
            jobs.put(1)
        with pytest.raises(ConnectionLost) as caught:
            jobs.put(1)
        assert type(caught.value) is ConnectionLost


def test_call_continues_when_the_server_was_restarted(redis_program, redis_server_of, name):
    options = ("--appendonly", "yes", "--appendfsync", "always")
    with redis_server_of(redis_program, *options) as own, rqcore.redis.connect(own.url) as server:
        jobs = server.create(name)
        jobs.put(1)
        own.stop()
        own.start()
        assert jobs.get() == 1


def test_timeouts_are_those_of_the_caller(server, name):
    jobs = server.create(name, maxsize=1)
    with pytest.raises(Empty):
        jobs.get(timeout=0.05)
    jobs.put(1)
    with pytest.raises(Full):
        jobs.put(2, timeout=0.05)
    assert jobs.waiters() == []


WAIT = "import sys, rqcore.redis; print(rqcore.redis.connect(sys.argv[1]).queue(sys.argv[2]).get())"


def test_killed_client_swallows_no_item(server, lone_server, name, aside, until):
    # Given
    jobs = server.create(name)
    command = [sys.executable, "-c", WAIT, lone_server.url, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as killed:
        until(lambda: jobs.stat().blocked_gets == 1)
        waiting = aside(jobs.get)
        until(lambda: jobs.stat().blocked_gets == 2)
        # When
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        jobs.put("the only one")
        # Then
        assert waiting.result(20) == "the only one"
    assert jobs.waiters() == []


def test_killed_producer_keeps_no_room(server, lone_server, name, aside, until):
    jobs = server.create(name, maxsize=1)
    jobs.put("first")
    program = WAIT.replace(".get()", ".put('lost')")
    command = [sys.executable, "-c", program, lone_server.url, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as killed:
        until(lambda: jobs.stat().blocked_puts == 1)
        waiting = aside(jobs.put, "second")
        until(lambda: jobs.stat().blocked_puts == 2)
        killed.kill()
        killed.wait()
        assert jobs.get() == "first"
        waiting.result(20)
    assert jobs.get() == "second"


def test_waiting_longer_than_a_slice_keeps_its_place(server, name, monkeypatch, aside, until, bare):
    # Given
    monkeypatch.setattr(queue_steps, "SLICE", 0.02)
    jobs = server.create(name)
    first = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    second = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 2)
    calls = bare.info("commandstats")["cmdstat_blmove"]["calls"]
    until(lambda: bare.info("commandstats")["cmdstat_blmove"]["calls"] > calls + 6)
    # When
    jobs.put(1)
    # Then
    assert first.result(20) == 1
    jobs.put(2)
    assert second.result(20) == 2


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_server_without_memory_refuses_items_and_can_be_emptied(server, name, kind, bare):
    # Given
    jobs = server.create(name, kind=kind)
    jobs.put_many([1, 2, 3])
    try:
        bare.config_set("maxmemory", 1)
        # Then
        with pytest.raises(TooMany, match="out of memory"):
            jobs.put(4)
        assert sorted([jobs.get(), *jobs.get_many(1)]) == ([2, 3] if kind == "lifo" else [1, 2])
        jobs.task_done()
        assert jobs.purge() == 1
        with pytest.raises(Empty):
            jobs.get(block=False)
        jobs.shutdown()
    finally:
        bare.config_set("maxmemory", 0)
    assert (jobs.qsize(), jobs.stat().puts, jobs.stat().unfinished) == (0, 3, 1)


def test_unreadable_item_returns_although_memory_is_full(server, name, bare):
    jobs = server.create(name)
    jobs.put(rqcore.Payload(rqcore.codec.Codec.JSON, b"{"))
    try:
        bare.config_set("maxmemory", 1)
        with pytest.raises(rqcore.CodecError):
            jobs.get()
        assert jobs.qsize() == 1
        assert jobs.close() == 1
    finally:
        bare.config_set("maxmemory", 0)


def test_signal_during_a_call_puts_the_item_back(server, name, interrupted_by_signal):
    jobs = server.create(name)
    jobs.put_many([1, 2])
    with interrupted_by_signal("get"):
        jobs.get()
    assert jobs.peek() == [1, 2]


LOOPING_REPLIES = {
    "something is due forever": ("peek", lambda sent: [b"DUE"] if sent < 1000 else None),
    "leases without an end": ("leases", lambda sent: [b"OK", 0, [], 10**9 * sent]),
    "a growing number of leases": ("leases", lambda sent: [b"OK", 0, [], 10**6 * sent]),
    "a put of none": ("put_many", lambda sent: [b"OK", 10**6, b"1"]),
    "a put of fewer than none": ("put_many", lambda sent: [b"OK", -1, b"1"]),
}
"""A call, and the replies to it by the number of requests that were sent."""


@pytest.mark.parametrize("name", LOOPING_REPLIES)
def test_server_cannot_keep_a_call_in_a_loop(monkeypatch, name):
    sent, (method, reply) = itertools.count(1), LOOPING_REPLIES[name]

    def answer(*_):
        number = next(sent)
        assert number < 200
        return reply(number)

    monkeypatch.setattr(queue_steps, "MOST_ROUNDS", 10)
    monkeypatch.setattr(RedisConnection, "_send", answer)
    connection = RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)
    with RedisServer(connection) as server, pytest.raises(ProtocolError):
        queue = RedisQueue(server, "jobs", "jobs", "fifo", 0)
        getattr(queue, method)(*([[1, 2]] if method == "put_many" else []))


@pytest.mark.parametrize("numbers", [[], [b"1"], [b"%d" % number for number in range(3000)]])
def test_client_that_leaves_ends_its_leases_in_a_limited_number_of_rounds(numbers):
    call = queue_steps.QueueCall(QueueKeys.of("jobs", b"p"), CallSlot("client.0"))
    steps = queue_steps.leave_leases(call, "client")
    step, rounds = next(steps), 1
    with pytest.raises(StopIteration):
        while True:
            is_search = step.script is lease_scripts.OWN_LEASES
            step = steps.send([b"OK", b"7", numbers] if is_search else [b"OK", 200])
            rounds += 1
    assert rounds <= queue_steps.MOST_ROUNDS + len(numbers) // queue_steps.MOST_LEFT + 1
