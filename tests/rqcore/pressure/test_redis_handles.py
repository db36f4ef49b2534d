# SPDX-License-Identifier: GPL-3.0-or-later
"""Handles of a controller and of a Redis behave alike; unsupported calls are refused in one sentence."""

from __future__ import annotations

import asyncio
import pickle
from itertools import count

import pytest
import redis

import rqcore
from rqcore import Payload, aio
from rqcore.client import asyncio_errors
from rqcore.codec import Codec
from rqcore.errors import (
    BadCall,
    Closed,
    CodecError,
    ConnectionLost,
    Empty,
    Exists,
    Full,
    NoQueue,
    NotAllowed,
    ShutDown,
)
from rqcore.pressure.errors import ConsumerInUse
from rqcore.pressure.redis_connection import RedisConnection

_numbers = count()


@pytest.fixture(params=["controller", "pressure", "pressure on a cluster", "rqcore", "rqcore on a cluster"])
def url(request, process):
    """The URL of a controller, or of a Redis server or cluster with queues of either protocol."""
    if request.param == "controller":
        return process.url
    protocol, _, place = request.param.partition(" on ")
    server = request.getfixturevalue("redis_cluster") if place else request.getfixturevalue("lone_server").url
    return f"{server}?queues={protocol}"


@pytest.fixture(scope="module")
def lone_server(redis_program, redis_server_of):
    with redis_server_of(redis_program) as server:
        yield server


@pytest.fixture
def handle(url):
    with rqcore.connect(url, name="test", codec="pickle") as handle:
        yield handle
        for stat in handle.queues():
            handle.queue(stat.namespace).close()


@pytest.fixture
def name():
    return f"some queue {next(_numbers)}"


@pytest.fixture
def on_redis(lone_server):
    with rqcore.connect(lone_server.url) as handle:
        yield handle


def test_connect_returns_handles_with_the_same_interface(handle, name):
    assert isinstance(handle, rqcore.ControllerHandle)
    assert isinstance(handle.create(name), rqcore.QueueHandle)
    assert handle.ping()
    assert handle.info()


@pytest.mark.parametrize("item", [b"a", "a", "ü", None, 1.5, {"n": [1]}, b"\xffrq\x01\xffx", {1, 2}, b"", ""])
def test_item_is_returned_unchanged(handle, item):
    queue = handle.create()
    queue.put(item)
    assert queue.peek() == [item]
    (payload,) = queue.peek(decoded=False)
    assert isinstance(payload, rqcore.Payload)
    assert queue.get() == item
    queue.put(payload)
    assert queue.get(decoded=False) == payload


def test_bounded_queue_works_through_the_handle(handle, name):
    queue = handle.create(name, maxsize=2)
    assert (queue.name, queue.maxsize, queue.kind) == (name, 2, "fifo")
    assert queue.put_many(["a", "b", "c"], timeout=0.05) == 2
    assert queue.full() and queue.qsize() == 2
    with pytest.raises(Full):
        queue.put("d", timeout=0.05)
    assert queue.get_many(5) == ["a", "b"]
    with pytest.raises(Empty):
        queue.get_nowait()
    stat = handle.queue(name).stat()
    assert (stat.name, stat.maxsize, stat.size, stat.puts, stat.gets) == (name, 2, 0, 2, 2)
    assert name in {stat.name for stat in handle.queues()}


def test_item_that_cannot_be_decoded_stays_at_the_head(handle, name):
    # Given
    jobs = handle.create(name)
    unreadable = Payload(Codec.JSON, b"{")
    for item in (1, unreadable, 3):
        jobs.put(item)
    # Then
    assert jobs.get_many(9) == [1]
    for call in (jobs.get, lambda: jobs.get_many(9)):
        with pytest.raises(CodecError):
            call()
    assert jobs.get(decoded=False) == unreadable
    assert jobs.get() == 3


