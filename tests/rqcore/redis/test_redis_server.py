# SPDX-License-Identifier: GPL-3.0-or-later
"""Which protocol a new queue has, and how queues are found by name."""

from __future__ import annotations

import pytest
import redis

import rqcore
import rqcore.redis
from rqcore.errors import BadCall, BadUrl, ConnectionLost, Exists, NoQueue, NotAllowed
from rqcore.pressure.redis_handles import RedisQueueHandle
from rqcore.redis.redis_queue import RedisQueue


@pytest.fixture
def plain(lone_server, bare):
    """A handle whose URL chooses no protocol."""
    with rqcore.connect(lone_server.url) as handle:
        yield handle
    bare.flushall()


@pytest.fixture
def pressure(lone_server):
    with rqcore.connect(f"{lone_server.url}?queues=pressure") as handle:
        yield handle


def test_kind_decides_the_protocol_where_the_url_does_not(plain):
    assert type(plain.create("shared")) is RedisQueueHandle
    assert type(plain.create("stack", kind="lifo")) is RedisQueue
    assert type(plain.create("sorted", kind="priority")) is RedisQueue


def test_url_decides_the_protocol(server, pressure):
    assert type(server.create("ours")) is RedisQueue
    assert type(pressure.create("theirs")) is RedisQueueHandle
    with pytest.raises(NotAllowed, match="queues=rqcore"):
        pressure.create("no", kind="lifo")
    with pytest.raises(NotAllowed, match="queues=rqcore"):
        pressure.queue("theirs").join()


def test_queues_of_both_protocols_are_found_by_name(plain, server, bare):
    server.create("ours", maxsize=3).put(1)
    plain.create("theirs").put(2)
    bare.lpush("list", "x")
    assert [plain.queue(name).get() for name in ("ours", "theirs")] == [1, 2]
    assert plain.queue("ours").maxsize == 3
    assert plain.queue("list").kind == "list"
    assert [(stat.name, stat.kind) for stat in plain.queues()] == [("ours", "fifo"), ("theirs", "fifo")]
    with pytest.raises(NoQueue):
        plain.queue("missing")


@pytest.mark.parametrize("kinds", [("fifo", "lifo"), ("lifo", "fifo"), ("lifo", "priority")])
def test_name_is_that_of_one_queue(plain, kinds):
    # Given
    first, second = kinds
    plain.create("jobs", kind=first)
    # Then
    with pytest.raises(Exists, match="or allow an existing queue"):
        plain.create("jobs", kind=second)
    assert plain.create("jobs", kind=second, exist_ok=True).kind == first


def test_server_refuses_what_is_not_a_queue(server, lone_server):
    for name in ("", "}jobs"):
        with pytest.raises(BadCall, match="cannot be named"):
            server.create(name)
    with pytest.raises(BadCall, match="fifo, lifo or priority"):
        server.create("jobs", kind="heap")
    with pytest.raises(BadCall, match="whole number"):
        server.create("jobs", maxsize="many")
    with pytest.raises(BadUrl, match="queues=other"):
        rqcore.connect(f"{lone_server.url}?queues=other")


@pytest.mark.parametrize("name", ["a:items", "a{b}", "{a}", "ä*?[x]", "a}b", "{}", "x:waits", "/a/"])
def test_queue_of_any_name_is_listed_once(server, other, name):
    # Given
    jobs = server.create(name)
    server.create("a").put(1)
    jobs.put_many([1, 2])
    # Then
    assert sorted(stat.name for stat in other.queues()) == sorted([name, "a"])
    assert other.queue(name).get_many(9) == [1, 2]
    assert (jobs.close(), [stat.name for stat in other.queues()]) == (0, ["a"])


def test_closed_queue_leaves_no_key_but_replies_that_expire(server, bare, aside, until):
    # Given
    jobs = server.create("jobs", kind="priority")
    waiting = aside(jobs.get)
    until(jobs.waiters)
    jobs.put(1)
    waiting.result(20)
    jobs.put_many([1, 2])
    # When
    assert jobs.close() == 2
    # Then
    assert all(0 < bare.pttl(key) <= 180_000 for key in bare.scan_iter())


def test_prefixes_separate_queues(lone_server, server):
    with rqcore.redis.connect(f"{lone_server.url}?prefix=mine") as mine:
        mine.create("jobs").put(1)
        server.create("jobs").put(2)
        assert [stat.name for stat in mine.queues()] == ["jobs"]
        assert (mine.queue("jobs").get(), server.queue("jobs").get()) == (1, 2)


def test_keys_of_other_programs_are_not_queues(server, bare):
    bare.hset("__rqcore__:{foreign}", "a", "b")
    bare.set("__rqcore__:{text}", "x")
    assert server.queues() == []
    for name in ("foreign", "text"):
        with pytest.raises((NoQueue, BadCall)):
            server.queue(name)


def test_read_only_connection_can_inspect(lone_server, server):
    server.create("seen").put("a")
    with rqcore.redis.connect(f"{lone_server.url}?changes=no") as viewer:
        seen = viewer.queue("seen")
        assert seen.peek() == ["a"] and seen.stat().size == 1
        assert seen.previews(0, 0, 1)[0].size == 1 and seen.read_payload(1, 0, 1) == b"a"
        calls = (seen.get, seen.purge, seen.close, seen.shutdown, seen.task_done, seen.join, viewer.create)
        for call in (*calls, lambda: seen.put("b"), lambda: seen.move("other")):
            with pytest.raises(NotAllowed, match="read-only"):
                call()


def test_queues_in_different_slots_cannot_exchange_items(redis_cluster):
    with rqcore.redis.connect(redis_cluster) as server:
        first, second, third = (server.create(name) for name in ("a", "b", "c"))
        first.put(1)
        refused = 0
        for target in (second, third):
            try:
                first.move(target)
            except BadCall as error:
                refused += "braces" in str(error)
        assert refused and sum(queue.qsize() for queue in (first, second, third)) == 1
        for queue in (first, second, third):
            queue.close()


def test_lease_survives_a_failover_by_a_sentinel(redis_sentinel, until):
    # Given
    with rqcore.redis.connect(redis_sentinel.url, network_timeout=2.0) as server:
        jobs = server.create("jobs", kind="priority")
        jobs.put_many([1, 2])
        item = jobs.lease(seconds=100)
        with redis.Redis(port=redis_sentinel.replica.port) as replica:
            until(lambda: replica.exists("__rqcore__:{jobs}:holders"))
        # When
        redis_sentinel.primary.stop()
        # Then
        until(lambda: answers(jobs))
        item.ack()
        assert (jobs.get(), jobs.stat().unfinished) == (2, 1)


def answers(queue):
    try:
        return queue.qsize() == 1
    except (ConnectionLost, NotAllowed):
        return False
