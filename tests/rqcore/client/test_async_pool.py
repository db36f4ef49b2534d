# SPDX-License-Identifier: GPL-3.0-or-later
"""Cancelled calls, reused connections, and the end of a pool."""

from __future__ import annotations

import asyncio
import random

import pytest

from rqcore import ConnectionLost, Empty, NoQueue, aio

PATIENCE = 20.0


def test_closed_handle_interrupts_waiting_calls(process, run, blocked):
    async def story(controller):
        jobs = await controller.create()
        other = await aio.connect(process.url)
        getter = asyncio.create_task((await other.queue(jobs.namespace)).get())
        await blocked(jobs, 1)
        await other.close()
        with pytest.raises(ConnectionLost, match="was closed"):
            await getter
        with pytest.raises(ConnectionLost, match="was closed"):
            await other.ping()
        await other.close()
        await blocked(jobs, 0)
        await jobs.close()

    run(story)


def test_cancelled_get_ends_and_its_connection_is_reused(run, blocked):
    async def story(controller):
        jobs = await controller.create()
        for _ in range(3):
            getter = asyncio.create_task(jobs.get())
            await blocked(jobs, 1)
            getter.cancel()
            with pytest.raises(asyncio.CancelledError):
                await getter
            assert (await jobs.stat()).blocked_gets == 0
        await jobs.put("x")
        assert await jobs.get(timeout=0) == "x"
        assert (await jobs.stat()).clients <= 3
        await jobs.close()

    run(story)


async def answered(controller: aio.ControllerHandle) -> None:
    """Wait until a reply has arrived, but before the waiting task can take it."""
    while not any(link._replies for link in controller._pool._busy):
        await asyncio.sleep(0)


async def cancel(task: asyncio.Task) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("kind", "order"), [("fifo", [1, 2, 3]), ("lifo", [3, 2, 1]), ("priority", [2, 3, 1])]
)
def test_item_of_cancelled_get_returns_to_the_head(run, kind, order):
    async def story(controller):
        jobs = await controller.create(kind=kind)
        for item, priority in ((1, 7), (2, 5), (3, 5)):
            await jobs.put(item, priority=priority)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        await cancel(getter)
        assert (await jobs.stat()).gets == 0
        assert await jobs.get_many(9) == order
        await jobs.close()

    run(story)


def test_cancelled_get_many_returns_all_items_in_order(run):
    async def story(controller):
        jobs = await controller.create(maxsize=3)
        items = [b"raw", "text", {"n": 3}]
        for item in items:
            await jobs.put(item)
        getter = asyncio.create_task(jobs.get_many(3))
        await answered(controller)
        await cancel(getter)
        assert await jobs.get_many(9) == items
        assert (await jobs.stat()).unfinished == 3
        await jobs.close()

    run(story)


def test_item_returns_to_a_queue_that_is_full_again(run):
    async def story(controller):
        jobs = await controller.create(maxsize=1)
        await jobs.put(1)
        putter = asyncio.create_task(jobs.put(2))
        while not (await jobs.stat()).blocked_puts:
            await asyncio.sleep(0.002)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        await cancel(getter)
        await putter
        assert await jobs.peek() == [1, 2]
        await jobs.close()

    run(story)


def test_item_of_a_closed_queue_is_not_returned(run):
    async def story(controller):
        jobs = await controller.create()
        await jobs.put(1)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        getter.cancel()
        await jobs.close()
        with pytest.raises(asyncio.CancelledError):
            await getter

    run(story)


def test_cancelled_put_puts_nothing_later(run):
    async def story(controller):
        jobs = await controller.create(maxsize=1)
        await jobs.put(1)
        putter = asyncio.create_task(jobs.put(2))
        while not (await jobs.stat()).blocked_puts:
            await asyncio.sleep(0.002)
        await cancel(putter)
        assert await jobs.get() == 1
        with pytest.raises(Empty):
            await jobs.get(timeout=0)
        await jobs.close()

    run(story)


def test_asyncio_timeout_loses_no_item(run):
    async def story(controller):
        jobs = await controller.create()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await jobs.get()
        await jobs.put(1)
        assert await asyncio.wait_for(jobs.get(), PATIENCE) == 1
        await jobs.close()

    run(story)


def test_second_cancellation_does_not_wait_and_loses_no_item(process, run, blocked):
    async def story(controller):
        jobs = await controller.create()
        async with aio.connect(process.url) as other:
            getter = asyncio.create_task((await other.queue(jobs.namespace)).get())
            await blocked(jobs, 1)
            await jobs.put(1)
            while not any(link._replies for link in other._pool._busy):
                await asyncio.sleep(0)
            getter.cancel()
            await asyncio.sleep(0)
            await cancel(getter)
        assert await jobs.get(timeout=0) == 1
        await jobs.close()

    run(story)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_every_item_is_taken_once_while_consumers_are_cancelled(run, seed, many):
    """Consumers are cancelled at any moment, under load, and others get their items."""
    chance = random.Random(seed)
    total, got = 600, []

    async def consume(jobs):
        got.extend(await jobs.get_many(3) if many else [await jobs.get()])

    async def produce(jobs, start):
        for item in range(start, total, 4):
            await jobs.put(item)

    async def disturb(jobs):
        while len(got) < total:
            tasks = [asyncio.create_task(consume(jobs)) for _ in range(chance.randrange(1, 20))]
            await asyncio.sleep(chance.choice([0, 0, 0.001, 0.003]))
            for task in chance.sample(tasks, chance.randrange(len(tasks) + 1)):
                task.cancel()
            while await jobs.qsize() and not all(task.done() for task in tasks):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def story(controller):
        jobs = await controller.create(maxsize=10)
        async with asyncio.TaskGroup() as group:
            for start in range(4):
                group.create_task(produce(jobs, start))
            group.create_task(disturb(jobs))
        assert sorted(got) == list(range(total))
        assert await jobs.close() == 0

    run(story)


def test_lost_idle_connection_is_not_reused(process, run):
    async def story(controller):
        (idle,) = controller._pool._idle
        process.send(b"CLIENT KILL ID %d\r\n" % idle.number)
        await idle.closed
        assert await controller.ping()
        with pytest.raises(NoQueue):
            await controller.queue("never")

    run(story)
