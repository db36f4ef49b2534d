# SPDX-License-Identifier: GPL-3.0-or-later
"""Observe real servers: the commands of all kinds of clients become calls in the log."""

from __future__ import annotations

import socket
import threading
import time

import pytest

redis = pytest.importorskip("redis")

import rqcore  # noqa: E402
from rqcore.errors import BadUrl, ConnectionLost, NotAllowed, ProtocolError, RqError  # noqa: E402
from rqcore.pressure.redis_connection import RedisConnection  # noqa: E402
from rqdebug.events.event_log import EventLog, read_events  # noqa: E402
from rqdebug.inspection.client_list import list_clients  # noqa: E402
from rqdebug.inspection.queue_snapshot import take_snapshot  # noqa: E402
from rqdebug.session import Session, State  # noqa: E402
from rqdebug.targets.redis import redis_target  # noqa: E402
from rqdebug.targets.redis.redis_target import RedisTarget  # noqa: E402
from rqdebug.targets.target_registry import create_target, find_kind  # noqa: E402


@pytest.fixture
def bare(redis_server):
    with redis.Redis(port=redis_server.port, client_name="bare") as connection:
        connection.flushall()
        yield connection


@pytest.fixture
def client(redis_server, bare):
    with rqcore.connect(redis_server.url, name="loader") as handle:
        yield handle


@pytest.fixture
def observe(redis_server):
    """Open an observation, as in ``observe("events=count")``; it is closed after the test."""
    observations = []

    def observe(words=""):
        observations.append(RedisTarget(f"{redis_server.url}?{words}").observe())
        return observations[-1]

    yield observe
    for observation in observations:
        observation.close()


def events(observation, enough):
    """Receive at least ``count`` events."""
    log = EventLog()
    deadline = time.monotonic() + 20
    while log.num_rows < enough:
        assert time.monotonic() < deadline, log.events(range(log.num_rows))
        for batch in observation.receive(0.02):
            log.append(batch)
    return log.events(range(log.num_rows))


def shown(event):
    return event.method, event.queue, event.outcome


def test_calls_of_our_clients_become_events(client, observe):
    observation = observe()
    box = client.create("box", maxsize=1)
    box.put({"n": 1})
    with pytest.raises(rqcore.Full):
        box.put("b", timeout=0)
    box.get()
    with pytest.raises(rqcore.Empty):
        box.get_nowait()
    box.shutdown()
    box.close()
    received = events(observation, 7)
    assert [shown(event) for event in received] == [
        ("create", "box", "ok"),
        ("put", "box", "ok"),
        ("put", "box", "full"),
        ("get", "box", "ok"),
        ("get", "box", "empty"),
        ("shutdown", "box", "ok"),
        ("close", "box", "ok"),
    ]
    assert (received[1].payload, received[1].codec, received[1].items) == (b'{"n":1}', "json", 1)
    assert (received[3].items, received[3].payload, received[3].size) == (1, b'{"n":1}', 7)
    assert received[3].item == received[1].item is not None


def test_waiting_call_is_blocked_until_it_ends(client, observe):
    observation = observe()
    box = client.create("box")
    thread = threading.Thread(target=box.get)
    thread.start()
    _, started = events(observation, 2)
    assert (shown(started), started.phase) == (("get", "box", "blocked"), "start")
    observation.list_queues()
    (stat,) = observation.list_queues()
    assert (stat.name, stat.blocked_gets, stat.clients) == ("box", 1, 1)
    box.put("a")
    thread.join(20)
    put, got = events(observation, 2)
    assert (shown(put), shown(got)) == (("put", "box", "ok"), ("get", "box", "ok"))
    assert got.call == started.call and got.waited_ns > 0
    assert "loader" in got.client


def test_commands_on_plain_lists_and_streams_become_events(bare, observe):
    observation = observe()
    bare.lpush("jobs", "a", "b")
    bare.rpop("jobs")
    bare.brpop("jobs", 1)
    bare.llen("jobs")
    bare.xadd("stream", {"k": "v"})
    received = events(observation, 6)
    assert [shown(event) for event in received] == [
        ("put", "jobs", "ok"),
        ("put", "jobs", "ok"),
        ("get", "jobs", "unknown"),
        ("get", "jobs", "unknown"),
        ("qsize", "jobs", "ok"),
        ("put", "stream", "ok"),
    ]
    assert [(event.items, event.part, event.size, event.payload) for event in received[:2]] == [
        (2, 0, 1, b"a"),
        (2, 1, 1, b"b"),
    ]