def test_unreadable_item_of_a_list_stays_at_the_head(lone_server, name):
    # Given
    with (
        rqcore.connect(lone_server.url, codec="pickle") as trusting,
        rqcore.connect(lone_server.url) as plain,
    ):
        redis.Redis(port=lone_server.port).lpush(name, "first")
        trusting.queue(name).put_many([{1, 2}, "last"])
        jobs = plain.queue(name)
        # Then
        assert len(jobs.get_many(9)) == 1
        for call in (jobs.get, lambda: jobs.get_many(9)):
            with pytest.raises(CodecError):
                call()
        assert jobs.qsize() == 2
        assert trusting.queue(name).get() == {1, 2}
        assert jobs.get() == "last"


def test_signal_during_a_call_on_redis_is_raised_after_it_and_puts_the_item_back(
    lone_server, name, interrupted_by_signal
):
    """A signal that came while the script ran would otherwise lose the item."""
    with rqcore.connect(lone_server.url) as handle:
        jobs = handle.create(name)
        jobs.put(1)
        with interrupted_by_signal("get"):
            jobs.get()
        assert jobs.qsize() == 1
        assert jobs.get() == 1


def test_asyncio_errors_are_those_of_asyncio_queues(url, name):
    async def story():
        async with aio.connect(url) as handle:
            jobs = await handle.create(name, maxsize=1)
            with pytest.raises(asyncio.QueueEmpty):
                await jobs.get(timeout=0)
            await jobs.put(1)
            with pytest.raises(asyncio.QueueFull):
                await jobs.put(2, timeout=0)
            await jobs.close()

    asyncio.run(story())


def test_roles_that_others_hold_are_errors_of_asyncio_queues(lone_server, name):
    async def story():
        async with aio.connect(lone_server.url) as handle, aio.connect(lone_server.url) as other:
            jobs = await handle.create(name, maxsize=1)
            await jobs.put(1)
            await (await other.queue(name)).get()
            waits = asyncio.create_task((await other.queue(name)).get())
            while not await jobs.waiters():
                await asyncio.sleep(0.001)
            with pytest.raises(asyncio.QueueEmpty, match="held by") as caught:
                await jobs.get(timeout=0)
            assert isinstance(caught.value, ConsumerInUse)
            assert caught.value.holder
            assert isinstance(pickle.loads(pickle.dumps(caught.value)), asyncio.QueueEmpty)
            waits.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waits
            await jobs.put(2)
            fills = asyncio.create_task((await other.queue(name)).put(3))
            while not await jobs.waiters():
                await asyncio.sleep(0.001)
            with pytest.raises(asyncio.QueueFull, match="held by"):
                await jobs.put(4, timeout=0)
            await jobs.shutdown()
            with pytest.raises(asyncio_errors.QueueShutDown):
                await fills
            await jobs.close()

    asyncio.run(story())


@pytest.mark.parametrize("is_list", [False, True])
def test_closing_a_handle_ends_a_call_between_two_waits(lone_server, name, monkeypatch, is_list):
    """It would begin the next wait on a new connection, and never end."""
    # Given
    plain = redis.Redis(port=lone_server.port)
    with rqcore.connect(lone_server.url) as handle:
        plain.lpush(name, "x") if is_list else handle.create(name)
        jobs = handle.queue(name)
        if is_list:
            jobs.get()
        wait = RedisConnection.ask

        def wait_and_close(connection, *words, **options):
            reply = wait(connection, *words, **options)
            if words[0] == "BLMOVE":
                handle.close()
            return reply

        monkeypatch.setattr(RedisConnection, "ask", wait_and_close)
        # Then
        with pytest.raises(ConnectionLost, match="closed during the call"):
            jobs.get(timeout=3)
    with rqcore.connect(lone_server.url) as other:
        assert is_list or other.queue(name).waiters() == []


def test_name_of_a_client_is_that_of_its_connections(handle, name):
    with handle.with_name("rqdebug:lane") as named:
        assert named.ping()
        jobs = handle.create(name)
        jobs.on(named).put(1)
        assert jobs.get() == 1
        jobs.close()


