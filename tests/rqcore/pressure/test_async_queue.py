# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import asyncio

import pytest

from rqcore.pressure import Empty, Full, Missing, ShutDown, async_queue


def run(redis_server, make, test, bound=0):
    """Run ``test(queue, twin)`` with an asyncio queue and the blocking queue of the same name."""
    twin = make(bound)

    async def body():
        async with async_queue.AsyncPressureQueue(twin.name, url=redis_server.url) as queue:
            await test(queue, twin)

    asyncio.run(asyncio.wait_for(body(), 25))


async def waits(queue):
    while not await queue.holders():
        await asyncio.sleep(0.01)


def test_put_get_peek_and_purge(redis_server, make):
    async def test(queue, twin):
        await queue.put("a")
        await queue.put_nowait(b"b")
        assert await queue.full() and await queue.qsize() == 2
        with pytest.raises(Full):
            await queue.put("c", timeout=0.05)
        assert await queue.peek() == [b"a", b"b"]
        assert await queue.get() == b"a"
        assert twin.get() == b"b"
        with pytest.raises(Empty):
            await queue.get_nowait()
        assert await queue.empty()

    run(redis_server, make, test, bound=2)


def test_calls_wait_until_their_timeout(redis_server, make):
    async def test(queue, twin):
        got = asyncio.ensure_future(queue.get())
        await waits(queue)
        await queue.put("a")
        assert await got == b"a"
        got = asyncio.ensure_future(queue.get())
        await waits(queue)
        await queue.unblock()
        with pytest.raises(Empty):
            await got

    run(redis_server, make, test)


def test_iteration_ends_at_close(redis_server, make):
    async def test(queue, twin):
        twin.put_many("abc")
        await queue.close()
        assert [item async for item in queue] == [b"a", b"b", b"c"]
        with pytest.raises(ShutDown):
            await queue.put("d")
        assert await queue.closed() and await queue.bound() == 0
        assert await queue.delete() == 0
        with pytest.raises(Missing):
            await queue.get()

    run(redis_server, make, test)


def test_cancelled_get_takes_no_item_and_frees_its_role(redis_server, make):
    async def test(queue, twin):
        got = asyncio.ensure_future(queue.get())
        await waits(queue)
        got.cancel()
        with pytest.raises(asyncio.CancelledError):
            await got
        assert await queue.holders() == ()
        await queue.put("a")
        assert await queue.get() == b"a"

    run(redis_server, make, test)


def test_get_cancelled_at_any_moment_loses_no_item(redis_server, make):
    """An item that was sent to a cancelled call returns to the head."""

    async def test(queue, twin):
        taken, wanted = [], [b"%d" % n for n in range(60)]
        twin.put_many(wanted)
        for turn in range(600):
            got = asyncio.ensure_future(queue.get(timeout=0))
            for _ in range(turn % 12):
                await asyncio.sleep(0)
            if turn % 3:
                got.cancel()
            try:
                taken.append(await got)
            except asyncio.CancelledError:
                continue
            except Empty:
                break
        assert taken + twin.peek() == wanted
        standing = twin.status()
        assert standing.produced_messages - standing.consumed_messages == standing.size
        assert standing.produced_bytes - standing.consumed_bytes == sum(map(len, twin.peek()))

    run(redis_server, make, test)
