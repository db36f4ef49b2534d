# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls on queues of rqcore become events that carry payload, size, number and depth."""

from __future__ import annotations

import threading
import time

import pytest

redis = pytest.importorskip("redis")

import rqcore.redis  # noqa: E402
from rqcore.errors import RqError  # noqa: E402
from rqdebug.events.event_log import read_events  # noqa: E402
from rqdebug.targets.redis.packed_replies import unpack  # noqa: E402
from rqdebug.targets.redis.redis_target import RedisTarget  # noqa: E402


@pytest.fixture
def server(redis_server):
    with rqcore.redis.connect(redis_server.url, name="loader") as handle:
        handle.connection.ask("FLUSHALL")
        yield handle
        handle.connection.ask("FLUSHALL")


@pytest.fixture
def observation(redis_server, server):
    observation = RedisTarget(redis_server.url).observe()
    yield observation
    observation.close()


def events(observation, count):
    received = []
    deadline = time.monotonic() + 20
    while len(received) < count:
        assert time.monotonic() < deadline, [(event.method, event.outcome) for event in received]
        for batch in observation.receive(0.02):
            received += read_events(batch)
    return received


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_calls_become_events_with_all_that_is_known(server, observation, kind):
    # When
    jobs = server.create("jobs", kind=kind, maxsize=2)
    jobs.put(7)
    assert jobs.put_many([8, 9], timeout=0) == 1
    with pytest.raises(rqcore.Full):
        jobs.put(9, block=False)
    first = jobs.get()
    taken = jobs.get_many(5)
    # Then
    received = events(observation, 6)
    assert [(event.method, event.outcome, event.queue) for event in received] == [
        ("create", "ok", "jobs"),
        ("put", "ok", "jobs"),
        ("put", "ok", "jobs"),
        ("put", "full", "jobs"),
        ("get", "ok", "jobs"),
        ("get", "ok", "jobs"),
    ]
    puts = {event.item: event for event in received if event.method == "put" and event.outcome == "ok"}
    gets = [event for event in received if event.method == "get"]
    assert [event.payload for event in gets] == [str(item).encode() for item in (first, *taken)]
    assert all(event.payload == puts[event.item].payload for event in gets)
    assert [event.depth for event in received] == [0, 1, 2, 2, 1, 0]
    assert {event.codec for event in gets} == {"json"} and {event.size for event in gets} == {1}
    assert {event.client.split("_")[2] for event in received if event.client} == {"loader"}


def test_refused_calls_have_the_reason_as_their_outcome(server, observation):
    # When
    jobs = server.create("jobs")
    closed = server.create("closed")
    closed.close()
    jobs.shutdown()
    for call in (
        jobs.get,
        lambda: jobs.put(1),
        jobs.task_done,
        closed.get,
        closed.qsize,
        lambda: server.create("jobs"),
    ):
        with pytest.raises(RqError):
            call()
    # Then
    assert [(event.method, event.outcome) for event in events(observation, 10)[4:]] == [
        ("get", "shutdown"),
        ("put", "shutdown"),
        ("task_done", "error"),
        ("get", "noqueue"),
        ("qsize", "noqueue"),
        ("create", "exists"),
    ]


def test_waiting_call_is_blocked_until_it_is_served(server, observation):
    # Given
    jobs = server.create("jobs")
    thread = threading.Thread(target=jobs.get, kwargs={"timeout": 20})
    # When
    thread.start()
    _, started = events(observation, 2)
    assert (started.method, started.phase, started.outcome) == ("get", "start", "blocked")
    assert started.timeout_ns == 20_000_000_000
    (stat,) = observation.list_queues()
    assert (stat.name, stat.kind, stat.blocked_gets) == ("jobs", "fifo", 1)
    jobs.put("a")
    thread.join(20)
    # Then
    put, got = events(observation, 2)
    assert (got.method, got.outcome, got.payload, got.call) == ("get", "ok", b"a", started.call)
    assert got.waited_ns > 0 and put.item == got.item