def test_waiting_pop_is_blocked_until_its_client_continues(bare, redis_server, observe):
    observation = observe()
    with redis.Redis(port=redis_server.port) as popper:
        thread = threading.Thread(target=popper.brpop, args=("jobs", 20))
        thread.start()
        (started,) = events(observation, 1)
        assert (shown(started), started.timeout_ns) == (("get", "jobs", "blocked"), 20_000_000_000)
        bare.lpush("jobs", "a")
        thread.join(20)
        (put,) = events(observation, 1)
        observation.list_queues()
        (ended,) = events(observation, 1)
    assert (shown(put), shown(ended)) == (("put", "jobs", "ok"), ("get", "jobs", "ok"))
    assert (ended.call, ended.items) == (started.call, 1)


def test_outcome_of_a_disconnected_client_is_unknown(bare, redis_server, observe):
    observation = observe()
    popper = redis.Redis(port=redis_server.port)
    connection = popper.connection_pool.get_connection()
    connection.send_command("BRPOP", "jobs", 0)
    (started,) = events(observation, 1)
    assert started.timeout_ns is None
    connection.disconnect()
    popper.close()
    ended = []
    while not ended:
        observation.list_queues()
        ended = [event for batch in observation.receive(0.02) for event in read_events(batch)]
    assert [shown(event) for event in ended] == [("get", "jobs", "unknown")], "it may have taken an item"


def test_other_commands_are_reported_with_events_all(bare, observe):
    observation = observe("events=all")
    bare.set("key", "some value")
    (event,) = events(observation, 1)
    assert (event.method, event.payload) == ("command", b"SET key some value")


def test_listing_the_queues_causes_no_event(bare, client, observe):
    observation = observe("events=all")
    client.create("box")
    observation.list_queues()
    observation.list_queues()
    bare.echo("last")
    received = events(observation, 1)
    while received[-1].payload != b"ECHO last":
        received += events(observation, 1)
    methods = [event.method for event in received]
    assert methods.count("create") == 1
    assert not {"stat", "qsize"} & set(methods)
    assert not [event for event in received if event.payload[:4] in (b"SCAN", b"TYPE", b"TIME")]


def test_every_kind_of_queue_is_found_and_can_be_inspected(bare, client, redis_server):
    client.create("box", maxsize=3).put("a")
    bare.lpush("list", "x", "y")
    bare.xadd("stream", {"k": "v"})
    bare.set("no queue", "z")
    target = create_target(redis_server.url)
    observation = target.observe()
    stats = {stat.name: stat for stat in observation.list_queues()}
    observation.close()
    assert {name: (stat.kind, stat.size, stat.maxsize) for name, stat in stats.items()} == {
        "box": ("fifo", 1, 3),
        "list": ("list", 2, 0),
        "stream": ("stream", 1, 0),
    }
    with target.connect() as viewer:
        assert [item.beginning for item in take_snapshot(viewer, "box").content] == [b"a"]
        assert [item.beginning for item in take_snapshot(viewer, "list").content] == [b"x", b"y"]
        (entry,) = take_snapshot(viewer, "stream").content
        assert b'"k": "v"' in entry.beginning
        for call in (
            lambda: viewer.queue("box").get(),
            lambda: viewer.queue("list").put("z"),
            lambda: viewer.queue("list").get(),
            lambda: viewer.queue("list").close(),
            lambda: viewer.queue("stream").put("z"),
            lambda: viewer.create("more"),
        ):
            with pytest.raises(NotAllowed):
                call()
    assert bare.llen("list") == 2


def test_queues_can_be_changed_with_permission(bare, redis_server):
    with create_target(redis_server.url, allow_changes=True).connect() as handle:
        handle.create("box").put("a")
        bare.lpush("list", "x")
        plain = handle.queue("list")
        plain.put("y")
        assert plain.qsize() == 2
        assert plain.get_many(2) == [b"x", "y"]
        with pytest.raises(rqcore.Empty):
            plain.get(timeout=0.01)


def test_counters_become_events_without_monitor(bare, client, observe):
    observation = observe("events=count")
    box = client.create("box")
    bare.lpush("list", "x")
    observation.list_queues()
    box.put_many("abc")
    box.get()
    bare.lpush("list", "y", "z")
    observation.list_queues()
    assert {(*shown(event), event.items) for event in events(observation, 3)} == {
        ("put_many", "box", "ok", 3),
        ("get_many", "box", "ok", 1),
        ("put_many", "list", "ok", 2),
    }


def test_session_attaches_to_redis(bare, client, redis_server):
    session = Session()
    attachment = session.attach(redis_server.url)
    box = client.create("box")
    deadline = time.monotonic() + 20
    while attachment.log.num_rows < 1 or not attachment.queues:
        box.qsize()
        assert time.monotonic() < deadline, attachment.reason
        time.sleep(0.05)
    assert attachment.state is State.LIVE
    assert [row.stat.name for row in attachment.queues] == ["box"]
    session.close()


def test_stopped_server_is_a_lost_connection(redis_program, redis_server_of):
    with redis_server_of(redis_program) as server:
        observation = RedisTarget(server.url).observe()
        server.stop()
        with pytest.raises(ConnectionLost):
            for _ in range(100):
                observation.receive(0.05)
        observation.close()
        with pytest.raises(ConnectionLost, match="cannot reach"):
            RedisTarget(server.url).observe()