def test_name_can_be_created_once(handle, name):
    queue = handle.create(name, maxsize=3)
    with pytest.raises(Exists):
        handle.create(name)
    assert handle.create(name, exist_ok=True).maxsize == 3
    assert queue.close() == 0
    with pytest.raises((NoQueue, Closed)):
        handle.queue(name)
    for call in (queue.get, queue.qsize, queue.stat, queue.close, queue.peek):
        with pytest.raises(Closed):
            call()


def test_shutdown_and_purge(handle, name):
    queue = handle.create(name)
    queue.put_many("abc")
    assert queue.purge() == 3
    queue.put("d")
    queue.shutdown()
    with pytest.raises(ShutDown):
        queue.put("e")
    assert queue.get() == "d"
    with pytest.raises(ShutDown):
        queue.get()
    assert queue.stat().shutdown


def test_blocked_calls_are_listed(handle, name, aside, until):
    queue = handle.create(name)
    waiting = aside(queue.get, timeout=20)
    until(queue.waiters)
    (waiter,) = queue.waiters()
    assert waiter.method == "get" and "test" in waiter.name
    assert queue.stat().blocked_gets == 1
    queue.put("a")
    assert waiting.result(20) == "a"


def test_handles_can_be_pickled(handle, name):
    queue = pickle.loads(pickle.dumps(handle.create(name)))
    queue.put("a")
    assert queue.get() == "a"
    queue.controller.close()


def test_asyncio_handles(url, name):
    async def body():
        async with aio.connect(url, name="test") as controller:
            assert isinstance(controller, aio.ControllerHandle)
            queue = await controller.create(name, maxsize=2)
            await queue.put({"n": 1})
            assert await queue.put_many(["a", "b"], timeout=0.05) == 1
            assert await queue.peek() == [{"n": 1}, "a"]
            assert (await queue.stat()).size == await queue.qsize() == 2
            assert await queue.get() == {"n": 1}
            assert await queue.get_many(2) == ["a"]
            with pytest.raises(Empty):
                await queue.get(timeout=0.01)
            assert name in {stat.name for stat in await controller.queues()}
            assert (await controller.queue(name)).maxsize == 2
            await queue.shutdown()
            assert await queue.waiters() == []
            assert await queue.close() == 0
            assert await controller.info()

    asyncio.run(asyncio.wait_for(body(), 25))


def test_unsupported_methods_raise_not_allowed(on_redis):
    queue = on_redis.create()
    for call in (
        lambda: on_redis.create(durable=True),
        lambda: queue.put("a", priority=1),
        queue.task_done,
        queue.join,
        lambda: on_redis.run(None),
    ):
        with pytest.raises(NotAllowed, match="needs a controller"):
            call()
    with pytest.raises(BadCall, match="fifo, lifo or priority"):
        on_redis.create(kind="heap")


def test_read_only_connection_can_inspect(lone_server):
    with rqcore.connect(lone_server.url) as handle, rqcore.connect(f"{lone_server.url}?changes=no") as viewer:
        handle.create("seen").put("a")
        seen = viewer.queue("seen")
        assert seen.peek() == ["a"] and seen.stat().size == 1
        for call in (seen.get, lambda: seen.put("b"), seen.purge, seen.close, seen.shutdown, viewer.create):
            with pytest.raises(NotAllowed, match="read-only"):
                call()


def test_keys_of_other_programs_are_not_queues(on_redis):
    ask = on_redis.connection.ask
    ask("SET", "__pressure__:foreign:bound", "1")
    ask("HSET", "__pressure__:hash:bound", "a", "b")
    ask("SET", "__pressure__:wrong:bound", "1")
    ask("SET", "__pressure__:wrong", "no list")
    names = {stat.name for stat in on_redis.queues()}
    assert "hash" not in names and "wrong" not in names
    with pytest.raises(BadCall, match="wrong type"):
        on_redis.queue("wrong")
    on_redis.connection.ask("FLUSHALL")


def test_rq_url_can_be_that_of_a_redis(lone_server, monkeypatch):
    monkeypatch.setenv("RQ_URL", lone_server.url)
    with rqcore.connect() as handle:
        assert handle.ping()
