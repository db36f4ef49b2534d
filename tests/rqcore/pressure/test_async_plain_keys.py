# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists and streams of Redis as asyncio queues."""

from __future__ import annotations

import asyncio
import json

import pytest

from rqcore import Payload, aio
from rqcore.codec import Codec
from rqcore.errors import Closed, Empty, NoQueue, NotAllowed

PATIENCE = 20.0


@pytest.fixture
def run(redis_server, bare):
    """Run an async function with a handle of a server."""

    def run(story, query=""):
        async def told():
            async with asyncio.timeout(PATIENCE), aio.connect(redis_server.url + query) as controller:
                return await story(controller)

        return asyncio.run(told())

    bare.delete("plain-list", "plain-stream")
    return run


def test_list_is_a_queue(run, bare):
    # Given a list of another program
    bare.lpush("plain-list", b"first")

    async def story(controller):
        jobs = await controller.queue("plain-list")
        # Then it has the methods of a queue
        assert await jobs.put_many(["second", 3]) == 2
        await jobs.put({"n": 4})
        assert (await jobs.qsize(), await jobs.empty(), (await jobs.stat()).size) == (4, False, 4)
        assert await jobs.peek(0, 1) == [b"first", "second"]
        assert await jobs.get() == b"first"
        assert await jobs.get_many(2) == ["second", 3]
        assert await jobs.get(decoded=False) == Payload(Codec.JSON, b'{"n":4}')
        with pytest.raises(Empty, match="'plain-list' is empty"):
            await jobs.get_many(2, timeout=0)
        with pytest.raises(Closed, match="does not exist"):
            await jobs.stat()
        assert await jobs.waiters() == []

    run(story)


def test_pop_waits_for_an_item(run, bare):
    bare.lpush("plain-list", "old")

    async def story(controller):
        jobs = await controller.queue("plain-list")
        assert await jobs.get() == b"old"
        waiting = asyncio.create_task(jobs.get(timeout=PATIENCE))
        while "blmove" not in {row["cmd"] for row in bare.client_list()}:
            await asyncio.sleep(0.002)
        bare.lpush("plain-list", "new")
        assert await waiting == b"new"

    run(story)


@pytest.mark.parametrize("count", [1, 2])
def test_cancelled_pop_puts_back_what_it_popped(run, bare, monkeypatch, count):
    # Given a pop whose reply has not arrived when its task is cancelled
    bare.rpush("plain-list", "third", "second", "first")

    async def story(controller):
        jobs = await controller.queue("plain-list")
        ask, popped, release = controller.connection.ask, asyncio.Event(), asyncio.Event()

        async def ask_slowly(*words):
            reply = await ask(*words)
            if words[0] == "RPOP":
                popped.set()
                await release.wait()
            return reply

        monkeypatch.setattr(controller.connection, "ask", ask_slowly)
        task = asyncio.create_task(jobs.get_many(count))
        await popped.wait()
        assert bare.llen("plain-list") == 3 - count
        task.cancel()
        release.set()

        # When
        with pytest.raises(asyncio.CancelledError):
            await task

    run(story)

    # Then all items are in their order
    assert bare.lrange("plain-list", 0, -1) == [b"third", b"second", b"first"]


def test_stream_can_only_be_read(run, bare):
    bare.xadd("plain-stream", {"a": "1"}, id="1-1")
    bare.xadd("plain-stream", {"b": "2"}, id="1-2")

    async def story(controller):
        stream = await controller.queue("plain-stream")
        (entry,) = await stream.peek(1, 1, decoded=False)
        assert json.loads(entry.data) == {"id": "1-2", "b": "2"}
        assert (await stream.qsize(), stream.kind) == (2, "stream")
        for call in (stream.put(1), stream.get(), stream.task_done(), stream.shutdown(), stream.join()):
            with pytest.raises(NotAllowed, match="needs a controller"):
                await call
        assert await stream.purge() == 2

    run(story)
    assert not bare.exists("plain-stream")


def test_read_only_connection_changes_no_list(run, bare):
    bare.lpush("plain-list", "a")

    async def story(controller):
        jobs = await controller.queue("plain-list")
        assert await jobs.peek() == [b"a"]
        for call in (jobs.put("b"), jobs.get(), jobs.purge()):
            with pytest.raises(NotAllowed, match="read-only"):
                await call

    run(story, "?changes=no")
    assert bare.lrange("plain-list", 0, -1) == [b"a"]


def test_keys_of_other_types_are_not_queues(run, bare):
    bare.set("plain-text", "x")

    async def story(controller):
        for name in ("plain-text", "plain-nothing"):
            with pytest.raises(NoQueue, match="never created"):
                await controller.queue(name)

    run(story)