def test_all_servers_of_a_cluster_are_observed(redis_cluster):
    observation = RedisTarget(redis_cluster).observe()
    with rqcore.connect(redis_cluster) as client:
        for name in "abc":
            client.create(name).put(name)
        received = events(observation, 6)
        assert {shown(event)[:2] for event in received} == {
            (method, name) for method in ("create", "put") for name in "abc"
        }
        assert {stat.name for stat in observation.list_queues()} == set("abc")
        for name in "abc":
            client.queue(name).close()
    observation.close()


def test_options_of_the_url_are_checked_and_shown():
    assert RedisTarget("redis://:secret@h:1?events=count&changes=yes").url == (
        "redis://h:1?events=count&changes=yes"
    )
    assert RedisTarget("redis://h").url == "redis://h"
    with pytest.raises(BadUrl, match="monitor, all, count"):
        RedisTarget("redis://h?events=some")
    assert find_kind("rq://h").allow_changes("rq://h") == "rq://h"
    assert find_kind("redis://h").allow_changes("redis://h?changes=no") == "redis://h?changes=no"


def test_clients_are_shown_with_their_names(bare, client, observe):
    observation = observe()
    bare.lpush("jobs", "x")
    client.create("box")
    pushed, created = events(observation, 2)
    assert pushed.client == "bare" and "loader" in created.client
    assert pushed.address.startswith("127.0.0.1:") and created.address.startswith("127.0.0.1:")


def test_clock_of_the_server_is_read(observe):
    reading = observe().read_clock()
    assert abs(reading.offset_ns) <= reading.error_ns(reading.received_ns) + 10**9  # the same machine


def test_cost_of_monitor_is_unknown(observe):
    assert observe().read_cost() is None


def test_password_is_used_and_not_shown(redis_program, redis_server_of):
    with redis_server_of(redis_program, "--requirepass", "secret") as server:
        url = server.url.replace("//", "//:secret@")
        target = create_target(url)
        assert "secret" not in target.url
        with target.observe() as observation:
            assert observation.list_queues() == []
        with pytest.raises(RqError, match="needs a password"):
            create_target(server.url).observe()


def test_listed_observer_is_not_reported_by_another(bare, observe):
    first, second = observe("events=all"), observe("events=all")
    second.list_queues()
    first.list_queues()  # now the first knows every connection of the second
    first.receive(0.05)
    second.list_queues()
    bare.echo("last")
    received = events(first, 1)
    while received[-1].payload != b"ECHO last":
        received += events(first, 1)
    assert not [event for event in received if event.payload[:4] in (b"SCAN", b"TYPE", b"TIME")]


def test_payload_of_any_bytes_survives_monitor(bare, observe):
    observation = observe()
    payload = bytes(range(256))
    bare.lpush("jobs", payload)
    (event,) = events(observation, 1)
    assert (event.payload, event.size) == (payload, 256)


def test_observation_lasts_longer_than_the_network_timeout(observe, bare, monkeypatch):
    monkeypatch.setattr(redis_target, "NETWORK_TIMEOUT", 0.3)
    observation = observe()
    begun = time.monotonic()
    while time.monotonic() < begun + 0.7:
        bare.lpush("jobs", "x")
        assert events(observation, 1)


def test_connection_that_breaks_in_a_poll_is_a_loss(observe):
    observation = observe()
    observation._monitors[0]._connection._sock.shutdown(socket.SHUT_RDWR)
    with pytest.raises(ConnectionLost):
        observation.list_queues()


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("CLIENT LIST", 7),
        ("CLIENT LIST", [{"nonsense": ""}]),
        ("CLIENT LIST", ["x"]),
        ("DBSIZE", "many"),
        ("SCAN", 7),
        ("SCAN", (0, [None])),
        ("SCAN", ("x", [])),
    ],
)
def test_reply_that_no_redis_sends_ends_the_observation_with_a_sentence(observe, monkeypatch, command, reply):
    observation, ask = observe(), RedisConnection.ask

    def answer(connection, *words, **options):
        return reply if words[0] == command else ask(connection, *words, **options)

    monkeypatch.setattr(RedisConnection, "ask", answer)
    with pytest.raises(ProtocolError, match=f"answered {command} with something that no Redis sends"):
        for _ in range(3):
            observation.list_queues()


def test_reply_that_redis_py_cannot_read_is_an_error_of_the_protocol(redis_server, monkeypatch):
    def fail(*_, **__):
        raise KeyError("addr")

    with rqcore.connect(redis_server.url) as controller:
        monkeypatch.setattr(controller.connection.client, "execute_command", fail)
        with pytest.raises(ProtocolError, match="answered CLIENT LIST with something"):
            list_clients(controller)
