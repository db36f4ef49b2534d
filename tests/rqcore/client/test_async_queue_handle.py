# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods of the asyncio handle of a queue."""

from __future__ import annotations

import asyncio
import pickle

import pytest

import rqcore
from rqcore import Closed, CodecError, Empty, Full, Payload, ShutDown
from rqcore.codec import Codec

PATIENCE = 20.0


def test_every_method_does_what_its_docstring_says(run):
    async def story(controller):
        jobs = await controller.create("aio-jobs", maxsize=3)
        assert (jobs.name, jobs.maxsize, jobs.kind) == ("aio-jobs", 3, "fifo")
        assert (await controller.queue("aio-jobs")).namespace == jobs.namespace
        assert jobs.namespace in {stat.namespace for stat in await controller.queues()}
        assert (await controller.create("aio-jobs", exist_ok=True)).maxsize == 3
        assert await controller.ping()
        assert (await controller.info())["server"] == "rqcore"
        await jobs.put({"n": 1})
        await jobs.put_nowait("b")
        assert await jobs.put_many([3, 4], timeout=0.01) == 1
        assert await jobs.put_many([]) == 0
        assert await jobs.full()
        with pytest.raises(Full):
            await jobs.put("c", timeout=0.01)
        assert await jobs.peek() == [{"n": 1}, "b", 3]
        (preview,) = await jobs.previews(0, 0, 4)
        assert (preview.size, preview.beginning) == (7, b'{"n"')
        assert await jobs.read_payload(preview.number, 4, 9) == b":1}"
        assert (await jobs.get(), await jobs.get_nowait()) == ({"n": 1}, "b")
        assert await jobs.get_many(5) == [3]
        with pytest.raises(Empty):
            await jobs.get(timeout=0.01)
        assert (await jobs.empty(), await jobs.qsize(), await jobs.waiters()) == (True, 0, [])
        assert await jobs.join(timeout=0) is False
        for _ in range(3):
            await jobs.task_done()
        assert await jobs.join() is True
        await jobs.put(1)
        assert await jobs.purge() == 1
        await jobs.shutdown()
        with pytest.raises(rqcore.ShutDown):
            await jobs.put(1)
        assert await jobs.close() == 0
        with pytest.raises(Closed):
            await jobs.get()

    run(story)


def test_priority_queue_returns_the_lowest_number_first(run):
    async def story(controller):
        jobs = await controller.create(kind="priority")
        for item, priority in ((3, None), (1, None), ("second", 2)):
            await jobs.put(item, priority=priority)
        assert [await jobs.get() for _ in range(3)] == [1, "second", 3]
        await jobs.close()

    run(story)


def test_pickles_need_permission(run):
    async def story(controller):
        jobs = await controller.create()
        await jobs.put({1, 2})
        assert await jobs.get() == {1, 2}
        same = pickle.loads(pickle.dumps(jobs))
        await same.put(3)
        assert (await jobs.close(), await same.controller.close()) == (1, None)

    run(story, codec="pickle")


def test_unreadable_items_stay_in_the_queue(run):
    async def story(controller):
        # Given
        jobs = await controller.create()
        unreadable = Payload(Codec.JSON, b"{")
        for item in (1, unreadable, 3):
            await jobs.put(item)
        # Then
        assert await jobs.get_many(9) == [1]
        with pytest.raises(CodecError):
            await jobs.get_many(9)
        with pytest.raises(CodecError):
            await jobs.get()
        assert await jobs.get(decoded=False) == unreadable
        assert await jobs.get() == 3
        await jobs.close()

    run(story)


def test_errors_are_those_of_asyncio_queues(run):
    async def story(controller):
        # Given
        jobs = await controller.create(maxsize=1)
        # Then
        with pytest.raises(asyncio.QueueEmpty):
            await jobs.get_nowait()
        await jobs.put(1)
        with pytest.raises(asyncio.QueueFull):
            await jobs.put_nowait(2)
        await jobs.shutdown()
        with pytest.raises(getattr(asyncio, "QueueShutDown", ShutDown)):
            await jobs.put(2)
        await jobs.close()

    run(story)


def test_many_tasks_wait_at_the_same_time(run, blocked):
    async def story(controller):
        jobs = await controller.create()
        getters = [asyncio.create_task(jobs.get()) for _ in range(50)]
        await blocked(jobs, 50)
        await jobs.put_many(list(range(50)))
        assert sorted(await asyncio.gather(*getters)) == list(range(50))
        await jobs.close()

    run(story)


def test_closed_queue_raises_in_every_waiting_task(run, blocked):
    async def story(controller):
        jobs = await controller.create()
        getters = [asyncio.create_task(jobs.get()) for _ in range(3)]
        await blocked(jobs, 3)
        await jobs.close()
        assert {type(each) for each in await asyncio.gather(*getters, return_exceptions=True)} == {Closed}

    run(story)