def test_moves_and_other_calls_become_events(server, observation):
    source, target = server.create("source"), server.create("target", kind="priority")
    source.put_many([1, 2])
    source.move(target)
    target.peek()
    target.purge()
    target.join(timeout=0)
    received = events(observation, 12)
    assert [(event.method, event.queue, event.items) for event in received[4:]] == [
        ("qsize", "source", 0),
        *[("move", "source", 2)] * 2,
        *[("move_in", "target", 2)] * 2,
        ("peek", "target", 0),
        ("purge", "target", 0),
        ("join", "target", 0),
    ]
    assert [event.payload for event in received if event.method == "move_in"] == [b"1", b"2"]


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_leases_become_events_with_item_and_deliveries(server, observation, kind):
    # When
    jobs = server.create("jobs", kind=kind)
    jobs.put(7)
    jobs.lease().nack()
    item = jobs.lease()
    item.extend(50)
    jobs.leases()
    item.ack()
    with pytest.raises(RqError):
        item.ack()
    jobs.put(8)
    jobs.lease().nack(delay=100)
    jobs.put(9, delay=100)
    with pytest.raises(RqError):
        jobs.lease(block=False)
    # Then
    received = events(observation, 14)
    assert [(event.method, event.outcome, event.depth) for event in received] == [
        ("create", "ok", 0),
        ("put", "ok", 1),
        ("lease", "ok", 0),
        ("nack", "ok", 1),
        ("lease", "ok", 0),
        ("extend", "ok", 0),
        ("leases", "ok", 0),
        ("ack", "ok", 0),
        ("ack", "leaselost", 0),
        ("put", "ok", 1),
        ("lease", "ok", 0),
        ("nack", "delayed", 0),
        ("put", "delayed", 0),
        ("lease", "empty", 0),
    ]
    shown = [(event.item, event.deliveries, event.payload, event.size) for event in received]
    assert shown[2:6] == [(1, 1, b"7", 1)] * 2 + [(1, 2, b"7", 1)] * 2
    assert shown[7] == (1, 2, b"7", 1) and shown[8] == (None, None, b"", 0)
    assert shown[10:13] == [(2, 1, b"8", 1)] * 2 + [(3, None, b"9", 1)]
    assert {event.client.split("_")[2] for event in received} == {"loader"}


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_items_that_return_become_events_of_the_client_that_had_them(redis_server, server, observation, kind):
    # Given
    jobs = server.create("jobs", kind=kind, maxsize=5)
    jobs.put_many([7, 8])
    with rqcore.redis.connect(redis_server.url, name="worker") as worker:
        theirs = worker.queue("jobs")
        leased = [theirs.lease(seconds=0).value, theirs.lease(seconds=100).value]
        theirs.put(9, delay=0.001)
    while jobs.stat().delayed:
        pass
    # When
    jobs.put(10)
    # Then
    methods = ("redelivered", "due", "put")
    received, deadline = [], time.monotonic() + 20
    while [event.payload for event in received if event.method == "put"][-1:] != [b"10"]:
        assert time.monotonic() < deadline
        received += events(observation, 1)
    shown = [event for event in received if event.method in methods]
    returned = [event for event in shown if event.method != "put"]
    assert {event.client.split("_")[2] for event in returned} == {"worker"}
    assert [event.outcome for event in returned] == ["ok"] * 3
    redelivered = [event for event in returned if event.method == "redelivered"]
    assert sorted(event.payload for event in redelivered) == sorted(str(n).encode() for n in leased)
    assert {event.deliveries for event in redelivered} == {1, 2} or leased[0] != leased[1]
    (due,) = (event for event in returned if event.method == "due")
    assert (due.payload, due.item, due.size) == (b"9", 3, 1)
    assert received[-1].depth == 4


def test_dead_letters_become_events_of_both_queues(server, observation):
    # When
    jobs = server.create("jobs", max_deliveries=1, dead_letter="dead")
    jobs.put_many([7, 8])
    jobs.lease().nack()
    jobs.lease(seconds=0)
    jobs.put(9)
    # Then
    received = events(observation, 11)
    assert [(event.method, event.queue, event.outcome, event.depth) for event in received] == [
        ("create", "jobs", "ok", 0),
        ("create", "dead", "ok", 0),
        *[("put", "jobs", "ok", 2)] * 2,
        ("lease", "jobs", "ok", 1),
        ("nack", "jobs", "dead", 1),
        ("move_in", "dead", "ok", 1),
        ("lease", "jobs", "ok", 0),
        ("redelivered", "jobs", "dead", 1),
        ("move_in", "dead", "ok", 2),
        ("put", "jobs", "ok", 1),
    ]
    assert [(event.item, event.deliveries) for event in received if event.outcome == "dead"] == [
        (1, 1),
        (2, 1),
    ]
    assert received[5].call == received[6].call and received[8].call == received[9].call


def test_table_counts_leased_delayed_and_dead_items(server, observation):
    jobs = server.create("jobs", max_deliveries=1, dead_letter="dead")
    jobs.put_many([1, 2])
    jobs.put(3, delay=100)
    jobs.lease().nack()
    jobs.lease()
    (_, stat) = observation.list_queues()
    assert (stat.name, stat.size, stat.leased, stat.delayed, stat.dead) == ("jobs", 0, 1, 1, 1)
    assert (stat.max_deliveries, stat.dead_letter) == (1, "dead")


def test_queues_of_every_kind_are_in_the_table(server, observation):
    for kind in ("fifo", "lifo", "priority"):
        server.create(f"a {kind}", kind=kind, maxsize=5).put(1)
    shown = [(stat.name, stat.kind, stat.size, stat.maxsize) for stat in observation.list_queues()]
    assert shown == [(f"a {kind}", kind, 1, 5) for kind in ("fifo", "lifo", "priority")]


@pytest.mark.parametrize(
    ("packed", "value"),
    [
        (b"\x01", 1),
        (b"\xcd\x01\x00", 256),
        (b"\x93\xa2OK\x91\xa1x\xa4fifo", [b"OK", [b"x"], b"fifo"]),
        (b"\xda\x00\x03abc", b"abc"),
        (b"\xdc\x00\x01\xd9\x01a", [b"a"]),
    ],
)
def test_kept_replies_are_read(packed, value):
    assert unpack(packed) == value
