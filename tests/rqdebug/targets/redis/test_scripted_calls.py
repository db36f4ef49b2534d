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
from rqdebug.targets.redis.redis_target import RedisTarget  # noqa: E402
from rqdebug.targets.redis.scripted_calls import _unpack  # noqa: E402


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
    assert _unpack(packed) == value
